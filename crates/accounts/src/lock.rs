//! Locking an account: nobody signs in with it until it is unlocked.

use chrono::{DateTime, Utc};
use db::Act;
use kernel::{
    Caller, Forbidden, ProblemKind, Role, UserId,
    policy::{Action, can},
};
use serde_json::json;

use crate::{
    email_change::Outcome,
    error::ErrorCode,
    events::{AccountSecurityChanged, SecurityAct},
    link::Purpose,
    roles::still_administrator,
    service::Accounts,
    session_cache::Stale,
    store, text,
};

/// An account to be locked, or unlocked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockAccount {
    /// Whose.
    pub user: UserId,
    /// Why, for the audit trail and for whoever looks at the account next.
    pub reason: String,
}

/// An account that is locked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountLock {
    /// Whose.
    pub user_id: UserId,
    /// Why.
    pub reason: String,
    /// Who locked it, as the audit trail names them.
    pub locked_by: String,
    /// Since when.
    pub locked_at: DateTime<Utc>,
}

/// Why an account was not locked or unlocked.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// There is no such person.
    #[error("there is no person {0}")]
    UserNotFound(UserId),
    /// Nobody locks themselves out.
    #[error("ask another administrator: nobody locks or unlocks their own account")]
    OwnAccount,
    /// The trail must say why.
    #[error("say why")]
    ReasonMissing,
    /// Somebody must be left who can unlock it again.
    #[error("this is the last administrator; make somebody else one first")]
    LastAdministrator,
    /// It is locked already.
    #[error("the account is locked already")]
    AlreadyLocked,
    /// It is not locked.
    #[error("the account is not locked")]
    NotLocked,
    /// The caller may not.
    #[error(transparent)]
    Forbidden(Forbidden),
    /// The database is in trouble.
    #[error(transparent)]
    Store(#[from] db::Error),
}

impl From<Forbidden> for LockError {
    fn from(forbidden: Forbidden) -> Self {
        match forbidden {
            Forbidden::OwnCase => LockError::OwnAccount,
            other => LockError::Forbidden(other),
        }
    }
}

impl LockError {
    /// The field to put right, as the API names it.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            LockError::ReasonMissing => Some("reason"),
            LockError::Forbidden(_) | LockError::Store(_) => None,
            _ => Some("userId"),
        }
    }

    /// The code, if the person can put it right.
    pub fn code(&self) -> Option<ErrorCode> {
        match self {
            LockError::UserNotFound(_) => Some(ErrorCode::UserNotFound),
            LockError::OwnAccount => Some(ErrorCode::OwnAccount),
            LockError::ReasonMissing => Some(ErrorCode::ReasonMissing),
            LockError::LastAdministrator => Some(ErrorCode::LastAdministrator),
            LockError::AlreadyLocked => Some(ErrorCode::AlreadyLocked),
            LockError::NotLocked => Some(ErrorCode::NotLocked),
            LockError::Forbidden(_) | LockError::Store(_) => None,
        }
    }

    /// What kind of trouble this is.
    pub fn problem(&self) -> ProblemKind {
        match self {
            LockError::UserNotFound(_) => ProblemKind::NotFound,
            LockError::OwnAccount => ProblemKind::Forbidden,
            LockError::ReasonMissing => ProblemKind::Invalid,
            LockError::LastAdministrator | LockError::AlreadyLocked | LockError::NotLocked => {
                ProblemKind::Conflict
            }
            LockError::Forbidden(forbidden) => forbidden.problem(),
            LockError::Store(error) => error.problem(),
        }
    }
}

impl Accounts {
    /// Locks an account: all its sign-ins and tokens end at once, and nobody signs in with it until it is unlocked. Its
    /// pledges and campaigns go on. Its owner is told by mail.
    ///
    /// # Errors
    /// [`LockError`]: administrators only, not their own, and not the last one's.
    #[tracing::instrument(name = "accounts.lock", skip_all, fields(user.id = %request.user))]
    pub async fn lock_account(
        &self,
        caller: &Caller,
        request: LockAccount,
    ) -> Result<AccountLock, LockError> {
        let id = request.user;
        let missing = || LockError::UserNotFound(id);
        can(caller, Action::AccountLock { user: id }).map_err(|denied| denied.or_missing(missing()))?;
        let reason = text::reason(&request.reason).ok_or(LockError::ReasonMissing)?;
        let tx = self.0.db.begin().await?;
        still_administrator::<LockError>(&tx, caller).await?;
        let user = store::lock_user(&tx, id).await?.ok_or_else(missing)?;
        if store::find_lock(&*tx, id).await?.is_some() {
            return Err(LockError::AlreadyLocked);
        }
        // An administrator who asks remains; the operator might take the last one.
        if user.has(Role::Administrator) && !store::has_other_administrator(&tx, id).await? {
            return Err(LockError::LastAdministrator);
        }
        let now = tx.now().await?;
        let lock = AccountLock {
            user_id: id,
            reason: reason.clone(),
            locked_by: caller.actor(),
            locked_at: now,
        };
        store::insert_lock(&tx, &lock).await?;
        store::touch_user(&tx, id).await?;
        store::end_challenges(&tx, id, now).await?;
        store::void_links(&tx, id, Purpose::ResetPassword, now).await?;
        self.end_requests_by(&tx, id, now).await?;
        let sessions = store::revoke_sessions(&tx, id, None, now).await?;
        let tokens = store::revoke_tokens(&tx, id, now).await?;
        self.drop_change(&tx, id, Outcome::Cancelled).await?;
        let act = Act::new("account.lock", id)
            .after(json!({ "sessionsEnded": sessions, "tokensEnded": tokens }))
            .because(reason);
        tx.record(caller, act).await?;
        tx.publish(&AccountSecurityChanged::new(id, SecurityAct::Locked, now))
            .await?;
        tx.commit().await?;
        self.tell(Stale::User(id)).await;
        Ok(lock)
    }

    /// Unlocks an account: its owner may sign in again, and is told by mail.
    ///
    /// # Errors
    /// [`LockError`]: administrators only, and not their own.
    #[tracing::instrument(name = "accounts.unlock", skip_all, fields(user.id = %request.user))]
    pub async fn unlock_account(&self, caller: &Caller, request: LockAccount) -> Result<(), LockError> {
        let id = request.user;
        let missing = || LockError::UserNotFound(id);
        can(caller, Action::AccountLock { user: id }).map_err(|denied| denied.or_missing(missing()))?;
        let reason = text::reason(&request.reason).ok_or(LockError::ReasonMissing)?;
        let tx = self.0.db.begin().await?;
        still_administrator::<LockError>(&tx, caller).await?;
        store::lock_user(&tx, id).await?.ok_or_else(missing)?;
        let now = tx.now().await?;
        if !store::end_lock(&tx, id, &caller.actor(), now).await? {
            return Err(LockError::NotLocked);
        }
        // What was asked for while it was locked may have been asked for by whom it was locked against.
        store::void_links(&tx, id, Purpose::ResetPassword, now).await?;
        store::touch_user(&tx, id).await?;
        tx.record(caller, Act::new("account.unlock", id).because(reason))
            .await?;
        tx.publish(&AccountSecurityChanged::new(id, SecurityAct::Unlocked, now))
            .await?;
        tx.commit().await?;
        Ok(())
    }
}
