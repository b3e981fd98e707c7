//! PostgreSQL servers of our own, from the programs that are installed: one that lasts for
//! development and benchmarks, and short-lived ones for tests.

mod trouble;

use std::{
    os::unix::{fs::chown, process::CommandExt},
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, ensure};

use crate::shell;

/// What to do where the programs are missing.
pub(crate) const HOW_TO_GET: &str = "PostgreSQL's programs (initdb, pg_ctl) were not found: run `cargo xtask setup`, or on \
     Debian `apt-get install postgresql`";

/// A PostgreSQL server and the folder it keeps its data in.
#[derive(Debug)]
pub(crate) struct Cluster {
    bin: PathBuf,
    dir: PathBuf,
    owner: Option<(u32, u32)>,
    port: u16,
    /// Ended and removed when the value is dropped.
    short_lived: bool,
    settings: &'static str,
}

const QUICK: &str = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=64MB \
     -c max_wal_size=256MB -c max_connections=400";
/// What was acknowledged must be there after a crash of the server; the machine itself stays up, so nothing need reach the disk.
const CAREFUL: &str = "-c fsync=off -c synchronous_commit=on -c shared_buffers=64MB -c max_connections=200";
/// The same, with an answer before the commit is written down.
const CARELESS: &str = "-c fsync=off -c synchronous_commit=off -c wal_writer_delay=2s -c shared_buffers=64MB -c max_connections=200";
const DURABLE: &str = "-c shared_buffers=1GB -c max_wal_size=4GB -c max_connections=200 \
     -c shared_preload_libraries=pg_stat_statements -c pg_stat_statements.max=1000";

impl Cluster {
    /// A server for tests: quick, not durable, gone when the value or this process is.
    pub(crate) fn temporary() -> Result<Self> {
        Self::short_lived(QUICK)
    }

    /// A server to be killed: after that it knows all that it acknowledged, or, if `careless`, perhaps not.
    pub(crate) fn to_be_killed(careless: bool) -> Result<Self> {
        Self::short_lived(if careless { CARELESS } else { CAREFUL })
    }

    fn short_lived(settings: &'static str) -> Result<Self> {
        let dir = std::env::temp_dir().join(format!(
            "farsight-xtask-pg-{}-{}",
            std::process::id(),
            shell::free_port()?
        ));
        let mut cluster = Self::at(dir)?;
        cluster.short_lived = true;
        cluster.port = shell::free_port()?;
        cluster.settings = settings;
        cluster.create()?;
        cluster.start()?;
        shell::end_with_us(cluster.process()?, &cluster.dir)?;
        Ok(cluster)
    }

    /// The lasting server of this workspace, started if it is not running.
    pub(crate) fn development() -> Result<Self> {
        let mut cluster = Self::at(development_dir()?)?;
        if let Some(port) = cluster.running_port() {
            cluster.port = port;
            return Ok(cluster);
        }
        if !cluster.dir.join("data/PG_VERSION").exists() {
            cluster.create()?;
        }
        cluster.port = shell::free_port()?;
        cluster.start()?;
        cluster.database("farsight")?;
        Ok(cluster)
    }

    /// The lasting server, if it is running.
    pub(crate) fn running_development() -> Result<Option<Self>> {
        let mut cluster = Self::at(development_dir()?)?;
        let Some(port) = cluster.running_port() else {
            return Ok(None);
        };
        cluster.port = port;
        Ok(Some(cluster))
    }

    fn at(dir: PathBuf) -> Result<Self> {
        let bin = programs().context(HOW_TO_GET)?;
        Ok(Self {
            bin,
            dir,
            owner: unprivileged()?,
            port: 0,
            short_lived: false,
            settings: DURABLE,
        })
    }

    /// The address of a database of this server.
    pub(crate) fn url(&self, database: &str) -> String {
        format!("postgres://farsight@127.0.0.1:{}/{database}", self.port)
    }

    /// Makes sure that a database exists, and returns its address.
    pub(crate) fn database(&self, name: &str) -> Result<String> {
        let found = self.sql(
            "postgres",
            &format!("SELECT 1 FROM pg_database WHERE datname = '{name}'"),
        )?;
        if found.trim().is_empty() {
            self.sql("postgres", &format!("CREATE DATABASE {name}"))?;
        }
        Ok(self.url(name))
    }

    /// Runs SQL; the answer comes without headings, columns split by tabs.
    pub(crate) fn sql(&self, database: &str, sql: &str) -> Result<String> {
        let mut psql = Command::new(self.bin.join("psql"));
        psql.args([
            "-X",
            "-q",
            "-A",
            "-t",
            "-F",
            "\t",
            "-v",
            "ON_ERROR_STOP=1",
            "-d",
            &self.url(database),
            "-c",
            sql,
        ]);
        shell::read(&mut psql)
    }

    /// One of PostgreSQL's programs.
    pub(crate) fn program(&self, name: &str) -> Command {
        Command::new(self.bin.join(name))
    }

