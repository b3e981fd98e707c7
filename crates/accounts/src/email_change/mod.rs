//! Changing the mail address of an account: asked for, confirmed by the new address, and held back for a time in which
//! whoever reads the old one can take it back.

mod answer;
mod ask;
mod error;
mod take;

use chrono::{DateTime, Utc};
use kernel::{EmailChangeId, SessionId, UserId};

pub use ask::AskEmailChange;
pub use error::EmailChangeError;
pub use take::EMAIL_CHANGE_JOB;

use crate::link::Purpose;

/// What links of a change of the address are for.
const LINKS: [Purpose; 2] = [Purpose::ConfirmEmailChange, Purpose::CancelEmailChange];

/// A change of a mail address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmailChange {
    /// The id.
    pub id: EmailChangeId,
    /// Whose address.
    pub user_id: UserId,
    /// The address from then on, as typed.
    pub email: String,
    /// The same, in the form by which two are the same.
    pub(crate) email_canonical: String,
    /// The address until then.
    pub old_email: String,
    /// The sign-in by which it was asked for; it alone stays when the address changes.
    pub(crate) session_id: SessionId,
    /// When it was asked for.
    pub asked_at: DateTime<Utc>,
    /// Before this it does not take effect.
    pub held_until: DateTime<Utc>,
    /// It is dropped unless the new address confirms it by then.
    pub expires_at: DateTime<Utc>,
    /// When the new address confirmed it.
    pub confirmed_at: Option<DateTime<Utc>>,
    /// When it took effect or was dropped.
    pub ended_at: Option<DateTime<Utc>>,
}

/// What became of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The address is the new one.
    Taken,
    /// Another change was asked for instead.
    Replaced,
    /// Whoever reads the old address took it back.
    Cancelled,
    /// Whoever asked thought better of it.
    Withdrawn,
    /// The new address did not confirm it in time.
    Expired,
    /// Somebody else had the new address by then.
    Refused,
}

impl Outcome {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Outcome::Taken => "taken",
            Outcome::Replaced => "replaced",
            Outcome::Cancelled => "cancelled",
            Outcome::Withdrawn => "withdrawn",
            Outcome::Expired => "expired",
            Outcome::Refused => "refused",
        }
    }
}

/// What is due on a change at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Due {
    Nothing,
    Take,
    Expire,
}

impl EmailChange {
    /// What is due now. Intervals are half-open: at `held_until` it may take effect, at `expires_at` it is too late to
    /// confirm.
    fn due(&self, now: DateTime<Utc>) -> Due {
        match (self.ended_at, self.confirmed_at) {
            (Some(_), _) => Due::Nothing,
            (None, Some(_)) if now >= self.held_until => Due::Take,
            (None, None) if now >= self.expires_at => Due::Expire,
            (None, _) => Due::Nothing,
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_change_takes_effect_when_it_is_confirmed_and_its_hold_is_over() {
        let asked = DateTime::UNIX_EPOCH;
        let hour = TimeDelta::hours;
        let change = EmailChange {
            id: Uuid::nil().into(),
            user_id: Uuid::nil().into(),
            email: String::new(),
            email_canonical: String::new(),
            old_email: String::new(),
            session_id: Uuid::nil().into(),
            asked_at: asked,
            held_until: asked + hour(72),
            expires_at: asked + hour(72),
            confirmed_at: None,
            ended_at: None,
        };
        let just_before = asked + hour(72) - TimeDelta::microseconds(1);
        assert_eq!(change.due(just_before), Due::Nothing);
        assert_eq!(change.due(asked + hour(72)), Due::Expire);
        let confirmed = EmailChange {
            confirmed_at: Some(asked + hour(1)),
            ..change
        };
        assert_eq!(confirmed.due(just_before), Due::Nothing);
        assert_eq!(confirmed.due(asked + hour(72)), Due::Take);
        let ended = EmailChange {
            ended_at: Some(asked),
            ..confirmed
        };
        assert_eq!(ended.due(asked + hour(100)), Due::Nothing);
    }
}
