//! What an import of maintenance-fee events found and did.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// How many bad lines are named one by one.
const MOST_NAMED: usize = 1_000;
/// How many unknown codes are named.
const MOST_CODES: usize = 100;

/// What an import of maintenance-fee events found and did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MaintenanceReport {
    /// Lines read.
    pub lines: u64,
    /// Patents the lines are of.
    pub patents: u64,
    /// Those of them that are kept here.
    pub known: u64,
    /// Of these, those of which the file says something new.
    pub kept: u64,
    /// Those of which it says what was kept before.
    pub unchanged: u64,
    /// Register entries that were new.
    pub events_added: u64,
    /// Lines that could not be read.
    pub refused: u64,
    /// The first of them.
    pub refusals: Vec<RefusedLine>,
    /// Codes of patents kept here that no table holds, and how often each came: kept, weighed by nobody.
    pub unknown_codes: BTreeMap<String, u64>,
    /// Whether the file was read to its end.
    pub finished: bool,
}

/// A line that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedLine {
    /// Its number, from one.
    pub line: u64,
    /// Why.
    pub reason: String,
}

/// How far an import of maintenance-fee events is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MaintenanceProgress {
    /// Bytes read.
    pub bytes: u64,
    /// Bytes of the file.
    pub of_bytes: u64,
    /// Lines read.
    pub lines: u64,
    /// Patents found that are kept here.
    pub known: u64,
}

impl MaintenanceReport {
    pub(super) fn refuse(&mut self, line: u64, reason: impl Into<String>) {
        self.refused += 1;
        if self.refusals.len() < MOST_NAMED {
            self.refusals.push(RefusedLine {
                line,
                reason: reason.into(),
            });
        }
    }

    pub(super) fn note_unknown(&mut self, code: &str) {
        if let Some(count) = self.unknown_codes.get_mut(code) {
            *count += 1;
        } else if self.unknown_codes.len() < MOST_CODES {
            self.unknown_codes.insert(code.to_owned(), 1);
        }
    }
}
