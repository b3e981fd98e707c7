//! How a right stands by all that is kept of it: the answers of registers are joined, assessed, and the assessment is
//! stored. None is ever changed: the newest is what is shown, the older ones are what was shown.

mod aspects;
mod history;
mod merge;
mod panel_of;

use chrono::{DateTime, NaiveDate, Utc};
use db::{Result, Tx};
use kernel::{PatentId, SnapshotId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    assess::{Assessment, RULE_VERSION, assess},
    facts::RightFacts,
    family::family_keys,
    panel::Panel,
    source::PARSER_VERSION,
    store,
};

pub use history::{Detail, Mismatch};
pub(crate) use merge::{Told, merge, newest};
pub(crate) use panel_of::stated_on;

crate::words::words! {
    /// Why a right was assessed.
    pub enum Cause {
        /// A register said something.
        Evidence = "evidence",
        /// A day passed.
        Calendar = "calendar",
        /// The rules or the parsers are new.
        Rules = "rules",
    }
}

/// An answer that an assessment rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Relied {
    /// The evidence.
    pub snapshot_id: SnapshotId,
    /// The day it was taken to hold for: the same answer given again holds for a later day.
    pub stated_on: NaiveDate,
}

/// An assessment as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredAssessment {
    /// Its id.
    pub id: Uuid,
    /// The right.
    pub patent_id: PatentId,
    /// Its number among those of the right, from one.
    pub seq: i32,
    /// The version of the parsers that read the evidence.
    pub parser_version: i32,
    /// Why it was made.
    pub cause: Cause,
    /// The evidence it rests on: the newest answer to each call.
    pub evidence: Vec<Relied>,
    /// What was found.
    pub assessment: Assessment,
    /// What was shown of it.
    pub panel: Panel,
    /// When.
    pub computed_at: DateTime<Utc>,
}

/// A right as it is filed here.
#[derive(Debug, Clone)]
pub(crate) struct Filed {
    pub(crate) id: PatentId,
    pub(crate) office: String,
    pub(crate) is_sample: bool,
}

/// What a new assessment replaces.
pub(crate) struct Reassessed {
    pub(crate) before: Option<StoredAssessment>,
    pub(crate) after: StoredAssessment,
}

/// What follows from answers on a day.
fn conclude(filed: &Filed, answers: &[Told], on: NaiveDate) -> (RightFacts, Assessment, Panel) {
    let facts = merge(answers);
    let assessment = assess(&facts, on);
    let panel = panel_of::panel_of(&panel_of::Known {
        id: filed.id,
        office: &filed.office,
        is_sample: filed.is_sample,
        answers,
        facts: &facts,
        assessment: &assessment,
    });
    (facts, assessment, panel)
}

/// Assesses a right anew and stores what was found. Where a day or new rules change nothing, nothing is stored: the last
/// assessment still holds. The right must be locked.
pub(crate) async fn reassess(
    tx: &Tx,
    filed: &Filed,
    cause: Cause,
    now: DateTime<Utc>,
) -> Result<Option<Reassessed>> {
    let answers = newest(store::facts::of(&**tx, filed.id, PARSER_VERSION).await?);
    let (facts, assessment, panel) = conclude(filed, &answers, now.date_naive());
    if cause != Cause::Calendar {
        store::families::replace(tx, filed.id, &family_keys(&facts)).await?;
    }
    let before = store::assessments::newest(&**tx, filed.id).await?;
    if let Some(last) = before.as_ref().filter(|_| cause != Cause::Evidence) {
        let same = Assessment {
            as_of: last.assessment.as_of,
            rule_version: last.assessment.rule_version,
            ..assessment.clone()
        } == last.assessment;
        if same && panel == last.panel {
            return Ok(None);
        }
    }
    let evidence: Vec<Relied> = answers
        .iter()
        .map(|answer| Relied {
            snapshot_id: answer.snapshot_id,
            stated_on: answer.stated_on,
        })
        .collect();
    let seq = before.as_ref().map_or(1, |last| last.seq + 1);
    let new = store::assessments::New {
        patent_id: filed.id,
        seq,
        parser_version: PARSER_VERSION,
        cause,
        evidence: &evidence,
        assessment: &assessment,
        panel: &panel,
    };
    let id = store::assessments::add(tx, &new, now).await?;
    store::panels::save(tx, &panel, now).await?;
    let after = StoredAssessment {
        id,
        patent_id: filed.id,
        seq,
        parser_version: PARSER_VERSION,
        cause,
        evidence,
        assessment,
        panel,
        computed_at: now,
    };
    Ok(Some(Reassessed { before, after }))
}

/// Why a right is to be assessed again: the rules, if they are newer than its last assessment.
pub(crate) fn cause_of(last: Option<&StoredAssessment>) -> Cause {
    match last {
        Some(last)
            if last.assessment.rule_version == RULE_VERSION && last.parser_version == PARSER_VERSION =>
        {
            Cause::Calendar
        }
        _ => Cause::Rules,
    }
}
