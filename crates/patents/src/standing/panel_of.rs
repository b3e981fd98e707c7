//! What an assessment says, as it is shown at a glance.

use chrono::NaiveDate;
use kernel::PatentId;

use super::merge::{Told, status_day};
use crate::{
    assess::Assessment,
    facts::RightFacts,
    number::{NumberForm, PatentNumber, RightType},
    panel::{Panel, PanelEncumbrance, PanelPublication, PanelStates, PanelStatus},
    status::{Confidence, EncumbranceKind, LegalStatus},
    title::Burden,
    watch::open_challenges,
};

/// What is known of a right, and what follows from it.
pub(super) struct Known<'a> {
    pub(super) id: PatentId,
    pub(super) office: &'a str,
    pub(super) is_sample: bool,
    /// The newest answers, oldest first.
    pub(super) answers: &'a [Told],
    pub(super) facts: &'a RightFacts,
    pub(super) assessment: &'a Assessment,
}

/// The panel of a right.
pub(super) fn panel_of(known: &Known<'_>) -> Panel {
    let Known {
        facts, assessment, ..
    } = *known;
    let (number, kind) = best_number(facts);
    Panel {
        id: known.id,
        number,
        kind,
        application: facts
            .application
            .as_ref()
            .map(PatentNumber::display)
            .unwrap_or_default(),
        grant_number: grant(facts).map(PatentNumber::display),
        office: known.office.to_owned(),
        right_type: facts.right_type.unwrap_or(RightType::Invention),
        titles: facts.titles.clone(),
        filed_on: facts.filed_on,
        priority_on: facts.priority_on,
        granted_on: facts.granted_on,
        expires_on: expires_on(facts, assessment),
        term: assessment.term.filter(|term| term.basis.is_sure()),
        status: status_of(known),
        owners: assessment.title.owners.clone(),
        applicants: facts.applicants.clone(),
        inventors: facts.inventors.clone(),
        annuity: assessment.fee.clone(),
        encumbrances: encumbrances(assessment),
        challenged: open_challenges(assessment)
            .first()
            .map(|(kind, ..)| (*kind).to_owned()),
        partially_invalidated: assessment.partially_invalidated,
        states: states(assessment),
        ipc: facts.ipc.clone(),
        publications: publications(facts),
        family: facts.family.clone(),
        is_sample: known.is_sample,
    }
}

/// The end of the term, unless the right ended before it.
fn expires_on(facts: &RightFacts, assessment: &Assessment) -> Option<NaiveDate> {
    let ended_early = assessment
        .status
        .is_some_and(|status| status.is_lost() && status != LegalStatus::Expired);
    // A day that only bounds the term is not shown as its end.
    let term = assessment.term.filter(|term| term.basis.is_sure());
    let end = term.map(|term| term.expires_on).or(facts.expires_on);
    end.filter(|_| !ended_early)
}

fn status_of(known: &Known<'_>) -> PanelStatus {
    let (facts, assessment) = (known.facts, known.assessment);
    let stated = facts.status.as_ref();
    let office = known.answers.iter().rev().find(|answer| {
        answer
            .facts
            .status
            .as_ref()
            .is_some_and(|status| Some(status) == stated)
    });
    let Some(value) = assessment.status else {
        return match (stated, office) {
            (Some(stated), Some(answer)) => PanelStatus {
                office_code: stated.code.clone(),
                office_text: stated.text.clone(),
                as_of: Some(status_day(answer, stated)),
                source: answer.source.clone(),
                reason: stated.reason.clone(),
                ..PanelStatus::unknown()
            },
            _ => PanelStatus::unknown(),
        };
    };
    let by_office = matches!(
        assessment.confidence,
        Confidence::OfficeCurrent | Confidence::Documented
    );
    // The office's word holds for the day it is stated for; what follows from entries, for the day they were looked up.
    let decided_by = office.filter(|_| by_office).or_else(|| {
        let told = |answer: &&Told| !answer.facts.events.is_empty() || answer.facts.status.is_some();
        known.answers.iter().rev().find(told)
    });
    let as_of = match (decided_by, stated) {
        (Some(answer), Some(stated)) if by_office => Some(status_day(answer, stated)),
        (Some(answer), _) => Some(answer.stated_on),
        (None, _) => None,
    };
    let by_calendar =
        assessment.reason.as_deref() == Some("TERM") && assessment.confidence == Confidence::Presumed;
    let since = assessment.reasons.first().and_then(|reason| reason.on);
    let as_of = if by_calendar { since.or(as_of) } else { as_of };
    PanelStatus {
        value,
        office_code: stated.and_then(|stated| stated.code.clone()),
        office_text: stated.map(|stated| stated.text.clone()).unwrap_or_default(),
        as_of,
        since,
        source: decided_by.map(|answer| answer.source.clone()).unwrap_or_default(),
        confidence: assessment.confidence,
        reason: assessment.reason.clone(),
        finality: assessment.finality,
        // The end of a term does not grow stale.
        told_on: decided_by.filter(|_| !by_calendar).map(|answer| answer.stated_on),
        stale_after: None,
    }
}

