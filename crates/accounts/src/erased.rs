//! What an erasure asks of accounts. Rows are erased by the map of personal data (`privacy`); what only accounts know is here.

use db::Tx;
use kernel::{Locale, Role, UserId};

use crate::{email, service::Accounts, session_cache::Stale, store, user::User};

impl User {
    /// Whether the account was erased: what is left is a pseudonym, and nobody to write to.
    pub fn is_erased(&self) -> bool {
        self.email.ends_with(db::ERASED_DOMAIN)
    }
}

impl Accounts {
    /// Locks a person's row until the end of the transaction. The language they read; nothing if there is no such person,
    /// or they were erased.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn lock_person(tx: &Tx, user: UserId) -> db::Result<Option<Locale>> {
        let found = store::lock_user(tx, user).await?;
        Ok(found.filter(|user| !user.is_erased()).map(|user| user.locale))
    }

    /// Whether nobody would be left who administers if this person went. Decisions on roles wait until the transaction ends.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn is_last_administrator(tx: &Tx, user: UserId) -> db::Result<bool> {
        let found = store::find_user(&**tx, user).await?;
        if !found.is_some_and(|user| user.has(Role::Administrator)) {
            return Ok(false);
        }
        tx.lock_name("accounts.roles").await?;
        Ok(!store::has_other_administrator(tx, user).await?)
    }

    /// Whether the person is locked out.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn is_locked(tx: &Tx, user: UserId) -> db::Result<bool> {
        Ok(store::find_lock(&**tx, user).await?.is_some())
    }

    /// Whether a text is the person's mail address, in any spelling of it.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn is_address_of(&self, user: UserId, typed: &str) -> db::Result<bool> {
        let typed: String = typed.chars().take(300).collect();
        let found = store::find_user_by_email(self.newest(), &email::canonical(&typed)).await?;
        Ok(found.is_some_and(|found| found.id == user))
    }

    /// Drops, here and in every process, what is remembered of the person's sign-ins. To be called after commit.
    pub async fn forget(&self, user: UserId) {
        self.tell(Stale::User(user)).await;
    }
}
