//! Every other office: letters and digits as printed, since we have no rules to check them by.

use super::{
    NumberError, NumberForm, Office, PatentNumber, RightType,
    text::{Input, split_kind},
};

pub(super) fn parse(input: &Input, office: Office) -> Result<PatentNumber, NumberError> {
    let compact: String = input.text.chars().filter(|c| !" .,-/'".contains(*c)).collect();
    let (core, kind) = split_kind(&compact);
    if let Some(found) = core.chars().find(|c| !c.is_ascii_alphanumeric()) {
        return Err(NumberError::NotADigit { office, found });
    }
    // BR PI9401234, HR P20251003: up to two letters lead.
    let letters = core.len() - core.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
    if letters > 2 || core.starts_with("NO") || core.starts_with("NR") || core.starts_with(office.code()) {
        let found = core.chars().next().unwrap_or(' ');
        return Err(NumberError::NotADigit { office, found });
    }
    let digits = core.chars().filter(char::is_ascii_digit).count();
    if !(4..=15).contains(&digits) || core.len() > 18 {
        let rule = "a number has 4 to 15 digits";
        return Err(NumberError::WrongLength {
            office,
            given: digits,
            rule,
        });
    }
    let form = match (&kind, input.form) {
        (_, Some(NumberForm::Application)) | (None, None) => NumberForm::Application,
        (Some(kind), _) if kind.starts_with('A') => NumberForm::Publication,
        (Some(_), _) => NumberForm::Grant,
        (None, Some(form)) => form,
    };
    let kind = if form == NumberForm::Application {
        None
    } else {
        kind
    };
    Ok(PatentNumber::new(office, form, RightType::Invention, core).with_kind(kind))
}

pub(super) fn display(number: &PatentNumber) -> String {
    let (office, core) = (number.office, &number.core);
    match (number.form, number.kind()) {
        (_, Some(kind)) => format!("{office} {core} {kind}"),
        (NumberForm::Application, None) => format!("{office} {core}"),
        (NumberForm::Publication, None) => format!("{office} publication {core}"),
        (NumberForm::Grant, None) => format!("{office} patent {core}"),
    }
}
