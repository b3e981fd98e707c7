//! Korea: the first two digits tell the kind of right (WIPO ST.13), then year and serial number; a
//! registration has no year.
//!
//! An application and the publication of another application may carry the same digits. Without a
//! kind code or a Korean label the number is read as an application, the form ST.13 is made for.

use super::{
    NumberError, NumberForm, Office, PatentNumber, RightType,
    text::{Input, int, kind_in, split_kind},
};

const OFFICE: Office = Office::KR;
const TYPES: &str = "10 (patent), 20 (utility model), 30 (design)";
const KINDS: &str = "A A0 A8 B1 B2 B8 U U8 Y1 Y2 S S1";
const LENGTHS: &str =
    "an application or publication has 13 digits (10-2004-1234567), a registration 9 (10-1234567)";
const LABELS: [(&str, NumberForm); 12] = [
    ("특허출원", NumberForm::Application),
    ("실용신안출원", NumberForm::Application),
    ("디자인출원", NumberForm::Application),
    ("출원번호", NumberForm::Application),
    ("출원", NumberForm::Application),
    ("공개특허", NumberForm::Publication),
    ("공개실용신안", NumberForm::Publication),
    ("공개번호", NumberForm::Publication),
    ("등록특허", NumberForm::Grant),
    ("등록실용신안", NumberForm::Grant),
    ("등록디자인", NumberForm::Grant),
    ("등록번호", NumberForm::Grant),
];

/// Whether a text begins with a word that only Korean numbers have.
pub(super) fn is_labelled(text: &str) -> bool {
    LABELS.iter().any(|(label, _)| text.starts_with(label))
        || text.starts_with("특허")
        || text.starts_with('제')
}

pub(super) fn parse(input: &Input) -> Result<PatentNumber, NumberError> {
    let label = LABELS.iter().find(|(label, _)| input.text.starts_with(label));
    let form = label.map(|(_, form)| *form).or(input.form);
    let text: String = input
        .text
        .chars()
        .filter(|c| !('가'..='힣').contains(c) && *c != ':')
        .collect();
    let (body, kind) = split_kind(text.trim());
    if let Some(kind) = &kind
        && !kind_in(kind, KINDS)
    {
        let allowed = "A (publication), B1, B2 (grant), U, Y1 (utility model), S (design)";
        return Err(NumberError::UnknownKind {
            office: OFFICE,
            kind: kind.clone(),
            allowed,
        });
    }
    let digits = input.digits(body, OFFICE, &['-', ' '])?;
    // Without the office only its own hyphens tell a Korean number.
    if input.guessed && !body.contains('-') {
        return Err(NumberError::WrongLength {
            office: OFFICE,
            given: digits.len(),
            rule: LENGTHS,
        });
    }
    let utility = kind.as_deref().is_some_and(|kind| kind.starts_with(['U', 'Y']));
    match digits.len() {
        13 => yearly(input, form, &digits[..2], &digits[2..6], &digits[6..], kind),
        // docdb leaves the two digits of the kind of right out.
        11 if !input.guessed => yearly(
            input,
            form,
            if utility { "20" } else { "10" },
            &digits[..4],
            &digits[4..],
            kind,
        ),
        9 => {
            let right_type = right_type(&digits[..2])?;
            let core = format!("{}-{}", &digits[..2], &digits[2..]);
            Ok(PatentNumber::new(OFFICE, NumberForm::Grant, right_type, core).with_kind(kind))
        }
        given => Err(NumberError::WrongLength {
            office: OFFICE,
            given,
            rule: LENGTHS,
        }),
    }
}

fn right_type(digits: &str) -> Result<RightType, NumberError> {
    match digits {
        "10" => Ok(RightType::Invention),
        "20" => Ok(RightType::UtilityModel),
        "30" => Ok(RightType::Design),
        other => Err(NumberError::UnknownRightType {
            office: OFFICE,
            given: other.to_owned(),
            allowed: TYPES,
        }),
    }
}

fn yearly(
    input: &Input,
    form: Option<NumberForm>,
    kind_digits: &str,
    year: &str,
    serial: &str,
    kind: Option<String>,
) -> Result<PatentNumber, NumberError> {
    let right_type = right_type(kind_digits)?;
    input.check_year(OFFICE, int(year), 1947)?;
    let core = format!("{kind_digits}-{year}-{serial}");
    let form = match (form, &kind) {
        (Some(NumberForm::Application), _) | (None, None) => NumberForm::Application,
        _ => NumberForm::Publication,
    };
    let kind = match (form, right_type) {
        (NumberForm::Application, _) => None,
        (_, RightType::UtilityModel) => kind.or(Some("U".to_owned())),
        (_, RightType::Design) => kind.or(Some("S".to_owned())),
        _ => kind.or(Some("A".to_owned())),
    };
    Ok(PatentNumber::new(OFFICE, form, right_type, core).with_kind(kind))
}

pub(super) fn display(number: &PatentNumber) -> String {
    let kind = number.kind().map(|kind| format!(" {kind}")).unwrap_or_default();
    format!("KR {}{kind}", number.core)
}
