//! A PostgreSQL server of our own: started once in a test process, gone when the process is.

use std::{
    net::TcpListener,
    os::unix::{fs::chown, process::CommandExt},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};

const HOW_TO_GET: &str = "PostgreSQL's programs (initdb, postgres) were not found. Install them (on Debian: `apt-get install \
     postgresql`) or set TEST_DATABASE_URL to a server on which databases may be created.";

/// The address of a server on which test databases may be created: `TEST_DATABASE_URL`, else
/// a private cluster of this process.
pub(crate) fn url() -> Result<String> {
    match std::env::var("TEST_DATABASE_URL") {
        Ok(url) => Ok(url),
        Err(_) => start(),
    }
}

fn start() -> Result<String> {
    let bin = programs().context(HOW_TO_GET)?;
    let owner = unprivileged()?;
    let dir = std::env::temp_dir().join(format!("farsight-pg-{}", std::process::id()));
    std::fs::create_dir_all(&dir)?;
    if let Some((uid, gid)) = owner {
        chown(&dir, Some(uid), Some(gid))?;
    }
    let run = |command: &mut Command| {
        command.current_dir(&dir).stdin(Stdio::null());
        if let Some((uid, gid)) = owner {
            command.uid(uid).gid(gid);
        }
    };
    let data = dir.join("data");
    let mut initdb = Command::new(bin.join("initdb"));
    initdb
        .args([
            "--no-sync",
            "-A",
            "trust",
            "-U",
            "farsight",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "-D",
        ])
        .arg(&data);
    run(&mut initdb);
    let made = initdb.output().context("initdb could not be run")?;
    ensure!(
        made.status.success(),
        "initdb failed: {}",
        String::from_utf8_lossy(&made.stderr)
    );

    let port = free_port()?;
    let mut server = Command::new(bin.join("postgres"));
    server
        .arg("-D")
        .arg(&data)
        .arg("-k")
        .arg(&dir)
        .args(["-p", &port.to_string(), "-h", "127.0.0.1"]);
    for setting in [
        "fsync=off",
        "synchronous_commit=off",
        "full_page_writes=off",
        "max_connections=400",
        "shared_buffers=64MB",
        "max_wal_size=256MB",
        "logging_collector=off",
    ] {
        server.args(["-c", setting]);
    }
    run(&mut server);
    let log = std::fs::File::create(dir.join("log"))?;
    server.stdout(log.try_clone()?).stderr(log);
    let server = server.spawn().context("postgres could not be started")?;
    clean_up_after_us(server.id(), &dir)?;

    let deadline = Instant::now() + Duration::from_secs(30);
    while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
        if Instant::now() > deadline {
            bail!(
                "postgres did not start: {}",
                std::fs::read_to_string(dir.join("log")).unwrap_or_default()
            );
        }
        std::thread::sleep(Duration::from_millis(30));
    }
    Ok(format!("postgres://farsight@127.0.0.1:{port}/postgres"))
}

/// Leaves a small watcher behind that stops the server and removes its folder once this process
/// is gone, however it ends.
fn clean_up_after_us(server: u32, dir: &Path) -> Result<()> {
    let script = "while kill -0 $1 2>/dev/null; do sleep 0.5; done; kill -QUIT $2; sleep 1; rm -rf \"$3\"";
    Command::new("sh")
        .args([
            "-c",
            script,
            "sh",
            &std::process::id().to_string(),
            &server.to_string(),
        ])
        .arg(dir)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()?;
    Ok(())
}

fn programs() -> Option<PathBuf> {
    let has = |dir: &PathBuf| dir.join("initdb").exists() && dir.join("postgres").exists();
    let mut versions: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|entries| entries.flatten().map(|entry| entry.path().join("bin")).collect())
        .unwrap_or_default();
    versions.sort();
    let path = std::env::var_os("PATH").unwrap_or_default();
    versions
        .into_iter()
        .rev()
        .chain(std::env::split_paths(&path))
        .find(has)
}

/// PostgreSQL refuses to run as root; then the account `postgres` or `nobody` runs it.
fn unprivileged() -> Result<Option<(u32, u32)>> {
    let is_root = Command::new("id").arg("-u").output()?.stdout == b"0\n";
    if !is_root {
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

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}
