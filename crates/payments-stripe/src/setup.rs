//! Saving a card: a customer and a SetupIntent.

use payments::{Card, Failure, ProviderError, Setup, SetupRequest, SetupStatus};
use serde::Deserialize;
use stripe_client_core::StripeRequest;
use stripe_core::{
    customer::{CreateCustomer, DeleteCustomer},
    setup_intent::{CancelSetupIntent, CreateSetupIntent, CreateSetupIntentUsage, RetrieveSetupIntent},
};
use stripe_shared::SetupIntentAllowedPaymentMethodTypes::Card as CardOnly;

use crate::{
    Stripe,
    fault::{ErrorBody, unreadable},
    objects::{
        Expandable, Identified, KEY, Metadata, NextActionObject, PaymentMethod, key_of, metadata, or_default,
    },
    transport::{proper_id, proper_key},
};

#[derive(Debug, Deserialize)]
struct SetupIntent {
    id: String,
    status: String,
    client_secret: Option<String>,
    customer: Option<Expandable<Identified>>,
    payment_method: Option<Expandable<PaymentMethod>>,
    next_action: Option<NextActionObject>,
    last_setup_error: Option<ErrorBody>,
    #[serde(default, deserialize_with = "or_default")]
    metadata: Metadata,
}

fn expanded() -> Vec<String> {
    vec!["payment_method".to_owned()]
}

impl Stripe {
    pub(crate) async fn make_setup(&self, request: &SetupRequest) -> Result<Setup, ProviderError> {
        let key = proper_key(&request.key)?;
        let customer = match &request.customer {
            Some(customer) => customer.clone(),
            None => self.make_customer(key, &request.investor).await?,
        };
        // Cards only, and only for charging while their holder is away. This excludes Stripe's
        // automatic choice, which may offer what cannot be charged after weeks.
        let asked = CreateSetupIntent::new()
            .customer(customer)
            .usage(CreateSetupIntentUsage::OffSession)
            .allowed_payment_method_types([CardOnly])
            .metadata(metadata(&[(KEY, key), ("reference", &request.reference)]))
            .expand(expanded());
        let intent: SetupIntent = self.transport.create(asked.build(), key).await?;
        intent.try_into()
    }

    /// The customer is made under a key of the same attempt: sent again it is the same one.
    async fn make_customer(&self, key: &str, investor: &str) -> Result<String, ProviderError> {
        let key = format!("{key}:customer");
        let asked = CreateCustomer::new().metadata(metadata(&[("investor", investor)]));
        let customer: Identified = self.transport.create(asked.build(), proper_key(&key)?).await?;
        Ok(customer.id)
    }

    /// Saved cards go with the customer; what was charged stays. One that is not there, or was deleted before, is deleted.
    pub(crate) async fn remove_customer(&self, id: &str) -> Result<(), ProviderError> {
        let asked = DeleteCustomer::new(proper_id(id)?);
        match self.transport.change::<Identified>(asked.build()).await {
            Ok(_) => Ok(()),
            Err(fault) if fault.code() == Some("resource_missing") => Ok(()),
            Err(fault) => Err(fault.about(Some(id))),
        }
    }

    pub(crate) async fn read_setup(&self, id: &str) -> Result<Setup, ProviderError> {
        let asked = RetrieveSetupIntent::new(proper_id(id)?).expand(expanded());
        let intent: SetupIntent = self
            .transport
            .get(asked.build())
            .await
            .map_err(|f| f.about(Some(id)))?;
        intent.try_into()
    }

    pub(crate) async fn give_up_setup(&self, id: &str) -> Result<Setup, ProviderError> {
        let asked = CancelSetupIntent::new(proper_id(id)?).expand(expanded());
        match self.transport.change::<SetupIntent>(asked.build()).await {
            Ok(intent) => intent.try_into(),
            // It has succeeded, was given up before, or is at the bank: it stays as it is.
            Err(fault) if fault.code() == Some("setup_intent_unexpected_state") => self.read_setup(id).await,
            Err(fault) => Err(fault.about(Some(id))),
        }
    }
}

impl TryFrom<SetupIntent> for Setup {
    type Error = ProviderError;

    fn try_from(intent: SetupIntent) -> Result<Self, ProviderError> {
        let status = match intent.status.as_str() {
            "requires_payment_method" | "requires_confirmation" => SetupStatus::RequiresCard,
            "requires_action" => SetupStatus::RequiresAction,
            "processing" => SetupStatus::Processing,
            "succeeded" => SetupStatus::Succeeded,
            "canceled" => SetupStatus::Canceled,
            other => return Err(unreadable(format!("a set-up is {other}"))),
        };
        let entered = intent.payment_method.as_ref();
        // A declined card is taken off the set-up and stands only in the error.
        let declined = intent
            .last_setup_error
            .as_ref()
            .and_then(|error| error.payment_method.clone());
        let declined: Option<PaymentMethod> = declined.and_then(|method| serde_json::from_value(method).ok());
        let card = entered.and_then(Expandable::object).or(declined.as_ref());
        let card = card.and_then(|method| method.card.clone()).map(|card| Card {
            brand: card.brand,
            last4: card.last4,
            exp_month: card.exp_month,
            exp_year: card.exp_year,
        });
        let saved = entered
            .filter(|_| status == SetupStatus::Succeeded)
            .map(|method| match method {
                Expandable::Id(id) => id.clone(),
                Expandable::Object(method) => method.id.clone(),
            });
        Ok(Self {
            key: key_of(&intent.metadata),
            client_secret: intent.client_secret,
            status,
            next_action: intent.next_action.map(Into::into),
            card,
            failure: intent
                .last_setup_error
                .as_ref()
                .map(ErrorBody::failure)
                .filter(|_: &Failure| status != SetupStatus::Succeeded),
            customer: intent.customer.map(|customer| customer.id().to_owned()),
            payment_method: saved,
            provider_id: intent.id,
        })
    }
}
