//! Statuses that stand in the free text of an event.

use std::{collections::HashMap, sync::LazyLock};

use super::table::rows;
use crate::{
    source::tables::{self, Meaning},
    status::LegalStatus,
};

const US_CODES: &str = include_str!("../../data/uspto_status_codes.csv");

/// What a text says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) status: LegalStatus,
    pub(crate) reason: Option<String>,
}

impl From<Meaning> for Said {
    fn from(meaning: Meaning) -> Self {
        Self {
            status: meaning.value,
            reason: meaning.reason,
        }
    }
}

/// The European register's status line. That of a granted patent reads as granted here: the states are weighed
/// apart.
pub(super) fn european(text: &str) -> Option<Said> {
    let text = text.trim();
    let text = text.strip_prefix("STATUS:").unwrap_or(text);
    let meaning = tables::ep(text);
    match meaning.reason.as_deref() {
        Some("STATES_NOT_CHECKED") => Some(Said {
            status: LegalStatus::InForce,
            reason: None,
        }),
        Some("STATUS_TEXT_NOT_KNOWN") => None,
        _ => Some(meaning.into()),
    }
}

fn letters(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_uppercase)
        .collect()
}

static US_TEXTS: LazyLock<HashMap<String, i64>> = LazyLock::new(|| {
    let mut texts = HashMap::new();
    for row in rows(US_CODES) {
        if let [code, text] = row.as_slice()
            && let Ok(code) = code.parse()
        {
            texts.entry(letters(text)).or_insert(code);
        }
    }
    texts
});

/// The USPTO's status as INPADOC repeats it: the text of a status code, whole or shortened.
pub(super) fn american(text: &str) -> Option<Said> {
    let wanted = letters(text);
    if wanted.is_empty() {
        return None;
    }
    if let Some(code) = US_TEXTS.get(&wanted) {
        return Some(tables::us(*code).into());
    }
    let upper = text.to_uppercase();
    let has = |words: &[&str]| words.iter().any(|word| upper.contains(word));
    let said = |status, reason: Option<&str>| {
        Some(Said {
            status,
            reason: reason.map(str::to_owned),
        })
    };
    if has(&["NONPAYMENT", "NON-PAYMENT", "1.362", "MAINTENANCE FEE"]) {
        return said(LegalStatus::Lapsed, Some("NON_PAYMENT"));
    }
    if has(&["EXPRESS"]) && has(&["ABANDON"]) {
        return said(LegalStatus::Withdrawn, Some("EXPRESS"));
    }
    if has(&["ABANDON"])
        && !has(&[
            "WITHDRAWN ABANDON",
            "RESTORED",
            "WITHDRAWAL OF ABANDON",
            "NOTICE OF ABANDONMENT RESCINDED",
        ])
    {
        let reason = if has(&["ISSUE FEE"]) {
            "ISSUE_FEE_UNPAID"
        } else if has(&["EXAMINER'S ANSWER", "BOARD OF APPEALS", "PTAB"]) {
            "AFTER_APPEAL"
        } else if has(&["INCOMPLETE", "DRAWINGS", "OATH"]) {
            "FORMALITIES"
        } else {
            "NO_RESPONSE"
        };
        return said(LegalStatus::Abandoned, Some(reason));
    }
    if has(&["PATENTED CASE", "PATENTED FILE"]) {
        return said(LegalStatus::InForce, None);
    }
    if has(&["ALLOW", "ISSUE FEE PAYMENT", "READY FOR ISSUE", "PUBLICATIONS --"]) {
        return said(LegalStatus::Allowed, None);
    }
    if has(&[
        "ACTION",
        "REJECTION",
        "APPEAL",
        "EXAMIN",
        "QUAYLE",
        "RESPONSE",
        "INTERVIEW",
    ]) {
        return said(LegalStatus::UnderExamination, None);
    }
    None
}

