//! What happened, told after commit: a row in the same transaction as the fact.

use kernel::kind;
use sea_orm::ConnectionTrait;
use serde::{Serialize, de::DeserializeOwned};

use crate::{Db, Error, Result, Tx, sql};

/// Something that happened, told to the rest of the platform at least once.
pub trait Event: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The event's name, as stored: `pledge_committed`. Never reused for another shape.
    const KIND: &'static str;
}

impl Tx {
    /// Tells of `event` if and only if this transaction commits.
    ///
    /// # Errors
    /// If the row cannot be written.
    pub async fn publish<E: Event>(&self, event: &E) -> Result<()> {
        let now = self.db().clock().now();
        let payload = serde_json::to_value(event).map_err(Error::corrupt)?;
        let insert = sql(
            &**self,
            "INSERT INTO outbox (id, kind, payload, created_at) VALUES ($1, $2, $3, $4)",
            [
                self.new_id::<kind::Event>(now).uuid().into(),
                E::KIND.into(),
                payload.into(),
                now.into(),
            ],
        );
        self.execute_raw(insert).await?;
        self.wake_after_commit();
        Ok(())
    }
}

/// Turns undispatched events into one job per subscriber. Returns how many events were taken.
pub(crate) async fn dispatch(db: &Db, subscribers: impl Fn(&str) -> Vec<&'static str>) -> Result<usize> {
    let tx = db.begin().await?;
    let skip = if db.is_postgres() {
        " FOR UPDATE SKIP LOCKED"
    } else {
        ""
    };
    let select = format!(
        "SELECT id, kind, payload FROM outbox WHERE dispatched_at IS NULL ORDER BY id LIMIT 100{skip}"
    );
    let rows = tx.query_all_raw(sql(&*tx, select, [])).await?;
    let now = db.clock().now();
    for row in &rows {
        let id: uuid::Uuid = row.try_get("", "id")?;
        let event_kind: String = row.try_get("", "kind")?;
        let payload: serde_json::Value = row.try_get("", "payload")?;
        for subscriber in subscribers(&event_kind) {
            let job = crate::NewJob::raw(subscriber, payload.clone()).key(format!("event:{id}:{subscriber}"));
            tx.enqueue(job).await?;
        }
        let mark = sql(
            &*tx,
            "UPDATE outbox SET dispatched_at = $1 WHERE id = $2",
            [now.into(), id.into()],
        );
        tx.execute_raw(mark).await?;
    }
    tx.commit().await?;
    Ok(rows.len())
}
