//! The United States: series and serial number, publications since 2001, grants with their letters.

use super::{
    NumberError, NumberForm, Office, PatentNumber, RightType,
    text::{Input, int, kind_in, split_kind, thousands, unpad},
};

const OFFICE: Office = Office::US;
const EXAMPLE: &str = "17/248,024, US 2021/0210819 A1 or US 11,646,472 B2";
const KINDS: &str = "A A1 A2 A9 B1 B2 B8 B9 C1 C2 C3 E E1 F1 H H1 P P1 P2 P3 P4 P9 S S1 I4 I5";
const LENGTHS: &str =
    "an application has 8 digits (17/248,024), a publication 11 (2021/0210819), a grant at most 8";
/// Series that patents, designs, provisionals and reexaminations are filed under, beside 01 to about 20.
const SERIES: &str = "a series of two digits: 01 to 20, 29 or 35 (design), 60 to 63 (provisional), 90, 95 or 96 (reexamination)";

pub(super) fn parse(input: &Input) -> Result<Vec<PatentNumber>, NumberError> {
    let text = input.text.trim();
    if let Some(number) = lettered(input, text)? {
        return Ok(vec![number]);
    }
    let (body, kind) = split_kind(text);
    if let Some(kind) = &kind
        && !kind_in(kind, KINDS)
    {
        let allowed =
            "A1, A2, A9 (publication), A, B1, B2 (grant), S1 (design), E1 (reissue), P2, P3 (plant)";
        return Err(NumberError::UnknownKind {
            office: OFFICE,
            kind: kind.clone(),
            allowed,
        });
    }
    if let Some((left, right)) = body.split_once('/') {
        let left = input.digits(left, OFFICE, &[' '])?;
        let right = input.digits(right, OFFICE, &[' ', ','])?;
        return match (left.len(), right.len()) {
            (1 | 2, 1..=6) => Ok(vec![application(input, &format!("{left:0>2}{right:0>6}"))?]),
            (4, 5..=7) => Ok(vec![publication(input, &left, &right, kind)?]),
            _ => Err(NumberError::WrongLength {
                office: OFFICE,
                given: left.len() + right.len(),
                rule: LENGTHS,
            }),
        };
    }
    let grouped = body.contains(',');
    let digits = input.digits(body, OFFICE, &[' ', ','])?;
    match (digits.len(), kind.as_deref()) {
        // docdb since about 2010: year, series, serial number.
        (12, None | Some("A" | "P" | "F")) if !input.guessed => {
            let year = input.check_year(OFFICE, int(&digits[..4]), 1900)?;
            Ok(vec![application(input, &digits[4..])?.filed_in(year)])
        }
        // epodoc before: year, a zero, serial number; the series follows from the year.
        (11, Some("A")) if &digits[4..5] == "0" => {
            let year = input.check_year(OFFICE, int(&digits[..4]), 1900)?;
            let series = series_of(year, &digits[5..]).ok_or_else(unrecognised)?;
            Ok(vec![
                application(input, &format!("{series:0>2}{}", &digits[5..]))?.filed_in(year),
            ])
        }
        (11 | 10, None | Some("A1" | "A2" | "A9" | "P1" | "P4" | "P9")) => {
            Ok(vec![publication(input, &digits[..4], &digits[4..], kind)?])
        }
        (1..=8, Some(_)) => Ok(vec![grant("", &digits).with_kind(kind)]),
        (8, None) => either(input, &digits, grouped),
        (1..=7, None) => Ok(vec![grant("", &digits)]),
        (given, _) => Err(NumberError::WrongLength {
            office: OFFICE,
            given,
            rule: LENGTHS,
        }),
    }
}

fn unrecognised() -> NumberError {
    NumberError::Unrecognised {
        office: OFFICE,
        example: EXAMPLE,
    }
}

/// Eight digits: an application, a grant, or both.
fn either(input: &Input, digits: &str, grouped: bool) -> Result<Vec<PatentNumber>, NumberError> {
    let applied = application(input, digits);
    let granted = (10_000_000..=newest_grant(input.this_year)).contains(&int(digits));
    if grouped || input.form == Some(NumberForm::Grant) {
        return Ok(vec![grant("", digits)]);
    }
    if input.is_application() {
        return applied.map(|number| vec![number]);
    }
    let mut readings: Vec<_> = applied.clone().into_iter().collect();
    if granted {
        readings.push(grant("", digits));
    }
    if readings.is_empty() {
        applied.map(|number| vec![number])
    } else {
        Ok(readings)
    }
}

/// An upper bound of the numbers granted by the end of a year: 12,188,000 at the end of 2024, at most
/// 400,000 a year since.
fn newest_grant(year: i32) -> i32 {
    12_188_000_i32.saturating_add(year.saturating_sub(2024).clamp(0, 1000) * 400_000)
}

