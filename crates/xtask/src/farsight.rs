//! The product as a process: built, started, awaited, stopped, killed.

use std::{
    fs::{File, OpenOptions},
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};

use crate::shell;

/// How long a start may take: with demonstration data, on a machine that is busy with other things, minutes.
const STARTED_WITHIN: Duration = Duration::from_secs(240);

/// How a server is to run.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    /// The program.
    pub(crate) binary: PathBuf,
    /// Its folder; also where its log goes.
    pub(crate) data_dir: PathBuf,
    /// PostgreSQL, or none for SQLite in the data folder.
    pub(crate) database_url: Option<String>,
    /// Redis, or none for in-process means.
    pub(crate) redis_url: Option<String>,
    /// With demonstration data.
    pub(crate) demo: bool,
    /// Points of cost that flow back to a caller each second, if not the default; 0 is no limit.
    pub(crate) points_per_second: Option<u32>,
    /// What is set beside that: names and values of its environment.
    pub(crate) environment: Vec<(&'static str, String)>,
    /// The port on the loopback address; the same after a restart.
    pub(crate) port: u16,
}

/// A running server.
#[derive(Debug)]
pub(crate) struct Farsight {
    child: Child,
    settings: Settings,
}

/// Builds the program and says where it is.
pub(crate) fn build(release: bool) -> Result<PathBuf> {
    // With the whole workspace selected, its libraries have the features that tests build them with.
    let mut cargo = shell::cargo(&["build", "--workspace", "--bin", "farsight", "--locked"]);
    if release {
        cargo.arg("--release");
    }
    shell::run(&mut cargo)?;
    Ok(shell::target()
        .join(if release { "release" } else { "debug" })
        .join("farsight"))
}

impl Settings {
    /// The program with these settings and nothing from our own environment.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.binary);
        for (name, _) in std::env::vars_os() {
            let name = name.to_string_lossy().into_owned();
            if name.starts_with("FARSIGHT_")
                || ["DATABASE_URL", "DATABASE_REPLICA_URL", "REDIS_URL"].contains(&name.as_str())
            {
                command.env_remove(name);
            }
        }
        command.current_dir(&self.data_dir).stdin(Stdio::null());
        command.env("FARSIGHT_DATA_DIR", self.data_dir.join("data"));
        if let Some(url) = &self.database_url {
            command.env("DATABASE_URL", url);
        }
        if let Some(url) = &self.redis_url {
            command.env("REDIS_URL", url);
        }
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command.args(arguments);
        command
    }

    /// Starts the server and waits until it is ready.
    pub(crate) fn start(&self) -> Result<Farsight> {
        let mut command = self.command(&["serve"]);
        command.env("FARSIGHT_LISTEN", format!("127.0.0.1:{}", self.port));
        if self.demo {
            command.arg("--demo");
        }
        if let Some(points) = self.points_per_second {
            command.env("FARSIGHT_POINTS_PER_SECOND", points.to_string());
        }
        let log = self.open_log()?;
        command.stdout(log.try_clone()?).stderr(log);
        let child = command
            .spawn()
            .with_context(|| format!("{} could not be started", self.binary.display()))?;
        let mut server = Farsight {
            child,
            settings: self.clone(),
        };
        server.wait_until_ready(STARTED_WITHIN)?;
        Ok(server)
    }

    /// Starts a process that does background work only. It is not waited for: nothing listens in it.
    pub(crate) fn start_worker(&self) -> Result<Farsight> {
        let log = self.open_log()?;
        let mut command = self.command(&["worker"]);
        command.stdout(log.try_clone()?).stderr(log);
        let child = command
            .spawn()
            .with_context(|| format!("{} could not be started", self.binary.display()))?;
        Ok(Farsight {
            child,
            settings: self.clone(),
        })
    }

    /// Whether the server says that it can serve, within five seconds.
    pub(crate) fn is_ready(&self) -> bool {
        let agent = ureq::Agent::new_with_config(
            ureq::Agent::config_builder()
                .timeout_global(Some(Duration::from_secs(5)))
                .build(),
        );
        let asked = agent.get(format!("{}/readyz", self.url())).call();
        asked.is_ok_and(|answer| answer.status() == 200)
    }

    /// How long until the server says that it can serve, or no longer.
    pub(crate) fn time_until_ready(&self, ready: bool, patience: Duration) -> Result<Duration> {
        let began = Instant::now();
        while self.is_ready() != ready {
            ensure!(
                began.elapsed() < patience,
                "after {patience:?} the server is still {}",
                if ready { "not ready" } else { "ready" }
            );
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(began.elapsed())
    }

    /// Where the server is to be found.
    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// What the server wrote last.
    pub(crate) fn end_of_log(&self) -> String {
        shell::tail(&self.log(), 60)
    }

    fn log(&self) -> PathBuf {
        self.data_dir.join("server.log")
    }

    fn open_log(&self) -> Result<File> {
        Ok(OpenOptions::new().create(true).append(true).open(self.log())?)
    }
}

impl Farsight {
    fn wait_until_ready(&mut self, patience: Duration) -> Result<()> {
        let started = Instant::now();
        while started.elapsed() < patience {
            if let Some(status) = self.child.try_wait()? {
                bail!(
                    "the server ended with {status}; its log ends with\n{}",
                    self.settings.end_of_log()
                );
            }
            if self.settings.is_ready() {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        bail!(
            "the server was not ready after {patience:?}; its log ends with\n{}",
            self.settings.end_of_log()
        )
    }

    /// Its process.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    /// Expects that it has not ended.
    pub(crate) fn still_runs(&mut self) -> Result<()> {
        match self.child.try_wait()? {
            None => Ok(()),
            Some(status) => bail!("the server ended with {status}"),
        }
    }

    /// The memory it holds now, in MiB.
    pub(crate) fn resident_mib(&self) -> Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status
            .lines()
            .find(|line| line.starts_with("VmRSS:"))
            .context("no VmRSS in /proc")?;
        let kib: f64 = line
            .split_whitespace()
            .nth(1)
            .and_then(|kib| kib.parse().ok())
            .context("no number in VmRSS")?;
        Ok(kib / 1024.0)
    }

    /// Ends it at once, as a power cut would.
    pub(crate) fn kill(mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Asks it to stop and waits until it has; that it does is part of what is tested.
    pub(crate) fn stop(mut self) -> Result<()> {
        shell::run(Command::new("kill").args(["-TERM", &self.child.id().to_string()]))?;
        let asked = Instant::now();
        while asked.elapsed() < Duration::from_secs(20) {
            if let Some(status) = self.child.try_wait()? {
                ensure!(
                    status.success(),
                    "the server stopped with {status}; its log ends with\n{}",
                    self.settings.end_of_log()
                );
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        bail!(
            "the server did not stop within 20 s of SIGTERM; its log ends with\n{}",
            self.settings.end_of_log()
        )
    }
}

impl Drop for Farsight {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
