//! The European Patent Register: bibliographic data, events, procedural steps, searches.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::super::{
    tables,
    text::{date, english, squeeze},
    xml::Node,
};
use super::{bundle, lists, parties, reference};
use crate::{
    facts::{Extra, Facts, LegalEvent, OfficeStatus, RightFacts, Scheme},
    number::{NumberForm, Office, PatentNumber},
    status::Confidence,
};

pub(super) fn read(search: &Node) -> Facts {
    let documents: Vec<&Node> = search
        .child("register-documents")
        .iter()
        .flat_map(|list| list.all("register-document"))
        .collect();
    let has = |name: &str| documents.iter().any(|document| document.child(name).is_some());
    // A search has its own words in the query; an answer on one right was asked for by its number.
    let query = search.text_at(&["query"]).unwrap_or_default();
    let by_number = query.starts_with("publication=")
        || query.starts_with("application=")
        || query.starts_with("priority=");
    let kind = match (by_number, has("events-data"), has("procedural-data")) {
        (false, ..) => "search",
        (true, true, _) => "register_events",
        (true, false, true) => "procedural_steps",
        (true, false, false) => "register",
    };
    let rights = documents
        .iter()
        .filter_map(|document| right(document, query))
        .collect();
    Facts {
        extra: Extra {
            total: if by_number { None } else { lists::total(search) },
            ..Extra::default()
        },
        ..Facts::of(kind, rights)
    }
}

fn right(document: &Node, query: &str) -> Option<RightFacts> {
    let bibliographic = document.child("bibliographic-data");
    let mut right = match bibliographic {
        Some(bibliographic) => bibliographic_data(bibliographic)?,
        // Events and steps come without bibliographic data: the number asked for is all they name.
        None => asked_for(query)?,
    };
    right.status = status(document);
    right.status_history = history(document);
    let number = right
        .application
        .as_ref()
        .or(right.publications.first().map(|publication| &publication.number));
    let office = number.map_or(Office::EP, PatentNumber::office);
    right.events = document
        .all("events-data")
        .flat_map(|data| data.all("dossier-event"))
        .filter_map(|node| event(node, office))
        .collect();
    let steps = document
        .all("procedural-data")
        .flat_map(|data| data.all("procedural-step"));
    right.events.extend(steps.filter_map(|node| step(node, office)));
    Some(right)
}

fn asked_for(query: &str) -> Option<RightFacts> {
    let (field, number) = query.split_once('=')?;
    let digits = number.trim().strip_prefix("EP")?;
    let mut right = RightFacts::default();
    match field.trim() {
        "application" => {
            right.application = PatentNumber::from_docdb(NumberForm::Application, "EP", digits, "A", None)
        }
        "publication" => {
            let number = PatentNumber::document_from_docdb("EP", digits, "", None)?;
            right.publications.push(crate::facts::Publication {
                number,
                published_on: None,
            });
        }
        _ => return None,
    }
    Some(right)
}

fn bibliographic_data(bibliographic: &Node) -> Option<RightFacts> {
    // A Euro-PCT application has two references: the European number and the international one.
    let applications = bibliographic
        .all("application-reference")
        .filter_map(reference::application);
    let (application, filed_on) = applications
        .into_iter()
        .find(|(number, _)| number.office() == Office::EP)?;
    let mut right = RightFacts {
        right_type: Some(application.right_type()),
        application: Some(application),
        filed_on,
        ..RightFacts::default()
    };
    for publication in bibliographic
        .all("publication-reference")
        .filter_map(reference::publication)
    {
        if publication.number.form() == NumberForm::Grant && right.grant.is_none() {
            right.grant = Some(publication.number.clone());
            right.granted_on = publication.published_on;
        }
        // Search answers name a document without its kind; the full answer has it.
        if !right.publications.contains(&publication) {
            right.publications.push(publication);
        }
    }
    right.titles = parties::titles(bibliographic);
    right.applicants = parties::registered(bibliographic, "applicants", "applicant");
    // The register's newest applicants are the proprietors of the patent (EPC, Rules 22 and 143(1)(f)).
    right.owners.clone_from(&right.applicants);
    right.inventors = parties::registered(bibliographic, "inventors", "inventor");
    right.ipc = parties::ipc(bibliographic);
    right.designated_states = bundle::designated(bibliographic);
    right.lapsed_states = bundle::lapsed(bibliographic);
    right.opposition = bundle::opposition(bibliographic);
    let newest = bibliographic
        .all("priority-claims")
        .max_by_key(|list| list.attribute("change-date").unwrap_or_default().to_owned());
    let claims: Vec<&Node> = newest
        .iter()
        .flat_map(|list| list.all("priority-claim"))
        .collect();
    right.priority_on = reference::earliest_priority(&claims);
    Some(right)
}

