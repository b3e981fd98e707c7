//! What a document is said to say.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    DocumentKind,
    error::{DocumentViolation as Violation, DocumentViolationCode as Code},
};
use crate::{number::RightType, source::tables, status::EncumbranceKind};

/// The longest name, in characters.
const NAME: usize = 200;
/// The most owners, payments or burdens one document states.
const MOST: usize = 20;

/// A renewal fee that a document shows as paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StatedPayment {
    /// The year it is for, counted from the filing date.
    pub year: u32,
    /// When it was paid.
    pub paid_on: NaiveDate,
}

/// A burden that a document shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StatedBurden {
    /// Its kind.
    pub kind: EncumbranceKind,
    /// Who holds it, to the letter as in the document.
    pub holder: String,
    /// Since when.
    pub effective_on: Option<NaiveDate>,
}

/// What a document says. Only an extract of the register tells the status, the owners and the burdens.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Stated {
    /// The day on the document: what it says holds for that day.
    pub issued_on: NaiveDate,
    /// The office's words for the status (案件状态).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case_status: Option<String>,
    /// Who owns it, to the letter as in the document.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub owners: Vec<String>,
    /// Renewal fees it shows as paid.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub payments: Vec<StatedPayment>,
    /// Burdens that lie on the right. Those that are over are not stated.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub burdens: Vec<StatedBurden>,
}

/// The last year for which a right of China needs a fee: its term in years (Patent Law of China, Article 42).
fn last_year(right_type: RightType) -> u32 {
    match right_type {
        RightType::UtilityModel => 10,
        RightType::Design => 15,
        _ => 20,
    }
}

impl Stated {
    /// The same without blanks around names, and without empty ones.
    pub fn tidy(mut self) -> Self {
        let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.case_status = self
            .case_status
            .map(|words| line(&words))
            .filter(|words| !words.is_empty());
        self.owners = self
            .owners
            .iter()
            .map(|name| line(name))
            .filter(|name| !name.is_empty())
            .collect();
        for burden in &mut self.burdens {
            burden.holder = line(&burden.holder);
        }
        self
    }

    /// Everything wrong with it, for a right of this kind, on this day.
    pub fn wrong(&self, kind: DocumentKind, right_type: RightType, today: NaiveDate) -> Vec<Violation> {
        let mut wrong = Vec::new();
        if self.issued_on > today {
            wrong.push(Violation::new("issued_on", Code::TooLate).with("max", today));
        }
        match kind {
            DocumentKind::RegisterExtract => self.wrong_extract(&mut wrong),
            DocumentKind::FeeReceipt => self.wrong_receipt(&mut wrong),
        }
        for (field, count) in [
            ("owners", self.owners.len()),
            ("payments", self.payments.len()),
            ("burdens", self.burdens.len()),
        ] {
            if count > MOST {
                wrong.push(Violation::new(field, Code::TooMany).with("max", MOST));
            }
        }
        let name = |field: String, name: &str| {
            let long = name.chars().count() > NAME;
            long.then(|| Violation::new(field, Code::TooLong).with("max", NAME))
        };
        let owners = self.owners.iter().enumerate();
        wrong.extend(owners.filter_map(|(n, owner)| name(format!("owners.{n}"), owner)));
        let last = last_year(right_type);
        for (n, payment) in self.payments.iter().enumerate() {
            if !(1..=last).contains(&payment.year) {
                let range = Violation::new(format!("payments.{n}.year"), Code::OutOfRange);
                wrong.push(range.with("min", 1).with("max", last));
            }
            if payment.paid_on > self.issued_on {
                let late = Violation::new(format!("payments.{n}.paid_on"), Code::TooLate);
                wrong.push(late.with("max", self.issued_on));
            }
        }
        for (n, burden) in self.burdens.iter().enumerate() {
            if burden.holder.is_empty() {
                wrong.push(Violation::new(format!("burdens.{n}.holder"), Code::Required));
            }
            wrong.extend(name(format!("burdens.{n}.holder"), &burden.holder));
            if burden.effective_on.is_some_and(|on| on > self.issued_on) {
                let late = Violation::new(format!("burdens.{n}.effective_on"), Code::TooLate);
                wrong.push(late.with("max", self.issued_on));
            }
        }
        wrong
    }

