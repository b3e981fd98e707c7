//! How the right was found to stand over time.

use chrono::{DateTime, NaiveDate, Utc};

use super::timeline::PageInfo;
use crate::graphql::{AssessmentCause, PatentStatusValue, StatusConfidence, schema};

/// A page of assessments, newest first.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "PatentAssessmentConnection")]
pub(super) struct Assessments {
    pub(super) total_count: i32,
    pub(super) page_info: PageInfo,
    pub(super) nodes: Vec<PatentAssessment>,
}

/// What was shown as its status from a moment on, and why.
#[derive(cynic::QueryFragment, Debug)]
pub(super) struct PatentAssessment {
    pub(super) computed_at: DateTime<Utc>,
    pub(super) as_of: NaiveDate,
    pub(super) cause: AssessmentCause,
    pub(super) status: PatentStatusValue,
    pub(super) label: String,
    pub(super) confidence: StatusConfidence,
    pub(super) reason: Option<String>,
    pub(super) expires_on: Option<NaiveDate>,
    pub(super) evidence_count: i32,
    pub(super) rule_version: i32,
}
