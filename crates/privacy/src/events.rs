//! What privacy tells others.

use chrono::{DateTime, Utc};
use db::Event;
use kernel::{ErasureId, ExportId, UserId};
use serde::{Deserialize, Serialize};

/// Somebody asked that their account be erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasureAsked {
    /// The request.
    pub erasure_id: ErasureId,
    /// Whose account.
    pub user_id: UserId,
    /// When it will be.
    pub due_at: DateTime<Utc>,
    /// When they asked.
    pub at: DateTime<Utc>,
}

impl Event for ErasureAsked {
    const KIND: &'static str = "erasure_asked";
}

/// An erasure is due and something stands in its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasureHeld {
    /// The request.
    pub erasure_id: ErasureId,
    /// Whose account.
    pub user_id: UserId,
    /// When it was found.
    pub at: DateTime<Utc>,
}

impl Event for ErasureHeld {
    const KIND: &'static str = "erasure_held";
}

/// Somebody's account was erased. What of them stands outside the database is removed by whoever hears this.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonErased {
    /// The pseudonym they have from here on.
    pub user_id: UserId,
    /// Exports of theirs whose bytes are to be removed.
    pub exports: Vec<ExportId>,
    /// When.
    pub at: DateTime<Utc>,
}

impl Event for PersonErased {
    const KIND: &'static str = "person_erased";
}

/// An export can be fetched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportReady {
    /// The export.
    pub export_id: ExportId,
    /// Whose.
    pub user_id: UserId,
    /// Until when.
    pub expires_at: DateTime<Utc>,
    /// When it was made.
    pub at: DateTime<Utc>,
}

impl Event for ExportReady {
    const KIND: &'static str = "export_ready";
}
