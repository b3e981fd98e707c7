//! Connections to either database.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use kernel::{Clock, IdSource, SystemClock, SystemIds};
use sea_orm::{ConnectOptions, Database, DatabaseBackend, DatabaseConnection};
use sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use tokio::sync::Notify;

use crate::{Result, Tx};

/// How long a statement may take before it is ended.
const STATEMENT_TIMEOUT: Duration = Duration::from_secs(5);
/// How long a request waits for a free connection.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(2);
/// How long SQLite waits for the writer's lock.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// Where the database is and what the transactions are given.
#[derive(Debug, Clone)]
pub struct Options {
    /// `sqlite://path/farsight.db` or `postgres://…`.
    pub url: String,
    /// A PostgreSQL read replica, for reads that may lag.
    pub replica_url: Option<String>,
    /// Connections of PostgreSQL, or readers of SQLite.
    pub max_connections: u32,
    /// Tells the time; a fixed one stands in for the database's clock too.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn IdSource>,
}

impl Options {
    /// The machine's clock and ids, 16 connections, no replica.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            replica_url: None,
            max_connections: 16,
            clock: Arc::new(SystemClock),
            ids: Arc::new(SystemIds),
        }
    }
}

/// A database: SQLite with one writer and a pool of readers, or PostgreSQL. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Db(pub(crate) Arc<Inner>);

#[derive(Debug)]
pub(crate) struct Inner {
    pub(crate) writer: DatabaseConnection,
    pub(crate) reader: DatabaseConnection,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Arc<dyn IdSource>,
    pub(crate) wake: Notify,
    statements: Arc<AtomicU64>,
}

impl Db {
    /// Connects and checks that the database answers.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] if it does not, or the address is wrong.
    pub async fn connect(options: Options) -> Result<Self> {
        let statements = Arc::new(AtomicU64::new(0));
        let (mut writer, mut reader) = if options.url.starts_with("sqlite:") {
            let writer = Database::connect(sqlite(&options.url, 1)).await?;
            (
                writer,
                Database::connect(sqlite(&options.url, options.max_connections)).await?,
            )
        } else {
            let writer = Database::connect(postgres(&options.url, options.max_connections)).await?;
            let reader = match &options.replica_url {
                Some(url) => Database::connect(postgres(url, options.max_connections)).await?,
                None => writer.clone(),
            };
            (writer, reader)
        };
        for connection in [&mut writer, &mut reader] {
            let count = Arc::clone(&statements);
            connection.set_metric_callback(move |_| {
                count.fetch_add(1, Ordering::Relaxed);
            });
        }
        Ok(Self(Arc::new(Inner {
            writer,
            reader,
            clock: options.clock,
            ids: options.ids,
            wake: Notify::new(),
            statements,
        })))
    }

    /// For reads outside a transaction. May lag behind a write by a replica's delay.
    pub fn reader(&self) -> &DatabaseConnection {
        &self.0.reader
    }

    /// For reads that must see the newest commit, and for migrations.
    pub fn primary(&self) -> &DatabaseConnection {
        &self.0.writer
    }

    /// Begins a transaction. On SQLite it takes the writer's lock at once (`BEGIN IMMEDIATE`), so
    /// that a read in it cannot be stale when it writes.
    ///
    /// # Errors
    /// [`crate::Error::Busy`] or [`crate::Error::Unavailable`].
    pub async fn begin(&self) -> Result<Tx> {
        Tx::begin(self).await
    }

    /// Whether PostgreSQL is behind this.
    pub fn is_postgres(&self) -> bool {
        self.0.writer.get_database_backend() == DatabaseBackend::Postgres
    }

    /// The clock.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.0.clock
    }

    /// The source of ids.
    pub fn ids(&self) -> &Arc<dyn IdSource> {
        &self.0.ids
    }

    /// How many statements were sent since connecting: the measure of the statement budgets.
    pub fn statements(&self) -> u64 {
        self.0.statements.load(Ordering::Relaxed)
    }

    /// Whether the database answers and can be written to.
    ///
    /// # Errors
    /// What stands in the way.
    pub async fn check(&self) -> Result<()> {
        self.0.writer.ping().await?;
        Ok(())
    }

    /// Ends all connections; on SQLite also folds the write-ahead log into the file.
    ///
    /// # Errors
    /// If the last statements could not be sent.
    pub async fn close(&self) -> Result<()> {
        self.0.reader.clone().close().await?;
        self.0.writer.clone().close().await?;
        Ok(())
    }
}

fn sqlite(url: &str, connections: u32) -> ConnectOptions {
    let mut options = common(url, connections);
    options.map_sqlx_sqlite_opts(|sqlite| {
        sqlite
            .create_if_missing(true)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(BUSY_TIMEOUT)
            .pragma("cache_size", "-16000")
            // What is deleted is overwritten: an erased person must not be read in the file's free pages.
            .pragma("secure_delete", "ON")
    });
    options
}

fn postgres(url: &str, connections: u32) -> ConnectOptions {
    let mut options = common(url, connections);
    options
        .set_application_name("farsight")
        .map_sqlx_postgres_opts(|postgres| {
            postgres.options([
                ("statement_timeout", format!("{}", STATEMENT_TIMEOUT.as_millis())),
                ("lock_timeout", "4000".to_owned()),
                ("idle_in_transaction_session_timeout", "30000".to_owned()),
                ("timezone", "UTC".to_owned()),
            ])
        });
    options
}

fn common(url: &str, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .connect_timeout(ACQUIRE_TIMEOUT)
        .test_before_acquire_if_idle_for(Duration::from_secs(30))
        .sqlx_logging(false);
    options
}
