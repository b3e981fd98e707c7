//! Many answers about one right become one set of facts. The order in which they came is no part of it.

use std::{cmp::Ordering, collections::BTreeMap};

use chrono::{DateTime, NaiveDate, Utc};
use kernel::SnapshotId;

use crate::{
    facts::{Annuity, Conveyed, OfficeStatus, RightFacts, Shown},
    source::Register,
    status::{AnnuityState, Confidence, LegalStatus},
};

/// What one answer says of a right.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Told {
    /// The evidence.
    pub(crate) snapshot_id: SnapshotId,
    /// Which register said it.
    pub(crate) source: String,
    /// What was asked.
    pub(crate) call: String,
    /// When the answer was last given.
    pub(crate) told_at: DateTime<Utc>,
    /// Whether it was recorded at another time than it was read, which is not told.
    pub(crate) is_recording: bool,
    /// The day it holds for.
    pub(crate) stated_on: NaiveDate,
    /// What it says.
    pub(crate) facts: RightFacts,
}

impl Told {
    /// Whether it is a document that a person handed in.
    fn is_document(&self) -> bool {
        self.source == Register::Document.as_str()
    }

    /// The order in which answers are believed: the day they hold for; of one day, the same whichever came first.
    fn order(&self, other: &Self) -> Ordering {
        let key = |told: &Self| (told.stated_on, !told.is_document(), told.source.clone());
        // The name of a document's call is given when it is handed in.
        let call = |told: &Self| Some(told.call.clone()).filter(|_| !told.is_document());
        key(self)
            .cmp(&key(other))
            .then_with(|| call(self).cmp(&call(other)))
            .then_with(|| content(self).cmp(&content(other)))
    }
}

/// What an answer says, in an order of its own.
fn content(told: &Told) -> String {
    serde_json::to_string(&told.facts).unwrap_or_default()
}

/// The newest answer to each call, oldest first. An older answer to the same call is history: what it said
/// and the newer does not say was taken back. Of recordings, which tell no order, the one that holds for the later day counts.
pub(crate) fn newest(told: Vec<Told>) -> Vec<Told> {
    let mut by_call: BTreeMap<(String, String), Told> = BTreeMap::new();
    for answer in told {
        let key = (answer.source.clone(), answer.call.clone());
        match by_call.get(&key) {
            Some(known) if !is_newer(&answer, known) => {}
            _ => {
                by_call.insert(key, answer);
            }
        }
    }
    let mut newest: Vec<Told> = by_call.into_values().collect();
    newest.sort_by(Told::order);
    newest
}

fn is_newer(answer: &Told, known: &Told) -> bool {
    if answer.is_recording || known.is_recording {
        let key = |told: &Told| (told.stated_on, !told.is_recording, content(told));
        return key(answer) > key(known);
    }
    (answer.told_at, answer.snapshot_id) > (known.told_at, known.snapshot_id)
}

/// One set of facts from answers in the order of [`newest`]: of single facts the newest counts, lists are joined. Registers are
/// believed before documents that people handed in: what a register tells, no document replaces, whatever its day.
pub(crate) fn merge(answers: &[Told]) -> RightFacts {
    let mut merged = RightFacts::default();
    let (documents, registers): (Vec<&Told>, Vec<&Told>) =
        answers.iter().partition(|answer| answer.is_document());
    for answer in documents.iter().chain(&registers) {
        let facts = answer.facts.clone();
        single(&mut merged, &facts);
        lists(&mut merged, facts);
    }
    merged.status = status(answers);
    merged.annuity = annuity(answers, &documents, &registers);
    merged.shown = shown(&documents);
    merged
}

/// What the newest extract shows. Two extracts of one day tell together of burdens, and of owners if they agree.
fn shown(documents: &[&Told]) -> Option<Shown> {
    let shown = || documents.iter().filter_map(|answer| answer.facts.shown.as_ref());
    let on = shown().map(|shown| shown.on).max()?;
    let mut of_day = shown().filter(|shown| shown.on == on).cloned();
    let mut newest = of_day.next()?;
    for other in of_day {
        join(&mut newest.burdens, other.burdens);
        if newest.owners != other.owners {
            newest.owners.clear();
        }
    }
    Some(newest)
}

/// The next fee as it is stated last. That a fee is late is over when it was paid, or when the office tells of the right
/// on a later day and of no late fee.
fn annuity(answers: &[Told], documents: &[&Told], registers: &[&Told]) -> Option<Annuity> {
    let told = registers.iter().rev().chain(documents.iter().rev());
    let mut stated = told.filter_map(|answer| Some((*answer, answer.facts.annuity.as_ref()?)));
    let standing = stated.find(|(answer, annuity)| !is_over(answers, answer, annuity));
    standing.map(|(_, annuity)| annuity.clone())
}

