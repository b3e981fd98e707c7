//! Accounts of the demonstration.

use db::Act;
use kernel::{
    Caller, Forbidden, Locale, Role, UserId, kind,
    policy::{Action, can},
};

use crate::{
    display_name::{DisplayName, DisplayNameError},
    email::{Email, EmailError},
    password::Overloaded,
    service::Accounts,
    store::{self, NewUser},
    user::User,
};

/// An account to be there.
pub struct SeedUser {
    /// The mail address.
    pub email: String,
    /// The password. It may be one that everybody knows.
    pub password: String,
    /// The name others will see.
    pub display_name: String,
    /// What the person may act as, besides investor.
    pub roles: Vec<Role>,
    /// The language to write to them in.
    pub locale: Locale,
}

/// Why an account could not be seeded.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    /// The mail address is none.
    #[error(transparent)]
    Email(#[from] EmailError),
    /// The name cannot be shown.
    #[error(transparent)]
    DisplayName(#[from] DisplayNameError),
    /// Only the platform itself seeds accounts.
    #[error("only the platform itself seeds accounts")]
    NotThePlatform,
    /// Too many passwords are being hashed at this moment.
    #[error("too many passwords are being hashed at this moment")]
    Overloaded,
    /// The database is in trouble.
    #[error(transparent)]
    Store(#[from] db::Error),
}

impl From<Forbidden> for SeedError {
    fn from(_: Forbidden) -> Self {
        SeedError::NotThePlatform
    }
}

impl Accounts {
    /// Makes an account unless one with this mail address is there, which is then left as it is.
    /// The rules for passwords do not hold here: demonstrations have well-known ones.
    ///
    /// # Errors
    /// [`SeedError::NotThePlatform`] for any caller but the platform itself.
    #[tracing::instrument(name = "accounts.seed_user", skip_all)]
    pub async fn seed_user(&self, caller: &Caller, request: SeedUser) -> Result<User, SeedError> {
        can(caller, Action::DemoSeed).map_err(|denied| denied.or_missing(SeedError::NotThePlatform))?;
        let email = Email::parse(&request.email)?;
        let name = DisplayName::parse(&request.display_name)?;
        if let Some(there) = store::find_user_by_email(self.newest(), email.canonical()).await? {
            return Ok(there);
        }
        let hash = self
            .0
            .hasher
            .hash(&request.password, self.0.db.ids().secret())
            .await;
        let hash = hash.map_err(|Overloaded| SeedError::Overloaded)?;
        let tx = self.0.db.begin().await?;
        let now = tx.now().await?;
        let mut roles = request.roles;
        roles.push(Role::Investor);
        roles.sort();
        roles.dedup();
        let id: UserId = tx.new_id::<kind::User>(now);
        let user = User {
            id,
            email: email.as_typed().to_owned(),
            display_name: name.as_str().to_owned(),
            locale: request.locale,
            roles,
            email_confirmed_at: Some(now),
            created_at: now,
            version: 1,
        };
        let new = NewUser {
            user: &user,
            email_canonical: email.canonical(),
            password_hash: &hash,
        };
        store::insert_user(&tx, new).await?;
        for role in &user.roles {
            store::add_role(&tx, id, *role, &caller.actor(), now).await?;
        }
        tx.record(caller, Act::new("account.seed", id).after(&user.roles))
            .await?;
        tx.commit().await?;
        Ok(user)
    }
}
