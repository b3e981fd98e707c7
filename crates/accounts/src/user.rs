//! A person with an account.

use chrono::{DateTime, Utc};
use kernel::{Locale, Role, UserId};

/// A person with an account. The mail address and the roles are for the person and the
/// administrators; others see the name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// The id.
    pub id: UserId,
    /// The mail address as typed.
    pub email: String,
    /// The name others see.
    pub display_name: String,
    /// The language to write to them in.
    pub locale: Locale,
    /// What the person may act as, in the order of [`Role::ALL`].
    pub roles: Vec<Role>,
    /// When the person showed that mail to the address reaches them.
    pub email_confirmed_at: Option<DateTime<Utc>>,
    /// When the account was made.
    pub created_at: DateTime<Utc>,
    /// Counts the changes of the account.
    pub version: i32,
}

impl User {
    /// Whether the person may act as `role`.
    pub fn has(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
}
