//! Whose it is, and what lies on it: 20 points.

use super::{Aspect, Evidence, Point};
use crate::{OwnerMatch, status::EncumbranceKind};

/// Whether the claimant is the owner on record: 10.
pub(super) fn claimant(evidence: &Evidence<'_>) -> Point {
    let earned = |code, points| Point::earned(Aspect::Ownership, code, points, 100);
    match evidence.owner {
        OwnerMatch::Exact => earned("OWNER_EXACT", 100),
        OwnerMatch::Normalised => earned("OWNER_NORMALISED", 80),
        // Who it is, a document has to show.
        OwnerMatch::Namesake => Point::not_measured(Aspect::Ownership, "OWNER_NAMESAKE", 100),
        OwnerMatch::OtherParty => earned("OWNER_OTHER", 0),
        OwnerMatch::Unknown => Point::not_measured(Aspect::Ownership, "OWNER_NOT_COMPARED", 100),
    }
}

/// Whether each owner had it from the one before: 4.
pub(super) fn chain(evidence: &Evidence<'_>) -> Point {
    let chain = &evidence.assessment.title.chain;
    if chain.is_empty() {
        return Point::not_measured(Aspect::Ownership, "CHAIN_NOT_ON_RECORD", 40);
    }
    if chain.iter().all(|link| link.follows) {
        Point::earned(Aspect::Ownership, "CHAIN_COMPLETE", 40, 40)
    } else {
        Point::earned(Aspect::Ownership, "CHAIN_GAP", 0, 40)
    }
}

/// Whether something tells of burdens at all, so that their absence says something.
fn is_told(evidence: &Evidence<'_>) -> bool {
    let facts = evidence.facts;
    evidence.has_entries()
        || facts.encumbrances.is_some()
        || facts.shown.is_some()
        || !facts.conveyances.is_empty()
}

/// What others hold in it: 4 for nothing, 2 for licences that leave the owner free, 0 for what can take it away or shuts the
/// owner out.
pub(super) fn liens(evidence: &Evidence<'_>) -> Point {
    let kinds: Vec<EncumbranceKind> = evidence
        .assessment
        .title
        .open()
        .map(|burden| burden.kind)
        .collect();
    let earned = |code, points| Point::earned(Aspect::Encumbrances, code, points, 40);
    let heavy = |kind: &EncumbranceKind| kind.threatens_title() || *kind == EncumbranceKind::ExclusiveLicence;
    match kinds.as_slice() {
        kinds if kinds.iter().any(heavy) => earned("LIENS", 0),
        [] if is_told(evidence) => earned("NO_LIENS", 40),
        [] => Point::not_measured(Aspect::Encumbrances, "LIENS_NOT_TOLD", 40),
        _ => earned("LICENSED", 20),
    }
}

/// Whether a court has frozen it: 2 if not.
pub(super) fn freeze(evidence: &Evidence<'_>) -> Point {
    let frozen = evidence.assessment.title.frozen
        || evidence
            .assessment
            .title
            .open()
            .any(|burden| burden.kind == EncumbranceKind::Preservation);
    match (frozen, is_told(evidence)) {
        (true, _) => Point::earned(Aspect::Encumbrances, "FROZEN", 0, 20),
        (false, true) => Point::earned(Aspect::Encumbrances, "NOT_FROZEN", 20, 20),
        (false, false) => Point::not_measured(Aspect::Encumbrances, "FREEZE_NOT_TOLD", 20),
    }
}
