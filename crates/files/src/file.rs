//! A file as it is known.

use chrono::{DateTime, Utc};
use kernel::{FileId, UserId};

use crate::MediaType;

/// A file somebody uploaded, without its bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct File {
    /// Its id.
    pub id: FileId,
    /// Who uploaded it.
    pub owner_id: UserId,
    /// What it is.
    pub media: MediaType,
    /// What it is called: fit to be shown, its ending that of what it is.
    pub name: String,
    /// Its size in bytes, as kept.
    pub byte_size: u64,
    /// The hash of its bytes as kept: SHA-256 in hexadecimal.
    pub sha256: String,
    /// The id of what it belongs to; nothing while it waits to be used.
    pub subject: Option<String>,
    /// When it was uploaded.
    pub uploaded_at: DateTime<Utc>,
}

impl std::fmt::Debug for File {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Names of files say who somebody is.
        f.debug_struct("File")
            .field("id", &self.id)
            .field("media", &self.media)
            .field("byte_size", &self.byte_size)
            .finish_non_exhaustive()
    }
}

/// A time at which somebody else than its owner opened a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Access {
    /// The file.
    pub file_id: FileId,
    /// Who opened it.
    pub user_id: UserId,
    /// When.
    pub at: DateTime<Utc>,
}
