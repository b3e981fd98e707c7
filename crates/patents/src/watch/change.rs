//! What changed between two assessments of a right.

use chrono::NaiveDate;

use super::{
    CHALLENGES, Severity, burden_kinds, burdens, fee, owners,
    signal::{ends, open_challenges, text},
    table,
};
use crate::{
    assess::{Assessment, Finality},
    status::{AnnuityState, LegalStatus},
};

/// The family of messages that label the kinds: `FEE_PAID` is `patent-change-fee-paid`.
pub const CHANGE_LABELS: &str = "patent-change";

crate::words::words! {
    /// What changed.
    pub enum ChangeKind {
        /// The right is gone; the sub-kind is its status.
        Ended = "ended",
        /// It had ended, and the time in which it could come back is over.
        BecameFinal = "became_final",
        /// Nobody knows any more how it stands.
        BecameUnknown = "became_unknown",
        /// It is known again how it stands.
        BecameKnown = "became_known",
        /// It had ended and lives again.
        Restored = "restored",
        /// It was granted.
        Granted = "granted",
        /// A European patent ended in a state in which it lived, while it lives in others.
        StateEnded = "state_ended",
        /// Owners changed: all (`replaced`), some left (`left`), some came (`joined`), or the name alone (`renamed`).
        OwnerChanged = "owner_changed",
        /// A new burden; the sub-kind is which.
        Encumbered = "encumbered",
        /// A burden ended; the sub-kind is which.
        Released = "released",
        /// A court froze it.
        Frozen = "frozen",
        /// The freeze is over.
        Unfrozen = "unfrozen",
        /// An attack began; the sub-kind is how.
        ChallengeOpened = "challenge_opened",
        /// An attack is over; the sub-kind is how it was attacked.
        ChallengeClosed = "challenge_closed",
        /// Its claims were narrowed.
        PartiallyInvalidated = "partially_invalidated",
        /// A renewal fee is overdue.
        FeeOverdue = "fee_overdue",
        /// The time to pay late is over and no payment is on record.
        FeeGraceEnded = "fee_grace_ended",
        /// A renewal fee was paid.
        FeePaid = "fee_paid",
        /// Its term ends earlier than was known.
        TermShortened = "term_shortened",
        /// Its term ends later than was known.
        TermExtended = "term_extended",
    }
}

impl ChangeKind {
    /// Its sub-kinds; one empty word if it has none.
    pub fn subs(self) -> Vec<&'static str> {
        match self {
            Self::Ended => ends(true),
            Self::OwnerChanged => owners::SUBS.to_vec(),
            Self::Encumbered | Self::Released => burden_kinds(),
            Self::ChallengeOpened | Self::ChallengeClosed => CHALLENGES.to_vec(),
            _ => vec![""],
        }
    }
}

/// Something that changed. The same patent, kind and cause are the same change, however often it is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What changed.
    pub kind: ChangeKind,
    /// Which of its kind; empty where there is one only.
    pub sub: &'static str,
    /// Since when, where the register tells.
    pub on: Option<NaiveDate>,
    /// What it is to those who pledged.
    pub severity: Severity,
    /// What caused it, in words that stay the same.
    pub cause: String,
}

impl Change {
    pub(super) fn new(
        kind: ChangeKind,
        sub: &'static str,
        on: Option<NaiveDate>,
        cause: impl Into<String>,
    ) -> Self {
        Self {
            kind,
            sub,
            on,
            severity: table::severity(kind.as_str(), sub),
            cause: cause.into(),
        }
    }
}

/// What changed from one assessment of a right to a later one, the gravest first. Whether the founder is among those who left
/// is for the caller to see: a change of owner is major where any owner left.
pub fn changes(before: &Assessment, after: &Assessment) -> Vec<Change> {
    let mut found: Vec<Change> = standing(before, after).into_iter().collect();
    if !is_over(after) {
        found.extend(states(before, after));
        found.extend(fees(before, after));
        found.extend(term(before, after));
    }
    found.extend(challenges(before, after));
    // Claims may be narrowed again. An older assessment does not tell when they last were.
    let again = before.narrowed_on.is_some() && before.narrowed_on < after.narrowed_on;
    if after.partially_invalidated && (!before.partially_invalidated || again) {
        let on = after.narrowed_on;
        found.push(Change::new(
            ChangeKind::PartiallyInvalidated,
            "",
            on,
            on.map_or("claims".to_owned(), |on| format!("claims:{on}")),
        ));
    }
    found.extend(owners::change(before, after));
    found.extend(burdens::changes(&before.title, &after.title));
    found.sort_by_key(|change| std::cmp::Reverse(change.severity));
    found
}

/// Whether the right or the application has ended, though it may come back.
fn is_over(assessment: &Assessment) -> bool {
    assessment.active == Some(false) || assessment.status.is_some_and(LegalStatus::is_lost)
}

fn is_unknown(assessment: &Assessment) -> bool {
    matches!(assessment.status, None | Some(LegalStatus::Unknown))
}

fn since(assessment: &Assessment) -> Option<NaiveDate> {
    assessment.reasons.first().and_then(|reason| reason.on)
}

