//! Trials before the Patent Trial and Appeal Board: proceedings, and the decisions and papers of one.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{
    super::{
        json::text,
        text::{date, english},
    },
    application, number,
};
use crate::{
    facts::{Challenge, LegalEvent, RightFacts, Scheme},
    number::{Office, PatentNumber},
};

/// Words of a status that end a trial.
const ENDED: [&str; 13] = [
    "fwd",
    "final written decision",
    "terminat",
    "settle",
    "denial",
    "denied",
    "not instituted",
    "dismiss",
    "adverse judgment",
    "withdrawn",
    "certificate",
    "vacated",
    "closed",
];

/// The rights that the entries are about; several papers of one trial are one challenge, of which the newest
/// paper tells how it stands.
pub(super) fn rights(entries: &[Value]) -> Vec<RightFacts> {
    let mut newest_first: Vec<&Value> = entries.iter().collect();
    newest_first.sort_by_key(|entry| std::cmp::Reverse(text(entry, "lastModifiedDateTime")));
    let mut rights: Vec<RightFacts> = Vec::new();
    // The order of the answer is kept; only within a trial does the newest paper decide.
    for entry in entries {
        let Some(right) = right(entry) else { continue };
        let reference = text(entry, "trialNumber").unwrap_or_default();
        let newest = newest_first
            .iter()
            .find(|other| text(other, "trialNumber").as_deref() == Some(reference.as_str()));
        let challenge = newest.and_then(|newest| challenge(newest));
        let known = rights
            .iter_mut()
            .find(|known| known.application == right.application && known.grant == right.grant);
        match known {
            Some(known) => {
                let told = known.challenges.iter().any(|known| known.reference == reference);
                if !told {
                    known.challenges.extend(challenge);
                    known.events.extend(right.events);
                }
            }
            None => rights.push(RightFacts {
                challenges: challenge.into_iter().collect(),
                ..right
            }),
        }
    }
    rights
}

fn challenge(entry: &Value) -> Option<Challenge> {
    let trial = entry.get("trialMetaData").unwrap_or(&Value::Null);
    let day = |key: &str| text(trial, key).and_then(|on| date(&on));
    let state = text(trial, "trialStatusCategory");
    let ended_on = day("terminationDate");
    let lower = state.clone().unwrap_or_default().to_lowercase();
    let ended = ended_on.is_some() || ENDED.iter().any(|word| lower.contains(word));
    // What the board decided stands in the title of its judgment.
    let judgment = entry
        .get("documentData")
        .and_then(|document| text(document, "documentTitleText"))
        .filter(|title| ended && title.to_uppercase().contains("JUDGMENT"));
    Some(Challenge {
        reference: text(entry, "trialNumber")?,
        kind: text(trial, "trialTypeCode").unwrap_or_else(|| "PTAB".to_owned()),
        filed_on: day("petitionFilingDate").or_else(|| day("accordedFilingDate")),
        open: !ended,
        ended_on: ended_on.or_else(|| day("latestDecisionDate").filter(|_| ended)),
        outcome: judgment.or(state),
    })
}

/// The right a trial is about.
fn right(entry: &Value) -> Option<RightFacts> {
    let owner = entry
        .get("patentOwnerData")
        .or_else(|| entry.get("respondentData"))?;
    let application = text(owner, "applicationNumberText").and_then(|digits| number(&digits, None));
    let grant = text(owner, "patentNumber").and_then(|digits| application::grant_number(&digits, None));
    if application.is_none() && grant.is_none() {
        return None;
    }
    let trial = entry.get("trialMetaData").unwrap_or(&Value::Null);
    let mut detail = BTreeMap::new();
    for (value, key, kept) in [
        (entry, "trialNumber", "reference"),
        (trial, "trialStatusCategory", "state"),
        (trial, "petitionFilingDate", "filed_on"),
    ] {
        if let Some(text) = text(value, key) {
            detail.insert(kept.to_owned(), text);
        }
    }
    let event = LegalEvent {
        code: text(trial, "trialTypeCode").unwrap_or_else(|| "PTAB".to_owned()),
        office: Office::US,
        scheme: Scheme::Other,
        territory: None,
        on: text(trial, "petitionFilingDate").and_then(|on| date(&on)),
        text: english(format!(
            "Trial {} before the Patent Trial and Appeal Board: {}",
            detail.get("reference").map_or("", String::as_str),
            detail.get("state").map_or("state not told", String::as_str),
        )),
        detail,
    };
    Some(RightFacts {
        right_type: application.as_ref().map(PatentNumber::right_type),
        application,
        granted_on: text(owner, "grantDate").and_then(|on| date(&on)),
        grant,
        events: vec![event],
        ..RightFacts::default()
    })
}
