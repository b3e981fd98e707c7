//! A refund and its states: plain values, no I/O.

use chrono::{DateTime, Utc};
use kernel::{CampaignId, Money, PaymentAttemptId, PledgeId, RefundId};
use payments::{Failure, RefundStatus};
use serde_json::json;

use kernel::words;

words! {
    /// Where a refund stands.
    pub enum RefundState {
        /// Written down; the money is set aside for it.
        Requested = "requested",
        /// The provider has it on its way.
        Sent = "sent",
        /// The provider gave it to the bank.
        Succeeded = "succeeded",
        /// The provider or the bank would not: the money is with us again.
        Failed = "failed",
        /// Paid by hand in another way, with a note that says how.
        Manual = "manual",
    }
}

words! {
    /// Why money goes back.
    pub enum RefundReason {
        /// The campaign failed after its money was collected.
        CampaignFailed = "campaign_failed",
        /// The investor asked for it.
        InvestorRequest = "investor_request",
        /// What was promised did not come.
        NotDelivered = "not_delivered",
        /// It was paid twice.
        Duplicate = "duplicate",
        /// The card was used without its holder's will.
        Fraud = "fraud",
        /// The patents changed, and the investor did not stay.
        PatentChanged = "patent_changed",
        /// None of these.
        Goodwill = "goodwill",
        /// It was made at the provider, not here.
        AtProvider = "at_provider",
    }
}

words! {
    /// Who bears what a refund costs once the founder was paid. Before that nobody pays a fee on money
    /// that goes back.
    pub enum FeeBearer {
        /// The platform.
        Platform = "platform",
        /// The founder.
        Founder = "founder",
    }
}

/// Money given back to an investor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refund {
    /// Its id.
    pub id: RefundId,
    /// The charge it takes back.
    pub attempt_id: PaymentAttemptId,
    /// The pledge.
    pub pledge_id: PledgeId,
    /// What was funded.
    pub campaign_id: CampaignId,
    /// How much.
    pub amount: Money,
    /// Why.
    pub reason: RefundReason,
    /// Who bears it.
    pub bearer: FeeBearer,
    /// What whoever ordered it has to say.
    pub note: Option<String>,
    /// Who ordered it: `user_…`, `system:…`.
    pub requested_by: String,
    /// When.
    pub requested_at: DateTime<Utc>,
    /// Where it stands.
    pub state: RefundState,
    /// The provider asked.
    pub provider: String,
    /// The provider's id of it.
    pub provider_id: Option<String>,
    /// The key under which the provider is asked.
    pub key: String,
    /// When the provider was first asked.
    pub asked_at: Option<DateTime<Utc>>,
    /// Why it failed.
    pub failure: Option<Failure>,
    /// When it succeeded or failed.
    pub finished_at: Option<DateTime<Utc>>,
}

impl Refund {
    /// The same refund as the provider knows it. One that failed stays so; one that succeeded may
    /// still come back from the bank. So answers may come twice and in any order.
    pub fn told(&self, answer: &payments::Refund, now: DateTime<Utc>) -> Self {
        use RefundState as S;
        let state = match (self.state, answer.status) {
            (S::Failed | S::Manual, _) => return self.clone(),
            (S::Succeeded, RefundStatus::Pending | RefundStatus::Succeeded) => return self.clone(),
            (_, RefundStatus::Pending) => S::Sent,
            (_, RefundStatus::Succeeded) => S::Succeeded,
            (_, RefundStatus::Failed | RefundStatus::Canceled) => S::Failed,
        };
        Self {
            state,
            provider_id: Some(answer.provider_id.clone()),
            failure: answer.failure.clone(),
            asked_at: self.asked_at.or(Some(now)),
            finished_at: (state != S::Sent).then_some(now),
            ..self.clone()
        }
    }

    /// The same refund, refused by the provider for good: nothing went.
    pub fn refused(&self, failure: Failure, now: DateTime<Utc>) -> Self {
        if self.state != RefundState::Requested {
            return self.clone();
        }
        Self {
            state: RefundState::Failed,
            failure: Some(failure),
            asked_at: self.asked_at.or(Some(now)),
            finished_at: Some(now),
            ..self.clone()
        }
    }

    /// What the audit trail keeps of it.
    pub fn trace(&self) -> serde_json::Value {
        json!({"refund": self.state, "amount_minor": self.amount.minor, "currency": self.amount.currency,
               "reason": self.reason, "bearer": self.bearer, "pledge": self.pledge_id})
    }
}

#[cfg(test)]
mod tests {
    use kernel::Currency;
    use uuid::Uuid;

    use super::*;

    fn refund() -> Refund {
        let id = |n| Uuid::from_u128(n);
        Refund {
            id: id(1).into(),
            attempt_id: id(2).into(),
            pledge_id: id(3).into(),
            campaign_id: id(4).into(),
            amount: Money::new(500, Currency::USD),
            reason: RefundReason::Goodwill,
            bearer: FeeBearer::Platform,
            note: None,
            requested_by: "system:test".into(),
            requested_at: DateTime::default(),
            state: RefundState::Requested,
            provider: "sandbox".into(),
            provider_id: None,
            key: "refund:1".into(),
            asked_at: None,
            failure: None,
            finished_at: None,
        }
    }

    fn answer(status: RefundStatus) -> payments::Refund {
        payments::Refund {
            provider_id: "re_1".into(),
            key: None,
            charge: "pi_1".into(),
            amount: Money::new(500, Currency::USD),
            status,
            failure: None,
        }
    }

    #[test]
    fn a_success_may_come_back_but_not_be_undone_by_old_news() {
        let now = DateTime::default();
        let done = refund().told(&answer(RefundStatus::Succeeded), now);
        assert_eq!(done.told(&answer(RefundStatus::Pending), now), done);
        let back = done.told(&answer(RefundStatus::Failed), now);
        assert_eq!(back.state, RefundState::Failed);
        assert_eq!(back.told(&answer(RefundStatus::Succeeded), now), back);
    }

    #[test]
    fn a_refusal_counts_only_while_nothing_went() {
        let now = DateTime::default();
        let failure = || Failure {
            code: "charge_disputed".into(),
            message: String::new(),
        };
        assert_eq!(refund().refused(failure(), now).state, RefundState::Failed);
        let sent = refund().told(&answer(RefundStatus::Pending), now);
        assert_eq!(sent.refused(failure(), now), sent);
    }
}
