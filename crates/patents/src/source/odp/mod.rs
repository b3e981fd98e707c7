//! The USPTO's Open Data Portal, and the Assignment Center far enough to name its answers.

mod application;
mod conveyance;
mod ownership;
mod term;

use serde_json::Value;

use super::{
    ParseError, Refusal,
    json::{list, text},
};
use crate::{
    facts::{Facts, RightFacts},
    number::{NumberForm, Office, PatentNumber},
};

pub use conveyance::{Conveyance, classify};

/// Reads an answer, if it is one of these services'.
///
/// # Errors
/// [`ParseError::Refused`] if it is an error body.
pub(super) fn read(value: &Value) -> Result<Option<Facts>, ParseError> {
    let bare = |kind| {
        Ok(Some(Facts {
            kind,
            rights: Vec::new(),
        }))
    };
    if value.get("patentFileWrapperDataBag").is_some() {
        return Ok(Some(file_wrappers(list(value, "patentFileWrapperDataBag"))));
    }
    for (bag, kind) in [
        ("documentBag", "documents"),
        ("statusCodeBag", "status_codes"),
        ("petitionDecisionDataBag", "petition_decisions"),
        ("patentTrialDecisionDataBag", "challenge_documents"),
        ("patentTrialDocumentDataBag", "challenge_documents"),
    ] {
        if value.get(bag).is_some() {
            return bare(kind);
        }
    }
    if value.get("patentTrialProceedingDataBag").is_some() {
        let rights = list(value, "patentTrialProceedingDataBag")
            .iter()
            .filter_map(challenged)
            .collect();
        return Ok(Some(Facts {
            kind: "challenge",
            rights,
        }));
    }
    // The Assignment Center answers {"status": "Success", "successResponse": …}.
    if value.get("successResponse").is_some() && value.get("statusCode").is_some() {
        return bare("assignment_search");
    }
    refusal(value).map_or(Ok(None), Err)
}

/// `{"code": 404, "error": "Not Found", "errorDetails": …, "requestIdentifier": …}`, or the gateway's
/// `{"message": "Forbidden"}`.
fn refusal(value: &Value) -> Option<ParseError> {
    let words = ["errorDetailed", "errorDetails", "error", "message"]
        .into_iter()
        .find_map(|key| text(value, key))?;
    let has_code = value
        .get("code")
        .is_some_and(|code| code.is_number() || code.is_string());
    let status = match text(value, "code").and_then(|code| code.parse().ok()) {
        Some(status) => status,
        None if !has_code && words.eq_ignore_ascii_case("forbidden") => 403,
        None if words.eq_ignore_ascii_case("too many requests") => 429,
        None => return None,
    };
    (400..600)
        .contains(&status)
        .then(|| Refusal::from_status(status, &words))
}

fn file_wrappers(wrappers: &[Value]) -> Facts {
    let kind = match wrappers {
        [one] => part(one),
        _ => "applications",
    };
    Facts {
        kind,
        rights: wrappers.iter().filter_map(application::read).collect(),
    }
}

/// Which part of a file wrapper an answer gives. A part that is empty is left out by the service, so
/// one with no bag at all could be any.
fn part(wrapper: &Value) -> &'static str {
    let has = |bag: &str| wrapper.get(bag).is_some();
    if has("applicationMetaData") {
        "application"
    } else if has("eventDataBag") {
        "transactions"
    } else if has("parentContinuityBag") || has("childContinuityBag") {
        "continuity"
    } else if has("patentTermAdjustmentData") {
        "adjustment"
    } else if has("assignmentBag") {
        "assignments"
    } else if has("foreignPriorityBag") {
        "foreign_priority"
    } else if has("grantDocumentMetaData") || has("pgpubDocumentMetaData") {
        "associated_documents"
    } else {
        "empty_part"
    }
}

/// The number of an application as the portal writes it: eight digits, or `PCTUS…`.
fn number(digits: &str, filed_year: Option<i32>) -> Option<PatentNumber> {
    let far = chrono::NaiveDate::from_ymd_opt(9998, 1, 1)?;
    let office = if digits.starts_with("PCT") {
        Office::WO
    } else {
        Office::US
    };
    let read = PatentNumber::parse_as(digits, Some(office), NumberForm::Application, far).ok();
    let number =
        read.or_else(|| PatentNumber::from_docdb(NumberForm::Application, office.code(), digits, "", None))?;
    Some(match filed_year {
        Some(year) => number.filed_in(year),
        None => number,
    })
}

/// The right a trial is about.
fn challenged(proceeding: &Value) -> Option<RightFacts> {
    let owner = proceeding
        .get("patentOwnerData")
        .or_else(|| proceeding.get("respondentData"))?;
    let application = text(owner, "applicationNumberText").and_then(|digits| number(&digits, None));
    let grant = text(owner, "patentNumber").and_then(|digits| application::grant_number(&digits, None));
    if application.is_none() && grant.is_none() {
        return None;
    }
    let trial = proceeding.get("trialMetaData").unwrap_or(&Value::Null);
    let mut detail = std::collections::BTreeMap::new();
    for (value, key, kept) in [
        (proceeding, "trialNumber", "reference"),
        (trial, "trialStatusCategory", "state"),
        (trial, "petitionFilingDate", "filed_on"),
    ] {
        if let Some(text) = text(value, key) {
            detail.insert(kept.to_owned(), text);
        }
    }
    let event = crate::facts::LegalEvent {
        code: text(trial, "trialTypeCode").unwrap_or_else(|| "PTAB".to_owned()),
        office: Office::US,
        territory: None,
        on: text(trial, "petitionFilingDate").and_then(|on| super::text::date(&on)),
        text: super::text::english(format!(
            "Trial {} before the Patent Trial and Appeal Board: {}",
            detail.get("reference").map_or("", String::as_str),
            detail.get("state").map_or("state not told", String::as_str),
        )),
        detail,
    };
    Some(RightFacts {
        right_type: application.as_ref().map(PatentNumber::right_type),
        application,
        granted_on: text(owner, "grantDate").and_then(|on| super::text::date(&on)),
        grant,
        events: vec![event],
        ..RightFacts::default()
    })
}
