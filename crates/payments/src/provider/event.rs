//! The provider's own list of what happened.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// An event of the provider's list, whose body reads like that of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedEvent {
    /// The provider's id of it; the same as that of the message about it.
    pub id: String,
    /// What happened, such as `charge.dispute.created`.
    pub kind: String,
    /// When.
    pub created_at: DateTime<Utc>,
    /// The whole event as JSON, for the inbox.
    pub body: String,
}

/// A page of the provider's list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventPage {
    /// The events, oldest first.
    pub events: Vec<ListedEvent>,
    /// Whether more follow; ask again after the last of these.
    pub has_more: bool,
}
