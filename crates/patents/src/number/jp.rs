//! Japan: the words in front of a number tell its form; years are western or of an era.
//!
//! An application and the publication of another application may carry the same digits. With the
//! office but neither words nor a kind code, a number with a year is read as an application, as
//! registers print them; without the office both readings are named.

use super::{
    NumberError, NumberForm, Office, PatentNumber,
    jp_words::{SERIES, Series, series, split_era},
    text::{Input, int, kind_in, split_kind},
};

use NumberForm::{Application, Grant};

const OFFICE: Office = Office::JP;
const EXAMPLE: &str = "特願2020-123456, 特開2021-090037 or 特許第7533889号";
const LENGTHS: &str =
    "an application or publication has a year and 6 digits (2020-123456), a registration at most 7 digits";
const ALLOWED: &str = "A (publication), B1, B2 (grant), U (utility model), Y2, S (design)";
const KINDS: &str = "A A1 A5 A6 A8 A9 B B1 B2 B3 B4 B6 B9 U U1 U6 U8 Y Y1 Y2 S";

pub(super) fn parse(input: &Input) -> Result<Vec<PatentNumber>, NumberError> {
    let text: String = input
        .text
        .replace("公報", "")
        .chars()
        .filter(|c| !"第号番 ".contains(*c))
        .collect();
    // 平成10年特許願第123456号: the label stands after the year.
    let text = match text.split_once('年') {
        Some((year, rest)) => SERIES
            .iter()
            .find_map(|s| {
                rest.strip_prefix(s.0)
                    .map(|serial| format!("{}{year}-{serial}", s.0))
            })
            .unwrap_or_else(|| format!("{year}-{rest}")),
        None => text,
    };
    let label = SERIES
        .iter()
        .filter(|s| text.starts_with(s.0))
        .max_by_key(|s| s.0.len());
    let rest = label.map_or(text.as_str(), |s| &text[s.0.len()..]);
    let (body, kind) = split_kind(rest);
    if let Some(kind) = &kind
        && !kind_in(kind, KINDS)
    {
        return Err(NumberError::UnknownKind {
            office: OFFICE,
            kind: kind.clone(),
            allowed: ALLOWED,
        });
    }
    let body = body.replace('ー', "-");
    match year_and_serial(input, &body)? {
        Some((year, serial)) => yearly(input, label, kind.as_deref(), year, &serial),
        None => registered(input, label, kind.as_deref(), &body),
    }
}

/// The year and serial number of `2020-123456`, `平10-123456`, `H10123456`, `2020123456`.
fn year_and_serial(input: &Input, body: &str) -> Result<Option<(i32, String)>, NumberError> {
    let (era, rest) = split_era(body);
    let (year, serial) = if let Some((year, serial)) = rest.split_once('-') {
        if serial.contains('-') {
            return Err(unrecognised());
        }
        (
            input.digits(year, OFFICE, &[])?,
            input.digits(serial, OFFICE, &[])?,
        )
    } else {
        let digits = input.digits(rest, OFFICE, &[','])?;
        match (era, digits.len()) {
            (Some(_), 7 | 8) => (
                digits[..digits.len() - 6].to_owned(),
                digits[digits.len() - 6..].to_owned(),
            ),
            (None, 10) => (digits[..4].to_owned(), digits[4..].to_owned()),
            (None, 1..=7) => return Ok(None),
            (_, given) => {
                return Err(NumberError::WrongLength {
                    office: OFFICE,
                    given,
                    rule: LENGTHS,
                });
            }
        }
    };
    if serial.is_empty() || serial.len() > 6 || year.is_empty() {
        let given = year.len() + serial.len();
        return Err(NumberError::WrongLength {
            office: OFFICE,
            given,
            rule: LENGTHS,
        });
    }
    let year = match (era, year.len()) {
        (Some((first, last)), 1 | 2) => {
            let western = first - 1 + int(&year);
            if int(&year) == 0 || western > last {
                return Err(unrecognised());
            }
            western
        }
        (None, 4) => int(&year),
        _ => {
            return Err(NumberError::WrongLength {
                office: OFFICE,
                given: year.len() + serial.len(),
                rule: LENGTHS,
            });
        }
    };
    input.check_year(OFFICE, year, 1930)?;
    Ok(Some((year, format!("{serial:0>6}"))))
}

fn unrecognised() -> NumberError {
    NumberError::Unrecognised {
        office: OFFICE,
        example: EXAMPLE,
    }
}

