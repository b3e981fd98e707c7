//! The right itself: 40 points.

use chrono::TimeDelta;

use super::{Aspect, Evidence, Point};
use crate::{
    assess::OppositionState,
    fees::{LapseRisk, lapse_risk},
    status::{AnnuityState, Confidence, LegalStatus},
};

/// Ten years in days.
const TEN_YEARS: i64 = 3_652;

/// How it stands: 15.
pub(super) fn status(evidence: &Evidence<'_>) -> Point {
    let earned = |code, points| Point::earned(Aspect::Status, code, points, 150);
    let presumed = evidence.assessment.confidence == Confidence::Presumed;
    match evidence.assessment.status {
        Some(LegalStatus::InForce) if presumed => earned("IN_FORCE_PRESUMED", 80),
        // A document of the office, as somebody handed it in.
        Some(LegalStatus::InForce) if evidence.assessment.confidence == Confidence::Documented => {
            earned("IN_FORCE_DOCUMENTED", 120)
        }
        Some(LegalStatus::InForce) => earned("IN_FORCE", 150),
        Some(LegalStatus::Allowed) => earned("ALLOWED", 90),
        Some(LegalStatus::UnderExamination) => earned("UNDER_EXAMINATION", 50),
        Some(LegalStatus::Published) => earned("PUBLISHED", 30),
        _ => earned("FILED", 0),
    }
}

/// What is left of its term: 10, full from ten years on. Parts of a tenth are dropped. A term that is only bounded is not
/// measured.
pub(super) fn term(evidence: &Evidence<'_>) -> Point {
    let told = evidence.assessment.term.filter(|term| term.basis.is_sure());
    let Some(term) = told else {
        return Point::not_measured(Aspect::Term, "TERM_NOT_KNOWN", 100);
    };
    let days = (term.expires_on - evidence.as_of)
        .max(TimeDelta::zero())
        .num_days();
    let tenths = (days.min(TEN_YEARS) * 100 / TEN_YEARS).unsigned_abs() as u32;
    Point::earned(Aspect::Term, "TERM_LEFT", tenths, 100).with("date", term.expires_on)
}

/// The health of its fees: 10.
pub(super) fn fees(evidence: &Evidence<'_>) -> Point {
    let told = evidence
        .assessment
        .fee
        .as_ref()
        .filter(|fee| fee.state != AnnuityState::Unknown);
    let Some(fee) = told else {
        return Point::not_measured(Aspect::Fees, "FEES_NOT_KNOWN", 100);
    };
    let (code, points) = match lapse_risk(fee, None, evidence.as_of).0 {
        LapseRisk::None => ("FEES_NONE", 100),
        LapseRisk::Low => ("FEES_LOW", 100),
        LapseRisk::Medium => ("FEES_MEDIUM", 60),
        LapseRisk::High => ("FEES_HIGH", 20),
        LapseRisk::Critical => ("FEES_CRITICAL", 0),
    };
    Point::earned(Aspect::Fees, code, points, 100)
}

/// Attacks: 5 for one that failed, 3 for none, 2 for one that left narrower claims, 0 while one goes on. Before the grant there
/// is nothing to attack yet, and where no entries are at hand silence says nothing.
pub(super) fn challenges(evidence: &Evidence<'_>) -> Point {
    let assessment = evidence.assessment;
    let earned = |code, points| Point::earned(Aspect::Challenges, code, points, 50);
    let open = assessment.challenged.is_some()
        || assessment.opposition == Some(OppositionState::Pending)
        || assessment.challenges.iter().any(|challenge| challenge.open);
    if open {
        return earned("CHALLENGE_OPEN", 0);
    }
    if assessment.partially_invalidated {
        return earned("CHALLENGE_NARROWED", 20);
    }
    let failed = |outcome: &str| {
        let outcome = outcome.to_lowercase();
        ["denied", "denial", "not instituted"]
            .iter()
            .any(|word| outcome.contains(word))
    };
    let outcomes: Vec<bool> = assessment
        .challenges
        .iter()
        .map(|challenge| challenge.outcome.as_deref().is_some_and(failed))
        .collect();
    let survived = assessment.opposition == Some(OppositionState::Rejected) || outcomes.contains(&true);
    // A decision that does not say what became of the claims is no good news.
    if outcomes.contains(&false) {
        return Point::not_measured(Aspect::Challenges, "CHALLENGES_NOT_TOLD", 50);
    }
    if survived {
        return earned("CHALLENGE_SURVIVED", 50);
    }
    let told = evidence.has_entries() || assessment.opposition == Some(OppositionState::NoneFiled);
    if evidence.is_pending() || !told || assessment.opposition == Some(OppositionState::Unknown) {
        return Point::not_measured(Aspect::Challenges, "CHALLENGES_NOT_TOLD", 50);
    }
    earned("NO_CHALLENGE", 30)
}
