//! Roles of staff are given by two: one administrator asks, another approves.

mod ask;
mod decide;
mod read;

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{CursorError, Forbidden, ProblemKind, Role, RoleRequestId, UserId};
use serde_json::{Value, json};

pub use decide::DecideRoleRequest;

use crate::error::ErrorCode;

/// How long a request waits for a second administrator.
pub(crate) const WAITS_FOR: TimeDelta = TimeDelta::days(7);

/// Where a request for a role stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RoleRequestState {
    /// It waits for a second administrator.
    Waiting,
    /// The role was given.
    Approved,
    /// A second administrator was against it.
    Refused,
    /// Whoever asked thought better of it.
    Withdrawn,
    /// Nobody decided in time.
    Expired,
}

impl RoleRequestState {
    /// Every state.
    pub const ALL: [RoleRequestState; 5] = [
        RoleRequestState::Waiting,
        RoleRequestState::Approved,
        RoleRequestState::Refused,
        RoleRequestState::Withdrawn,
        RoleRequestState::Expired,
    ];

    /// The state as stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            RoleRequestState::Waiting => "waiting",
            RoleRequestState::Approved => "approved",
            RoleRequestState::Refused => "refused",
            RoleRequestState::Withdrawn => "withdrawn",
            RoleRequestState::Expired => "expired",
        }
    }
}

/// A wish that somebody be given a role of staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleRequest {
    /// The id.
    pub id: RoleRequestId,
    /// Who is to have the role.
    pub user_id: UserId,
    /// The role.
    pub role: Role,
    /// Why.
    pub reason: String,
    /// The administrator who asked.
    pub requested_by: UserId,
    /// When.
    pub requested_at: DateTime<Utc>,
    /// Until when it can be approved; from this moment on it cannot.
    pub expires_at: DateTime<Utc>,
    /// Where it stands.
    pub state: RoleRequestState,
    /// Who approved, refused or withdrew it.
    pub decided_by: Option<UserId>,
    /// When it ended.
    pub decided_at: Option<DateTime<Utc>>,
}

impl RoleRequest {
    /// Where it stands at a moment: one that nobody decided on is over when its time is, whenever that is written down.
    pub fn state_at(&self, now: DateTime<Utc>) -> RoleRequestState {
        match self.state {
            RoleRequestState::Waiting if now >= self.expires_at => RoleRequestState::Expired,
            state => state,
        }
    }

    /// The same request, ended.
    fn ended(&self, state: RoleRequestState, by: Option<UserId>, at: DateTime<Utc>) -> Self {
        Self {
            state,
            decided_by: by,
            decided_at: Some(at),
            ..self.clone()
        }
    }

    /// What the audit trail keeps.
    fn trace(&self) -> Value {
        json!({ "user": self.user_id, "role": self.role, "state": self.state.as_str(), "requestedBy": self.requested_by })
    }
}

