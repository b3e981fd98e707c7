//! What accounts tell others.

use chrono::{DateTime, Utc};
use db::Event;
use kernel::{Role, RoleRequestId, UserId};
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
    /// An administrator locked the account.
    Locked,
    /// An administrator unlocked it.
    Unlocked,
    /// The person was given a role of staff.
    RoleGiven,
    /// A role was taken from the person.
    RoleTaken,
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

/// One administrator asked that somebody be given a role; the others are told, for one of them must approve it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleRequested {
    /// The request.
    pub request_id: RoleRequestId,
    /// Who is to have the role.
    pub user_id: UserId,
    /// The role.
    pub role: Role,
    /// Who asked.
    pub requested_by: UserId,
    /// When.
    pub at: DateTime<Utc>,
}

impl Event for RoleRequested {
    const KIND: &'static str = "role_requested";
}
