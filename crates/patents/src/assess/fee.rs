//! The renewal fees of a right as its facts tell them.

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};

use super::{codes::Effect, compare::Verdict, entry::Entry, states::StateStanding};
use crate::{
    facts::{Payment, RightFacts},
    fees::{Calendar, FeeStanding, Known, Question, Subject, standing},
    number::{Office, RightType},
    status::{AnnuityState, LegalStatus},
};

pub(super) struct Evidence<'a> {
    pub(super) right: &'a RightFacts,
    pub(super) office: Office,
    pub(super) granted_on: Option<NaiveDate>,
    pub(super) expires_on: Option<NaiveDate>,
    /// A day on which entries show it alive: restored, or a fee taken.
    pub(super) alive_on: Option<NaiveDate>,
    pub(super) states: &'a BTreeMap<String, StateStanding>,
    pub(super) paid: &'a BTreeMap<String, Payment>,
    pub(super) verdict: &'a Verdict,
    pub(super) as_of: NaiveDate,
}

/// The last payment in each state; a right of one office has one state.
pub(super) fn last_paid(
    right: &RightFacts,
    office: Office,
    entries: &[Entry<'_>],
    states: &BTreeMap<String, StateStanding>,
) -> BTreeMap<String, Payment> {
    let mut paid: BTreeMap<String, Payment> = BTreeMap::new();
    let mut take = |payment: Payment| {
        let known = paid.get(&payment.territory);
        if known.is_none_or(|known| (known.year, known.on) < (payment.year, payment.on)) {
            paid.insert(payment.territory.clone(), payment);
        }
    };
    for payment in &right.payments {
        take(payment.clone());
    }
    for entry in entries.iter().filter(|entry| entry.rule.effect == Effect::Fee) {
        if let (Some(year), None) = (entry.fee_year, entry.territory) {
            take(Payment {
                territory: office.code().to_owned(),
                year,
                on: entry.paid_on,
            });
        }
    }
    for (name, state) in states {
        if let Some(payment) = &state.last_paid {
            take(Payment {
                territory: name.clone(),
                ..payment.clone()
            });
        }
    }
    paid
}

/// The day until which a fee shows the right alive of which the year is not told, as in the JPO's entries: it is
/// paid before it falls due, so that one due within half a year is the one that was paid.
pub(super) fn seen_on(office: Office, entries: &[Entry<'_>]) -> Option<NaiveDate> {
    if !matches!(office, Office::JP | Office::KR) {
        return None;
    }
    let taken = entries
        .iter()
        .filter(|entry| entry.rule.effect == Effect::Fee && entry.fee_year.is_none())
        .filter_map(|entry| entry.on)
        .max()?;
    taken.checked_add_months(Months::new(6))
}

/// How the next fee stands.
pub(super) fn of(evidence: &Evidence<'_>) -> Option<FeeStanding> {
    let status = evidence.verdict.status?;
    match status {
        LegalStatus::Lapsed => return Some(FeeStanding::bare(AnnuityState::LapsedRecorded)),
        status if status.is_lost() => return None,
        _ => {}
    }
    if !evidence.states.is_empty() {
        return of_bundle(evidence);
    }
    let right = evidence.right;
    let right_type = right.right_type.unwrap_or(RightType::Invention);
    let is_granted =
        status == LegalStatus::InForce || (status == LegalStatus::Unknown && evidence.granted_on.is_some());
    let granted_on = evidence.granted_on.filter(|_| is_granted);
    // What an office calls granted was granted, though its day is not told.
    let granted_on = granted_on.or(evidence
        .right
        .filed_on
        .filter(|_| is_granted && evidence.office == Office::CN));
    let calendar = Calendar::of(Subject {
        office: evidence.office,
        right_type,
        filed_on: right.filed_on,
        granted_on,
        is_european: false,
    });
    let office_alive = right
        .status
        .as_ref()
        .filter(|_| evidence.verdict.office_status == Some(LegalStatus::InForce));
    let alive_on = office_alive.map(|status| status.as_of.unwrap_or(evidence.as_of));
    let known = Known {
        paid_year: evidence
            .paid
            .get(evidence.office.code())
            .map(|payment| payment.year),
        alive_on: alive_on
            .max(evidence.granted_on.filter(|_| is_granted))
            .max(evidence.alive_on),
        expires_on: evidence.expires_on,
    };
    let question = Question {
        office: evidence.office,
        right_type,
        is_european: false,
        entity: right.entity,
    };
    let mut fee = standing(calendar, known, question, evidence.as_of);
    if let Some(due) = right.annuity.as_ref().and_then(|annuity| annuity.next_due_on) {
        // The register's own day outweighs a reckoned one.
        fee.next_due_on = Some(due);
    }
    if right
        .annuity
        .as_ref()
        .is_some_and(|annuity| annuity.state == AnnuityState::OverdueInGrace)
        && fee.state != AnnuityState::GraceEndedNoRecord
    {
        fee.state = AnnuityState::OverdueInGrace;
    }
    Some(fee)
}

/// The most pressing of the states in which the patent lives, else of those where it may.
fn of_bundle(evidence: &Evidence<'_>) -> Option<FeeStanding> {
    let alive = |confirmed: bool| {
        evidence
            .states
            .values()
            .filter(move |state| state.status == LegalStatus::InForce && state.is_confirmed == confirmed)
            .filter_map(|state| state.fee.clone())
            .min_by_key(|fee| fee.next_due_on)
    };
    alive(true).or_else(|| alive(false))
}
