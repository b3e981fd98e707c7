//! Small tools for reading numbers.

use super::{NumberError, NumberForm, Office};

/// A text without its office, ready for the office's own rules.
#[derive(Debug, Clone)]
pub(super) struct Input {
    /// Upper case, half width, single spaces.
    pub(super) text: String,
    /// What labels around the number or the caller say it is.
    pub(super) form: Option<NumberForm>,
    /// Whether the office was guessed: then only its own punctuation passes.
    pub(super) guessed: bool,
    /// The year now.
    pub(super) this_year: i32,
}

/// Everything that may stand between digits.
const SEPARATORS: &[char] = &[' ', '.', ',', '-', '/', '\''];

impl Input {
    pub(super) fn is_application(&self) -> bool {
        self.form == Some(NumberForm::Application)
    }

    /// The digits of `text`. When the office is only guessed, none but its `own` separators pass.
    pub(super) fn digits(&self, text: &str, office: Office, own: &[char]) -> Result<String, NumberError> {
        let passes = |c: char| {
            if self.guessed {
                own.contains(&c)
            } else {
                SEPARATORS.contains(&c)
            }
        };
        let mut digits = String::new();
        for c in text.chars() {
            if c.is_ascii_digit() {
                digits.push(c);
            } else if !passes(c) {
                return Err(NumberError::NotADigit { office, found: c });
            }
        }
        Ok(digits)
    }

    /// Refuses a year outside the form's range.
    pub(super) fn check_year(&self, office: Office, year: i32, first: i32) -> Result<i32, NumberError> {
        if year > self.this_year {
            Err(NumberError::YearInFuture {
                office,
                year,
                this_year: self.this_year,
            })
        } else if year < first {
            Err(NumberError::YearTooEarly { office, year, first })
        } else {
            Ok(year)
        }
    }
}

/// Splits a trailing kind code off: a letter, or a letter and a digit, after a digit or a blank.
/// `X` is a check digit, never a kind.
pub(super) fn split_kind(text: &str) -> (&str, Option<String>) {
    let text = text.trim_end();
    let tail: Vec<(usize, char)> = text.char_indices().rev().take(3).collect();
    let is_letter = |c: char| c.is_ascii_uppercase() && c != 'X';
    let follows = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '.' | '-' | '/');
    match tail.as_slice() {
        [(_, digit), (at, letter), (_, before)]
            if digit.is_ascii_digit() && is_letter(*letter) && follows(*before) =>
        {
            (clip(&text[..*at]), Some(format!("{letter}{digit}")))
        }
        [(at, letter), (_, before), ..] if is_letter(*letter) && follows(*before) => {
            (clip(&text[..*at]), Some(letter.to_string()))
        }
        _ => (text, None),
    }
}

fn clip(text: &str) -> &str {
    text.trim_end_matches([' ', '.', '-', '/'])
}

/// Whether a kind code is in a blank-separated list.
pub(super) fn kind_in(kind: &str, list: &str) -> bool {
    list.split(' ').any(|known| known == kind)
}

/// A number below ten million in groups of three: `11,646,472`.
pub(super) fn thousands(digits: &str, separator: char) -> String {
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(c);
    }
    out
}

/// Digits without leading zeros, at least one.
pub(super) fn unpad(digits: &str) -> &str {
    let bare = digits.trim_start_matches('0');
    if bare.is_empty() {
        &digits[digits.len().saturating_sub(1)..]
    } else {
        bare
    }
}

/// The number in these digits; zero if they are none.
pub(super) fn int(digits: &str) -> i32 {
    digits.parse().unwrap_or(0)
}

/// The year of a two-digit year: 78 and later in the last century.
pub(super) fn century(two_digits: &str) -> i32 {
    let year = int(two_digits);
    if year >= 78 { 1900 + year } else { 2000 + year }
}
