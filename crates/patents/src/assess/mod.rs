//! How a right stands on a day: derived from its register entries and its office's own word by rules that depend on nothing
//! else. The same facts, rule version and day give the same assessment, in whatever order the entries came.

pub(crate) mod codes;
mod compare;
mod defaults;
mod deletions;
pub(crate) mod entry;
mod fee;
mod finality;
mod life;
mod phases;
mod st27;
mod states;
pub(crate) mod table;
mod text;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    facts::{Challenge, LegalEvent, Opposition, Payment, RightFacts, Scheme},
    fees::FeeStanding,
    number::Office,
    status::{Confidence, LegalStatus},
    term::{self, Term},
    title::{self, Title},
};

pub use compare::Reason;
pub use finality::Finality;
pub use phases::Phases;
pub use states::StateStanding;

/// The version of the rules. A change of any rule or table counts it up, so that an older assessment can be told apart.
pub const RULE_VERSION: i32 = 6;

/// Every reason the rules give of their own, as codes; an office's tables and parsers add those of the office.
pub const REASONS: &[&str] = &[
    "AFTER_APPEAL",
    "APPLICATION_ENDED_AFTER_GRANT",
    "DOUBLE_PATENTING",
    "EXPRESS",
    "FEE_WINDOW_PASSED",
    "FORMALITIES",
    "GRANT_FORMALITIES",
    "INTERNATIONAL_PHASE",
    "INVALIDATED",
    "INVALIDATION_EXTENT_NOT_TOLD",
    "ISSUE_FEE_UNPAID",
    "NON_PAYMENT",
    "NO_RESPONSE",
    "PROVISIONAL_EXPIRED",
    "RESTORED",
    "STATES_NOT_CONFIRMED",
    "TERM",
    "TERM_NOT_CHECKED",
    "TRANSLATION_MISSING",
];

crate::words::words! {
    /// How the opposition to a European patent stands.
    pub enum OppositionState {
        /// Nobody opposed in time.
        NoneFiled = "none_filed",
        /// It is not decided.
        Pending = "pending",
        /// It was rejected.
        Rejected = "rejected",
        /// The patent was revoked.
        Revoked = "revoked",
        /// Not known, or over with narrower claims.
        Unknown = "unknown",
    }
}

/// How a right stands on a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Assessment {
    /// The version of the rules.
    pub rule_version: i32,
    /// The day.
    pub as_of: NaiveDate,
    /// The status; absent where the facts say nothing of it.
    pub status: Option<LegalStatus>,
    /// Whether it lives; absent where nobody can tell.
    pub active: Option<bool>,
    /// Why it stands so, as a code.
    pub reason: Option<String>,
    /// All that spoke for it, the one that decided first.
    pub reasons: Vec<Reason>,
    /// What it rests on.
    pub confidence: Confidence,
    /// Whether what ended can come back.
    pub finality: Finality,
    /// The office's own status, in our words.
    pub office_status: Option<LegalStatus>,
    /// The states of a European patent.
    pub states: BTreeMap<String, StateStanding>,
    /// The national phases of an international application.
    pub phases: Phases,
    /// The opposition to a European patent.
    pub opposition: Option<OppositionState>,
    /// The attack that goes on: `opposition`, `ptab`, `court`, ….
    pub challenged: Option<String>,
    /// Trials and their outcome.
    pub challenges: Vec<Challenge>,
    /// It is in force with narrower claims.
    pub partially_invalidated: bool,
    /// When a narrowing was last announced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub narrowed_on: Option<NaiveDate>,
    /// Its term.
    pub term: Option<Term>,
    /// Its renewal fees; absent once there is nothing left to pay for.
    pub fee: Option<FeeStanding>,
    /// The last renewal fees paid, by state.
    pub last_paid: BTreeMap<String, Payment>,
    /// Owners and burdens.
    pub title: Title,
}

impl Assessment {
    /// States in which a payment shows that it lives.
    pub fn in_force_states(&self) -> impl Iterator<Item = &str> {
        self.states_where(|state| state.status == LegalStatus::InForce && state.is_confirmed)
    }

