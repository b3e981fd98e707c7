//! A new password for somebody who has forgotten theirs.

use std::time::Duration;

use db::Act;
use kernel::{Caller, Locale, ProblemKind};
use serde_json::json;

use crate::{
    email::{self, Email},
    email_change::Outcome,
    error::ErrorCode,
    events::{AccountSecurityChanged, SecurityAct},
    letters::{self, Kind, Ordered},
    link::Purpose,
    password::{self, Overloaded, PasswordError},
    service::Accounts,
    session_cache::Stale,
    sign_up::minutes,
    store,
    throttle::Throttled,
    user::User,
};

/// What somebody fills in who was sent a link to choose a new password.
pub struct ResetPassword {
    /// The secret of the link.
    pub link: String,
    /// The password they want.
    pub new: String,
}

/// Why no new password was chosen. None tells whether there is an account.
#[derive(Debug, thiserror::Error)]
pub enum ResetPasswordError {
    /// The link was used, has expired, or was never made.
    #[error("this link was used or has expired; ask for another")]
    LinkInvalid,
    /// The new password will not do.
    #[error(transparent)]
    New(#[from] PasswordError),
    /// Too many mails were asked for.
    #[error("too many mails were asked for; try again in {} minutes", minutes(.retry_after))]
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

impl ResetPasswordError {
    /// The field to put right, as the API names it.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            ResetPasswordError::LinkInvalid => Some("token"),
            ResetPasswordError::New(_) => Some("newPassword"),
            _ => None,
        }
    }

    /// The code, if the person can put it right.
    pub fn code(&self) -> Option<ErrorCode> {
        match self {
            ResetPasswordError::LinkInvalid => Some(ErrorCode::LinkInvalid),
            ResetPasswordError::New(error) => Some(error.code()),
            ResetPasswordError::TooManyTries { .. } | ResetPasswordError::Overloaded => {
                Some(ErrorCode::TooManyTries)
            }
            ResetPasswordError::Store(_) => None,
        }
    }

    /// How long to wait before trying again, if that is what helps.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            ResetPasswordError::TooManyTries { retry_after } => Some(*retry_after),
            ResetPasswordError::Overloaded => Some(Overloaded::RETRY_AFTER),
            _ => None,
        }
    }

    /// What kind of trouble this is.
    pub fn problem(&self) -> ProblemKind {
        match self {
            ResetPasswordError::LinkInvalid | ResetPasswordError::New(_) => ProblemKind::Invalid,
            ResetPasswordError::TooManyTries { .. } | ResetPasswordError::Overloaded => {
                ProblemKind::RateLimited
            }
            ResetPasswordError::Store(error) => error.problem(),
        }
    }
}

impl From<Throttled> for ResetPasswordError {
    fn from(Throttled { retry_after }: Throttled) -> Self {
        ResetPasswordError::TooManyTries { retry_after }
    }
}

impl From<Overloaded> for ResetPasswordError {
    fn from(_: Overloaded) -> Self {
        ResetPasswordError::Overloaded
    }
}

impl Accounts {
    /// Has a mail sent with a link to choose a new password, if there is such an account. Whether there is, neither
    /// the answer nor its time tells: both cases count, read, record and order the same.
    ///
    /// # Errors
    /// [`ResetPasswordError::TooManyTries`], for addresses without an account as for others.
    #[tracing::instrument(name = "accounts.ask_password_reset", skip_all)]
    pub async fn ask_password_reset(
        &self,
        caller: &Caller,
        address: &str,
        locale: Option<Locale>,
    ) -> Result<(), ResetPasswordError> {
        let address = email::canonical(&address.chars().take(300).collect::<String>());
        self.0.throttle.admit_letter(&address, caller.address).await?;
        let found = store::find_credentials(self.newest(), &address).await?;
        let user = found.map(|found| found.user_id);
        let tx = self.0.db.begin().await?;
        let ordered = Ordered {
            user,
            kind: Kind::ResetPassword,
            locale,
            at: tx.now().await?,
            change: None,
        };
        letters::order(&tx, &ordered).await?;
        let subject = user.map_or_else(|| "unknown".to_owned(), |user| user.to_string());
        tx.record(caller, Act::new("account.password_reset_ask", subject))
            .await?;
        tx.commit().await?;
        Ok(())
    }

    /// Gives the account of whoever was sent this link another password and ends all its sign-ins. Signs nobody in:
    /// the next sign-in asks for whatever else the account asks for.
    ///
    /// # Errors
    /// [`ResetPasswordError`]. A password that will not do leaves the link good.
    #[tracing::instrument(name = "accounts.reset_password", skip_all)]
    pub async fn reset_password(
        &self,
        caller: &Caller,
        request: ResetPassword,
    ) -> Result<User, ResetPasswordError> {
        let invalid = || ResetPasswordError::LinkInvalid;
        let link = self.find_link(Purpose::ResetPassword, &request.link).await?;
        let link = link.ok_or_else(invalid)?;
        // A link that is spent is not worth a costly hash; who uses a good one is decided below.
        if link.used_at.is_some() || link.expires_at <= self.0.db.clock().now() {
            return Err(invalid());
        }
        let user = store::find_user(self.newest(), link.user_id)
            .await?
            .ok_or_else(invalid)?;
        let email = Email::parse(&user.email).map_err(db::Error::corrupt)?;
        password::check_aside(&request.new, &[&user.display_name, email.local()]).await?;
        let hash = self.0.hasher.hash(&request.new, self.0.db.ids().secret()).await?;

        let tx = self.0.db.begin().await?;
        store::lock_user(&tx, user.id).await?.ok_or_else(invalid)?;
        // Whoever reads the mails of an account that is locked does not get hold of it for later.
        if store::find_lock(&*tx, user.id).await?.is_some() {
            return Err(invalid());
        }
        let now = tx.now().await?;
        if !store::use_link(&tx, link.id, now).await? {
            return Err(invalid());
        }
        store::void_links(&tx, user.id, Purpose::ResetPassword, now).await?;
        store::update_password(&tx, user.id, &hash).await?;
        let ended = store::revoke_sessions(&tx, user.id, None, now).await?;
        store::revoke_tokens(&tx, user.id, now).await?;
        // Whoever asked for another address did so by what is worth nothing now.
        self.drop_change(&tx, user.id, Outcome::Cancelled).await?;
        store::end_challenges(&tx, user.id, now).await?;
        if user.email_confirmed_at.is_none() {
            // Whoever signed up with somebody else's address must not keep its owner out by a code of theirs.
            store::delete_factor(&tx, user.id).await?;
        }
        // Whoever opened the link reads the mails of this address.
        store::confirm_email(&tx, user.id, now).await?;
        let act = Act::new("account.password_reset", user.id).after(json!({ "sessionsEnded": ended }));
        tx.record(caller, act).await?;
        let changed = AccountSecurityChanged::new(user.id, SecurityAct::PasswordChanged, now);
        tx.publish(&changed).await?;
        let user = store::find_user(&*tx, user.id).await?.ok_or_else(invalid)?;
        tx.commit().await?;
        self.tell(Stale::User(user.id)).await;
        Ok(user)
    }
}
