//! Setting the second factor up, and giving it up.

use std::time::Duration;

use chrono::{DateTime, Utc};
use db::{Act, Tx};
use kernel::{
    Caller, Forbidden, ProblemKind, SessionId, UserId, Who,
    policy::{Action, can},
};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{codes, counted_as, place};
use crate::{
    email::Email,
    error::ErrorCode,
    events::{AccountSecurityChanged, SecurityAct},
    service::Accounts,
    session_cache::Stale,
    sign_up::minutes,
    store,
    throttle::Throttled,
};

/// A person's second factor, as they see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondFactor {
    /// Since when it is asked for.
    pub since: DateTime<Utc>,
    /// How many recovery codes are left.
    pub recovery_codes_left: u32,
}

/// What an authenticator needs. Shown once.
#[derive(Clone)]
pub struct Enrolment {
    /// The seed in base 32, to be typed.
    pub secret: String,
    /// The same as an `otpauth://` address, to be shown as a picture.
    pub uri: String,
}

/// That it is one; not what it says.
impl std::fmt::Debug for Enrolment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Enrolment(…)")
    }
}

/// Why the second factor was not changed.
#[derive(Debug, thiserror::Error)]
pub enum SecondFactorError {
    /// The code is not one of this moment, or was used.
    #[error("this code is wrong or was used; wait for the next one")]
    CodeWrong,
    /// There is one already.
    #[error("there is a second factor already; remove it first")]
    AlreadyOn,
    /// There is none, or it was not begun.
    #[error("no second factor is being set up; begin anew")]
    NotOn,
    /// Too many tries.
    #[error("too many tries; try again in {} minutes", minutes(.retry_after))]
    TooManyTries {
        /// How long to wait.
        retry_after: Duration,
    },
    /// The installation has no key to keep seeds with.
    #[error("this installation has no key to keep seeds with; the operator sets master_key")]
    Unavailable,
    /// Nobody has signed in, or not lately enough.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The database is in trouble.
    #[error(transparent)]
    Store(#[from] db::Error),
}

impl SecondFactorError {
    /// The field to put right.
    pub fn field(&self) -> Option<&'static str> {
        matches!(self, SecondFactorError::CodeWrong).then_some("code")
    }

    /// The code, if the person can put it right.
    pub fn code(&self) -> Option<ErrorCode> {
        match self {
            SecondFactorError::CodeWrong => Some(ErrorCode::CodeWrong),
            SecondFactorError::AlreadyOn => Some(ErrorCode::FactorAlreadyOn),
            SecondFactorError::NotOn => Some(ErrorCode::FactorNotOn),
            SecondFactorError::TooManyTries { .. } => Some(ErrorCode::TooManyTries),
            SecondFactorError::Unavailable
            | SecondFactorError::Forbidden(_)
            | SecondFactorError::Store(_) => None,
        }
    }

    /// How long to wait before trying again, if that is what helps.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            SecondFactorError::TooManyTries { retry_after } => Some(*retry_after),
            _ => None,
        }
    }

    /// What kind of trouble this is.
    pub fn problem(&self) -> ProblemKind {
        match self {
            SecondFactorError::CodeWrong => ProblemKind::Invalid,
            SecondFactorError::AlreadyOn | SecondFactorError::NotOn => ProblemKind::Conflict,
            SecondFactorError::TooManyTries { .. } => ProblemKind::RateLimited,
            SecondFactorError::Unavailable => ProblemKind::Unavailable,
            SecondFactorError::Forbidden(forbidden) => forbidden.problem(),
            SecondFactorError::Store(error) => error.problem(),
        }
    }
}

impl From<Throttled> for SecondFactorError {
    fn from(Throttled { retry_after }: Throttled) -> Self {
        SecondFactorError::TooManyTries { retry_after }
    }
}

