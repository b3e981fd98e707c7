//! What notifications ask of accounts. Implemented where the parts are wired.

use async_trait::async_trait;
use kernel::{Locale, UserId};

/// To whom a mail goes. Personal data: it is asked for when the mail is sent, and kept nowhere.
#[derive(Clone, PartialEq, Eq)]
pub struct Recipient {
    /// The mail address.
    pub address: String,
    /// The name to greet by.
    pub name: String,
    /// The language to write in.
    pub locale: Locale,
}

impl std::fmt::Debug for Recipient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Recipient")
            .field("locale", &self.locale)
            .finish_non_exhaustive()
    }
}

/// People, as far as mails are written to them.
#[async_trait]
pub trait Recipients: std::fmt::Debug + Send + Sync {
    /// Where and how to write to somebody; nothing if there is no such person any more.
    async fn find(&self, user: UserId) -> db::Result<Option<Recipient>>;
}