/// Why a right lapsed in a state.
pub(super) fn lapse_reason(text: &str) -> Option<&'static str> {
    let upper = text.to_uppercase();
    if upper.contains("TRANSLATION") {
        Some("TRANSLATION_MISSING")
    } else if upper.contains("PAYMENT") || upper.contains("FEE") {
        Some("NON_PAYMENT")
    } else {
        None
    }
}

/// The year of a maintenance fee, from a text such as `PAYMENT OF MAINTENANCE FEE, 4TH YR` or
/// `(ORIGINAL EVENT CODE: M1552)`, or from the code itself.
pub(super) fn maintenance_year(text: &str) -> Option<u32> {
    let upper = text.to_uppercase();
    for (year, words) in [
        (
            4,
            [
                "4TH Y",
                "YEAR OF FEE PAYMENT: 4",
                "M1551",
                "M2551",
                "M3551",
                "3.5 Y",
            ],
        ),
        (
            8,
            [
                "8TH Y",
                "YEAR OF FEE PAYMENT: 8",
                "M1552",
                "M2552",
                "M3552",
                "7.5 Y",
            ],
        ),
        (
            12,
            [
                "12TH Y",
                "YEAR OF FEE PAYMENT: 12",
                "M1553",
                "M2553",
                "M3553",
                "11.5 Y",
            ],
        ),
    ] {
        if words.iter().any(|word| upper.contains(word)) {
            return Some(year);
        }
    }
    // Codes of before 2003: large and small entities.
    [
        (4, ["M183", "M283"]),
        (8, ["M184", "M284"]),
        (12, ["M185", "M285"]),
    ]
    .into_iter()
    .find(|(_, codes)| codes.iter().any(|code| upper.contains(code)))
    .map(|(year, _)| year)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_offices_are_read_as_their_codes() {
        let status = |text| american(text).map(|said| said.status);
        for (text, wanted) in [
            ("PATENTED CASE", LegalStatus::InForce),
            (
                "ABANDONED -- FAILURE TO RESPOND TO AN OFFICE ACTION",
                LegalStatus::Abandoned,
            ),
            (
                "EXPRESSLY ABANDONED -- DURING EXAMINATION",
                LegalStatus::Withdrawn,
            ),
            ("ABANDONED  --  FAILURE TO PAY ISSUE FEE", LegalStatus::Abandoned),
            (
                "PATENT EXPIRED DUE TO NONPAYMENT OF MAINTENANCE FEES UNDER 37 CFR 1.362",
                LegalStatus::Lapsed,
            ),
            ("NON FINAL ACTION MAILED", LegalStatus::UnderExamination),
            (
                "NOTICE OF ALLOWANCE MAILED -- APPLICATION RECEIVED IN OFFICE OF PUBLICATIONS",
                LegalStatus::Allowed,
            ),
            ("PUBLICATIONS -- ISSUE FEE PAYMENT VERIFIED", LegalStatus::Allowed),
            (
                "WITHDRAWN ABANDONMENT, AWAITING EXAMINER ACTION",
                LegalStatus::UnderExamination,
            ),
            ("DOCKETED NEW CASE - READY FOR EXAMINATION", LegalStatus::Filed),
        ] {
            assert_eq!(status(text), Some(wanted), "{text}");
        }
        let line = |text| european(text).map(|said| said.status);
        assert_eq!(
            line("STATUS: NO OPPOSITION FILED WITHIN TIME LIMIT"),
            Some(LegalStatus::InForce)
        );
        assert_eq!(
            line("STATUS: THE APPLICATION IS DEEMED TO BE WITHDRAWN"),
            Some(LegalStatus::Abandoned)
        );
        assert_eq!(
            line("STATUS: REQUEST FOR EXAMINATION WAS MADE"),
            Some(LegalStatus::UnderExamination)
        );
        assert_eq!(line("STATUS: UNKNOWN"), None);
        assert_eq!(
            maintenance_year("PAYMENT OF MAINTENANCE FEE, 8TH YR, SMALL ENTITY (ORIGINAL EVENT CODE: M2552)"),
            Some(8)
        );
        assert_eq!(maintenance_year("FEE PAYMENT (YEAR 4)"), None);
    }
}
