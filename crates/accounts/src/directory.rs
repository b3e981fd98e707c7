//! People as administrators look through them.

use chrono::{DateTime, Utc};
use kernel::{
    Caller, Cursor, CursorError, Forbidden, Page, PageRequest, Role, UserId,
    policy::{Action, can},
};
use serde::Serialize;

use crate::{lock::AccountLock, service::Accounts, store, user::User};

/// Which people are looked for. All that is said must be so.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct UserFilter {
    /// A part of the mail address or of the name, in any case of letters; or the whole id.
    pub text: Option<String>,
    /// What they may act as.
    pub role: Option<Role>,
    /// Whether they are locked.
    pub locked: Option<bool>,
}

/// How an account is entered, as an administrator sees it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccountFacts {
    /// Whether sign-ins ask for a code.
    pub has_second_factor: bool,
    /// Sign-ins that were not ended and have not run out.
    pub sessions: u32,
    /// Tokens of programs that are still good.
    pub api_tokens: u32,
    /// When a sign-in was last used, to within ten minutes.
    pub last_seen_at: Option<DateTime<Utc>>,
    /// Why it is locked, if it is.
    pub lock: Option<AccountLock>,
}

/// Why people were not listed.
#[derive(Debug, thiserror::Error)]
pub enum DirectoryError {
    /// The cursor cannot be used.
    #[error(transparent)]
    Cursor(#[from] CursorError),
    /// The caller may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The database is in trouble.
    #[error(transparent)]
    Store(#[from] db::Error),
}

impl Accounts {
    /// People with an account, the newest first, with their total, counted up to ten thousand.
    ///
    /// # Errors
    /// [`DirectoryError::Forbidden`] unless an administrator asks; [`DirectoryError::Cursor`].
    pub async fn list_users(
        &self,
        caller: &Caller,
        filter: &UserFilter,
        page: &PageRequest,
    ) -> Result<Page<User>, DirectoryError> {
        may_see(caller)?;
        let scope = ("users", filter);
        let after: Option<UserId> = page.after.as_ref().map(|after| after.open(&scope)).transpose()?;
        let first = page.first.clamp(1, PageRequest::MAX);
        let conn = self.newest();
        let ids = store::list_ids(conn, filter, after, first + 1).await?;
        let mut users = store::users_by_ids(conn, &ids).await?;
        users.sort_by_key(|user| std::cmp::Reverse(user.id));
        let page = Page::from_surplus(users, first, |user: &User| Cursor::new(&user.id, &scope));
        Ok(page.with_total(store::count_ids(conn, filter).await?))
    }

    /// How these accounts are entered, for loaders: two statements.
    ///
    /// # Errors
    /// [`DirectoryError::Forbidden`] unless an administrator asks.
    pub async fn facts_of(
        &self,
        caller: &Caller,
        ids: &[UserId],
    ) -> Result<Vec<(UserId, AccountFacts)>, DirectoryError> {
        may_see(caller)?;
        let (conn, now) = (self.newest(), self.0.db.clock().now());
        let used_after = now - self.0.settings.session_idle;
        let mut facts = store::facts_of(conn, ids, now, used_after).await?;
        for lock in store::locks_of(conn, ids).await? {
            if let Some((_, facts)) = facts.iter_mut().find(|(id, _)| *id == lock.user_id) {
                facts.lock = Some(lock);
            }
        }
        Ok(facts)
    }
}

fn may_see(caller: &Caller) -> Result<(), DirectoryError> {
    can(caller, Action::UsersView)
        .map_err(|denied| denied.or_missing(Forbidden::NeedsRole(Role::Administrator).into()))
}