/// Why a request for a role came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum RoleRequestError {
    /// There is no such person.
    #[error("there is no person {0}")]
    UserNotFound(UserId),
    /// There is no such request.
    #[error("there is no request {0} of yours to be seen")]
    NotFound(RoleRequestId),
    /// The role is not one of staff.
    #[error("the role {0} is not given by administrators: people take it themselves")]
    RoleOfNoStaff(Role),
    /// The person has the role.
    #[error("they have this role already")]
    AlreadyHeld,
    /// Somebody asked for it before.
    #[error("this was asked for already and waits for a second administrator")]
    AlreadyAsked,
    /// The trail must say why.
    #[error("say why")]
    ReasonMissing,
    /// The account is locked.
    #[error("the account is locked; unlock it first")]
    UserLocked,
    /// Nobody has shown yet that mail to the account's address reaches its owner.
    #[error("the address of this account is not confirmed; whose it is, nobody knows")]
    EmailUnconfirmed,
    /// It is about the caller's own roles.
    #[error("ask another administrator: nobody changes their own roles")]
    OwnAccount,
    /// The caller asked for it.
    #[error("ask another administrator: nobody decides on what they asked for, or on their own roles")]
    OwnRequest,
    /// It was decided on, withdrawn, or its time is over.
    #[error("this request is over")]
    Over(RoleRequestState),
    /// Who asked is no administrator any more.
    #[error("whoever asked for this is no administrator any more; refuse it, and ask anew")]
    RequesterGone,
    /// The cursor cannot be used.
    #[error(transparent)]
    Cursor(#[from] CursorError),
    /// The caller may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The database is in trouble.
    #[error(transparent)]
    Store(#[from] db::Error),
}

impl RoleRequestError {
    /// The field to put right, as the API names it.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::UserNotFound(_) | Self::OwnAccount | Self::UserLocked | Self::EmailUnconfirmed => {
                Some("userId")
            }
            Self::RoleOfNoStaff(_) | Self::AlreadyHeld | Self::AlreadyAsked => Some("role"),
            Self::ReasonMissing => Some("reason"),
            Self::NotFound(_) | Self::OwnRequest | Self::Over(_) | Self::RequesterGone => Some("id"),
            Self::Cursor(_) | Self::Forbidden(_) | Self::Store(_) => None,
        }
    }

    /// The code, if the person can put it right.
    pub fn code(&self) -> Option<ErrorCode> {
        match self {
            Self::UserNotFound(_) => Some(ErrorCode::UserNotFound),
            Self::NotFound(_) => Some(ErrorCode::RoleRequestNotFound),
            Self::RoleOfNoStaff(_) => Some(ErrorCode::RoleOfNoStaff),
            Self::AlreadyHeld => Some(ErrorCode::RoleHeld),
            Self::AlreadyAsked => Some(ErrorCode::RoleAsked),
            Self::ReasonMissing => Some(ErrorCode::ReasonMissing),
            Self::UserLocked => Some(ErrorCode::AlreadyLocked),
            Self::EmailUnconfirmed => Some(ErrorCode::EmailUnconfirmed),
            Self::OwnAccount => Some(ErrorCode::OwnAccount),
            Self::OwnRequest => Some(ErrorCode::OwnRequest),
            Self::Over(_) => Some(ErrorCode::RoleRequestOver),
            Self::RequesterGone => Some(ErrorCode::RequesterGone),
            Self::Cursor(_) | Self::Forbidden(_) | Self::Store(_) => None,
        }
    }

    /// What kind of trouble this is.
    pub fn problem(&self) -> ProblemKind {
        match self {
            Self::UserNotFound(_) | Self::NotFound(_) => ProblemKind::NotFound,
            Self::RoleOfNoStaff(_) | Self::ReasonMissing | Self::Cursor(_) => ProblemKind::Invalid,
            Self::AlreadyHeld
            | Self::AlreadyAsked
            | Self::UserLocked
            | Self::EmailUnconfirmed
            | Self::Over(_)
            | Self::RequesterGone => ProblemKind::Conflict,
            Self::OwnAccount | Self::OwnRequest => ProblemKind::Forbidden,
            Self::Forbidden(forbidden) => forbidden.problem(),
            Self::Store(error) => error.problem(),
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_request_is_over_when_its_time_is() {
        let at = DateTime::UNIX_EPOCH;
        let request = RoleRequest {
            id: Uuid::from_u128(1).into(),
            user_id: Uuid::from_u128(2).into(),
            role: Role::Finance,
            reason: "joins".to_owned(),
            requested_by: Uuid::from_u128(3).into(),
            requested_at: at,
            expires_at: at + WAITS_FOR,
            state: RoleRequestState::Waiting,
            decided_by: None,
            decided_at: None,
        };
        let last = at + WAITS_FOR - TimeDelta::microseconds(1);
        assert_eq!(request.state_at(last), RoleRequestState::Waiting);
        assert_eq!(request.state_at(at + WAITS_FOR), RoleRequestState::Expired);
        let refused = request.ended(RoleRequestState::Refused, Some(request.user_id), at);
        assert_eq!(refused.state_at(at + WAITS_FOR), RoleRequestState::Refused);
    }
}
