#![doc = include_str!("../README.md")]

mod address;
mod captured;
mod letter;
mod line;
mod mailer;
mod message;
mod smtp;
mod unset;

pub use address::{Address, AddressError, Sender};
pub use captured::{Captured, CapturedMail};
pub use letter::{Letter, LetterLink};
pub use line::Line;
pub use mailer::{Mailer, SendError};
pub use message::{Message, MessageId, MessageIdError};
pub use smtp::{Security, Smtp, SmtpError, SmtpSettings};
pub use unset::Unset;
