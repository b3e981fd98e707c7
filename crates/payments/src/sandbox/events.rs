//! The sandbox's messages: one for every change, signed, delivered until they are taken.

use chrono::{DateTime, TimeDelta, Utc};
use db::{Job, JobError, JobResult, NewJob, Tx, sql};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde_json::json;

use super::Sandbox;
use crate::{Deliver, ProviderError, Setup, SetupStatus, webhook};

/// The kind of job that delivers one message; its payload is the message's id.
pub const DELIVER_JOB: &str = "sandbox.deliver";

/// How long a message is delivered again and again.
const KEEP_TRYING: TimeDelta = TimeDelta::days(3);
/// How long one try may take before another process may try.
const LEASE: TimeDelta = TimeDelta::seconds(30);

/// How many messages a round delivered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Delivered {
    /// Taken.
    pub taken: usize,
    /// Not taken; they are due again later.
    pub refused: usize,
}

fn kind_of(setup: &Setup) -> &'static str {
    match setup.status {
        SetupStatus::Succeeded => "setup_intent.succeeded",
        SetupStatus::Canceled => "setup_intent.canceled",
        SetupStatus::RequiresAction | SetupStatus::Processing => "setup_intent.requires_action",
        SetupStatus::RequiresCard => "setup_intent.setup_failed",
    }
}

/// Makes the message of a change, in its transaction, and orders its delivery.
pub(super) async fn make(tx: &Tx, setup: &Setup) -> Result<(), ProviderError> {
    let now = tx.db().clock().now();
    let id = format!("evt_sandbox_{}", tx.db().ids().uuid(now).simple());
    let failure = setup
        .failure
        .as_ref()
        .map(|failure| json!({"code": failure.code, "message": failure.message}));
    let body = json!({
        "id": id, "object": "event", "type": kind_of(setup), "created": now.timestamp(), "livemode": false,
        "data": {"object": {
            "id": setup.provider_id, "object": "setup_intent", "status": setup.status,
            "metadata": {"setup": setup.key}, "last_setup_error": failure,
        }},
    });
    let insert = "INSERT INTO sandbox_events (id, setup_id, kind, body, created_at, deliver_at)
                  VALUES ($1, $2, $3, $4, $5, $5)";
    let values = [
        id.clone().into(),
        setup.provider_id.clone().into(),
        kind_of(setup).into(),
        body.to_string().into(),
        now.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    tx.enqueue(NewJob::new(DELIVER_JOB, &id).max_attempts(80)).await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct Due {
    id: String,
    body: String,
    attempts: i32,
    created_at: DateTime<Utc>,
}

impl Sandbox {
    /// Delivers every message that is due, oldest first. One that is not taken is due again
    /// later, for three days.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn deliver_due(&self, via: &dyn Deliver) -> Result<Delivered, ProviderError> {
        let mut round = Delivered::default();
        loop {
            let due = self.claim("", vec![]).await?;
            if due.is_empty() {
                return Ok(round);
            }
            for event in due {
                match self.attempt(&event, via).await? {
                    Ok(()) => round.taken += 1,
                    Err(_) => round.refused += 1,
                }
            }
        }
    }

    /// Does a job of kind [`DELIVER_JOB`]: delivers its message unless that was done.
    ///
    /// # Errors
    /// [`JobError::Retry`] if it was not taken.
    pub async fn run_deliver_job(&self, job: &Job, via: &dyn Deliver) -> JobResult {
        let id: String = job.payload()?;
        let due = self.claim(" AND id = $3", vec![id.clone().into()]).await?;
        let Some(event) = due.first() else {
            return match self.waits(&id).await? {
                true => Err(JobError::Retry("another process is delivering it".to_owned())),
                false => Ok(()),
            };
        };
        self.attempt(event, via).await?.map_err(JobError::Retry)
    }

    async fn claim(&self, and: &str, more: Vec<sea_orm::Value>) -> Result<Vec<Due>, ProviderError> {
        let conn = self.db.primary();
        let now = self.db.clock().now();
        let skip = if self.db.is_postgres() {
            " FOR UPDATE SKIP LOCKED"
        } else {
            ""
        };
        let claim = format!(
            "UPDATE sandbox_events SET deliver_at = $1, attempts = attempts + 1 WHERE id IN (
                SELECT id FROM sandbox_events WHERE delivered_at IS NULL AND deliver_at <= $2{and}
                ORDER BY created_at, id LIMIT 50{skip})
             RETURNING id, body, attempts, created_at"
        );
        let mut values = vec![(now + LEASE).into(), now.into()];
        values.extend(more);
        let mut due = Due::find_by_statement(sql(conn, claim, values)).all(conn).await?;
        due.sort_by(|a, b| (a.created_at, &a.id).cmp(&(b.created_at, &b.id)));
        Ok(due)
    }

    /// Sends one message and records how it went. The signature is of this try, not of the event.
    async fn attempt(&self, event: &Due, via: &dyn Deliver) -> Result<Result<(), String>, ProviderError> {
        let now = self.db.clock().now();
        let signature = webhook::sign(&self.secret, now, event.body.as_bytes());
        let outcome = via.deliver(&signature, &event.body).await;
        let conn = self.db.primary();
        match &outcome {
            Ok(()) => {
                let update = "UPDATE sandbox_events SET delivered_at = $1, last_error = NULL WHERE id = $2";
                conn.execute_raw(sql(conn, update, [now.into(), event.id.clone().into()]))
                    .await?;
            }
            Err(reason) => {
                let wait = TimeDelta::seconds(1i64 << event.attempts.clamp(0, 12)).min(TimeDelta::hours(1));
                let gives_up = now + wait > event.created_at + KEEP_TRYING;
                // Far enough that nobody is left to care; the row stays for whoever looks.
                let again = if gives_up {
                    event.created_at + TimeDelta::days(36_500)
                } else {
                    now + wait
                };
                let reason: String = reason.chars().take(500).collect();
                tracing::warn!(
                    event.id,
                    event.attempts,
                    reason,
                    "a message of the sandbox was not taken"
                );
                let update = "UPDATE sandbox_events SET deliver_at = $1, last_error = $2 WHERE id = $3";
                conn.execute_raw(sql(
                    conn,
                    update,
                    [again.into(), reason.into(), event.id.clone().into()],
                ))
                .await?;
            }
        }
        Ok(outcome)
    }

    async fn waits(&self, id: &str) -> Result<bool, ProviderError> {
        let conn = self.db.primary();
        let select = "SELECT 1 AS found FROM sandbox_events WHERE id = $1 AND delivered_at IS NULL AND deliver_at < $2";
        let end = self.db.clock().now() + KEEP_TRYING;
        Ok(conn
            .query_one_raw(sql(conn, select, [id.into(), end.into()]))
            .await?
            .is_some())
    }
}
