//! One right.

use chrono::NaiveDate;
use kernel::Locale;
use serde_json::{Map, Value, json};

use super::{legal_events, title};
use crate::{
    assess::{Assessment, Finality, StateStanding, assess, office_of},
    facts::{Party, Payment, Publication, RightFacts, Scheme},
    fees::{FeeStanding, lapse_risk},
    number::{NumberForm, Office, PatentNumber},
    source::Register,
    status::Confidence,
};

/// A JSON object that is written member by member.
pub(super) struct Line(pub(super) Map<String, Value>);

impl Line {
    pub(super) fn put(&mut self, key: &str, value: impl Into<Value>) {
        self.0.insert(key.to_owned(), value.into());
    }

    pub(super) fn tell(&mut self, key: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.put(key, value);
        }
    }

    pub(super) fn day(&mut self, key: &str, day: Option<NaiveDate>) {
        self.tell(key, day.map(|day| day.to_string()));
    }

    pub(super) fn names(&mut self, key: &str, parties: &[Party]) {
        if !parties.is_empty() {
            self.put(key, parties.iter().map(name).collect::<Vec<_>>());
        }
    }
}

/// What a body says of a right, assessed on a day.
pub(super) fn of(register: Register, kind: &str, right: &RightFacts, as_of: NaiveDate) -> Value {
    let office = office_of(right);
    let found = assess(right, as_of);
    let mut line = Line(Map::new());
    line.put("office", office.code());
    numbers(&mut line, register, right);
    front(&mut line, right, office);
    if legal_events(right) > 0 {
        line.put("legal_events", legal_events(right));
    }
    states(&mut line, right, &found);
    office_words(&mut line, right);
    status(&mut line, &found, as_of);
    term(&mut line, kind, right, &found, office);
    title::add(&mut line, right, &found);
    if !found.challenges.is_empty() {
        line.put(
            "challenges",
            found.challenges.iter().map(title::challenge).collect::<Vec<_>>(),
        );
    }
    Value::Object(line.0)
}

pub(super) fn name(party: &Party) -> String {
    party
        .name
        .zh_hans
        .clone()
        .or(party.name.en.clone())
        .unwrap_or_default()
}

/// A document as its register spells it: `US2012057518A1` by the EPO, `US20210210819A1` by the USPTO.
fn spelled(register: Register, publication: &Publication) -> String {
    let number = &publication.number;
    if register == Register::EpoOps
        && let Some(docdb) = number.docdb()
    {
        return docdb.to_string().replace('.', "");
    }
    number.key_with_kind()
}

fn numbers(line: &mut Line, register: Register, right: &RightFacts) {
    if let Some(right_type) = right.right_type {
        line.put("right_type", right_type.as_str());
    }
    line.tell("application", right.application.as_ref().map(PatentNumber::key));
    let of_documents = right
        .publications
        .iter()
        .map(|publication| &publication.number)
        .find(|number| number.form() == NumberForm::Grant);
    let grant = right.grant.as_ref().or(of_documents);
    // A European patent keeps the number of its application's publication.
    let kept = right
        .publications
        .iter()
        .map(|publication| &publication.number)
        .find(|number| number.office() == Office::EP)
        .filter(|_| right.granted_on.is_some());
    line.tell("grant_number", grant.or(kept).map(bare));
    if !right.publications.is_empty() {
        let documents: Vec<String> = right
            .publications
            .iter()
            .map(|document| spelled(register, document))
            .collect();
        line.put("publications", documents);
    }
}

/// The digits of a grant, without its office.
fn bare(number: &PatentNumber) -> String {
    let key = number.key();
    key.strip_prefix(number.office().code())
        .unwrap_or(&key)
        .to_owned()
}

fn front(line: &mut Line, right: &RightFacts, office: Office) {
    line.day("filing_date", right.filed_on);
    line.day("priority_date", right.priority_on);
    line.day("grant_date", right.granted_on);
    line.day("registration_date", right.registered_on);
    let own = match office {
        Office::CN => "zh-Hans",
        Office::JP => "ja",
        Office::KR => "ko",
        _ => "en",
    };
    let title = right
        .titles
        .get(own)
        .or_else(|| right.titles.get("en"))
        .or_else(|| right.titles.values().next());
    line.tell("title", title.cloned());
    line.tell("title_en", right.titles.get("en").cloned());
    line.names("applicants", &right.applicants);
    line.names("inventors", &right.inventors);
    line.tell("claims", right.claims);
    line.tell("family_id", right.family_id.clone());
    if !right.ipc.is_empty() {
        line.put("ipc", right.ipc.clone());
    }
    if let Some(continuity) = &right.continuity {
        line.put("parents", continuity.parents);
        line.tell(
            "root_nonprovisional",
            continuity.root.as_ref().map(|root| {
                json!({"application": root.application.key(), "filing_date": root.filed_on.to_string()})
            }),
        );
    }
}

