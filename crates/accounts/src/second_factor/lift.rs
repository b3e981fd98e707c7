//! Taking somebody's second factor away, who has lost it and their recovery codes: the operator's case.

use db::Act;
use kernel::{
    Caller, Forbidden, ProblemKind, UserId,
    policy::{Action, can},
};
use serde_json::json;

use super::manage::tell;
use crate::{
    email_change::Outcome, events::SecurityAct, service::Accounts, session_cache::Stale, store, text,
};

/// Why a second factor was not taken away.
#[derive(Debug, thiserror::Error)]
pub enum LiftError {
    /// There is no such person, or the caller is not the operator.
    #[error("there is no person {0}")]
    UserNotFound(UserId),
    /// They have none.
    #[error("they have no second factor")]
    NotOn,
    /// The trail must say why.
    #[error("say why: how you know that it is them")]
    ReasonMissing,
    /// The caller may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The database is in trouble.
    #[error(transparent)]
    Store(#[from] db::Error),
}

impl LiftError {
    /// What kind of trouble this is.
    pub fn problem(&self) -> ProblemKind {
        match self {
            LiftError::UserNotFound(_) => ProblemKind::NotFound,
            LiftError::NotOn => ProblemKind::Conflict,
            LiftError::ReasonMissing => ProblemKind::Invalid,
            LiftError::Forbidden(forbidden) => forbidden.problem(),
            LiftError::Store(error) => error.problem(),
        }
    }
}

impl Accounts {
    /// Takes a person's second factor away, with the reason on the trail. All their sign-ins and tokens end, and they are
    /// told by mail: whoever talked the operator into it may be somebody else.
    ///
    /// # Errors
    /// [`LiftError`]; [`LiftError::UserNotFound`] for any caller but the platform itself.
    #[tracing::instrument(name = "accounts.lift_second_factor", skip_all, fields(user.id = %id))]
    pub async fn lift_second_factor(
        &self,
        caller: &Caller,
        id: UserId,
        reason: &str,
    ) -> Result<(), LiftError> {
        let missing = || LiftError::UserNotFound(id);
        can(caller, Action::SecondFactorLift).map_err(|denied| denied.or_missing(missing()))?;
        let reason = text::reason(reason).ok_or(LiftError::ReasonMissing)?;
        let tx = self.0.db.begin().await?;
        store::lock_user(&tx, id).await?.ok_or_else(missing)?;
        let factor = store::find_factor(&*tx, id).await?.ok_or(LiftError::NotOn)?;
        if factor.confirmed_at.is_none() {
            return Err(LiftError::NotOn);
        }
        let now = tx.now().await?;
        store::delete_factor(&tx, id).await?;
        store::end_challenges(&tx, id, now).await?;
        let ended = store::revoke_sessions(&tx, id, None, now).await?;
        store::revoke_tokens(&tx, id, now).await?;
        self.drop_change(&tx, id, Outcome::Cancelled).await?;
        let act = Act::new("account.second_factor_lift", id)
            .after(json!({ "sessionsEnded": ended }))
            .because(reason);
        tx.record(caller, act).await?;
        tell(&tx, id, SecurityAct::SecondFactorLifted, now).await?;
        tx.commit().await?;
        self.tell(Stale::User(id)).await;
        Ok(())
    }
}
