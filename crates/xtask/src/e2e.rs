//! `cargo xtask e2e`: the running product, met by the clients people use.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, ensure};

use crate::{
    farsight::{self, Settings},
    postgres::Cluster,
    redis::Redis,
    shell,
};

const DATABASE: &str = "farsight";

/// Which database the product runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Database {
    /// A file, the default of `farsight serve`.
    Sqlite,
    /// A server, as in production; Redis stands beside it.
    Postgres,
}

impl Database {
    /// Both of them.
    pub(crate) const ALL: [Self; 2] = [Self::Sqlite, Self::Postgres];

    /// Its name.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL and Redis",
        }
    }
}

/// What is run against a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Suite {
    /// tests/conformance: GraphQL clients and audits.
    Conformance,
    /// tests/browser: journeys through the pages, and every page at every width.
    Browser,
    /// Both.
    All,
}

/// Which part of the suites is run, and what is kept of it.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct Choice {
    /// Only tests whose name contains this.
    #[arg(long)]
    pub(crate) filter: Option<String>,
    /// Browser: only the journeys, without the look at every page.
    #[arg(long)]
    pub(crate) journeys: bool,
    /// Browser: save pictures of the pages in this folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) screenshots: Option<PathBuf>,
}

impl Suite {
    /// The programs it is made of.
    fn programs(self) -> &'static [&'static str] {
        const CONFORMANCE: &str = "tests/conformance/run.mjs";
        const BROWSER: &str = "tests/browser/run.mjs";
        match self {
            Self::Conformance => &[CONFORMANCE],
            Self::Browser => &[BROWSER],
            Self::All => &[CONFORMANCE, BROWSER],
        }
    }
}

impl Choice {
    /// Tells a suite's program about it. Only the browser knows pictures and journeys.
    fn pass_to(&self, node: &mut Command, program: &str) -> Result<()> {
        node.args(&self.filter);
        if program.contains("browser") {
            if self.journeys {
                node.arg("--journeys");
            }
            if let Some(dir) = &self.screenshots {
                node.arg("--screenshots").arg(std::path::absolute(dir)?);
            }
        }
        Ok(())
    }
}

/// A place for a server to live in: its folder and, where it needs them, a database and a cache of its own.
#[derive(Debug)]
pub(crate) struct Place {
    /// How to start a server here.
    pub(crate) settings: Settings,
    /// Its PostgreSQL server, unless the database is a file.
    pub(crate) cluster: Option<Cluster>,
    /// Its Redis, beside PostgreSQL.
    pub(crate) redis: Option<Redis>,
    _dir: tempfile::TempDir,
}

impl Place {
    /// Prepares a place for the program at `binary`.
    pub(crate) fn new(binary: &Path, database: Database) -> Result<Self> {
        let (cluster, redis) = match database {
            Database::Sqlite => (None, None),
            Database::Postgres => (Some(Cluster::temporary()?), Some(Redis::start()?)),
        };
        Self::beside(binary, cluster, redis)
    }

    /// Prepares a place beside these servers; without one of databases, the database is a file.
    pub(crate) fn beside(binary: &Path, cluster: Option<Cluster>, redis: Option<Redis>) -> Result<Self> {
        let dir = tempfile::Builder::new().prefix("farsight-").tempdir()?;
        let settings = Settings {
            binary: binary.to_owned(),
            data_dir: dir.path().to_owned(),
            database_url: cluster
                .as_ref()
                .map(|cluster| cluster.database(DATABASE))
                .transpose()?,
            redis_url: redis.as_ref().map(Redis::url),
            demo: true,
            points_per_second: None,
            environment: Vec::new(),
            port: shell::free_port()?,
        };
        Ok(Self {
            settings,
            cluster,
            redis,
            _dir: dir,
        })
    }

    /// Runs SQL on the database, whichever it is; the answer comes without headings, columns split by tabs.
    pub(crate) fn sql(&self, sql: &str) -> Result<String> {
        match &self.cluster {
            Some(cluster) => cluster.sql(DATABASE, sql),
            None => {
                let mut sqlite = Command::new("sqlite3");
                sqlite.args([
                    "-batch",
                    "-noheader",
                    "-separator",
                    "\t",
                    "-cmd",
                    ".timeout 10000",
                ]);
                shell::read(
                    sqlite
                        .arg(self.settings.data_dir.join("data/farsight.db"))
                        .arg(sql),
                )
            }
        }
    }

    /// The present, in the SQL of its database, as the server writes it.
    pub(crate) fn sql_now(&self) -> &'static str {
        match &self.cluster {
            Some(_) => "clock_timestamp()",
            None => "strftime('%Y-%m-%dT%H:%M:%f000+00:00', 'now')",
        }
    }

    /// How many rows there are of what follows `FROM`.
    pub(crate) fn count(&self, from: &str) -> Result<i64> {
        let found = self.sql(&format!("SELECT count(*) FROM {from}"))?;
        found
            .trim()
            .parse()
            .with_context(|| format!("no count of {from}"))
    }

    /// Has the program judge books and audit trail.
    pub(crate) fn prove(&self) -> Result<()> {
        for verify in [["ledger", "verify"], ["audit", "verify"]] {
            shell::read(&mut self.settings.command(&verify))?;
        }
        Ok(())
    }
}

/// Carries out `cargo xtask e2e`.
pub(crate) fn run(databases: &[Database], suite: Suite, choice: &Choice) -> Result<()> {
    let binary = farsight::build(false)?;
    for database in databases {
        println!("\non {}", database.name());
        on(&binary, *database, suite, choice)?;
    }
    Ok(())
}

/// Runs a suite against a fresh server with demonstration data.
pub(crate) fn on(binary: &Path, database: Database, suite: Suite, choice: &Choice) -> Result<()> {
    let place = Place::new(binary, database)?;
    let server = place.settings.start()?;
    let mut failures = Vec::new();
    for program in suite.programs() {
        let mut node = shell::command("node");
        node.arg(program).arg(place.settings.url());
        choice.pass_to(&mut node, program)?;
        if let Err(error) = shell::run(&mut node) {
            failures.push(error.to_string());
        }
    }
    ensure!(
        failures.is_empty(),
        "{}\nthe server's log ends with\n{}",
        failures.join("\n"),
        place.settings.end_of_log()
    );
    server.stop()
}
