//! Why a mail address was not changed.

use std::time::Duration;

use kernel::{Forbidden, ProblemKind};

use crate::{email::EmailError, error::ErrorCode, sign_up::minutes, throttle::Throttled};

/// Why the mail address was not changed.
#[derive(Debug, thiserror::Error)]
pub enum EmailChangeError {
    /// The new address is none.
    #[error(transparent)]
    Email(#[from] EmailError),
    /// It is the address the account has.
    #[error("this is the address your account has already")]
    Same,
    /// Another account has the new address.
    #[error("there is an account with this address already")]
    Taken,
    /// The link was used, has expired, or was never made.
    #[error("this link was used or has expired; ask for the change again")]
    LinkInvalid,
    /// No change waits.
    #[error("no change of your address is waiting")]
    NotAsked,
    /// Too many mails were asked for.
    #[error("too many mails were asked for; try again in {} minutes", minutes(.retry_after))]
    TooManyTries {
        /// How long to wait.
        retry_after: Duration,
    },
    /// Nobody has signed in, or not lately enough.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The database is in trouble.
    #[error(transparent)]
    Store(#[from] db::Error),
}

impl EmailChangeError {
    /// The field to put right.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            EmailChangeError::Email(_) | EmailChangeError::Same | EmailChangeError::Taken => Some("email"),
            EmailChangeError::LinkInvalid => Some("token"),
            _ => None,
        }
    }

    /// The code, if the person can put it right.
    pub fn code(&self) -> Option<ErrorCode> {
        match self {
            EmailChangeError::Email(_) => Some(ErrorCode::EmailInvalid),
            EmailChangeError::Same => Some(ErrorCode::EmailSame),
            EmailChangeError::Taken => Some(ErrorCode::EmailTaken),
            EmailChangeError::LinkInvalid => Some(ErrorCode::LinkInvalid),
            EmailChangeError::NotAsked => Some(ErrorCode::EmailChangeNotAsked),
            EmailChangeError::TooManyTries { .. } => Some(ErrorCode::TooManyTries),
            EmailChangeError::Forbidden(_) | EmailChangeError::Store(_) => None,
        }
    }

    /// How long to wait before trying again, if that is what helps.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            EmailChangeError::TooManyTries { retry_after } => Some(*retry_after),
            _ => None,
        }
    }

    /// What kind of trouble this is.
    pub fn problem(&self) -> ProblemKind {
        match self {
            EmailChangeError::Email(_) | EmailChangeError::Same | EmailChangeError::LinkInvalid => {
                ProblemKind::Invalid
            }
            EmailChangeError::Taken => ProblemKind::Conflict,
            EmailChangeError::NotAsked => ProblemKind::NotFound,
            EmailChangeError::TooManyTries { .. } => ProblemKind::RateLimited,
            EmailChangeError::Forbidden(forbidden) => forbidden.problem(),
            EmailChangeError::Store(error) => error.problem(),
        }
    }
}

impl From<Throttled> for EmailChangeError {
    fn from(Throttled { retry_after }: Throttled) -> Self {
        EmailChangeError::TooManyTries { retry_after }
    }
}
