//! Rows of rounds and of their documents.

use chrono::{DateTime, Utc};
use db::{PersonKey, Result, Tx, sql};
use kernel::{FileId, UserId, VerificationId};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use crate::{Document, Kind, Verification};

const COLUMNS: &str = "v.id, v.user_id, v.kind, v.state, v.facts, v.screening, v.created_at, v.submitted_at,
    v.waiting_since, v.reviewer_id, v.claimed_at, v.decided_at, v.reason, v.note, v.expires_at, v.version";

/// A round as stored: what was stated is sealed.
#[derive(Debug, FromQueryResult)]
pub(crate) struct Row {
    id: Uuid,
    pub(crate) user_id: Uuid,
    kind: String,
    state: String,
    facts: Vec<u8>,
    screening: Option<Vec<u8>>,
    created_at: DateTime<Utc>,
    submitted_at: Option<DateTime<Utc>>,
    waiting_since: Option<DateTime<Utc>>,
    reviewer_id: Option<Uuid>,
    claimed_at: Option<DateTime<Utc>>,
    decided_at: Option<DateTime<Utc>>,
    reason: Option<String>,
    note: Option<Vec<u8>>,
    expires_at: Option<DateTime<Utc>>,
    version: i64,
}

fn place(id: VerificationId, what: &str) -> String {
    format!("verifications/{id}/{what}")
}

fn read<T: DeserializeOwned>(key: &PersonKey, id: VerificationId, what: &str, sealed: &[u8]) -> Result<T> {
    let plain = key.open(&place(id, what), sealed)?;
    serde_json::from_slice(&plain)
        .map_err(|_| db::Error::corrupt(format_args!("{what} of {id} cannot be read")))
}

fn seal<T: Serialize>(
    tx: &Tx,
    key: &PersonKey,
    id: VerificationId,
    what: &str,
    value: &T,
) -> Result<Vec<u8>> {
    let plain = serde_json::to_vec(value).map_err(db::Error::corrupt)?;
    key.seal(tx.db().ids().as_ref(), &place(id, what), &plain)
}

impl Row {
    /// The round, with what is sealed opened by its person's key; without, if there is none.
    pub(crate) fn open(self, key: Option<&PersonKey>) -> Result<Verification> {
        let id = VerificationId::from(self.id);
        let note = match (key, &self.note) {
            (Some(key), Some(note)) => Some(read(key, id, "note", note)?),
            _ => None,
        };
        let hits = match (key, &self.screening) {
            (Some(key), Some(found)) => Some(read(key, id, "screening", found)?),
            _ => None,
        };
        Ok(Verification {
            id,
            user_id: self.user_id.into(),
            kind: self.kind.parse()?,
            state: self.state.parse()?,
            facts: key.map(|key| read(key, id, "facts", &self.facts)).transpose()?,
            hits,
            created_at: self.created_at,
            submitted_at: self.submitted_at,
            waiting_since: self.waiting_since,
            reviewer_id: self.reviewer_id.map(Into::into),
            claimed_at: self.claimed_at,
            decided_at: self.decided_at,
            reason: self.reason.map(|reason| reason.parse()).transpose()?,
            note,
            expires_at: self.expires_at,
            version: self.version,
        })
    }
}

async fn all(conn: &impl ConnectionTrait, rest: &str, values: Vec<Value>) -> Result<Vec<Row>> {
    let select = format!("SELECT {COLUMNS} FROM verifications v {rest}");
    Ok(Row::find_by_statement(sql(conn, select, values))
        .all(conn)
        .await?)
}

pub(crate) async fn find(conn: &impl ConnectionTrait, id: VerificationId) -> Result<Option<Row>> {
    Ok(all(conn, "WHERE v.id = $1", vec![id.uuid().into()]).await?.pop())
}

pub(crate) async fn lock(tx: &Tx, id: VerificationId) -> Result<Option<Row>> {
    let rest = format!("WHERE v.id = $1{}", tx.for_update());
    Ok(all(&**tx, &rest, vec![id.uuid().into()]).await?.pop())
}

/// Every round of a person, the newest first.
pub(crate) async fn of_user(conn: &impl ConnectionTrait, user: UserId) -> Result<Vec<Row>> {
    all(
        conn,
        "WHERE v.user_id = $1 ORDER BY v.id DESC LIMIT 50",
        vec![user.uuid().into()],
    )
    .await
}

/// The round of a kind that is being written or waits, locked.
pub(crate) async fn under_way(tx: &Tx, user: UserId, kind: Kind) -> Result<Option<Row>> {
    let rest = format!(
        "WHERE v.user_id = $1 AND v.kind = $2 AND v.state IN ('unsubmitted', 'submitted'){}",
        tx.for_update()
    );
    let values = vec![user.uuid().into(), kind.as_str().into()];
    Ok(all(&**tx, &rest, values).await?.pop())
}

/// The rounds of people that were approved, whether their time is over or not.
pub(crate) async fn approved_of(conn: &impl ConnectionTrait, users: &[UserId]) -> Result<Vec<Row>> {
    if users.is_empty() {
        return Ok(Vec::new());
    }
    let places: Vec<_> = (1..=users.len()).map(|n| format!("${n}")).collect();
    let rest = format!(
        "WHERE v.state = 'approved' AND v.user_id IN ({}) ORDER BY v.id",
        places.join(", ")
    );
    all(conn, &rest, users.iter().map(|user| user.uuid().into()).collect()).await
}

