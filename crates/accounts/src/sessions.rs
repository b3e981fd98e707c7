//! Seeing and ending sign-ins.

use chrono::TimeDelta;
use db::Act;
use kernel::{
    Caller, Forbidden, ProblemKind, SessionId, UserId, Who,
    policy::{Action, Denied, can},
};
use serde_json::json;

use crate::{error::ErrorCode, service::Accounts, session::Session, session_cache::Stale, store};

/// How long ended sessions are kept, for questions that come later.
const KEPT: TimeDelta = TimeDelta::days(30);

/// How much longer it is known from what somebody signed in.
const DEVICES_KEPT: TimeDelta = TimeDelta::days(150);

/// Why sign-ins were not shown or ended.
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// The caller has no such sign-in, or it has ended.
    #[error("there is no such sign-in; it may have ended already")]
    NotFound,
    /// Nobody has signed in.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The database is in trouble.
    #[error(transparent)]
    Store(#[from] db::Error),
}

impl SessionError {
    /// The field to put right.
    pub fn field(&self) -> Option<&'static str> {
        matches!(self, SessionError::NotFound).then_some("id")
    }

    /// The code, if the person can put it right.
    pub fn code(&self) -> Option<ErrorCode> {
        matches!(self, SessionError::NotFound).then_some(ErrorCode::SessionNotFound)
    }

    /// What kind of trouble this is.
    pub fn problem(&self) -> ProblemKind {
        match self {
            SessionError::NotFound => ProblemKind::NotFound,
            SessionError::Forbidden(forbidden) => forbidden.problem(),
            SessionError::Store(error) => error.problem(),
        }
    }
}

fn denied(denied: Denied) -> SessionError {
    denied.or_missing(SessionError::NotFound)
}

impl Accounts {
    /// The sign-ins of a person that are still good, the last used first; at most 100.
    ///
    /// # Errors
    /// [`SessionError::NotFound`] unless it is the person or an administrator who asks.
    pub async fn list_sessions(&self, caller: &Caller, user: UserId) -> Result<Vec<Session>, SessionError> {
        can(caller, Action::AccountView { user }).map_err(denied)?;
        let now = self.0.db.clock().now();
        let used_after = now - self.0.settings.session_idle;
        Ok(store::list_sessions(self.newest(), user, now, used_after).await?)
    }

    /// Ends the sign-in the caller came with. Does nothing for a caller without one.
    ///
    /// # Errors
    /// If the database does not answer.
    #[tracing::instrument(name = "accounts.sign_out", skip_all)]
    pub async fn sign_out(&self, caller: &Caller) -> Result<(), SessionError> {
        let Who::User { id, session, .. } = caller.who else {
            return Ok(());
        };
        self.end_session(caller, id, session, "account.sign_out").await?;
        Ok(())
    }

    /// Ends one sign-in.
    ///
    /// # Errors
    /// [`SessionError::NotFound`] if it has ended, or is neither the caller's own nor the caller
    /// an administrator.
    #[tracing::instrument(name = "accounts.revoke_session", skip_all, fields(session.id = %session))]
    pub async fn revoke_session(&self, caller: &Caller, session: SessionId) -> Result<(), SessionError> {
        if matches!(caller.who, Who::Anonymous) {
            return Err(Forbidden::SignInFirst.into());
        }
        let owner = store::session_owner(self.newest(), session)
            .await?
            .ok_or(SessionError::NotFound)?;
        can(caller, Action::SessionRevoke { user: owner }).map_err(denied)?;
        let ended = self.end_session(caller, owner, session, "session.revoke").await?;
        if ended {
            Ok(())
        } else {
            Err(SessionError::NotFound)
        }
    }

