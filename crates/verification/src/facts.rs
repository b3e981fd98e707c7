//! What somebody states of themselves or of their company.

use chrono::{Datelike, NaiveDate};
use kernel::BasisPoints;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::{Kind, Violation, ViolationCode as Code};

/// The longest name, number or code, in characters.
const LONGEST: usize = 200;
/// The most owners of more than a quarter each that a company can have.
const MOST_OWNERS: usize = 3;
/// Who owns more than this is to be named.
const QUARTER: BasisPoints = BasisPoints(2_500);
/// How old a person has to be, in years.
const OF_AGE: i32 = 18;

/// Somebody who owns more than a quarter of a company, directly or through others.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BeneficialOwner {
    /// The name as on their document.
    pub name: String,
    /// Where they live: ISO 3166-1 alpha-2.
    pub country: String,
    /// When they were born.
    pub born_on: NaiveDate,
    /// How much of the company is theirs.
    pub share_bps: u32,
}

/// What somebody states. What is missing is asked for when it is handed in, not before.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// The name, to the letter as on the document.
    pub legal_name: String,
    /// The same in the other script, if a document gives it: registers abroad know Chinese owners by it.
    pub other_name: Option<String>,
    /// Whose citizen, or where the company is registered: ISO 3166-1 alpha-2.
    pub country: String,
    /// When the person was born.
    pub born_on: Option<NaiveDate>,
    /// The company's number in its register.
    pub registration_number: Option<String>,
    /// When the document runs out, if it does.
    pub document_expires_on: Option<NaiveDate>,
    /// Who owns more than a quarter of the company.
    pub owners: Vec<BeneficialOwner>,
    /// Whether it was said that nobody does.
    pub no_owners: bool,
}

fn hidden(f: &mut std::fmt::Formatter<'_>, name: &str) -> std::fmt::Result {
    f.debug_struct(name).finish_non_exhaustive()
}

impl std::fmt::Debug for BeneficialOwner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        hidden(f, "BeneficialOwner")
    }
}

impl std::fmt::Debug for Facts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        hidden(f, "Facts")
    }
}

