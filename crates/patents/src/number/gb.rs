//! The United Kingdom: applications of two digits of the year, five digits and a check digit;
//! publications and grants share a number of seven digits.
//!
//! The check digit is kept as typed and is never grounds to refuse a number: we could not prove its
//! rule on real numbers.

use super::{
    NumberError, NumberForm, Office, PatentNumber, RightType,
    text::{Input, century, kind_in, split_kind},
};

const OFFICE: Office = Office::GB;
const KINDS: &str = "A A8 A9 B B8 B9 C C2 C3 D";
const LENGTHS: &str =
    "an application has 7 digits and a check digit (0401234.5), a publication 7 digits (2400812)";

pub(super) fn parse(input: &Input) -> Result<Vec<PatentNumber>, NumberError> {
    let text = input.text.trim();
    if let Some((base, tail)) = text.rsplit_once('.')
        && let [check] = tail.trim().as_bytes()
        && check.is_ascii_digit()
    {
        let number = application(input, &input.digits(base, OFFICE, &[' ', '/'])?)?;
        return Ok(vec![PatentNumber {
            check: Some(char::from(*check)),
            ..number
        }]);
    }
    if input.guessed {
        return Err(NumberError::WrongLength {
            office: OFFICE,
            given: 0,
            rule: LENGTHS,
        });
    }
    let (body, kind) = split_kind(text);
    let digits = input.digits(body, OFFICE, &[' '])?;
    if let Some((year, serial)) = body.split_once('/')
        && kind.is_none()
    {
        return Ok(vec![application(
            input,
            &format!("{:0>2}{:0>5}", year.trim(), serial.trim()),
        )?]);
    }
    match (digits.len(), &kind) {
        (8, None) => {
            let number = application(input, &digits[..7])?;
            Ok(vec![PatentNumber {
                check: digits.chars().last(),
                ..number
            }])
        }
        (11, None | Some(_)) if &digits[4..6] == "00" => Ok(vec![application(
            input,
            &format!("{}{}", &digits[2..4], &digits[6..]),
        )?]),
        (7, Some(_)) if input.is_application() => Ok(vec![application(input, &digits)?]),
        (7, Some(_)) => Ok(vec![document(digits, kind)?]),
        (7, None) => either(input, digits),
        (given, _) => Err(NumberError::WrongLength {
            office: OFFICE,
            given,
            rule: LENGTHS,
        }),
    }
}

/// Seven bare digits: an application of the year they begin with, or a publication.
fn either(input: &Input, digits: String) -> Result<Vec<PatentNumber>, NumberError> {
    let applied = application(input, &digits);
    if input.is_application() {
        return Ok(vec![applied?]);
    }
    if input.form == Some(NumberForm::Grant) {
        return Ok(vec![document(digits, Some("B".to_owned()))?]);
    }
    let mut readings: Vec<_> = applied
        .clone()
        .into_iter()
        .filter(|_| input.form.is_none())
        .collect();
    if digits.starts_with(['1', '2']) {
        readings.push(document(digits, Some("A".to_owned()))?);
    }
    if readings.is_empty() {
        applied.map(|number| vec![number])
    } else {
        Ok(readings)
    }
}

fn application(input: &Input, digits: &str) -> Result<PatentNumber, NumberError> {
    if digits.len() != 7 || !digits.chars().all(|c| c.is_ascii_digit()) {
        return Err(NumberError::WrongLength {
            office: OFFICE,
            given: digits.len(),
            rule: LENGTHS,
        });
    }
    input.check_year(OFFICE, century(&digits[..2]), 1978)?;
    Ok(PatentNumber::new(
        OFFICE,
        NumberForm::Application,
        RightType::Invention,
        digits,
    ))
}

fn document(digits: String, kind: Option<String>) -> Result<PatentNumber, NumberError> {
    let form = match kind.as_deref() {
        Some(kind) if !kind_in(kind, KINDS) => {
            let allowed = "A (publication), B (grant), C (amended)";
            return Err(NumberError::UnknownKind {
                office: OFFICE,
                kind: kind.to_owned(),
                allowed,
            });
        }
        Some(kind) if kind.starts_with('A') => NumberForm::Publication,
        _ => NumberForm::Grant,
    };
    Ok(PatentNumber::new(OFFICE, form, RightType::Invention, digits).with_kind(kind))
}

pub(super) fn display(number: &PatentNumber) -> String {
    let core = number.core.as_str();
    match (number.form, number.check, number.kind()) {
        (NumberForm::Application, Some(check), _) => format!("GB {core}.{check}"),
        (NumberForm::Application, None, _) if core.len() == 7 => format!("GB {}/{}", &core[..2], &core[2..]),
        (_, _, kind) => format!(
            "GB {core}{}",
            kind.map(|kind| format!(" {kind}")).unwrap_or_default()
        ),
    }
}