/// Approved rounds after one, in the order of their ids.
pub(crate) async fn approved_after(
    conn: &impl ConnectionTrait,
    after: Option<VerificationId>,
    limit: u64,
) -> Result<Vec<Row>> {
    let rest = format!("WHERE v.state = 'approved' AND v.id > $1 ORDER BY v.id LIMIT {limit}");
    all(
        conn,
        &rest,
        vec![after.map_or(Uuid::nil(), VerificationId::uuid).into()],
    )
    .await
}

/// Approved rounds whose time is over.
pub(crate) async fn ending(conn: &impl ConnectionTrait, now: DateTime<Utc>, limit: u64) -> Result<Vec<Row>> {
    let rest =
        format!("WHERE v.state = 'approved' AND v.expires_at <= $1 ORDER BY v.expires_at LIMIT {limit}");
    all(conn, &rest, vec![now.into()]).await
}

/// What waits for a reviewer, the longest waiting first.
pub(crate) async fn waiting(
    conn: &impl ConnectionTrait,
    after: Option<(DateTime<Utc>, VerificationId)>,
    limit: u32,
) -> Result<Vec<Row>> {
    let (at, id) = after.unwrap_or((DateTime::UNIX_EPOCH, VerificationId::from_uuid(Uuid::nil())));
    let rest = format!(
        "WHERE v.waiting_since IS NOT NULL AND (v.waiting_since > $1 OR (v.waiting_since = $1 AND v.id > $2))
         ORDER BY v.waiting_since, v.id LIMIT {limit}"
    );
    all(conn, &rest, vec![at.into(), id.uuid().into()]).await
}

pub(crate) async fn count_waiting(conn: &impl ConnectionTrait) -> Result<u64> {
    let select = "SELECT count(*) AS n FROM verifications WHERE waiting_since IS NOT NULL";
    let row = conn.query_one_raw(sql(conn, select, [])).await?;
    let count: i64 = row.map_or(Ok(0), |row| row.try_get("", "n"))?;
    Ok(u64::try_from(count).unwrap_or(0))
}

pub(crate) async fn insert(tx: &Tx, key: &PersonKey, round: &Verification) -> Result<()> {
    let insert = "INSERT INTO verifications (id, user_id, kind, state, facts, created_at, version)
                  VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let values = [
        round.id.uuid().into(),
        round.user_id.uuid().into(),
        round.kind.as_str().into(),
        round.state.as_str().into(),
        seal(tx, key, round.id, "facts", &round.facts)?.into(),
        round.created_at.into(),
        round.version.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

/// Writes the whole row, what is sealed included.
pub(crate) async fn update(tx: &Tx, key: &PersonKey, round: &Verification) -> Result<()> {
    let update = "UPDATE verifications SET state = $1, facts = $2, screening = $3, is_flagged = $4, submitted_at = $5,
                  waiting_since = $6, reviewer_id = $7, claimed_at = $8, decided_at = $9, reason = $10, note = $11,
                  expires_at = $12, version = $13 WHERE id = $14";
    let id = round.id;
    let hits = round
        .hits
        .as_ref()
        .map(|hits| seal(tx, key, id, "screening", hits))
        .transpose()?;
    let note = round
        .note
        .as_ref()
        .map(|note| seal(tx, key, id, "note", note))
        .transpose()?;
    let values = [
        round.state.as_str().into(),
        seal(tx, key, id, "facts", &round.facts)?.into(),
        hits.into(),
        round.hits.as_ref().is_some_and(|hits| !hits.is_empty()).into(),
        round.submitted_at.into(),
        round.waiting_since.into(),
        round.reviewer_id.map(|id| id.uuid()).into(),
        round.claimed_at.into(),
        round.decided_at.into(),
        round.reason.map(|reason| reason.as_str()).into(),
        note.into(),
        round.expires_at.into(),
        round.version.into(),
        id.uuid().into(),
    ];
    tx.execute_raw(sql(&**tx, update, values)).await?;
    Ok(())
}

pub(crate) async fn attach(tx: &Tx, document: &Document) -> Result<()> {
    let insert = "INSERT INTO verification_documents (verification_id, file_id, kind, attached_at) VALUES ($1, $2, $3, $4)";
    let values = [
        document.verification_id.uuid().into(),
        document.file_id.uuid().into(),
        document.kind.as_str().into(),
        document.attached_at.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

pub(crate) async fn detach(tx: &Tx, id: VerificationId, file: FileId) -> Result<bool> {
    let delete = "DELETE FROM verification_documents WHERE verification_id = $1 AND file_id = $2";
    let done = tx
        .execute_raw(sql(&**tx, delete, [id.uuid().into(), file.uuid().into()]))
        .await?;
    Ok(done.rows_affected() > 0)
}

/// The documents of a round, in the order they were attached.
pub(crate) async fn documents(conn: &impl ConnectionTrait, id: VerificationId) -> Result<Vec<Document>> {
    let select = "SELECT file_id, kind, attached_at FROM verification_documents
                  WHERE verification_id = $1 ORDER BY attached_at, file_id";
    let rows = conn.query_all_raw(sql(conn, select, [id.uuid().into()])).await?;
    rows.iter()
        .map(|row| {
            let kind: String = row.try_get("", "kind")?;
            Ok(Document {
                verification_id: id,
                file_id: row.try_get::<Uuid>("", "file_id")?.into(),
                kind: kind.parse()?,
                attached_at: row.try_get("", "attached_at")?,
            })
        })
        .collect()
}