/// The caller, if they may change how their account is entered: lately proved to be there.
fn owner(caller: &Caller) -> Result<(UserId, SessionId), SecondFactorError> {
    let Who::User { id, session, .. } = caller.who else {
        return Err(Forbidden::SignInFirst.into());
    };
    can(caller, Action::AccountSecure { user: id })
        .map_err(|denied| denied.or_missing(SecondFactorError::NotOn))?;
    Ok((id, session))
}

impl Accounts {
    /// A person's second factor, if they have one.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn second_factor(&self, user: UserId) -> db::Result<Option<SecondFactor>> {
        let found = store::find_factor(self.newest(), user).await?;
        let Some(since) = found.and_then(|factor| factor.confirmed_at) else {
            return Ok(None);
        };
        let recovery_codes_left = store::count_recovery_codes(self.newest(), user).await?;
        Ok(Some(SecondFactor {
            since,
            recovery_codes_left,
        }))
    }

    /// Begins to set up an authenticator. Nothing is asked for by it until a code of it was given; begun again, the
    /// seed before is worth nothing.
    ///
    /// # Errors
    /// [`SecondFactorError::AlreadyOn`]; [`SecondFactorError::Forbidden`] unless the caller lately proved to be there.
    #[tracing::instrument(name = "accounts.begin_second_factor", skip_all)]
    pub async fn begin_second_factor(&self, caller: &Caller) -> Result<Enrolment, SecondFactorError> {
        let (id, session) = owner(caller)?;
        let sealer = self.0.sealer.as_ref().ok_or(SecondFactorError::Unavailable)?;
        let ids = self.0.db.ids();
        let seed = ids.secret()[..codes::SEED].to_vec();
        let sealed = sealer.seal(ids.as_ref(), &place(id), &seed)?;
        let tx = self.0.db.begin().await?;
        let user = store::lock_signed_in(&tx, id, session).await?;
        let user = user.ok_or(Forbidden::SignInFirst)?;
        if store::find_factor(&*tx, id)
            .await?
            .is_some_and(|factor| factor.confirmed_at.is_some())
        {
            return Err(SecondFactorError::AlreadyOn);
        }
        let now = tx.now().await?;
        store::put_factor(&tx, id, sealed, now).await?;
        tx.record(caller, Act::new("account.second_factor_begin", id))
            .await?;
        let email = Email::parse(&user.email).map_err(db::Error::corrupt)?;
        let made = codes::for_authenticator(&seed, &email);
        let (secret, uri) = made.ok_or_else(|| db::Error::corrupt("no authenticator takes this account"))?;
        tx.commit().await?;
        Ok(Enrolment { secret, uri })
    }

    /// Ends setting up by a first code: from now on a sign-in asks for one. Ends the other sign-ins, which did not.
    /// Returns the recovery codes; this is the only time they are shown.
    ///
    /// # Errors
    /// [`SecondFactorError`].
    #[tracing::instrument(name = "accounts.confirm_second_factor", skip_all)]
    pub async fn confirm_second_factor(
        &self,
        caller: &Caller,
        code: &str,
    ) -> Result<Vec<String>, SecondFactorError> {
        let (id, session) = owner(caller)?;
        let admitted = self.0.throttle.admit(&counted_as(id), caller.address).await?;
        let tx = self.0.db.begin().await?;
        store::lock_signed_in(&tx, id, session)
            .await?
            .ok_or(Forbidden::SignInFirst)?;
        let factor = store::find_factor(&*tx, id)
            .await?
            .ok_or(SecondFactorError::NotOn)?;
        if factor.confirmed_at.is_some() {
            return Err(SecondFactorError::AlreadyOn);
        }
        let now = tx.now().await?;
        let seed = self.open_seed(id, &factor.sealed_seed);
        let step = match (seed, codes::read(code)) {
            (Some(seed), Some(codes::Typed::Authenticator(code))) => {
                codes::step_of(&seed, &code, now.timestamp())
            }
            _ => None,
        };
        let step = step.ok_or(SecondFactorError::CodeWrong)?;
        store::confirm_factor(&tx, id, step, now).await?;
        let shown = self.make_recovery_codes(&tx, id, now).await?;
        let ended = store::revoke_sessions(&tx, id, Some(session), now).await?;
        store::end_challenges(&tx, id, now).await?;
        self.drop_change_of_others(&tx, id, Some(session)).await?;
        let act = Act::new("account.second_factor_on", id).after(json!({ "sessionsEnded": ended }));
        tx.record(caller, act).await?;
        tell(&tx, id, SecurityAct::SecondFactorOn, now).await?;
        tx.commit().await?;
        self.0.throttle.succeeded(admitted).await;
        self.tell(Stale::User(id)).await;
        Ok(shown)
    }

    /// New recovery codes; those until now are worth nothing. This is the only time they are shown.
    ///
    /// # Errors
    /// [`SecondFactorError::NotOn`]; [`SecondFactorError::Forbidden`] unless the caller lately proved to be there.
    #[tracing::instrument(name = "accounts.renew_recovery_codes", skip_all)]
    pub async fn renew_recovery_codes(&self, caller: &Caller) -> Result<Vec<String>, SecondFactorError> {
        let (id, session) = owner(caller)?;
        let tx = self.0.db.begin().await?;
        self.lock_factor(&tx, id, session).await?;
        let now = tx.now().await?;
        let shown = self.make_recovery_codes(&tx, id, now).await?;
        tx.record(caller, Act::new("account.recovery_codes_renew", id))
            .await?;
        tell(&tx, id, SecurityAct::RecoveryCodesRenewed, now).await?;
        tx.commit().await?;
        Ok(shown)
    }

    /// Gives the second factor up: a sign-in asks for the password alone.
    ///
    /// # Errors
    /// [`SecondFactorError::NotOn`]; [`SecondFactorError::Forbidden`] unless the caller lately proved to be there.
    #[tracing::instrument(name = "accounts.remove_second_factor", skip_all)]
    pub async fn remove_second_factor(&self, caller: &Caller) -> Result<(), SecondFactorError> {
        let (id, session) = owner(caller)?;
        let tx = self.0.db.begin().await?;
        self.lock_factor(&tx, id, session).await?;
        let now = tx.now().await?;
        store::delete_factor(&tx, id).await?;
        store::end_challenges(&tx, id, now).await?;
        tx.record(caller, Act::new("account.second_factor_off", id))
            .await?;
        tell(&tx, id, SecurityAct::SecondFactorOff, now).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn lock_factor(&self, tx: &Tx, id: UserId, session: SessionId) -> Result<(), SecondFactorError> {
        store::lock_signed_in(tx, id, session)
            .await?
            .ok_or(Forbidden::SignInFirst)?;
        let factor = store::find_factor(&**tx, id).await?;
        factor
            .and_then(|factor| factor.confirmed_at)
            .map(|_| ())
            .ok_or(SecondFactorError::NotOn)
    }

    async fn make_recovery_codes(&self, tx: &Tx, id: UserId, now: DateTime<Utc>) -> db::Result<Vec<String>> {
        let made: Vec<_> = (0..codes::RECOVERY_CODES)
            // Hashed, so that each of its letters hangs on every random bit.
            .map(|_| codes::recovery(Sha256::digest(self.0.db.ids().secret()).into()))
            .collect();
        let hashes: Vec<&str> = made.iter().map(|(_, hash)| hash.as_str()).collect();
        store::replace_recovery_codes(tx, id, &hashes, now).await?;
        Ok(made.into_iter().map(|(shown, _)| shown).collect())
    }
}

pub(super) async fn tell(tx: &Tx, user_id: UserId, act: SecurityAct, at: DateTime<Utc>) -> db::Result<()> {
    tx.publish(&AccountSecurityChanged::new(user_id, act, at)).await
}
