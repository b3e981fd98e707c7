//! Making an account.

use std::time::Duration;

use db::Act;
use kernel::{Caller, Locale, ProblemKind, Role, Who, kind};
use serde_json::json;

use crate::{
    display_name::{DisplayName, DisplayNameError},
    email::{Email, EmailError},
    error::ErrorCode,
    letters::{self, Kind, Ordered},
    password::{self, Overloaded, PasswordError},
    service::{Accounts, Opened},
    session::Device,
    session_cache::Stale,
    sign_in::SignedIn,
    store::{self, NewUser},
    throttle::Throttled,
    user::User,
};

/// What somebody fills in to get an account.
pub struct SignUp {
    /// The mail address.
    pub email: String,
    /// The password.
    pub password: String,
    /// The name others will see.
    pub display_name: String,
    /// The language to write to them in.
    pub locale: Locale,
    /// Whether they come to list a project.
    pub as_founder: bool,
    /// What they sign up with; it is signed in.
    pub device: Device,
}

/// Why no account was made. All but the last are answers for the person.
#[derive(Debug, thiserror::Error)]
pub enum SignUpError {
    /// The mail address is none.
    #[error(transparent)]
    Email(#[from] EmailError),
    /// An account with this mail address exists.
    #[error("there is an account with this mail address; sign in instead")]
    EmailTaken,
    /// The name cannot be shown.
    #[error(transparent)]
    DisplayName(#[from] DisplayNameError),
    /// The password will not do.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// Too many accounts from one address.
    #[error("too many accounts were made from here; try again in {} minutes", minutes(.retry_after))]
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

/// Whole minutes, rounded up, for messages.
pub(crate) fn minutes(duration: &Duration) -> u64 {
    duration.as_secs().div_ceil(60).max(1)
}

impl SignUpError {
    /// The field of [`SignUp`] to put right.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            SignUpError::Email(_) | SignUpError::EmailTaken => Some("email"),
            SignUpError::DisplayName(_) => Some("displayName"),
            SignUpError::Password(_) => Some("password"),
            SignUpError::TooManyTries { .. } | SignUpError::Overloaded | SignUpError::Store(_) => None,
        }
    }

    /// The code, if the person can put it right.
    pub fn code(&self) -> Option<ErrorCode> {
        match self {
            SignUpError::Email(_) => Some(ErrorCode::EmailInvalid),
            SignUpError::EmailTaken => Some(ErrorCode::EmailTaken),
            SignUpError::DisplayName(_) => Some(ErrorCode::NameInvalid),
            SignUpError::Password(error) => Some(error.code()),
            SignUpError::TooManyTries { .. } | SignUpError::Overloaded => Some(ErrorCode::TooManyTries),
            SignUpError::Store(_) => None,
        }
    }

    /// How long to wait before trying again, if that is what helps.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            SignUpError::TooManyTries { retry_after } => Some(*retry_after),
            SignUpError::Overloaded => Some(Overloaded::RETRY_AFTER),
            _ => None,
        }
    }

    /// What kind of trouble this is.
    pub fn problem(&self) -> ProblemKind {
        match self {
            SignUpError::Email(_) | SignUpError::DisplayName(_) | SignUpError::Password(_) => {
                ProblemKind::Invalid
            }
            SignUpError::EmailTaken => ProblemKind::Conflict,
            SignUpError::TooManyTries { .. } | SignUpError::Overloaded => ProblemKind::RateLimited,
            SignUpError::Store(error) => error.problem(),
        }
    }
}

impl From<Throttled> for SignUpError {
    fn from(Throttled { retry_after }: Throttled) -> Self {
        SignUpError::TooManyTries { retry_after }
    }
}

impl From<Overloaded> for SignUpError {
    fn from(_: Overloaded) -> Self {
        SignUpError::Overloaded
    }
}

impl Accounts {
    /// Makes an account and signs it in; a mail asks to confirm the address. Everyone is an investor; a founder too, who asks for it.
    ///
    /// # Errors
    /// [`SignUpError`] names the field and what to write instead.
    #[tracing::instrument(name = "accounts.sign_up", skip_all)]
    pub async fn sign_up(&self, caller: &Caller, request: SignUp) -> Result<SignedIn, SignUpError> {
        let email = Email::parse(&request.email)?;
        let name = DisplayName::parse(&request.display_name)?;
        password::check_aside(&request.password, &[name.as_str(), email.local()]).await?;
        self.0.throttle.admit_sign_up(caller.address).await?;
        // Asked before the costly hash; the unique rule decides.
        if store::find_user_by_email(self.newest(), email.canonical())
            .await?
            .is_some()
        {
            return Err(SignUpError::EmailTaken);
        }
        let hash = self
            .0
            .hasher
            .hash(&request.password, self.0.db.ids().secret())
            .await?;

        let tx = self.0.db.begin().await?;
        let now = tx.now().await?;
        let mut roles = vec![Role::Investor];
        roles.extend(request.as_founder.then_some(Role::Founder));
        let user = User {
            id: tx.new_id::<kind::User>(now),
            email: email.as_typed().to_owned(),
            display_name: name.as_str().to_owned(),
            locale: request.locale,
            roles,
            email_confirmed_at: None,
            created_at: now,
            version: 1,
        };
        let new = NewUser {
            user: &user,
            email_canonical: email.canonical(),
            password_hash: &hash,
        };
        store::insert_user(&tx, new).await.map_err(taken)?;
        for role in &user.roles {
            store::add_role(&tx, user.id, *role, &user.id.to_string(), now).await?;
        }
        let Opened { session, token, .. } = self.open_session(&tx, caller, &user, request.device).await?;
        let ordered = Ordered {
            user: Some(user.id),
            kind: Kind::ConfirmEmail,
            locale: None,
            at: now,
            change: None,
        };
        letters::order(&tx, &ordered).await?;
        let who = Who::User {
            id: user.id,
            session: session.id,
            roles: user.roles.clone(),
        };
        let caller = Caller {
            who,
            ..caller.clone()
        };
        let after = json!({ "roles": user.roles, "session": session.id });
        tx.record(&caller, Act::new("account.sign_up", user.id).after(after))
            .await?;
        tx.commit().await?;
        Ok(SignedIn { user, session, token })
    }

    /// Begins to list projects: the person asks for the founder's role and has it.
    ///
    /// # Errors
    /// [`crate::RoleError::Forbidden`] if nobody has signed in.
    #[tracing::instrument(name = "accounts.become_founder", skip_all)]
    pub async fn become_founder(&self, caller: &Caller) -> Result<User, crate::RoleError> {
        let id = caller.user_id()?;
        let tx = self.0.db.begin().await?;
        let before = store::lock_user(&tx, id)
            .await?
            .ok_or(crate::RoleError::UserNotFound(id))?;
        if before.has(Role::Founder) {
            return Ok(before);
        }
        let now = tx.now().await?;
        store::add_role(&tx, id, Role::Founder, &caller.actor(), now).await?;
        store::touch_user(&tx, id).await?;
        let after = store::find_user(&*tx, id)
            .await?
            .ok_or(crate::RoleError::UserNotFound(id))?;
        let act = Act::new("account.become_founder", id)
            .before(&before.roles)
            .after(&after.roles);
        tx.record(caller, act).await?;
        tx.commit().await?;
        self.tell(Stale::User(id)).await;
        Ok(after)
    }
}

/// The unique rule found a twin.
fn taken(error: db::Error) -> SignUpError {
    if error.is_constraint("users_email_canonical_key") {
        SignUpError::EmailTaken
    } else {
        error.into()
    }
}
