//! Proving again to be there, for acts on money and rights.

use std::time::Duration;

use db::Act;
use kernel::{Caller, Forbidden, ProblemKind, Who};

use crate::{
    email::Email,
    error::ErrorCode,
    password::{self, Overloaded},
    second_factor::counted_as,
    service::Accounts,
    session_cache::Stale,
    sign_in::SignedIn,
    sign_up::minutes,
    store,
    throttle::Throttled,
    token::{self, Token},
};

/// What somebody fills in to prove to be there.
pub struct ProveIdentity {
    /// The password: of those without a second factor.
    pub password: Option<String>,
    /// A code: of those with one. A password that was stolen together with a sign-in must not do.
    pub code: Option<String>,
}

/// Why nothing was proved.
#[derive(Debug, thiserror::Error)]
pub enum ProveIdentityError {
    /// The password is another, or was not given.
    #[error("the password is wrong")]
    PasswordWrong,
    /// The code is not one of this moment, was used, or was not given.
    #[error("this code is wrong or was used; wait for the next one")]
    CodeWrong,
    /// Too many tries.
    #[error("too many tries; try again in {} minutes", minutes(.retry_after))]
    TooManyTries {
        /// How long to wait.
        retry_after: Duration,
    },
    /// Too many passwords are being checked at this moment.
    #[error("too many people are signing in at this moment; try again in a few seconds")]
    Overloaded,
    /// Nobody has signed in.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The database is in trouble.
    #[error(transparent)]
    Store(#[from] db::Error),
}

impl ProveIdentityError {
    /// The field to put right.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            ProveIdentityError::PasswordWrong => Some("password"),
            ProveIdentityError::CodeWrong => Some("code"),
            _ => None,
        }
    }

    /// The code, if the person can put it right.
    pub fn code(&self) -> Option<ErrorCode> {
        match self {
            ProveIdentityError::PasswordWrong => Some(ErrorCode::CredentialsWrong),
            ProveIdentityError::CodeWrong => Some(ErrorCode::CodeWrong),
            ProveIdentityError::TooManyTries { .. } | ProveIdentityError::Overloaded => {
                Some(ErrorCode::TooManyTries)
            }
            ProveIdentityError::Forbidden(_) | ProveIdentityError::Store(_) => None,
        }
    }

    /// How long to wait before trying again, if that is what helps.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            ProveIdentityError::TooManyTries { retry_after } => Some(*retry_after),
            ProveIdentityError::Overloaded => Some(Overloaded::RETRY_AFTER),
            _ => None,
        }
    }

    /// What kind of trouble this is.
    pub fn problem(&self) -> ProblemKind {
        match self {
            ProveIdentityError::PasswordWrong | ProveIdentityError::CodeWrong => ProblemKind::Invalid,
            ProveIdentityError::TooManyTries { .. } | ProveIdentityError::Overloaded => {
                ProblemKind::RateLimited
            }
            ProveIdentityError::Forbidden(forbidden) => forbidden.problem(),
            ProveIdentityError::Store(error) => error.problem(),
        }
    }
}

impl From<Throttled> for ProveIdentityError {
    fn from(Throttled { retry_after }: Throttled) -> Self {
        ProveIdentityError::TooManyTries { retry_after }
    }
}

impl From<Overloaded> for ProveIdentityError {
    fn from(_: Overloaded) -> Self {
        ProveIdentityError::Overloaded
    }
}

impl Accounts {
    /// Notes that the caller proved to be there now: by a code if they have a second factor, else by the password. The
    /// sign-in gets another token; whoever has a copy of the old one gains nothing by the proof.
    ///
    /// # Errors
    /// [`ProveIdentityError`]. Wrong answers count as failed sign-ins.
    #[tracing::instrument(name = "accounts.prove_identity", skip_all)]
    pub async fn prove_identity(
        &self,
        caller: &Caller,
        request: ProveIdentity,
    ) -> Result<SignedIn, ProveIdentityError> {
        let Who::User { id, session, .. } = caller.who else {
            return Err(Forbidden::SignInFirst.into());
        };
        let user = store::find_user(self.newest(), id)
            .await?
            .ok_or(Forbidden::SignInFirst)?;
        let email = Email::parse(&user.email).map_err(db::Error::corrupt)?;
        let has_factor = self.second_factor(id).await?.is_some();
        let counted = if has_factor {
            counted_as(id)
        } else {
            email.canonical().to_owned()
        };
        let admitted = self.0.throttle.admit(&counted, caller.address).await?;
        let by_password = if has_factor {
            None
        } else {
            let found = store::find_credentials(self.newest(), email.canonical()).await?;
            let typed = request.password.unwrap_or_default();
            let typed = if typed.len() > 4 * password::MAX {
                ""
            } else {
                &typed
            };
            let hash = found.as_ref().map(|found| found.password_hash.as_str());
            match self.0.hasher.verify(typed, hash).await {
                Ok(matches) => found.filter(|_| matches),
                Err(overloaded) => {
                    self.0.throttle.untried(admitted).await;
                    return Err(overloaded.into());
                }
            }
        };

        let tx = self.0.db.begin().await?;
        let hash = store::lock_password_hash(&tx, id)
            .await?
            .ok_or(Forbidden::SignInFirst)?;
        let by = if has_factor {
            let code = request.code.unwrap_or_default();
            self.use_code(&tx, id, &code).await?.map(|by| by.as_str())
        } else {
            // The password may have been changed while this one was checked.
            by_password
                .filter(|found| found.password_hash == hash)
                .map(|_| "password")
        };
        let Some(by) = by else {
            tx.record(caller, Act::new("account.identity_failed", id)).await?;
            tx.commit().await?;
            return Err(if has_factor {
                ProveIdentityError::CodeWrong
            } else {
                ProveIdentityError::PasswordWrong
            });
        };
        let now = tx.now().await?;
        let token = Token::new(token::SESSION, self.0.db.ids().secret());
        if !store::prove_session(&tx, session, &token.hash(), now).await? {
            return Err(Forbidden::SignInFirst.into());
        }
        let found = store::find_session(&*tx, session)
            .await?
            .ok_or(Forbidden::SignInFirst)?;
        let after = serde_json::json!({ "session": session, "by": by });
        tx.record(caller, Act::new("account.identity", id).after(after))
            .await?;
        tx.commit().await?;
        self.0.throttle.succeeded(admitted).await;
        self.tell(Stale::Session(session)).await;
        Ok(SignedIn {
            user,
            session: found,
            token,
        })
    }
}
