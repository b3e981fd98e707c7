//! One try at collecting a pledge: plain values, no I/O.

use chrono::{DateTime, Utc};
use kernel::{CampaignId, Money, PaymentAttemptId, PaymentSetupId, PledgeId};
use payments::{Charge, ChargeStatus, Failure, NextAction};

use crate::PledgeErrorCode;
use kernel::words;

words! {
    /// Where a try at collecting stands.
    pub enum AttemptState {
        /// Written down; the provider was not asked yet, as far as we know.
        Created = "created",
        /// The provider was asked and its answer is not known: it may have acted.
        Unknown = "unknown",
        /// The provider is still asking the bank.
        Processing = "processing",
        /// The investor's bank asks them to confirm.
        ActionRequired = "action_required",
        /// The money is there. Final.
        Succeeded = "succeeded",
        /// The card was declined. Final: another try is another row.
        Failed = "failed",
        /// Given up before it succeeded. Final.
        Canceled = "canceled",
        /// Another amount arrived than was asked for. Final, and for a person.
        Mismatched = "mismatched",
    }
}

words! {
    /// Why a card is charged.
    pub enum AttemptCause {
        /// The campaign reached its goal.
        Deadline = "deadline",
        /// The investor repaired a failed payment.
        Repair = "repair",
        /// The grace period is over: one last try.
        LastTry = "last_try",
    }
}

impl AttemptState {
    /// Whether nothing more will happen to it.
    pub const fn is_final(self) -> bool {
        matches!(
            self,
            Self::Succeeded | Self::Failed | Self::Canceled | Self::Mismatched
        )
    }

    /// Whether money arrived by it, be it what was asked for or not: the provider keeps a fee of it.
    pub const fn has_money(self) -> bool {
        matches!(self, Self::Succeeded | Self::Mismatched)
    }
}

/// The saved card a try charges, by the provider's names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedCard {
    /// The set-up by which it was saved.
    pub setup_id: PaymentSetupId,
    /// The provider that knows it.
    pub provider: String,
    /// The provider's customer.
    pub customer: String,
    /// The provider's id of the card.
    pub payment_method: String,
}

/// One try at collecting a pledge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentAttempt {
    /// Our id of it.
    pub id: PaymentAttemptId,
    /// What is collected.
    pub pledge_id: PledgeId,
    /// What it funds.
    pub campaign_id: CampaignId,
    /// Which try it is, from 1.
    pub attempt: i32,
    /// Why it was made.
    pub cause: AttemptCause,
    /// The set-up whose card is charged.
    pub setup_id: PaymentSetupId,
    /// The provider asked.
    pub provider: String,
    /// The provider's id of it, once it answered.
    pub provider_id: Option<String>,
    /// The key under which the provider is asked: that of the row, so that asking again is no second charge.
    pub key: String,
    /// How much.
    pub amount: Money,
    /// Where it stands.
    pub state: AttemptState,
    /// Why the card was declined.
    pub failure: Option<Failure>,
    /// What the investor's browser needs to answer the bank. For the investor alone.
    pub client_secret: Option<String>,
    /// What the investor has to do.
    pub next_action: Option<NextAction>,
    /// What the provider kept of it, once that is known.
    pub fee: Option<Money>,
    /// How much of it goes back or went back, in minor units.
    pub refunded_minor: i64,
    /// How much of it is contested or was lost, in minor units.
    pub disputed_minor: i64,
    /// When it was written down.
    pub created_at: DateTime<Utc>,
    /// When the provider was first asked.
    pub asked_at: Option<DateTime<Utc>>,
    /// When it became final.
    pub finished_at: Option<DateTime<Utc>>,
}

impl PaymentAttempt {
    /// What of it can still be given back, in minor units: what arrived, less what goes back, less
    /// what is contested or lost.
    pub fn refundable_minor(&self) -> i64 {
        match self.state {
            AttemptState::Succeeded => self.amount.minor - self.refunded_minor - self.disputed_minor,
            _ => 0,
        }
    }

    /// The same try as the provider knows it. What is final stays as it is, but for a fee that was
    /// not known; so answers may come twice and in any order.
    pub fn told(&self, answer: &Charge, now: DateTime<Utc>) -> Self {
        let fee = self.fee.or(answer.fee);
        if self.state.is_final() {
            let fee = if self.state.has_money() { fee } else { self.fee };
            return Self { fee, ..self.clone() };
        }
        let arrived = (answer.amount, answer.received);
        let state = match answer.status {
            ChargeStatus::Succeeded if arrived == (self.amount, self.amount) => AttemptState::Succeeded,
            ChargeStatus::Succeeded => AttemptState::Mismatched,
            ChargeStatus::Declined => AttemptState::Failed,
            ChargeStatus::RequiresAction => AttemptState::ActionRequired,
            ChargeStatus::Processing => AttemptState::Processing,
            ChargeStatus::Canceled => AttemptState::Canceled,
        };
        Self {
            provider_id: Some(answer.provider_id.clone()),
            state,
            failure: answer.failure.clone(),
            client_secret: answer
                .client_secret
                .clone()
                .or_else(|| self.client_secret.clone()),
            next_action: answer.next_action.clone(),
            fee: if state.has_money() { fee } else { None },
            asked_at: self.asked_at.or(Some(now)),
            finished_at: state.is_final().then_some(now),
            ..self.clone()
        }
    }

