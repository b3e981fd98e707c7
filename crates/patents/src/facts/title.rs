//! Facts about where a right comes from, what was paid for it, who conveyed it and who attacked it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Party;
use crate::{number::PatentNumber, source::Conveyance};

/// The opposition to a European patent, as the register states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Opposition {
    /// Nobody opposed in time.
    NoneFiled,
    /// Somebody opposed; it is not decided, or the decision is not known.
    Filed,
}

/// The applications a United States application goes back to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Continuity {
    /// How many links the answer lists.
    pub parents: usize,
    /// The oldest application that counts for the term: provisionals do not (35 USC 154(a)(2), (3)).
    pub root: Option<Ancestor>,
}

/// An earlier application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Ancestor {
    /// Its number.
    pub application: PatentNumber,
    /// When it was filed.
    pub filed_on: NaiveDate,
}

crate::words::words! {
    /// How the USPTO sorts a patent's owner for fees (37 CFR 1.27, 1.29).
    pub enum Entity {
        /// Pays in full.
        Large = "large",
        /// Pays two fifths.
        Small = "small",
        /// Pays one fifth.
        Micro = "micro",
    }
}

/// A renewal fee that was paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Payment {
    /// The state it was paid in.
    pub territory: String,
    /// The year it is for, as the office counts.
    pub year: u32,
    /// When.
    pub on: Option<NaiveDate>,
}

/// A recorded conveyance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Conveyed {
    /// What it does.
    pub class: Conveyance,
    /// Whether it corrects an earlier record; then the class is that of what it confirms.
    pub corrects: bool,
    /// The text as recorded.
    pub text: String,
    /// Where it is recorded.
    pub reel_frame: Option<String>,
    /// Who conveyed.
    pub assignors: Vec<String>,
    /// To whom.
    pub assignees: Vec<Party>,
    /// When it was executed: the last signature.
    pub executed_on: Option<NaiveDate>,
    /// When it was recorded.
    pub recorded_on: Option<NaiveDate>,
}

/// An attack on a right: a trial, a reexamination.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Challenge {
    /// Its number.
    pub reference: String,
    /// The kind: `IPR`, `PGR`, `CBM`, `DER`.
    pub kind: String,
    /// When it was filed.
    pub filed_on: Option<NaiveDate>,
    /// Whether it goes on.
    pub open: bool,
    /// When it ended.
    pub ended_on: Option<NaiveDate>,
    /// How it stands or ended, in the office's words.
    pub outcome: Option<String>,
}
