//! The name a person is shown by.

use unicode_normalization::UnicodeNormalization;

use crate::text::is_hidden;

/// Most characters in a name.
const MAX: usize = 80;

/// A name fit to be shown: composed Unicode, one line, nothing hidden in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisplayName(String);

/// Why a text cannot be a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DisplayNameError {
    /// Nothing that can be read.
    #[error("write the name others will see; it needs a letter or a digit")]
    Empty,
    /// Longer than is shown anywhere.
    #[error("a name has at most {MAX} characters")]
    TooLong,
    /// A character that does not show, breaks the line or turns the direction of writing.
    #[error("the name contains an invisible character; type it instead of pasting it")]
    Hidden,
}

impl DisplayName {
    /// Reads a name. Blanks around it are dropped, several within become one.
    ///
    /// # Errors
    /// [`DisplayNameError`] says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, DisplayNameError> {
        if text.len() > 16 * MAX {
            return Err(DisplayNameError::TooLong);
        }
        let name: String = text.nfc().collect();
        let name = name
            .split(' ')
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" ");
        let name = name.trim();
        if name.chars().any(is_hidden) {
            return Err(DisplayNameError::Hidden);
        }
        if name.chars().count() > MAX {
            return Err(DisplayNameError::TooLong);
        }
        if !name.chars().any(char::is_alphanumeric) {
            return Err(DisplayNameError::Empty);
        }
        Ok(Self(name.to_owned()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_all_scripts_are_taken() {
        for (text, name) in [
            ("  Ann   Lee ", "Ann Lee"),
            ("王伟", "王伟"),
            ("Jose\u{301}", "José"),
            ("क्\u{200d}ष", "क्\u{200d}ष"),
        ] {
            assert_eq!(DisplayName::parse(text).unwrap().as_str(), name);
        }
    }

    #[test]
    fn a_name_that_hides_something_is_refused() {
        for text in [
            "Ann\u{202e}eeL",
            "Ann\u{200b}Lee",
            "Ann\nLee",
            "Ann\0",
            "\u{2066}Ann",
            "Ann\u{2028}Lee",
            "A\u{3164}",
        ] {
            assert_eq!(
                DisplayName::parse(text),
                Err(DisplayNameError::Hidden),
                "{text:?}"
            );
        }
    }

    #[test]
    fn a_name_has_something_to_read_and_fits() {
        assert_eq!(DisplayName::parse("  "), Err(DisplayNameError::Empty));
        assert_eq!(DisplayName::parse("..."), Err(DisplayNameError::Empty));
        assert!(DisplayName::parse(&"王".repeat(80)).is_ok());
        assert_eq!(
            DisplayName::parse(&"王".repeat(81)),
            Err(DisplayNameError::TooLong)
        );
        assert_eq!(
            DisplayName::parse(&"a".repeat(1 << 20)),
            Err(DisplayNameError::TooLong)
        );
    }
}
