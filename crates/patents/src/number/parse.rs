//! Reading a number: the text is cleaned, its office found, the office's rules applied; without an
//! office, the rules of all of them.

use chrono::{Datelike, NaiveDate};

use super::{
    NumberError, NumberForm, Office, PatentNumber, clean::clean, cn, de, ep, gb, jp, kr, other, text::Input,
    us, wo,
};

/// Longer than any number with its words around it.
const MAX_CHARS: usize = 80;

pub(super) fn parse(
    raw: &str,
    hint: Option<Office>,
    wanted: Option<NumberForm>,
    today: NaiveDate,
) -> Result<PatentNumber, NumberError> {
    let length = raw.chars().count();
    if length > MAX_CHARS {
        return Err(NumberError::TooLong {
            length,
            max: MAX_CHARS,
        });
    }
    let clean = clean(raw)?;
    if clean.text.is_empty() {
        return Err(NumberError::Empty);
    }
    if let (Some(wanted), Some(found)) = (hint, clean.office)
        && wanted != found
    {
        return Err(NumberError::OtherOffice { wanted, found });
    }
    let office = clean.office.or(hint);
    let form = wanted.or(clean.form);
    let input = Input {
        text: clean.text,
        form,
        guessed: office.is_none(),
        this_year: today.year(),
    };
    let readings = match office {
        Some(office) => read(&input, office)?,
        None => guess(&input)?,
    };
    // Labels and callers narrow several readings down to the one of their form.
    let narrowed: Vec<_> = readings
        .iter()
        .filter(|n| form.is_none_or(|form| n.form == form))
        .cloned()
        .collect();
    let readings = if narrowed.is_empty() { readings } else { narrowed };
    let number = match <[PatentNumber; 1]>::try_from(readings) {
        Ok([only]) => only,
        Err(readings) => return Err(NumberError::Ambiguous { readings }),
    };
    if let Some(wanted) = wanted
        && number.form != wanted
    {
        return Err(NumberError::OtherForm {
            wanted,
            found: number.form,
        });
    }
    Ok(PatentNumber {
        raw: raw.to_owned(),
        ..number
    })
}

/// The readings by one office's rules; at least one.
pub(super) fn read(input: &Input, office: Office) -> Result<Vec<PatentNumber>, NumberError> {
    match office {
        Office::CN => cn::parse(input).map(|number| vec![number]),
        Office::US => us::parse(input),
        Office::EP => ep::parse(input).map(|number| vec![number]),
        Office::WO => wo::parse(input).map(|number| vec![number]),
        Office::JP => jp::parse(input),
        Office::KR => kr::parse(input).map(|number| vec![number]),
        Office::DE => de::parse(input).map(|number| vec![number]),
        Office::GB => gb::parse(input),
        other => other::parse(input, other).map(|number| vec![number]),
    }
}

/// The readings by every office's rules; if there is none, the refusal that says most.
fn guess(input: &Input) -> Result<Vec<PatentNumber>, NumberError> {
    let mut readings = Vec::new();
    let mut refusal = NumberError::NoOffice;
    for office in Office::KNOWN {
        match read(input, office) {
            Ok(found) => readings.extend(found),
            // Digits that would be a year centuries away are no year: the number is of another office.
            Err(NumberError::YearInFuture { year, .. }) if year > input.this_year + 100 => {}
            Err(error) if error.weight() > refusal.weight().max(4) => refusal = error,
            Err(_) => {}
        }
    }
    if readings.is_empty() {
        Err(refusal)
    } else {
        Ok(readings)
    }
}
