//! The European Patent Office: applications with a check digit, publications of seven digits.

use super::{
    NumberError, NumberForm, Office, PatentNumber, RightType, check,
    text::{Input, century, int, kind_in, split_kind},
};

const OFFICE: Office = Office::EP;
const KINDS: &str = "A1 A2 A3 A4 A8 A9 B1 B2 B3 B8 B9";
const LENGTHS: &str = "an application has 8 digits and a check digit, a publication has 7 digits";

pub(super) fn parse(input: &Input) -> Result<PatentNumber, NumberError> {
    let text = input.text.trim();
    if let Some((base, given)) = text.rsplit_once('.') {
        let mut given = given.trim().chars();
        if let (Some(check), None) = (given.next(), given.next()) {
            return application(input, &input.digits(base, OFFICE, &[' '])?, Some(check));
        }
    }
    let (body, kind) = split_kind(text);
    let digits = input.digits(body, OFFICE, &[' '])?;
    match (digits.len(), kind) {
        (8, None) => application(input, &digits, None),
        (8, Some(kind)) if kind == "A" || kind == "D" => application(input, &digits, None),
        (9, None) => application(input, &digits[..8], digits.chars().last()),
        // epodoc writes the year in full and pads the serial number with a zero.
        (11, kind) if kind.is_none() || kind.as_deref() == Some("A") => {
            input.check_year(OFFICE, int(&digits[..4]), 1978)?;
            application(input, &format!("{}{}", &digits[2..4], &digits[5..]), None)
        }
        (7, kind) => document(input, digits, kind),
        (1..=6, Some(kind)) => document(input, format!("{digits:0>7}"), Some(kind)),
        (given, _) => Err(NumberError::WrongLength {
            office: OFFICE,
            given,
            rule: LENGTHS,
        }),
    }
}

fn application(input: &Input, base: &str, given: Option<char>) -> Result<PatentNumber, NumberError> {
    if base.len() != 8 {
        return Err(NumberError::WrongLength {
            office: OFFICE,
            given: base.len(),
            rule: LENGTHS,
        });
    }
    input.check_year(OFFICE, century(&base[..2]), 1978)?;
    let right = check::ep(base);
    match given {
        Some(c) if !c.is_ascii_digit() => {
            return Err(NumberError::NotADigit {
                office: OFFICE,
                found: c,
            });
        }
        Some(given) if given != right => {
            let corrected = format!("EP{base}.{right}");
            return Err(NumberError::WrongCheckDigit {
                office: OFFICE,
                given,
                right,
                corrected,
            });
        }
        _ => {}
    }
    Ok(PatentNumber::new(
        OFFICE,
        NumberForm::Application,
        RightType::Invention,
        base,
    ))
}

fn document(input: &Input, digits: String, kind: Option<String>) -> Result<PatentNumber, NumberError> {
    let form = match &kind {
        Some(kind) if !kind_in(kind, KINDS) && kind != "A" && kind != "B" => {
            let allowed = "A1, A2, A3, A4, A8, A9, B1, B2, B3, B8, B9";
            return Err(NumberError::UnknownKind {
                office: OFFICE,
                kind: kind.clone(),
                allowed,
            });
        }
        Some(kind) if kind.starts_with('B') => NumberForm::Grant,
        None if input.form == Some(NumberForm::Grant) => NumberForm::Grant,
        _ => NumberForm::Publication,
    };
    Ok(PatentNumber::new(OFFICE, form, RightType::Invention, digits).with_kind(kind))
}

pub(super) fn display(number: &PatentNumber) -> String {
    match (number.form, number.kind()) {
        (NumberForm::Application, _) => format!("EP{}.{}", number.core, check::ep(&number.core)),
        (_, Some(kind)) => format!("EP {} {kind}", number.core),
        (NumberForm::Grant, None) => format!("EP patent {}", number.core),
        (_, None) => format!("EP {}", number.core),
    }
}
