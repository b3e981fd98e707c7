//! A file wrapper, whole or in part: every bag that is there is read, none is needed.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde_json::Value;

use super::{
    super::{
        json::{list, text},
        tables,
        text::{date, english, squeeze},
    },
    number, ownership,
    term::{self, Term},
};
use crate::{
    facts::{Entity, LegalEvent, OfficeStatus, Party, Publication, RightFacts, Scheme},
    number::{NumberForm, Office, PatentNumber, RightType},
    status::{Confidence, LegalStatus},
};

pub(super) fn read(wrapper: &Value) -> Option<RightFacts> {
    let none = Value::Null;
    let meta = wrapper.get("applicationMetaData").unwrap_or(&none);
    let day = |value: &Value, key: &str| text(value, key).and_then(|on| date(&on));
    let filed_on = day(meta, "filingDate");
    let application = number(
        &text(wrapper, "applicationNumberText")?,
        filed_on.map(|on| on.year()),
    )?;
    let right_type = match text(meta, "applicationTypeCode").as_deref() {
        Some("DES") => RightType::Design,
        Some("PLT") => RightType::Plant,
        Some("PRV") => RightType::Provisional,
        Some("PCT") => RightType::Pct,
        _ => application.right_type(),
    };
    let published = text(meta, "earliestPublicationNumber").and_then(|number| publication(&number));
    let granted_on = day(meta, "grantDate");
    let grant = text(meta, "patentNumber").and_then(|digits| {
        grant_number(
            &digits,
            Some(grant_kind(right_type, published.is_some(), &digits)),
        )
    });
    let mut publications = Vec::new();
    if let Some(number) = published {
        publications.push(Publication {
            number,
            published_on: day(meta, "earliestPublicationDate"),
        });
    }
    if let Some(number) = &grant {
        publications.push(Publication {
            number: number.clone(),
            published_on: granted_on,
        });
    }
    let term = term::of(wrapper, right_type, filed_on, granted_on);
    let title = text(meta, "inventionTitle").map(|title| ("en".to_owned(), squeeze(&title)));
    let priorities = list(wrapper, "foreignPriorityBag")
        .iter()
        .filter_map(|claim| day(claim, "filingDate"));
    let mut right = RightFacts {
        application: Some(application.of_type(right_type)),
        right_type: wrapper.get("applicationMetaData").map(|_| right_type),
        status: status(wrapper, meta, &term),
        expires_on: term.expires_on(),
        publications,
        grant,
        granted_on,
        filed_on,
        priority_on: priorities
            .chain(term::earliest_parent(wrapper))
            .chain(filed_on)
            .min(),
        titles: title.into_iter().collect(),
        applicants: parties(meta, "applicantBag", "applicantNameText"),
        inventors: parties(meta, "inventorBag", "inventorNameText"),
        cpc: list(meta, "cpcClassificationBag")
            .iter()
            .filter_map(Value::as_str)
            .map(symbol)
            .collect(),
        events: list(wrapper, "eventDataBag").iter().filter_map(event).collect(),
        continuity: term::continuity(wrapper),
        pta_days: term::adjustment(wrapper),
        disclaimed: term::disclaimed(wrapper),
        entity: entity(meta),
        ..RightFacts::default()
    };
    if wrapper.get("assignmentBag").is_some() {
        ownership::add(&mut right, list(wrapper, "assignmentBag"));
    }
    Some(right)
}

/// How the owner is sorted for fees: `Regular Undiscounted`, `Small`, `Micro`.
fn entity(meta: &Value) -> Option<Entity> {
    let category = text(meta.get("entityStatusData")?, "businessEntityStatusCategory")?.to_lowercase();
    Some(match category {
        category if category.contains("micro") => Entity::Micro,
        category if category.contains("small") => Entity::Small,
        _ => Entity::Large,
    })
}

