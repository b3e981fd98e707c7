//! One mail, ready to be sent.

use std::{fmt, str::FromStr};

use kernel::Locale;

use crate::{Address, Letter, Line};

/// Why a text is no id of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the id of a message has 1 to 100 letters, digits, points, hyphens and underscores")]
pub struct MessageIdError;

/// What a mail is known by, however often it is handed over: the left part of its `Message-ID` (RFC 5322, section
/// 3.6.4). A mail server that gets it twice can tell, and so can the program that shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageId(String);

impl MessageId {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for MessageId {
    type Err = MessageIdError;

    fn from_str(text: &str) -> Result<Self, MessageIdError> {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        if text.is_empty() || text.len() > 100 || !text.chars().all(is_plain) {
            return Err(MessageIdError);
        }
        Ok(Self(text.to_owned()))
    }
}

/// One mail, ready to be sent: the same text twice, plain and as HTML.
#[derive(Clone, PartialEq, Eq)]
pub struct Message {
    /// What it is known by.
    pub id: MessageId,
    /// Whom it goes to.
    pub to: Address,
    /// What it is about, in one line.
    pub subject: Line,
    /// Its plain text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
    /// The language it is written in.
    pub locale: Locale,
    /// The address by which mail programs let their reader end such mails (RFC 8058).
    pub leave: Option<String>,
}

impl Message {
    /// A letter put into an envelope.
    ///
    /// # Errors
    /// If the letter cannot be written out, which would be a fault of its template.
    pub fn new(id: MessageId, to: Address, letter: &Letter) -> Result<Self, askama::Error> {
        Ok(Self {
            id,
            to,
            subject: letter.subject.clone(),
            text: letter.text()?,
            html: letter.html()?,
            locale: letter.locale,
            leave: letter.leave.as_ref().map(|link| link.url.clone()),
        })
    }
}

/// Its id alone: the rest is for its reader.
impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_holds_nothing_that_a_header_would_read() {
        assert!("mail_01h455vb4pex5vsknk084sn02q".parse::<MessageId>().is_ok());
        for wrong in ["", "a b", "a>\r\nBcc: x", "a@b", &"x".repeat(101)] {
            assert_eq!(wrong.parse::<MessageId>(), Err(MessageIdError), "{wrong:?}");
        }
    }
}
