//! The USPTO's Open Data Portal, and the Assignment Center far enough to name its answers.

mod application;
mod assignment_center;
mod conveyance;
mod ownership;
mod term;
mod trial;
mod wording;

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
    if value.get("patentFileWrapperDataBag").is_some() {
        return Ok(Some(file_wrappers(list(value, "patentFileWrapperDataBag"))));
    }
    for (bag, kind) in [
        ("documentBag", "documents"),
        ("petitionDecisionDataBag", "petition_decisions"),
    ] {
        if value.get(bag).is_some() {
            return Ok(Some(Facts::of(kind, named(list(value, bag)))));
        }
    }
    if value.get("statusCodeBag").is_some() {
        return Ok(Some(Facts::of("status_codes", Vec::new())));
    }
    for (bag, kind) in [
        ("patentTrialProceedingDataBag", "challenge"),
        ("patentTrialDecisionDataBag", "challenge_documents"),
        ("patentTrialDocumentDataBag", "challenge_documents"),
    ] {
        if value.get(bag).is_some() {
            return Ok(Some(Facts::of(kind, trial::rights(list(value, bag)))));
        }
    }
    // The Assignment Center answers {"status": "Success", "successResponse": …}.
    if let Some(response) = value
        .get("successResponse")
        .filter(|_| value.get("statusCode").is_some())
    {
        return Ok(Some(assignment_center::read(response)));
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

/// The rights that documents or decisions are about. A terminal disclaimer among the documents may end the term earlier.
fn named(entries: &[Value]) -> Vec<RightFacts> {
    let mut rights: Vec<RightFacts> = Vec::new();
    for entry in entries {
        let Some(application) = text(entry, "applicationNumberText").and_then(|digits| number(&digits, None))
        else {
            continue;
        };
        let disclaims = text(entry, "documentCode").is_some_and(|code| code.starts_with("DIST"));
        let known = rights
            .iter_mut()
            .find(|right| right.application.as_ref() == Some(&application));
        match known {
            Some(right) => right.disclaimed |= disclaims,
            None => rights.push(RightFacts {
                application: Some(application),
                disclaimed: disclaims,
                ..RightFacts::default()
            }),
        }
    }
    rights
}

fn file_wrappers(wrappers: &[Value]) -> Facts {
    let kind = match wrappers {
        [one] => part(one),
        _ => "applications",
    };
    Facts::of(kind, wrappers.iter().filter_map(application::read).collect())
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
pub(super) fn number(digits: &str, filed_year: Option<i32>) -> Option<PatentNumber> {
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
