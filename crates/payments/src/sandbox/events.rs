//! The sandbox's messages: one for every change, and the list of them.

use chrono::{DateTime, TimeDelta, Utc};
use db::{NewJob, Tx, sql};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde_json::{Value, json};

use super::{DELIVER_JOB, Sandbox, setups::Stored, shape, unknown};
use crate::{EventPage, ListedEvent, ProviderError, SetupStatus};

/// How many events a page of the list has.
const PAGE: usize = 100;
/// How far the list reaches back.
const REMEMBERED: TimeDelta = TimeDelta::days(30);

/// Makes the message of a change, in its transaction, and orders its delivery. Made last in a
/// transaction: messages are counted in the order of commits, so whoever makes one waits for the other.
pub(super) async fn make(tx: &Tx, kind: &str, object: Value) -> Result<(), ProviderError> {
    tx.lock_name("sandbox:events").await?;
    let now = tx.db().clock().now();
    let id = format!("evt_sandbox_{}", tx.db().ids().uuid(now).simple());
    let object_id = object["id"].as_str().unwrap_or_default().to_owned();
    let body = json!({
        "id": id, "object": "event", "type": kind, "created": now.timestamp(), "livemode": false,
        "pending_webhooks": 1, "data": {"object": object},
    });
    let insert = "INSERT INTO sandbox_events (id, seq, object_id, kind, body, created_at, deliver_at)
        VALUES ($1, (SELECT COALESCE(MAX(seq), 0) + 1 FROM sandbox_events), $2, $3, $4, $5, $5)";
    let values = [
        id.clone().into(),
        object_id.into(),
        kind.into(),
        body.to_string().into(),
        now.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    tx.enqueue(NewJob::new(DELIVER_JOB, &id).max_attempts(80)).await?;
    Ok(())
}

/// The message of a set-up's change.
pub(super) async fn of_setup(tx: &Tx, stored: &Stored) -> Result<(), ProviderError> {
    let kind = match stored.setup.status {
        SetupStatus::Succeeded => "setup_intent.succeeded",
        SetupStatus::Canceled => "setup_intent.canceled",
        SetupStatus::RequiresAction | SetupStatus::Processing => "setup_intent.requires_action",
        SetupStatus::RequiresCard => "setup_intent.setup_failed",
    };
    make(tx, kind, shape::setup_intent(stored)).await
}

#[derive(FromQueryResult)]
struct Row {
    id: String,
    kind: String,
    created_at: DateTime<Utc>,
    body: String,
}

impl Sandbox {
    /// Which number an event has in the list.
    pub(super) async fn seq_of(&self, event: &str) -> Result<i64, ProviderError> {
        let conn = self.db.primary();
        let select = "SELECT seq FROM sandbox_events WHERE id = $1";
        let row = conn.query_one_raw(sql(conn, select, [event.into()])).await?;
        Ok(row.ok_or_else(|| unknown(event))?.try_get("", "seq")?)
    }

    /// A page of the list, oldest first.
    pub(super) async fn list_events(
        &self,
        since: DateTime<Utc>,
        after: Option<&str>,
    ) -> Result<EventPage, ProviderError> {
        let after = match after {
            Some(event) => self.seq_of(event).await?,
            None => 0,
        };
        let since = since.max(self.db.clock().now() - REMEMBERED);
        let conn = self.db.primary();
        let select = format!(
            "SELECT id, kind, created_at, body FROM sandbox_events WHERE created_at >= $1 AND seq > $2
                ORDER BY seq LIMIT {}",
            PAGE + 1
        );
        let rows = Row::find_by_statement(sql(conn, select, [since.into(), after.into()]));
        let mut rows = rows.all(conn).await?;
        let has_more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let events = rows.into_iter().map(|row| ListedEvent {
            id: row.id,
            kind: row.kind,
            created_at: row.created_at,
            body: row.body,
        });
        Ok(EventPage {
            events: events.collect(),
            has_more,
        })
    }
}
