//! The renewal fees of a right as its facts tell them.

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};

use super::{codes::Effect, compare::Verdict, entry::Entry, states::StateStanding};
use crate::{
    facts::{Annuity, Payment, RightFacts},
    fees::{Calendar, FeeStanding, Known, Question, SOON, Subject, price, standing},
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
    let right = evidence.right;
    if !evidence.states.is_empty() {
        let reckoned = of_bundle(evidence)?;
        let calendar = Calendar::of(Subject {
            office: evidence.office,
            right_type: RightType::Invention,
            filed_on: right.filed_on,
            granted_on: evidence.granted_on,
            is_european: true,
        });
        let question = Question {
            office: evidence.office,
            right_type: RightType::Invention,
            is_european: true,
            entity: None,
            claims: None,
        };
        return Some(match &right.annuity {
            Some(stated) => as_stated(stated, reckoned, calendar, question, evidence.as_of),
            None => reckoned,
        });
    }
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
        claims: right.claims,
    };
    let reckoned = standing(calendar, known, question, evidence.as_of);
    Some(match &right.annuity {
        Some(stated) => as_stated(stated, reckoned, calendar, question, evidence.as_of),
        None => reckoned,
    })
}

/// The next fee as the register states it: its own days outweigh reckoned ones, and the rule fills what it leaves out.
fn as_stated(
    stated: &Annuity,
    reckoned: FeeStanding,
    calendar: Calendar,
    question: Question,
    as_of: NaiveDate,
) -> FeeStanding {
    let Some(due) = stated
        .next_due_on
        .filter(|_| reckoned.state != AnnuityState::NoFees)
    else {
        let overdue = stated.state == AnnuityState::OverdueInGrace
            && reckoned.state != AnnuityState::GraceEndedNoRecord;
        return FeeStanding {
            state: if overdue { stated.state } else { reckoned.state },
            ..reckoned
        };
    };
    let year = stated
        .year
        .and_then(|year| u32::try_from(year).ok())
        .or_else(|| (1..=40).find(|year| calendar.due_on(*year) == Some(due)));
    let price = year.map(|year| price(question, year)).unwrap_or_default();
    let grace_ends_on = stated
        .grace_ends_on
        .or_else(|| year.and_then(|year| calendar.grace_ends_on(year)))
        .or_else(|| due.checked_add_months(Months::new(6)));
    let opens_on = year.and_then(|year| calendar.opens_on(year));
    let state = match stated.state {
        // What ended or costs nothing is not brought back by a date.
        AnnuityState::LapsedRecorded | AnnuityState::NoFees => stated.state,
        _ if grace_ends_on.is_some_and(|end| as_of > end) => AnnuityState::GraceEndedNoRecord,
        _ if as_of > due => AnnuityState::OverdueInGrace,
        AnnuityState::OverdueInGrace => AnnuityState::OverdueInGrace,
        _ if due - as_of <= SOON => AnnuityState::DueSoon,
        _ if opens_on.is_some_and(|opens| opens <= as_of) => AnnuityState::WindowOpen,
        AnnuityState::Paid | AnnuityState::NotDue => stated.state,
        _ => AnnuityState::Paid,
    };
    FeeStanding {
        state,
        year: year.or(reckoned.year),
        opens_on,
        next_due_on: Some(due),
        grace_ends_on,
        paid_until: (stated.state == AnnuityState::Paid)
            .then_some(due)
            .or(reckoned.paid_until),
        amount: stated.amount.or(price.amount),
        surcharge: price.surcharge,
    }
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
