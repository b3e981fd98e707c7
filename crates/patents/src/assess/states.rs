//! The states of a European patent: it is a bundle, and each state has its own fate.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{codes::Effect, entry::Entry, text::lapse_reason};
use crate::{
    facts::{Payment, RightFacts},
    fees::{Calendar, FeeStanding, Known, Question, Subject, standing},
    number::{Office, RightType},
    status::LegalStatus,
};

/// The states of the unitary patent at its start on 2023-06-01, and Romania's accession on 2024-09-01 (EPO).
const UNITARY: [&str; 17] = [
    "AT", "BE", "BG", "DE", "DK", "EE", "FI", "FR", "IT", "LT", "LU", "LV", "MT", "NL", "PT", "SE", "SI",
];

/// How a European patent stands in one state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StateStanding {
    /// IN_FORCE, or how it ended there.
    pub status: LegalStatus,
    /// Why, as a code.
    pub reason: Option<String>,
    /// Since when it is over there.
    pub ended_on: Option<NaiveDate>,
    /// The last renewal fee paid there.
    pub last_paid: Option<Payment>,
    /// Whether a payment shows that it lives there: that no lapse is on record shows nothing.
    pub is_confirmed: bool,
    /// How its fee stands there.
    pub fee: Option<FeeStanding>,
}

/// What decides about the states, beside entries.
pub(super) struct Bundle<'a> {
    pub(super) right: &'a RightFacts,
    pub(super) granted_on: Option<NaiveDate>,
    pub(super) expires_on: Option<NaiveDate>,
    pub(super) as_of: NaiveDate,
}

#[derive(Default)]
struct State<'a> {
    lapses: Vec<&'a Entry<'a>>,
    restored_on: Option<NaiveDate>,
    paid: Option<Payment>,
}

/// The states of a granted patent. `entries` are in order, those deleted left out.
pub(super) fn of<'a>(bundle: &Bundle<'_>, entries: &'a [Entry<'a>]) -> BTreeMap<String, StateStanding> {
    let mut states: BTreeMap<&str, State<'a>> = bundle
        .right
        .designated_states
        .iter()
        .map(|state| (state.as_str(), State::default()))
        .collect();
    let designated: BTreeSet<String> = states.keys().map(|state| (*state).to_owned()).collect();
    let unitary = unitary_states(entries, &designated);
    for entry in entries {
        let mut about: Vec<&str> = Vec::new();
        if entry.rule.flag == "unitary" {
            about.extend(
                unitary
                    .iter()
                    .map(String::as_str)
                    .filter_map(|state| states.get_key_value(state))
                    .map(|(state, _)| *state),
            );
        } else if let Some(state) = entry.territory {
            about.push(state);
            // One patent covers Switzerland and Liechtenstein.
            if state == "CH" && entry.code != "PG25" && designated.contains("LI") {
                about.push("LI");
            }
        }
        for state in about {
            if designated.contains(state)
                || matches!(entry.rule.effect, Effect::End | Effect::Fee | Effect::Restore)
            {
                states.entry(state).or_default().take(entry);
            }
        }
    }
    // What a register lists as paid counts like an entry of a payment.
    for payment in &bundle.right.payments {
        if let Some(state) = states.get_mut(payment.territory.as_str()) {
            state.take_payment(payment.clone());
        }
    }
    states
        .into_iter()
        .map(|(name, state)| (name.to_owned(), finish(bundle, name, &state)))
        .collect()
}