fn encumbrances(assessment: &Assessment) -> Vec<PanelEncumbrance> {
    let shown = |burden: &Burden| PanelEncumbrance {
        kind: burden.encumbrance.kind,
        holder: burden.encumbrance.holder.clone(),
        effective_on: burden.encumbrance.effective_on,
        ended_on: burden.encumbrance.ended_on,
        instrument: burden.instrument.clone(),
        documented: burden.documented,
    };
    let mut all: Vec<PanelEncumbrance> = assessment.title.burdens.iter().map(shown).collect();
    all.sort_by_key(|encumbrance| {
        (
            encumbrance.ended_on.is_some(),
            encumbrance.kind != EncumbranceKind::Preservation,
            encumbrance.effective_on,
        )
    });
    all
}

fn states(assessment: &Assessment) -> Option<PanelStates> {
    if assessment.states.is_empty() {
        return None;
    }
    let own = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect();
    let ended = assessment
        .states
        .iter()
        .filter(|(_, state)| state.status != LegalStatus::InForce)
        .map(|(name, _)| name.clone());
    Some(PanelStates {
        in_force: own(assessment.in_force_states().collect()),
        unconfirmed: own(assessment.unconfirmed_states().collect()),
        ended: ended.collect(),
    })
}

fn grant(facts: &RightFacts) -> Option<&PatentNumber> {
    let listed = facts.publications.iter().map(|publication| &publication.number);
    facts
        .grant
        .as_ref()
        .or_else(|| listed.clone().find(|number| number.form() == NumberForm::Grant))
}

fn publications(facts: &RightFacts) -> Vec<PanelPublication> {
    let mut publications: Vec<PanelPublication> = facts
        .publications
        .iter()
        .map(|publication| PanelPublication {
            number: publication.number.display(),
            kind: publication.number.kind().unwrap_or_default().to_owned(),
            published_on: publication.published_on,
        })
        .collect();
    publications.sort_by(|a, b| (a.published_on, &a.number).cmp(&(b.published_on, &b.number)));
    publications.dedup();
    publications
}

/// Of the grant, else of the newest publication, else of the application; and its kind code.
fn best_number(facts: &RightFacts) -> (String, Option<String>) {
    let listed = publications(facts);
    let kind_of = |number: &str| {
        listed
            .iter()
            .find(|publication| publication.number == number)
            .map(|publication| publication.kind.clone())
    };
    if let Some(grant) = grant(facts) {
        let number = grant.display();
        let kind = grant.kind().map(str::to_owned).or_else(|| kind_of(&number));
        return (number, kind.filter(|kind| !kind.is_empty()));
    }
    if let Some(newest) = listed.last() {
        return (
            newest.number.clone(),
            Some(newest.kind.clone()).filter(|kind| !kind.is_empty()),
        );
    }
    let application = facts.application.as_ref();
    (application.map(PatentNumber::display).unwrap_or_default(), None)
}

/// The day an answer holds for. One that was asked just now holds for today; one recorded at an unknown time, and one of
/// the sample register, which invents the day as it invents the rest, holds for the day it states, or for its newest entry;
/// else for the last day it tells of at all.
pub(crate) fn stated_on(
    facts: &RightFacts,
    fetched_on: NaiveDate,
    is_recording: bool,
    is_sample: bool,
) -> NaiveDate {
    if !is_recording && !is_sample {
        return fetched_on;
    }
    let stated = facts.status.as_ref().and_then(|status| status.as_of);
    let newest = facts.events.iter().filter_map(|event| event.on).max();
    let paid = facts.payments.iter().filter_map(|payment| payment.on).max();
    let published = facts
        .publications
        .iter()
        .filter_map(|publication| publication.published_on)
        .max();
    let documents = facts.granted_on.max(published).max(facts.filed_on);
    stated
        .max(newest)
        .or(paid)
        .or(documents)
        .map_or(fetched_on, |on| on.min(fetched_on))
}
