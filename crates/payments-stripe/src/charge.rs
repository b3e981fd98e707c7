//! Charging a saved card: a PaymentIntent, made and confirmed at once.

use kernel::Money;
use payments::{Charge, ChargeRequest, ChargeStatus, ProviderError};
use serde::Deserialize;
use stripe_client_core::StripeRequest;
use stripe_core::payment_intent::{
    CancelPaymentIntent, CreatePaymentIntent, CreatePaymentIntentOffSession, RetrievePaymentIntent,
    SearchPaymentIntent,
};
use stripe_shared::PaymentIntentAllowedPaymentMethodTypes::Card as CardOnly;

use crate::{
    Stripe,
    fault::{ErrorBody, Fault, unreadable},
    objects::{
        BalanceTransaction, Expandable, KEY, List, Metadata, NextActionObject, key_of, metadata, money,
        or_default, written,
    },
    transport::{proper_id, proper_key},
};

/// What Stripe says when the bank wants its holder to confirm and nobody is there.
const AUTHENTICATION_REQUIRED: &str = "authentication_required";

#[derive(Debug, Deserialize)]
pub(crate) struct PaymentIntent {
    id: String,
    status: String,
    amount: i64,
    pub(crate) currency: String,
    // Money that is not told is not taken for none.
    amount_received: i64,
    client_secret: Option<String>,
    next_action: Option<NextActionObject>,
    last_payment_error: Option<ErrorBody>,
    latest_charge: Option<Expandable<ChargeObject>>,
    #[serde(default, deserialize_with = "or_default")]
    metadata: Metadata,
}

#[derive(Debug, Deserialize)]
struct ChargeObject {
    amount_refunded: i64,
    #[serde(default, deserialize_with = "or_default")]
    disputed: bool,
    balance_transaction: Option<Expandable<BalanceTransaction>>,
}

fn expanded(prefix: &str) -> Vec<String> {
    vec![format!("{prefix}latest_charge.balance_transaction")]
}

impl Stripe {
    pub(crate) async fn make_charge(&self, request: &ChargeRequest) -> Result<Charge, ProviderError> {
        let key = proper_key(&request.key)?;
        let (amount, currency) = written(request.amount)?;
        let asked = CreatePaymentIntent::new(amount, currency)
            .customer(request.customer.as_str())
            .payment_method(request.payment_method.as_str())
            .allowed_payment_method_types([CardOnly])
            .confirm(true)
            .transfer_group(request.group.as_str())
            .metadata(metadata(&[(KEY, key), ("reference", &request.reference)]))
            .expand(expanded(""));
        let asked = if request.on_session {
            // Stripe's script in the page leads the holder through the bank's check.
            asked.use_stripe_sdk(true)
        } else {
            asked.off_session(CreatePaymentIntentOffSession::Bool(true))
        };
        match self.transport.create::<PaymentIntent>(asked.build(), key).await {
            Ok(intent) => intent.try_into(),
            Err(fault) => declined(fault),
        }
    }

    pub(crate) async fn read_charge(&self, id: &str) -> Result<Charge, ProviderError> {
        self.payment_intent(id).await?.try_into()
    }

    pub(crate) async fn payment_intent(&self, id: &str) -> Result<PaymentIntent, ProviderError> {
        let asked = RetrievePaymentIntent::new(proper_id(id)?).expand(expanded(""));
        self.transport
            .get(asked.build())
            .await
            .map_err(|fault| fault.about(Some(id)))
    }

    /// By Stripe's search, which lags a minute as a rule and longer when Stripe is troubled
    /// (<https://docs.stripe.com/search#data-freshness>).
    pub(crate) async fn search_charge(&self, key: &str) -> Result<Option<Charge>, ProviderError> {
        let quoted = proper_key(key)?.replace('\\', "\\\\").replace('"', "\\\"");
        let asked = SearchPaymentIntent::new(format!("metadata[\"{KEY}\"]:\"{quoted}\""))
            .limit(100)
            .expand(expanded("data."));
        let found: List<PaymentIntent> = self.transport.get(asked.build()).await?;
        // Stripe forgets keys, so there can be two under one in spite of all care: the one that
        // took money is the one to know of.
        let same = found
            .data
            .into_iter()
            .filter(|intent| key_of(&intent.metadata).as_deref() == Some(key));
        same.max_by_key(|intent| intent.amount_received)
            .map(TryInto::try_into)
            .transpose()
    }

    pub(crate) async fn give_up_charge(&self, id: &str) -> Result<Charge, ProviderError> {
        let asked = CancelPaymentIntent::new(proper_id(id)?).expand(expanded(""));
        match self.transport.change::<PaymentIntent>(asked.build()).await {
            Ok(intent) => intent.try_into(),
            // It has succeeded, was given up before, or is at the bank: it stays as it is.
            Err(fault) if fault.code() == Some("payment_intent_unexpected_state") => {
                self.read_charge(id).await
            }
            Err(fault) => Err(fault.about(Some(id))),
        }
    }
}

/// A declined card is an error at Stripe (402) whose body carries the charge; to us it is an answer.
fn declined(fault: Fault) -> Result<Charge, ProviderError> {
    let Fault::Api {
        status: 402, body, ..
    } = &fault
    else {
        return Err(fault.into());
    };
    let Some(intent) = &body.payment_intent else {
        return Err(fault.into());
    };
    let mut intent: PaymentIntent =
        serde_json::from_value(intent.clone()).map_err(|error| unreadable(error.to_string()))?;
    intent.last_payment_error.get_or_insert_with(|| (**body).clone());
    intent.try_into()
}

impl TryFrom<PaymentIntent> for Charge {
    type Error = ProviderError;

    fn try_from(intent: PaymentIntent) -> Result<Self, ProviderError> {
        let asks_for_its_holder = intent.last_payment_error.as_ref().is_some_and(|error| {
            [&error.code, &error.decline_code]
                .into_iter()
                .flatten()
                .any(|code| code == AUTHENTICATION_REQUIRED)
        });
        let status = match intent.status.as_str() {
            // The card is good; only its holder was missing. Confirming with them there repairs it.
            "requires_payment_method" if asks_for_its_holder => ChargeStatus::RequiresAction,
            "requires_payment_method" => ChargeStatus::Declined,
            "requires_action" | "requires_confirmation" => ChargeStatus::RequiresAction,
            "processing" => ChargeStatus::Processing,
            "succeeded" => ChargeStatus::Succeeded,
            "canceled" => ChargeStatus::Canceled,
            other => return Err(unreadable(format!("a charge is {other}"))),
        };
        let amount = money(intent.amount, &intent.currency)?;
        let latest = intent.latest_charge.as_ref().and_then(Expandable::object);
        let of_charge = |minor| money(minor, &intent.currency).map(|money: Money| money.minor);
        let movement = latest
            .and_then(|charge| charge.balance_transaction.as_ref())
            .and_then(Expandable::object)
            .filter(|_| status == ChargeStatus::Succeeded);
        Ok(Self {
            key: key_of(&intent.metadata),
            amount,
            status,
            received: money(intent.amount_received, &intent.currency)?,
            fee: movement
                .map(|movement| money(movement.fee, &movement.currency))
                .transpose()?,
            refunded_minor: of_charge(latest.map_or(0, |charge| charge.amount_refunded))?,
            disputed: latest.is_some_and(|charge| charge.disputed),
            failure: intent
                .last_payment_error
                .as_ref()
                .filter(|_| status != ChargeStatus::Succeeded)
                .map(ErrorBody::failure),
            next_action: intent.next_action.map(Into::into),
            client_secret: intent.client_secret,
            provider_id: intent.id,
        })
    }
}
