//! The stable machine answer of `farsight patent assess`, `number` and `conveyance`: names and spellings that programs rely
//! on, described in this crate's README. What a body does not say is absent.

mod beside;
mod number;
mod refusal;
mod right;
mod title;

use chrono::NaiveDate;
use serde_json::{Map, Value, json};

use crate::{
    facts::{Facts, Scheme},
    source::{self, ParseError, Register},
};

pub use number::number;

/// What a recorded body says, assessed on a day. `headers` is what was recorded beside it: `{"status": …, "headers": {…}}`.
pub fn assess(body: &[u8], headers: Option<&[u8]>, as_of: NaiveDate) -> Value {
    let headers = refusal::Headers::read(headers.unwrap_or_default());
    if let Some(own) = refusal::Headers::of_body(body) {
        return refusal::of_headers(&own, as_of);
    }
    let mut answer = match source::read(body) {
        Ok(answer) => of_facts(answer.register, &answer.facts, as_of),
        Err(ParseError::NotRecognised) if refusal::is_token(body) => json!({"kind": "token", "rights": []}),
        Err(error) => refusal::of(&error, body, &headers),
    };
    if let Some(map) = answer.as_object_mut() {
        map.insert("as_of".to_owned(), json!(as_of.to_string()));
        if let Some(status) = headers.status {
            map.entry("http").or_insert(json!(status));
        }
    }
    answer
}

/// The class of a conveyance text: `assignment`, `name_change`, `merger`, `security`, `security_transfer`, `release`, `licence`,
/// `receivership`, `correction` or `other`.
pub fn conveyance(text: &str) -> &'static str {
    match source::classify_conveyance(text) {
        (_, true) => "correction",
        (class, false) => class.as_str(),
    }
}

fn of_facts(register: Register, facts: &Facts, as_of: NaiveDate) -> Value {
    let kind = match kind_of(facts.kind) {
        // The front page of a full text of the USPTO.
        "full_text" if !facts.rights.is_empty() => "biblio",
        kind => kind,
    };
    let rights: Vec<Value> = facts
        .rights
        .iter()
        .map(|right| right::of(register, facts.kind, right, as_of))
        .collect();
    let mut answer = Map::new();
    answer.insert("kind".to_owned(), json!(kind));
    answer.insert("rights".to_owned(), Value::Array(rights));
    beside::add(&mut answer, kind, facts);
    Value::Object(answer)
}

/// The kind of answer, in the few words that programs tell apart.
fn kind_of(kind: &'static str) -> &'static str {
    match kind {
        "register_events" | "procedural_steps" => "register",
        "transactions" => "legal_events",
        "assignment_search" => "assignments",
        "challenge_documents" => "challenge",
        "abstract" => "biblio",
        "equivalents" => "family",
        "empty_part" | "foreign_priority" | "associated_documents" => "application",
        other => other,
    }
}

/// Entries of registers; those we made of other things are not counted.
fn legal_events(facts: &crate::facts::RightFacts) -> usize {
    facts
        .events
        .iter()
        .filter(|event| event.scheme != Scheme::Other)
        .count()
}
