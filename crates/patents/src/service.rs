//! The service: find a right, look it up, show it.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use db::{Db, Result, Tx};
use kernel::{Page, PageRequest, PatentId, SnapshotId};
use sea_orm::ConnectionTrait;

use crate::{
    facts::NumberKey,
    number::PatentNumber,
    panel::Panel,
    ports::{Nobody, Reliance},
    record::{record, refresh},
    register::Sources,
    sample::{self, SampleAnswer, SampleRegister},
    store::{
        self,
        events::{PageError, RecordedEvent},
        evidence::{NewSnapshot, Snapshot},
    },
};

/// Patent rights and their evidence.
#[derive(Debug, Clone)]
pub struct Patents {
    pub(crate) db: Db,
    samples: Option<Arc<SampleRegister>>,
    pub(crate) sources: Sources,
    pub(crate) reliance: Arc<dyn Reliance>,
}

impl Patents {
    /// The rights kept in this database.
    pub fn new(db: Db) -> Self {
        Self {
            db,
            samples: None,
            sources: Sources::default(),
            reliance: Arc::new(Nobody),
        }
    }

    /// The same, asking these registers.
    pub fn with_sources(self, sources: Sources) -> Self {
        Self { sources, ..self }
    }

    /// The same, watching rights as closely as those who rely on them need.
    pub fn relied_on_by(self, reliance: Arc<dyn Reliance>) -> Self {
        Self { reliance, ..self }
    }

    /// The same, also asking a register of invented rights.
    pub fn with_samples(self, register: SampleRegister) -> Self {
        Self {
            samples: Some(Arc::new(register)),
            ..self
        }
    }

    /// The right with this number, if it is kept here.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn find(&self, number: &PatentNumber) -> Result<Option<PatentId>> {
        store::rights::find(self.db.reader(), &[NumberKey::from(number)], None).await
    }

    /// The right with this number: kept here, or known to a register that can be asked at once,
    /// whose answer is then kept.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn look_up(&self, number: &PatentNumber) -> Result<Option<PatentId>> {
        if let Some(known) = self.find(number).await? {
            return Ok(Some(known));
        }
        if self.record_sample(number).await?.is_none() {
            return Ok(None);
        }
        store::rights::find(self.db.primary(), &[NumberKey::from(number)], None).await
    }

    /// Keeps what the register of invented rights says today of a number. Nothing if it does not hold the number; else
    /// whether the answer is new.
    pub(crate) async fn record_sample(&self, number: &PatentNumber) -> Result<Option<bool>> {
        let (now, call) = (self.db.clock().now(), call_of(number));
        let Some(register) = &self.samples else {
            return Ok(None);
        };
        let newest = store::evidence::newest(self.db.primary(), sample::SOURCE, &call).await?;
        // A register does not forget what happened to a right.
        let told = newest.is_some_and(|newest| register.told_later(&newest.body));
        let answer = if told {
            register.later_answer(number, now.date_naive())
        } else {
            register.answer(number, now.date_naive())
        };
        self.keep_sample(number, answer, now).await
    }

    /// Keeps what the register of invented rights says of a number after something happened to the right. Nothing if it
    /// knows of nothing; else whether that is new. For the demonstration.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn record_later_sample(&self, number: &PatentNumber) -> Result<Option<bool>> {
        let now = self.db.clock().now();
        let answer = self
            .samples
            .as_ref()
            .and_then(|register| register.later_answer(number, now.date_naive()));
        self.keep_sample(number, answer, now).await
    }

    async fn keep_sample(
        &self,
        number: &PatentNumber,
        answer: Option<SampleAnswer>,
        now: DateTime<Utc>,
    ) -> Result<Option<bool>> {
        let Some(answer) = answer else { return Ok(None) };
        let call = call_of(number);
        let snapshot = NewSnapshot {
            source: sample::SOURCE,
            call: &call,
            kind: answer.facts.kind,
            fetched_at: now,
            is_recording: false,
            http_status: None,
            etag: None,
            body: &answer.body,
        };
        let tx = self.db.begin().await?;
        let recorded = record(&tx, &snapshot, &answer.facts).await?;
        tx.commit().await?;
        Ok(Some(recorded.is_some()))
    }

    /// The panels of these rights, in any order, in one statement.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn panels(&self, ids: &[PatentId]) -> Result<Vec<Panel>> {
        let panels = store::panels::by_ids(self.db.reader(), ids).await?;
        let today = self.db.clock().today();
        Ok(panels.into_iter().map(|panel| panel.seen_on(today)).collect())
    }

    /// The panels of these rights as they stand inside a transaction, for decisions.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn panels_in(&self, tx: &Tx, ids: &[PatentId]) -> Result<Vec<Panel>> {
        let panels = store::panels::by_ids(&**tx, ids).await?;
        let today = tx.now().await?.date_naive();
        Ok(panels.into_iter().map(|panel| panel.seen_on(today)).collect())
    }

    /// A right's register entries, newest first.
    ///
    /// # Errors
    /// [`PageError`] for a cursor of another list, or if the database does not answer.
    pub async fn events(&self, id: PatentId, page: &PageRequest) -> Result<Page<RecordedEvent>, PageError> {
        store::events::page(self.db.reader(), id, page).await
    }

    /// The evidence for a right, newest first.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn evidence(&self, id: PatentId, limit: u64) -> Result<Vec<Snapshot>> {
        store::evidence::of(self.db.reader(), id, limit).await
    }

    /// One piece of evidence.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn snapshot(&self, id: SnapshotId) -> Result<Option<Snapshot>> {
        store::evidence::find(self.db.reader(), id).await
    }

    /// Holds up to `limit` rights after `after` against today's calendar and rules, and reads again what the parsers of
    /// today have not read. Returns the last one looked at, none after the last, and how many stand otherwise now. Each
    /// right is a transaction of its own; running it twice changes nothing.
    ///
    /// # Errors
    /// If the database does not answer; what was done so far stays done.
    pub async fn reassess_after(
        &self,
        after: Option<PatentId>,
        limit: u64,
    ) -> Result<(Option<PatentId>, u64)> {
        let rights = store::rights::after(self.db.primary(), after, limit).await?;
        let mut changed = 0;
        for right in &rights {
            let tx = self.db.begin().await?;
            changed += u64::from(refresh(&tx, right).await?);
            tx.commit().await?;
        }
        Ok((rights.last().map(|right| right.id), changed))
    }

    /// How many rights are kept here.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn count(&self) -> Result<u64> {
        store::rights::count(self.db.reader()).await
    }

    /// Ids of rights after `after`, in order, for rebuilding what is derived from them.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn ids_after(
        &self,
        conn: &impl ConnectionTrait,
        after: Option<PatentId>,
        limit: u64,
    ) -> Result<Vec<PatentId>> {
        store::panels::after(conn, after, limit).await
    }
}

/// What the register of invented rights is asked about a number.
fn call_of(number: &PatentNumber) -> String {
    format!("sample register, {}", number.display())
}
