//! Giving money of a charge back.

use payments::{Failure, ProviderError, Refund, RefundRequest, RefundStatus};
use serde::Deserialize;
use stripe_client_core::StripeRequest;
use stripe_core::refund::{CreateRefund, ListRefund, RetrieveRefund};

use crate::{
    Stripe,
    fault::unreadable,
    objects::{Expandable, Identified, KEY, List, Metadata, key_of, metadata, money, or_default, written},
    transport::{proper_id, proper_key},
};

/// Pages of refunds that are read at the most; one charge has few.
const PAGES: usize = 20;

#[derive(Debug, Deserialize)]
struct RefundObject {
    id: String,
    amount: i64,
    currency: String,
    status: Option<String>,
    failure_reason: Option<String>,
    charge: Option<Expandable<Identified>>,
    payment_intent: Option<Expandable<Identified>>,
    #[serde(default, deserialize_with = "or_default")]
    metadata: Metadata,
}

impl Stripe {
    pub(crate) async fn make_refund(&self, request: &RefundRequest) -> Result<Refund, ProviderError> {
        let (key, id) = (proper_key(&request.key)?, proper_id(&request.charge)?);
        let (amount, currency) = written(request.amount)?;
        // Stripe takes the amount in the charge's currency without asking which was meant.
        let intent = self.payment_intent(id).await?;
        same_currency(&intent.currency, &currency)?;
        let asked = CreateRefund::new()
            .payment_intent(id)
            .amount(amount)
            .metadata(metadata(&[(KEY, key), ("reference", &request.reference)]));
        let refund: RefundObject = self.transport.create(asked.build(), key).await?;
        refund.try_into()
    }

    pub(crate) async fn read_refund(&self, id: &str) -> Result<Refund, ProviderError> {
        let asked = RetrieveRefund::new(proper_id(id)?);
        let refund: RefundObject = self
            .transport
            .get(asked.build())
            .await
            .map_err(|fault| fault.about(Some(id)))?;
        refund.try_into()
    }

    pub(crate) async fn list_refunds(&self, charge: &str) -> Result<Vec<Refund>, ProviderError> {
        let first = ListRefund::new().payment_intent(proper_id(charge)?).limit(100);
        let (mut asked, mut found) = (first.clone(), Vec::new());
        for _ in 0..PAGES {
            let page: List<RefundObject> = self
                .transport
                .get(asked.build())
                .await
                .map_err(|fault| fault.about(Some(charge)))?;
            let last = page.data.last().map(|refund| refund.id.clone());
            found.extend(page.data);
            let Some(last) = last.filter(|_| page.has_more) else {
                if found.is_empty() {
                    // An empty list does not tell a charge without refunds from none at all.
                    self.payment_intent(charge).await?;
                }
                // Stripe lists the newest first.
                return found.into_iter().rev().map(TryInto::try_into).collect();
            };
            asked = first.clone().starting_after(last);
        }
        Err(unreadable(format!(
            "{charge} has more than {} refunds",
            PAGES * 100
        )))
    }
}

/// Refuses an amount in another currency than that of what it is taken from.
pub(crate) fn same_currency(theirs: &str, asked: &stripe_types::Currency) -> Result<(), ProviderError> {
    let asked = asked.to_string();
    if theirs.eq_ignore_ascii_case(&asked) {
        return Ok(());
    }
    Err(ProviderError::Refused {
        code: "currency_mismatch".to_owned(),
        message: format!("it was in {theirs}, and {asked} is asked of it"),
    })
}

impl TryFrom<RefundObject> for Refund {
    type Error = ProviderError;

    fn try_from(refund: RefundObject) -> Result<Self, ProviderError> {
        let status = match refund.status.as_deref() {
            // `requires_action`: the payer is asked for a bank account, which cards do not need.
            Some("pending" | "requires_action") => RefundStatus::Pending,
            Some("succeeded") => RefundStatus::Succeeded,
            Some("failed") => RefundStatus::Failed,
            Some("canceled") => RefundStatus::Canceled,
            other => {
                return Err(unreadable(format!(
                    "a refund is {}",
                    other.unwrap_or("without status")
                )));
            }
        };
        let charge = refund.payment_intent.or(refund.charge);
        let charge = charge.ok_or_else(|| unreadable("a refund names no charge"))?;
        Ok(Self {
            key: key_of(&refund.metadata),
            charge: charge.id().to_owned(),
            amount: money(refund.amount, &refund.currency)?,
            status,
            failure: refund.failure_reason.map(|reason| Failure {
                message: format!("the refund came back: {}", reason.replace('_', " ")),
                code: reason,
            }),
            provider_id: refund.id,
        })
    }
}
