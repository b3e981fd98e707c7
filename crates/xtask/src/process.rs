//! Signals to processes that we started, and to those they started.

use std::{collections::BTreeMap, process::Command};

use anyhow::{Context, Result};

use crate::shell;

/// What a process is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Signal {
    /// End at once, with no chance to tidy up.
    Kill,
    /// Stand still.
    Stop,
    /// Go on.
    Continue,
}

/// A process with all that it started, itself first.
pub(crate) fn family(process: u32) -> Result<Vec<u32>> {
    let parents = parents()?;
    let mut family = vec![process];
    let mut next = 0;
    while let Some(&parent) = family.get(next) {
        let children = parents.iter().filter(|(_, of)| **of == parent);
        family.extend(children.map(|(child, _)| *child));
        next += 1;
    }
    Ok(family)
}

/// Tells these processes. Some may be gone already.
pub(crate) fn tell(processes: &[u32], signal: Signal) -> Result<()> {
    let word = match signal {
        Signal::Kill => "-KILL",
        Signal::Stop => "-STOP",
        Signal::Continue => "-CONT",
    };
    let mut kill = Command::new("kill");
    kill.arg(word).args(processes.iter().map(u32::to_string));
    // It complains of those that are gone; whether one is left is for the caller to see.
    kill.output().context("`kill` could not be run")?;
    Ok(())
}

/// Whether there is such a process, and it has not ended.
pub(crate) fn is_alive(process: u32) -> bool {
    stat(process).is_some_and(|(_, state)| state != "Z")
}

fn parents() -> Result<BTreeMap<u32, u32>> {
    let entries = std::fs::read_dir("/proc").context("/proc cannot be read")?;
    let processes = entries
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    Ok(processes
        .filter_map(|process| Some((process, stat(process)?.0)))
        .collect())
}

/// The parent and the state of a process. Its name stands in brackets before them and may hold anything.
fn stat(process: u32) -> Option<(u32, String)> {
    let text = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let mut fields = text.rsplit_once(") ")?.1.split(' ');
    let state = fields.next()?.to_owned();
    Some((fields.next()?.parse().ok()?, state))
}

/// How many times a program's calls were made, as `strace -c` counted them in this file.
pub(crate) fn calls_counted(file: &std::path::Path, call: &str) -> Result<u64> {
    let table = std::fs::read_to_string(file).with_context(|| format!("no table in {}", file.display()))?;
    let line = table
        .lines()
        .find(|line| line.split_whitespace().last() == Some(call));
    // % time, seconds, usecs/call, calls, errors, syscall
    let calls = line.and_then(|line| line.split_whitespace().nth(3)?.parse().ok());
    calls.with_context(|| format!("no count of {call} in\n{}", shell::tail(file, 20)))
}
