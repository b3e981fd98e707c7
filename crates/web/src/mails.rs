//! Mails that were kept instead of sent, shown to whoever develops or tries the platform.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::Unavailable;

/// A mail that was kept instead of sent.
#[derive(Debug, Clone)]
pub struct KeptMail {
    /// Its id, as it stands in its address.
    pub id: String,
    /// Whom it would have gone to.
    pub to: String,
    /// What it is about.
    pub subject: String,
    /// Its plain text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
    /// The language it is written in, as a tag.
    pub language: String,
    /// When it was written.
    pub at: DateTime<Utc>,
}

/// Where kept mails are.
#[async_trait]
pub trait KeptMails: Send + Sync + 'static {
    /// All of them, newest first.
    ///
    /// # Errors
    /// [`Unavailable`].
    async fn list(&self) -> Result<Vec<KeptMail>, Unavailable>;

    /// One of them.
    ///
    /// # Errors
    /// [`Unavailable`].
    async fn find(&self, id: &str) -> Result<Option<KeptMail>, Unavailable>;
}
