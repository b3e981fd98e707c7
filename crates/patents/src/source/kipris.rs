//! KIPRIS Plus: the legal status of Korean rights in the terms of WIPO ST.27 (`legStatusST27InfoSearchService`). Built to the
//! documented shape; no recorded answer was at hand.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use kernel::LocalizedText;

use super::{Outcome, ParseError, Refusal, text::date, xml::Node};
use crate::{
    facts::{Facts, LegalEvent, Publication, RightFacts, Scheme},
    number::{NumberForm, Office, PatentNumber},
};

/// Whether a body is of this service.
pub(super) fn is(root: &Node) -> bool {
    root.name == "response"
        && root
            .child("header")
            .is_some_and(|header| header.child("resultCode").is_some())
}

/// Reads an answer.
///
/// # Errors
/// [`ParseError::Refused`] if the service refused: its code is in the body.
pub(super) fn read(root: &Node) -> Result<Facts, ParseError> {
    let code = root.text_at(&["header", "resultCode"]).unwrap_or_default();
    if code != "00" {
        let message = root.text_at(&["header", "resultMsg"]).unwrap_or_default();
        let outcome = match code {
            "03" => Outcome::NotFound,
            "20" | "30" | "31" | "32" => Outcome::BadCredentials,
            "21" | "22" => Outcome::QuotaExceeded,
            _ => Outcome::Unavailable,
        };
        return Err(Refusal::new(outcome, code, message));
    }
    let items = root.at(&["body", "items"]).or_else(|| root.child("body"));
    let entries: Vec<&Node> = items
        .into_iter()
        .flat_map(|items| items.all("legalStatusST27Info"))
        .collect();
    let mut rights: Vec<RightFacts> = Vec::new();
    for entry in entries {
        let Some(read) = right(entry) else { continue };
        match rights
            .iter_mut()
            .find(|known| known.application == read.application)
        {
            Some(known) => {
                known.grant = known.grant.take().or(read.grant);
                known.granted_on = known.granted_on.or(read.granted_on);
                for publication in read.publications {
                    if !known.publications.contains(&publication) {
                        known.publications.push(publication);
                    }
                }
                known.events.extend(read.events);
            }
            None => rights.push(read),
        }
    }
    Ok(Facts::of("legal_events", rights))
}

fn number(text: &str, form: NumberForm) -> Option<PatentNumber> {
    let far = NaiveDate::from_ymd_opt(9998, 1, 1)?;
    PatentNumber::parse_as(text, Some(Office::KR), form, far).ok()
}

fn right(entry: &Node) -> Option<RightFacts> {
    let text = |name: &str| entry.text_at(&[name]);
    let day = |name: &str| text(name).and_then(date);
    let application = number(text("applicationNumber")?, NumberForm::Application)?;
    let grant = text("registrationNumber").and_then(|digits| number(digits, NumberForm::Grant));
    let published = text("openNumber").and_then(|digits| number(digits, NumberForm::Publication));
    Some(RightFacts {
        right_type: Some(application.right_type()),
        application: Some(application),
        filed_on: day("applicationDate"),
        granted_on: grant.as_ref().and(day("registrationDate")),
        grant,
        publications: published
            .map(|number| Publication {
                number,
                published_on: None,
            })
            .into_iter()
            .collect(),
        events: event(entry).into_iter().collect(),
        ..RightFacts::default()
    })
}

fn event(entry: &Node) -> Option<LegalEvent> {
    let text = |name: &str| entry.text_at(&[name]).map(str::to_owned);
    let detail: BTreeMap<String, String> = [
        ("key_event", text("keyEventCode")),
        (
            "detailed_event",
            text("detailLawEventCode").or_else(|| text("detailedEventCode")),
        ),
        ("state", text("stateCode")),
        ("previous_stage", text("previousStageCode")),
        ("current_stage", text("currentStageCode")),
        ("indicator", text("eventIndicatorCode")),
    ]
    .into_iter()
    .filter_map(|(key, value)| Some((key.to_owned(), value?)))
    .collect();
    // X000 stands for an event without a code of the office's own.
    let code = text("nationalEventCode")
        .filter(|code| code != "X000")
        .or_else(|| text("detailLawEventCode"))
        .or_else(|| text("keyEventCode"))?;
    Some(LegalEvent {
        code,
        office: Office::KR,
        scheme: Scheme::St27,
        territory: None,
        on: entry.text_at(&["eventDate"]).and_then(date),
        text: LocalizedText::default(),
        detail,
    })
}
