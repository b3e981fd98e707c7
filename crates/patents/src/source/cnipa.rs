//! CNIPA: the field names of its query portal (pasted or relayed), and the shape of a provider that
//! relays its gazette.

mod fees;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::Value;

use super::{
    ParseError, Refusal,
    json::{list, text},
    tables::{self, Meaning},
    text::{chinese, date},
};
use crate::{
    facts::{Annuity, Facts, LegalEvent, OfficeStatus, Party, Publication, RightFacts, Scheme},
    number::{NumberForm, Office, PatentNumber, RightType},
    status::{AnnuityState, Confidence, LegalStatus},
};

/// Reads an answer, if it has one of these shapes.
///
/// # Errors
/// [`ParseError::Refused`] if the portal refused.
pub(super) fn read(value: &Value) -> Result<Option<Facts>, ParseError> {
    if let Some(results) = value.get("Result").and_then(Value::as_array)
        && results
            .iter()
            .any(|entry| entry.get("ApplicationNumber").is_some())
    {
        return Ok(Some(Facts::of(
            "applications",
            results.iter().filter_map(relayed).collect(),
        )));
    }
    let Some(code) = value.get("code").and_then(Value::as_i64) else {
        return Ok(None);
    };
    let data = value.get("data").unwrap_or(&Value::Null);
    if let Some(records) = data.get("records").and_then(Value::as_array) {
        let as_of = text(value, "observed").and_then(|on| date(&on));
        let rights = records
            .iter()
            .filter_map(|record| listed(record, as_of))
            .collect();
        return Ok(Some(Facts::of("applications", rights)));
    }
    if let Some(item) = data.get("zhuluxmxx") {
        let as_of = text(value, "observed").and_then(|on| date(&on));
        let record = item.get("zhuluxmxx").unwrap_or(item);
        let rights = bibliographic(record, data, as_of).into_iter().collect();
        return Ok(Some(Facts::of("application", rights)));
    }
    if data.get("yingjiaofei").is_some() || data.get("yijiaofei").is_some() {
        // Fees name no application: kept as evidence, attached to nothing.
        return Ok(Some(Facts {
            extra: fees::read(data),
            ..Facts::of("fees", Vec::new())
        }));
    }
    match text(value, "msg") {
        Some(message) if code != 200 => Err(Refusal::from_status(code, &message)),
        _ => Ok(None),
    }
}

pub(super) fn number(digits: &str, form: NumberForm) -> Option<PatentNumber> {
    let far = NaiveDate::from_ymd_opt(9998, 1, 1)?;
    let read = PatentNumber::parse_as(digits, Some(Office::CN), form, far).ok();
    // What an office says is evidence, even if a digit of it is wrong.
    read.or_else(|| match form {
        NumberForm::Application => PatentNumber::from_docdb(form, "CN", digits, "", None),
        _ => None,
    })
}

/// A document's number, whichever form it has.
fn document(text: &str) -> Option<PatentNumber> {
    number(text, NumberForm::Publication).or_else(|| number(text, NumberForm::Grant))
}

fn day(record: &Value, key: &str) -> Option<NaiveDate> {
    date(&text(record, key)?)
}

/// A record of the query list.
fn listed(record: &Value, as_of: Option<NaiveDate>) -> Option<RightFacts> {
    let application = number(&text(record, "zhuanlisqh")?, NumberForm::Application)?;
    let right_type = match text(record, "zhuanlilx").as_deref() {
        Some("1") => RightType::Invention,
        Some("2") => RightType::UtilityModel,
        Some("3") => RightType::Design,
        _ => application.right_type(),
    };
    let mut right = RightFacts {
        application: Some(application),
        right_type: Some(right_type),
        filed_on: day(record, "shenqingr"),
        granted_on: day(record, "shouquanggr"),
        titles: text(record, "zhuanlimc")
            .map(|title| ("zh-Hans".to_owned(), title))
            .into_iter()
            .collect(),
        applicants: names(text(record, "shenqingrxm")),
        ipc: ["zhufenlh", "fufenlh"]
            .into_iter()
            .filter_map(|key| text(record, key))
            .collect(),
        ..RightFacts::default()
    };
    if let Some(number) = text(record, "famingzlsqgbg").and_then(|text| document(&text)) {
        right.publications.push(Publication {
            number,
            published_on: day(record, "famingzlsqgbr"),
        });
    }
    if let Some(number) = text(record, "shouquanggh").and_then(|text| document(&text)) {
        right.grant = Some(number.clone());
        right.publications.push(Publication {
            number,
            published_on: right.granted_on,
        });
    }
    // The case status is precise, the legal status a short word.
    let words = text(record, "anjianywzt").or_else(|| text(record, "falvzt"));
    if let Some(words) = words {
        let meaning = tables::cn(&words);
        right.annuity = late_fee(&meaning);
        right.status = Some(stated(&words, meaning, as_of));
    }
    Some(right)
}

