//! A change of an e-mail address, as its owner sees it.

use async_graphql::SimpleObject;
use chrono::{DateTime, Utc};

use super::super::scalars::EmailAddress;

/// A change of an e-mail address that was asked for.
#[derive(SimpleObject)]
pub struct EmailChange {
    /// The address from then on.
    email: EmailAddress,
    /// When it was asked for.
    asked_at: DateTime<Utc>,
    /// Before this it does not take effect, and the old address can take it back.
    held_until: DateTime<Utc>,
    /// It is dropped unless the new address confirms it by then.
    expires_at: DateTime<Utc>,
    /// When the new address confirmed it; null until then.
    confirmed_at: Option<DateTime<Utc>>,
}

impl From<accounts::EmailChange> for EmailChange {
    fn from(change: accounts::EmailChange) -> Self {
        Self {
            email: EmailAddress(change.email),
            asked_at: change.asked_at,
            held_until: change.held_until,
            expires_at: change.expires_at,
            confirmed_at: change.confirmed_at,
        }
    }
}
