//! Showing that mail to an account's address reaches its owner.

use std::time::Duration;

use db::{Act, Tx};
use kernel::{
    Caller, Forbidden, Locale, ProblemKind, UserId,
    policy::{Action, can},
};

use crate::{
    error::ErrorCode,
    letters::{self, Kind, Ordered},
    link::Purpose,
    service::Accounts,
    session_cache::Stale,
    sign_up::minutes,
    store,
    throttle::Throttled,
    user::User,
};

/// Why an address was not confirmed, or no mail was sent to find out.
#[derive(Debug, thiserror::Error)]
pub enum ConfirmEmailError {
    /// The link was used, has expired, or was never made.
    #[error("this link was used or has expired; sign in and have another sent")]
    LinkInvalid,
    /// Too many mails were asked for.
    #[error("too many mails were asked for; try again in {} minutes", minutes(.retry_after))]
    TooManyTries {
        /// How long to wait.
        retry_after: Duration,
    },
    /// There is no such person.
    #[error("there is no person {0}")]
    UserNotFound(UserId),
    /// Nobody has signed in, or it is not theirs to say.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The database is in trouble.
    #[error(transparent)]
    Store(#[from] db::Error),
}

impl ConfirmEmailError {
    /// The field to put right.
    pub fn field(&self) -> Option<&'static str> {
        matches!(self, ConfirmEmailError::LinkInvalid).then_some("token")
    }

    /// The code, if the person can put it right.
    pub fn code(&self) -> Option<ErrorCode> {
        match self {
            ConfirmEmailError::LinkInvalid => Some(ErrorCode::LinkInvalid),
            ConfirmEmailError::TooManyTries { .. } => Some(ErrorCode::TooManyTries),
            ConfirmEmailError::UserNotFound(_) => Some(ErrorCode::UserNotFound),
            ConfirmEmailError::Forbidden(_) | ConfirmEmailError::Store(_) => None,
        }
    }

    /// How long to wait before trying again, if that is what helps.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            ConfirmEmailError::TooManyTries { retry_after } => Some(*retry_after),
            _ => None,
        }
    }

    /// What kind of trouble this is.
    pub fn problem(&self) -> ProblemKind {
        match self {
            ConfirmEmailError::LinkInvalid => ProblemKind::Invalid,
            ConfirmEmailError::TooManyTries { .. } => ProblemKind::RateLimited,
            ConfirmEmailError::UserNotFound(_) => ProblemKind::NotFound,
            ConfirmEmailError::Forbidden(forbidden) => forbidden.problem(),
            ConfirmEmailError::Store(error) => error.problem(),
        }
    }
}

impl From<Throttled> for ConfirmEmailError {
    fn from(Throttled { retry_after }: Throttled) -> Self {
        ConfirmEmailError::TooManyTries { retry_after }
    }
}

impl Accounts {
    /// Has the mail with the link sent to the caller again, in `locale` or their own language. Sends nothing to
    /// an address that is confirmed.
    ///
    /// # Errors
    /// [`ConfirmEmailError::TooManyTries`]; [`ConfirmEmailError::Forbidden`] if nobody has signed in.
    #[tracing::instrument(name = "accounts.send_confirmation", skip_all)]
    pub async fn send_confirmation(
        &self,
        caller: &Caller,
        locale: Option<Locale>,
    ) -> Result<User, ConfirmEmailError> {
        let id = caller.user_id()?;
        let user = store::find_user(self.newest(), id).await?;
        let user = user.ok_or(Forbidden::SignInFirst)?;
        if user.email_confirmed_at.is_some() {
            return Ok(user);
        }
        self.0
            .throttle
            .admit_letter(&id.to_string(), caller.address)
            .await?;
        let tx = self.0.db.begin().await?;
        let ordered = Ordered {
            user: Some(id),
            kind: Kind::ConfirmEmail,
            locale,
            at: tx.now().await?,
            change: None,
        };
        letters::order(&tx, &ordered).await?;
        tx.record(caller, Act::new("account.email_confirmation_ask", id))
            .await?;
        tx.commit().await?;
        Ok(user)
    }

    /// Confirms the address of whoever was sent this link; the caller need not have signed in. Opened again by
    /// the same person (a page sent twice) it says once more that it is confirmed.
    ///
    /// # Errors
    /// [`ConfirmEmailError::LinkInvalid`].
    #[tracing::instrument(name = "accounts.confirm_email", skip_all)]
    pub async fn confirm_email(&self, caller: &Caller, link: &str) -> Result<User, ConfirmEmailError> {
        let invalid = || ConfirmEmailError::LinkInvalid;
        let link = self.find_link(Purpose::ConfirmEmail, link).await?;
        let link = link.ok_or_else(invalid)?;
        let tx = self.0.db.begin().await?;
        let user = store::lock_user(&tx, link.user_id).await?.ok_or_else(invalid)?;
        let now = tx.now().await?;
        if !store::use_link(&tx, link.id, now).await? {
            let was_its_work = link.used_at.is_some() && user.email_confirmed_at.is_some();
            return if was_its_work { Ok(user) } else { Err(invalid()) };
        }
        store::void_links(&tx, user.id, Purpose::ConfirmEmail, now).await?;
        if store::confirm_email(&tx, user.id, now).await? {
            tx.record(caller, Act::new("account.email_confirm", user.id))
                .await?;
        }
        let user = store::find_user(&*tx, user.id).await?.ok_or_else(invalid)?;
        tx.commit().await?;
        self.tell(Stale::User(user.id)).await;
        Ok(user)
    }

    /// Confirms somebody's address without a mail: an operator knows that it is theirs.
    ///
    /// # Errors
    /// [`ConfirmEmailError::UserNotFound`], for any caller but the platform itself.
    #[tracing::instrument(name = "accounts.vouch_for_email", skip_all, fields(user.id = %id))]
    pub async fn vouch_for_email(&self, caller: &Caller, id: UserId) -> Result<User, ConfirmEmailError> {
        let missing = || ConfirmEmailError::UserNotFound(id);
        can(caller, Action::EmailVouch).map_err(|denied| denied.or_missing(missing()))?;
        let tx = self.0.db.begin().await?;
        store::lock_user(&tx, id).await?.ok_or_else(missing)?;
        let now = tx.now().await?;
        if store::confirm_email(&tx, id, now).await? {
            tx.record(caller, Act::new("account.email_vouch", id)).await?;
        }
        store::void_links(&tx, id, Purpose::ConfirmEmail, now).await?;
        let user = store::find_user(&*tx, id).await?.ok_or_else(missing)?;
        tx.commit().await?;
        self.tell(Stale::User(id)).await;
        Ok(user)
    }
}

/// Whether money may go to this person now, asked inside the transaction that decides: their mail address is theirs, and their account is not locked.
///
/// # Errors
/// If the database does not answer.
pub async fn may_be_paid(tx: &Tx, user: UserId) -> db::Result<bool> {
    let found = store::find_user(&**tx, user).await?;
    let is_locked = store::find_lock(&**tx, user).await?.is_some();
    Ok(!is_locked && found.is_some_and(|user| user.email_confirmed_at.is_some()))
}
