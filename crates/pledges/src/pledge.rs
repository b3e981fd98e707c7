//! A pledge and its states: plain values, no I/O.

use chrono::{DateTime, Utc};
use kernel::{CampaignId, Money, PledgeId, RewardId, UserId, words};
use serde_json::json;

words! {
    /// Where a pledge stands.
    pub enum PledgeState {
        /// Placed; its reward is kept until a card is saved or the time runs out.
        Reserved = "reserved",
        /// The card is saved; counting follows in the same transaction.
        Authorised = "authorised",
        /// It counts towards the goal.
        Committed = "committed",
        /// The patents changed; the investor is asked to confirm again.
        ReconfirmDue = "reconfirm_due",
        /// The campaign succeeded; the card is being charged.
        Collecting = "collecting",
        /// The money is there.
        Collected = "collected",
        /// The card was declined; another try follows.
        Errored = "errored",
        /// The investor's bank asks them to confirm the charge.
        ActionRequired = "action_required",
        /// The money could not be collected in time.
        Dropped = "dropped",
        /// Taken back by the investor, or not completed in time.
        Cancelled = "cancelled",
        /// Given up without charge because the campaign ended otherwise.
        Released = "released",
        /// The money went back.
        Refunded = "refunded",
        /// The investor contests the charge at the bank.
        Disputed = "disputed",
        /// The contest was decided for the platform.
        Won = "won",
        /// The contest was decided for the investor.
        Lost = "lost",
    }
}

words! {
    /// Why a pledge ended before it was charged.
    pub enum EndReason {
        /// The investor took it back.
        ByInvestor = "by_investor",
        /// No card was saved in time.
        Expired = "expired",
        /// The card was saved after the campaign had closed.
        CampaignClosed = "campaign_closed",
        /// The campaign did not reach its goal.
        CampaignFailed = "campaign_failed",
        /// The campaign was called off.
        CampaignCancelled = "campaign_cancelled",
        /// The patents changed, and the investor did not confirm in time.
        NotReconfirmed = "not_reconfirmed",
    }
}

impl PledgeState {
    /// Whether it counts in the campaign's total.
    pub const fn counts(self) -> bool {
        !matches!(
            self,
            Self::Reserved | Self::Authorised | Self::Cancelled | Self::Released
        )
    }

    /// Whether a card may be entered for it: at first, in place of the one that is saved, and to repair a payment that
    /// failed.
    pub const fn takes_card(self) -> bool {
        matches!(
            self,
            Self::Reserved | Self::Committed | Self::Errored | Self::ActionRequired
        )
    }

    /// Whether it ended without ever being charged.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Cancelled | Self::Released)
    }
}

/// An investor's promise to pay if the campaign reaches its goal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pledge {
    /// Its id.
    pub id: PledgeId,
    /// What is to be funded.
    pub campaign_id: CampaignId,
    /// Who promises.
    pub investor_id: UserId,
    /// What it earns, if it earns something.
    pub reward_id: Option<RewardId>,
    /// The version at which it chose what it has now; nothing if it has chosen nothing.
    pub items_version: Option<i64>,
    /// How much is promised.
    pub amount: Money,
    /// Where it stands.
    pub state: PledgeState,
    /// Why it ended, if it did.
    pub end_reason: Option<EndReason>,
    /// When it was placed.
    pub placed_at: DateTime<Utc>,
    /// Until when a card must be saved.
    pub reserved_until: DateTime<Utc>,
    /// Since when it counts.
    pub committed_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// The hash of the facts about the patents that the investor was shown.
    pub dossier_hash: String,
    /// Counts up with every change.
    pub version: i64,
}

/// What a new pledge is made of.
#[derive(Debug, Clone)]
pub struct NewPledge {
    /// Its id.
    pub id: PledgeId,
    /// What is to be funded.
    pub campaign_id: CampaignId,
    /// Who promises.
    pub investor_id: UserId,
    /// What it earns.
    pub reward_id: Option<RewardId>,
    /// Whether it chose something: a reward, or add-ons.
    pub has_items: bool,
    /// How much is promised.
    pub amount: Money,
    /// The hash of the facts that were shown.
    pub dossier_hash: String,
    /// When the reward is given back unless a card is saved.
    pub reserved_until: DateTime<Utc>,
}