/// The states that share one unitary patent, if unitary effect was registered.
fn unitary_states(entries: &[Entry<'_>], designated: &BTreeSet<String>) -> BTreeSet<String> {
    let Some(registered) = entries.iter().find(|entry| entry.rule.effect == Effect::Unitary) else {
        return BTreeSet::new();
    };
    let listed = registered
        .event
        .detail
        .get("states")
        .or_else(|| registered.event.detail.get("free_text"));
    let named: BTreeSet<String> = listed
        .map(|text| {
            text.split(|c: char| !c.is_ascii_uppercase())
                .filter(|word| word.len() == 2 && designated.contains(*word))
                .map(str::to_owned)
                .collect()
        })
        .unwrap_or_default();
    if named.len() >= 10 {
        return named;
    }
    UNITARY
        .iter()
        .filter(|state| designated.contains(**state))
        .map(|state| (*state).to_owned())
        .collect()
}

impl<'a> State<'a> {
    fn take(&mut self, entry: &'a Entry<'a>) {
        match entry.rule.effect {
            Effect::End => self.lapses.push(entry),
            Effect::Restore => {
                self.lapses.clear();
                self.restored_on = entry.on;
            }
            Effect::Fee => {
                let Some(year) = entry.fee_year else { return };
                self.take_payment(Payment {
                    territory: entry.territory.unwrap_or("EP").to_owned(),
                    year,
                    on: entry.paid_on,
                });
            }
            _ => {}
        }
    }

    fn take_payment(&mut self, payment: Payment) {
        let known = self.paid.as_ref().map(|known| (known.year, known.on));
        if known.is_none_or(|known| known < (payment.year, payment.on)) {
            self.paid = Some(payment);
        }
    }

    /// The lapse that counts: what the state told the EPO outweighs a bare reference to its gazette.
    fn lapse(&self) -> Option<&'a Entry<'a>> {
        let told = |entry: &&&Entry<'_>| matches!(entry.code, "PG25" | "VS25" | "25");
        self.lapses.iter().find(told).or(self.lapses.first()).copied()
    }
}

fn finish(bundle: &Bundle<'_>, name: &str, state: &State<'_>) -> StateStanding {
    let stated = bundle.right.lapsed_states.get(name).copied();
    if let Some(lapse) = state.lapse() {
        let detail = |key: &str| lapse.event.detail.get(key).map(String::as_str);
        let reason = detail("free_text")
            .and_then(lapse_reason)
            .or_else(|| detail("national_text").and_then(lapse_reason));
        return StateStanding {
            status: lapse.rule.if_granted.unwrap_or(LegalStatus::Lapsed),
            reason: reason.map(str::to_owned),
            ended_on: lapse.on,
            last_paid: state.paid.clone(),
            is_confirmed: true,
            fee: None,
        };
    }
    if let Some(on) = stated {
        return StateStanding {
            status: LegalStatus::Lapsed,
            reason: None,
            ended_on: Some(on),
            last_paid: state.paid.clone(),
            is_confirmed: true,
            fee: None,
        };
    }
    if let Some(end) = bundle.expires_on.filter(|end| *end <= bundle.as_of) {
        return StateStanding {
            status: LegalStatus::Expired,
            reason: Some("TERM".to_owned()),
            ended_on: Some(end),
            last_paid: state.paid.clone(),
            is_confirmed: true,
            fee: None,
        };
    }
    let fee = fee(bundle, name, state);
    let alive = fee.grace_ends_on.is_none_or(|end| bundle.as_of <= end);
    StateStanding {
        status: LegalStatus::InForce,
        reason: None,
        ended_on: None,
        is_confirmed: state.paid.is_some() && alive,
        last_paid: state.paid.clone(),
        fee: Some(fee),
    }
}

fn fee(bundle: &Bundle<'_>, name: &str, state: &State<'_>) -> FeeStanding {
    let office = name.parse().unwrap_or(Office::EP);
    let calendar = Calendar::of(Subject {
        office,
        right_type: RightType::Invention,
        filed_on: bundle.right.filed_on,
        granted_on: bundle.granted_on,
        is_european: true,
    });
    let known = Known {
        paid_year: state.paid.as_ref().map(|paid| paid.year),
        // Until the mention of the grant the EPO was paid.
        alive_on: state.restored_on.max(bundle.granted_on),
        expires_on: bundle.expires_on,
    };
    let question = Question {
        office,
        right_type: RightType::Invention,
        is_european: true,
        entity: None,
        claims: None,
    };
    standing(calendar, known, question, bundle.as_of)
}
