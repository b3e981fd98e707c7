//! What accounts tell others.

use chrono::{DateTime, Utc};
use db::Event;
use kernel::UserId;
use serde::{Deserialize, Serialize};

/// What was changed about how an account is entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecurityAct {
    /// The password is another.
    PasswordChanged,
    /// A sign-in asks for a code from now on.
    SecondFactorOn,
    /// A sign-in asks for the password alone.
    SecondFactorOff,
    /// There are other recovery codes.
    RecoveryCodesRenewed,
    /// Somebody signed in from a device that was not seen before.
    NewDevice,
    /// The operator took the second factor away.
    SecondFactorLifted,
    /// Mail goes to another address.
    EmailChanged,
    /// A token was made by which a program acts for the person.
    ApiTokenMade,
}

/// Something was changed about how an account is entered; its owner is told, in case it was somebody else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountSecurityChanged {
    /// Whose account.
    pub user_id: UserId,
    /// What was changed.
    pub act: SecurityAct,
    /// When.
    pub at: DateTime<Utc>,
    /// From what somebody signed in, if it is about that.
    #[serde(default)]
    pub device: Option<String>,
}

impl AccountSecurityChanged {
    /// Without a device.
    pub(crate) fn new(user_id: UserId, act: SecurityAct, at: DateTime<Utc>) -> Self {
        Self {
            user_id,
            act,
            at,
            device: None,
        }
    }
}

impl Event for AccountSecurityChanged {
    const KIND: &'static str = "account_security_changed";
}
