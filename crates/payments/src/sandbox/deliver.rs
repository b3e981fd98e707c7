//! Delivering the sandbox's messages: signed, and again until they are taken.

use chrono::{DateTime, TimeDelta, Utc};
use db::{Job, JobError, JobResult, sql};
use sea_orm::{ConnectionTrait, FromQueryResult};

use super::Sandbox;
use crate::{Deliver, ProviderError, webhook};

/// The kind of job that does what is due: its payload is the id of a message to be delivered, or of a
/// refund that the bank answers late.
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

#[derive(FromQueryResult)]
struct Due {
    id: String,
    seq: i64,
    body: String,
    attempts: i32,
    created_at: DateTime<Utc>,
}

impl Sandbox {
    /// Delivers every message that is due, oldest first. One that is not taken is due again
    /// later, for three days. The bank's late answers to refunds are made before.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn deliver_due(&self, via: &dyn Deliver) -> Result<Delivered, ProviderError> {
        self.answer_refunds().await?;
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

    /// Does a job of kind [`DELIVER_JOB`]: delivers its message, or makes the bank's late answer to a
    /// refund, unless that was done.
    ///
    /// # Errors
    /// [`JobError::Retry`] if it was not taken.
    pub async fn run_deliver_job(&self, job: &Job, via: &dyn Deliver) -> JobResult {
        let id: String = job.payload()?;
        if id.starts_with("re_") {
            let answered = self.answer_refund(&id).await;
            return answered
                .map(|_| ())
                .map_err(|error| JobError::Retry(error.to_string()));
        }
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
                ORDER BY seq LIMIT 50{skip})
             RETURNING id, seq, body, attempts, created_at"
        );
        let mut values = vec![(now + LEASE).into(), now.into()];
        values.extend(more);
        let mut due = Due::find_by_statement(sql(conn, claim, values)).all(conn).await?;
        due.sort_by_key(|event| event.seq);
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
