//! What an import found, as facts that can be compared.

use std::collections::BTreeMap;

use kernel::ImportId;
use serde::{Deserialize, Serialize};

use super::{
    record::{HistoricalState, Warning},
    row::{Glance, Kept, RowError},
};

/// Lines named for each warning.
const LINES: usize = 20;

/// What an import found and did. Facts count the rows read, refused ones too where they can be told.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportReport {
    /// The import.
    pub import_id: Option<ImportId>,
    /// The platform the campaigns ran on.
    pub source: String,
    /// SHA-256 of the file.
    pub file_sha256: String,
    /// Rows read, the first row not counted.
    pub read: u64,
    /// Rows that were new.
    pub inserted: u64,
    /// Rows that were known and have changed.
    pub updated: u64,
    /// Rows that were known and have not changed.
    pub unchanged: u64,
    /// Rows refused.
    pub refused: u64,
    /// Refused rows by what was wrong.
    pub refused_by: BTreeMap<String, u64>,
    /// Rows read by state.
    pub by_state: BTreeMap<HistoricalState, u64>,
    /// Rows read by currency.
    pub by_currency: BTreeMap<String, u64>,
    /// Backings of all rows read.
    pub backings: i64,
    /// Backings of the row with the most.
    pub most_backings: i64,
    /// Rows that are odd but kept, by what is odd.
    pub warnings: BTreeMap<Warning, u64>,
    /// The first lines of each warning.
    pub warning_lines: BTreeMap<Warning, Vec<u64>>,
    /// Columns of the file that the mapping does not name.
    pub columns_not_used: Vec<String>,
    /// The line at which this run took up an interrupted one.
    pub resumed_at_line: Option<u64>,
    /// Whether the file was read to its end.
    pub finished: bool,
}

impl ImportReport {
    pub(crate) fn glance(&mut self, glance: &Glance) {
        self.read += 1;
        if let Some(state) = glance.state {
            *self.by_state.entry(state).or_default() += 1;
        }
        if let Some(currency) = glance.currency {
            *self.by_currency.entry(currency.code().to_owned()).or_default() += 1;
        }
        let backers = glance.backers.unwrap_or(0);
        self.backings = self.backings.saturating_add(backers);
        self.most_backings = self.most_backings.max(backers);
    }

    pub(crate) fn keep(&mut self, kept: &Kept, line: u64) {
        for warning in &kept.warnings {
            *self.warnings.entry(*warning).or_default() += 1;
            let lines = self.warning_lines.entry(*warning).or_default();
            if lines.len() < LINES {
                lines.push(line);
            }
        }
    }

    pub(crate) fn refuse(&mut self, error: &RowError) {
        self.refused += 1;
        *self.refused_by.entry(error.kind()).or_default() += 1;
    }
}
