//! Numbers in the spellings of the EPO's services, docdb and epodoc.

use std::fmt;

use super::{NumberForm, Office, PatentNumber, RightType, jp, text::int, wo};

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
