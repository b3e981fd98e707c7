//! Reading what one was told.

use chrono::{DateTime, Utc};
use kernel::{Caller, Cursor, CursorError, Forbidden, NotificationId, Page, PageRequest, PledgeId, UserId};

use crate::{Kind, Notification, Notifications, store};

/// Why a list was not given.
#[derive(Debug, thiserror::Error)]
pub enum ListError {
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

impl Notifications {
    /// A page of what the caller was told, newest first, with the total: one statement.
    ///
    /// # Errors
    /// [`ListError`].
    pub async fn list_own(
        &self,
        caller: &Caller,
        unread_only: bool,
        page: &PageRequest,
    ) -> Result<Page<Notification>, ListError> {
        let user = caller.user_id()?;
        let scope = ("notifications", user, unread_only);
        let after: Option<NotificationId> =
            page.after.as_ref().map(|after| after.open(&scope)).transpose()?;
        let first = page.first.clamp(1, PageRequest::MAX);
        let found = store::page(self.db.reader(), user, unread_only, after, first + 1).await?;
        let page = Page::from_surplus(found.rows, first, |row| Cursor::new(&row.id, &scope));
        Ok(page.with_total(found.total))
    }

    /// The mails that went to somebody about one of their pledges, the oldest first: what each told of, and when it was handed
    /// over.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn mails_about(
        &self,
        user: UserId,
        pledge: PledgeId,
    ) -> db::Result<Vec<(Kind, DateTime<Utc>)>> {
        store::sent_about(self.db.primary(), user, pledge).await
    }

    /// How many of the caller's notifications are unread.
    ///
    /// # Errors
    /// [`ListError`].
    pub async fn count_unread(&self, caller: &Caller) -> Result<u64, ListError> {
        let user = caller.user_id()?;
        Ok(store::count_unread(self.db.reader(), user).await?)
    }

    /// How many mails wait, and how many were given up.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn mail_counts(&self) -> db::Result<MailCounts> {
        store::mail_counts(self.db.reader()).await
    }
}

/// Mails that tell people of what concerns them, by where they stand.
#[derive(Debug, Clone, PartialEq, Eq, sea_orm::FromQueryResult)]
pub struct MailCounts {
    /// Not sent yet.
    pub queued: i64,
    /// Given up: refused, or not to be sent for days.
    pub failed: i64,
    /// Since when the longest waiting one waits.
    pub oldest_queued_at: Option<chrono::DateTime<chrono::Utc>>,
}
