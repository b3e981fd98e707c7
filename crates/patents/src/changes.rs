//! What changed in how rights stand, as it was told.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use db::{Before, Result, Tx, sql};
use kernel::PatentId;
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use uuid::Uuid;

use crate::{Patents, store::places};

/// Rights, and a time in which what was learned of them counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeSpan {
    /// The rights.
    pub patents: Vec<PatentId>,
    /// From when; what was learned at this moment was known before.
    pub after: DateTime<Utc>,
    /// Until when, this moment with it; without an end if that is not said.
    pub until: Option<DateTime<Utc>>,
}

impl ChangeSpan {
    fn condition(&self, values: &mut Vec<Value>) -> String {
        let listed = places(values.len() + 1, self.patents.len());
        values.extend(self.patents.iter().map(|id| Value::from(id.uuid())));
        values.push(self.after.into());
        let mut condition = format!("patent_id IN ({listed}) AND detected_at > ${}", values.len());
        if let Some(until) = self.until {
            values.push(until.into());
            condition.push_str(&format!(" AND detected_at <= ${}", values.len()));
        }
        condition
    }
}

/// A change of how a right stands, told once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastChange {
    /// Its own id.
    pub id: Uuid,
    /// The right.
    pub patent_id: PatentId,
    /// What changed: the stored word of a [`crate::watch::ChangeKind`].
    pub kind: String,
    /// Which of its kind, as a word; empty where there is one only.
    pub sub: String,
    /// Since when, where the register tells.
    pub on: Option<NaiveDate>,
    /// When it was learned.
    pub detected_at: DateTime<Utc>,
}

#[derive(FromQueryResult)]
struct Row {
    place: i32,
    id: Uuid,
    patent_id: Uuid,
    kind: String,
    sub: String,
    changed_on: Option<NaiveDate>,
    detected_at: DateTime<Utc>,
}

impl Patents {
    /// What was learned in each of these spans: the newest `most` of each that come after `before`, newest first, each with
    /// the place of its span among them.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn changes_in(
        &self,
        spans: &[ChangeSpan],
        before: Option<&Before>,
        most: usize,
    ) -> Result<Vec<(usize, PastChange)>> {
        let mut values = Vec::new();
        let parts: Vec<_> = spans
            .iter()
            .enumerate()
            .filter(|(_, span)| !span.patents.is_empty())
            .map(|(place, span)| {
                let mut condition = span.condition(&mut values);
                if let Some(before) = before {
                    condition.push_str(" AND ");
                    condition.push_str(&before.condition("detected_at", "id", &mut values));
                }
                // In parentheses twice: one engine takes no limit in a part of a union, unless it is a query of its own.
                format!(
                    "SELECT * FROM (SELECT {place} AS place, id, patent_id, kind, sub, changed_on, detected_at
                     FROM patent_changes WHERE {condition} ORDER BY detected_at DESC, id DESC LIMIT {most}) part_{place}"
                )
            })
            .collect();
        if parts.is_empty() {
            return Ok(Vec::new());
        }
        let select = format!("{} ORDER BY detected_at DESC, id DESC", parts.join(" UNION ALL "));
        let conn = self.db.reader();
        let rows = Row::find_by_statement(sql(conn, select, values))
            .all(conn)
            .await?;
        let told = |row: Row| {
            let change = PastChange {
                id: row.id,
                patent_id: row.patent_id.into(),
                kind: row.kind,
                sub: row.sub,
                on: row.changed_on,
                detected_at: row.detected_at,
            };
            (usize::try_from(row.place).unwrap_or(0), change)
        };
        Ok(rows.into_iter().map(told).collect())
    }

    /// How many changes were learned in each of these spans, in their order.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn count_changes_in(&self, spans: &[ChangeSpan]) -> Result<Vec<u64>> {
        let mut counts = vec![0; spans.len()];
        let mut values = Vec::new();
        let parts: Vec<_> = spans
            .iter()
            .enumerate()
            .filter(|(_, span)| !span.patents.is_empty())
            .map(|(place, span)| {
                let condition = span.condition(&mut values);
                format!("SELECT {place} AS place, count(*) AS n FROM patent_changes WHERE {condition}")
            })
            .collect();
        if parts.is_empty() {
            return Ok(counts);
        }
        let conn = self.db.reader();
        let rows = conn
            .query_all_raw(sql(conn, parts.join(" UNION ALL "), values))
            .await?;
        for row in rows {
            let place: i32 = row.try_get("", "place")?;
            let n: i64 = row.try_get("", "n")?;
            if let Some(count) = usize::try_from(place)
                .ok()
                .and_then(|place| counts.get_mut(place))
            {
                *count = u64::try_from(n).unwrap_or(0);
            }
        }
        Ok(counts)
    }

    /// When it was last learned, by what this transaction sees, that rights have other owners than before: who replaced,
    /// joined or left them. A change of name is none. Rights whose owners never changed are left out.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn owners_changed_in(
        &self,
        tx: &Tx,
        ids: &[PatentId],
    ) -> Result<HashMap<PatentId, DateTime<Utc>>> {
        learned_in(tx, ids, "kind = 'owner_changed' AND sub <> 'renamed'").await
    }

    /// When it was last learned, by what this transaction sees, that rights had ended. Rights of which that was never learned, as
    /// they were over when they were first told of, are left out.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn ended_in(&self, tx: &Tx, ids: &[PatentId]) -> Result<HashMap<PatentId, DateTime<Utc>>> {
        learned_in(tx, ids, "kind = 'ended'").await
    }
}

/// When changes of a kind were last learned of rights.
async fn learned_in(tx: &Tx, ids: &[PatentId], kind: &str) -> Result<HashMap<PatentId, DateTime<Utc>>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let select = format!(
        "SELECT patent_id, max(detected_at) AS at FROM patent_changes
         WHERE {kind} AND patent_id IN ({}) GROUP BY patent_id",
        places(1, ids.len())
    );
    let values: Vec<Value> = ids.iter().map(|id| id.uuid().into()).collect();
    let rows = tx.query_all_raw(sql(&**tx, select, values)).await?;
    rows.iter()
        .map(|row| {
            Ok((
                row.try_get::<Uuid>("", "patent_id")?.into(),
                row.try_get("", "at")?,
            ))
        })
        .collect()
}
