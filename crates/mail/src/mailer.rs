//! Who carries mails.

use async_trait::async_trait;

use crate::Message;

/// Why a mail was not taken. The words name no address and quote no server, which might: they may be logged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// The server will never take this mail to this address.
    #[error("the mail server refused the mail: {code}")]
    Refused {
        /// The reply's code (RFC 5321, section 4.2): `550`.
        code: String,
    },
    /// Not now: the server is busy, does not answer, or does not let us in. Another time it may.
    #[error("the mail was not taken: {0}")]
    Later(String),
}

/// Carries mails. It is called while no transaction is open: a server may take its time.
#[async_trait]
pub trait Mailer: std::fmt::Debug + Send + Sync {
    /// Its name, for people who run the platform: `smtp`, `captured`.
    fn name(&self) -> &'static str;

    /// Hands a mail over. Handing it over again, after an answer that got lost, carries the same
    /// `Message-ID`, so that a reader's program shows it once.
    ///
    /// # Errors
    /// [`SendError`] says whether to try again.
    async fn send(&self, message: &Message) -> Result<(), SendError>;
}