fn standing(before: &Assessment, after: &Assessment) -> Option<Change> {
    let status = after.status.unwrap_or(LegalStatus::Unknown);
    let on = since(after);
    let reason = || after.reason.clone().unwrap_or_default();
    match (is_over(before), is_over(after)) {
        (false, true) => {
            let word = if status.is_lost() {
                status
            } else {
                LegalStatus::Unknown
            }
            .as_str();
            Some(Change::new(
                ChangeKind::Ended,
                word,
                on,
                format!("{word}:{}", text(on)),
            ))
        }
        (true, true) => {
            let closed =
                matches!(before.finality, Finality::Recoverable(_)) && after.finality == Finality::Final;
            closed.then(|| Change::new(ChangeKind::BecameFinal, "", on, status.as_str()))
        }
        (was_over, false) if is_unknown(after) => (was_over || !is_unknown(before))
            .then(|| Change::new(ChangeKind::BecameUnknown, "", on, reason())),
        (true, false) => Some(Change::new(
            ChangeKind::Restored,
            "",
            on,
            format!("{}:{}", status.as_str(), text(on)),
        )),
        (false, false) if is_unknown(before) => Some(Change::new(
            ChangeKind::BecameKnown,
            "",
            on,
            format!("{}:{}", status.as_str(), text(on)),
        )),
        (false, false) => {
            let granted =
                before.status.is_some_and(LegalStatus::is_pending) && status == LegalStatus::InForce;
            granted.then(|| Change::new(ChangeKind::Granted, "", on, text(on)))
        }
    }
}

/// States in which it lived and lives no more.
fn states(before: &Assessment, after: &Assessment) -> Vec<Change> {
    let lived = |name: &String| {
        before
            .states
            .get(name)
            .is_some_and(|state| state.status == LegalStatus::InForce)
    };
    after
        .states
        .iter()
        .filter(|(name, state)| state.status.is_lost() && lived(name))
        .map(|(name, state)| {
            let cause = format!("{name}:{}", text(state.ended_on));
            Change::new(ChangeKind::StateEnded, "", state.ended_on, cause)
        })
        .collect()
}

fn fees(before: &Assessment, after: &Assessment) -> Vec<Change> {
    use AnnuityState::{GraceEndedNoRecord, OverdueInGrace};
    let mut found = Vec::new();
    let newest = |assessment: &Assessment| {
        assessment
            .last_paid
            .values()
            .map(|paid| (paid.year, paid.on, paid.territory.clone()))
            .max()
    };
    let (paid_before, paid_after) = (newest(before), newest(after));
    let state = |assessment: &Assessment| assessment.fee.as_ref().map(|fee| fee.state);
    let due = |assessment: &Assessment| assessment.fee.as_ref().and_then(|fee| fee.next_due_on);
    let is_late = |state| matches!(state, Some(OverdueInGrace | GraceEndedNoRecord));
    if let Some((year, on, territory)) =
        paid_after.filter(|paid| paid_before.is_none_or(|known| known.0 < paid.0))
    {
        found.push(Change::new(
            ChangeKind::FeePaid,
            "",
            on,
            format!("{territory}:{year}"),
        ));
    } else if is_late(state(before)) && !is_late(state(after)) && due(after) > due(before) {
        // The office's word that the right lives settles the fee.
        found.push(Change::new(ChangeKind::FeePaid, "", None, text(due(before))));
    }
    let is_new = state(before) != state(after) || due(before) != due(after);
    match state(after).filter(|_| is_new) {
        Some(OverdueInGrace) => {
            found.push(Change::new(
                ChangeKind::FeeOverdue,
                "",
                due(after),
                text(due(after)),
            ));
        }
        Some(GraceEndedNoRecord) => {
            let ended = after.fee.as_ref().and_then(fee::grace_ends_on);
            found.push(Change::new(
                ChangeKind::FeeGraceEnded,
                "",
                ended,
                text(due(after)),
            ));
        }
        _ => {}
    }
    found
}

/// Only ends that are told are compared, not bounds.
fn term(before: &Assessment, after: &Assessment) -> Option<Change> {
    let end = |assessment: &Assessment| {
        let term = assessment.term.filter(|term| term.basis.is_sure());
        term.map(|term| term.expires_on)
    };
    let (was, is) = (end(before)?, end(after)?);
    let kind = match is.cmp(&was) {
        std::cmp::Ordering::Less => ChangeKind::TermShortened,
        std::cmp::Ordering::Equal => return None,
        std::cmp::Ordering::Greater => ChangeKind::TermExtended,
    };
    Some(Change::new(kind, "", Some(is), format!("{was}:{is}")))
}

fn challenges(before: &Assessment, after: &Assessment) -> Vec<Change> {
    let (was, is) = (open_challenges(before), open_challenges(after));
    // A trial that is named now may have been told of without a name before.
    let among = |list: &[(&str, String, Option<NaiveDate>)], kind: &str, reference: &str| {
        list.iter().any(|(known, name, _)| {
            *known == kind && (name == reference || name.is_empty() || reference.is_empty())
        })
    };
    let opened = is
        .iter()
        .filter(|(kind, reference, _)| !among(&was, kind, reference))
        .map(|(kind, reference, on)| {
            Change::new(
                ChangeKind::ChallengeOpened,
                kind,
                *on,
                format!("{kind}:{reference}"),
            )
        });
    let closed = was
        .iter()
        .filter(|(kind, reference, _)| !among(&is, kind, reference))
        .map(|(kind, reference, _)| {
            let ended = after
                .challenges
                .iter()
                .find(|known| known.reference == *reference);
            let on = ended.and_then(|known| known.ended_on);
            Change::new(
                ChangeKind::ChallengeClosed,
                kind,
                on,
                format!("{kind}:{reference}"),
            )
        });
    opened.chain(closed).collect()
}
