//! Why a text is not a patent number: the rule it breaks and, where it can be told, the fix.

use super::{NumberForm, Office, PatentNumber};

/// Why a text is not a patent number. Every variant names the rule; a wrong check digit names the
/// right one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// Nothing was typed.
    #[error("type a patent number, such as CN202311776587.0 or US 11,646,472 B2")]
    Empty,
    /// The text is longer than any patent number.
    #[error("this is {length} characters long; a patent number has at most {max}")]
    TooLong {
        /// How long it is.
        length: usize,
        /// How long it may be.
        max: usize,
    },
    /// The two letters in front are not the code of an office.
    #[error("{code} is not the code of a patent office; use CN, US, EP, WO, JP, KR, DE or GB")]
    UnknownOffice {
        /// The letters.
        code: String,
    },
    /// The number names one office and the caller another.
    #[error("this is a number of {found}, not of {wanted}; choose {found} or type a number of {wanted}")]
    OtherOffice {
        /// What the caller said.
        wanted: Office,
        /// What the number says.
        found: Office,
    },
    /// The number is of another form than was asked for.
    #[error("this is the number of {found}; here the number of {wanted} is needed")]
    OtherForm {
        /// What was asked for.
        wanted: NumberForm,
        /// What it is.
        found: NumberForm,
    },
    /// The check digit does not follow from the other digits.
    #[error("the check digit of this {office} number is {given}, but it should be {right}: {corrected}")]
    WrongCheckDigit {
        /// The office whose rule is broken.
        office: Office,
        /// The check digit typed.
        given: char,
        /// The check digit that follows from the other digits.
        right: char,
        /// The whole number with the right check digit.
        corrected: String,
    },
    /// The year in the number has not come yet.
    #[error("the year {year} in this {office} number lies in the future; the year now is {this_year}")]
    YearInFuture {
        /// The office.
        office: Office,
        /// The year in the number.
        year: i32,
        /// The year now.
        this_year: i32,
    },
    /// The year in the number is before the office used this form.
    #[error("the year {year} in this {office} number is too early; numbers of this form begin in {first}")]
    YearTooEarly {
        /// The office.
        office: Office,
        /// The year in the number.
        year: i32,
        /// The first year of the form.
        first: i32,
    },
    /// The digit or letters that tell the kind of right are none the office uses.
    #[error("{given} is not a kind of right in {office} numbers; it must be one of {allowed}")]
    UnknownRightType {
        /// The office.
        office: Office,
        /// What stands there.
        given: String,
        /// What may stand there.
        allowed: &'static str,
    },
    /// Too many or too few digits.
    #[error("this {office} number has {given} digits; {rule}")]
    WrongLength {
        /// The office.
        office: Office,
        /// How many digits it has.
        given: usize,
        /// How many it should have.
        rule: &'static str,
    },
    /// A letter or sign where the rule wants a digit.
    #[error("{found:?} stands where this {office} number needs a digit")]
    NotADigit {
        /// The office.
        office: Office,
        /// The character.
        found: char,
    },
    /// The kind code is none of the office's (WIPO ST.16).
    #[error("{kind} is not a kind code of {office}; use one of {allowed}, or leave it out")]
    UnknownKind {
        /// The office.
        office: Office,
        /// The kind code typed.
        kind: String,
        /// Kind codes of the office.
        allowed: &'static str,
    },
    /// The number can be read in several ways.
    #[error(
        "this number can be read as {}; add the office, a kind code or the usual punctuation",
        list(readings)
    )]
    Ambiguous {
        /// The possible readings, as they would be printed.
        readings: Vec<PatentNumber>,
    },
    /// The text follows no rule of the office.
    #[error("this does not look like a number of {office}; an example is {example}")]
    Unrecognised {
        /// The office.
        office: Office,
        /// How a number of the office looks.
        example: &'static str,
    },
    /// The text follows no rule of any office.
    #[error(
        "this does not look like a patent number; put the office in front, as in CN202311776587.0 or EP2400812"
    )]
    NoOffice,
}

impl NumberError {
    /// The rule's name, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "NUMBER_EMPTY",
            Self::TooLong { .. } => "NUMBER_TOO_LONG",
            Self::UnknownOffice { .. } => "NUMBER_UNKNOWN_OFFICE",
            Self::OtherOffice { .. } => "NUMBER_OTHER_OFFICE",
            Self::OtherForm { .. } => "NUMBER_OTHER_FORM",
            Self::WrongCheckDigit { .. } => "NUMBER_WRONG_CHECK_DIGIT",
            Self::YearInFuture { .. } => "NUMBER_YEAR_IN_FUTURE",
            Self::YearTooEarly { .. } => "NUMBER_YEAR_TOO_EARLY",
            Self::UnknownRightType { .. } => "NUMBER_UNKNOWN_RIGHT_TYPE",
            Self::WrongLength { .. } => "NUMBER_WRONG_LENGTH",
            Self::NotADigit { .. } => "NUMBER_NOT_A_DIGIT",
            Self::UnknownKind { .. } => "NUMBER_UNKNOWN_KIND",
            Self::Ambiguous { .. } => "NUMBER_AMBIGUOUS",
            Self::Unrecognised { .. } => "NUMBER_UNRECOGNISED",
            Self::NoOffice => "NUMBER_NO_OFFICE",
        }
    }

    /// How much the error tells: when several offices refuse a text, the best reason is given.
    pub(super) fn weight(&self) -> u8 {
        match self {
            Self::WrongCheckDigit { .. } => 9,
            Self::YearInFuture { .. } => 8,
            Self::UnknownRightType { .. } => 7,
            Self::YearTooEarly { .. } => 6,
            Self::UnknownKind { .. } => 5,
            Self::NotADigit { .. } => 4,
            Self::WrongLength { .. } => 3,
            Self::Unrecognised { .. } => 1,
            _ => 2,
        }
    }
}

fn list(readings: &[PatentNumber]) -> String {
    let texts: Vec<String> = readings
        .iter()
        .map(|n| format!("{} ({})", n.display(), n.form()))
        .collect();
    match texts.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [head @ .., last] => format!("{} or {last}", head.join(", ")),
    }
}
