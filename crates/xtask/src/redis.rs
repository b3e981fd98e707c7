//! A Redis server of our own, which keeps nothing.

use std::{
    io::{Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};
use tempfile::TempDir;

use crate::{
    process::{self, Signal},
    shell,
};

/// A running Redis server, gone when the value is dropped.
#[derive(Debug)]
pub(crate) struct Redis {
    child: Child,
    port: u16,
    dir: TempDir,
}

impl Redis {
    /// Starts a server on a free port.
    pub(crate) fn start() -> Result<Self> {
        let dir = tempfile::tempdir()?;
        let port = shell::free_port()?;
        let child = spawn(port, dir.path())?;
        Ok(Self { child, port, dir })
    }

    /// Ends it at once.
    pub(crate) fn kill(&mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Starts it again, empty, on the same port.
    pub(crate) fn start_again(&mut self) -> Result<()> {
        self.child = spawn(self.port, self.dir.path())?;
        Ok(())
    }

    /// It stands still, or goes on.
    pub(crate) fn freeze(&self, still: bool) -> Result<()> {
        process::tell(
            &[self.child.id()],
            if still { Signal::Stop } else { Signal::Continue },
        )
    }

    /// Carries out one command, and expects that it was.
    pub(crate) fn command(&self, command: &str) -> Result<()> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        stream.write_all(format!("{command}\r\n").as_bytes())?;
        let mut answer = [0; 256];
        let length = stream.read(&mut answer)?;
        let answer = String::from_utf8_lossy(&answer[..length]);
        ensure!(
            answer.starts_with("+OK"),
            "Redis answered {command} with {answer}"
        );
        Ok(())
    }

    /// Its address.
    pub(crate) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn spawn(port: u16, dir: &Path) -> Result<Child> {
    let program =
        shell::find("redis-server").context("redis-server was not found: run `cargo xtask setup`")?;
    let mut server = Command::new(program);
    server
        .args(["--port", &port.to_string(), "--bind", "127.0.0.1"])
        .args(["--save", "", "--appendonly", "no", "--dir"])
        .arg(dir);
    let child = server
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    shell::end_with_us(child.id(), dir)?;
    let started = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        if started.elapsed() > Duration::from_secs(10) {
            bail!("redis-server did not start");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok(child)
}
