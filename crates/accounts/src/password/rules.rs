//! Which passwords are taken.
//!
//! Length and guessability decide, not kinds of characters (NIST SP 800-63B-4, section 3.1.1.2).

use std::{collections::HashSet, sync::LazyLock};

use zxcvbn::Score;

use crate::error::ErrorCode;

/// Fewest characters.
pub const MIN: usize = 10;
/// Most characters.
pub const MAX: usize = 128;
/// How much of a password is searched for patterns; the search grows with the square.
const SEARCHED: usize = 64;

/// Words and passwords that are tried first.
static COMMON: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    include_str!("common.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .collect()
});

/// Words of the platform itself.
const CONTEXT: [&str; 2] = ["farsight", "望远"];

/// Why a password is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Too few characters.
    #[error(
        "a password needs at least {MIN} characters; three or four words that do not belong together are good"
    )]
    TooShort,
    /// Too many characters.
    #[error("a password has at most {MAX} characters")]
    TooLong,
    /// It is among those tried first, or one of them with digits around it.
    #[error(
        "this is one of the passwords that are tried first; choose three or four words that do not belong together"
    )]
    Common,
    /// Little is left of it without the person's own name and address and the platform's name.
    #[error("a password should not be made of your name, your mail address or the name of this site")]
    Context,
    /// It can be guessed.
    #[error("this password is easy to guess: {0}")]
    Guessable(String),
    /// The check itself broke off.
    #[error("this password cannot be checked; choose another one")]
    Unchecked,
}

impl PasswordError {
    /// The code of this refusal.
    pub fn code(&self) -> ErrorCode {
        match self {
            PasswordError::TooShort => ErrorCode::PasswordTooShort,
            PasswordError::TooLong => ErrorCode::PasswordTooLong,
            PasswordError::Common
            | PasswordError::Context
            | PasswordError::Guessable(_)
            | PasswordError::Unchecked => ErrorCode::PasswordTooWeak,
        }
    }
}

/// Passes if the password will do for a person known by `context` (name, parts of the address).
///
/// # Errors
/// [`PasswordError`] says what is wrong and what to do.
pub(crate) fn check(password: &str, context: &[&str]) -> Result<(), PasswordError> {
    let length = password.chars().count();
    if length < MIN {
        return Err(PasswordError::TooShort);
    }
    if length > MAX {
        return Err(PasswordError::TooLong);
    }
    let lower = password.to_lowercase();
    if COMMON.contains(lower.as_str()) || COMMON.contains(root(&lower).as_str()) {
        return Err(PasswordError::Common);
    }
    let words: Vec<String> = context
        .iter()
        .chain(&CONTEXT)
        .flat_map(|text| text.split(|c: char| !c.is_alphanumeric()))
        .filter(|word| word.chars().count() >= 2)
        .map(str::to_lowercase)
        .collect();
    // Short words happen by chance; four letters, or two of a script without letters, do not.
    let telling = words
        .iter()
        .filter(|word| word.chars().count() >= 4 || !word.is_ascii());
    let rest = telling.fold(lower, |rest, word| rest.replace(word.as_str(), ""));
    if rest.chars().count() < MIN && rest.chars().count() < length {
        return Err(PasswordError::Context);
    }
    let searched: String = password.chars().take(SEARCHED).collect();
    let hints: Vec<&str> = words.iter().map(String::as_str).collect();
    let guess = zxcvbn::zxcvbn(&searched, &hints);
    if guess.score() >= Score::Three {
        return Ok(());
    }
    let advice = guess.feedback().and_then(|feedback| {
        let warning = feedback.warning().map(|warning| warning.to_string());
        warning.or_else(|| {
            feedback
                .suggestions()
                .first()
                .map(|suggestion| suggestion.to_string())
        })
    });
    Err(PasswordError::Guessable(
        advice.unwrap_or_else(|| "Add another word or two.".to_owned()),
    ))
}

/// The word inside: without what is put around it, and with letters where look-alikes stand.
fn root(lower: &str) -> String {
    let plain = lower.trim_matches(|c: char| !c.is_alphabetic() && !matches!(c, '@' | '$'));
    plain
        .chars()
        .map(|c| match c {
            '0' => 'o',
            '1' | '!' => 'i',
            '3' => 'e',
            '4' | '@' => 'a',
            '5' | '$' => 's',
            '7' => 't',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(password: &str) -> PasswordError {
        check(password, &["Ann Lee", "ann.lee"]).expect_err(password)
    }

    #[test]
    fn passphrases_and_random_passwords_are_taken() {
        for password in [
            "heliotrope anvil 77 marsh",
            "Xq7$kTz!02vB",
            "量子鲸鱼爱吃苦瓜和芒果",
            "tea-lantern-9-osprey",
        ] {
            assert_eq!(check(password, &["Ann Lee", "ann.lee"]), Ok(()), "{password}");
        }
    }

    #[test]
    fn the_length_is_counted_in_characters() {
        assert_eq!(refused("Xq7$kTz!0"), PasswordError::TooShort);
        assert_eq!(refused(&"Xq7$kTz!".repeat(17)), PasswordError::TooLong);
        assert_eq!(check(&"Xq7$kTz!".repeat(16), &[]).err(), None);
    }

    #[test]
    fn what_is_tried_first_is_refused_in_any_dress() {
        for password in [
            "1234567890",
            "qwertyuiop",
            "Password123!",
            "P@ssw0rd2026",
            "!!Iloveyou!!99",
            "woaini1314520",
        ] {
            assert_eq!(refused(password), PasswordError::Common, "{password}");
        }
    }

    #[test]
    fn ones_own_name_does_not_count() {
        for password in ["FarsightFarsight", "ann.lee.farsight!", "farsight2026"] {
            assert!(
                matches!(
                    refused(password),
                    PasswordError::Context | PasswordError::Guessable(_)
                ),
                "{password}"
            );
        }
        assert_eq!(
            check("margarethe-1999", &["Margarethe", "m"]),
            Err(PasswordError::Context)
        );
        assert_eq!(check("tea-lantern-9-osprey-ann", &["Ann", "ann"]), Ok(()));
    }

    #[test]
    fn what_can_be_guessed_is_refused_with_advice() {
        for password in ["aaaaaaaaaaaa", "abcdefghijkl", "zaq12wsxcde3", "19871987198719"] {
            let error = refused(password);
            assert!(
                matches!(error, PasswordError::Guessable(_) | PasswordError::Common),
                "{password}: {error:?}"
            );
        }
    }

    #[test]
    fn the_list_is_in_the_form_it_is_compared_in() {
        assert!(COMMON.len() >= 300, "{}", COMMON.len());
        for word in COMMON.iter() {
            assert_eq!(word.trim().to_lowercase(), **word);
            assert!(!word.is_empty());
        }
    }
}
