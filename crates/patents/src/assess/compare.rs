//! What the entries add up to, held against the office's own word and against the calendar. Where they differ the more
//! pessimistic counts, and both stand among the reasons.

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{life::Life, states::StateStanding, text};
use crate::{
    facts::{OfficeStatus, RightFacts},
    number::{Office, RightType},
    status::{Confidence, LegalStatus},
    term::Term,
};

/// Something that spoke for a status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Reason {
    /// What, as a code: of ours, or `OFFICE_SAYS_…` and `EVENTS_SAY_…` where the two differ.
    pub code: String,
    /// Since when, or as of when.
    pub on: Option<NaiveDate>,
}

impl Reason {
    pub(super) fn new(code: impl Into<String>, on: Option<NaiveDate>) -> Self {
        Self {
            code: code.into(),
            on,
        }
    }
}

pub(super) struct Evidence<'a> {
    pub(super) right: &'a RightFacts,
    pub(super) office: Office,
    pub(super) life: &'a Life,
    pub(super) states: &'a BTreeMap<String, StateStanding>,
    pub(super) term: Option<&'a Term>,
    pub(super) as_of: NaiveDate,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Verdict {
    pub(super) status: Option<LegalStatus>,
    pub(super) reason: Option<String>,
    pub(super) reasons: Vec<Reason>,
    pub(super) confidence: Confidence,
    pub(super) office_status: Option<LegalStatus>,
}

#[derive(Clone)]
struct View {
    status: LegalStatus,
    reason: Option<String>,
    on: Option<NaiveDate>,
}

pub(super) fn weigh(evidence: &Evidence<'_>) -> Verdict {
    let office = office_view(evidence);
    let office_status = office.as_ref().map(|view| view.status);
    let derived = derived_view(evidence);
    let (view, confidence, mut reasons) = match (derived, office) {
        (None, None) => {
            return Verdict {
                status: None,
                reason: None,
                reasons: Vec::new(),
                confidence: Confidence::Presumed,
                office_status: None,
            };
        }
        (Some(derived), None) => (derived, Confidence::EventDerived, Vec::new()),
        (None, Some(office)) => (office, Confidence::OfficeCurrent, Vec::new()),
        (Some(derived), Some(office)) => both(derived, office),
    };
    let mut view = view;
    let mut confidence = confidence;
    if let Some(ended) = by_calendar(evidence, &view) {
        reasons.push(Reason::new(format!("WAS_{}", word(view.status)), view.on));
        view = ended;
        confidence = Confidence::Presumed;
    } else if !evidence.states.is_empty() {
        bundle(evidence, &mut view, &mut confidence);
    }
    // The register's line of a granted European patent does not say in which states it lives.
    if view.status == LegalStatus::InForce && evidence.office == Office::EP && evidence.states.is_empty() {
        view.status = LegalStatus::Unknown;
        view.reason = Some("STATES_NOT_CHECKED".to_owned());
    }
    // A grant alone, without a day from which the term runs, shows nothing of today.
    let unbounded = evidence.term.is_none() && evidence.office == Office::US && office_status.is_none();
    if view.status == LegalStatus::InForce && unbounded {
        view.status = LegalStatus::Unknown;
        view.reason = Some("TERM_NOT_CHECKED".to_owned());
    }
    // What a document shows stands for the office's word, and is told as such.
    let documented = evidence
        .right
        .status
        .as_ref()
        .is_some_and(|status| status.confidence == Confidence::Documented);
    if documented && confidence == Confidence::OfficeCurrent {
        confidence = Confidence::Documented;
    }
    if let Some(code) = &view.reason {
        reasons.insert(0, Reason::new(code.clone(), view.on));
    }
    Verdict {
        status: Some(view.status),
        reason: view.reason,
        reasons,
        confidence,
        office_status,
    }
}

fn word(status: LegalStatus) -> String {
    status.as_str().to_ascii_uppercase()
}