/// Every status the register lists, with its day, in its order.
fn history(document: &Node) -> Vec<(NaiveDate, String)> {
    document
        .child("ep-patent-statuses")
        .iter()
        .flat_map(|list| list.all("ep-patent-status"))
        .filter_map(|node| {
            let on = date(node.attribute("change-date")?)?;
            Some((on, node.attribute("status-code")?.to_owned()))
        })
        .collect()
}

/// The register's own status. Newer answers list every status with its code and date; the newest counts.
fn status(document: &Node) -> Option<OfficeStatus> {
    let listed = document
        .child("ep-patent-statuses")
        .iter()
        .flat_map(|list| list.all("ep-patent-status"))
        .filter_map(|node| {
            Some((
                date(node.attribute("change-date")?)?,
                node.attribute("status-code"),
                node.text()?,
            ))
        })
        .max_by_key(|(on, ..)| *on);
    let (since, code, text): (Option<NaiveDate>, _, _) = match listed {
        Some((on, code, text)) => (Some(on), code, text),
        None => (None, None, document.attribute("status")?),
    };
    let meaning = tables::ep(text);
    Some(OfficeStatus {
        value: meaning.value,
        code: code.map(str::to_owned),
        text: english(squeeze(text)),
        as_of: document.attribute("date-produced").and_then(date).or(since),
        reason: meaning.reason,
        confidence: Confidence::OfficeCurrent,
    })
}

fn event(node: &Node, office: Office) -> Option<LegalEvent> {
    let mut detail = BTreeMap::new();
    if let Some(gazette) = node.text_at(&["gazette-reference", "gazette-num"]) {
        detail.insert("gazette".to_owned(), gazette.to_owned());
    }
    if let Some(on) = node.text_at(&["gazette-reference", "date"]).and_then(date) {
        detail.insert("gazette_on".to_owned(), on.to_string());
    }
    if let Some(id) = node.attribute("id") {
        detail.insert("id".to_owned(), id.to_owned());
    }
    Some(LegalEvent {
        code: node.text_at(&["event-code"])?.to_owned(),
        office,
        scheme: Scheme::EpRegister,
        territory: None,
        on: node.text_at(&["event-date", "date"]).and_then(date),
        text: english(node.text_at(&["event-text"]).map(squeeze).unwrap_or_default()),
        detail,
    })
}

/// A procedural step; RFEE is a renewal fee with its year and the day of payment.
fn step(node: &Node, office: Office) -> Option<LegalEvent> {
    let code = node.text_at(&["procedural-step-code"])?.to_owned();
    let mut detail = BTreeMap::new();
    let mut text = String::new();
    for part in node.all("procedural-step-text") {
        let Some(value) = part.text().map(squeeze) else {
            continue;
        };
        match part.attribute("step-text-type").unwrap_or_default() {
            "STEP_DESCRIPTION" => text = value,
            "YEAR" => drop(detail.insert("fee_year".to_owned(), value.trim_start_matches('0').to_owned())),
            other => drop(detail.insert(other.to_lowercase(), value)),
        }
    }
    let mut on = None;
    for part in node.all("procedural-step-date") {
        let Some(day) = part.text_at(&["date"]).and_then(date) else {
            continue;
        };
        on = on.or(Some(day));
        match part.attribute("step-date-type").unwrap_or_default() {
            "DATE_OF_PAYMENT" => drop(detail.insert("paid_on".to_owned(), day.to_string())),
            other => drop(detail.insert(other.to_lowercase(), day.to_string())),
        }
    }
    Some(LegalEvent {
        code,
        office,
        scheme: Scheme::EpRegister,
        territory: None,
        on,
        text: english(text),
        detail,
    })
}