/// A line in normal form C without blanks around it.
fn line(text: &str) -> String {
    text.nfc()
        .collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Whether a character may stand in a name: nothing unseen, nothing that turns the direction of writing.
fn is_plain(c: char) -> bool {
    !c.is_control()
        && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

fn is_country(code: &str) -> bool {
    code.len() == 2
        && code.bytes().all(|b| b.is_ascii_uppercase())
        && celes::Country::from_alpha2(code).is_ok()
}

impl Facts {
    /// The same with every text in normal form, and without what does not belong to this kind.
    pub fn tidy(mut self, kind: Kind) -> Self {
        let tidy = |text: Option<String>| text.map(|text| line(&text)).filter(|text| !text.is_empty());
        self.legal_name = line(&self.legal_name);
        self.other_name = tidy(self.other_name);
        self.country = line(&self.country).to_uppercase();
        self.registration_number = tidy(self.registration_number);
        for owner in &mut self.owners {
            owner.name = line(&owner.name);
            owner.country = line(&owner.country).to_uppercase();
        }
        match kind {
            Kind::Person => {
                self.registration_number = None;
                self.owners.clear();
                self.no_owners = false;
            }
            Kind::Company => self.born_on = None,
        }
        self
    }

    /// What is wrong with what is there. Nothing need be there yet.
    pub fn wrong(&self, today: NaiveDate) -> Vec<Violation> {
        let mut wrong = Vec::new();
        let mut text = |field: &str, text: &str| {
            if text.chars().count() > LONGEST {
                wrong.push(Violation::new(field, Code::TooLong).with("max", LONGEST));
            } else if text.chars().any(|c| !is_plain(c)) {
                wrong.push(Violation::new(field, Code::BadCharacter));
            }
        };
        text("legal_name", &self.legal_name);
        text("other_name", self.other_name.as_deref().unwrap_or_default());
        text(
            "registration_number",
            self.registration_number.as_deref().unwrap_or_default(),
        );
        for (n, owner) in self.owners.iter().enumerate() {
            text(&format!("owners.{n}.name"), &owner.name);
        }
        if !self.country.is_empty() && !is_country(&self.country) {
            wrong.push(Violation::new("country", Code::Unknown));
        }
        if let Some(born) = self.born_on {
            wrong.extend(age(born, "born_on", today, OF_AGE));
        }
        if self.owners.len() > MOST_OWNERS {
            wrong.push(Violation::new("owners", Code::TooMany).with("max", MOST_OWNERS));
        }
        for (n, owner) in self.owners.iter().enumerate() {
            if owner.name.is_empty() {
                wrong.push(Violation::new(format!("owners.{n}.name"), Code::Required));
            }
            if !is_country(&owner.country) {
                wrong.push(Violation::new(format!("owners.{n}.country"), Code::Unknown));
            }
            wrong.extend(age(owner.born_on, &format!("owners.{n}.born_on"), today, 0));
            if !(QUARTER.0 + 1..=10_000).contains(&owner.share_bps) {
                let range = Violation::new(format!("owners.{n}.share"), Code::OutOfRange);
                wrong.push(range.with("min", "25.01").with("max", 100));
            }
        }
        let whole: u32 = self.owners.iter().map(|owner| owner.share_bps.min(10_000)).sum();
        if whole > 10_000 {
            wrong.push(
                Violation::new("owners", Code::OutOfRange)
                    .with("min", "25.01")
                    .with("max", 100),
            );
        }
        if self.no_owners && !self.owners.is_empty() {
            wrong.push(Violation::new("no_owners", Code::Contradiction));
        }
        wrong
    }

    /// What is missing before it can be handed in.
    pub fn missing(&self, kind: Kind, today: NaiveDate) -> Vec<Violation> {
        let mut missing = self.wrong(today);
        let mut need = |field: &str, is_there: bool| {
            if !is_there {
                missing.push(Violation::new(field, Code::Required));
            }
        };
        need("legal_name", !self.legal_name.is_empty());
        need("country", !self.country.is_empty());
        match kind {
            Kind::Person => need("born_on", self.born_on.is_some()),
            Kind::Company => {
                need("registration_number", self.registration_number.is_some());
                need("owners", self.no_owners || !self.owners.is_empty());
            }
        }
        if self.document_expires_on.is_some_and(|on| on <= today) {
            missing.push(Violation::new("document_expires_on", Code::InThePast));
        }
        missing
    }

    /// Every name in it, with the field it stands in.
    pub fn names(&self) -> Vec<(String, &str)> {
        let mut names = vec![("legal_name".to_owned(), self.legal_name.as_str())];
        names.extend(
            self.other_name
                .iter()
                .map(|name| ("other_name".to_owned(), name.as_str())),
        );
        let owners = self.owners.iter().enumerate();
        names.extend(owners.map(|(n, owner)| (format!("owners.{n}.name"), owner.name.as_str())));
        names
    }
}

/// Somebody is at least `least` and at most 130 years old.
fn age(born: NaiveDate, field: &str, today: NaiveDate, least: i32) -> Option<Violation> {
    let passed = (today.month(), today.day()) >= (born.month(), born.day());
    let years = today.year() - born.year() - i32::from(!passed);
    let wrong = !(least..=130).contains(&years) || born > today;
    wrong.then(|| {
        Violation::new(field, Code::OutOfRange)
            .with("min", least)
            .with("max", 130)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn company() -> Facts {
        Facts {
            legal_name: "苏州澜穹固态电池有限公司".to_owned(),
            country: "CN".to_owned(),
            registration_number: Some("91320500MA1X".to_owned()),
            no_owners: true,
            ..Facts::default()
        }
    }

    fn owner(share_bps: u32) -> BeneficialOwner {
        BeneficialOwner {
            name: "李澜".to_owned(),
            country: "CN".to_owned(),
            born_on: day("1980-02-29"),
            share_bps,
        }
    }

    fn fields(found: &[Violation]) -> Vec<&str> {
        found.iter().map(|violation| violation.field.as_str()).collect()
    }

    #[test]
    fn nothing_need_be_there_before_it_is_handed_in_and_then_everything_missing_is_told() {
        let (empty, today) = (Facts::default(), day("2026-06-01"));
        assert!(empty.wrong(today).is_empty());
        assert_eq!(
            fields(&empty.missing(Kind::Person, today)),
            ["legal_name", "country", "born_on"]
        );
        assert_eq!(
            fields(&empty.missing(Kind::Company, today)),
            ["legal_name", "country", "registration_number", "owners"]
        );
        assert!(company().missing(Kind::Company, today).is_empty());
    }

    #[test]
    fn who_owns_more_than_a_quarter_is_named_and_not_more_than_the_whole() {
        let today = day("2026-06-01");
        let with = |shares: &[u32]| Facts {
            owners: shares.iter().map(|share| owner(*share)).collect(),
            no_owners: false,
            ..company()
        };
        assert!(with(&[2_501, 7_499]).missing(Kind::Company, today).is_empty());
        assert_eq!(fields(&with(&[2_500]).wrong(today)), ["owners.0.share"]);
        assert_eq!(fields(&with(&[6_000, 5_000]).wrong(today)), ["owners"]);
        assert_eq!(
            fields(&with(&[2_600, 2_600, 2_400, 2_400]).wrong(today))[0],
            "owners"
        );
        let both = Facts {
            no_owners: true,
            ..with(&[9_000])
        };
        assert_eq!(fields(&both.wrong(today)), ["no_owners"]);
    }

    #[test]
    fn a_person_is_of_age_on_their_eighteenth_birthday() {
        let born = |on: &str| Facts {
            born_on: Some(day(on)),
            ..Facts::default()
        };
        let today = day("2026-06-01");
        assert!(born("2008-06-01").wrong(today).is_empty());
        assert_eq!(fields(&born("2008-06-02").wrong(today)), ["born_on"]);
        assert_eq!(fields(&born("2027-01-01").wrong(today)), ["born_on"]);
        assert_eq!(fields(&born("1800-01-01").wrong(today)), ["born_on"]);
    }

    #[test]
    fn a_name_stays_as_on_the_document_and_hides_nothing() {
        let facts = Facts {
            legal_name: "  Jürgen   Müller ".to_owned(),
            ..Facts::default()
        };
        assert_eq!(facts.tidy(Kind::Person).legal_name, "Jürgen Müller");
        let turned = Facts {
            legal_name: "abc\u{202e}def".to_owned(),
            ..Facts::default()
        };
        assert_eq!(fields(&turned.wrong(day("2026-06-01"))), ["legal_name"]);
        let named = format!("{:?}", company());
        assert!(!named.contains("澜穹"));
    }
}