fn bibliographic(record: &Value, data: &Value, as_of: Option<NaiveDate>) -> Option<RightFacts> {
    let mut right = listed(record, as_of)?;
    let group = |outer: &str, inner: &str, name: &str| -> Vec<Party> {
        let entries = data.get(outer).map_or(&[][..], |group| list(group, inner));
        // An inventor may ask not to be named; that is no name.
        let texts = entries
            .iter()
            .filter_map(|entry| text(entry, name))
            .filter(|name| !name.contains("不公布"));
        texts.flat_map(|text| names(Some(text))).collect()
    };
    right.applicants = group("shenqingren", "shenqingrenList", "shenqingrxm");
    right.inventors = group("famingren", "famingrenList", "famingrxm");
    let claims = data
        .get("youxianq")
        .map_or(&[][..], |group| list(group, "youxianqList"));
    let claimed = claims
        .iter()
        .filter_map(|claim| day(claim, "zaixiansqr").or_else(|| day(claim, "youxianqr")));
    right.priority_on = claimed.chain(right.filed_on).min();
    Some(right)
}

/// An annuity that is overdue but may still be paid shows as such; the amount is told elsewhere.
pub(super) fn late_fee(meaning: &Meaning) -> Option<Annuity> {
    let in_grace = meaning.value == LegalStatus::InForce && meaning.reason.as_deref() == Some("GRACE");
    in_grace.then_some(Annuity {
        next_due_on: None,
        grace_ends_on: None,
        state: AnnuityState::OverdueInGrace,
        year: None,
        amount: None,
    })
}

fn names(joined: Option<String>) -> Vec<Party> {
    let joined = joined.unwrap_or_default();
    let names = joined
        .split([';', '；'])
        .map(str::trim)
        .filter(|name| !name.is_empty());
    names.map(|name| Party::named(name, None)).collect()
}

pub(super) fn stated(words: &str, meaning: Meaning, as_of: Option<NaiveDate>) -> OfficeStatus {
    OfficeStatus {
        value: meaning.value,
        code: None,
        text: tables::words("CN", words),
        as_of,
        reason: meaning.reason,
        confidence: Confidence::OfficeCurrent,
    }
}

/// A record of a provider: the newest title of the gazette stands for the status. A grant alone does
/// not show that the fees were paid since.
fn relayed(record: &Value) -> Option<RightFacts> {
    let application = number(&text(record, "ApplicationNumber")?, NumberForm::Application)?;
    let published_on = day(record, "PublicationDate");
    let published = text(record, "PublicationNumber").and_then(|text| document(&text));
    let grant = published
        .as_ref()
        .filter(|number| number.form() == NumberForm::Grant)
        .cloned();
    let names = list(record, "AssigneestringList")
        .iter()
        .filter_map(Value::as_str);
    let words = text(record, "LegalStatusDesc");
    let on = day(record, "LegalStatusDate");
    Some(RightFacts {
        right_type: Some(application.right_type()),
        application: Some(application),
        filed_on: day(record, "ApplicationDate"),
        granted_on: grant.as_ref().and(published_on),
        grant,
        publications: published
            .map(|number| Publication { number, published_on })
            .into_iter()
            .collect(),
        titles: text(record, "Title")
            .map(|title| ("zh-Hans".to_owned(), title))
            .into_iter()
            .collect(),
        applicants: names.map(|name| Party::named(name, None)).collect(),
        ipc: list(record, "IPCList")
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
        status: words.map(|words| {
            let meaning = match words.as_str() {
                "实质审查的生效" => Meaning {
                    value: LegalStatus::UnderExamination,
                    reason: None,
                },
                "公开" | "公布" => Meaning {
                    value: LegalStatus::Published,
                    reason: None,
                },
                "授权" => Meaning::unknown("FEES_NOT_CHECKED"),
                _ => Meaning::unknown("GAZETTE_ENTRY_ONLY"),
            };
            OfficeStatus {
                confidence: Confidence::EventDerived,
                ..stated(&words, meaning, on)
            }
        }),
        events: history(record),
        ..RightFacts::default()
    })
}

/// The record's history. The newest title stands beside it, and is an entry of its own where the history lacks it.
fn history(record: &Value) -> Vec<LegalEvent> {
    let mut events: Vec<LegalEvent> = list(record, "PatentLegalHistory")
        .iter()
        .filter_map(entry)
        .collect();
    if let Some(newest) = text(record, "LegalStatusDesc") {
        let known = events
            .iter()
            .any(|event| event.text.zh_hans.as_deref() == Some(newest.as_str()));
        if !known {
            events.push(LegalEvent {
                code: text(record, "LegalStatus").unwrap_or_default(),
                office: Office::CN,
                scheme: Scheme::CnipaGazette,
                territory: None,
                on: day(record, "LegalStatusDate"),
                text: chinese(newest),
                detail: BTreeMap::new(),
            });
        }
    }
    events
}

fn entry(record: &Value) -> Option<LegalEvent> {
    Some(LegalEvent {
        code: text(record, "LegalStatus")?,
        office: Office::CN,
        scheme: Scheme::CnipaGazette,
        territory: None,
        on: day(record, "LegalStatusDate"),
        text: chinese(text(record, "Desc").unwrap_or_default()),
        detail: BTreeMap::new(),
    })
}
