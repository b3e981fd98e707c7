//! China: applications with a check digit modulo 11, publications by their first digit and kind.

use super::{
    NumberError, NumberForm, Office, PatentNumber, RightType, check,
    text::{Input, int, kind_in, split_kind},
};

const OFFICE: Office = Office::CN;
const KINDS: &str = "A A8 A9 B B8 B9 C C1 C2 C3 C4 C5 C6 C7 C8 C9 U U8 U9 Y Y1 Y2 Y3 Y4 Y5 Y6 Y7 Y8 Y9 S S1 S2 S3 S4 \
    S5 S6 S7 S8 S9 D D1 D2 D3 D8 D9";
const LENGTHS: &str = "an application has 12 digits and a check digit (8 and a check digit until September 2003), \
    a publication has 9 digits (7 until 2007)";

pub(super) fn parse(input: &Input) -> Result<PatentNumber, NumberError> {
    let text = input.text.trim();
    if let Some((base, given)) = text.rsplit_once('.') {
        let mut given = given.trim().chars();
        if let (Some(check), None) = (given.next(), given.next()) {
            return application(input, base, Some(check));
        }
    }
    let (body, kind) = split_kind(text);
    if let Some(kind) = kind {
        let digits = input.digits(body, OFFICE, &[' '])?;
        return match digits.len() {
            12 | 13 if kind == "A" || kind == "U" => parse(&Input {
                text: body.to_owned(),
                ..input.clone()
            }),
            _ => document(input, &digits, Some(kind)),
        };
    }
    let compact: String = text.chars().filter(|c| !" ,-/'".contains(*c)).collect();
    if let Some(base) = compact.strip_suffix('X') {
        return application(input, base, Some('X'));
    }
    let digits = input.digits(text, OFFICE, &[' ', '.'])?;
    match digits.len() {
        13 => application(input, &digits[..12], digits.chars().last()),
        9 if !digits.starts_with(['1', '2', '3']) => application(input, &digits[..8], digits.chars().last()),
        12 | 8 => application(input, &digits, None),
        _ => document(input, &digits, None),
    }
}

fn application(input: &Input, base: &str, given: Option<char>) -> Result<PatentNumber, NumberError> {
    let base = input.digits(base, OFFICE, &[' '])?;
    let (year, kind, first, allowed) = match base.len() {
        12 => (
            int(&base[..4]),
            &base[4..5],
            2003,
            "1 (invention), 2 (utility model), 3 (design), 8 and 9 (through the PCT)",
        ),
        8 => (
            old_year(&base),
            &base[2..3],
            1985,
            "1 (invention), 2 (utility model), 3 (design), 8 and 9 (through the PCT)",
        ),
        given => {
            return Err(NumberError::WrongLength {
                office: OFFICE,
                given,
                rule: LENGTHS,
            });
        }
    };
    input.check_year(OFFICE, year, first)?;
    if base.len() == 8 && year > 2003 {
        return Err(NumberError::WrongLength {
            office: OFFICE,
            given: 8,
            rule: LENGTHS,
        });
    }
    let right_type = match kind {
        "1" | "8" => RightType::Invention,
        "2" | "9" => RightType::UtilityModel,
        "3" => RightType::Design,
        other => {
            return Err(NumberError::UnknownRightType {
                office: OFFICE,
                given: other.to_owned(),
                allowed,
            });
        }
    };
    let right = check::cn(&base);
    match given {
        Some(c) if !c.is_ascii_digit() && c != 'X' => {
            return Err(NumberError::NotADigit {
                office: OFFICE,
                found: c,
            });
        }
        Some(given) if given != right => {
            let corrected = format!("CN{base}.{right}");
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
        right_type,
        base,
    ))
}

/// Two-digit years: 85 to 99 and 00 to 03.
fn old_year(base: &str) -> i32 {
    let year = int(&base[..2]);
    if year >= 50 { 1900 + year } else { 2000 + year }
}

fn document(input: &Input, digits: &str, kind: Option<String>) -> Result<PatentNumber, NumberError> {
    // From 1985 to 1988 documents carried the number of the application.
    let old = digits.len() == 8 && kind.is_some() && (1985..=1989).contains(&old_year(digits));
    if !old && !matches!(digits.len(), 7 | 9) {
        return Err(NumberError::WrongLength {
            office: OFFICE,
            given: digits.len(),
            rule: LENGTHS,
        });
    }
    let right_digit = if old { &digits[2..3] } else { &digits[..1] };
    let (right_type, letters) = match right_digit {
        "1" => (RightType::Invention, "ABC"),
        "2" => (RightType::UtilityModel, "UY"),
        "3" => (RightType::Design, "SD"),
        other => {
            let allowed = "1 (invention), 2 (utility model), 3 (design)";
            return Err(NumberError::UnknownRightType {
                office: OFFICE,
                given: other.to_owned(),
                allowed,
            });
        }
    };
    let form = match &kind {
        Some(kind) => {
            // In the first years utility models and designs were laid open with U and S and granted with Y and D.
            if !kind_in(kind, KINDS) || (!old && !kind.starts_with(|c| letters.contains(c))) {
                let allowed = match right_type {
                    RightType::Invention => "A, A8, A9, B, B8, B9, C, C1 to C7 for an invention",
                    RightType::UtilityModel => "U, U8, U9, Y, Y1 to Y7 for a utility model",
                    _ => "S, S1 to S7, D for a design",
                };
                return Err(NumberError::UnknownKind {
                    office: OFFICE,
                    kind: kind.clone(),
                    allowed,
                });
            }
            if kind.starts_with('A') {
                NumberForm::Publication
            } else {
                NumberForm::Grant
            }
        }
        None if input.form == Some(NumberForm::Grant) => NumberForm::Grant,
        None if right_type == RightType::Invention => NumberForm::Publication,
        None => NumberForm::Grant,
    };
    Ok(PatentNumber::new(OFFICE, form, right_type, digits).with_kind(kind))
}

pub(super) fn key(number: &PatentNumber) -> String {
    match number.check_digit() {
        Some(check) if number.core.chars().all(|c| c.is_ascii_digit()) => {
            format!("CN{}.{check}", number.core)
        }
        _ => format!("CN{}", number.core),
    }
}

pub(super) fn display(number: &PatentNumber) -> String {
    match (number.form, number.right_type, number.kind()) {
        (NumberForm::Grant, RightType::Invention, None) => format!("CN patent {}", number.core),
        (_, _, kind) => format!("{}{}", key(number), kind.unwrap_or_default()),
    }
}