    /// States in which neither a lapse nor a payment is on record.
    pub fn unconfirmed_states(&self) -> impl Iterator<Item = &str> {
        self.states_where(|state| state.status == LegalStatus::InForce && !state.is_confirmed)
    }

    /// States in which it is over before its term.
    pub fn lapsed_states(&self) -> impl Iterator<Item = (&str, &StateStanding)> {
        self.states
            .iter()
            .filter(|(_, state)| state.status.is_lost() && !self.ran_out(state))
            .map(|(name, state)| (name.as_str(), state))
    }

    /// Whether it ended in a state by the term and nothing else.
    fn ran_out(&self, state: &StateStanding) -> bool {
        let end = self.term.map(|term| term.expires_on);
        state.status == LegalStatus::Expired && state.ended_on >= end
    }

    fn states_where(&self, wanted: impl Fn(&StateStanding) -> bool) -> impl Iterator<Item = &str> {
        self.states
            .iter()
            .filter(move |(_, state)| wanted(state))
            .map(|(name, _)| name.as_str())
    }
}

/// Assesses a right on a day. Entries that take effect later are left out.
pub fn assess(right: &RightFacts, as_of: NaiveDate) -> Assessment {
    let office = office_of(right);
    let mut entries: Vec<entry::Entry<'_>> = right
        .events
        .iter()
        .filter_map(|event| entry::of(event, office))
        .filter(|entry| entry.on.is_none_or(|on| on <= as_of))
        .collect();
    entries.sort_by(entry::in_order);
    deletions::apply(&mut entries);
    let mut life = life::Life::begin();
    note_documents(&mut life, right, as_of);
    for entry in entries
        .iter()
        .filter(|entry| entry.territory.is_none() && entry.rule.flag != "unitary")
    {
        life.take(entry);
    }
    let term = term::of(right, office).map(|term| {
        let longer = life.term_changed && office == Office::CN && term.basis == term::Basis::Filing;
        let basis = if longer {
            term::Basis::FilingUnchecked
        } else {
            term.basis
        };
        Term { basis, ..term }
    });
    let granted_on = right.granted_on.or(life.granted_on);
    let expires_on = term.map(|term| term.expires_on);
    let is_bundle = office == Office::EP && (life.granted || !right.lapsed_states.is_empty());
    let states = if is_bundle {
        let bundle = states::Bundle {
            right,
            granted_on,
            expires_on,
            as_of,
        };
        states::of(&bundle, &entries)
    } else {
        BTreeMap::new()
    };
    let phases = phases::of(office, &right.events, as_of);
    let verdict = compare::weigh(&compare::Evidence {
        right,
        office,
        life: &life,
        states: &states,
        term: term.as_ref(),
        as_of,
    });
    let paid = fee::last_paid(right, office, &entries, &states);
    let fee = fee::of(&fee::Evidence {
        right,
        office,
        granted_on: granted_on.filter(|_| life.granted || right.granted_on.is_some()),
        expires_on,
        alive_on: life
            .restored
            .then_some(life.last_on)
            .flatten()
            .max(fee::seen_on(office, &entries)),
        states: &states,
        paid: &paid,
        verdict: &verdict,
        as_of,
    });
    let mut confidence = verdict.confidence;
    let stale_fee = fee
        .as_ref()
        .is_some_and(|fee| fee.state == crate::AnnuityState::GraceEndedNoRecord);
    let mut reasons = verdict.reasons;
    if stale_fee && verdict.status == Some(LegalStatus::InForce) {
        confidence = Confidence::Presumed;
        reasons.push(Reason::new(
            "FEE_WINDOW_PASSED",
            fee.as_ref().and_then(|fee| fee.grace_ends_on),
        ));
    }
    let finality = finality::of(right, &life, verdict.status, as_of);
    Assessment {
        rule_version: RULE_VERSION,
        as_of,
        active: finality::active(verdict.status, verdict.reason.as_deref(), &finality, as_of),
        status: verdict.status,
        reason: verdict.reason,
        reasons,
        confidence,
        finality,
        office_status: verdict.office_status,
        opposition: opposition(right, office, &life, as_of),
        challenged: life.challenged.map(str::to_owned),
        challenges: right
            .challenges
            .iter()
            .filter(|challenge| challenge.filed_on.is_none_or(|on| on <= as_of))
            .cloned()
            .collect(),
        partially_invalidated: life.partially_invalidated,
        narrowed_on: life.narrowed_on,
        states,
        phases,
        term: term.map(|term| Term {
            may_be_shorter: term.may_be_shorter || life.disclaimed,
            ..term
        }),
        fee,
        last_paid: paid,
        title: title::of(right, &entries, as_of),
    }
}

