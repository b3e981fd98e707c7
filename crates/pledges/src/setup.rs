//! One try at saving a card for a pledge.

use chrono::{DateTime, Utc};
use kernel::{PaymentSetupId, PledgeId};
use payments::{Card, Failure, NextAction, Setup, SetupStatus};

use crate::PledgeErrorCode;
use kernel::words;

words! {
    /// Where a try at saving a card stands.
    pub enum SetupState {
        /// Written down; the provider is being asked.
        Created = "created",
        /// The investor is to enter a card.
        RequiresCard = "requires_card",
        /// The investor's bank asks them to confirm.
        RequiresAction = "requires_action",
        /// The card is saved.
        Succeeded = "succeeded",
        /// The card was declined; another may be entered.
        Failed = "failed",
        /// Given up.
        Canceled = "canceled",
    }
}

impl SetupState {
    /// Whether nothing more will happen to it.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Succeeded | Self::Canceled)
    }
}

/// One try at saving a card for a pledge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentSetup {
    /// Our id of it.
    pub id: PaymentSetupId,
    /// What the card is saved for.
    pub pledge_id: PledgeId,
    /// Which try it is, from 1.
    pub attempt: i32,
    /// The provider asked.
    pub provider: String,
    /// The provider's id of it, once it answered.
    pub provider_id: Option<String>,
    /// The key under which the provider is asked.
    pub key: String,
    /// The provider's customer: one of an earlier pledge at first, then the one it answered with.
    pub customer: Option<String>,
    /// The provider's id of the saved card, by which it is charged.
    pub payment_method: Option<String>,
    /// What the investor's browser needs to enter a card. For the investor alone.
    pub client_secret: Option<String>,
    /// Where it stands.
    pub state: SetupState,
    /// The card last entered.
    pub card: Option<Card>,
    /// Why it was not saved.
    pub failure: Option<Failure>,
    /// What the investor has to do.
    pub next_action: Option<NextAction>,
    /// When it was written down.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

impl PaymentSetup {
    /// A try that the provider does not know of yet.
    pub fn new(
        id: PaymentSetupId,
        pledge_id: PledgeId,
        attempt: i32,
        provider: &str,
        customer: Option<String>,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            id,
            pledge_id,
            attempt,
            provider: provider.to_owned(),
            provider_id: None,
            key: format!("setup:{pledge_id}:{attempt}"),
            customer,
            payment_method: None,
            client_secret: None,
            state: SetupState::Created,
            card: None,
            failure: None,
            next_action: None,
            created_at: now,
            updated_at: now,
        }
    }

    /// The same try as the provider knows it. What is final stays as it is, so answers may come
    /// twice and in any order.
    pub fn told(&self, answer: &Setup, now: DateTime<Utc>) -> Self {
        if self.state.is_final() {
            return self.clone();
        }
        let state = match answer.status {
            SetupStatus::RequiresCard | SetupStatus::Processing if answer.failure.is_none() => {
                SetupState::RequiresCard
            }
            SetupStatus::RequiresCard | SetupStatus::Processing => SetupState::Failed,
            SetupStatus::RequiresAction => SetupState::RequiresAction,
            SetupStatus::Succeeded => SetupState::Succeeded,
            SetupStatus::Canceled => SetupState::Canceled,
        };
        Self {
            provider_id: Some(answer.provider_id.clone()),
            client_secret: answer
                .client_secret
                .clone()
                .or_else(|| self.client_secret.clone()),
            customer: answer.customer.clone().or_else(|| self.customer.clone()),
            payment_method: answer.payment_method.clone(),
            state,
            card: answer.card.clone(),
            failure: answer.failure.clone(),
            next_action: answer.next_action.clone(),
            updated_at: now,
            ..self.clone()
        }
    }

    /// The same try, refused by the provider for good.
    pub fn refused(&self, failure: Failure, now: DateTime<Utc>) -> Self {
        if self.state.is_final() {
            return self.clone();
        }
        Self {
            state: SetupState::Failed,
            failure: Some(failure),
            updated_at: now,
            ..self.clone()
        }
    }

    /// What stands between this try and a saved card, for a form to show.
    pub fn problem(&self) -> Option<PledgeErrorCode> {
        match self.state {
            SetupState::RequiresAction => Some(PledgeErrorCode::AuthenticationRequired),
            SetupState::Failed => {
                let unconfirmed = self
                    .failure
                    .as_ref()
                    .is_some_and(|failure| failure.code == AUTHENTICATION_FAILURE);
                Some(if unconfirmed {
                    PledgeErrorCode::AuthenticationFailed
                } else {
                    PledgeErrorCode::CardDeclined
                })
            }
            _ => None,
        }
    }
}

/// Stripe's code for an investor who did not pass their bank's check.
const AUTHENTICATION_FAILURE: &str = "setup_intent_authentication_failure";

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn setup() -> PaymentSetup {
        PaymentSetup::new(
            Uuid::from_u128(1).into(),
            Uuid::from_u128(2).into(),
            1,
            "sandbox",
            None,
            DateTime::default(),
        )
    }

    fn answer(status: SetupStatus, failure: Option<&str>) -> Setup {
        Setup {
            provider_id: "seti_1".into(),
            key: None,
            client_secret: None,
            status,
            next_action: None,
            card: None,
            failure: failure.map(|code| Failure {
                code: code.into(),
                message: String::new(),
            }),
            customer: None,
            payment_method: None,
        }
    }

    #[test]
    fn what_is_final_stays_whatever_comes_later() {
        let now = DateTime::default();
        let saved = setup().told(&answer(SetupStatus::Succeeded, None), now);
        assert_eq!(saved.told(&answer(SetupStatus::RequiresAction, None), now), saved);
        assert_eq!(
            saved.told(&answer(SetupStatus::RequiresCard, Some("lost_card")), now),
            saved
        );
        assert_eq!(
            saved.refused(
                Failure {
                    code: "x".into(),
                    message: String::new()
                },
                now
            ),
            saved
        );
    }

    #[test]
    fn a_declined_card_and_a_missed_check_are_told_apart() {
        let now = DateTime::default();
        let declined = setup().told(&answer(SetupStatus::RequiresCard, Some("lost_card")), now);
        assert_eq!(
            (declined.state, declined.problem()),
            (SetupState::Failed, Some(PledgeErrorCode::CardDeclined))
        );
        let missed = setup().told(
            &answer(SetupStatus::RequiresCard, Some(AUTHENTICATION_FAILURE)),
            now,
        );
        assert_eq!(missed.problem(), Some(PledgeErrorCode::AuthenticationFailed));
        let waits = setup().told(&answer(SetupStatus::RequiresAction, None), now);
        assert_eq!(waits.problem(), Some(PledgeErrorCode::AuthenticationRequired));
        let fresh = setup().told(&answer(SetupStatus::RequiresCard, None), now);
        assert_eq!((fresh.state, fresh.problem()), (SetupState::RequiresCard, None));
    }
}