    /// The same try, refused by the provider for good: nothing was charged.
    pub fn refused(&self, failure: Failure, now: DateTime<Utc>) -> Self {
        if self.state.is_final() {
            return self.clone();
        }
        Self {
            state: AttemptState::Failed,
            failure: Some(failure),
            asked_at: self.asked_at.or(Some(now)),
            finished_at: Some(now),
            ..self.clone()
        }
    }

    /// The same try, which the provider never heard of and will not: nothing was charged.
    pub fn never_asked(&self, now: DateTime<Utc>) -> Self {
        if self.state.is_final() || self.provider_id.is_some() {
            return self.clone();
        }
        Self {
            state: AttemptState::Canceled,
            finished_at: Some(now),
            ..self.clone()
        }
    }

    /// What stands between this try and the money, for a form to show.
    pub fn problem(&self) -> Option<PledgeErrorCode> {
        match self.state {
            AttemptState::ActionRequired => Some(PledgeErrorCode::AuthenticationRequired),
            AttemptState::Failed => {
                let code = self.failure.as_ref().map(|failure| failure.code.as_str());
                Some(match code {
                    Some(AUTHENTICATION_FAILURE) => PledgeErrorCode::AuthenticationFailed,
                    _ => PledgeErrorCode::CardDeclined,
                })
            }
            _ => None,
        }
    }
}

/// Stripe's code for an investor who did not pass their bank's check.
const AUTHENTICATION_FAILURE: &str = "payment_intent_authentication_failure";

#[cfg(test)]
mod tests {
    use kernel::Currency;
    use uuid::Uuid;

    use super::*;

    fn usd(minor: i64) -> Money {
        Money::new(minor, Currency::USD)
    }

    fn attempt() -> PaymentAttempt {
        let id = |n| Uuid::from_u128(n);
        PaymentAttempt {
            id: id(1).into(),
            pledge_id: id(2).into(),
            campaign_id: id(3).into(),
            attempt: 1,
            cause: AttemptCause::Deadline,
            setup_id: id(4).into(),
            provider: "sandbox".into(),
            provider_id: None,
            key: "collect:2:1".into(),
            amount: usd(5_000),
            state: AttemptState::Created,
            failure: None,
            client_secret: None,
            next_action: None,
            fee: None,
            refunded_minor: 0,
            disputed_minor: 0,
            created_at: DateTime::default(),
            asked_at: None,
            finished_at: None,
        }
    }

    fn answer(status: ChargeStatus, received: i64) -> Charge {
        Charge {
            provider_id: "pi_1".into(),
            key: None,
            amount: usd(5_000),
            status,
            client_secret: None,
            next_action: None,
            failure: None,
            received: usd(received),
            fee: Some(usd(175)),
            refunded_minor: 0,
            disputed: false,
        }
    }

    const EVERY: [ChargeStatus; 5] = [
        ChargeStatus::Declined,
        ChargeStatus::RequiresAction,
        ChargeStatus::Processing,
        ChargeStatus::Succeeded,
        ChargeStatus::Canceled,
    ];

    #[test]
    fn what_is_final_stays_whatever_comes_later() {
        let now = DateTime::default();
        for first in EVERY {
            let told = attempt().told(&answer(first, 5_000), now);
            for later in EVERY {
                let again = told.told(&answer(later, 5_000), now);
                if told.state.is_final() {
                    assert_eq!(again, told, "{first:?} then {later:?}");
                }
            }
            let refusal = Failure {
                code: "x".into(),
                message: String::new(),
            };
            if told.state.is_final() {
                assert_eq!(told.refused(refusal, now), told);
            }
            assert_eq!(told.never_asked(now), told, "the provider knows it");
        }
    }

    #[test]
    fn another_amount_than_was_asked_for_is_no_success() {
        let now = DateTime::default();
        for received in [0, 4_999, 5_001] {
            let told = attempt().told(&answer(ChargeStatus::Succeeded, received), now);
            assert_eq!(
                (told.state, told.refundable_minor()),
                (AttemptState::Mismatched, 0)
            );
        }
        let other_currency = Charge {
            received: Money::new(5_000, Currency::EUR),
            ..answer(ChargeStatus::Succeeded, 5_000)
        };
        assert_eq!(
            attempt().told(&other_currency, now).state,
            AttemptState::Mismatched
        );
    }

    #[test]
    fn a_fee_that_comes_later_is_added_to_what_brought_money_only() {
        let now = DateTime::default();
        let bare = Charge {
            fee: None,
            ..answer(ChargeStatus::Succeeded, 5_000)
        };
        let told = attempt().told(&bare, now);
        assert_eq!(told.fee, None);
        let told = told.told(&answer(ChargeStatus::Succeeded, 5_000), now);
        assert_eq!(told.fee, Some(usd(175)));
        let failed = attempt().told(&answer(ChargeStatus::Declined, 0), now);
        assert_eq!(
            failed.told(&answer(ChargeStatus::Succeeded, 5_000), now).fee,
            None
        );
    }

    #[test]
    fn what_can_be_given_back_is_what_is_neither_back_nor_contested() {
        let succeeded = attempt().told(&answer(ChargeStatus::Succeeded, 5_000), DateTime::default());
        let partly = PaymentAttempt {
            refunded_minor: 1_000,
            disputed_minor: 500,
            ..succeeded
        };
        assert_eq!(partly.refundable_minor(), 3_500);
        assert_eq!(attempt().refundable_minor(), 0);
    }
}
