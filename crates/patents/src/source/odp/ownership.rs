//! Who owns a right on record, and who holds a security over it, from its assignment records.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use kernel::LocalizedText;
use serde_json::Value;

use super::{
    super::{
        json::{list, text},
        text::{date, english, squeeze},
    },
    conveyance::{Conveyance, classify},
};
use crate::{
    facts::{Encumbrance, LegalEvent, Party, RightFacts},
    number::Office,
    status::EncumbranceKind,
};

/// One record: what it does, between whom, when.
struct Record {
    class: Conveyance,
    corrects: bool,
    text: String,
    reel_frame: Option<String>,
    assignors: Vec<String>,
    assignees: Vec<Party>,
    executed_on: Option<NaiveDate>,
    recorded_on: Option<NaiveDate>,
}

/// Adds owners, burdens and register entries. The records are read in the order of execution.
pub(super) fn add(right: &mut RightFacts, bag: &[Value]) {
    let mut records: Vec<Record> = bag.iter().filter_map(read).collect();
    records.sort_by_key(|record| (record.executed_on.or(record.recorded_on), record.recorded_on));
    right.events.extend(records.iter().map(Record::event));
    right.owners = owners(&records);
    right.encumbrances = Some(encumbrances(&records));
}

fn read(entry: &Value) -> Option<Record> {
    let text_of = |value: &Value, key: &str| text(value, key).map(|text| squeeze(&text));
    let conveyance = text_of(entry, "conveyanceText")?;
    let (class, corrects) = classify(&conveyance);
    let assignors = list(entry, "assignorBag");
    let assignee = |value: &Value| {
        let address = value.get("assigneeAddress").unwrap_or(&Value::Null);
        Some(Party::named(
            text_of(value, "assigneeNameText")?,
            text(address, "ictCountryCode"),
        ))
    };
    Some(Record {
        class,
        corrects,
        text: conveyance,
        reel_frame: text(entry, "reelAndFrameNumber"),
        assignors: assignors
            .iter()
            .filter_map(|value| text_of(value, "assignorName"))
            .collect(),
        assignees: list(entry, "assigneeBag").iter().filter_map(assignee).collect(),
        executed_on: assignors
            .iter()
            .filter_map(|value| text(value, "executionDate"))
            .filter_map(|on| date(&on))
            .max(),
        recorded_on: text(entry, "assignmentRecordedDate").and_then(|on| date(&on)),
    })
}

impl Record {
    fn event(&self) -> LegalEvent {
        let names = |parties: &[Party]| {
            parties
                .iter()
                .map(|party| party.name.best(kernel::Locale::En).0)
                .collect::<Vec<_>>()
                .join("; ")
        };
        let detail = [
            ("reel_frame", self.reel_frame.clone()),
            ("assignees", Some(names(&self.assignees))),
            ("assignors", Some(self.assignors.join("; "))),
            ("executed_on", self.executed_on.map(|on| on.to_string())),
            ("recorded_on", self.recorded_on.map(|on| on.to_string())),
            ("class", Some(format!("{:?}", self.class))),
        ];
        let detail = detail
            .into_iter()
            .filter_map(|(key, value)| Some((key.to_owned(), value?)));
        LegalEvent {
            code: "AS".to_owned(),
            office: Office::US,
            territory: None,
            on: self.recorded_on.or(self.executed_on),
            text: english(self.text.clone()),
            detail: detail.collect::<BTreeMap<_, _>>(),
        }
    }
}

/// The assignees of the last conveyance of the whole right. Several inventors assign by several records
/// to the same owner; co-owners stand in one record.
fn owners(records: &[Record]) -> Vec<Party> {
    let passes = |record: &&Record| {
        matches!(
            record.class,
            Conveyance::Assignment | Conveyance::Merger | Conveyance::NameChange
        )
    };
    records
        .iter()
        .rfind(passes)
        .map(|record| record.assignees.clone())
        .unwrap_or_default()
}

