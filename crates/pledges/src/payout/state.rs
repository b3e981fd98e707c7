//! A payout and its states: plain values, no I/O.

use chrono::{DateTime, Utc};
use kernel::{CampaignId, Money, PayeeId, PayoutId, UserId};
use payments::Failure;
use serde_json::json;

use kernel::words;

words! {
    /// Where a payout stands.
    pub enum PayoutState {
        /// Ordered; somebody else is to approve it.
        Scheduled = "scheduled",
        /// Approved, but something stands in the way.
        Held = "held",
        /// Two people let it go; the provider is being asked.
        Approved = "approved",
        /// The provider was asked and its answer is not known yet.
        Sent = "sent",
        /// It arrived. Final.
        Paid = "paid",
        /// The provider would not: the money is the founder's to be paid again. Final; a new one may be ordered.
        Failed = "failed",
        /// Whoever was to approve it did not. Final; a new one may be ordered.
        Rejected = "rejected",
    }
}

words! {
    /// What a payout pays.
    pub enum PayoutPurpose {
        /// What a campaign collected, less fees and reserve.
        Proceeds = "proceeds",
        /// What was kept for disputes and is left.
        Reserve = "reserve",
    }
}

words! {
    /// What stands in the way of an approved payout.
    pub enum HoldReason {
        /// The founder's account cannot be paid yet.
        PayeeNotReady = "payee_not_ready",
        /// The founder's bank account is new and must rest first.
        DestinationNew = "destination_new",
        /// A change of the patents is being dealt with.
        MaterialChange = "material_change",
        /// The founder has not confirmed their mail address.
        EmailUnconfirmed = "email_unconfirmed",
    }
}

/// Money paid out to a founder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payout {
    /// Its id.
    pub id: PayoutId,
    /// What was funded.
    pub campaign_id: CampaignId,
    /// Who is paid.
    pub founder_id: UserId,
    /// Which payout of the campaign it is, from 1.
    pub sequence: i32,
    /// What it pays.
    pub purpose: PayoutPurpose,
    /// The account it goes to.
    pub payee_id: PayeeId,
    /// How much.
    pub amount: Money,
    /// Where it stands.
    pub state: PayoutState,
    /// What stands in its way.
    pub hold_reason: Option<HoldReason>,
    /// Who ordered it.
    pub requested_by: UserId,
    /// When.
    pub requested_at: DateTime<Utc>,
    /// Who approved or rejected it.
    pub decided_by: Option<UserId>,
    /// When.
    pub decided_at: Option<DateTime<Utc>>,
    /// Who carries it: a payment provider, or `bank`.
    pub provider: String,
    /// The provider's id of it, or the bank's reference.
    pub provider_id: Option<String>,
    /// The key under which the provider is asked.
    pub key: String,
    /// When the provider was first asked.
    pub asked_at: Option<DateTime<Utc>>,
    /// What proves a payment by hand.
    pub evidence: Option<String>,
    /// Why it failed.
    pub failure: Option<Failure>,
    /// When it was paid, failed or was rejected.
    pub finished_at: Option<DateTime<Utc>>,
    /// Counts up with every change.
    pub version: i64,
}

/// A payout cannot go from one state to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a payout that is {} cannot become {}", from.as_str(), to.as_str())]
pub struct IllegalPayoutStep {
    /// Where it stands.
    pub from: PayoutState,
    /// Where it was to go.
    pub to: PayoutState,
}

impl Payout {
    /// Somebody else lets it go.
    ///
    /// # Errors
    /// [`IllegalPayoutStep`] unless it waits for that.
    pub fn approve(&self, by: UserId, now: DateTime<Utc>) -> Result<Self, IllegalPayoutStep> {
        let approved = self.go(
            PayoutState::Approved,
            &[PayoutState::Scheduled, PayoutState::Held],
        )?;
        Ok(Self {
            decided_by: Some(self.decided_by.unwrap_or(by)),
            decided_at: Some(self.decided_at.unwrap_or(now)),
            hold_reason: None,
            ..approved
        })
    }

    /// Somebody else let it go, but something stands in the way.
    ///
    /// # Errors
    /// [`IllegalPayoutStep`] unless it waits for that.
    pub fn hold(
        &self,
        by: UserId,
        reason: HoldReason,
        now: DateTime<Utc>,
    ) -> Result<Self, IllegalPayoutStep> {
        let held = self.go(PayoutState::Held, &[PayoutState::Scheduled, PayoutState::Held])?;
        Ok(Self {
            decided_by: Some(self.decided_by.unwrap_or(by)),
            decided_at: Some(self.decided_at.unwrap_or(now)),
            hold_reason: Some(reason),
            ..held
        })
    }

    /// Somebody else does not let it go.
    ///
    /// # Errors
    /// [`IllegalPayoutStep`] once it was let go.
    pub fn reject(&self, by: UserId, now: DateTime<Utc>) -> Result<Self, IllegalPayoutStep> {
        let rejected = self.go(
            PayoutState::Rejected,
            &[PayoutState::Scheduled, PayoutState::Held],
        )?;
        Ok(Self {
            decided_by: Some(by),
            decided_at: Some(now),
            hold_reason: None,
            finished_at: Some(now),
            ..rejected
        })
    }

