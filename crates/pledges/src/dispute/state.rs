//! A dispute and its states: plain values, no I/O.

use chrono::{DateTime, Utc};
use kernel::{CampaignId, DisputeId, Money, PaymentAttemptId, PledgeId};
use payments::{DisputeEvidence, DisputeStatus};
use serde_json::json;

use kernel::words;

words! {
    /// Where a dispute stands.
    pub enum DisputeState {
        /// The bank asks; no money is taken yet, and none may ever be.
        WarningNeedsResponse = "warning_needs_response",
        /// The bank reads the answer to its question.
        WarningUnderReview = "warning_under_review",
        /// The bank asked and left it at that. Final.
        WarningClosed = "warning_closed",
        /// Evidence is awaited.
        NeedsResponse = "needs_response",
        /// The bank decides.
        UnderReview = "under_review",
        /// For us. Final.
        Won = "won",
        /// For the payer. Final.
        Lost = "lost",
    }
}

impl DisputeState {
    /// Whether nothing more will happen.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::WarningClosed | Self::Won | Self::Lost)
    }

    /// Whether it is a question of the bank and no dispute yet.
    pub const fn is_warning(self) -> bool {
        matches!(
            self,
            Self::WarningNeedsResponse | Self::WarningUnderReview | Self::WarningClosed
        )
    }

    /// Whether evidence is awaited.
    pub const fn awaits_evidence(self) -> bool {
        matches!(self, Self::WarningNeedsResponse | Self::NeedsResponse)
    }

    /// How far it has come: a dispute only goes on.
    const fn rank(self) -> u8 {
        match self {
            Self::WarningNeedsResponse => 0,
            Self::WarningUnderReview => 1,
            Self::WarningClosed => 2,
            Self::NeedsResponse => 3,
            Self::UnderReview => 4,
            Self::Won | Self::Lost => 5,
        }
    }
}

impl From<DisputeStatus> for DisputeState {
    fn from(status: DisputeStatus) -> Self {
        match status {
            DisputeStatus::WarningNeedsResponse => Self::WarningNeedsResponse,
            DisputeStatus::WarningUnderReview => Self::WarningUnderReview,
            DisputeStatus::WarningClosed => Self::WarningClosed,
            DisputeStatus::NeedsResponse => Self::NeedsResponse,
            DisputeStatus::UnderReview => Self::UnderReview,
            DisputeStatus::Won => Self::Won,
            DisputeStatus::Lost => Self::Lost,
        }
    }
}

/// A charge that its payer contests at the bank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dispute {
    /// Its id.
    pub id: DisputeId,
    /// The charge.
    pub attempt_id: PaymentAttemptId,
    /// The pledge.
    pub pledge_id: PledgeId,
    /// What was funded.
    pub campaign_id: CampaignId,
    /// Who carried the charge.
    pub provider: String,
    /// The provider's id of it.
    pub provider_id: String,
    /// How much is contested.
    pub amount: Money,
    /// How much of that had not gone back before: the loss that counts once. The rest stands in
    /// suspense until the bank sees that it was given back.
    pub counted_minor: i64,
    /// The bank's reason, in the provider's word.
    pub reason: String,
    /// Where it stands.
    pub state: DisputeState,
    /// Whether the money is taken from us now.
    pub is_withdrawn: bool,
    /// What the provider took for its trouble.
    pub fee: Option<Money>,
    /// Until when evidence may be handed in.
    pub evidence_due_at: Option<DateTime<Utc>>,
    /// What was handed in.
    pub evidence: Option<DisputeEvidence>,
    /// By whom.
    pub evidence_by: Option<String>,
    /// When.
    pub evidence_at: Option<DateTime<Utc>>,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// When it was decided.
    pub closed_at: Option<DateTime<Utc>>,
    /// Counts up with every change.
    pub version: i64,
}

impl Dispute {
    /// The same dispute as the provider knows it. It only goes on, so answers may come twice and in
    /// any order; money may be taken and come back as long as it is open, and when it is decided.
    pub fn told(&self, answer: &payments::Dispute, now: DateTime<Utc>) -> Self {
        let state = DisputeState::from(answer.status);
        let old = state.rank() < self.state.rank() || (self.state.is_final() && state != self.state);
        if old {
            return self.clone();
        }
        let after = Self {
            state,
            is_withdrawn: answer.is_withdrawn,
            fee: self.fee.or(answer.fee),
            evidence_due_at: answer.evidence_due_at,
            closed_at: self.closed_at.or_else(|| state.is_final().then_some(now)),
            ..self.clone()
        };
        if after == *self {
            return after;
        }
        Self {
            version: self.version + 1,
            ..after
        }
    }

    /// What the audit trail keeps of it.
    pub fn trace(&self) -> serde_json::Value {
        json!({"dispute": self.state, "amount_minor": self.amount.minor, "currency": self.amount.currency,
               "reason": self.reason, "withdrawn": self.is_withdrawn, "version": self.version})
    }
}

#[cfg(test)]
mod tests {
    use kernel::Currency;
    use uuid::Uuid;

    use super::*;

    fn dispute(state: DisputeState) -> Dispute {
        let id = |n| Uuid::from_u128(n);
        Dispute {
            id: id(1).into(),
            attempt_id: id(2).into(),
            pledge_id: id(3).into(),
            campaign_id: id(4).into(),
            provider: "sandbox".into(),
            provider_id: "dp_1".into(),
            amount: Money::new(500, Currency::USD),
            counted_minor: 500,
            reason: "fraudulent".into(),
            state,
            is_withdrawn: true,
            fee: None,
            evidence_due_at: None,
            evidence: None,
            evidence_by: None,
            evidence_at: None,
            opened_at: DateTime::default(),
            closed_at: None,
            version: 1,
        }
    }

    fn answer(status: DisputeStatus, is_withdrawn: bool) -> payments::Dispute {
        payments::Dispute {
            provider_id: "dp_1".into(),
            charge: "pi_1".into(),
            amount: Money::new(500, Currency::USD),
            reason: "fraudulent".into(),
            status,
            evidence_due_at: None,
            is_withdrawn,
            fee: None,
        }
    }

    #[test]
    fn what_was_decided_is_not_reopened_by_old_news() {
        let now = DateTime::default();
        let won = dispute(DisputeState::NeedsResponse).told(&answer(DisputeStatus::Won, false), now);
        assert_eq!((won.state, won.is_withdrawn), (DisputeState::Won, false));
        for late in [
            DisputeStatus::NeedsResponse,
            DisputeStatus::UnderReview,
            DisputeStatus::Lost,
        ] {
            assert_eq!(won.told(&answer(late, true), now), won, "{late:?}");
        }
    }

    #[test]
    fn a_question_may_become_a_dispute() {
        let asked = dispute(DisputeState::WarningNeedsResponse);
        let opened = asked.told(&answer(DisputeStatus::NeedsResponse, true), DateTime::default());
        assert_eq!(opened.state, DisputeState::NeedsResponse);
    }
}
