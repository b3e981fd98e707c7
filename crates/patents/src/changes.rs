//! What changed in how rights stand, as it was told.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use db::{Result, Tx, sql};
use kernel::PatentId;
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use uuid::Uuid;

use crate::{Patents, store::places};

/// A change of how a right stands, told once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastChange {
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
    patent_id: Uuid,
    kind: String,
    sub: String,
    changed_on: Option<NaiveDate>,
    detected_at: DateTime<Utc>,
}

impl Patents {
    /// What was learned of these rights after one moment, and up to another if that is said: the newest `limit`, newest first.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn changes_between(
        &self,
        ids: &[PatentId],
        after: DateTime<Utc>,
        until: Option<DateTime<Utc>>,
        limit: usize,
    ) -> Result<Vec<PastChange>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut values: Vec<Value> = vec![after.into()];
        let mut beyond = "";
        if let Some(until) = until {
            values.push(until.into());
            beyond = " AND detected_at <= $2";
        }
        let listed = places(values.len() + 1, ids.len());
        values.extend(ids.iter().map(|id| Value::from(id.uuid())));
        let select = format!(
            "SELECT patent_id, kind, sub, changed_on, detected_at FROM patent_changes
             WHERE patent_id IN ({listed}) AND detected_at > $1{beyond} ORDER BY detected_at DESC, id DESC LIMIT {limit}"
        );
        let conn = self.db.reader();
        let rows = Row::find_by_statement(sql(conn, select, values))
            .all(conn)
            .await?;
        Ok(rows
            .into_iter()
            .map(|row| PastChange {
                patent_id: row.patent_id.into(),
                kind: row.kind,
                sub: row.sub,
                on: row.changed_on,
                detected_at: row.detected_at,
            })
            .collect())
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
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let select = format!(
            "SELECT patent_id, max(detected_at) AS at FROM patent_changes
             WHERE kind = 'owner_changed' AND sub <> 'renamed' AND patent_id IN ({}) GROUP BY patent_id",
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
}
