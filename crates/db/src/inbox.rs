//! What others tell us: each message once, its body kept, worked on by a job.

use chrono::{DateTime, Utc};
use kernel::{EventId, kind};
use sea_orm::{ConnectionTrait, FromQueryResult};

use crate::{Error, NewJob, Result, Tx, sql};

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