fn make(series: &Series, digits: &str, kind: Option<&str>) -> Result<PatentNumber, NumberError> {
    let letters = match series.3 {
        "PA" | "PW" | "P" => "A",
        "PB" | "PR" => "B",
        "UB" => "Y",
        "DR" | "D" => "S",
        _ => "UY",
    };
    if let Some(kind) = kind
        && !kind.starts_with(|c| letters.contains(c))
    {
        return Err(NumberError::UnknownKind {
            office: OFFICE,
            kind: kind.to_owned(),
            allowed: ALLOWED,
        });
    }
    let kind = if series.1 == Application {
        None
    } else {
        kind.or(Some(series.4).filter(|k| !k.is_empty()))
    };
    let number = PatentNumber::new(OFFICE, series.1, series.2, format!("{}{digits}", series.3));
    Ok(number.with_kind(kind.map(str::to_owned)))
}

fn yearly(
    input: &Input,
    label: Option<&'static Series>,
    kind: Option<&str>,
    year: i32,
    serial: &str,
) -> Result<Vec<PatentNumber>, NumberError> {
    let digits = format!("{year}-{serial}");
    let letters = match (label, kind, input.form) {
        (Some(label), ..) if label.1 != Grant => return Ok(vec![make(label, &digits, kind)?]),
        (Some(_), ..) => return Err(unrecognised()),
        (None, _, Some(Application)) => &["P"][..],
        (None, Some(kind), _) if kind.starts_with('A') => &["PA"],
        (None, Some(kind), _) if kind.starts_with('B') => &["PB"],
        (None, Some(kind), _) if kind.starts_with('U') => &["UA"],
        (None, Some(kind), _) if kind.starts_with('Y') => &["UB"],
        (None, Some(_), _) => return Err(unrecognised()),
        (None, None, Some(_)) => &["PA"],
        // An application and the publication of another may carry the same digits.
        (None, None, None) if input.guessed => &["P", "PA"],
        (None, None, None) => &["P"],
    };
    letters
        .iter()
        .filter_map(|letters| series(letters))
        .map(|s| make(s, &digits, kind))
        .collect()
}

fn registered(
    input: &Input,
    label: Option<&'static Series>,
    kind: Option<&str>,
    body: &str,
) -> Result<Vec<PatentNumber>, NumberError> {
    let digits = input.digits(body, OFFICE, &[','])?;
    let number = int(&digits);
    if number == 0 {
        return Err(unrecognised());
    }
    let letters = match (label, kind) {
        (Some(label), _) if label.1 == Grant => return Ok(vec![make(label, &number.to_string(), kind)?]),
        (Some(_), _) => {
            return Err(NumberError::WrongLength {
                office: OFFICE,
                given: digits.len(),
                rule: LENGTHS,
            });
        }
        (None, Some(kind)) if kind.starts_with('U') || kind.starts_with('Y') => &["UR"][..],
        (None, Some(kind)) if kind.starts_with('S') => &["DR"],
        (None, Some(_)) => &["PR"],
        // Registrations count from one for each kind of right.
        (None, None) if (3_000_000..3_400_000).contains(&number) => &["PR", "UR"],
        (None, None) if number < 2_000_000 => &["PR", "DR"],
        (None, None) => &["PR"],
    };
    letters
        .iter()
        .filter_map(|letters| series(letters))
        .map(|s| make(s, &number.to_string(), kind))
        .collect()
}

/// The letters and digits of the canonical form.
pub(super) fn parts(number: &PatentNumber) -> (&str, &str) {
    let at = number.core.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
    number.core.split_at(at)
}

pub(super) fn key(number: &PatentNumber) -> String {
    let (letters, digits) = parts(number);
    match letters {
        "P" | "PA" | "PR" => format!("JP{digits}"),
        letters => format!("JP{letters}{digits}"),
    }
}

pub(super) fn display(number: &PatentNumber) -> String {
    let (letters, digits) = parts(number);
    let Some(series) = series(letters) else {
        return format!("JP {}", number.core);
    };
    let kind = number
        .kind()
        .filter(|kind| *kind != series.4)
        .map(|kind| format!(" {kind}"))
        .unwrap_or_default();
    match (letters, number.kind()) {
        ("PR", Some(kind)) => format!("JP {digits} {kind}"),
        _ => format!("JP {}{digits}{kind}", series.0),
    }
}