    fn wrong_extract(&self, wrong: &mut Vec<Violation>) {
        match &self.case_status {
            None => wrong.push(Violation::new("case_status", Code::Required)),
            Some(words) if !tables::cn_of_granted().any(|(known, _)| known == words) => {
                wrong.push(Violation::new("case_status", Code::Unknown));
            }
            Some(_) => {}
        }
        if self.owners.is_empty() {
            wrong.push(Violation::new("owners", Code::Required));
        }
    }

    fn wrong_receipt(&self, wrong: &mut Vec<Violation>) {
        if self.payments.is_empty() {
            wrong.push(Violation::new("payments", Code::Required));
        }
        for (field, is_told) in [
            ("case_status", self.case_status.is_some()),
            ("owners", !self.owners.is_empty()),
            ("burdens", !self.burdens.is_empty()),
        ] {
            if is_told {
                wrong.push(Violation::new(field, Code::NotTold));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn extract() -> Stated {
        Stated {
            issued_on: day("2026-05-20"),
            case_status: Some("专利权维持".to_owned()),
            owners: vec!["苏州澜穹固态电池有限公司".to_owned()],
            payments: vec![StatedPayment {
                year: 6,
                paid_on: day("2026-01-12"),
            }],
            burdens: vec![StatedBurden {
                kind: EncumbranceKind::Security,
                holder: "中国银行".to_owned(),
                effective_on: Some(day("2025-11-03")),
            }],
        }
    }

    fn fields(stated: &Stated, kind: DocumentKind) -> Vec<String> {
        let wrong = stated.wrong(kind, RightType::UtilityModel, day("2026-06-01"));
        wrong.into_iter().map(|violation| violation.field).collect()
    }

    #[test]
    fn an_extract_tells_the_status_and_the_owners_and_nothing_after_its_own_day() {
        assert_eq!(fields(&extract(), DocumentKind::RegisterExtract), [""; 0]);
        let empty = Stated {
            issued_on: day("2026-05-20"),
            ..Stated::default()
        };
        assert_eq!(
            fields(&empty, DocumentKind::RegisterExtract),
            ["case_status", "owners"]
        );
        let mut late = extract();
        late.issued_on = day("2025-01-01");
        assert_eq!(
            fields(&late, DocumentKind::RegisterExtract),
            ["payments.0.paid_on", "burdens.0.effective_on"]
        );
        late.issued_on = day("2026-06-02");
        assert_eq!(fields(&late, DocumentKind::RegisterExtract), ["issued_on"]);
        let other_words = Stated {
            case_status: Some("very much alive".to_owned()),
            ..extract()
        };
        assert_eq!(
            fields(&other_words, DocumentKind::RegisterExtract),
            ["case_status"]
        );
    }

    #[test]
    fn a_receipt_tells_of_fees_alone_within_the_term() {
        let receipt = Stated {
            case_status: None,
            owners: Vec::new(),
            burdens: Vec::new(),
            ..extract()
        };
        assert_eq!(fields(&receipt, DocumentKind::FeeReceipt), [""; 0]);
        assert_eq!(
            fields(&extract(), DocumentKind::FeeReceipt),
            ["case_status", "owners", "burdens"]
        );
        let mut beyond = receipt.clone();
        beyond.payments[0].year = 11;
        assert_eq!(fields(&beyond, DocumentKind::FeeReceipt), ["payments.0.year"]);
        beyond.payments.clear();
        assert_eq!(fields(&beyond, DocumentKind::FeeReceipt), ["payments"]);
    }

    #[test]
    fn names_stay_to_the_letter_but_for_blanks() {
        let stated = Stated {
            owners: vec!["  Acme   Ltd ".to_owned(), " ".to_owned()],
            case_status: Some(" ".to_owned()),
            ..extract()
        };
        let tidy = stated.tidy();
        assert_eq!(
            (tidy.owners, tidy.case_status),
            (vec!["Acme Ltd".to_owned()], None)
        );
    }
}
