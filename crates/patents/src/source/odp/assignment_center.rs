//! The Assignment Center's own web interface (v2 and v3), which is no published contract: records found by
//! number, by reel and frame, or by the name of an assignee.

use serde_json::Value;

use super::{
    super::{
        json::{list, text},
        text::{date, squeeze},
    },
    application,
    conveyance::classify_coded,
    number, ownership,
};
use crate::{
    facts::{Conveyed, Extra, Facts, Party, Publication, RightFacts},
    number::{NumberForm, Office, PatentNumber},
};

pub(super) fn read(response: &Value) -> Facts {
    let data = response.get("data").unwrap_or(&Value::Null);
    let mut rights: Vec<RightFacts> = Vec::new();
    let mut loose = Vec::new();
    match data {
        // By reel and frame: one record with its properties beside it.
        Value::Object(_) => {
            let record = data.get("assignment").unwrap_or(data);
            place(record, list(data, "properties"), &mut rights, &mut loose);
        }
        Value::Array(records) => {
            for record in records {
                place(record, list(record, "properties"), &mut rights, &mut loose);
            }
        }
        _ => {}
    }
    for right in &mut rights {
        ownership::settle(right);
    }
    Facts {
        extra: Extra {
            total: response.get("totalRows").and_then(Value::as_u64),
            conveyances: loose,
            ..Extra::default()
        },
        ..Facts::of("assignment_search", rights)
    }
}

/// Gives a record to the rights it is about; one that names none stays by itself.
fn place(record: &Value, properties: &[Value], rights: &mut Vec<RightFacts>, loose: &mut Vec<Conveyed>) {
    let Some(conveyed) = conveyed(record) else { return };
    let mut placed = false;
    for right in properties.iter().filter_map(property) {
        placed = true;
        let known = rights
            .iter_mut()
            .find(|known| known.application.is_some() && known.application == right.application);
        match known {
            Some(known) => known.conveyances.push(conveyed.clone()),
            None => rights.push(RightFacts {
                conveyances: vec![conveyed.clone()],
                ..right
            }),
        }
    }
    if !placed {
        loose.push(conveyed);
    }
}

fn conveyed(record: &Value) -> Option<Conveyed> {
    let words = squeeze(&text(record, "conveyance")?);
    let code = record.get("conveyanceCode").and_then(Value::as_i64);
    let (class, corrects) = classify_coded(&words, code);
    let day = |value: &Value, key: &str| text(value, key).and_then(|on| date(&on));
    let assignors = list(record, "assignors");
    let executed = assignors.iter().filter_map(|value| day(value, "executionDate"));
    let part = |key: &str| record.get(key).and_then(Value::as_u64);
    // A list names its assignees by name alone; a single record gives their addresses as well.
    let assignee = |value: &Value| match value {
        Value::String(name) => Some(Party::named(squeeze(name), None)),
        _ => Some(Party::named(
            squeeze(&text(value, "assigneeName")?),
            text(value, "ictCountryCode"),
        )),
    };
    Some(Conveyed {
        class,
        corrects,
        text: words,
        reel_frame: part("reelNumber")
            .zip(part("frameNumber"))
            .map(|(reel, frame)| format!("{reel:06}/{frame:04}")),
        assignors: assignors
            .iter()
            .filter_map(|value| text(value, "assignorName"))
            .map(|name| squeeze(&name))
            .collect(),
        assignees: list(record, "assignees").iter().filter_map(assignee).collect(),
        executed_on: executed.max().or_else(|| day(record, "assignorExecutionDate")),
        recorded_on: day(record, "recorded").or_else(|| day(record, "recordationDate")),
    })
}

/// A right that a record is about.
fn property(value: &Value) -> Option<RightFacts> {
    let day = |key: &str| text(value, key).and_then(|on| date(&on));
    let application = text(value, "applicationNumber").and_then(|digits| number(&digits, None));
    let grant = text(value, "patentNumber").and_then(|digits| application::grant_number(&digits, None));
    if application.is_none() && grant.is_none() {
        return None;
    }
    let published = text(value, "publicationNumber").and_then(|digits| {
        let far = chrono::NaiveDate::from_ymd_opt(9998, 1, 1)?;
        PatentNumber::parse_as(&digits, Some(Office::US), NumberForm::Publication, far).ok()
    });
    let publications = [
        published.map(|number| Publication {
            number,
            published_on: day("publicationDate"),
        }),
        grant.clone().map(|number| Publication {
            number,
            published_on: day("issueDate"),
        }),
    ];
    let title = text(value, "inventionTitle").map(|title| ("en".to_owned(), squeeze(&title)));
    let inventors = text(value, "inventors").unwrap_or_default();
    Some(RightFacts {
        right_type: application.as_ref().map(PatentNumber::right_type),
        application,
        filed_on: day("fillingDate").or_else(|| day("filingDate")),
        granted_on: day("issueDate"),
        grant,
        publications: publications.into_iter().flatten().collect(),
        titles: title.into_iter().collect(),
        inventors: inventors
            .split(';')
            .map(squeeze)
            .filter(|name| !name.is_empty())
            .map(|name| Party::named(name, None))
            .collect(),
        ..RightFacts::default()
    })
}
