use chrono::{DateTime, Utc};
use db::{FirstOfEach, Result, Tx, sql};
use kernel::{PatentDocumentId, PatentId, UserId};
use sea_orm::{ConnectionTrait, QueryResult, Value};
use uuid::Uuid;

use super::{json, places, word};
use crate::documents::PatentDocument;

/// How many documents of a right are read at once.
const OF_EACH: usize = 20;

const COLUMNS: &str =
    "d.id, d.patent_id, d.submitted_by, d.kind, d.stated, d.file_id, d.state, d.submitted_at, d.reviewer_id,
    d.claimed_at, d.decided_at, d.reason, d.note";

fn document(row: &QueryResult) -> Result<PatentDocument> {
    let reason: Option<String> = row.try_get("", "reason")?;
    let stated: serde_json::Value = row.try_get("", "stated")?;
    Ok(PatentDocument {
        id: row.try_get::<Uuid>("", "id")?.into(),
        patent_id: row.try_get::<Uuid>("", "patent_id")?.into(),
        submitted_by: row.try_get::<Uuid>("", "submitted_by")?.into(),
        kind: word(row, "kind")?,
        stated: serde_json::from_value(stated).map_err(db::Error::corrupt)?,
        file_id: row.try_get::<Uuid>("", "file_id")?.into(),
        state: word(row, "state")?,
        submitted_at: row.try_get("", "submitted_at")?,
        reviewer_id: row.try_get::<Option<Uuid>>("", "reviewer_id")?.map(Into::into),
        claimed_at: row.try_get("", "claimed_at")?,
        decided_at: row.try_get("", "decided_at")?,
        reason: reason
            .map(|reason| {
                let known = reason.parse();
                known.map_err(|()| db::Error::corrupt(format!("{reason} is no reason")))
            })
            .transpose()?,
        note: row.try_get("", "note")?,
    })
}

async fn all(conn: &impl ConnectionTrait, rest: &str, values: Vec<Value>) -> Result<Vec<PatentDocument>> {
    let select = format!("SELECT {COLUMNS} FROM patent_documents d {rest}");
    let rows = conn.query_all_raw(sql(conn, select, values)).await?;
    rows.iter().map(document).collect()
}

async fn count(conn: &impl ConnectionTrait, rest: &str, values: Vec<Value>) -> Result<u64> {
    let select = format!("SELECT count(*) AS n FROM patent_documents d WHERE d.state = 'submitted'{rest}");
    let row = conn.query_one_raw(sql(conn, select, values)).await?;
    let count: i64 = row.map_or(Ok(0), |row| row.try_get("", "n"))?;
    Ok(u64::try_from(count).unwrap_or(0))
}

pub(crate) async fn find(
    conn: &impl ConnectionTrait,
    id: PatentDocumentId,
) -> Result<Option<PatentDocument>> {
    Ok(all(conn, "WHERE d.id = $1", vec![id.uuid().into()]).await?.pop())
}

pub(crate) async fn lock(tx: &Tx, id: PatentDocumentId) -> Result<Option<PatentDocument>> {
    let rest = format!("WHERE d.id = $1{}", tx.for_update());
    Ok(all(&**tx, &rest, vec![id.uuid().into()]).await?.pop())
}

/// What a person handed in for these rights, the newest first.
pub(crate) async fn by(
    conn: &impl ConnectionTrait,
    person: UserId,
    patents: &[PatentId],
) -> Result<Vec<PatentDocument>> {
    if patents.is_empty() {
        return Ok(Vec::new());
    }
    let mut values: Vec<Value> = vec![person.uuid().into()];
    values.extend(patents.iter().map(|id| Value::from(id.uuid())));
    let newest = FirstOfEach {
        table: "patent_documents",
        parent: "patent_id",
        condition: &format!(
            "submitted_by = $1 AND patent_id IN ({})",
            places(2, patents.len())
        ),
        order: "id DESC",
        most: OF_EACH,
    };
    let rest = format!("WHERE d.id IN {} ORDER BY d.id DESC", newest.ids());
    all(conn, &rest, values).await
}

/// What waits for a reviewer, the longest waiting first.
pub(crate) async fn waiting(
    conn: &impl ConnectionTrait,
    after: Option<(DateTime<Utc>, PatentDocumentId)>,
    limit: u32,
) -> Result<Vec<PatentDocument>> {
    let (at, id) = after.unwrap_or((DateTime::UNIX_EPOCH, PatentDocumentId::from_uuid(Uuid::nil())));
    let rest = format!(
        "WHERE d.state = 'submitted' AND (d.submitted_at > $1 OR (d.submitted_at = $1 AND d.id > $2))
         ORDER BY d.submitted_at, d.id LIMIT {limit}"
    );
    all(conn, &rest, vec![at.into(), id.uuid().into()]).await
}

pub(crate) async fn count_waiting(conn: &impl ConnectionTrait) -> Result<u64> {
    count(conn, "", Vec::new()).await
}

pub(crate) async fn count_waiting_of(tx: &Tx, person: UserId) -> Result<u64> {
    count(&**tx, " AND d.submitted_by = $1", vec![person.uuid().into()]).await
}

/// The hash of the file as it was handed in: SHA-256 in hexadecimal.
pub(crate) async fn file_hash(tx: &Tx, id: PatentDocumentId) -> Result<String> {
    let select = "SELECT file_sha256 FROM patent_documents WHERE id = $1";
    let row = tx.query_one_raw(sql(&**tx, select, [id.uuid().into()])).await?;
    let row = row.ok_or_else(|| db::Error::corrupt(format!("{id} is gone while it is locked")))?;
    Ok(row.try_get("", "file_sha256")?)
}

pub(crate) async fn insert(tx: &Tx, document: &PatentDocument, file_sha256: &str) -> Result<()> {
    let insert = "INSERT INTO patent_documents
        (id, patent_id, submitted_by, kind, stated, file_id, file_sha256, state, submitted_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let values = [
        document.id.uuid().into(),
        document.patent_id.uuid().into(),
        document.submitted_by.uuid().into(),
        document.kind.as_str().into(),
        json(&document.stated)?,
        document.file_id.uuid().into(),
        file_sha256.into(),
        document.state.as_str().into(),
        document.submitted_at.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

/// What was stated and the file are never changed.
pub(crate) async fn update(tx: &Tx, document: &PatentDocument) -> Result<()> {
    let update = "UPDATE patent_documents SET state = $1, reviewer_id = $2, claimed_at = $3, decided_at = $4, reason = $5,
                  note = $6 WHERE id = $7";
    let values = [
        document.state.as_str().into(),
        document.reviewer_id.map(|id| id.uuid()).into(),
        document.claimed_at.into(),
        document.decided_at.into(),
        document.reason.map(|reason| reason.as_str()).into(),
        document.note.clone().into(),
        document.id.uuid().into(),
    ];
    tx.execute_raw(sql(&**tx, update, values)).await?;
    Ok(())
}