/// What a pledge promises and has from a change on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewPromise {
    /// How much.
    pub amount: Money,
    /// What it earns.
    pub reward_id: Option<RewardId>,
    /// What it has.
    pub items: NewItems,
}

/// How what a pledge chose differs from before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewItems {
    /// Not at all.
    Same,
    /// It chose otherwise, at its new version.
    Others,
    /// It has nothing any more.
    Nothing,
}

/// A pledge cannot go from one state to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a pledge that is {} cannot become {}", from.as_str(), to.as_str())]
pub struct IllegalTransition {
    /// Where it stands.
    pub from: PledgeState,
    /// Where it was to go.
    pub to: PledgeState,
}

impl Pledge {
    /// A pledge whose reward is reserved until its card is saved.
    pub fn place(new: NewPledge, now: DateTime<Utc>) -> Self {
        Self {
            id: new.id,
            campaign_id: new.campaign_id,
            investor_id: new.investor_id,
            reward_id: new.reward_id,
            items_version: new.has_items.then_some(1),
            amount: new.amount,
            state: PledgeState::Reserved,
            end_reason: None,
            placed_at: now,
            reserved_until: new.reserved_until,
            committed_at: None,
            ended_at: None,
            dossier_hash: new.dossier_hash,
            version: 1,
        }
    }

    /// The card is saved.
    ///
    /// # Errors
    /// [`IllegalTransition`] unless it is reserved.
    pub fn authorise(&self) -> Result<Self, IllegalTransition> {
        self.go(PledgeState::Authorised, &[PledgeState::Reserved])
    }

    /// It counts from `now` on.
    ///
    /// # Errors
    /// [`IllegalTransition`] unless its card is saved.
    pub fn commit(&self, now: DateTime<Utc>) -> Result<Self, IllegalTransition> {
        let committed = self.go(PledgeState::Committed, &[PledgeState::Authorised])?;
        Ok(Self {
            committed_at: Some(now),
            ..committed
        })
    }

    /// The investor takes it back.
    ///
    /// # Errors
    /// [`IllegalTransition`] once it is being charged, or if it is over.
    pub fn cancel(&self, now: DateTime<Utc>) -> Result<Self, IllegalTransition> {
        let from = [
            PledgeState::Reserved,
            PledgeState::Committed,
            PledgeState::ReconfirmDue,
        ];
        Ok(self
            .go(PledgeState::Cancelled, &from)?
            .ended(EndReason::ByInvestor, now))
    }

    /// The time to save a card ran out.
    ///
    /// # Errors
    /// [`IllegalTransition`] unless it is reserved and the time is over.
    pub fn expire(&self, now: DateTime<Utc>) -> Result<Self, IllegalTransition> {
        if now < self.reserved_until {
            return Err(IllegalTransition {
                from: self.state,
                to: PledgeState::Cancelled,
            });
        }
        Ok(self
            .go(PledgeState::Cancelled, &[PledgeState::Reserved])?
            .ended(EndReason::Expired, now))
    }

    /// It is given up without charge.
    ///
    /// # Errors
    /// [`IllegalTransition`] once it is being charged, or if it is over.
    pub fn release(&self, reason: EndReason, now: DateTime<Utc>) -> Result<Self, IllegalTransition> {
        use PledgeState as S;
        let from = [S::Reserved, S::Authorised, S::Committed, S::ReconfirmDue];
        Ok(self.go(S::Released, &from)?.ended(reason, now))
    }

    /// What it promises and earns was changed, before the patents as they were shown then. It must count.
    #[must_use]
    pub fn adjusted(&self, promise: NewPromise, dossier_hash: String) -> Self {
        let version = self.version + 1;
        Self {
            amount: promise.amount,
            reward_id: promise.reward_id,
            items_version: match promise.items {
                NewItems::Same => self.items_version,
                NewItems::Others => Some(version),
                NewItems::Nothing => None,
            },
            dossier_hash,
            version,
            ..self.clone()
        }
    }

