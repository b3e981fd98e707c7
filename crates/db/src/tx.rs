//! A transaction and what an operation does in one.

use std::{
    ops::Deref,
    sync::atomic::{AtomicBool, Ordering},
};

use chrono::{DateTime, Utc};
use kernel::{Id, IdKind, micros};
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};

use crate::{Db, Error, Result, sql};

/// One transaction. Dropping it rolls back.
///
/// Reads take `&impl ConnectionTrait`, writes take `&Tx`, so a signature shows what it may change.
#[derive(Debug)]
pub struct Tx {
    inner: DatabaseTransaction,
    db: Db,
    wakes: AtomicBool,
}

impl Deref for Tx {
    type Target = DatabaseTransaction;

    fn deref(&self) -> &DatabaseTransaction {
        &self.inner
    }
}

impl Tx {
    pub(crate) async fn begin(db: &Db) -> Result<Self> {
        let options = TransactionOptions {
            sqlite_transaction_mode: (!db.is_postgres()).then_some(SqliteTransactionMode::Immediate),
            ..Default::default()
        };
        let inner = db.0.writer.begin_with_options(options).await?;
        Ok(Self {
            inner,
            db: db.clone(),
            wakes: AtomicBool::new(false),
        })
    }

    /// The database this transaction belongs to.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// The time by which deadlines are decided: the database's clock, so that all processes agree.
    /// Ask after the row lock: whoever waited past the deadline is late. A fixed clock stands in
    /// for it in tests; SQLite shares the machine's.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn now(&self) -> Result<DateTime<Utc>> {
        if self.db.clock().is_fixed() || !self.db.is_postgres() {
            return Ok(self.db.clock().now());
        }
        let row = self
            .inner
            .query_one_raw(sql(&self.inner, "SELECT clock_timestamp() AS now", []))
            .await?;
        let row = row.ok_or_else(|| Error::corrupt("the database told no time"))?;
        Ok(micros(row.try_get("", "now")?))
    }

    /// A new id made at `at`.
    pub fn new_id<K: IdKind>(&self, at: DateTime<Utc>) -> Id<K> {
        self.db.ids().next(at)
    }

    /// Takes a lock that only its holders know of, until the end of the transaction. SQLite has
    /// one writer, so there the lock is already held.
    ///
    /// # Errors
    /// [`Error::Busy`] if another transaction keeps it too long.
    pub async fn lock_name(&self, name: &str) -> Result<()> {
        if self.db.is_postgres() {
            let statement = sql(
                &self.inner,
                "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))",
                [name.into()],
            );
            self.inner.query_one_raw(statement).await?;
        }
        Ok(())
    }

    /// ` FOR UPDATE` where the engine has row locks; nothing on SQLite, where the transaction
    /// already excludes every other writer.
    pub fn for_update(&self) -> &'static str {
        if self.db.is_postgres() { " FOR UPDATE" } else { "" }
    }

    /// Remembers that somebody should look for work after commit.
    pub(crate) fn wake_after_commit(&self) {
        self.wakes.store(true, Ordering::Relaxed);
    }

    /// Makes everything done in the transaction durable.
    ///
    /// # Errors
    /// If it could not be; then nothing was done, or, if the connection broke at this moment, it
    /// is unknown. An idempotency key tells.
    pub async fn commit(self) -> Result<()> {
        let wakes = self.wakes.load(Ordering::Relaxed);
        self.inner.commit().await?;
        if wakes {
            self.db.0.wake.notify_waiters();
            self.db.0.wake.notify_one();
        }
        Ok(())
    }
}
