//! Charges that their payers contest.

use payments::{Dispute, DisputeEvidence, DisputeStatus, ProviderError};
use serde::Deserialize;
use stripe_client_core::StripeRequest;
use stripe_core::dispute::{RetrieveDispute, UpdateDispute, UpdateDisputeEvidence};

use crate::{
    Stripe,
    fault::unreadable,
    objects::{BalanceTransaction, Expandable, Identified, instant, money, or_default},
    transport::proper_id,
};

#[derive(Debug, Deserialize)]
struct DisputeObject {
    id: String,
    amount: i64,
    currency: String,
    reason: String,
    status: String,
    charge: Option<Expandable<Identified>>,
    payment_intent: Option<Expandable<Identified>>,
    #[serde(default, deserialize_with = "or_default")]
    balance_transactions: Vec<BalanceTransaction>,
    evidence_details: Option<EvidenceDetails>,
}

#[derive(Debug, Deserialize)]
struct EvidenceDetails {
    due_by: Option<i64>,
}

impl Stripe {
    pub(crate) async fn read_dispute(&self, id: &str) -> Result<Dispute, ProviderError> {
        let asked = RetrieveDispute::new(proper_id(id)?);
        let dispute: DisputeObject = self
            .transport
            .get(asked.build())
            .await
            .map_err(|fault| fault.about(Some(id)))?;
        dispute.try_into()
    }

    pub(crate) async fn hand_in(
        &self,
        id: &str,
        evidence: &DisputeEvidence,
    ) -> Result<Dispute, ProviderError> {
        let said = |text: &str| (!text.trim().is_empty()).then(|| text.to_owned());
        let mut texts = UpdateDisputeEvidence::new();
        texts.product_description = said(&evidence.product_description);
        texts.service_date = evidence.service_date.as_deref().and_then(said);
        texts.uncategorized_text = said(&evidence.uncategorized_text);
        let asked = UpdateDispute::new(proper_id(id)?)
            .evidence(texts)
            .submit(evidence.submit);
        let dispute: DisputeObject = self
            .transport
            .change(asked.build())
            .await
            .map_err(|fault| fault.about(Some(id)))?;
        dispute.try_into()
    }
}

impl TryFrom<DisputeObject> for Dispute {
    type Error = ProviderError;

    fn try_from(dispute: DisputeObject) -> Result<Self, ProviderError> {
        let status = match dispute.status.as_str() {
            "warning_needs_response" => DisputeStatus::WarningNeedsResponse,
            "warning_under_review" => DisputeStatus::WarningUnderReview,
            // `prevented`: settled by a refund before it became a dispute; no money is withdrawn.
            "warning_closed" | "prevented" => DisputeStatus::WarningClosed,
            "needs_response" => DisputeStatus::NeedsResponse,
            "under_review" => DisputeStatus::UnderReview,
            "won" => DisputeStatus::Won,
            "lost" => DisputeStatus::Lost,
            other => return Err(unreadable(format!("a dispute is {other}"))),
        };
        let charge = dispute.payment_intent.or(dispute.charge);
        let charge = charge.ok_or_else(|| unreadable("a dispute names no charge"))?;
        let moved = &dispute.balance_transactions;
        // A withdrawal is a negative movement, its return a positive one: what is left counts.
        let left: i128 = moved.iter().map(|movement| i128::from(movement.amount)).sum();
        let fee: i64 = moved.iter().map(|movement| movement.fee).sum();
        let fee_currency = moved.first().map(|movement| movement.currency.as_str());
        let due = dispute.evidence_details.and_then(|details| details.due_by);
        Ok(Self {
            charge: charge.id().to_owned(),
            amount: money(dispute.amount, &dispute.currency)?,
            reason: dispute.reason,
            status,
            evidence_due_at: due.map(instant).transpose()?,
            is_withdrawn: left < 0,
            fee: fee_currency
                .filter(|_| fee > 0)
                .map(|currency| money(fee, currency))
                .transpose()?,
            provider_id: dispute.id,
        })
    }
}