    /// The patents changed: it must be confirmed again before it is charged.
    ///
    /// # Errors
    /// [`IllegalTransition`] unless it counts and is not charged.
    pub fn ask_again(&self) -> Result<Self, IllegalTransition> {
        use PledgeState as S;
        self.go(S::ReconfirmDue, &[S::Committed, S::Collecting, S::Errored])
    }

    /// It is confirmed again, or the question was withdrawn.
    ///
    /// # Errors
    /// [`IllegalTransition`] unless it was to be confirmed.
    pub fn reconfirm(&self) -> Result<Self, IllegalTransition> {
        self.go(PledgeState::Committed, &[PledgeState::ReconfirmDue])
    }

    /// Its card is being charged.
    ///
    /// # Errors
    /// [`IllegalTransition`] unless it counts and was not charged yet.
    pub fn collect(&self) -> Result<Self, IllegalTransition> {
        use PledgeState as S;
        self.go(S::Collecting, &[S::Committed, S::Errored, S::ActionRequired])
    }

    /// The money is there.
    ///
    /// # Errors
    /// [`IllegalTransition`] unless its card is being charged.
    pub fn collected(&self) -> Result<Self, IllegalTransition> {
        use PledgeState as S;
        self.go(S::Collected, &[S::Collecting, S::ActionRequired])
    }

    /// The card was declined.
    ///
    /// # Errors
    /// [`IllegalTransition`] unless its card is being charged.
    pub fn fail_payment(&self) -> Result<Self, IllegalTransition> {
        use PledgeState as S;
        self.go(S::Errored, &[S::Collecting, S::ActionRequired])
    }

    /// The investor's bank asks them to confirm.
    ///
    /// # Errors
    /// [`IllegalTransition`] unless its card is being charged.
    pub fn require_action(&self) -> Result<Self, IllegalTransition> {
        self.go(PledgeState::ActionRequired, &[PledgeState::Collecting])
    }

    /// The money could not be collected in time. It still counts in what was pledged.
    ///
    /// # Errors
    /// [`IllegalTransition`] unless its payment failed.
    pub fn drop_unpaid(&self) -> Result<Self, IllegalTransition> {
        self.go(PledgeState::Dropped, &[PledgeState::Errored])
    }

    /// All of the money went back.
    ///
    /// # Errors
    /// [`IllegalTransition`] unless the money was there.
    pub fn refund(&self) -> Result<Self, IllegalTransition> {
        use PledgeState as S;
        self.go(S::Refunded, &[S::Collected, S::Won])
    }

    /// Its payer contests the charge at the bank.
    ///
    /// # Errors
    /// [`IllegalTransition`] unless it was charged.
    pub fn dispute(&self) -> Result<Self, IllegalTransition> {
        use PledgeState as S;
        self.go(S::Disputed, &[S::Collected, S::Refunded, S::Won])
    }

    /// The contest was decided for the platform.
    ///
    /// # Errors
    /// [`IllegalTransition`] unless it is contested.
    pub fn win(&self) -> Result<Self, IllegalTransition> {
        self.go(PledgeState::Won, &[PledgeState::Disputed])
    }

    /// The contest was decided for the investor.
    ///
    /// # Errors
    /// [`IllegalTransition`] unless it is contested.
    pub fn lose(&self) -> Result<Self, IllegalTransition> {
        self.go(PledgeState::Lost, &[PledgeState::Disputed])
    }

    /// A refund came back from the bank: the money is there again.
    ///
    /// # Errors
    /// [`IllegalTransition`] unless it was refunded.
    pub fn refund_came_back(&self) -> Result<Self, IllegalTransition> {
        self.go(PledgeState::Collected, &[PledgeState::Refunded])
    }

    /// What the audit trail keeps of it.
    pub fn trace(&self) -> serde_json::Value {
        json!({"state": self.state, "amount_minor": self.amount.minor, "currency": self.amount.currency,
               "reason": self.end_reason, "version": self.version})
    }

    fn go(&self, to: PledgeState, from: &[PledgeState]) -> Result<Self, IllegalTransition> {
        if from.contains(&self.state) {
            Ok(Self {
                state: to,
                version: self.version + 1,
                ..self.clone()
            })
        } else {
            Err(IllegalTransition { from: self.state, to })
        }
    }