fn application(input: &Input, digits: &str) -> Result<PatentNumber, NumberError> {
    let series = int(&digits[..2]);
    // A series lasts about three years; 19 began at the end of 2024.
    let newest = (19 + (input.this_year - 2024).clamp(0, 9)).min(28);
    let right_type = match series {
        29 | 35 => RightType::Design,
        60..=63 => RightType::Provisional,
        90 | 95 | 96 => RightType::Invention,
        n if (1..=newest).contains(&n) => RightType::Invention,
        _ => {
            let given = digits[..2].to_owned();
            return Err(NumberError::UnknownRightType {
                office: OFFICE,
                given,
                allowed: SERIES,
            });
        }
    };
    Ok(PatentNumber::new(
        OFFICE,
        NumberForm::Application,
        right_type,
        digits,
    ))
}

fn publication(
    input: &Input,
    year: &str,
    serial: &str,
    kind: Option<String>,
) -> Result<PatentNumber, NumberError> {
    input.check_year(OFFICE, int(year), 2001)?;
    let right_type = if kind.as_deref().is_some_and(|k| k.starts_with('P')) {
        RightType::Plant
    } else {
        RightType::Invention
    };
    // docdb drops the first zero of the serial number.
    Ok(PatentNumber::new(
        OFFICE,
        NumberForm::Publication,
        right_type,
        format!("{year}{serial:0>7}"),
    )
    .with_kind(kind))
}

/// Grants with letters in front: designs, plants, reissues, statutory registrations.
fn lettered(input: &Input, text: &str) -> Result<Option<PatentNumber>, NumberError> {
    let prefix: String = text.chars().take_while(char::is_ascii_uppercase).collect();
    let prefix = match prefix.as_str() {
        "DES" => "D",
        "D" | "PP" | "RE" | "H" | "T" | "X" | "AI" => prefix.as_str(),
        _ => return Ok(None),
    };
    let rest = text.trim_start_matches(|c: char| c.is_ascii_uppercase() || c == '.' || c == ' ');
    let (body, kind) = split_kind(rest);
    let digits = input.digits(body, OFFICE, &[' ', ','])?;
    match digits.len() {
        1..=8 => Ok(Some(grant(prefix, &digits).with_kind(kind))),
        given => Err(NumberError::WrongLength {
            office: OFFICE,
            given,
            rule: "a grant has at most 8 digits after its letters",
        }),
    }
}

fn grant(prefix: &str, digits: &str) -> PatentNumber {
    let right_type = match prefix {
        "D" => RightType::Design,
        "PP" => RightType::Plant,
        _ => RightType::Invention,
    };
    PatentNumber::new(
        OFFICE,
        NumberForm::Grant,
        right_type,
        format!("{prefix}{}", unpad(digits)),
    )
}

/// The series an application of that year and serial number was filed under (MPEP 503): needed for
/// the spelling of docdb and epodoc before 2011, which leaves the series out. In the year in which a
/// series ended, high serial numbers belong to the old one.
pub(super) fn series_of(year: i32, serial: &str) -> Option<i32> {
    let high = int(serial) > 300_000;
    let (old, new) = match year {
        1979..=1986 => (6, 6),
        1987 => (6, 7),
        1988..=1992 => (7, 7),
        1993 => (7, 8),
        1994..=1996 => (8, 8),
        1997 => (8, 8),
        1998 => (8, 9),
        1999..=2000 => (9, 9),
        2001 => (9, 10),
        2002..=2003 => (10, 10),
        2004 => (10, 11),
        2005..=2006 => (11, 11),
        2007 => (11, 12),
        2008..=2009 => (12, 12),
        2010 => (12, 13),
        _ => return None,
    };
    Some(if high { old } else { new })
}

pub(super) fn display(number: &PatentNumber) -> String {
    let core = number.core.as_str();
    let kind = number.kind().map(|kind| format!(" {kind}")).unwrap_or_default();
    match number.form {
        NumberForm::Application if core.len() == 8 => {
            format!("US {}/{}", &core[..2], thousands(&core[2..], ','))
        }
        NumberForm::Publication if core.len() == 11 => format!("US {}/{}{kind}", &core[..4], &core[4..]),
        _ => {
            let at = core.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
            format!("US {}{}{kind}", &core[..at], thousands(&core[at..], ','))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_series_left_out_by_docdb_follows_from_the_year() {
        assert_eq!(series_of(2007, "964952"), Some(11));
        assert_eq!(series_of(1997, "921321"), Some(8));
        assert_eq!(series_of(2004, "824944"), Some(10));
        assert_eq!(series_of(1950, "000001"), None);
    }
}
