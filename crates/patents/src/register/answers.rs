//! What a call brought.

use chrono::{DateTime, Utc};

use crate::source::Answer;

/// The outcome of a call that was answered.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    /// A body.
    Fetched(Box<Fetched>),
    /// The body is the one whose `ETag` was sent with the call: what is kept holds as of now.
    NotModified {
        /// When the register said so.
        fetched_at: DateTime<Utc>,
    },
}

impl Reply {
    /// The body, if one came.
    pub fn fetched(self) -> Option<Fetched> {
        match self {
            Reply::Fetched(fetched) => Some(*fetched),
            Reply::NotModified { .. } => None,
        }
    }
}

/// A body that was read and is about the right that was asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Fetched {
    /// The call, as the evidence names it.
    pub call: String,
    /// The HTTP status, 200 to 299.
    pub http_status: u16,
    /// The register's mark of this version of the body, to be sent with the next call.
    pub etag: Option<String>,
    /// The body as it came.
    pub body: String,
    /// When it came.
    pub fetched_at: DateTime<Utc>,
    /// What it says.
    pub answer: Answer,
}