    fn ended(self, reason: EndReason, now: DateTime<Utc>) -> Self {
        Self {
            end_reason: Some(reason),
            ended_at: Some(now),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use kernel::Currency;
    use uuid::Uuid;

    use super::*;

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_780_315_200, 0).unwrap()
    }

    fn placed() -> Pledge {
        let new = NewPledge {
            id: Uuid::from_u128(1).into(),
            campaign_id: Uuid::from_u128(2).into(),
            investor_id: Uuid::from_u128(3).into(),
            reward_id: None,
            has_items: false,
            amount: Money::new(2_500, Currency::USD),
            dossier_hash: "hash".into(),
            reserved_until: now() + TimeDelta::minutes(30),
        };
        Pledge::place(new, now())
    }

    /// What each named transition leads to from each state; the table of the design.
    #[test]
    fn only_the_named_transitions_are_taken() {
        use PledgeState as S;
        let late = now() + TimeDelta::minutes(30);
        for &state in S::ALL {
            let pledge = Pledge { state, ..placed() };
            let reached = |result: Result<Pledge, IllegalTransition>| result.ok().map(|pledge| pledge.state);
            let when = |from: &[S], to| from.contains(&state).then_some(to);
            assert_eq!(reached(pledge.authorise()), when(&[S::Reserved], S::Authorised));
            assert_eq!(
                reached(pledge.commit(now())),
                when(&[S::Authorised], S::Committed)
            );
            assert_eq!(
                reached(pledge.cancel(now())),
                when(&[S::Reserved, S::Committed, S::ReconfirmDue], S::Cancelled)
            );
            assert_eq!(reached(pledge.expire(late)), when(&[S::Reserved], S::Cancelled));
            let open = [S::Reserved, S::Authorised, S::Committed, S::ReconfirmDue];
            assert_eq!(
                reached(pledge.release(EndReason::CampaignFailed, now())),
                when(&open, S::Released)
            );
            let uncharged = [S::Committed, S::Collecting, S::Errored];
            assert_eq!(reached(pledge.ask_again()), when(&uncharged, S::ReconfirmDue));
            assert_eq!(
                reached(pledge.reconfirm()),
                when(&[S::ReconfirmDue], S::Committed)
            );
            let chargeable = [S::Committed, S::Errored, S::ActionRequired];
            assert_eq!(reached(pledge.collect()), when(&chargeable, S::Collecting));
            let charging = [S::Collecting, S::ActionRequired];
            assert_eq!(reached(pledge.collected()), when(&charging, S::Collected));
            assert_eq!(reached(pledge.fail_payment()), when(&charging, S::Errored));
            assert_eq!(
                reached(pledge.require_action()),
                when(&[S::Collecting], S::ActionRequired)
            );
            assert_eq!(reached(pledge.drop_unpaid()), when(&[S::Errored], S::Dropped));
            assert_eq!(
                reached(pledge.refund()),
                when(&[S::Collected, S::Won], S::Refunded)
            );
            let charged = [S::Collected, S::Refunded, S::Won];
            assert_eq!(reached(pledge.dispute()), when(&charged, S::Disputed));
            assert_eq!(reached(pledge.win()), when(&[S::Disputed], S::Won));
            assert_eq!(reached(pledge.lose()), when(&[S::Disputed], S::Lost));
            assert_eq!(
                reached(pledge.refund_came_back()),
                when(&[S::Refunded], S::Collected)
            );
        }
    }

    #[test]
    fn a_reservation_does_not_expire_early() {
        let just_before = now() + TimeDelta::minutes(30) - TimeDelta::microseconds(1);
        assert!(placed().expire(just_before).is_err());
        let expired = placed().expire(now() + TimeDelta::minutes(30)).unwrap();
        assert_eq!(
            (expired.end_reason, expired.version),
            (Some(EndReason::Expired), 2)
        );
    }

    #[test]
    fn what_counts_is_what_was_committed_and_not_taken_back() {
        let counting: Vec<_> = PledgeState::ALL.iter().filter(|state| state.counts()).collect();
        assert_eq!(counting.len(), PledgeState::ALL.len() - 4);
        assert!(!PledgeState::Reserved.counts() && PledgeState::Committed.counts());
    }
}
