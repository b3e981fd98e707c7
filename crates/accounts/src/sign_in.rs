//! Signing in.

use std::time::Duration;

use chrono::{DateTime, Utc};
use db::Act;
use kernel::{Caller, ProblemKind, UserId, Who};
use serde_json::json;

use crate::{
    email::{self, Email},
    error::ErrorCode,
    password::{self, Overloaded},
    service::{Accounts, Opened},
    session::{Device, Session},
    session_cache::Stale,
    sign_up::minutes,
    store,
    throttle::{Admitted, Throttled},
    token::{self, Token},
    user::User,
};

/// What somebody fills in to sign in.
pub struct SignIn {
    /// The mail address.
    pub email: String,
    /// The password.
    pub password: String,
    /// What they sign in with.
    pub device: Device,
}

/// A person who has signed in.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The person.
    pub user: User,
    /// The sign-in.
    pub session: Session,
    /// Its token. This is the only time it is shown.
    pub token: Token,
}

/// What the first step of a sign-in gives to those who have a second factor.
#[derive(Debug, Clone)]
pub struct Challenge {
    /// What the second step is to be sent with. This is the only time it is shown.
    pub token: Token,
    /// Until when.
    pub expires_at: DateTime<Utc>,
}

/// How far a sign-in came.
#[derive(Debug, Clone)]
pub enum SignInStep {
    /// All the way.
    Done(Box<SignedIn>),
    /// The password was right; a code is asked for.
    CodeAsked(Challenge),
}

/// Why somebody was not signed in. None tells whether there is such an account.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// No account has this address with this password.
    #[error("the mail address or the password is wrong")]
    CredentialsWrong,
    /// The code is not one of this moment, or was used.
    #[error("this code is wrong or was used; wait for the next one, or use a recovery code")]
    CodeWrong,
    /// The first step is too long ago, or too many codes were wrong.
    #[error("this took too long, or too many codes were wrong; begin anew with the password")]
    ChallengeOver,
    /// The account is locked. Told only to whoever knows its password.
    #[error("this account is locked; write to us")]
    Locked,
    /// Too many tries.
    #[error("too many tries; try again in {} minutes", minutes(.retry_after))]
    TooManyTries {
        /// How long to wait.
        retry_after: Duration,
    },
    /// Too many passwords are being checked at this moment.
    #[error("too many people are signing in at this moment; try again in a few seconds")]
    Overloaded,
    /// The database is in trouble.
    #[error(transparent)]
    Store(#[from] db::Error),
}

impl SignInError {
    /// The field to put right. Of address and password none, as it is not said which of the two is wrong.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            SignInError::CodeWrong => Some("code"),
            SignInError::ChallengeOver => Some("challenge"),
            _ => None,
        }
    }

    /// The code, if the person can put it right.
    pub fn code(&self) -> Option<ErrorCode> {
        match self {
            SignInError::CredentialsWrong => Some(ErrorCode::CredentialsWrong),
            SignInError::CodeWrong => Some(ErrorCode::CodeWrong),
            SignInError::ChallengeOver => Some(ErrorCode::ChallengeOver),
            SignInError::Locked => Some(ErrorCode::AccountLocked),
            SignInError::TooManyTries { .. } | SignInError::Overloaded => Some(ErrorCode::TooManyTries),
            SignInError::Store(_) => None,
        }
    }

    /// How long to wait before trying again, if that is what helps.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            SignInError::TooManyTries { retry_after } => Some(*retry_after),
            SignInError::Overloaded => Some(Overloaded::RETRY_AFTER),
            _ => None,
        }
    }

    /// What kind of trouble this is.
    pub fn problem(&self) -> ProblemKind {
        match self {
            SignInError::CredentialsWrong | SignInError::CodeWrong | SignInError::ChallengeOver => {
                ProblemKind::Unauthenticated
            }
            SignInError::Locked => ProblemKind::Forbidden,
            SignInError::TooManyTries { .. } | SignInError::Overloaded => ProblemKind::RateLimited,
            SignInError::Store(error) => error.problem(),
        }
    }
}

impl From<Throttled> for SignInError {
    fn from(Throttled { retry_after }: Throttled) -> Self {
        SignInError::TooManyTries { retry_after }
    }
}

impl From<Overloaded> for SignInError {
    fn from(_: Overloaded) -> Self {
        SignInError::Overloaded
    }
}

