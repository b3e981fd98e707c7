//! How a right was found to stand over time.

use async_graphql::{Context, Object};
use chrono::{DateTime, NaiveDate, Utc};
use patents::StoredAssessment;

use super::{
    super::super::context::Resolving,
    reason, status,
    words::{AssessmentCause, PatentStatusValue, StatusConfidence},
};

/// How a right was found to stand at a moment. Assessments are only ever added.
pub struct PatentAssessment(pub(super) StoredAssessment);

/// How a right was found to stand at a moment. Assessments are only ever added.
#[Object]
impl PatentAssessment {
    /// Its number among those of the right, from one.
    async fn seq(&self) -> i32 {
        self.0.seq
    }

    /// When it was made.
    async fn computed_at(&self) -> DateTime<Utc> {
        self.0.computed_at
    }

    /// The day it holds the right against.
    async fn as_of(&self) -> NaiveDate {
        self.0.assessment.as_of
    }

    /// Why it was made.
    async fn cause(&self) -> AssessmentCause {
        self.0.cause.into()
    }

    /// The version of the rules.
    async fn rule_version(&self) -> i32 {
        self.0.assessment.rule_version
    }

    /// What was shown as its status.
    async fn status(&self) -> PatentStatusValue {
        self.0.panel.status.value.into()
    }

    /// The same in one or two words of the caller's language.
    async fn label(&self, ctx: &Context<'_>) -> String {
        status::label(self.0.panel.status.value, ctx.locale(None))
    }

    /// What it rests on.
    async fn confidence(&self) -> StatusConfidence {
        self.0.panel.status.confidence.into()
    }

    /// Why it stood so, in the caller's language.
    async fn reason(&self, ctx: &Context<'_>) -> Option<String> {
        let code = self.0.panel.status.reason.as_deref();
        code.map(|code| reason(code, ctx.locale(None)))
    }

    /// When it was to expire.
    async fn expires_on(&self) -> Option<NaiveDate> {
        self.0.panel.expires_on
    }

    /// How many answers of registers it rests on.
    async fn evidence_count(&self) -> i32 {
        i32::try_from(self.0.evidence.len()).unwrap_or(i32::MAX)
    }
}
