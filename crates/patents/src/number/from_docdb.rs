//! From the spellings of the EPO's services, and of registers that use them, to numbers.

use chrono::{Datelike, NaiveDate};

use super::{NumberForm, Office, PatentNumber, RightType, parse, text::Input, us};

/// The number behind a docdb triple. What a register says is taken as it is: a number that follows
/// no rule we know is kept as printed.
pub(super) fn number(
    form: NumberForm,
    country: &str,
    digits: &str,
    kind: &str,
    on: Option<NaiveDate>,
) -> Option<PatentNumber> {
    let office: Office = country.parse().ok()?;
    let clean: String = digits
        .chars()
        .filter(|c| !c.is_whitespace())
        .take(40)
        .collect::<String>()
        .to_uppercase();
    // Some answers repeat the office in front of the number.
    let clean = clean
        .strip_prefix(office.code())
        .map(str::to_owned)
        .unwrap_or(clean);
    if !clean.is_ascii() || !clean.chars().any(|c| c.is_ascii_digit()) {
        return None;
    }
    let year = on.map(|on| on.year());
    let kind = kind.trim().to_uppercase();
    let input = |text: String| Input {
        text,
        form: Some(form),
        guessed: false,
        this_year: 9998,
    };
    let read = |office: Office, text: String| {
        let readings = parse::read(&input(text), office).ok()?;
        readings
            .iter()
            .find(|n| n.form == form)
            .or(readings.first())
            .filter(|n| n.form == form)
            .cloned()
    };
    let number = match (form, office) {
        (NumberForm::Application, _) if kind.starts_with('W') || office == Office::WO => {
            let text = if office == Office::WO {
                clean.clone()
            } else {
                format!("PCT{country}{clean}")
            };
            read(Office::WO, text)
        }
        (NumberForm::Application, Office::US) => us_application(&clean, year, &kind, read),
        (NumberForm::Application, Office::JP) => jp_application(&clean, year)
            .and_then(|text| read(Office::JP, format!("{}{text}", jp_label(&kind)))),
        (NumberForm::Application, Office::KR) if clean.len() == 11 => {
            let prefix = if kind.starts_with('U') {
                "20"
            } else if kind.starts_with('F') {
                "30"
            } else {
                "10"
            };
            read(office, format!("{prefix}{clean}"))
        }
        (NumberForm::Application, Office::CN) if clean.len() == 9 => {
            read(office, format!("{}.{}", &clean[..8], &clean[8..]))
        }
        (NumberForm::Application, _) => read(office, clean.clone()),
        _ => read(office, format!("{clean}{kind}")),
    };
    let as_printed = || {
        let printed: String = clean.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
        let kind = (form != NumberForm::Application && !kind.is_empty()).then(|| kind.clone());
        PatentNumber::new(office, form, RightType::Invention, printed).with_kind(kind)
    };
    let number = number.unwrap_or_else(as_printed);
    let spelled = format!("{country}{digits}{kind}");
    Some(PatentNumber {
        raw: spelled,
        filing_year: number.filing_year.or(year),
        ..number
    })
}

/// A document: its office and kind code tell whether it published an application or a grant.
pub(super) fn document(
    country: &str,
    digits: &str,
    kind: &str,
    on: Option<NaiveDate>,
) -> Option<PatentNumber> {
    let office: Office = country.parse().ok()?;
    let letter = kind.trim().chars().next();
    let form = match (office, letter) {
        // Before 2001 the United States published nothing but grants, with kind A.
        (Office::US, Some('A')) if kind.trim().len() == 1 => NumberForm::Grant,
        (Office::US, Some('P')) if kind.trim() == "P1" => NumberForm::Publication,
        (_, None | Some('A' | 'T' | 'W')) => NumberForm::Publication,
        (Office::JP, Some('U')) if digits.len() > 7 => NumberForm::Publication,
        (Office::JP, Some('B' | 'Y')) if digits.starts_with(['H', 'S']) => NumberForm::Publication,
        (Office::KR, Some('U')) => NumberForm::Publication,
        _ => NumberForm::Grant,
    };
    self::number(form, country, digits, kind, on)
}

fn us_application(
    digits: &str,
    year: Option<i32>,
    kind: &str,
    read: impl Fn(Office, String) -> Option<PatentNumber>,
) -> Option<PatentNumber> {
    let bare = digits.trim_end_matches('P');
    let number = match bare.len() {
        // Serial number and two digits of the year; the series follows from the year.
        8 if year.is_some_and(|y| y <= 2010 && bare.ends_with(&format!("{:02}", y % 100))) => {
            let series = match kind {
                "P" => return None,
                _ => us::series_of(year?, &bare[..6])?,
            };
            read(Office::US, format!("{series:02}{}", &bare[..6]))
        }
        11 if &bare[4..5] == "0" => read(Office::US, format!("{bare}A")),
        _ => read(Office::US, bare.to_owned()),
    }?;
    Some(if kind == "P" {
        number.of_type(RightType::Provisional)
    } else {
        number
    })
}

fn jp_label(kind: &str) -> &'static str {
    match kind.chars().next() {
        Some('U') => "実願",
        Some('F' | 'S') => "意願",
        _ => "特願",
    }
}

/// Year and serial number; before 2000 docdb has the serial number first.
fn jp_application(digits: &str, year: Option<i32>) -> Option<String> {
    match digits.len() {
        10 => Some(format!("{}-{}", &digits[..4], &digits[4..])),
        11 if &digits[4..5] == "0" => Some(format!("{}-{}", &digits[..4], &digits[5..])),
        3..=8 => {
            let (serial, short) = digits.split_at(digits.len() - 2);
            let year = year.filter(|y| *y < 2000 && format!("{:02}", y % 100) == short)?;
            Some(format!("{year}-{serial}"))
        }
        _ => None,
    }
}
