//! Owners, burdens, conveyances and trials.

use kernel::Locale;
use serde_json::{Map, Value};

use super::right::{Line, name, upper};
use crate::{
    assess::Assessment,
    facts::{Challenge, Conveyed, RightFacts},
    title::Burden,
};

pub(super) fn add(line: &mut Line, right: &RightFacts, found: &Assessment) {
    if !right.conveyances.is_empty() {
        line.put(
            "conveyances",
            right.conveyances.iter().map(conveyance).collect::<Vec<_>>(),
        );
    }
    let title = &found.title;
    if !title.chain.is_empty() {
        let chain: Vec<String> = title
            .chain
            .iter()
            .map(|link| link.owners.iter().map(name).collect::<Vec<_>>().join("; "))
            .collect();
        line.put("owner_chain", chain);
    }
    line.names("owners", &title.owners);
    if !title.burdens.is_empty() {
        line.put(
            "encumbrances",
            title.burdens.iter().map(burden).collect::<Vec<_>>(),
        );
    }
}

/// A recorded conveyance.
pub(super) fn conveyance(record: &Conveyed) -> Value {
    let mut line = Line(Map::new());
    if record.corrects {
        line.put("class", "correction");
        line.put("corrected_class", record.class.as_str());
    } else {
        line.put("class", record.class.as_str());
    }
    line.put("text", record.text.clone());
    line.tell("assignee", record.assignees.first().map(name));
    if record.assignees.len() > 1 {
        line.names("assignees", &record.assignees);
    }
    if !record.assignors.is_empty() {
        line.put("assignors", record.assignors.clone());
    }
    line.day("executed_on", record.executed_on);
    line.day("recorded_on", record.recorded_on);
    line.tell("reel_frame", record.reel_frame.clone());
    Value::Object(line.0)
}

fn burden(burden: &Burden) -> Value {
    let mut line = Line(Map::new());
    let encumbrance = &burden.encumbrance;
    line.put("kind", upper(encumbrance.kind.as_str()));
    let (holder, _) = encumbrance.holder.best(Locale::ZhHans);
    if !holder.is_empty() {
        line.put("holder", holder);
    }
    line.day("from", encumbrance.effective_on);
    line.day("to", encumbrance.ended_on);
    line.put("open", encumbrance.ended_on.is_none());
    line.tell("instrument", burden.instrument.clone());
    Value::Object(line.0)
}

pub(super) fn challenge(challenge: &Challenge) -> Value {
    let mut line = Line(Map::new());
    line.put("reference", challenge.reference.clone());
    line.put("kind", challenge.kind.clone());
    line.day("filed_on", challenge.filed_on);
    line.put("open", challenge.open);
    line.day("ended_on", challenge.ended_on);
    line.tell("outcome", challenge.outcome.clone());
    Value::Object(line.0)
}
