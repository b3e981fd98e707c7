//! What is followed, and by whom.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use kernel::{Caller, Cursor, CursorError, FollowId, Forbidden, Page, PageRequest, UserId};

use crate::{Followee, Investors, store};

/// Something somebody follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Follow {
    /// Its id.
    pub id: FollowId,
    /// What is followed.
    pub followee: Followee,
    /// Since when.
    pub followed_at: DateTime<Utc>,
}

/// Somebody who is to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Follower {
    /// Who.
    pub user: UserId,
    /// What the link in a mail ends it by.
    pub secret: String,
}

/// Why a list was not given.
#[derive(Debug, thiserror::Error)]
pub enum ListFollowsError {
    /// Nobody has signed in.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The cursor is not of this list.
    #[error(transparent)]
    Cursor(#[from] CursorError),
    /// The database does not answer.
    #[error(transparent)]
    Store(#[from] db::Error),
}

impl Investors {
    /// A page of what the caller follows, newest first, with the total.
    ///
    /// # Errors
    /// [`ListFollowsError`].
    pub async fn list_own(
        &self,
        caller: &Caller,
        page: &PageRequest,
    ) -> Result<Page<Follow>, ListFollowsError> {
        let user = caller.user_id()?;
        let scope = ("follows", user);
        let after: Option<FollowId> = page.after.as_ref().map(|after| after.open(&scope)).transpose()?;
        let first = page.first.clamp(1, PageRequest::MAX);
        let conn = self.db.reader();
        let rows = store::page(conn, user, after, first + 1).await?;
        let total = store::count_own(conn, user).await?;
        let page = Page::from_surplus(rows, first, |row| Cursor::new(&row.id, &scope));
        Ok(page.with_total(total))
    }

    /// Which of these the caller follows; none if nobody has signed in. One statement for each kind.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn followed_among(
        &self,
        caller: &Caller,
        followees: &[Followee],
    ) -> db::Result<HashSet<Followee>> {
        match caller.user_id() {
            Ok(user) => store::followed_among(self.db.primary(), user, followees).await,
            Err(_) => Ok(HashSet::new()),
        }
    }

    /// How many people follow each of these; who is not named is followed by nobody. One statement for each kind.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn counts_of(&self, followees: &[Followee]) -> db::Result<HashMap<Followee, u64>> {
        store::counts_of(self.db.reader(), followees).await
    }

    /// Those who follow any of these, each once, in the order of their ids, beginning after one of them.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn followers_of(
        &self,
        followees: &[Followee],
        after: Option<UserId>,
        limit: usize,
    ) -> db::Result<Vec<Follower>> {
        // Of the primary: whoever followed in the last second must not be missed for a replica that lags.
        store::followers_of(self.db.primary(), followees, after, limit).await
    }

    /// What the follow with this secret is of; nothing if there is none.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn by_secret(&self, secret: &str) -> db::Result<Option<Followee>> {
        let found = store::find_by_secret(self.db.primary(), secret).await?;
        Ok(found.map(|found| found.followee))
    }
}
