//! What has to be told of a right that is watched: how it stands on a day ([`signals`]), what changed between two assessments
//! ([`changes`]), and when to ask its register again ([`Tier`]).
//!
//! How bad a signal is and whether a change is major stands in one table, `data/signals.csv`. The two are apart: the level tells
//! how it stands, the severity whether investors who pledged are asked again.

mod burdens;
mod change;
mod fee;
mod owners;
mod signal;
mod table;
mod tier;

use chrono::NaiveDate;

pub use change::{CHANGE_LABELS, Change, ChangeKind, changes};
pub(crate) use signal::open_challenges;
pub use signal::{SIGNAL_LABELS, Signal, SignalKind, level, level_of, signals};
pub use tier::{Check, FeeDays, Tier, next_check_on, next_deadline, stale_after, tier};

use crate::status::EncumbranceKind;

/// The family of messages that label the levels: `ALERT` is `patent-watch-alert`.
pub const LEVEL_LABELS: &str = "patent-watch";

/// What a right is watched for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Horizon {
    /// The day on which the campaign's funding ends; absent where no campaign stands on the right.
    pub funding_ends_on: Option<NaiveDate>,
    /// Whether the campaign takes pledges, or is about to collect them.
    pub live: bool,
}

crate::words::words! {
    /// How a watched right stands, better before worse: the worst of its signals.
    pub enum WatchLevel {
        /// Nothing to tell.
        Green = "green",
        /// Something to know.
        Notice = "notice",
        /// Something that needs attention.
        Alert = "alert",
        /// It is gone.
        Lost = "lost",
    }
}

crate::words::words! {
    /// What a change is to those who pledged, lesser before greater.
    pub enum Severity {
        /// Nothing they need to be asked about.
        None = "none",
        /// Worth telling.
        Minor = "minor",
        /// They are asked again.
        Major = "major",
    }
}

/// The kinds of attack that are told apart.
const CHALLENGES: [&str; 7] = [
    "opposition",
    "invalidation",
    "ptab",
    "reexamination",
    "court",
    "limitation",
    "other",
];

/// The kind of an attack: a word of the assessment, or a kind of trial of the USPTO.
fn challenge_kind(word: &str) -> &'static str {
    match word {
        "IPR" | "PGR" | "CBM" | "DER" => "ptab",
        _ => CHALLENGES
            .into_iter()
            .find(|known| *known == word)
            .unwrap_or("other"),
    }
}

/// Burdens with a signal of their own kind; a freeze has one to itself.
fn burden_kinds() -> Vec<&'static str> {
    EncumbranceKind::ALL
        .iter()
        .filter(|kind| **kind != EncumbranceKind::Preservation)
        .map(|kind| kind.as_str())
        .collect()
}

#[cfg(test)]
mod tests;
