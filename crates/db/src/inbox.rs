//! What others tell us: each message once, its body kept, worked on by a job.

use chrono::{DateTime, Utc};
use kernel::{EventId, kind};
use sea_orm::{ConnectionTrait, FromQueryResult};

use crate::{Db, Error, NewJob, Result, Tx, sql};

/// A message of a provider, as it came.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Message {
    /// Our id of it.
    pub id: uuid::Uuid,
    /// Who sent it: `sandbox`, `stripe`.
    pub provider: String,
    /// The provider's own id of it.
    pub event_id: String,
    /// The provider's name for what happened.
    pub kind: String,
    /// The body, unchanged.
    pub body: String,
    /// When it came.
    pub received_at: DateTime<Utc>,
    /// When its effect was recorded.
    pub processed_at: Option<DateTime<Utc>>,
}

/// Whether a message had been received before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Received {
    /// It is new; a job will work on it.
    New,
    /// It was received before; nothing was done.
    Again,
}

/// The kind of job that works on a message; its payload is the message's id.
pub const PROCESS_JOB: &str = "inbox.process";

/// Keeps a message whose sender was verified, and orders the work on it, in one transaction.
///
/// # Errors
/// If the row cannot be written; the sender should then send again.
pub async fn receive(
    tx: &Tx,
    provider: &str,
    event_id: &str,
    event_kind: &str,
    body: &str,
) -> Result<Received> {
    let now = tx.db().clock().now();
    let id = tx.new_id::<kind::Event>(now);
    let insert = sql(
        &**tx,
        "INSERT INTO inbox (id, provider, event_id, kind, body, received_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (provider, event_id) DO NOTHING",
        [
            id.uuid().into(),
            provider.into(),
            event_id.into(),
            event_kind.into(),
            body.into(),
            now.into(),
        ],
    );
    if tx.execute_raw(insert).await?.rows_affected() == 0 {
        return Ok(Received::Again);
    }
    tx.enqueue(NewJob::new(PROCESS_JOB, &id)).await?;
    Ok(Received::New)
}

/// The message with this id, its row locked.
///
/// # Errors
/// [`Error::Corrupt`] if there is none.
pub async fn lock(tx: &Tx, id: EventId) -> Result<Message> {
    let select = format!(
        "SELECT id, provider, event_id, kind, body, received_at, processed_at FROM inbox WHERE id = $1{}",
        tx.for_update()
    );
    let found = Message::find_by_statement(sql(&**tx, select, [id.uuid().into()]))
        .one(&**tx)
        .await?;
    found.ok_or_else(|| Error::corrupt(format_args!("inbox has no message {id}")))
}

/// Marks a message as worked on, in the transaction of its effect.
///
/// # Errors
/// If the row cannot be written.
pub async fn mark_processed(tx: &Tx, id: EventId) -> Result<()> {
    let now = tx.db().clock().now();
    let update = "UPDATE inbox SET processed_at = $1, attempts = attempts + 1, quarantined_at = NULL, last_error = NULL WHERE id = $2";
    tx.execute_raw(sql(&**tx, update, [now.into(), id.uuid().into()]))
        .await?;
    Ok(())
}

/// Sets a message aside that cannot be worked on; it stays replayable.
///
/// # Errors
/// If the row cannot be written.
pub async fn quarantine(tx: &Tx, id: EventId, reason: &str) -> Result<()> {
    let now = tx.db().clock().now();
    let update =
        "UPDATE inbox SET quarantined_at = $1, attempts = attempts + 1, last_error = $2 WHERE id = $3";
    tx.execute_raw(sql(&**tx, update, [now.into(), reason.into(), id.uuid().into()]))
        .await?;
    Ok(())
}

/// Makes a message that was set aside due again. Returns whether there was one.
///
/// # Errors
/// If the row cannot be written.
pub async fn replay(tx: &Tx, id: EventId) -> Result<bool> {
    let update = "UPDATE inbox SET quarantined_at = NULL WHERE id = $1 AND quarantined_at IS NOT NULL AND processed_at IS NULL";
    let done = tx.execute_raw(sql(&**tx, update, [id.uuid().into()])).await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    tx.enqueue(NewJob::new(PROCESS_JOB, &id)).await
}

/// A message that was set aside. Its body stays in the database.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Quarantined {
    /// Our id of it.
    pub id: uuid::Uuid,
    /// Who sent it.
    pub provider: String,
    /// The provider's own id of it.
    pub event_id: String,
    /// The provider's name for what happened.
    pub kind: String,
    /// How often it was worked on.
    pub attempts: i32,
    /// Why it was set aside.
    pub last_error: Option<String>,
    /// When it came.
    pub received_at: DateTime<Utc>,
    /// When it was set aside.
    pub quarantined_at: DateTime<Utc>,
}

/// Messages that were set aside, newest first, from one that was set aside at a time on.
///
/// # Errors
/// If the database does not answer.
pub async fn quarantined_after(
    db: &Db,
    after: Option<(DateTime<Utc>, uuid::Uuid)>,
    limit: u32,
) -> Result<Vec<Quarantined>> {
    let mut values: Vec<sea_orm::Value> = Vec::new();
    let mut from = "";
    if let Some((at, id)) = after {
        values.extend([at.into(), id.into()]);
        from = "AND (quarantined_at < $1 OR (quarantined_at = $1 AND id < $2))";
    }
    let select = format!(
        "SELECT id, provider, event_id, kind, attempts, last_error, received_at, quarantined_at FROM inbox
         WHERE quarantined_at IS NOT NULL {from} ORDER BY quarantined_at DESC, id DESC LIMIT {limit}"
    );
    let conn = db.reader();
    Ok(Quarantined::find_by_statement(sql(conn, select, values))
        .all(conn)
        .await?)
}

/// What waits between the platform and others: messages that came, and events that were not told on yet.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct BoxCounts {
    /// Messages that are not worked on yet.
    pub inbox_waiting: i64,
    /// Messages that were set aside.
    pub inbox_quarantined: i64,
    /// When the longest waiting message came.
    pub inbox_oldest_at: Option<DateTime<Utc>>,
    /// Events that are not told on yet.
    pub outbox_waiting: i64,
    /// Since when the longest waiting event waits.
    pub outbox_oldest_at: Option<DateTime<Utc>>,
}

/// Counts what waits in the inbox and the outbox.
///
/// # Errors
/// If the database does not answer.
pub async fn counts(db: &Db) -> Result<BoxCounts> {
    const WAITS: &str = "FROM inbox WHERE processed_at IS NULL AND quarantined_at IS NULL";
    let select = format!(
        "SELECT (SELECT count(*) {WAITS}) AS inbox_waiting,
            (SELECT count(*) FROM inbox WHERE quarantined_at IS NOT NULL) AS inbox_quarantined,
            (SELECT min(received_at) {WAITS}) AS inbox_oldest_at,
            (SELECT count(*) FROM outbox WHERE dispatched_at IS NULL) AS outbox_waiting,
            (SELECT min(created_at) FROM outbox WHERE dispatched_at IS NULL) AS outbox_oldest_at"
    );
    let conn = db.reader();
    let found = BoxCounts::find_by_statement(sql(conn, select, []))
        .one(conn)
        .await?;
    found.ok_or_else(|| Error::corrupt("the boxes were not counted"))
}
