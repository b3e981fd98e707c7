//! One line of the file: seven fields in fixed columns, a blank between two.

use std::fmt;

use chrono::NaiveDate;

use super::super::{odp, text::date};
use crate::{
    facts::Entity,
    number::{NumberForm, PatentNumber},
};

/// Columns of patent number, application number, small entity, filing date, grant date, entry date and event code:
/// as documented in June 2018, and as they were when patent numbers had seven digits at the most.
const LAYOUTS: [[(usize, usize); 7]; 2] = [
    [
        (0, 13),
        (14, 22),
        (23, 24),
        (25, 33),
        (34, 42),
        (43, 51),
        (52, 57),
    ],
    [(0, 7), (8, 16), (17, 18), (19, 27), (28, 36), (37, 45), (46, 51)],
];

/// An event.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Line {
    pub(crate) grant: PatentNumber,
    pub(crate) application: Option<PatentNumber>,
    /// The column of small entities: `Y` or `N`, and `M` for micro entities.
    pub(crate) entity: Option<Entity>,
    pub(crate) filed_on: Option<NaiveDate>,
    pub(crate) granted_on: Option<NaiveDate>,
    /// The day on which the office entered the event.
    pub(crate) on: NaiveDate,
    pub(crate) code: String,
}

/// Why a line cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum LineError {
    #[error("it has neither of the two known layouts of maintenance-fee events (57 or 51 columns)")]
    Layout,
    #[error("its patent number is none")]
    Number,
    #[error("its {0} is no date (YYYYMMDD)")]
    Date(DateField),
    #[error("its event code is none")]
    Code,
}

/// Which date of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DateField {
    Filing,
    Grant,
    Entry,
}

impl fmt::Display for DateField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            DateField::Filing => "filing date",
            DateField::Grant => "grant date",
            DateField::Entry => "entry date",
        })
    }
}

/// The fields of a line, if it has one of the layouts.
fn fields(line: &str) -> Option<[&str; 7]> {
    let line = line.trim_end();
    if !line.is_ascii() {
        return None;
    }
    LAYOUTS.iter().find_map(|layout| {
        let [.., (code, end)] = *layout;
        let fits = line.len() > code
            && line.len() <= end
            && layout[..6]
                .iter()
                .all(|(_, end)| line.as_bytes().get(*end) == Some(&b' '));
        fits.then(|| layout.map(|(from, to)| line.get(from..to.min(line.len())).unwrap_or_default().trim()))
    })
}

/// Whether a line has one of the layouts.
pub(crate) fn fits(line: &str) -> bool {
    fields(line).is_some()
}

/// Reads a line.
///
/// # Errors
/// [`LineError`]
pub(crate) fn parse(line: &str) -> Result<Line, LineError> {
    let [grant, application, entity, filed, granted, entered, code] =
        fields(line).ok_or(LineError::Layout)?;
    let filed_on = day(filed, DateField::Filing)?;
    let is_code = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '.' || c == '/';
    if code.is_empty() || !code.chars().all(is_code) {
        return Err(LineError::Code);
    }
    Ok(Line {
        grant: grant_number(grant).ok_or(LineError::Number)?,
        application: application_number(application, filed_on),
        entity: match entity {
            "Y" => Some(Entity::Small),
            "N" => Some(Entity::Large),
            "M" => Some(Entity::Micro),
            _ => None,
        },
        filed_on,
        granted_on: day(granted, DateField::Grant)?,
        on: day(entered, DateField::Entry)?.ok_or(LineError::Date(DateField::Entry))?,
        code: code.to_owned(),
    })
}

/// A day that is left out is blank or zeros.
fn day(field: &str, which: DateField) -> Result<Option<NaiveDate>, LineError> {
    if field.chars().all(|c| c == '0') {
        return Ok(None);
    }
    if field.len() != 8 || !field.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(LineError::Date(which));
    }
    date(field).map(Some).ok_or(LineError::Date(which))
}

/// The number is filled up with zeros, before its letters and behind them.
fn grant_number(field: &str) -> Option<PatentNumber> {
    let number = field.trim_start_matches('0');
    let letters = number.len() - number.trim_start_matches(|c: char| c.is_ascii_uppercase()).len();
    let (letters, digits) = number.split_at(letters);
    let digits = digits.trim_start_matches('0');
    let is_number =
        !digits.is_empty() && digits.len() <= 8 && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number || letters.len() > 2 {
        return None;
    }
    PatentNumber::from_docdb(NumberForm::Grant, "US", &format!("{letters}{digits}"), "", None)
}

/// Series and serial number: eight digits.
fn application_number(field: &str, filed_on: Option<NaiveDate>) -> Option<PatentNumber> {
    use chrono::Datelike as _;
    let is_number = field.len() == 8
        && field.bytes().all(|byte| byte.is_ascii_digit())
        && field.bytes().any(|byte| byte != b'0');
    is_number
        .then(|| odp::number(field, filed_on.map(|on| on.year())))
        .flatten()
}
