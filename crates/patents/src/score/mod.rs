//! The IP evidence score: how much registers show for a right, from 0 to 100. Every point has a code for a sentence and the
//! aspect of the evidence it rests on; what no register tells is not measured and is left out of the scale. It is no
//! valuation, and nothing that an owner only says counts.

mod codes;
mod legal;
mod ownership;
mod reach;
mod technology;

use chrono::NaiveDate;

use crate::{
    OwnerMatch,
    assess::Assessment,
    facts::RightFacts,
    status::{Confidence, LegalStatus},
};

pub use codes::CODES;

/// The version of the score's rules and tables.
pub const SCORE_VERSION: i32 = 2;

/// The family of messages that say the codes: `NO_LIENS` is `patent-score-no-liens`.
pub const SENTENCES: &str = "patent-score";

/// The most that a right under examination can reach.
const PENDING_CAP: u32 = 55;

crate::words::words! {
    /// What of the evidence a point rests on.
    pub enum Aspect {
        /// How the right stands.
        Status = "status",
        /// When it ends.
        Term = "term",
        /// Its renewal fees.
        Fees = "fees",
        /// Attacks on it.
        Challenges = "challenges",
        /// The members of its family.
        Family = "family",
        /// Its classes, claims and citations.
        Technology = "technology",
        /// Who owns it.
        Ownership = "ownership",
        /// What lies on it.
        Encumbrances = "encumbrances",
    }
}

crate::words::words! {
    /// What the score had to pass first.
    pub enum Gate {
        /// It is in force: every point counts.
        Scored = "scored",
        /// It is not granted yet: at most 55.
        PendingOnly = "pending_only",
        /// The right is gone: 0.
        NoActiveRight = "no_active_right",
        /// Nobody knows how it stands, or only its owner says so: no score.
        NotEnoughEvidence = "not_enough_evidence",
    }
}

/// What a score is made of.
#[derive(Debug, Clone, Copy)]
pub struct Evidence<'a> {
    /// How the right stands.
    pub assessment: &'a Assessment,
    /// The facts it was assessed from.
    pub facts: &'a RightFacts,
    /// How the owner on record and the claimant compare.
    pub owner: OwnerMatch,
    /// The day.
    pub as_of: NaiveDate,
}

impl Evidence<'_> {
    fn is_pending(&self) -> bool {
        self.assessment.status.is_some_and(LegalStatus::is_pending)
    }

    /// Whether a register's entries of the right are at hand, so that silence among them says something.
    fn has_entries(&self) -> bool {
        !self.facts.events.is_empty()
    }

    /// Whether the status is only its owner's word. Where entries and that word agree, the assessment does not tell
    /// which of the two it rests on, and the worse is taken.
    fn is_self_declared(&self) -> bool {
        let word = self.facts.status.as_ref().map(|status| status.confidence);
        self.assessment.confidence == Confidence::SelfDeclared
            || (word == Some(Confidence::SelfDeclared)
                && self.assessment.confidence != Confidence::EventDerived)
    }
}

/// One part of the score.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// What of the evidence it rests on.
    pub aspect: Aspect,
    /// What it says, as a code of [`CODES`].
    pub code: &'static str,
    /// What it earns, in tenths of a point; absent where it is not measured.
    pub points: Option<u32>,
    /// What it could earn, in tenths of a point.
    pub of: u32,
    /// What the sentence is filled in with.
    pub parameters: Vec<(&'static str, String)>,
}

impl Point {
    fn earned(aspect: Aspect, code: &'static str, points: u32, of: u32) -> Self {
        Self {
            aspect,
            code,
            points: Some(points.min(of)),
            of,
            parameters: Vec::new(),
        }
    }

    fn not_measured(aspect: Aspect, code: &'static str, of: u32) -> Self {
        Self {
            aspect,
            code,
            points: None,
            of,
            parameters: Vec::new(),
        }
    }

    fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.parameters.push((name, value.to_string()));
        self
    }
}

/// The score of a right on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score {
    /// The version of the rules.
    pub version: i32,
    /// The day.
    pub as_of: NaiveDate,
    /// 0 to 100; absent where the evidence is not enough.
    pub value: Option<u32>,
    /// The weight of what was measured, in percent of the whole. 100 where the right is gone: nothing else could change that.
    pub coverage: u32,
    /// What it had to pass first.
    pub gate: Gate,
    /// Why the right stands as it does, as a code of the assessment.
    pub because: Option<String>,
    /// The parts; empty where the gate decides.
    pub points: Vec<Point>,
}

/// Scores a right. Sums are kept in tenths of a point; the value is scaled to what was measured and rounded once, half up.
pub fn score(evidence: &Evidence<'_>) -> Score {
    let assessment = evidence.assessment;
    let over = assessment.active == Some(false) || assessment.status.is_some_and(LegalStatus::is_lost);
    let unknown = matches!(assessment.status, None | Some(LegalStatus::Unknown));
    let decided = |gate, value, coverage, because| Score {
        version: SCORE_VERSION,
        as_of: evidence.as_of,
        value,
        coverage,
        gate,
        because,
        points: Vec::new(),
    };
    let reason = assessment.reason.clone();
    // What an owner says against himself is believed.
    if over || has_run_out(evidence) {
        return decided(Gate::NoActiveRight, Some(0), 100, reason);
    }
    if unknown || evidence.is_self_declared() {
        return decided(Gate::NotEnoughEvidence, None, 0, reason);
    }
    let points = vec![
        legal::status(evidence),
        legal::term(evidence),
        legal::fees(evidence),
        legal::challenges(evidence),
        reach::market(evidence),
        reach::family(evidence),
        technology::citations(),
        technology::scope(evidence),
        technology::claims(evidence),
        ownership::claimant(evidence),
        ownership::chain(evidence),
        ownership::liens(evidence),
        ownership::freeze(evidence),
    ];
    let measured: u32 = points
        .iter()
        .filter(|point| point.points.is_some())
        .map(|point| point.of)
        .sum();
    let whole: u32 = points.iter().map(|point| point.of).sum();
    let earned: u32 = points.iter().filter_map(|point| point.points).sum();
    let value = percent(earned, measured);
    let gate = if evidence.is_pending() {
        Gate::PendingOnly
    } else {
        Gate::Scored
    };
    Score {
        value: value.map(|value| {
            if gate == Gate::PendingOnly {
                value.min(PENDING_CAP)
            } else {
                value
            }
        }),
        coverage: (measured * 100).checked_div(whole).unwrap_or(0),
        points,
        ..decided(gate, None, 0, reason)
    }
}

/// Whether the term of what was alive ended between the day of the assessment and the day of the score.
fn has_run_out(evidence: &Evidence<'_>) -> bool {
    let alive = evidence.is_pending() || evidence.assessment.status == Some(LegalStatus::InForce);
    let term = evidence.assessment.term.filter(|_| alive);
    term.is_some_and(|term| term.expires_on <= evidence.as_of)
}

/// A share in percent, rounded half up.
fn percent(part: u32, whole: u32) -> Option<u32> {
    (200 * part + whole).checked_div(2 * whole)
}

#[cfg(test)]
mod tests;