    async fn end_session(
        &self,
        caller: &Caller,
        owner: UserId,
        session: SessionId,
        action: &'static str,
    ) -> db::Result<bool> {
        let tx = self.0.db.begin().await?;
        let now = tx.now().await?;
        let ended = store::revoke_session(&tx, session, now).await?;
        if ended {
            // A sign-in that is ended from elsewhere may be a stranger's: what it asked for goes with it.
            let is_own = matches!(caller.who, Who::User { session: own, .. } if own == session);
            let waiting = store::find_open_change(&*tx, owner).await?;
            if !is_own && waiting.is_some_and(|change| change.session_id == session) {
                self.drop_change_of_others(&tx, owner, None).await?;
            }
            tx.record(
                caller,
                Act::new(action, owner).after(json!({ "session": session })),
            )
            .await?;
            tx.commit().await?;
        }
        // Told again even if it had ended: whoever missed it the first time hears it now.
        self.tell(Stale::Session(session)).await;
        Ok(ended)
    }

    /// Ends all sign-ins of a person, the one the caller came with included, and those that wait for a code; if an administrator
    /// asks, their tokens too. Returns how many sign-ins.
    ///
    /// # Errors
    /// [`SessionError::NotFound`] unless it is the person or an administrator who asks.
    #[tracing::instrument(name = "accounts.revoke_all", skip_all, fields(user.id = %user))]
    pub async fn revoke_all(&self, caller: &Caller, user: UserId) -> Result<u64, SessionError> {
        can(caller, Action::SessionRevoke { user }).map_err(denied)?;
        let tx = self.0.db.begin().await?;
        let now = tx.now().await?;
        let ended = store::revoke_sessions(&tx, user, None, now).await?;
        store::end_challenges(&tx, user, now).await?;
        self.drop_change_of_others(&tx, user, None).await?;
        // An administrator who ends the sign-ins of an account that was taken over ends what its taker left behind.
        let tokens = if caller.is(user) {
            0
        } else {
            store::revoke_tokens(&tx, user, now).await?
        };
        let act = Act::new("session.revoke_all", user).after(json!({ "ended": ended, "tokens": tokens }));
        tx.record(caller, act).await?;
        tx.commit().await?;
        self.tell(Stale::User(user)).await;
        Ok(ended)
    }

    /// Ends all sign-ins of the caller but the one they came with, and those that wait for a code; their tokens too, if
    /// that is said. Returns how many sign-ins.
    ///
    /// # Errors
    /// [`SessionError::Forbidden`] if nobody has signed in.
    #[tracing::instrument(name = "accounts.revoke_others", skip_all)]
    pub async fn revoke_others(&self, caller: &Caller, tokens_too: bool) -> Result<u64, SessionError> {
        let Who::User { id, session, .. } = caller.who else {
            return Err(Forbidden::SignInFirst.into());
        };
        can(caller, Action::SessionRevoke { user: id }).map_err(denied)?;
        let tx = self.0.db.begin().await?;
        let now = tx.now().await?;
        let ended = store::revoke_sessions(&tx, id, Some(session), now).await?;
        store::end_challenges(&tx, id, now).await?;
        self.drop_change_of_others(&tx, id, Some(session)).await?;
        let tokens = if tokens_too {
            store::revoke_tokens(&tx, id, now).await?
        } else {
            0
        };
        let act = Act::new("session.revoke_others", id).after(json!({ "ended": ended, "tokens": tokens }));
        tx.record(caller, act).await?;
        tx.commit().await?;
        self.tell(Stale::User(id)).await;
        Ok(ended)
    }

    /// Deletes up to 1,000 sessions that ended more than 30 days ago, and as many links that expired
    /// then tokens that ended then, and devices not used for half a year. Returns how many.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn purge_sessions(&self) -> db::Result<u64> {
        let tx = self.0.db.begin().await?;
        let before = tx.now().await? - KEPT;
        let deleted = store::delete_ended(&tx, before).await?
            + store::delete_links(&tx, before).await?
            + store::delete_challenges(&tx, before).await?
            + store::delete_tokens(&tx, before).await?
            + store::delete_devices(&tx, before - DEVICES_KEPT).await?;
        tx.commit().await?;
        Ok(deleted)
    }
}
