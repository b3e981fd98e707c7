//! What patents tell others.

use chrono::{DateTime, Utc};
use kernel::{PatentId, SnapshotId};
use serde::{Deserialize, Serialize};

use crate::status::LegalStatus;

/// A right became known to the platform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatentRecorded {
    /// The right.
    pub patent_id: PatentId,
    /// When.
    pub at: DateTime<Utc>,
}

impl db::Event for PatentRecorded {
    const KIND: &'static str = "patent_recorded";
}

/// Something changed that matters to an investor: the status, the renewal fee, a burden, the owner, the term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatentStandingChanged {
    /// The right.
    pub patent_id: PatentId,
    /// Its status before.
    pub before: LegalStatus,
    /// Its status now; the same if something else changed.
    pub after: LegalStatus,
    /// The evidence it was learned from; none if a day passed or the rules are new.
    pub cause_snapshot_id: Option<SnapshotId>,
    /// When it was learned.
    pub at: DateTime<Utc>,
}

impl db::Event for PatentStandingChanged {
    const KIND: &'static str = "patent_standing_changed";
}
