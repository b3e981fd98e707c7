//! What may befall a server.

use std::time::Duration;

use anyhow::Result;

use super::Cluster;
use crate::{
    process::{self, Signal},
    shell,
};

impl Cluster {
    /// Ends every process of the server at once, as a power cut would.
    pub(crate) fn kill(&self) -> Result<()> {
        let all = process::family(self.process()?)?;
        process::tell(&all, Signal::Kill)?;
        while all.iter().any(|process| process::is_alive(*process)) {
            std::thread::sleep(Duration::from_millis(5));
        }
        // Where nobody collects the dead, the next server would take the one that was killed for alive.
        std::fs::remove_file(self.dir.join("data/postmaster.pid"))?;
        Ok(())
    }

    /// Starts a server that was killed; it recovers from its log first.
    pub(crate) fn start_again(&self) -> Result<()> {
        self.start()?;
        shell::end_with_us(self.process()?, &self.dir)
    }

    /// Every process of the server stands still, or goes on.
    pub(crate) fn freeze(&self, still: bool) -> Result<()> {
        let signal = if still { Signal::Stop } else { Signal::Continue };
        process::tell(&process::family(self.process()?)?, signal)
    }
}
