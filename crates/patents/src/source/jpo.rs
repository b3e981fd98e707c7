//! The JPO's patent information API: `app_progress`, `registration_info`, number references.

use std::collections::BTreeMap;

use chrono::{Datelike, Months, NaiveDate};
use kernel::LocalizedText;
use serde_json::Value;

use super::{
    Outcome, ParseError, Refusal,
    json::{list, text},
    text::date,
};
use crate::{
    facts::{Annuity, Facts, LegalEvent, OfficeStatus, Party, Payment, Publication, RightFacts, Scheme},
    number::{NumberForm, Office, PatentNumber, RightType},
    status::{AnnuityState, Confidence, LegalStatus},
};

/// Reads an answer, if it is one of this service's.
///
/// # Errors
/// [`ParseError::Refused`]: the service answers 200 to everything and puts its code in the body.
pub(super) fn read(value: &Value) -> Result<Option<Facts>, ParseError> {
    let Some(result) = value
        .get("result")
        .filter(|result| result.get("remainAccessCount").is_some())
    else {
        return Ok(None);
    };
    let code = text(result, "statusCode").unwrap_or_default();
    let data = result.get("data").unwrap_or(&Value::Null);
    if code != "100" {
        let outcome = match code.as_str() {
            "107" | "108" | "111" => Outcome::NotFound,
            "203" => Outcome::QuotaExceeded,
            "210" | "212" => Outcome::NewTokenAndRetry,
            "303" => Outcome::Throttled,
            _ => Outcome::Unavailable,
        };
        return Err(Refusal::new(
            outcome,
            code,
            text(result, "errorMessage").unwrap_or_default(),
        ));
    }
    if data.get("rightPersonInformation").is_some() || data.get("nextPensionPaymentDate").is_some() {
        return Ok(Some(Facts::of(
            "register",
            registration(data).into_iter().collect(),
        )));
    }
    if data.get("bibliographyInformation").is_some() || data.get("applicantAttorney").is_some() {
        return Ok(Some(Facts::of(
            "application",
            progress(data).into_iter().collect(),
        )));
    }
    if data.get("applicationNumber").is_some() {
        return Ok(Some(Facts::of("numbers", references(data).into_iter().collect())));
    }
    Ok(Some(Facts::of("jpo", Vec::new())))
}

/// The numbers of one right, each found by the others.
fn references(data: &Value) -> Option<RightFacts> {
    let mut right = common(data)?;
    for key in ["publicationNumber", "nationalPublicationNumber"] {
        if let Some(number) = text(data, key).and_then(|digits| number(&digits, NumberForm::Publication)) {
            right.publications.push(Publication {
                number,
                published_on: None,
            });
        }
    }
    Some(right)
}

fn number(digits: &str, form: NumberForm) -> Option<PatentNumber> {
    let far = NaiveDate::from_ymd_opt(9998, 1, 1)?;
    PatentNumber::parse_as(digits, Some(Office::JP), form, far).ok()
}

fn day(data: &Value, key: &str) -> Option<NaiveDate> {
    date(&text(data, key)?)
}

/// What both answers tell.
fn common(data: &Value) -> Option<RightFacts> {
    let title = text(data, "inventionTitle").map(|title| ("ja".to_owned(), title));
    Some(RightFacts {
        application: Some(number(
            &text(data, "applicationNumber")?,
            NumberForm::Application,
        )?),
        right_type: Some(RightType::Invention),
        filed_on: day(data, "filingDate"),
        grant: text(data, "registrationNumber").and_then(|digits| number(&digits, NumberForm::Grant)),
        granted_on: day(data, "registrationDate"),
        titles: title.into_iter().collect(),
        expires_on: day(data, "expireDate"),
        ..RightFacts::default()
    })
}

/// The day of registration, if it was registered.
fn registered(right: &RightFacts) -> Option<NaiveDate> {
    right.grant.as_ref()?;
    right.granted_on.or(right.filed_on)
}

fn registration(data: &Value) -> Option<RightFacts> {
    let mut right = common(data)?;
    let person = |entry: &Value| Some(party(&text(entry, "rightPersonName")?));
    right.owners = list(data, "rightPersonInformation")
        .iter()
        .filter_map(person)
        .collect();
    let as_of = day(data, "updateDate");
    right.status = status(data, as_of, right.expires_on, registered(&right));
    right.registered_on = right.granted_on;
    right.claims = text(data, "numberOfClaims")
        .or_else(|| text(data, "numberOfClaim"))
        .and_then(|count| count.parse().ok());
    if let Some(year) = text(data, "lastPaymentYearly").and_then(|year| year.parse().ok()) {
        right.payments.push(Payment {
            territory: "JP".to_owned(),
            year,
            on: None,
        });
    }
    if let Some(due) = day(data, "nextPensionPaymentDate") {
        let last: Option<i32> = text(data, "lastPaymentYearly").and_then(|year| year.parse().ok());
        let alive = right
            .status
            .as_ref()
            .is_some_and(|status| status.value == LegalStatus::InForce);
        right.annuity = Some(Annuity {
            next_due_on: Some(due),
            // Six months to pay late (Japanese Patent Act, Article 112).
            grace_ends_on: due.checked_add_months(Months::new(6)),
            state: if alive {
                AnnuityState::Paid
            } else {
                AnnuityState::Unknown
            },
            year: last.map(|year| year + 1),
            amount: None,
        });
    }
    Some(right)
}