    /// The file the server writes its log to.
    pub(crate) fn log(&self) -> PathBuf {
        self.dir.join("log")
    }

    /// Stops the server. Its data stay.
    pub(crate) fn stop(&self) -> Result<()> {
        let mut stop = self.as_owner("pg_ctl");
        shell::read(
            stop.arg("-D")
                .arg(self.dir.join("data"))
                .args(["-m", "fast", "-w", "stop"]),
        )
        .map(drop)
    }

    /// The port it listens on.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    fn create(&self) -> Result<()> {
        std::fs::create_dir_all(&self.dir)?;
        if let Some((uid, gid)) = self.owner {
            chown(&self.dir, Some(uid), Some(gid))?;
        }
        let mut initdb = self.as_owner("initdb");
        initdb.args([
            "--no-sync",
            "-A",
            "trust",
            "-U",
            "farsight",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "-D",
        ]);
        shell::read(initdb.arg(self.dir.join("data"))).map(drop)
    }

    fn start(&self) -> Result<()> {
        let options = format!(
            "-p {} -h 127.0.0.1 -k {} {}",
            self.port,
            self.dir.display(),
            self.settings
        );
        let log = self.log();
        let mut start = self.as_owner("pg_ctl");
        start
            .arg("-D")
            .arg(self.dir.join("data"))
            .arg("-l")
            .arg(&log)
            .args(["-o", &options, "-w", "-s", "start"]);
        // The server keeps what it inherits, so its output must not be a pipe that someone waits on.
        start
            .stdin(std::process::Stdio::null())
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null());
        let started = start.status().context("pg_ctl could not be run")?;
        ensure!(
            started.success(),
            "PostgreSQL did not start:\n{}",
            shell::tail(&log, 20)
        );
        Ok(())
    }

    fn as_owner(&self, program: &str) -> Command {
        let mut command = self.program(program);
        command.current_dir(&self.dir);
        if let Some((uid, gid)) = self.owner {
            command.uid(uid).gid(gid);
        }
        command
    }

    fn process(&self) -> Result<u32> {
        let file = std::fs::read_to_string(self.dir.join("data/postmaster.pid"))?;
        file.lines()
            .next()
            .and_then(|line| line.trim().parse().ok())
            .context("postmaster.pid has no process")
    }

    fn running_port(&self) -> Option<u16> {
        let file = std::fs::read_to_string(self.dir.join("data/postmaster.pid")).ok()?;
        let port = file.lines().nth(3)?.trim().parse().ok()?;
        std::net::TcpStream::connect(("127.0.0.1", port))
            .ok()
            .map(|_| port)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if self.short_lived {
            let mut stop = self.as_owner("pg_ctl");
            let _ = shell::read(stop.arg("-D").arg(self.dir.join("data")).args([
                "-m",
                "immediate",
                "-w",
                "stop",
            ]));
            let _ = std::fs::remove_dir_all(&self.dir);
        }
    }
}

/// `target/dev-pg`; a folder for temporary files where PostgreSQL's account cannot reach that.
fn development_dir() -> Result<PathBuf> {
    let dir = shell::target().join("dev-pg");
    let Some((uid, gid)) = unprivileged()? else {
        return Ok(dir);
    };
    std::fs::create_dir_all(shell::target())?;
    let reachable = Command::new("test")
        .arg("-x")
        .arg(shell::target())
        .uid(uid)
        .gid(gid)
        .status()?
        .success();
    Ok(if reachable {
        dir
    } else {
        std::env::temp_dir().join("farsight-dev-pg")
    })
}

/// The folder of the newest installed PostgreSQL's programs.
pub(crate) fn programs() -> Option<PathBuf> {
    let has = |dir: &PathBuf| dir.join("initdb").exists() && dir.join("pg_ctl").exists();
    let version = |dir: &Path| {
        dir.parent()
            .and_then(Path::file_name)
            .and_then(|name| name.to_str()?.parse::<u32>().ok())
    };
    let mut versions: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|entries| entries.flatten().map(|entry| entry.path().join("bin")).collect())
        .unwrap_or_default();
    versions.sort_by_key(|dir| version(dir));
    let path = std::env::var_os("PATH").unwrap_or_default();
    versions
        .into_iter()
        .rev()
        .chain(std::env::split_paths(&path))
        .find(has)
}

/// PostgreSQL refuses to run as root; then the account `postgres` or `nobody` runs it.
fn unprivileged() -> Result<Option<(u32, u32)>> {
    if !shell::is_root() {
        return Ok(None);
    }
    let passwd = std::fs::read_to_string("/etc/passwd")?;
    let account = |name: &str| {
        let line = passwd.lines().find(|line| line.split(':').next() == Some(name))?;
        let mut fields = line.split(':').skip(2);
        Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
    };
    account("postgres")
        .or_else(|| account("nobody"))
        .map(Some)
        .context("there is no account to run PostgreSQL as")
}