/// Securities, each open until a record releases its holder or names its reel and frame.
fn encumbrances(records: &[Record]) -> Vec<Encumbrance> {
    let mut open: Vec<(Option<String>, Encumbrance)> = Vec::new();
    let kind_of = |class| match class {
        Conveyance::Security => Some(EncumbranceKind::Security),
        Conveyance::Licence => Some(EncumbranceKind::Licence),
        Conveyance::Receivership => Some(EncumbranceKind::Receivership),
        _ => None,
    };
    for record in records {
        let on = record.executed_on.or(record.recorded_on);
        match (kind_of(record.class), record.class) {
            (Some(kind), _) => {
                for party in &record.assignees {
                    let known = open.iter().any(|(_, known)| {
                        known.ended_on.is_none() && known.kind == kind && known.holder == party.name
                    });
                    // A correction repeats what it corrects; supplements add to the same security.
                    if !known || (!record.corrects && record.reel_frame.is_none()) {
                        let burden = Encumbrance {
                            kind,
                            holder: party.name.clone(),
                            effective_on: on,
                            ended_on: None,
                        };
                        open.push((record.reel_frame.clone(), burden));
                    }
                }
            }
            (None, Conveyance::SecurityTransfer) => {
                let from: Vec<LocalizedText> = record
                    .assignors
                    .iter()
                    .map(|name| Party::named(name.clone(), None).name)
                    .collect();
                for (_, burden) in open.iter_mut().filter(|(_, burden)| burden.ended_on.is_none()) {
                    if let Some(to) = record.assignees.first().filter(|_| from.contains(&burden.holder)) {
                        burden.holder = to.name.clone();
                    }
                }
            }
            (None, Conveyance::Release) => {
                for (reel_frame, burden) in open.iter_mut().filter(|(_, burden)| burden.ended_on.is_none()) {
                    let named = reel_frame
                        .as_deref()
                        .is_some_and(|at| names_record(&record.text, at));
                    let released = record
                        .assignors
                        .iter()
                        .any(|name| Party::named(name.clone(), None).name == burden.holder);
                    if named || (released && burden.kind == EncumbranceKind::Security) {
                        burden.ended_on = on;
                    }
                }
            }
            _ => {}
        }
    }
    open.into_iter().map(|(_, burden)| burden).collect()
}

/// Whether a text names a reel and frame, in whatever punctuation and padding.
fn names_record(text: &str, reel_frame: &str) -> bool {
    let numbers = |text: &str| -> Vec<u64> {
        text.split(|c: char| !c.is_ascii_digit())
            .filter_map(|digits| digits.parse().ok())
            .collect()
    };
    let wanted = numbers(reel_frame);
    wanted.len() == 2 && numbers(text).windows(2).any(|pair| pair == wanted)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn record(text: &str, from: &str, to: &str, on: &str, reel: &str) -> Value {
        json!({"conveyanceText": text, "reelAndFrameNumber": reel, "assignmentRecordedDate": on,
               "assignorBag": [{"assignorName": from, "executionDate": on}], "assigneeBag": [{"assigneeNameText": to}]})
    }

    #[test]
    fn a_lender_is_no_owner_and_its_lien_is_open_until_released() {
        let mut right = RightFacts::default();
        let lien = record(
            "SECURITY INTEREST",
            "NEW CO",
            "BIG BANK",
            "2020-08-06",
            "053000/0001",
        );
        let sale = record(
            "ASSIGNMENT OF ASSIGNORS INTEREST",
            "OLD CO",
            "NEW CO",
            "2019-01-02",
            "048000/0007",
        );
        add(&mut right, &[lien.clone(), sale.clone()]);
        assert_eq!(right.owners, [Party::named("NEW CO", None)]);
        let burdens = right.encumbrances.clone().unwrap();
        assert_eq!(
            (burdens.len(), burdens[0].kind, burdens[0].ended_on),
            (1, EncumbranceKind::Security, None)
        );
        let release = record(
            "RELEASE OF SECURITY INTEREST AT REEL/FRAME NO. 53000/0001",
            "AGENT",
            "NEW CO",
            "2022-03-04",
            "059000/0001",
        );
        add(&mut right, &[release, lien, sale]);
        assert_eq!(right.encumbrances.unwrap()[0].ended_on, date("2022-03-04"));
        assert_eq!(right.owners, [Party::named("NEW CO", None)]);
    }
}