/// Entries that others correct or delete.
pub(crate) fn deleted(right: &RightFacts) -> Vec<LegalEvent> {
    let office = office_of(right);
    let mut entries: Vec<entry::Entry<'_>> = right
        .events
        .iter()
        .filter_map(|event| entry::of(event, office))
        .collect();
    entries.sort_by(entry::in_order);
    let targets = deletions::targets(&entries);
    targets.into_iter().map(|at| entries[at].event.clone()).collect()
}

/// The office a right is of.
pub(crate) fn office_of(right: &RightFacts) -> Office {
    let own = right.application.as_ref().or(right.grant.as_ref());
    let number = own.or(right.publications.first().map(|publication| &publication.number));
    number.map_or(Office::EP, |number| number.office())
}

/// Documents are evidence as well: a publication, and a grant of which no entry tells.
fn note_documents(life: &mut life::Life, right: &RightFacts, as_of: NaiveDate) {
    let known = |on: Option<NaiveDate>| on.is_none_or(|on| on <= as_of);
    let of_events = right.events.iter().any(|event| {
        matches!(
            event.scheme,
            Scheme::Inpadoc | Scheme::JpoDocument | Scheme::St27 | Scheme::UsptoMaintenance
        )
    });
    let published = right
        .publications
        .iter()
        .any(|publication| known(publication.published_on));
    if published && (of_events || right.status.is_some()) {
        life.note_published();
    }
    let granted = right.grant.is_some() || right.granted_on.is_some();
    if granted && known(right.granted_on) {
        let told = life.told;
        life.note_granted(right.granted_on);
        life.documented = true;
        life.told = told || of_events;
    }
}

fn opposition(
    right: &RightFacts,
    office: Office,
    life: &life::Life,
    as_of: NaiveDate,
) -> Option<OppositionState> {
    if office != Office::EP {
        return None;
    }
    let by_events = life.opposed.map(|opposed| match opposed {
        life::Opposed::NoneFiled => OppositionState::NoneFiled,
        life::Opposed::Pending => OppositionState::Pending,
        life::Opposed::Rejected => OppositionState::Rejected,
        life::Opposed::Revoked => OppositionState::Revoked,
        life::Opposed::Over => OppositionState::Unknown,
    });
    let text = right
        .status
        .as_ref()
        .and_then(|status| status.text.en.as_deref())
        .unwrap_or_default()
        .to_uppercase();
    let by_text = if text.contains("NO OPPOSITION") {
        Some(OppositionState::NoneFiled)
    } else if text.contains("OPPOSITION") && text.contains("REJECTED") {
        Some(OppositionState::Rejected)
    } else if text.contains("REVOKED") {
        Some(OppositionState::Revoked)
    } else {
        None
    };
    let by_register = right.opposition.map(|opposition| match opposition {
        Opposition::NoneFiled => OppositionState::NoneFiled,
        Opposition::Filed => OppositionState::Pending,
    });
    let granted = life.granted && right.granted_on.is_none_or(|on| on <= as_of);
    by_events
        .or(by_text)
        .or(by_register)
        .or((granted && life.told).then_some(OppositionState::Unknown))
}

#[cfg(test)]
#[path = "tests/mod.rs"]
mod tests;
