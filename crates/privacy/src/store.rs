//! Rows of exports and erasures.

use chrono::{DateTime, Utc};
use db::{Error, Result, Tx, sql};
use kernel::{ErasureId, ExportId, UserId};
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

use crate::{Erasure, Export};

#[derive(FromQueryResult)]
struct ExportRow {
    id: Uuid,
    user_id: Uuid,
    state: String,
    asked_at: DateTime<Utc>,
    made_at: Option<DateTime<Utc>>,
    expires_at: Option<DateTime<Utc>>,
    byte_size: Option<i64>,
    sha256: Option<String>,
}

const EXPORT: &str =
    "SELECT e.id, e.user_id, e.state, e.asked_at, e.made_at, e.expires_at, e.byte_size, e.sha256
    FROM privacy_exports e";

impl TryFrom<ExportRow> for Export {
    type Error = Error;

    fn try_from(row: ExportRow) -> Result<Self> {
        Ok(Self {
            id: row.id.into(),
            user_id: row.user_id.into(),
            state: row.state.parse().map_err(Error::corrupt)?,
            asked_at: row.asked_at,
            made_at: row.made_at,
            expires_at: row.expires_at,
            byte_size: row.byte_size.and_then(|size| u64::try_from(size).ok()),
            sha256: row.sha256,
        })
    }
}

async fn exports(
    conn: &impl ConnectionTrait,
    rest: &str,
    values: Vec<sea_orm::Value>,
) -> Result<Vec<Export>> {
    let rows = ExportRow::find_by_statement(sql(conn, format!("{EXPORT} {rest}"), values))
        .all(conn)
        .await?;
    rows.into_iter().map(Export::try_from).collect()
}

/// The newest exports of a person.
pub(crate) async fn exports_of(conn: &impl ConnectionTrait, user: UserId, limit: u64) -> Result<Vec<Export>> {
    let rest = format!("WHERE e.user_id = $1 ORDER BY e.id DESC LIMIT {limit}");
    exports(conn, &rest, vec![user.uuid().into()]).await
}

pub(crate) async fn find_export(conn: &impl ConnectionTrait, id: ExportId) -> Result<Option<Export>> {
    Ok(exports(conn, "WHERE e.id = $1", vec![id.uuid().into()])
        .await?
        .pop())
}

pub(crate) async fn lock_export(tx: &Tx, id: ExportId) -> Result<Option<Export>> {
    let rest = format!("WHERE e.id = $1{}", tx.for_update());
    Ok(exports(&**tx, &rest, vec![id.uuid().into()]).await?.pop())
}

/// Exports that are ready and whose time is over.
pub(crate) async fn ended_exports(
    conn: &impl ConnectionTrait,
    now: DateTime<Utc>,
    limit: u64,
) -> Result<Vec<Export>> {
    let rest = format!("WHERE e.state = 'ready' AND e.expires_at <= $1 ORDER BY e.expires_at LIMIT {limit}");
    exports(conn, &rest, vec![now.into()]).await
}

/// How many exports a person asked for since a moment.
pub(crate) async fn count_exports(tx: &Tx, user: UserId, since: DateTime<Utc>) -> Result<u64> {
    let select = "SELECT count(*) AS n FROM privacy_exports WHERE user_id = $1 AND asked_at > $2";
    let row = tx
        .query_one_raw(sql(&**tx, select, [user.uuid().into(), since.into()]))
        .await?;
    let n: i64 = row.map_or(Ok(0), |row| row.try_get("", "n"))?;
    Ok(u64::try_from(n).unwrap_or(0))
}

pub(crate) async fn insert_export(tx: &Tx, export: &Export) -> Result<()> {
    let insert = "INSERT INTO privacy_exports (id, user_id, state, asked_at) VALUES ($1, $2, $3, $4)";
    let values = [
        export.id.uuid().into(),
        export.user_id.uuid().into(),
        export.state.as_str().into(),
        export.asked_at.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

pub(crate) async fn update_export(tx: &Tx, export: &Export) -> Result<()> {
    let update =
        "UPDATE privacy_exports SET state = $1, made_at = $2, expires_at = $3, byte_size = $4, sha256 = $5
                  WHERE id = $6";
    let values = [
        export.state.as_str().into(),
        export.made_at.into(),
        export.expires_at.into(),
        export.byte_size.and_then(|size| i64::try_from(size).ok()).into(),
        export.sha256.clone().into(),
        export.id.uuid().into(),
    ];
    tx.execute_raw(sql(&**tx, update, values)).await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct ErasureRow {
    id: Uuid,
    user_id: Uuid,
    state: String,
    asked_at: DateTime<Utc>,
    due_at: DateTime<Utc>,
    held_at: Option<DateTime<Utc>>,
    told_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
}

const ERASURE: &str =
    "SELECT e.id, e.user_id, e.state, e.asked_at, e.due_at, e.held_at, e.told_at, e.ended_at FROM erasures e";

impl TryFrom<ErasureRow> for Erasure {
    type Error = Error;

    fn try_from(row: ErasureRow) -> Result<Self> {
        Ok(Self {
            id: row.id.into(),
            user_id: row.user_id.into(),
            state: row.state.parse().map_err(Error::corrupt)?,
            asked_at: row.asked_at,
            due_at: row.due_at,
            held_at: row.held_at,
            told_at: row.told_at,
            ended_at: row.ended_at,
        })
    }
}

async fn erasure(conn: &impl ConnectionTrait, rest: &str, value: sea_orm::Value) -> Result<Option<Erasure>> {
    let row = ErasureRow::find_by_statement(sql(conn, format!("{ERASURE} {rest}"), [value]))
        .one(conn)
        .await?;
    row.map(Erasure::try_from).transpose()
}

/// The erasure of a person's account that waits.
pub(crate) async fn waiting_erasure(conn: &impl ConnectionTrait, user: UserId) -> Result<Option<Erasure>> {
    erasure(
        conn,
        "WHERE e.user_id = $1 AND e.state = 'waiting'",
        user.uuid().into(),
    )
    .await
}

pub(crate) async fn find_erasure(conn: &impl ConnectionTrait, id: ErasureId) -> Result<Option<Erasure>> {
    erasure(conn, "WHERE e.id = $1", id.uuid().into()).await
}

pub(crate) async fn lock_erasure(tx: &Tx, id: ErasureId) -> Result<Option<Erasure>> {
    let rest = format!("WHERE e.id = $1{}", tx.for_update());
    erasure(&**tx, &rest, id.uuid().into()).await
}

pub(crate) async fn insert_erasure(tx: &Tx, erasure: &Erasure) -> Result<()> {
    let insert = "INSERT INTO erasures (id, user_id, state, asked_at, due_at) VALUES ($1, $2, $3, $4, $5)";
    let values = [
        erasure.id.uuid().into(),
        erasure.user_id.uuid().into(),
        erasure.state.as_str().into(),
        erasure.asked_at.into(),
        erasure.due_at.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

pub(crate) async fn update_erasure(tx: &Tx, erasure: &Erasure) -> Result<()> {
    let update = "UPDATE erasures SET state = $1, held_at = $2, told_at = $3, ended_at = $4 WHERE id = $5";
    let values = [
        erasure.state.as_str().into(),
        erasure.held_at.into(),
        erasure.told_at.into(),
        erasure.ended_at.into(),
        erasure.id.uuid().into(),
    ];
    tx.execute_raw(sql(&**tx, update, values)).await?;
    Ok(())
}
