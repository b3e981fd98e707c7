//! Patent numbers as typed: what they are, or what is wrong with them.

use async_graphql::{Enum, SimpleObject};
use kernel::Locale;
use patents::number::{NumberError, PatentNumber as Parsed};

use super::{scalars::PatentNumber, types::patent::Office};

/// What a patent number, as typed, was understood to be.
#[derive(SimpleObject)]
pub struct PatentNumberParse {
    /// Whether it follows the rules of its office.
    valid: bool,
    /// The office.
    office: Option<Office>,
    /// What it is the number of.
    form: Option<PatentNumberForm>,
    /// As the office prints it.
    display: Option<PatentNumber>,
    /// In the EPO's docdb spelling.
    docdb: Option<String>,
    /// In the EPO's epodoc spelling.
    epodoc: Option<String>,
    /// What it was understood to be, or the rule it breaks, in the caller's language.
    explanation: String,
}

impl PatentNumberParse {
    /// What it was understood to be, or the rule it breaks.
    pub(super) fn told(&self) -> &str {
        &self.explanation
    }
}

/// What a number is the number of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "patents::number::NumberForm")]
pub enum PatentNumberForm {
    /// What was filed: the identity of the right.
    Application,
    /// A document that published the application.
    Publication,
    /// The granted or registered right.
    Grant,
}

/// What is wrong with a number, in a language.
pub(super) fn explain(error: &NumberError, locale: Locale) -> String {
    let key = i18n::kebab(error.code());
    i18n::text(locale, &key, &params(error, locale))
}

/// The values a message about a number names.
fn params(error: &NumberError, locale: Locale) -> Vec<(&'static str, String)> {
    let form = |form: patents::number::NumberForm| {
        i18n::text(locale, &format!("number-form-{}", form.as_str()), &[])
    };
    match error {
        NumberError::Empty | NumberError::NoOffice => vec![],
        NumberError::TooLong { length, max } => {
            vec![("length", length.to_string()), ("max", max.to_string())]
        }
        NumberError::UnknownOffice { code } => vec![("code", code.clone())],
        NumberError::OtherOffice { wanted, found } => {
            vec![("wanted", wanted.to_string()), ("found", found.to_string())]
        }
        NumberError::OtherForm { wanted, found } => vec![("wanted", form(*wanted)), ("found", form(*found))],
        NumberError::WrongCheckDigit {
            office,
            given,
            right,
            corrected,
        } => vec![
            ("office", office.to_string()),
            ("given", given.to_string()),
            ("right", right.to_string()),
            ("corrected", corrected.clone()),
        ],
        NumberError::YearInFuture {
            office,
            year,
            this_year,
        } => {
            vec![
                ("office", office.to_string()),
                ("year", year.to_string()),
                ("this-year", this_year.to_string()),
            ]
        }
        NumberError::YearTooEarly { office, year, first } => {
            vec![
                ("office", office.to_string()),
                ("year", year.to_string()),
                ("first", first.to_string()),
            ]
        }
        NumberError::UnknownRightType {
            office,
            given,
            allowed,
        } => {
            vec![
                ("office", office.to_string()),
                ("given", given.clone()),
                ("allowed", (*allowed).to_owned()),
            ]
        }
        NumberError::WrongLength { office, given, .. } => {
            vec![("office", office.to_string()), ("given", given.to_string())]
        }
        NumberError::NotADigit { office, found } => {
            vec![("office", office.to_string()), ("found", found.to_string())]
        }
        NumberError::UnknownKind {
            office,
            kind,
            allowed,
        } => {
            vec![
                ("office", office.to_string()),
                ("kind", kind.clone()),
                ("allowed", (*allowed).to_owned()),
            ]
        }
        NumberError::Ambiguous { readings } => {
            let readings: Vec<_> = readings.iter().map(Parsed::display).collect();
            vec![(
                "readings",
                readings.join(if locale == Locale::En { ", " } else { "、" }),
            )]
        }
        NumberError::Unrecognised { office, example } => {
            vec![("office", office.to_string()), ("example", (*example).to_owned())]
        }
    }
}

/// What a number was understood to be.
pub(super) fn parsed(result: Result<Parsed, NumberError>, locale: Locale) -> PatentNumberParse {
    match result {
        Ok(number) => PatentNumberParse {
            valid: true,
            office: Some(Office::of(number.office().code())),
            form: Some(number.form().into()),
            display: Some(PatentNumber(number.display())),
            docdb: number.docdb().map(|docdb| docdb.to_string()),
            epodoc: number.epodoc(),
            explanation: {
                let form = i18n::text(locale, &format!("number-form-{}", number.form().as_str()), &[]);
                i18n::text(
                    locale,
                    "number-understood",
                    &[("reading", number.display()), ("form", form)],
                )
            },
        },
        Err(error) => PatentNumberParse {
            valid: false,
            office: None,
            form: None,
            display: None,
            docdb: None,
            epodoc: None,
            explanation: explain(&error, locale),
        },
    }
}
