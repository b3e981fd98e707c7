//! Whom a mail goes to, and who sends it.

use std::{fmt, str::FromStr};

use lettre::message::Mailbox;

use crate::Line;

/// Why a text is no mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not a mail address; write one such as no-reply@farsight.example")]
pub struct AddressError;

/// A mail address. It is personal data: printed for debugging it shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Address(pub(crate) lettre::Address);

impl Address {
    /// The address as text, for the mail itself.
    pub fn expose(&self) -> &str {
        self.0.as_ref()
    }
}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        // The library's own rules know quoted local parts, in which much may stand; ours do not.
        if text
            .chars()
            .any(|c| c.is_control() || c.is_whitespace() || "\"<>,;".contains(c))
        {
            return Err(AddressError);
        }
        text.parse().map(Self).map_err(|_| AddressError)
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Address(…)")
    }
}

/// Who sends: an address of the operator with a name before it, `Farsight <no-reply@farsight.example>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender(pub(crate) Mailbox);

impl Sender {
    /// The part of the address after the `@`; ids of messages end with it.
    pub fn domain(&self) -> &str {
        self.0.email.domain()
    }
}

impl FromStr for Sender {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        let (name, address) = match text
            .trim()
            .strip_suffix('>')
            .and_then(|rest| rest.rsplit_once('<'))
        {
            Some((name, address)) => (Line::new(name.trim().trim_matches('"')), address),
            None => (Line::new(""), text.trim()),
        };
        let Address(email) = address.parse()?;
        let name = Some(name.as_str().to_owned()).filter(|name| !name.is_empty());
        Ok(Self(Mailbox::new(name, email)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_could_end_its_header_is_none() {
        for hostile in [
            "a@example.test\r\nBcc: b@example.test",
            "a b@example.test",
            "a@example.test,b@example.test",
            "\"a b\"@example.test",
            "<a@example.test>",
            "example.test",
            "a@",
            "",
        ] {
            assert_eq!(hostile.parse::<Address>(), Err(AddressError), "{hostile:?}");
        }
        assert!("ines.o'neill+farsight@example.test".parse::<Address>().is_ok());
    }

    #[test]
    fn a_sender_has_a_name_or_none() {
        let named: Sender = "望远 Farsight <no-reply@farsight.example>".parse().unwrap();
        assert_eq!(named.0.name.as_deref(), Some("望远 Farsight"));
        assert_eq!(named.domain(), "farsight.example");
        let bare: Sender = "no-reply@farsight.example".parse().unwrap();
        assert_eq!(bare.0.name, None);
        assert!("Farsight <>".parse::<Sender>().is_err());
    }

    #[test]
    fn an_address_is_not_printed() {
        let address: Address = "ines@example.test".parse().unwrap();
        assert!(!format!("{address:?}").contains("ines"));
    }
}
