//! A person's mail address: as typed, and in the form by which two are the same.

use unicode_normalization::UnicodeNormalization;

use crate::text::is_hidden;

/// Longest address (RFC 5321, section 4.5.3.1.3, less the angle brackets).
const MAX_LENGTH: usize = 254;
/// Longest part before the `@` (RFC 5321, section 4.5.3.1.1).
const MAX_LOCAL: usize = 64;
/// Longest part of a domain (RFC 1035, section 2.3.4).
const MAX_LABEL: usize = 63;

/// A mail address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email {
    typed: String,
    canonical: String,
}

/// Why a text is not a mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EmailError {
    /// Longer than mail allows.
    #[error("a mail address has at most 254 characters, at most 64 of them before the @")]
    TooLong,
    /// It has a character that does not show, or turns the direction of writing.
    #[error("the mail address contains an invisible character; type it instead of pasting it")]
    Hidden,
    /// It does not have the form of an address.
    #[error("write a mail address such as name@example.org")]
    Malformed,
}

impl Email {
    /// Reads a mail address. Blanks around it are dropped.
    ///
    /// # Errors
    /// [`EmailError`] says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, EmailError> {
        if text.len() > 4 * MAX_LENGTH {
            return Err(EmailError::TooLong);
        }
        let typed: String = text.trim().nfc().collect();
        let canonical = canonical(&typed);
        // The rules are checked on the canonical form: compatibility forms of `@` and `.` are
        // plain there.
        if typed.chars().chain(canonical.chars()).any(is_hidden) {
            return Err(EmailError::Hidden);
        }
        let (local, domain) = canonical.rsplit_once('@').ok_or(EmailError::Malformed)?;
        if canonical.len() > MAX_LENGTH || local.len() > MAX_LOCAL || typed.len() > MAX_LENGTH {
            return Err(EmailError::TooLong);
        }
        if is_local(local) && is_domain(domain) {
            Ok(Self { typed, canonical })
        } else {
            Err(EmailError::Malformed)
        }
    }

    /// The address as it was typed, in Unicode's composed form.
    pub fn as_typed(&self) -> &str {
        &self.typed
    }

    /// The form by which two addresses are the same: NFKC, lower case.
    pub fn canonical(&self) -> &str {
        &self.canonical
    }

    /// The part before the `@`, canonical.
    pub(crate) fn local(&self) -> &str {
        self.canonical.split('@').next().unwrap_or_default()
    }
}

/// The form by which two addresses, or two failed attempts at one, are the same.
pub(crate) fn canonical(text: &str) -> String {
    text.trim().nfkc().flat_map(char::to_lowercase).nfkc().collect()
}

/// RFC 5322 atoms joined by dots, and letters of any script (RFC 6531). No quoted strings: hardly
/// any provider gives them out, and they are hard to show safely.
fn is_local(local: &str) -> bool {
    local.split('.').all(|atom| {
        !atom.is_empty()
            && atom
                .chars()
                .all(|c| c.is_alphanumeric() || "!#$%&'*+/=?^_`{|}~-".contains(c) || is_mark(c))
    })
}

/// At least two labels of letters, digits and inner hyphens; the last one not a number.
fn is_domain(domain: &str) -> bool {
    let labels: Vec<&str> = domain.split('.').collect();
    let is_label = |label: &&str| {
        (1..=MAX_LABEL).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .chars()
                .all(|c| c.is_alphanumeric() || c == '-' || is_mark(c))
    };
    let top_is_name = labels
        .last()
        .is_some_and(|top| !top.chars().all(|c| c.is_ascii_digit()));
    labels.len() >= 2 && labels.iter().all(is_label) && top_is_name
}

fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn spellings_of_one_address_are_one() {
        let canonical = |text| Email::parse(text).unwrap().canonical().to_owned();
        assert_eq!(canonical(" Ann.Lee@Example.ORG "), "ann.lee@example.org");
        assert_eq!(
            canonical("ａｎｎ．ｌｅｅ＠ｅｘａｍｐｌｅ．ｏｒｇ"),
            "ann.lee@example.org"
        );
        assert_eq!(
            canonical("jose\u{301}@example.org"),
            canonical("josé@example.org")
        );
        assert_eq!(
            Email::parse("Ann@Example.org").unwrap().as_typed(),
            "Ann@Example.org"
        );
    }

    #[test]
    fn addresses_people_have_are_taken() {
        for text in [
            "a+b@x.co",
            "o'neil@mail.example.com",
            "王伟@例子.中国",
            "x_y-z@a-b.example",
            "1@2.io",
        ] {
            assert!(Email::parse(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in [
            "",
            "ann",
            "@example.org",
            "ann@",
            "ann@localhost",
            "ann@.org",
            "a..b@example.org",
            ".a@example.org",
            "a b@example.org",
            "ann@exa mple.org",
            "ann@-x.org",
            "ann@192.0.2.1",
            "\"a\"@example.org",
            "a@b@c.org",
            "ann@example.org\r\nBcc: x@example.org",
            "<ann@example.org>",
            "ann@example.org,ben@example.org",
        ] {
            assert!(Email::parse(text).is_err(), "{text}");
        }
        assert_eq!(Email::parse("an\u{200b}n@example.org"), Err(EmailError::Hidden));
        assert_eq!(Email::parse("\u{202e}ann@example.org"), Err(EmailError::Hidden));
        assert_eq!(
            Email::parse(&format!("{}@example.org", "a".repeat(65))),
            Err(EmailError::TooLong)
        );
        assert_eq!(Email::parse(&"a".repeat(100_000)), Err(EmailError::TooLong));
    }

    proptest! {
        #[test]
        fn the_canonical_form_is_its_own(text in "\\PC{1,20}@\\PC{1,20}\\.\\PC{1,5}") {
            if let Ok(email) = Email::parse(&text) {
                prop_assert_eq!(canonical(email.canonical()), email.canonical());
                let again = Email::parse(email.canonical()).unwrap();
                prop_assert_eq!(again.canonical(), email.canonical());
            }
        }
    }
}
