//! What was known when, and the proof that it follows from the evidence.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use db::Result;
use kernel::{Page, PageRequest, PatentId, SnapshotId};
use sea_orm::ConnectionTrait;

use super::{StoredAssessment, Told, aspects, conclude, merge, newest};
use crate::{
    Patents,
    assess::{Assessment, RULE_VERSION},
    facts::RightFacts,
    score::Aspect,
    store::{self, events::PageError},
    watch::Tier,
};

/// Everything that is known of a right today.
#[derive(Debug, Clone, PartialEq)]
pub struct Detail {
    /// The newest assessment.
    pub stored: StoredAssessment,
    /// All facts, joined.
    pub facts: RightFacts,
    /// The evidence for each aspect of it.
    pub evidence: BTreeMap<Aspect, Vec<SnapshotId>>,
}

/// A stored assessment that its evidence does not give again.
#[derive(Debug, Clone, PartialEq)]
pub struct Mismatch {
    /// What is stored.
    pub stored: StoredAssessment,
    /// What the evidence gives.
    pub found: Assessment,
}

impl Patents {
    /// How these rights stood as they were known, and as closely as they were watched, at a moment, in any order, in two
    /// statements. A right that was not known then is left out.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn known_at(&self, ids: &[PatentId], at: DateTime<Utc>) -> Result<Vec<StoredAssessment>> {
        let known = store::assessments::known(self.db.reader(), ids, Some(at)).await?;
        let tiers = store::watch::tiers_at(self.db.reader(), ids, at).await?;
        Ok(known
            .into_iter()
            .map(|stored| {
                let tier = tiers.get(&stored.patent_id).copied().unwrap_or(Tier::Cold);
                let panel = stored.panel.watched(tier).seen_on(at.date_naive());
                StoredAssessment { panel, ..stored }
            })
            .collect())
    }

    /// Everything that is known of these rights, in any order, in two statements.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn details(&self, ids: &[PatentId]) -> Result<Vec<Detail>> {
        details(self.db.reader(), ids).await
    }

    /// The same, from the primary: for work that goes on from what was just written.
    pub(crate) async fn details_in_primary(&self, ids: &[PatentId]) -> Result<Vec<Detail>> {
        details(self.db.primary(), ids).await
    }

    /// How a right was found to stand over time, newest first.
    ///
    /// # Errors
    /// [`PageError`] for a cursor of another list, or if the database does not answer.
    pub async fn history(
        &self,
        id: PatentId,
        page: &PageRequest,
    ) -> Result<Page<StoredAssessment>, PageError> {
        store::assessments::page(self.db.reader(), id, page).await
    }

    /// Assesses a right again for each stored assessment of today's rules, from the evidence of its day. What differs is
    /// returned; how many were compared comes first.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn verify(&self, id: PatentId) -> Result<(u64, Vec<Mismatch>)> {
        let conn = self.db.reader();
        let Some(filed) = store::rights::filed(conn, id).await? else {
            return Ok((0, Vec::new()));
        };
        let (mut compared, mut mismatches) = (0, Vec::new());
        for stored in store::assessments::all(conn, id).await? {
            if stored.assessment.rule_version != RULE_VERSION {
                continue;
            }
            let told = store::facts::of(conn, id, stored.parser_version).await?;
            let answers: Vec<Told> = newest(told_in(told, &stored));
            let (_, found, panel) = conclude(&filed, &answers, stored.assessment.as_of);
            compared += 1;
            if found != stored.assessment || panel != stored.panel {
                mismatches.push(Mismatch { stored, found });
            }
        }
        Ok((compared, mismatches))
    }
}

/// The answers an assessment rests on.
fn told_in(told: Vec<Told>, stored: &StoredAssessment) -> Vec<Told> {
    told.into_iter()
        .filter_map(|answer| {
            let relied = stored
                .evidence
                .iter()
                .find(|relied| relied.snapshot_id == answer.snapshot_id)?;
            Some(Told {
                stated_on: relied.stated_on,
                ..answer
            })
        })
        .collect()
}

async fn details(conn: &impl ConnectionTrait, ids: &[PatentId]) -> Result<Vec<Detail>> {
    let known = store::assessments::known(conn, ids, None).await?;
    let mut facts = store::facts::of_many(conn, ids).await?;
    Ok(known
        .into_iter()
        .map(|stored| {
            let told = facts.remove(&stored.patent_id).unwrap_or_default();
            let answers = newest(store::facts::read_by(told, stored.parser_version));
            Detail {
                stored,
                facts: merge(&answers),
                evidence: aspects::of(&answers),
            }
        })
        .collect())
}