/// The register's sign of erasure: `00` stands for a right that is not erased. What other signs mean is
/// not published with the interface. The day tells something: a right that went on an anniversary of its
/// registration, before its term was over, went because the next year was not paid (Japanese Patent Act,
/// Article 112(4)).
fn status(
    data: &Value,
    as_of: Option<NaiveDate>,
    expires_on: Option<NaiveDate>,
    granted_on: Option<NaiveDate>,
) -> Option<OfficeStatus> {
    let sign = text(data, "erasureIdentifier")?;
    let ended_on = day(data, "disappearanceDate");
    let is_over = matches!((expires_on, ended_on.or(as_of)), (Some(end), Some(day)) if end <= day);
    let unpaid = matches!((granted_on, ended_on), (Some(from), Some(end)) if is_anniversary(from, end));
    let (value, reason) = match sign.as_str() {
        _ if is_over => (LegalStatus::Expired, Some("TERM")),
        "00" if ended_on.is_none() && granted_on.is_some() => (LegalStatus::InForce, None),
        "00" if ended_on.is_none() => return None,
        _ if unpaid => (LegalStatus::Lapsed, Some("NON_PAYMENT")),
        _ => (LegalStatus::Unknown, Some("ERASURE_REASON_NOT_TOLD")),
    };
    let words = LocalizedText {
        en: Some(format!("erasure identifier {sign}")),
        zh_hans: None,
    };
    Some(OfficeStatus {
        value,
        code: Some(sign),
        text: words,
        as_of: as_of.or(ended_on),
        reason: reason.map(str::to_owned),
        confidence: Confidence::OfficeCurrent,
    })
}

/// Whether a day is an anniversary of another, or the day before or after one.
fn is_anniversary(from: NaiveDate, day: NaiveDate) -> bool {
    let years = u32::try_from(day.year() - from.year()).unwrap_or(0);
    [years, years + 1].into_iter().any(|years| {
        years >= 3
            && from
                .checked_add_months(Months::new(12 * years))
                .is_some_and(|anniversary| (anniversary - day).num_days().abs() <= 1)
    })
}

fn progress(data: &Value) -> Option<RightFacts> {
    let mut right = common(data)?;
    for key in ["ADPublicationNumber", "ADNationalPublicationNumber"] {
        if let Some(number) = text(data, key).and_then(|digits| number(&digits, NumberForm::Publication)) {
            right.publications.push(Publication {
                number,
                published_on: day(data, "publicationDate"),
            });
        }
    }
    // Class 1 applied; class 2 are attorneys.
    let applied = |entry: &&Value| text(entry, "applicantAttorneyClass").is_none_or(|class| class == "1");
    let applicants = list(data, "applicantAttorney").iter().filter(applied);
    right.applicants = applicants
        .filter_map(|entry| Some(party(&text(entry, "name")?)))
        .collect();
    let claims = list(data, "priorityRightInformation").iter();
    let claims = claims.flat_map(|claim| {
        [
            day(claim, "parisPriorityDate"),
            day(claim, "nationalPriorityDate"),
        ]
    });
    right.priority_on = claims.flatten().chain(right.filed_on).min();
    for group in list(data, "bibliographyInformation") {
        right
            .events
            .extend(list(group, "documentList").iter().filter_map(document));
    }
    let latest = right.events.iter().filter_map(|event| event.on).max();
    right.status = status(data, latest, right.expires_on, registered(&right));
    Some(right)
}

fn document(entry: &Value) -> Option<LegalEvent> {
    let mut detail = BTreeMap::new();
    for (key, kept) in [("documentNumber", "document"), ("documentSeparator", "part")] {
        if let Some(text) = text(entry, key) {
            detail.insert(kept.to_owned(), text);
        }
    }
    Some(LegalEvent {
        code: text(entry, "documentCode")?,
        office: Office::JP,
        scheme: Scheme::JpoDocument,
        territory: None,
        on: day(entry, "legalDate"),
        text: LocalizedText {
            en: Some(text(entry, "documentDescription").unwrap_or_default()),
            zh_hans: None,
        },
        detail,
    })
}

/// A Japanese name is kept as registered; it is no Chinese text.
fn party(name: &str) -> Party {
    Party {
        name: LocalizedText {
            en: Some(name.to_owned()),
            zh_hans: None,
        },
        country: None,
    }
}