impl Accounts {
    /// Signs somebody in, or asks those who have a second factor for a code. An account that is not there takes as long, and answers the same, as a
    /// wrong password.
    ///
    /// # Errors
    /// [`SignInError`]; when there were too many tries it tells how long to wait.
    #[tracing::instrument(name = "accounts.sign_in", skip_all)]
    pub async fn sign_in(&self, caller: &Caller, request: SignIn) -> Result<SignInStep, SignInError> {
        // What is no address is counted as what it would be.
        let account = Email::parse(&request.email).map_or_else(
            |_| email::canonical(&request.email.chars().take(300).collect::<String>()),
            |email| email.canonical().to_owned(),
        );
        let admitted = self.0.throttle.admit(&account, caller.address).await?;
        let found = match store::find_credentials(self.newest(), &account).await {
            Ok(found) => found,
            Err(error) => {
                self.0.throttle.untried(admitted).await;
                return Err(error.into());
            }
        };
        // Longer than any password can be: not worth hashing, but worth the same time.
        let typed = if request.password.len() > 4 * password::MAX {
            ""
        } else {
            &request.password
        };
        let hash = found.as_ref().map(|found| found.password_hash.as_str());
        let matches = match self.0.hasher.verify(typed, hash).await {
            Ok(matches) => matches,
            Err(overloaded) => {
                self.0.throttle.untried(admitted).await;
                return Err(overloaded.into());
            }
        };
        match found {
            Some(found) if matches => {
                let finished = self.finish_sign_in(caller, found, request).await;
                match &finished {
                    Ok(_) => self.0.throttle.succeeded(admitted).await,
                    Err(_) => self.0.throttle.untried(admitted).await,
                }
                finished
            }
            found => {
                let user = found.map(|found| found.user_id);
                self.record_failure(caller, user, &admitted).await?;
                Err(SignInError::CredentialsWrong)
            }
        }
    }

    async fn finish_sign_in(
        &self,
        caller: &Caller,
        found: store::Credentials,
        request: SignIn,
    ) -> Result<SignInStep, SignInError> {
        let outdated = self.0.hasher.is_outdated(&found.password_hash);
        let rehashed = if outdated {
            // A sign-in does not fail because its hash could not be made anew.
            self.0
                .hasher
                .hash(&request.password, self.0.db.ids().secret())
                .await
                .ok()
        } else {
            None
        };
        let tx = self.0.db.begin().await?;
        // The password may have been changed while this one was checked.
        if store::lock_password_hash(&tx, found.user_id).await?.as_ref() != Some(&found.password_hash) {
            return Err(SignInError::CredentialsWrong);
        }
        let now = tx.now().await?;
        let user = store::find_user(&*tx, found.user_id)
            .await?
            .ok_or(SignInError::CredentialsWrong)?;
        if store::find_lock(&*tx, user.id).await?.is_some() {
            tx.record(caller, Act::new("account.sign_in_locked", user.id))
                .await?;
            tx.commit().await?;
            return Err(SignInError::Locked);
        }
        if let Some(hash) = &rehashed {
            store::replace_hash(&tx, user.id, hash).await?;
        }
        if store::find_factor(&*tx, user.id)
            .await?
            .is_some_and(|factor| factor.confirmed_at.is_some())
        {
            let token = Token::new(token::CHALLENGE, self.0.db.ids().secret());
            let expires_at = now + self.0.settings.challenge_lifetime;
            store::insert_challenge(&tx, user.id, &token.hash(), &request.device, now, expires_at).await?;
            tx.record(caller, Act::new("account.sign_in_code_ask", user.id))
                .await?;
            tx.commit().await?;
            return Ok(SignInStep::CodeAsked(Challenge { token, expires_at }));
        }
        let Opened {
            session,
            token,
            others_ended,
            ..
        } = self.open_another(&tx, caller, &user, request.device).await?;
        let who = Who::User {
            id: user.id,
            session: session.id,
            roles: user.roles.clone(),
        };
        let as_user = Caller {
            who,
            ..caller.clone()
        };
        let after =
            json!({ "session": session.id, "kind": session.kind.as_str(), "rehashed": rehashed.is_some() });
        tx.record(&as_user, Act::new("account.sign_in", user.id).after(after))
            .await?;
        tx.commit().await?;
        if others_ended {
            self.tell(Stale::User(user.id)).await;
        }
        Ok(SignInStep::Done(Box::new(SignedIn { user, session, token })))
    }

    /// A row of the trail either way, so that the time does not tell one from the other.
    async fn record_failure(
        &self,
        caller: &Caller,
        user: Option<UserId>,
        admitted: &Admitted,
    ) -> db::Result<()> {
        let subject = user.map_or_else(|| "unknown".to_owned(), |user| user.to_string());
        let mut act = Act::new("account.sign_in_failed", subject);
        if !admitted.locks_for.is_zero() {
            act = act.because(format!(
                "no more tries for {} minutes",
                minutes(&admitted.locks_for)
            ));
        }
        let tx = self.0.db.begin().await?;
        tx.record(caller, act).await?;
        tx.commit().await
    }
}
