//! The safety net below the provider's messages: what it says happened is read from its own list, and
//! what waits for an answer for too long is asked for again.

use chrono::{DateTime, TimeDelta, Utc};
use db::{inbox, sql};
use payments::ListedEvent;
use sea_orm::ConnectionTrait;

use crate::{PledgeError, Pledges, collect::store as attempts, refund::store as refunds};

/// How far back the list is read at first. Stripe keeps thirty days.
const MEMORY: TimeDelta = TimeDelta::days(30);
/// Events are read again for so long, since a list may be behind; the inbox takes each once.
const OVERLAP: TimeDelta = TimeDelta::minutes(10);
/// The message of an event may be on its way for so long; it is not taken from the list before.
const ON_ITS_WAY: TimeDelta = TimeDelta::seconds(60);
/// What waits for longer is asked for again.
const PATIENCE: TimeDelta = TimeDelta::minutes(10);
/// How many pages of the list are read in one go, and how many things asked for again.
const PAGES: usize = 100;
const AT_ONCE: usize = 100;

impl Pledges {
    /// Takes what the provider's list holds and no message told into the inbox, where a job works on it.
    /// Returns how many events were new.
    ///
    /// # Errors
    /// [`PledgeError::Provider`] if the provider does not answer: what was read stays taken.
    #[tracing::instrument(name = "pledges.read_events", skip_all)]
    pub async fn read_events(&self) -> Result<usize, PledgeError> {
        let now = self.db.clock().now();
        let since = self.read_until().await?.unwrap_or(now - MEMORY) - OVERLAP;
        let (mut new, mut after) = (0, None::<String>);
        let mut newest = since;
        for _ in 0..PAGES {
            let page = self.provider.events(since, after.as_deref()).await?;
            let due = |event: &&ListedEvent| event.created_at + ON_ITS_WAY <= now;
            for event in page.events.iter().filter(due) {
                newest = newest.max(event.created_at);
                new += usize::from(self.take(event).await? == inbox::Received::New);
            }
            after = page.events.last().map(|event| event.id.clone());
            if !page.has_more || after.is_none() {
                break;
            }
        }
        self.note_read(newest).await?;
        if new > 0 {
            tracing::warn!(
                new,
                "events of the payment provider came by its list, not by a message"
            );
        }
        Ok(new)
    }

    async fn take(&self, event: &ListedEvent) -> Result<inbox::Received, PledgeError> {
        let tx = self.db.begin().await?;
        let provider = self.provider.name();
        let received = inbox::receive(&tx, provider, &event.id, &event.kind, &event.body).await?;
        tx.commit().await?;
        Ok(received)
    }

    /// Asks again for charges and refunds that wait for the provider's answer for ten minutes or more.
    ///
    /// # Errors
    /// The first fault met; the others were asked for all the same.
    #[tracing::instrument(name = "pledges.ask_again", skip_all)]
    pub async fn ask_again(&self) -> Result<(), PledgeError> {
        let conn = self.db.primary();
        let before = self.db.clock().now() - PATIENCE;
        let mut first = Ok(());
        let rest = format!(
            "state IN ('created', 'unknown', 'processing') AND asked_at <= $1 ORDER BY asked_at LIMIT {AT_ONCE}"
        );
        for attempt in attempts::select(conn, &rest, vec![before.into()]).await? {
            first = first.and(self.collect(attempt.id).await.map(|_| ()));
        }
        let rest = format!(
            "state IN ('requested', 'sent') AND asked_at <= $1 ORDER BY requested_at LIMIT {AT_ONCE}"
        );
        for refund in refunds::select(conn, &rest, vec![before.into()]).await? {
            first = first.and(self.send_refund(refund.id).await.map(|_| ()));
        }
        first
    }

    async fn read_until(&self) -> Result<Option<DateTime<Utc>>, PledgeError> {
        let conn = self.db.primary();
        let select = "SELECT read_until FROM provider_cursors WHERE provider = $1";
        let row = conn
            .query_one_raw(sql(conn, select, [self.provider.name().into()]))
            .await?;
        Ok(row.map(|row| row.try_get("", "read_until")).transpose()?)
    }

    async fn note_read(&self, until: DateTime<Utc>) -> Result<(), PledgeError> {
        let conn = self.db.primary();
        let upsert = "INSERT INTO provider_cursors (provider, read_until, updated_at) VALUES ($1, $2, $3)
                      ON CONFLICT (provider) DO UPDATE SET read_until = excluded.read_until, updated_at = excluded.updated_at";
        let values = [
            self.provider.name().into(),
            until.into(),
            self.db.clock().now().into(),
        ];
        conn.execute_raw(sql(conn, upsert, values)).await?;
        Ok(())
    }
}