/// Whether a late fee that the words for the status told of is over. One with a day has that day's own rules.
fn is_over(answers: &[Told], told_by: &Told, annuity: &Annuity) -> bool {
    if annuity.state != AnnuityState::OverdueInGrace || annuity.next_due_on.is_some() {
        return false;
    }
    let day_of = |answer: &Told| {
        let status = answer.facts.status.as_ref();
        status.map_or(answer.stated_on, |status| status_day(answer, status))
    };
    let told_on = day_of(told_by);
    answers
        .iter()
        .filter(|answer| answer.snapshot_id != told_by.snapshot_id)
        .any(|answer| {
            let paid = answer.facts.payments.iter().filter_map(|payment| payment.on);
            let says_otherwise = answer.facts.annuity.is_none()
                && answer
                    .facts
                    .status
                    .as_ref()
                    .is_some_and(|status| status.confidence != Confidence::EventDerived)
                && day_of(answer) > told_on;
            says_otherwise || paid.max().is_some_and(|on| on >= told_on)
        })
}

/// The status that is stated last; of several of one day the worst. A document tells nothing against a register by whose word the
/// right is gone.
fn status(answers: &[Told]) -> Option<OfficeStatus> {
    let stated = answers
        .iter()
        .filter_map(|answer| Some((answer, answer.facts.status.as_ref()?)));
    let rank = |(answer, status): &(&Told, &OfficeStatus)| {
        let direct = status.confidence != Confidence::EventDerived;
        (status_day(answer, status), direct, gravity(status.value))
    };
    let gone = stated
        .clone()
        .filter(|(answer, _)| !answer.is_document())
        .max_by_key(rank)
        .is_some_and(|(_, status)| status.value.is_lost());
    stated
        .filter(|(answer, _)| !(gone && answer.is_document()))
        .max_by_key(rank)
        .map(|(_, status)| status.clone())
}

/// How bad a status is to somebody who relies on the right.
fn gravity(status: LegalStatus) -> u8 {
    match status {
        status if status.is_lost() => 2,
        LegalStatus::Unknown => 1,
        _ => 0,
    }
}

/// The day a status is stated for.
pub(crate) fn status_day(answer: &Told, status: &OfficeStatus) -> NaiveDate {
    status.as_of.unwrap_or(answer.stated_on)
}

fn newer<T: Clone>(kept: &mut Option<T>, told: &Option<T>) {
    if told.is_some() {
        kept.clone_from(told);
    }
}

fn single(merged: &mut RightFacts, facts: &RightFacts) {
    newer(&mut merged.application, &facts.application);
    // The grant with its kind code says more than the number alone.
    if facts.grant.as_ref().is_some_and(|grant| grant.kind().is_some()) || merged.grant.is_none() {
        newer(&mut merged.grant, &facts.grant);
    }
    newer(&mut merged.granted_on, &facts.granted_on);
    newer(&mut merged.right_type, &facts.right_type);
    newer(&mut merged.filed_on, &facts.filed_on);
    newer(&mut merged.priority_on, &facts.priority_on);
    newer(&mut merged.family_id, &facts.family_id);
    newer(&mut merged.expires_on, &facts.expires_on);
    newer(&mut merged.encumbrances, &facts.encumbrances);
    newer(&mut merged.opposition, &facts.opposition);
    newer(&mut merged.registered_on, &facts.registered_on);
    newer(&mut merged.claims, &facts.claims);
    newer(&mut merged.continuity, &facts.continuity);
    newer(&mut merged.pta_days, &facts.pta_days);
    newer(&mut merged.entity, &facts.entity);
    merged.disclaimed |= facts.disclaimed;
}

fn replace_if_told<T>(kept: &mut Vec<T>, told: Vec<T>) {
    if !told.is_empty() {
        *kept = told;
    }
}

fn join<T: PartialEq>(kept: &mut Vec<T>, told: Vec<T>) {
    for item in told {
        if !kept.contains(&item) {
            kept.push(item);
        }
    }
}

