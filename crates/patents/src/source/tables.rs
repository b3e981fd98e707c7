//! The offices' status codes and words, as dated tables in `data/`: what each tells, and what it
//! does not.

use std::sync::LazyLock;

use kernel::LocalizedText;

use super::text::{chinese, english};
use crate::status::LegalStatus;

const EP: &str = include_str!("../../data/ep_status_map.csv");
const US: &str = include_str!("../../data/uspto_status_map.csv");
const CN: &str = include_str!("../../data/cnipa_case_status_map.csv");
const ENDS: &str = include_str!("../../data/end_events.csv");

/// What a code or word of an office means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Meaning {
    pub(crate) value: LegalStatus,
    pub(crate) reason: Option<String>,
}

impl Meaning {
    /// The office's word does not tell how the right stands.
    pub(crate) fn unknown(reason: &str) -> Self {
        Self {
            value: LegalStatus::Unknown,
            reason: Some(reason.to_owned()),
        }
    }
}

/// A table's rows, without its head.
fn rows(table: &'static str) -> Vec<csv::StringRecord> {
    csv::Reader::from_reader(table.as_bytes())
        .into_records()
        .filter_map(Result::ok)
        .collect()
}

fn meaning(row: &csv::StringRecord, value: usize) -> Option<Meaning> {
    let word = row.get(value)?.to_ascii_lowercase();
    let reason = row
        .get(value + 1)
        .filter(|reason| !reason.is_empty())
        .map(str::to_ascii_uppercase);
    Some(Meaning {
        value: word.parse().ok()?,
        reason,
    })
}

static EP_ROWS: LazyLock<Vec<(String, Meaning)>> = LazyLock::new(|| {
    rows(EP)
        .iter()
        .filter_map(|row| Some((row.get(0)?.to_owned(), meaning(row, 1)?)))
        .collect()
});

/// The European register's status text. The first row whose words it contains counts.
pub(crate) fn ep(text: &str) -> Meaning {
    let upper = text.to_uppercase();
    let row = EP_ROWS.iter().find(|(words, _)| upper.contains(words.as_str()));
    row.map_or_else(
        || Meaning::unknown("STATUS_TEXT_NOT_KNOWN"),
        |(_, meaning)| meaning.clone(),
    )
}

static US_ROWS: LazyLock<Vec<(i64, i64, Meaning)>> = LazyLock::new(|| {
    let row = |row: &csv::StringRecord| {
        Some((
            row.get(0)?.parse().ok()?,
            row.get(1)?.parse().ok()?,
            meaning(row, 2)?,
        ))
    };
    rows(US).iter().filter_map(row).collect()
});

/// The USPTO's application status code. The narrowest range counts.
pub(crate) fn us(code: i64) -> Meaning {
    let fitting = US_ROWS
        .iter()
        .filter(|(from, to, _)| (*from..=*to).contains(&code));
    let row = fitting.min_by_key(|(from, to, _)| to - from);
    row.map_or_else(
        || Meaning::unknown("STATUS_CODE_NOT_KNOWN"),
        |(.., meaning)| meaning.clone(),
    )
}

static CN_ROWS: LazyLock<Vec<(String, Meaning)>> = LazyLock::new(|| {
    rows(CN)
        .iter()
        .filter_map(|row| Some((row.get(0)?.to_owned(), meaning(row, 1)?)))
        .collect()
});

/// The words of CNIPA's case status (案件状态) for rights that were granted, without the short words of portals.
pub(crate) fn cn_of_granted() -> impl Iterator<Item = (&'static str, LegalStatus)> {
    const SHORT: [&str; 3] = ["有效", "失效", "审中"];
    let granted = |status: LegalStatus| {
        use LegalStatus as S;
        matches!(
            status,
            S::InForce | S::Lapsed | S::Expired | S::Surrendered | S::Revoked
        )
    };
    CN_ROWS
        .iter()
        .map(|(words, meaning)| (words.as_str(), meaning.value))
        .filter(move |(words, status)| granted(*status) && !SHORT.contains(words))
}

/// CNIPA's case status (案件状态), or the short words of portals.
pub(crate) fn cn(text: &str) -> Meaning {
    let text = text
        .trim()
        .replace(',', "，")
        .replace('(', "（")
        .replace(')', "）");
    let row = CN_ROWS.iter().find(|(known, _)| known.replace(',', "，") == text);
    row.map_or_else(
        || Meaning::unknown("STATUS_TEXT_NOT_KNOWN"),
        |(_, meaning)| meaning.clone(),
    )
}

static END_ROWS: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    rows(ENDS)
        .iter()
        .filter_map(|row| Some((row.get(0)?.to_owned(), row.get(1)?.to_owned())))
        .collect()
});

/// Whether an event of that office and code ends a right or an application everywhere it has effect.
pub(crate) fn is_end(office: &str, code: &str) -> bool {
    END_ROWS
        .iter()
        .any(|(known_office, known)| known_office == office && known == code)
}

/// The office's words in the language it speaks.
pub(crate) fn words(office: &str, text: &str) -> LocalizedText {
    if office == "CN" {
        chinese(text)
    } else {
        english(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use LegalStatus::*;

    #[test]
    fn every_row_of_the_shipped_tables_is_read() {
        assert_eq!(EP_ROWS.len(), EP.lines().count() - 1);
        assert_eq!(US_ROWS.len(), US.lines().count() - 1);
        assert_eq!(CN_ROWS.len(), CN.lines().count() - 1);
        assert_eq!(END_ROWS.len(), ENDS.lines().count() - 1);
    }

    #[test]
    fn a_european_status_line_never_says_in_force() {
        for (_, meaning) in EP_ROWS.iter() {
            assert_ne!(meaning.value, InForce);
        }
        assert_eq!(ep("No opposition filed within time limit").value, Unknown);
        assert_eq!(ep("EXAMINATION REQUESTED").value, UnderExamination);
        assert_eq!(ep("The application is deemed to be withdrawn").value, Abandoned);
        assert_eq!(ep("The application has been withdrawn").value, Withdrawn);
        assert_eq!(ep("Grant of patent is intended").value, Allowed);
        assert_eq!(ep("The patent has been revoked").value, Revoked);
        assert_eq!(ep("The application has been published").value, Published);
        assert_eq!(ep("Some new words").value, Unknown);
    }

    #[test]
    fn codes_and_words_of_offices_mean_what_the_tables_say() {
        assert_eq!(us(150).value, InForce);
        assert_eq!(
            (us(250).value, us(250).reason.as_deref()),
            (Lapsed, Some("NON_PAYMENT"))
        );
        assert_eq!(us(91).value, UnderExamination);
        assert_eq!(us(9999).value, Unknown);
        assert_eq!(cn("专利权维持").value, InForce);
        assert_eq!(cn("未缴年费专利权终止，等恢复").value, Lapsed);
        assert_eq!(cn("未缴年费专利权终止,等恢复").value, Lapsed);
        assert_eq!(cn("失效").value, Unknown);
        assert!(is_end("CN", "CF01") && !is_end("CN", "GR01"));
    }
}