/// The office's own current word. What a parser concluded from events is weighed with the events.
fn office_view(evidence: &Evidence<'_>) -> Option<View> {
    let status = evidence.right.status.as_ref()?;
    if status.confidence == Confidence::EventDerived && !is_calendar_reading(evidence, status) {
        return None;
    }
    if status.as_of.is_some_and(|on| on > evidence.as_of) && evidence.office != Office::US {
        // Stated later than the day that is asked for.
        return None;
    }
    let mut view = View {
        status: status.value,
        reason: status.reason.clone(),
        on: status.as_of,
    };
    match status.reason.as_deref() {
        // The European register's line of a granted patent: the states are weighed apart.
        Some("STATES_NOT_CHECKED") => {
            let said = status.text.en.as_deref().and_then(text::european)?;
            view.status = said.status;
            view.reason = said.reason;
        }
        // What is known of the term is weighed here.
        Some("TERM_NOT_CHECKED") if !evidence.term.is_some_and(|term| term.basis.is_sure()) => {}
        // A lone answer whose term could not be told; with the others it can.
        Some("TERM_NOT_CHECKED") if evidence.office == Office::US && status.value == LegalStatus::Unknown => {
            view.status = code_alone(status);
            view.reason = None;
        }
        Some("TERM_NOT_CHECKED" | "TERM_MAY_BE_SHORTER") => view.reason = None,
        // The parser held the code against the calendar of the record's day; here the day is another.
        Some("TERM") if evidence.office == Office::US => {
            view.status = code_alone(status);
            view.reason = None;
        }
        Some("GRACE") if view.status == LegalStatus::InForce => {}
        _ => {}
    }
    Some(view)
}

/// What a code of the USPTO means, whatever the calendar.
fn code_alone(status: &OfficeStatus) -> LegalStatus {
    status
        .code
        .as_deref()
        .and_then(|code| code.parse().ok())
        .map_or(status.value, |code| crate::source::tables::us(code).value)
}

/// The parser of the USPTO's files marks a code that it held against the calendar as derived.
fn is_calendar_reading(evidence: &Evidence<'_>, status: &OfficeStatus) -> bool {
    evidence.office == Office::US && status.code.is_some() && status.reason.as_deref() == Some("TERM")
}

fn derived_view(evidence: &Evidence<'_>) -> Option<View> {
    let life = evidence.life;
    if !life.told {
        return None;
    }
    let (mut status, mut reason) = life.status();
    let on = life.end.as_ref().map_or(life.last_on, |end| end.on);
    // A lapse whose reason is not told came by the term if the term was over.
    if status == LegalStatus::Lapsed && reason.is_none() && life.end.is_some() {
        match evidence.term {
            Some(term) if on.is_some_and(|on| on >= term.base_expires_on) => {
                status = LegalStatus::Expired;
                reason = Some("TERM".to_owned());
            }
            Some(_) if evidence.office == Office::CN => reason = Some("NON_PAYMENT".to_owned()),
            _ => {}
        }
    }
    Some(View { status, reason, on })
}

fn both(derived: View, office: View) -> (View, Confidence, Vec<Reason>) {
    use LegalStatus::{InForce, Unknown};
    if derived.status == office.status {
        let reason = office.reason.clone().or(derived.reason);
        return (View { reason, ..office }, Confidence::OfficeCurrent, Vec::new());
    }
    let differ = vec![
        Reason::new(format!("OFFICE_SAYS_{}", word(office.status)), office.on),
        Reason::new(format!("EVENTS_SAY_{}", word(derived.status)), derived.on),
    ];
    let by_office = |view: View| (view, Confidence::OfficeCurrent, Vec::new());
    let restored = office.reason.as_deref() == Some("RESTORED");
    let ended_unsaid = matches!(
        office.reason.as_deref(),
        Some("ENDED_REASON_NOT_STATED" | "ERASURE_REASON_NOT_TOLD")
    );
    let office_is_newer = derived.on <= office.on;
    match (derived.status, office.status) {
        (d, o) if d.is_lost() && o.is_lost() => by_office(office),
        (d, Unknown) if d.is_lost() => (derived, Confidence::EventDerived, differ),
        (_, Unknown) if ended_unsaid => (office, Confidence::OfficeCurrent, differ),
        (_, Unknown) => by_office(office),
        (Unknown, o) if o.is_lost() => by_office(office),
        (Unknown, _) => (derived, Confidence::EventDerived, differ),
        (d, _) if d.is_lost() && !(restored && office_is_newer) => {
            (derived, Confidence::EventDerived, differ)
        }
        (d, _) if d.is_lost() => by_office(office),
        // What lapsed by an older word was restored since.
        (InForce, LegalStatus::Lapsed)
            if derived.reason.as_deref() == Some("RESTORED")
                && derived.on > office.on
                && office.on.is_some() =>
        {
            (derived, Confidence::EventDerived, differ)
        }
        (InForce, o) if o.is_lost() => (office, Confidence::OfficeCurrent, differ),
        (_, o) if o.is_lost() => by_office(office),
        // Entries show a stage at the least; the office's word shows the one of its day.
        (InForce, _) if !office_is_newer => (derived, Confidence::EventDerived, differ),
        (InForce, _) => (office, Confidence::OfficeCurrent, differ),
        (_, _) if office_is_newer => by_office(office),
        (d, o) if d > o => (derived, Confidence::EventDerived, Vec::new()),
        _ => by_office(office),
    }
}