    /// The provider is being asked.
    ///
    /// # Errors
    /// [`IllegalPayoutStep`] unless it was let go.
    pub fn send(&self, now: DateTime<Utc>) -> Result<Self, IllegalPayoutStep> {
        let sent = self.go(PayoutState::Sent, &[PayoutState::Approved, PayoutState::Sent])?;
        Ok(Self {
            asked_at: self.asked_at.or(Some(now)),
            ..sent
        })
    }

    /// It arrived; `provider_id` is the provider's id of it, or the bank's reference.
    ///
    /// # Errors
    /// [`IllegalPayoutStep`] unless it was let go.
    pub fn pay(&self, provider_id: &str, now: DateTime<Utc>) -> Result<Self, IllegalPayoutStep> {
        let paid = self.go(PayoutState::Paid, &[PayoutState::Approved, PayoutState::Sent])?;
        Ok(Self {
            provider_id: Some(provider_id.to_owned()),
            finished_at: Some(now),
            ..paid
        })
    }

    /// The provider would not.
    ///
    /// # Errors
    /// [`IllegalPayoutStep`] unless it was let go and did not arrive.
    pub fn fail(&self, failure: Failure, now: DateTime<Utc>) -> Result<Self, IllegalPayoutStep> {
        let failed = self.go(PayoutState::Failed, &[PayoutState::Approved, PayoutState::Sent])?;
        Ok(Self {
            failure: Some(failure),
            finished_at: Some(now),
            ..failed
        })
    }

    /// What the audit trail keeps of it.
    pub fn trace(&self) -> serde_json::Value {
        json!({"payout": self.state, "amount_minor": self.amount.minor, "currency": self.amount.currency,
               "sequence": self.sequence, "purpose": self.purpose, "hold": self.hold_reason, "version": self.version})
    }

    fn go(&self, to: PayoutState, from: &[PayoutState]) -> Result<Self, IllegalPayoutStep> {
        if from.contains(&self.state) {
            Ok(Self {
                state: to,
                version: self.version + 1,
                ..self.clone()
            })
        } else {
            Err(IllegalPayoutStep { from: self.state, to })
        }
    }
}

#[cfg(test)]
mod tests {
    use kernel::Currency;
    use uuid::Uuid;

    use super::*;

    fn payout(state: PayoutState) -> Payout {
        let id = |n| Uuid::from_u128(n);
        Payout {
            id: id(1).into(),
            campaign_id: id(2).into(),
            founder_id: id(3).into(),
            sequence: 1,
            purpose: PayoutPurpose::Proceeds,
            payee_id: id(4).into(),
            amount: Money::new(1, Currency::USD),
            state,
            hold_reason: None,
            requested_by: id(5).into(),
            requested_at: DateTime::default(),
            decided_by: None,
            decided_at: None,
            provider: "sandbox".into(),
            provider_id: None,
            key: String::new(),
            asked_at: None,
            evidence: None,
            failure: None,
            finished_at: None,
            version: 1,
        }
    }

    #[test]
    fn only_the_named_steps_are_taken() {
        use PayoutState as S;
        let (now, by) = (DateTime::default(), Uuid::from_u128(6).into());
        let failure = || Failure {
            code: "no".into(),
            message: String::new(),
        };
        for &state in S::ALL {
            let payout = payout(state);
            let reached = |result: Result<Payout, IllegalPayoutStep>| result.ok().map(|payout| payout.state);
            let when = |from: &[S], to| from.contains(&state).then_some(to);
            let waiting = [S::Scheduled, S::Held];
            assert_eq!(reached(payout.approve(by, now)), when(&waiting, S::Approved));
            let reason = HoldReason::DestinationNew;
            assert_eq!(reached(payout.hold(by, reason, now)), when(&waiting, S::Held));
            assert_eq!(reached(payout.reject(by, now)), when(&waiting, S::Rejected));
            let under_way = [S::Approved, S::Sent];
            assert_eq!(reached(payout.send(now)), when(&under_way, S::Sent));
            assert_eq!(reached(payout.pay("tr_1", now)), when(&under_way, S::Paid));
            assert_eq!(reached(payout.fail(failure(), now)), when(&under_way, S::Failed));
        }
    }

    #[test]
    fn whoever_approved_first_stays_the_one_who_approved() {
        let (first, second) = (Uuid::from_u128(6).into(), Uuid::from_u128(7).into());
        let now = DateTime::default();
        let held = payout(PayoutState::Scheduled)
            .hold(first, HoldReason::PayeeNotReady, now)
            .unwrap();
        let approved = held.approve(second, now).unwrap();
        assert_eq!((approved.decided_by, approved.hold_reason), (Some(first), None));
    }
}
