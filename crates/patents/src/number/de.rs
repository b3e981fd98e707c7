//! Germany: since 2004 two digits for the kind of right, the year and six digits; before, one digit or
//! a letter, two digits of the year and five digits. Documents carry the number of the application.
//!
//! The check digit is kept as typed and is never grounds to refuse a number: we could not prove its
//! rule on real numbers.

use super::{
    NumberError, NumberForm, Office, PatentNumber, RightType,
    text::{Input, century, int, kind_in, split_kind},
};

const OFFICE: Office = Office::DE;
const KINDS: &str =
    "A A1 A5 A8 A9 B B2 B3 B4 B8 B9 C C1 C2 C3 C4 C5 C8 C9 D1 T1 T2 T3 T4 T5 T8 T9 U U1 U8 U9";
const TYPES: &str = "10 (patent), 11 (through the PCT), 12 (certificate), 20 and 21 (utility model), 50 and 60 (European patent)";
const LENGTHS: &str = "since 2004 a number has 12 digits and a check digit (10 2004 001 234.5), \
    before it had 8 and a check digit (199 12 345.6), before 1995 7 (P 44 12 345.6)";

pub(super) fn parse(input: &Input) -> Result<PatentNumber, NumberError> {
    let text = input.text.trim();
    let (letter, text) = match text.strip_prefix(['P', 'G']) {
        Some(rest) => (text.chars().next(), rest.trim_start()),
        None => (None, text),
    };
    let (text, check) = match text.rsplit_once('.') {
        // A check digit stands alone after a group of three: the dots between thousands do not.
        Some((base, tail)) if tail.trim().len() == 1 && tail.trim().chars().all(|c| c.is_ascii_digit()) => {
            (base, tail.trim().chars().next())
        }
        _ => (text, None),
    };
    let (body, kind) = split_kind(text);
    if let Some(kind) = &kind
        && !kind_in(kind, KINDS)
    {
        let allowed = "A1, A5, B3, B4, C1, C2, T1 to T5, U1";
        return Err(NumberError::UnknownKind {
            office: OFFICE,
            kind: kind.clone(),
            allowed,
        });
    }
    let mut digits = input.digits(body, OFFICE, &[' ', '.'])?;
    let mut check = check;
    if check.is_none() && kind.is_none() && matches!(digits.len(), 13 | 9) {
        check = digits.pop();
    }
    // Without the office only its own grouping tells a German number: 10 2004 001 234.5.
    if input.guessed && (digits.len() != 12 || body.get(2..3).is_none_or(|blank| blank != " ")) {
        return Err(NumberError::WrongLength {
            office: OFFICE,
            given: digits.len(),
            rule: LENGTHS,
        });
    }
    let utility = letter == Some('G') || kind.as_deref().is_some_and(|kind| kind.starts_with('U'));
    let (right_type, core) = match digits.len() {
        12 => (modern(input, &digits)?, digits),
        8 => {
            let right_type = match &digits[..1] {
                "1" | "5" | "6" => RightType::Invention,
                "2" => RightType::UtilityModel,
                other => {
                    let allowed = "1 (patent), 2 (utility model), 5 and 6 (European patent)";
                    return Err(NumberError::UnknownRightType {
                        office: OFFICE,
                        given: other.to_owned(),
                        allowed,
                    });
                }
            };
            let year = century(&digits[1..3]);
            if !(1995..=2003).contains(&year) {
                return Err(NumberError::WrongLength {
                    office: OFFICE,
                    given: 8,
                    rule: LENGTHS,
                });
            }
            (right_type, digits)
        }
        7 if utility => (RightType::UtilityModel, format!("G{digits}")),
        7 => (RightType::Invention, format!("P{digits}")),
        given => {
            return Err(NumberError::WrongLength {
                office: OFFICE,
                given,
                rule: LENGTHS,
            });
        }
    };
    let form = match (&kind, input.form) {
        (None, _) | (_, Some(NumberForm::Application)) => NumberForm::Application,
        (Some(kind), _) if kind.starts_with(['A', 'T', 'D']) => NumberForm::Publication,
        _ => NumberForm::Grant,
    };
    let kind = if form == NumberForm::Application {
        None
    } else {
        kind
    };
    let number = PatentNumber::new(OFFICE, form, right_type, core).with_kind(kind);
    Ok(PatentNumber { check, ..number })
}

fn modern(input: &Input, digits: &str) -> Result<RightType, NumberError> {
    let right_type = match &digits[..2] {
        "10" | "11" | "12" | "50" | "60" => RightType::Invention,
        "20" | "21" => RightType::UtilityModel,
        other => {
            return Err(NumberError::UnknownRightType {
                office: OFFICE,
                given: other.to_owned(),
                allowed: TYPES,
            });
        }
    };
    input.check_year(OFFICE, int(&digits[2..6]), 1980)?;
    Ok(right_type)
}

pub(super) fn display(number: &PatentNumber) -> String {
    let core = number.core.as_str();
    let kind = number.kind().map(|kind| format!(" {kind}")).unwrap_or_default();
    let check = number
        .check
        .filter(|_| number.kind.is_none())
        .map(|c| format!(".{c}"))
        .unwrap_or_default();
    match core.len() {
        12 => format!(
            "DE {} {} {} {}{check}{kind}",
            &core[..2],
            &core[2..6],
            &core[6..9],
            &core[9..]
        ),
        8 if core.starts_with(['P', 'G']) => {
            format!(
                "DE {} {} {} {}{check}{kind}",
                &core[..1],
                &core[1..3],
                &core[3..5],
                &core[5..]
            )
        }
        8 => format!("DE {} {} {}{check}{kind}", &core[..3], &core[3..5], &core[5..]),
        _ => format!("DE {core}{kind}"),
    }
}