/// What the calendar ended: it only takes away.
fn by_calendar(evidence: &Evidence<'_>, view: &View) -> Option<View> {
    let alive = view.status == LegalStatus::InForce || view.status.is_pending();
    if !alive {
        return None;
    }
    let ended = |status, reason: &str, on| {
        Some(View {
            status,
            reason: Some(reason.to_owned()),
            on: Some(on),
        })
    };
    if evidence.office == Office::WO {
        // Thirty months from the priority at the least, thirty-one at many offices (PCT, Articles 22 and 39).
        let from = evidence
            .right
            .priority_on
            .into_iter()
            .chain(evidence.right.filed_on)
            .min()?;
        let over = from.checked_add_months(Months::new(31))?;
        return (over <= evidence.as_of)
            .then(|| ended(LegalStatus::Unknown, "INTERNATIONAL_PHASE", over))
            .flatten();
    }
    let end = evidence
        .term
        .map(|term| term.expires_on)
        .filter(|end| *end <= evidence.as_of)?;
    if evidence
        .states
        .values()
        .any(|state| state.status == LegalStatus::InForce)
    {
        return None;
    }
    let all_lapsed = !evidence.states.is_empty()
        && evidence
            .states
            .values()
            .all(|state| state.status != LegalStatus::Expired);
    if all_lapsed {
        return None;
    }
    // China prolonged the term, and until when stands in its register alone (Patent Law, Article 42).
    if evidence.life.term_changed && evidence.office == Office::CN && evidence.right.expires_on.is_none() {
        return ended(LegalStatus::Unknown, "TERM_NOT_CHECKED", end);
    }
    if evidence.right.right_type == Some(RightType::Provisional) {
        return ended(LegalStatus::Expired, "PROVISIONAL_EXPIRED", end);
    }
    ended(LegalStatus::Expired, "TERM", end)
}

/// A European patent lives if it lives in one state.
fn bundle(evidence: &Evidence<'_>, view: &mut View, confidence: &mut Confidence) {
    if view.status != LegalStatus::InForce {
        return;
    }
    let alive: Vec<&StateStanding> = evidence
        .states
        .values()
        .filter(|state| state.status == LegalStatus::InForce)
        .collect();
    if alive.iter().any(|state| state.is_confirmed) {
        return;
    }
    let last = evidence.states.values().filter_map(|state| state.ended_on).max();
    if alive.is_empty() {
        let unpaid = evidence
            .states
            .values()
            .any(|state| state.reason.as_deref() != Some("TRANSLATION_MISSING"));
        view.status = LegalStatus::Lapsed;
        view.reason = Some(
            if unpaid {
                "NON_PAYMENT"
            } else {
                "TRANSLATION_MISSING"
            }
            .to_owned(),
        );
        view.on = last;
        *confidence = Confidence::EventDerived;
        return;
    }
    // No state is confirmed. Shortly after the grant nothing can be missing; later, silence shows nothing.
    *confidence = Confidence::Presumed;
    view.reason = Some("STATES_NOT_CONFIRMED".to_owned());
    let may_be_missing = alive.iter().all(|state| {
        state
            .fee
            .as_ref()
            .and_then(|fee| fee.grace_ends_on)
            .is_none_or(|grace| grace < evidence.as_of)
    });
    if may_be_missing {
        view.status = LegalStatus::Unknown;
    }
}
