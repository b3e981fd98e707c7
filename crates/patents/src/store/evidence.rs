use chrono::{DateTime, Utc};
use db::{Result, Tx, sql};
use kernel::{PatentId, SnapshotId, kind};
use sea_orm::{ConnectionTrait, FromQueryResult};
use sha2::{Digest, Sha256};

use crate::source::PARSER_VERSION;

/// A body as it came from a register.
#[derive(Debug, Clone)]
pub struct NewSnapshot<'a> {
    /// The source: `epo-ops`, `uspto-odp`, `sample`.
    pub source: &'a str,
    /// What was asked, such as the file or the call it answers.
    pub call: &'a str,
    /// What kind of answer it is.
    pub kind: &'a str,
    /// When it came.
    pub fetched_at: DateTime<Utc>,
    /// Whether it was recorded some time before, nobody knows when.
    pub is_recording: bool,
    /// The HTTP status, where it was asked for over the network.
    pub http_status: Option<u16>,
    /// The version the register gave it (`ETag`).
    pub etag: Option<&'a str>,
    /// The body, unchanged.
    pub body: &'a str,
}

/// A body kept as evidence, without the body itself.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Snapshot {
    /// Its id.
    pub id: uuid::Uuid,
    /// The source.
    pub source: String,
    /// What was asked.
    pub call: String,
    /// What kind of answer it is.
    pub kind: String,
    /// When it came.
    pub fetched_at: DateTime<Utc>,
    /// SHA-256 of the body, in hexadecimal.
    pub body_sha256: String,
}

/// Keeps a body once. Returns its id if it is new.
pub(crate) async fn keep(tx: &Tx, snapshot: &NewSnapshot<'_>) -> Result<Option<SnapshotId>> {
    let id = tx.new_id::<kind::Snapshot>(snapshot.fetched_at);
    let insert =
        "INSERT INTO patent_snapshots (id, source, call, kind, fetched_at, is_recording, http_status, etag, body_sha256, body, parser_version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (source, call, body_sha256) DO NOTHING";
    let values = [
        id.uuid().into(),
        snapshot.source.into(),
        snapshot.call.into(),
        snapshot.kind.into(),
        snapshot.fetched_at.into(),
        snapshot.is_recording.into(),
        snapshot.http_status.map(i32::from).into(),
        snapshot.etag.into(),
        hex::encode(Sha256::digest(snapshot.body)).into(),
        snapshot.body.into(),
        PARSER_VERSION.into(),
    ];
    let done = tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok((done.rows_affected() > 0).then_some(id))
}

/// The snapshot that keeps this very body already.
pub(crate) async fn same(tx: &Tx, snapshot: &NewSnapshot<'_>) -> Result<Option<SnapshotId>> {
    let select = "SELECT id FROM patent_snapshots WHERE source = $1 AND call = $2 AND body_sha256 = $3";
    let values = [
        snapshot.source.into(),
        snapshot.call.into(),
        hex::encode(Sha256::digest(snapshot.body)).into(),
    ];
    let row = tx.query_one_raw(sql(&**tx, select, values)).await?;
    row.map(|row| Ok(row.try_get::<uuid::Uuid>("", "id")?.into()))
        .transpose()
}

/// The newest body that answered a call, and the version its register gave it.
pub(crate) struct Newest {
    pub(crate) id: SnapshotId,
    pub(crate) fetched_at: DateTime<Utc>,
    pub(crate) etag: Option<String>,
    pub(crate) body: String,
}

/// The newest answer to a call.
pub(crate) async fn newest(conn: &impl ConnectionTrait, source: &str, call: &str) -> Result<Option<Newest>> {
    let select = "SELECT id, fetched_at, etag, body FROM patent_snapshots WHERE source = $1 AND call = $2
                  ORDER BY fetched_at DESC, id DESC LIMIT 1";
    let row = conn
        .query_one_raw(sql(conn, select, [source.into(), call.into()]))
        .await?;
    row.map(|row| {
        Ok(Newest {
            id: row.try_get::<uuid::Uuid>("", "id")?.into(),
            fetched_at: row.try_get("", "fetched_at")?,
            etag: row.try_get("", "etag")?,
            body: row.try_get("", "body")?,
        })
    })
    .transpose()
}

/// Notes that a body is evidence for a right.
pub(crate) async fn link(tx: &Tx, patent: PatentId, snapshot: SnapshotId) -> Result<()> {
    let insert = "INSERT INTO patent_evidence (patent_id, snapshot_id) VALUES ($1, $2)
                  ON CONFLICT (patent_id, snapshot_id) DO NOTHING";
    tx.execute_raw(sql(&**tx, insert, [patent.uuid().into(), snapshot.uuid().into()]))
        .await?;
    Ok(())
}

/// The evidence for a right, newest first.
pub(crate) async fn of(conn: &impl ConnectionTrait, patent: PatentId, limit: u64) -> Result<Vec<Snapshot>> {
    let select = format!(
        "SELECT s.id, s.source, s.call, s.kind, s.fetched_at, s.body_sha256 FROM patent_evidence e
         JOIN patent_snapshots s ON s.id = e.snapshot_id WHERE e.patent_id = $1 ORDER BY s.fetched_at DESC, s.id DESC LIMIT {limit}"
    );
    Ok(
        Snapshot::find_by_statement(sql(conn, select, [patent.uuid().into()]))
            .all(conn)
            .await?,
    )
}

/// One piece of evidence.
pub(crate) async fn find(conn: &impl ConnectionTrait, id: SnapshotId) -> Result<Option<Snapshot>> {
    let select = "SELECT id, source, call, kind, fetched_at, body_sha256 FROM patent_snapshots WHERE id = $1";
    Ok(Snapshot::find_by_statement(sql(conn, select, [id.uuid().into()]))
        .one(conn)
        .await?)
}
