//! What somebody was told.

use chrono::{DateTime, Utc};
use kernel::{Locale, NotificationId, UserId};

use crate::{About, Facts, Kind, Words};

/// What somebody was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notification {
    /// Its id.
    pub id: NotificationId,
    /// Who was told.
    pub user_id: UserId,
    /// What.
    pub kind: Kind,
    /// What it is about.
    pub about: About,
    /// What is said of it, as it stood then.
    pub facts: Facts,
    /// When it happened.
    pub made_at: DateTime<Utc>,
    /// When it was read, or marked as read.
    pub read_at: Option<DateTime<Utc>>,
}

impl Notification {
    /// Its words in a language.
    pub fn words(&self, locale: Locale) -> Words {
        Words::of(self.kind, &self.facts, locale)
    }

    /// Where it leads: a path of the web client, without the language before it.
    pub fn path(&self) -> String {
        self.kind.leads_to().path(&self.about, &self.facts)
    }
}
