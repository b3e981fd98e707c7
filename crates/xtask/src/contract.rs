//! `cargo xtask contract`: our adapters against stand-ins by others, which are run and never linked.

use std::{
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Child, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};
use clap::Subcommand;

use crate::shell;

/// Which stand-in.
#[derive(Debug, Subcommand)]
pub(crate) enum Contract {
    /// The Stripe adapter against localstripe (GPL-3, from PyPI): cards, charges, refunds.
    Localstripe,
}

/// The release whose quirks the test knows.
const LOCALSTRIPE: &str = "localstripe==1.15.10";
/// Its own command would listen on every address and keep its state in one file for all.
const SERVE: &str = "import sys
from aiohttp import web
import localstripe.server
web.run_app(localstripe.server.app, host='127.0.0.1', port=int(sys.argv[1]), print=lambda *words: print('serving', flush=True))";
/// How long it may take to start.
const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) fn run(what: &Contract) -> Result<()> {
    match what {
        Contract::Localstripe => localstripe(),
    }
}

fn localstripe() -> Result<()> {
    let python = installed()?;
    let port = shell::free_port()?;
    let _peer = Peer::start(&python, port)?;
    let test = [
        "test",
        "-p",
        "payments-stripe",
        "--test",
        "it",
        "--",
        "--ignored",
        "--nocapture",
        "localstripe::",
    ];
    shell::run(shell::cargo(&test).env("LOCALSTRIPE_URL", format!("http://127.0.0.1:{port}")))?;
    println!(
        "localstripe: what is asserted holds. It is no oracle for money: see above what it does otherwise."
    );
    Ok(())
}

/// The Python of a folder of its own that has localstripe; made at the first use.
fn installed() -> Result<PathBuf> {
    let dir = shell::target().join("tools/localstripe");
    let python = dir.join("bin/python");
    let done = dir.join(LOCALSTRIPE);
    if done.is_file() {
        return Ok(python);
    }
    let system = shell::find("python3").context("Python 3 is needed; install python3 and python3-venv")?;
    println!("installing {LOCALSTRIPE} into {} …", dir.display());
    shell::run(shell::command(system).args(["-m", "venv"]).arg(&dir))?;
    shell::run(shell::command(&python).args(["-m", "pip", "install", "--quiet", LOCALSTRIPE]))?;
    std::fs::write(done, "")?;
    Ok(python)
}

/// A running localstripe; it ends with this value.
struct Peer(Child);

impl Peer {
    fn start(python: &PathBuf, port: u16) -> Result<Self> {
        let mut command = shell::command(python);
        command.args(["-c", SERVE, &port.to_string()]);
        let child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let mut peer = Self(child);
        let stdout = peer.0.stdout.take().context("localstripe has no output")?;
        let (tell, told) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let mut line = String::new();
            BufReader::new(stdout).read_line(&mut line).ok();
            tell.send(line).ok();
        });
        let started = Instant::now();
        match told.recv_timeout(PATIENCE) {
            Ok(line) => ensure!(line.trim() == "serving", "localstripe did not start: {line}"),
            Err(_) => bail!("localstripe did not start within {:?}", started.elapsed()),
        }
        Ok(peer)
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}