fn states(line: &mut Line, right: &RightFacts, found: &Assessment) {
    if !right.designated_states.is_empty() {
        line.put("designated_states", right.designated_states.clone());
        line.put("designated_states_count", right.designated_states.len());
    }
    if !found.states.is_empty() {
        let day = |state: &StateStanding| state.ended_on.map(|on| on.to_string());
        let lapsed: Map<String, Value> = found
            .lapsed_states()
            .map(|(name, state)| (name.to_owned(), json!(day(state))))
            .collect();
        line.put("lapsed_states_count", lapsed.len());
        line.put("lapsed_states", lapsed);
        // Payments are told by events alone.
        if right.events.iter().any(|event| event.scheme == Scheme::Inpadoc) {
            line.put("in_force_states", found.in_force_states().collect::<Vec<_>>());
            line.put(
                "unconfirmed_states",
                found.unconfirmed_states().collect::<Vec<_>>(),
            );
        }
    }
    let phases = &found.phases;
    for (key, list) in [
        ("entered_states", &phases.entered),
        ("not_entered_states", &phases.not_entered),
        ("granted_states", &phases.granted),
        ("ended_states", &phases.ended),
    ] {
        if !list.is_empty() {
            line.put(key, list.keys().cloned().collect::<Vec<_>>());
        }
    }
    if !found.last_paid.is_empty() {
        let paid: Map<String, Value> = found
            .last_paid
            .iter()
            .map(|(state, payment)| (state.clone(), paid(payment)))
            .collect();
        line.put("last_renewal_paid", paid);
    }
    line.tell("opposition", found.opposition.map(|state| upper(state.as_str())));
    line.tell("challenged", found.challenged.as_deref());
}

fn paid(payment: &Payment) -> Value {
    match payment.on {
        Some(on) => json!({"year": payment.year, "on": on.to_string()}),
        None => json!({"year": payment.year}),
    }
}

pub(super) fn upper(word: &str) -> String {
    word.to_ascii_uppercase()
}

fn office_words(line: &mut Line, right: &RightFacts) {
    if let Some(status) = &right.status {
        line.tell("status_code", status.code.clone());
        let (text, _) = status.text.best(Locale::En);
        if !text.is_empty() {
            line.put("status_text", text);
        }
        line.day("status_as_of", status.as_of);
    }
    if !right.status_history.is_empty() {
        let history: Vec<String> = right
            .status_history
            .iter()
            .map(|(on, code)| format!("{on} {code}"))
            .collect();
        line.put("status_history", history);
    }
}

fn status(line: &mut Line, found: &Assessment, as_of: NaiveDate) {
    line.tell(
        "office_status",
        found.office_status.map(|status| upper(status.as_str())),
    );
    let Some(status) = found.status else { return };
    line.put("status", upper(status.as_str()));
    line.tell("active", found.active);
    line.tell("reason", found.reason.clone());
    line.put("confidence", confidence(found.confidence));
    match found.finality {
        Finality::Open => {}
        Finality::Final => line.put("finality", "FINAL"),
        Finality::Recoverable(until) => {
            line.put("finality", "RECOVERABLE");
            line.day("recoverable_until", until);
        }
    }
    if !found.reasons.is_empty() {
        let reasons: Vec<Value> = found
            .reasons
            .iter()
            .map(|reason| match reason.on {
                Some(on) => json!({"code": reason.code, "on": on.to_string()}),
                None => json!({"code": reason.code}),
            })
            .collect();
        line.put("reasons", reasons);
    }
    if found.partially_invalidated {
        line.put("partially_invalidated", true);
    }
    if found.title.frozen {
        line.put("frozen", true);
    }
    if let Some(fee) = &found.fee {
        fees(line, fee, as_of);
    }
}

fn confidence(confidence: Confidence) -> String {
    upper(confidence.as_str())
}

fn fees(line: &mut Line, fee: &FeeStanding, as_of: NaiveDate) {
    line.put("fee_state", upper(fee.state.as_str()));
    line.day("next_due_on", fee.next_due_on);
    line.day("grace_ends_on", fee.grace_ends_on);
    line.tell("fee_year", fee.year);
    if let Some(amount) = fee.amount {
        line.put("fee_amount_minor", amount.minor);
        line.put("fee_currency", amount.currency.code());
        line.tell(
            "fee_surcharge_minor",
            fee.surcharge.map(|surcharge| surcharge.minor),
        );
    }
    line.put("lapse_risk", upper(lapse_risk(fee, None, as_of).0.as_str()));
}

fn term(line: &mut Line, kind: &str, right: &RightFacts, found: &Assessment, office: Office) {
    line.tell("pta_days", right.pta_days);
    let Some(term) = found.term.filter(|term| term.basis.is_sure()) else {
        return;
    };
    line.day("base_expiry", Some(term.base_expires_on));
    // Days of adjustment are known with the grant alone.
    let is_whole = office != Office::US || (right.granted_on.is_some() && kind != "continuity");
    if is_whole {
        line.day("expiry", Some(term.expires_on));
    }
    line.put("expiry_basis", term.basis.as_str());
    if term.may_be_shorter {
        line.put("expiry_may_be_shorter", true);
    }
}
