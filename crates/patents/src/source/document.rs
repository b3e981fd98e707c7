//! Documents of CNIPA as a reviewer compared them: what was stated and found to be there.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use kernel::LocalizedText;
use serde::Deserialize;
use serde_json::Value;

use super::{ParseError, cnipa, tables};
use crate::{
    documents::{DocumentKind, Stated},
    facts::{Encumbrance, Facts, OfficeStatus, Party, Payment, RightFacts, Shown},
    number::NumberForm,
    status::Confidence,
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    kind: DocumentKind,
    application: String,
    stated: Stated,
}

/// Reads a compared document; nothing if the body is none.
pub(super) fn read(value: &Value) -> Result<Option<Facts>, ParseError> {
    let is_document = value.get("document").is_some_and(Value::is_string) && value.get("stated").is_some();
    if !is_document {
        return Ok(None);
    }
    let malformed = |why: String| ParseError::Malformed { at: 0, why };
    let body: Body = serde_json::from_value(value.clone()).map_err(|error| malformed(error.to_string()))?;
    let stated = body.stated;
    if stated.issued_on == NaiveDate::default() {
        return Err(malformed("it does not tell its day".to_owned()));
    }
    let application = cnipa::number(&body.application, NumberForm::Application)
        .ok_or_else(|| malformed("it names no application".to_owned()))?;
    let is_extract = body.kind == DocumentKind::RegisterExtract;
    let meaning = stated.case_status.as_deref().map(tables::cn);
    let burden = |burden: &crate::documents::StatedBurden| Encumbrance {
        kind: burden.kind,
        holder: named(&burden.holder),
        effective_on: burden.effective_on,
        ended_on: None,
    };
    let right = RightFacts {
        right_type: Some(application.right_type()),
        application: Some(application),
        annuity: meaning.as_ref().and_then(cnipa::late_fee),
        status: stated
            .case_status
            .as_deref()
            .zip(meaning)
            .map(|(words, meaning)| OfficeStatus {
                confidence: Confidence::Documented,
                ..cnipa::stated(words, meaning, Some(stated.issued_on))
            }),
        payments: stated
            .payments
            .iter()
            .map(|payment| Payment {
                territory: "CN".to_owned(),
                year: payment.year,
                on: Some(payment.paid_on),
            })
            .collect(),
        // An extract shows all that lies on the right; a receipt nothing of it.
        shown: is_extract.then(|| Shown {
            on: stated.issued_on,
            burdens: stated.burdens.iter().map(burden).collect(),
            owners: stated
                .owners
                .iter()
                .map(|name| Party::named(name, None))
                .collect(),
        }),
        titles: BTreeMap::new(),
        ..RightFacts::default()
    };
    Ok(Some(Facts::of("document", vec![right])))
}

fn named(holder: &str) -> LocalizedText {
    Party::named(holder, None).name
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::status::{AnnuityState, EncumbranceKind, LegalStatus};

    fn body(kind: &str, stated: Value) -> Value {
        json!({
            "document": "pdoc_01h455vb4pex5vsknk084sn02q", "kind": kind, "office": "CN",
            "application": "CN 202010000001.1", "fileSha256": "00", "stated": stated,
        })
    }

    #[test]
    fn an_extract_tells_status_owners_fees_and_all_burdens() {
        let stated = json!({
            "issuedOn": "2026-05-20", "caseStatus": "等年费滞纳金", "owners": ["苏州澜穹固态电池有限公司"],
            "payments": [{ "year": 5, "paidOn": "2025-01-02" }],
            "burdens": [{ "kind": "SECURITY", "holder": "中国银行", "effectiveOn": "2025-11-03" }],
        });
        let facts = read(&body("REGISTER_EXTRACT", stated)).unwrap().unwrap();
        let right = &facts.rights[0];
        let status = right.status.as_ref().unwrap();
        assert_eq!(
            (status.value, status.confidence, status.as_of),
            (
                LegalStatus::InForce,
                Confidence::Documented,
                "2026-05-20".parse().ok()
            )
        );
        assert_eq!(
            right.annuity.as_ref().unwrap().state,
            AnnuityState::OverdueInGrace
        );
        assert_eq!(right.payments[0].year, 5);
        let shown = right.shown.as_ref().unwrap();
        assert_eq!(Some(shown.on), "2026-05-20".parse().ok());
        assert_eq!(
            shown.owners[0].name.zh_hans.as_deref(),
            Some("苏州澜穹固态电池有限公司")
        );
        let kinds: Vec<_> = shown.burdens.iter().map(|burden| burden.kind).collect();
        assert_eq!(kinds, [EncumbranceKind::Security]);
    }

    #[test]
    fn a_receipt_tells_nothing_of_status_or_burdens() {
        let stated = json!({ "issuedOn": "2026-05-20", "payments": [{ "year": 5, "paidOn": "2025-01-02" }] });
        let facts = read(&body("FEE_RECEIPT", stated)).unwrap().unwrap();
        let right = &facts.rights[0];
        assert_eq!((&right.status, &right.shown), (&None, &None));
    }

    #[test]
    fn what_is_no_document_is_left_to_others_and_a_broken_one_is_refused() {
        assert_eq!(read(&json!({ "count": 1 })).unwrap(), None);
        assert!(
            read(&body("REGISTER_EXTRACT", json!({ "owners": ["x"] }))).is_err(),
            "no day"
        );
        assert!(read(&body("LETTER", json!({ "issuedOn": "2026-05-20" }))).is_err());
    }

    #[test]
    fn no_cut_or_changed_document_makes_the_parser_panic() {
        let stated = json!({
            "issuedOn": "2026-05-20", "caseStatus": "专利权维持", "owners": ["甲"],
            "payments": [{ "year": 5, "paidOn": "2025-01-02" }],
            "burdens": [{ "kind": "SECURITY", "holder": "中国银行", "effectiveOn": null }],
        });
        let whole = body("REGISTER_EXTRACT", stated).to_string().into_bytes();
        for at in 0..whole.len() {
            assert!(super::super::parse(&whole[..at]).is_err(), "cut at {at}");
            for byte in [b'0', b'"', b'{', 0xff] {
                let mut changed = whole.clone();
                changed[at] = byte;
                let _ = super::super::parse(&changed);
            }
        }
    }
}