/// `H01M  50/46` is a symbol with blanks.
fn symbol(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn publication(text: &str) -> Option<PatentNumber> {
    let far = NaiveDate::from_ymd_opt(9998, 1, 1)?;
    PatentNumber::parse_as(text, Some(Office::US), NumberForm::Publication, far).ok()
}

pub(super) fn grant_number(digits: &str, kind: Option<&str>) -> Option<PatentNumber> {
    PatentNumber::from_docdb(NumberForm::Grant, "US", digits, kind.unwrap_or_default(), None)
}

/// The kind code of a grant since 2001: B2 after a publication, B1 without one (USPTO, kind codes).
fn grant_kind(right_type: RightType, was_published: bool, digits: &str) -> &'static str {
    match right_type {
        RightType::Design => "S1",
        RightType::Plant if was_published => "P3",
        RightType::Plant => "P2",
        _ if digits.starts_with("RE") => "E1",
        _ if was_published => "B2",
        _ => "B1",
    }
}

fn parties(meta: &Value, bag: &str, name: &str) -> Vec<Party> {
    let mut parties = Vec::new();
    for entry in list(meta, bag) {
        let Some(name) = text(entry, name).map(|name| squeeze(&name)) else {
            continue;
        };
        let address = list(entry, "correspondenceAddressBag").first();
        let country = text(entry, "countryCode").or_else(|| text(address?, "countryCode"));
        let party = Party::named(name, country);
        if !parties.contains(&party) {
            parties.push(party);
        }
    }
    parties
}

fn event(entry: &Value) -> Option<LegalEvent> {
    Some(LegalEvent {
        code: text(entry, "eventCode")?,
        office: Office::US,
        scheme: Scheme::UsptoTransaction,
        territory: None,
        on: text(entry, "eventDate").and_then(|on| date(&on)),
        text: english(
            text(entry, "eventDescriptionText")
                .map(|text| squeeze(&text))
                .unwrap_or_default(),
        ),
        detail: BTreeMap::new(),
    })
}

/// The office's status code, held against the calendar: a "Patented Case" whose term was over when
/// the record was made is expired, whatever the code says.
fn status(wrapper: &Value, meta: &Value, term: &Term) -> Option<OfficeStatus> {
    let code = text(meta, "applicationStatusCode")?;
    let mut meaning = tables::us(code.parse().unwrap_or(-1));
    let record_of = text(wrapper, "lastIngestionDateTime").and_then(|at| date(&at));
    let since = text(meta, "applicationStatusDate").and_then(|on| date(&on));
    let as_of = record_of.or(since);
    let mut confidence = Confidence::OfficeCurrent;
    let published = text(meta, "earliestPublicationDate").is_some();
    if meaning.value == LegalStatus::Filed && published {
        meaning.value = LegalStatus::Published;
    }
    if meaning.value == LegalStatus::InForce {
        match term {
            Term::Until { expires_on, .. } if as_of.is_some_and(|as_of| *expires_on <= as_of) => {
                meaning.value = LegalStatus::Expired;
                meaning.reason = Some("TERM".to_owned());
                confidence = Confidence::EventDerived;
            }
            Term::Until { disclaimed: true, .. } => meaning.reason = Some("TERM_MAY_BE_SHORTER".to_owned()),
            Term::Until { .. } => {}
            // Parents could only have ended it earlier.
            Term::Bounded {
                ends_on,
                is_adjusted: true,
            } if as_of.is_some_and(|as_of| *ends_on <= as_of) => {
                meaning.value = LegalStatus::Expired;
                meaning.reason = Some("TERM".to_owned());
                confidence = Confidence::EventDerived;
            }
            // Only an adjustment nobody told of could keep it alive.
            Term::Bounded { ends_on, .. } if as_of.is_some_and(|as_of| *ends_on <= as_of) => {
                meaning.value = LegalStatus::Unknown;
                meaning.reason = Some("TERM_NOT_CHECKED".to_owned());
            }
            Term::Bounded { .. } | Term::NotTold => {
                meaning.reason = meaning.reason.or(Some("TERM_NOT_CHECKED".to_owned()));
            }
        }
    }
    let words = text(meta, "applicationStatusDescriptionText")
        .map(|text| squeeze(&text))
        .unwrap_or_default();
    Some(OfficeStatus {
        value: meaning.value,
        code: Some(code),
        text: english(words),
        as_of,
        reason: meaning.reason,
        confidence,
    })
}
