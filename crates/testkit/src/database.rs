//! A fresh, migrated database for each test.

use std::{ops::Deref, path::PathBuf, sync::Arc};

use anyhow::{Context, Result};
use db::{Db, Options};
use kernel::{FixedClock, SeededIds};
use migrations::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, Database};
use sha2::{Digest, Sha256};
use tempfile::TempDir;
use tokio::sync::OnceCell;

use crate::{cluster, start_of_test_time};

/// A fresh, migrated database with a clock that stands still.
#[derive(Debug)]
pub struct TestDb {
    db: Db,
    url: String,
    /// The clock of the database and of everything given it.
    pub clock: FixedClock,
    _dir: Option<TempDir>,
}

impl Deref for TestDb {
    type Target = Db;

    fn deref(&self) -> &Db {
        &self.db
    }
}

/// One database of each engine.
pub async fn databases() -> [TestDb; 2] {
    [TestDb::sqlite().await, TestDb::postgres().await]
}

static SQLITE_TEMPLATE: OnceCell<Vec<u8>> = OnceCell::const_new();
static POSTGRES: OnceCell<(String, String)> = OnceCell::const_new();

impl TestDb {
    /// A fresh SQLite database in a folder of its own.
    pub async fn sqlite() -> Self {
        Self::make_sqlite().await.expect("a SQLite database for a test")
    }

    /// A fresh PostgreSQL database, made from a template that is migrated once.
    pub async fn postgres() -> Self {
        Self::make_postgres()
            .await
            .expect("a PostgreSQL database for a test")
    }

    async fn make_sqlite() -> Result<Self> {
        let template = SQLITE_TEMPLATE.get_or_try_init(sqlite_template).await?;
        let dir = tempfile::tempdir()?;
        let file = dir.path().join("farsight.db");
        std::fs::write(&file, template)?;
        Self::open(format!("sqlite://{}", file.display()), Some(dir)).await
    }

    async fn make_postgres() -> Result<Self> {
        let (server, template) = POSTGRES.get_or_try_init(postgres_template).await?;
        let name = format!("t_{:x}_{:x}", std::process::id(), unique());
        let admin = Database::connect(server).await?;
        admin
            .execute_unprepared(&format!(
                "CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY"
            ))
            .await?;
        admin.close().await?;
        Self::open(with_database(server, &name), None).await
    }

    async fn open(url: String, dir: Option<TempDir>) -> Result<Self> {
        let clock = FixedClock::at(start_of_test_time());
        let options = Options {
            max_connections: 8,
            clock: Arc::new(clock.clone()),
            ids: Arc::new(SeededIds::new(1)),
            ..Options::new(url.clone())
        };
        let db = Db::connect(options).await?;
        Ok(Self {
            db,
            url,
            clock,
            _dir: dir,
        })
    }

    /// The address of this database, for programs that open it themselves.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// A second handle on the same database, as another process would have.
    pub async fn another(&self) -> Db {
        let options = Options {
            max_connections: 4,
            clock: Arc::new(self.clock.clone()),
            ids: Arc::new(SeededIds::new(1 << 40)),
            ..Options::new(self.url.clone())
        };
        Db::connect(options)
            .await
            .expect("a second handle on a test database")
    }

    /// Closes the database and removes it. A failed test leaves its database to be looked at.
    pub async fn discard(self) {
        let _ = self.db.close().await;
        if let (true, Some((server, _))) = (self.url.starts_with("postgres"), POSTGRES.get()) {
            let name = self.url.rsplit('/').next().unwrap_or_default();
            if let Ok(admin) = Database::connect(server).await {
                let _ = admin
                    .execute_unprepared(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
                    .await;
                let _ = admin.close().await;
            }
        }
    }
}

async fn sqlite_template() -> Result<Vec<u8>> {
    let dir = tempfile::tempdir()?;
    let file = dir.path().join("template.db");
    let db = Db::connect(Options {
        max_connections: 1,
        ..Options::new(format!("sqlite://{}", file.display()))
    })
    .await?;
    Migrator::up(db.primary(), None)
        .await
        .context("migrating SQLite")?;
    db.primary()
        .execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)")
        .await?;
    db.close().await?;
    Ok(std::fs::read(file)?)
}

async fn postgres_template() -> Result<(String, String)> {
    let server = cluster::url()?;
    let name = format!("farsight_template_{}", &migrations_hash()?[..12]);
    let admin = Db::connect(Options {
        max_connections: 1,
        ..Options::new(server.clone())
    })
    .await?;
    let admin = admin.primary();
    // Several test processes may share a server: one of them makes the template.
    admin.execute_unprepared("SELECT pg_advisory_lock(815)").await?;
    let found = admin
        .query_one_raw(db::sql(
            admin,
            "SELECT 1 AS x FROM pg_database WHERE datname = $1",
            [name.clone().into()],
        ))
        .await?;
    if found.is_none() {
        let making = format!("{name}_making");
        admin
            .execute_unprepared(&format!("DROP DATABASE IF EXISTS {making}"))
            .await?;
        admin
            .execute_unprepared(&format!("CREATE DATABASE {making}"))
            .await?;
        let template = Database::connect(with_database(&server, &making)).await?;
        Migrator::up(&template, None)
            .await
            .context("migrating PostgreSQL")?;
        template.close().await?;
        admin
            .execute_unprepared(&format!("ALTER DATABASE {making} RENAME TO {name}"))
            .await?;
    }
    admin.execute_unprepared("SELECT pg_advisory_unlock(815)").await?;
    admin.clone().close().await?;
    Ok((server, name))
}

fn with_database(server: &str, name: &str) -> String {
    let (base, _) = server.rsplit_once('/').unwrap_or((server, ""));
    format!("{base}/{name}")
}

/// The migrations as they stand: another text, another template.
fn migrations_hash() -> Result<String> {
    let dir = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../migrations/src"));
    let mut files: Vec<_> = std::fs::read_dir(dir)?
        .flatten()
        .map(|entry| entry.path())
        .collect();
    files.sort();
    let mut digest = Sha256::new();
    for file in files.iter().filter(|file| file.is_file()) {
        digest.update(std::fs::read(file)?);
    }
    Ok(hex::encode(digest.finalize()))
}

fn unique() -> u64 {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}