fn lists(merged: &mut RightFacts, facts: RightFacts) {
    for publication in facts.publications {
        match merged
            .publications
            .iter_mut()
            .find(|known| known.number == publication.number)
        {
            Some(known) => known.published_on = publication.published_on.or(known.published_on),
            None => merged.publications.push(publication),
        }
    }
    merged.titles.extend(facts.titles);
    replace_if_told(&mut merged.applicants, facts.applicants);
    replace_if_told(&mut merged.inventors, facts.inventors);
    replace_if_told(&mut merged.owners, facts.owners);
    replace_if_told(&mut merged.ipc, facts.ipc);
    replace_if_told(&mut merged.cpc, facts.cpc);
    replace_if_told(&mut merged.designated_states, facts.designated_states);
    replace_if_told(&mut merged.status_history, facts.status_history);
    if !facts.lapsed_states.is_empty() {
        merged.lapsed_states = facts.lapsed_states;
    }
    join(&mut merged.family, facts.family);
    join(&mut merged.events, facts.events);
    join(&mut merged.payments, facts.payments);
    for conveyed in facts.conveyances {
        match merged
            .conveyances
            .iter_mut()
            .find(|known| is_same_record(known, &conveyed))
        {
            Some(known) => *known = conveyed,
            None => merged.conveyances.push(conveyed),
        }
    }
    for challenge in facts.challenges {
        match merged
            .challenges
            .iter_mut()
            .find(|known| known.reference == challenge.reference)
        {
            Some(known) => *known = challenge,
            None => merged.challenges.push(challenge),
        }
    }
}

/// Two services of one office tell of the same record, each in its own spelling of reel and frame.
fn is_same_record(a: &Conveyed, b: &Conveyed) -> bool {
    match (&a.reel_frame, &b.reel_frame) {
        (Some(left), Some(right)) => {
            plain(left) == plain(right) && a.class == b.class && a.assignors.len() == b.assignors.len()
        }
        _ => a == b,
    }
}

fn plain(reel_frame: &str) -> Vec<&str> {
    reel_frame
        .split(|c: char| !c.is_ascii_digit())
        .map(|part| part.trim_start_matches('0'))
        .filter(|part| !part.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use kernel::LocalizedText;
    use uuid::Uuid;

    use super::*;
    use crate::facts::Party;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn told(source: &str, call: &str, on: &str, facts: RightFacts) -> Told {
        Told {
            snapshot_id: Uuid::nil().into(),
            source: source.to_owned(),
            call: call.to_owned(),
            told_at: DateTime::default(),
            is_recording: true,
            stated_on: day(on),
            facts,
        }
    }

    fn stated(value: LegalStatus) -> RightFacts {
        RightFacts {
            status: Some(OfficeStatus {
                value,
                code: None,
                text: LocalizedText::default(),
                as_of: None,
                reason: None,
                confidence: Confidence::OfficeCurrent,
            }),
            ..RightFacts::default()
        }
    }

    /// The same answers, come in another order: the moments and ids of their coming change with it.
    fn arrived(answers: &[Told], order: &[usize]) -> RightFacts {
        let come = order.iter().enumerate().map(|(n, &at)| {
            let n = u32::try_from(n).unwrap_or_default();
            Told {
                snapshot_id: Uuid::from_u128(n.into()).into(),
                told_at: DateTime::from_timestamp(i64::from(n), 0).unwrap_or_default(),
                call: match answers[at].is_document() {
                    true => format!("document {n}"),
                    false => answers[at].call.clone(),
                },
                ..answers[at].clone()
            }
        });
        merge(&newest(come.collect()))
    }

    #[test]
    fn the_order_of_arrival_changes_nothing() {
        let owned = |name: &str, on: &str| RightFacts {
            shown: Some(Shown {
                on: day(on),
                burdens: Vec::new(),
                owners: vec![Party::named(name, None)],
            }),
            ..stated(LegalStatus::InForce)
        };
        let applied = |name: &str| RightFacts {
            applicants: vec![Party::named(name, None)],
            ..stated(LegalStatus::InForce)
        };
        let answers = [
            told("epo-ops", "legal", "2026-05-20", stated(LegalStatus::Lapsed)),
            told("epo-ops", "biblio", "2026-05-20", applied("ACME INC")),
            told("epo-ops", "register", "2026-05-20", applied("Acme, Inc.")),
            told(
                "cnipa",
                "recorded file legal.json",
                "2025-05-20",
                stated(LegalStatus::InForce),
            ),
            told(
                "cnipa",
                "recorded file legal.json",
                "2026-05-20",
                stated(LegalStatus::Unknown),
            ),
            told("document", "", "2026-05-20", owned("甲", "2026-05-20")),
            told("document", "", "2026-05-20", owned("乙", "2026-05-20")),
        ];
        let mut order: Vec<usize> = (0..answers.len()).collect();
        let first = arrived(&answers, &order);
        assert_eq!(
            first.status.as_ref().map(|status| status.value),
            Some(LegalStatus::Lapsed),
            "the worst of one day"
        );
        assert_eq!(
            first.shown.as_ref().map(|shown| shown.owners.len()),
            Some(0),
            "two extracts that differ"
        );
        for _ in 0..order.len() {
            order.rotate_left(1);
            assert_eq!(arrived(&answers, &order), first, "{order:?}");
            order.reverse();
            assert_eq!(arrived(&answers, &order), first, "{order:?}");
            order.reverse();
            order.swap(0, 3);
        }
    }
}
