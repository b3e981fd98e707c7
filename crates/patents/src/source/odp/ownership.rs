//! The assignment records of a file wrapper.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{
    super::{
        json::{list, text},
        text::{date, english, squeeze},
    },
    conveyance::classify,
};
use crate::{
    facts::{Conveyed, LegalEvent, Party, RightFacts, Scheme},
    number::Office,
    title,
};

/// Adds the records, and what follows from them.
pub(super) fn add(right: &mut RightFacts, bag: &[Value]) {
    right.conveyances = bag.iter().filter_map(read).collect();
    right.events.extend(right.conveyances.iter().map(event));
    settle(right);
}

/// Owners and burdens that follow from the records.
pub(super) fn settle(right: &mut RightFacts) {
    let title = title::of_records(&right.conveyances);
    right.owners = title.owners;
    right.encumbrances = Some(
        title
            .burdens
            .into_iter()
            .map(|burden| burden.encumbrance)
            .collect(),
    );
}

fn read(entry: &Value) -> Option<Conveyed> {
    let text_of = |value: &Value, key: &str| text(value, key).map(|text| squeeze(&text));
    let words = text_of(entry, "conveyanceText")?;
    let (class, corrects) = classify(&words);
    let assignors = list(entry, "assignorBag");
    let assignee = |value: &Value| {
        let address = value.get("assigneeAddress").unwrap_or(&Value::Null);
        Some(Party::named(
            text_of(value, "assigneeNameText")?,
            text(address, "ictCountryCode"),
        ))
    };
    Some(Conveyed {
        class,
        corrects,
        text: words,
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

/// The record as an entry of the register.
fn event(record: &Conveyed) -> LegalEvent {
    let names = record
        .assignees
        .iter()
        .map(|party| party.name.best(kernel::Locale::En).0)
        .collect::<Vec<_>>()
        .join("; ");
    let detail = [
        ("reel_frame", record.reel_frame.clone()),
        ("assignees", Some(names)),
        ("assignors", Some(record.assignors.join("; "))),
        ("executed_on", record.executed_on.map(|on| on.to_string())),
        ("recorded_on", record.recorded_on.map(|on| on.to_string())),
        ("class", Some(format!("{:?}", record.class))),
    ];
    let detail = detail
        .into_iter()
        .filter_map(|(key, value)| Some((key.to_owned(), value?)));
    LegalEvent {
        code: "AS".to_owned(),
        office: Office::US,
        scheme: Scheme::Other,
        territory: None,
        on: record.recorded_on.or(record.executed_on),
        text: english(record.text.clone()),
        detail: detail.collect::<BTreeMap<_, _>>(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::status::EncumbranceKind;

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
