//! The PCT: international applications (receiving office, year, serial) and WO publications.

use super::{
    NumberError, NumberForm, Office, PatentNumber, RightType,
    text::{Input, century, int, kind_in, split_kind},
};

const OFFICE: Office = Office::WO;
const EXAMPLE: &str = "PCT/CN2020/123456 or WO 2020/081771 A1";
const KINDS: &str = "A A1 A2 A3 A4 A8 A9 B1 W";
const LENGTHS: &str = "it has a year and 6 digits (WO 2020/081771, PCT/CN2020/123456), \
    before 2004 a year of two digits and 5 or 6 digits (WO 99/25000, PCT/GB02/04635)";

pub(super) fn parse(input: &Input) -> Result<PatentNumber, NumberError> {
    let text = input.text.trim();
    let unrecognised = || NumberError::Unrecognised {
        office: OFFICE,
        example: EXAMPLE,
    };
    if let Some(rest) = text.strip_prefix("PCT") {
        let rest = rest.trim_start_matches([' ', '/', '-', '.']);
        let (receiving, rest) = rest.split_at_checked(2).ok_or_else(unrecognised)?;
        check_receiving(receiving)?;
        let (year, serial) = year_and_serial(input, split_kind(rest).0)?;
        return application(input, receiving, year, &serial);
    }
    // epodoc puts the year in front: WO2008US86599.
    if let Some(at) = text.find(|c: char| c.is_ascii_uppercase())
        && (at == 4 || at == 2)
        && text.is_char_boundary(at + 2)
        && text[at + 2..].starts_with(|c: char| c.is_ascii_digit())
        && text.as_bytes()[at + 1].is_ascii_uppercase()
    {
        let (year, rest) = text.split_at(at);
        let year = input.digits(year, OFFICE, &[])?;
        let (receiving, serial) = rest.split_at(2);
        check_receiving(receiving)?;
        let year = if year.len() == 2 {
            century(&year)
        } else {
            int(&year)
        };
        return application(input, receiving, year, &input.digits(serial, OFFICE, &[])?);
    }
    let (body, kind) = split_kind(text);
    if let Some(kind) = &kind
        && !kind_in(kind, KINDS)
    {
        let allowed = "A1, A2, A3, A4, A8, A9";
        return Err(NumberError::UnknownKind {
            office: OFFICE,
            kind: kind.clone(),
            allowed,
        });
    }
    let (year, serial) = year_and_serial(input, body)?;
    let year = input.check_year(OFFICE, year, 1978)?;
    let number = PatentNumber::new(
        OFFICE,
        NumberForm::Publication,
        RightType::Pct,
        format!("{year}{serial:0>6}"),
    );
    Ok(number.with_kind(kind))
}

fn check_receiving(code: &str) -> Result<(), NumberError> {
    code.parse::<Office>()
        .map(|_| ())
        .map_err(|unknown| NumberError::UnknownOffice { code: unknown.0 })
}

fn year_and_serial(input: &Input, text: &str) -> Result<(i32, String), NumberError> {
    let length = |given| NumberError::WrongLength {
        office: OFFICE,
        given,
        rule: LENGTHS,
    };
    let digits = input.digits(text, OFFICE, &[' ', '/'])?;
    if let Some((year, serial)) = text.trim().split_once(['/', '-']) {
        let (year, serial) = (
            input.digits(year, OFFICE, &[' '])?,
            input.digits(serial, OFFICE, &[' '])?,
        );
        return match (year.len(), serial.len()) {
            (4, 1..=6) => Ok((int(&year), serial)),
            (2, 1..=6) if century(&year) <= 2004 => Ok((century(&year), serial)),
            _ => Err(length(digits.len())),
        };
    }
    match digits.len() {
        10 => Ok((int(&digits[..4]), digits[4..].to_owned())),
        7 | 8 if century(&digits[..2]) <= 2004 => Ok((century(&digits[..2]), digits[2..].to_owned())),
        given => Err(length(given)),
    }
}

fn application(input: &Input, receiving: &str, year: i32, serial: &str) -> Result<PatentNumber, NumberError> {
    input.check_year(OFFICE, year, 1978)?;
    if serial.is_empty() || serial.len() > 6 {
        return Err(NumberError::WrongLength {
            office: OFFICE,
            given: serial.len() + 4,
            rule: LENGTHS,
        });
    }
    let core = format!("{receiving}{year}{serial:0>6}");
    Ok(PatentNumber::new(
        OFFICE,
        NumberForm::Application,
        RightType::Pct,
        core,
    ))
}

/// Receiving office, year and serial number of an international application.
pub(super) fn parts(number: &PatentNumber) -> Option<(&str, &str, &str)> {
    let core = number.core.as_str();
    (number.form == NumberForm::Application && core.len() == 12)
        .then(|| (&core[..2], &core[2..6], &core[6..]))
}

pub(super) fn key(number: &PatentNumber) -> String {
    if number.form == NumberForm::Application {
        display(number)
    } else {
        format!("WO{}", number.core)
    }
}

pub(super) fn display(number: &PatentNumber) -> String {
    let core = number.core.as_str();
    let kind = number.kind().map(|kind| format!(" {kind}")).unwrap_or_default();
    match parts(number) {
        // Two digits of the year and five of the serial number until 2003.
        Some((receiving, year, serial)) if int(year) < 2004 && serial.starts_with('0') => {
            format!("PCT/{receiving}{}/{}", &year[2..], &serial[1..])
        }
        Some((receiving, year, serial)) => format!("PCT/{receiving}{year}/{serial}"),
        None if core.len() == 10 => format!("WO {}/{}{kind}", &core[..4], &core[4..]),
        None => format!("WO {core}{kind}"),
    }
}
