//! The spellings of the EPO's services, docdb and epodoc, in both directions.

use std::fmt;

use chrono::{Datelike, NaiveDate};

use super::{NumberForm, Office, PatentNumber, RightType, jp, parse, text::Input, text::int, us, wo};

/// A number as docdb has it: `EP.2400812.A1`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocdbNumber {
    /// The office; of an international application the receiving office.
    pub country: String,
    /// The digits.
    pub number: String,
    /// The kind code; of an application `A`, `U`, `F`, `P` or `W`.
    pub kind: String,
}

impl fmt::Display for DocdbNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.country, self.number)?;
        if self.kind.is_empty() {
            Ok(())
        } else {
            write!(f, ".{}", self.kind)
        }
    }
}

pub(super) fn docdb(number: &PatentNumber) -> Option<DocdbNumber> {
    let core = number.core.as_str();
    let make = |country: &str, number: String, kind: &str| {
        Some(DocdbNumber {
            country: country.to_owned(),
            number,
            kind: kind.to_owned(),
        })
    };
    let office = number.office.code();
    let application_kind = match number.right_type {
        RightType::UtilityModel => "U",
        RightType::Design => "F",
        RightType::Provisional => "P",
        _ => "A",
    };
    if number.form != NumberForm::Application {
        let kind = number.kind().unwrap_or_default();
        return match number.office {
            Office::US if number.form == NumberForm::Publication => make(office, us_publication(core), kind),
            Office::WO => make(office, wo_publication(core), kind),
            Office::JP => make(office, jp_number(number), kind),
            Office::KR if number.form == NumberForm::Grant => make(office, core.replace('-', ""), kind),
            Office::KR => make(office, core.get(3..)?.replace('-', ""), kind),
            Office::DE => make(office, core.trim_start_matches(['P', 'G']).to_owned(), kind),
            _ => make(office, core.to_owned(), kind),
        };
    }
    match number.office {
        Office::US => {
            let year = number.filing_year?;
            let (series, serial) = core.split_at_checked(2)?;
            // Series and year in full since the end of 2010; before, serial number and two digits of the year.
            let number = if year > 2010 || int(series) >= 13 && int(series) < 29 {
                format!("{year}{core}")
            } else {
                format!("{serial}{:02}", year % 100)
            };
            make(office, number, application_kind)
        }
        Office::WO => {
            let (receiving, year, serial) = wo::parts(number)?;
            let short = int(year) < 2004 && serial.starts_with('0');
            let number = if short {
                format!("{}{}", &year[2..], &serial[1..])
            } else {
                format!("{year}{serial}")
            };
            make(receiving, number, "W")
        }
        Office::JP => make(office, jp_number(number), application_kind),
        Office::KR => make(office, core.get(3..)?.replace('-', ""), application_kind),
        Office::DE => make(
            office,
            core.trim_start_matches(['P', 'G']).to_owned(),
            application_kind,
        ),
        _ => make(office, core.to_owned(), application_kind),
    }
}

/// docdb drops the first zero of a publication's serial number.
fn us_publication(core: &str) -> String {
    match core.split_at_checked(4) {
        Some((year, serial)) if serial.len() == 7 && serial.starts_with('0') => {
            format!("{year}{}", &serial[1..])
        }
        _ => core.to_owned(),
    }
}

/// Two digits of the year until June 2004, with five digits of the serial number until 2002.
fn wo_publication(core: &str) -> String {
    match core.split_at_checked(4) {
        Some((year, serial)) if int(year) < 2003 && serial.starts_with('0') && serial.len() == 6 => {
            format!("{}{}", &year[2..], &serial[1..])
        }
        Some((year, serial)) if int(year) < 2004 => format!("{}{serial}", &year[2..]),
        _ => core.to_owned(),
    }
}

/// Publications before 2000 carry the year of the emperor: `JPH10123456`.
fn jp_number(number: &PatentNumber) -> String {
    let (_, digits) = jp::parts(number);
    let Some((year, serial)) = digits.split_once('-') else {
        return digits.to_owned();
    };
    match int(year) {
        year if year >= 2000 => format!("{year}{serial}"),
        year if number.form == NumberForm::Application => format!("{serial}{:02}", year % 100),
        year if year >= 1989 => format!("H{:02}{serial}", year - 1988),
        year => format!("S{:02}{serial}", year - 1925),
    }
}

pub(super) fn epodoc(number: &PatentNumber) -> Option<String> {
    let core = number.core.as_str();
    if number.form != NumberForm::Application {
        let docdb = docdb(number)?;
        return Some(format!("{}{}", docdb.country, docdb.number));
    }
    let year_and_serial = |year: i32, serial: &str| format!("{}{year}{serial:0>7}", number.office);
    match number.office {
        Office::EP | Office::GB => {
            let (year, serial) = core.split_at_checked(2)?;
            Some(year_and_serial(super::text::century(year), serial))
        }
        Office::US => {
            let docdb = docdb(number)?;
            let year = number.filing_year?;
            let suffix = if number.right_type == RightType::Provisional {
                "P"
            } else {
                ""
            };
            let old = year <= 2010 && docdb.number.len() == 8;
            Some(if old {
                year_and_serial(year, &core[2..])
            } else {
                format!("US{}{suffix}", docdb.number)
            })
        }
        Office::WO => {
            let (receiving, year, serial) = wo::parts(number)?;
            // Five digits of the serial number at the least.
            Some(format!(
                "WO{year}{receiving}{:0>5}",
                serial.trim_start_matches('0')
            ))
        }
        Office::JP => {
            let (year, serial) = jp::parts(number).1.split_once('-')?;
            Some(year_and_serial(int(year), serial))
        }
        Office::KR => Some(format!("KR{}", core.get(3..)?.replace('-', ""))),
        // epodoc keeps year, kind of right and at least six digits.
        Office::CN if core.len() == 12 => {
            let serial = &core[5..];
            Some(format!(
                "CN{}{}",
                &core[..5],
                serial.strip_prefix('0').unwrap_or(serial)
            ))
        }
        Office::CN if core.len() == 8 => {
            let year = int(&core[..2]) + if core.starts_with('0') { 2000 } else { 1900 };
            Some(year_and_serial(year, &core[2..]))
        }
        _ => Some(format!("{}{}", number.office, docdb(number)?.number)),
    }
}

pub(super) fn from_docdb(
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
    number: &str,
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
        (Office::JP, Some('U')) if number.len() > 7 => NumberForm::Publication,
        (Office::JP, Some('B' | 'Y')) if number.starts_with(['H', 'S']) => NumberForm::Publication,
        (Office::KR, Some('U')) => NumberForm::Publication,
        _ => NumberForm::Grant,
    };
    from_docdb(form, country, number, kind, on)
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
