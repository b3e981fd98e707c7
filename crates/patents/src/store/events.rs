use std::collections::HashSet;

use chrono::{DateTime, NaiveDate, Utc};
use db::{Result, Tx, sql};
use kernel::{Cursor, LocalizedText, Page, PageRequest, PatentId, SnapshotId, kind};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::json;
use crate::facts::LegalEvent;

/// A register entry as kept.
#[derive(Debug, Clone)]
pub struct RecordedEvent {
    /// Its id.
    pub id: Uuid,
    /// Which source told of it.
    pub source: String,
    /// The office's code.
    pub code: String,
    /// The state it is about.
    pub territory: Option<String>,
    /// When it took effect, or was published.
    pub on: Option<NaiveDate>,
    /// What the register calls it.
    pub text: LocalizedText,
    /// What became of it, if something did.
    pub mark: Option<Mark>,
}

/// Adds an entry unless it is known. The key is what makes two entries the same, whichever body
/// told of them.
pub(crate) async fn add(
    tx: &Tx,
    patent: PatentId,
    snapshot: SnapshotId,
    source: &str,
    event: &LegalEvent,
    now: DateTime<Utc>,
) -> Result<bool> {
    let insert = "INSERT INTO patent_events
        (id, patent_id, snapshot_id, source, office, code, territory, event_on, text, detail, dedupe_key, recorded_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (dedupe_key) DO NOTHING";
    let values = [
        tx.new_id::<kind::Event>(now).uuid().into(),
        patent.uuid().into(),
        snapshot.uuid().into(),
        source.into(),
        event.office.code().into(),
        event.code.clone().into(),
        event.territory.clone().into(),
        event.on.into(),
        json(&event.text)?,
        json(&event.detail)?,
        dedupe_key(patent, source, event).into(),
        now.into(),
    ];
    Ok(tx.execute_raw(sql(&**tx, insert, values)).await?.rows_affected() > 0)
}

/// What makes two entries the same, whichever body told of them.
pub(crate) fn dedupe_key(patent: PatentId, source: &str, event: &LegalEvent) -> String {
    let identity = json!([
        source,
        patent,
        event.office,
        event.code,
        event.territory,
        event.on,
        event.text,
        event.detail
    ]);
    hex::encode(Sha256::digest(identity.to_string()))
}

crate::words::words! {
    /// What became of an entry: it is never taken off the record.
    pub enum Mark {
        /// Another entry corrects or deletes it.
        Corrected = "corrected",
        /// Its register no longer tells it.
        Retracted = "retracted",
        /// Its register tells it again.
        Restated = "restated",
    }
}

/// Marks entries, known by their keys, unless they are marked so.
pub(crate) async fn mark(
    tx: &Tx,
    mark: Mark,
    keys: &[String],
    cause: SnapshotId,
    now: DateTime<Utc>,
) -> Result<()> {
    for key in keys {
        let insert = format!(
            "INSERT INTO patent_event_marks (event_id, mark, snapshot_id, recorded_at)
             SELECT e.id, $1, $2, $3 FROM patent_events e
             WHERE e.dedupe_key = $4 AND COALESCE({NEWEST_MARK}, '') <> $1"
        );
        let values = [
            mark.as_str().into(),
            cause.uuid().into(),
            now.into(),
            key.clone().into(),
        ];
        tx.execute_raw(sql(&**tx, insert, values)).await?;
    }
    Ok(())
}

/// Marks retracted entries of a right that are told again.
pub(crate) async fn restate(
    tx: &Tx,
    patent: PatentId,
    told: &HashSet<String>,
    cause: SnapshotId,
    now: DateTime<Utc>,
) -> Result<()> {
    let select = format!(
        "SELECT e.dedupe_key FROM patent_events e WHERE e.patent_id = $1 AND {NEWEST_MARK} = 'retracted'"
    );
    let rows = tx
        .query_all_raw(sql(&**tx, select, [patent.uuid().into()]))
        .await?;
    let mut again = Vec::new();
    for row in rows {
        let key: String = row.try_get("", "dedupe_key")?;
        if told.contains(&key) {
            again.push(key);
        }
    }
    mark(tx, Mark::Restated, &again, cause, now).await
}

/// What an entry `e` was marked as last.
const NEWEST_MARK: &str = "(SELECT m.mark FROM patent_event_marks m WHERE m.event_id = e.id
    ORDER BY m.recorded_at DESC, m.snapshot_id DESC LIMIT 1)";

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    source: String,
    code: String,
    territory: Option<String>,
    event_on: Option<NaiveDate>,
    text: serde_json::Value,
    mark: Option<String>,
}

/// A right's entries, newest first; undated ones last.
pub(crate) async fn page(
    conn: &impl ConnectionTrait,
    patent: PatentId,
    request: &PageRequest,
) -> Result<Page<RecordedEvent>, PageError> {
    let scope = ("patent-events", patent);
    let mut values = vec![patent.uuid().into()];
    let mut after = String::new();
    if let Some(cursor) = &request.after {
        let (on, id): (NaiveDate, Uuid) = cursor.open(&scope)?;
        values.extend([on.into(), id.into()]);
        after = format!("AND ({SORT_ON}, id) < ($2, $3)");
    }
    let select = format!(
        "SELECT id, source, code, territory, event_on, text, {NEWEST_MARK} AS mark FROM patent_events e WHERE patent_id = $1 {after}
         ORDER BY {SORT_ON} DESC, id DESC LIMIT {}",
        request.first + 1
    );
    let rows = Row::find_by_statement(sql(conn, select, values))
        .all(conn)
        .await
        .map_err(db::Error::from)?;
    let key = |row: &Row| Cursor::new(&(row.event_on.unwrap_or(UNDATED), row.id), &scope);
    let page = Page::from_surplus(rows, request.first, key);
    let count = sql(
        conn,
        "SELECT count(*) AS n FROM patent_events WHERE patent_id = $1",
        [patent.uuid().into()],
    );
    let counted = conn.query_one_raw(count).await.map_err(db::Error::from)?;
    let total: i64 = counted
        .map_or(Ok(0), |row| row.try_get("", "n"))
        .map_err(db::Error::from)?;
    let page = page.with_total(u64::try_from(total).unwrap_or(0));
    Ok(page.map(|row| RecordedEvent {
        id: row.id,
        source: row.source,
        code: row.code,
        territory: row.territory,
        on: row.event_on,
        text: serde_json::from_value(row.text).unwrap_or_default(),
        mark: row.mark.and_then(|mark| mark.parse().ok()),
    }))
}

/// Where undated entries stand in the order.
const UNDATED: NaiveDate = match NaiveDate::from_ymd_opt(1, 1, 1) {
    Some(date) => date,
    None => NaiveDate::MIN,
};
const SORT_ON: &str = "COALESCE(event_on, '0001-01-01')";

/// Why a page cannot be given.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    /// The cursor is not one of this list.
    #[error(transparent)]
    Cursor(#[from] kernel::CursorError),
    /// The database.
    #[error(transparent)]
    Store(#[from] db::Error),
}
