//! Changing one's password.

use std::time::Duration;

use db::Act;
use kernel::{
    Caller, Forbidden, ProblemKind, Who,
    policy::{Action, can},
};
use serde_json::json;

use crate::{
    email::Email,
    error::ErrorCode,
    events::{AccountSecurityChanged, SecurityAct},
    link::Purpose,
    password::{self, Overloaded, PasswordError},
    service::Accounts,
    session_cache::Stale,
    sign_up::minutes,
    store,
    throttle::Throttled,
    user::User,
};

/// What somebody fills in to change their password.
pub struct ChangePassword {
    /// The password they have.
    pub current: String,
    /// The one they want.
    pub new: String,
}

/// Why the password was not changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangePasswordError {
    /// The password they have is another.
    #[error("the current password is wrong")]
    CurrentWrong,
    /// The new one will not do.
    #[error(transparent)]
    New(#[from] PasswordError),
    /// Too many tries.
    #[error("too many tries; try again in {} minutes", minutes(.retry_after))]
    TooManyTries {
        /// How long to wait.
        retry_after: Duration,
    },
    /// Too many passwords are being checked at this moment.
    #[error("too many people are signing in at this moment; try again in a few seconds")]
    Overloaded,
    /// Nobody has signed in, or, of somebody with a second factor, not lately enough.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The database is in trouble.
    #[error(transparent)]
    Store(#[from] db::Error),
}

impl ChangePasswordError {
    /// The field to put right, as the API names it.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            ChangePasswordError::CurrentWrong => Some("currentPassword"),
            ChangePasswordError::New(_) => Some("newPassword"),
            _ => None,
        }
    }

    /// The code, if the person can put it right.
    pub fn code(&self) -> Option<ErrorCode> {
        match self {
            ChangePasswordError::CurrentWrong => Some(ErrorCode::CredentialsWrong),
            ChangePasswordError::New(error) => Some(error.code()),
            ChangePasswordError::TooManyTries { .. } | ChangePasswordError::Overloaded => {
                Some(ErrorCode::TooManyTries)
            }
            ChangePasswordError::Forbidden(_) | ChangePasswordError::Store(_) => None,
        }
    }

    /// How long to wait before trying again, if that is what helps.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            ChangePasswordError::TooManyTries { retry_after } => Some(*retry_after),
            ChangePasswordError::Overloaded => Some(Overloaded::RETRY_AFTER),
            _ => None,
        }
    }

    /// What kind of trouble this is.
    pub fn problem(&self) -> ProblemKind {
        match self {
            ChangePasswordError::CurrentWrong | ChangePasswordError::New(_) => ProblemKind::Invalid,
            ChangePasswordError::TooManyTries { .. } | ChangePasswordError::Overloaded => {
                ProblemKind::RateLimited
            }
            ChangePasswordError::Forbidden(forbidden) => forbidden.problem(),
            ChangePasswordError::Store(error) => error.problem(),
        }
    }
}

impl From<Throttled> for ChangePasswordError {
    fn from(Throttled { retry_after }: Throttled) -> Self {
        ChangePasswordError::TooManyTries { retry_after }
    }
}

impl From<Overloaded> for ChangePasswordError {
    fn from(_: Overloaded) -> Self {
        ChangePasswordError::Overloaded
    }
}

impl Accounts {
    /// Changes the caller's password and ends all their other sign-ins. Wrong guesses at the
    /// current one count as failed sign-ins: a stolen session must not find the password. Who has a second factor proves
    /// by it first.
    ///
    /// # Errors
    /// [`ChangePasswordError`] names the field and what to write instead.
    #[tracing::instrument(name = "accounts.change_password", skip_all)]
    pub async fn change_password(
        &self,
        caller: &Caller,
        request: ChangePassword,
    ) -> Result<User, ChangePasswordError> {
        let Who::User { id, session, .. } = caller.who else {
            return Err(Forbidden::SignInFirst.into());
        };
        let user = store::find_user(self.newest(), id)
            .await?
            .ok_or(Forbidden::SignInFirst)?;
        if self.second_factor(id).await?.is_some() {
            // Whoever stole a sign-in and the password must not be able to change it.
            can(caller, Action::AccountSecure { user: id }).map_err(|denied| {
                denied.or_missing(ChangePasswordError::Forbidden(Forbidden::SignInFirst))
            })?;
        }
        let email = Email::parse(&user.email).map_err(db::Error::corrupt)?;
        password::check_aside(&request.new, &[&user.display_name, email.local()]).await?;

        let admitted = self.0.throttle.admit(email.canonical(), caller.address).await?;
        let found = store::find_credentials(self.newest(), email.canonical()).await?;
        let found = found.ok_or(Forbidden::SignInFirst)?;
        let typed = if request.current.len() > 4 * password::MAX {
            ""
        } else {
            &request.current
        };
        let matches = match self.0.hasher.verify(typed, Some(&found.password_hash)).await {
            Ok(matches) => matches,
            Err(overloaded) => {
                self.0.throttle.untried(admitted).await;
                return Err(overloaded.into());
            }
        };
        if !matches {
            let tx = self.0.db.begin().await?;
            tx.record(caller, Act::new("account.password_change_failed", id))
                .await?;
            tx.commit().await?;
            return Err(ChangePasswordError::CurrentWrong);
        }
        self.0.throttle.succeeded(admitted).await;
        let hash = self.0.hasher.hash(&request.new, self.0.db.ids().secret()).await?;

        let tx = self.0.db.begin().await?;
        if store::lock_password_hash(&tx, id).await?.as_ref() != Some(&found.password_hash) {
            return Err(ChangePasswordError::CurrentWrong);
        }
        store::lock_signed_in(&tx, id, session)
            .await?
            .ok_or(Forbidden::SignInFirst)?;
        let now = tx.now().await?;
        store::update_password(&tx, id, &hash).await?;
        let ended = store::revoke_sessions(&tx, id, Some(session), now).await?;
        store::end_challenges(&tx, id, now).await?;
        self.drop_change_of_others(&tx, id, Some(session)).await?;
        let act = Act::new("account.password_change", id).after(json!({ "sessionsEnded": ended }));
        tx.record(caller, act).await?;
        let changed = AccountSecurityChanged::new(id, SecurityAct::PasswordChanged, now);
        tx.publish(&changed).await?;
        store::void_links(&tx, id, Purpose::ResetPassword, now).await?;
        let user = store::find_user(&*tx, id).await?.ok_or(Forbidden::SignInFirst)?;
        tx.commit().await?;
        self.tell(Stale::User(id)).await;
        Ok(user)
    }
}
