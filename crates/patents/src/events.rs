//! What patents tell others.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{PatentDocumentId, PatentId, SnapshotId, UserId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    status::LegalStatus,
    watch::{ChangeKind, Severity, WatchLevel},
};

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

/// Something changed in how a right stands. Each change is told once, however often it is found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatentStandingChanged {
    /// The right.
    pub patent_id: PatentId,
    /// Its status before.
    pub before: LegalStatus,
    /// Its status now; the same if something else changed.
    pub after: LegalStatus,
    /// The gravest of the changes; NONE if there is nothing to tell, and only what lists show is new.
    pub severity: Severity,
    /// What changed, the gravest first.
    pub changes: Vec<ToldChange>,
    /// The assessment that found it.
    pub assessment_id: Uuid,
    /// The evidence it was learned from; none if a day passed or the rules are new.
    pub cause_snapshot_id: Option<SnapshotId>,
    /// When it was learned.
    pub at: DateTime<Utc>,
}

/// Something that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldChange {
    /// What.
    pub kind: ChangeKind,
    /// Which of its kind, as a word; empty where there is one only.
    pub detail: String,
    /// What it is to those who pledged.
    pub severity: Severity,
    /// Since when.
    pub on: Option<NaiveDate>,
}

impl db::Event for PatentStandingChanged {
    const KIND: &'static str = "patent_standing_changed";
}

/// The worst of a right's signals is another than before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WatchLevelChanged {
    /// The right.
    pub patent_id: PatentId,
    /// The level before.
    pub before: WatchLevel,
    /// The level now.
    pub after: WatchLevel,
    /// When.
    pub at: DateTime<Utc>,
}

impl db::Event for WatchLevelChanged {
    const KIND: &'static str = "watch_level_changed";
}

/// A reviewer decided on a document that somebody handed in for a right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatentDocumentDecided {
    /// The document.
    pub document_id: PatentDocumentId,
    /// The right.
    pub patent_id: PatentId,
    /// Who handed it in.
    pub submitted_by: UserId,
    /// Whether it says what was stated.
    pub approved: bool,
    /// When.
    pub at: DateTime<Utc>,
}

impl db::Event for PatentDocumentDecided {
    const KIND: &'static str = "patent_document_decided";
}
