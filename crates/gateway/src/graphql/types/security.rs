//! The second factor, as its owner sees it.

use accounts::Enrolment;
use async_graphql::{Enum, Object, SimpleObject};
use chrono::{DateTime, Utc};

/// What a second factor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum SecondFactorKind {
    /// A program or device that shows six digits, others every thirty seconds (RFC 6238).
    Authenticator,
}

/// The second factor of an account: besides the password, a sign-in asks for it.
pub struct SecondFactor(pub accounts::SecondFactor);

/// The second factor of an account: besides the password, a sign-in asks for it.
#[Object]
impl SecondFactor {
    /// What it is.
    async fn kind(&self) -> SecondFactorKind {
        SecondFactorKind::Authenticator
    }

    /// Since when it is asked for.
    async fn since(&self) -> DateTime<Utc> {
        self.0.since
    }

    /// How many recovery codes are left, each good once.
    async fn recovery_codes_left(&self) -> i32 {
        i32::try_from(self.0.recovery_codes_left).unwrap_or(i32::MAX)
    }
}

/// What an authenticator needs to show codes. This is the only time it is shown.
#[derive(SimpleObject)]
pub struct SecondFactorEnrolment {
    /// The secret in base 32, to be typed.
    secret: String,
    /// The same as an `otpauth://` address, to be shown as a QR code.
    uri: String,
}

impl From<Enrolment> for SecondFactorEnrolment {
    fn from(enrolment: Enrolment) -> Self {
        Self {
            secret: enrolment.secret,
            uri: enrolment.uri,
        }
    }
}

/// The first step of a sign-in, whose password was right: a code is asked for.
#[derive(SimpleObject)]
pub struct SignInChallenge {
    /// What the code is to be sent with. This is the only time it is shown.
    token: String,
    /// Until when.
    expires_at: DateTime<Utc>,
}

impl From<accounts::Challenge> for SignInChallenge {
    fn from(challenge: accounts::Challenge) -> Self {
        Self {
            token: challenge.token.expose().to_owned(),
            expires_at: challenge.expires_at,
        }
    }
}
