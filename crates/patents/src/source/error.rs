//! Why a body says nothing.

/// Why a body cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    /// Nothing came, though the answer was a success: ask again.
    #[error("the body is empty")]
    Empty,
    /// Larger than any answer.
    #[error("the body has {bytes} bytes; at most {max} are read")]
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The largest that is read.
        max: usize,
    },
    /// Not a text.
    #[error("the body is not UTF-8 text: byte {at} is wrong")]
    NotUtf8 {
        /// Where.
        at: usize,
    },
    /// The text breaks off.
    #[error("the body breaks off; fetch it again")]
    Truncated,
    /// Neither XML nor JSON where it claims to be.
    #[error("the body is broken at byte {at}: {why}")]
    Malformed {
        /// Where.
        at: usize,
        /// What is wrong.
        why: String,
    },
    /// Declares entities, which no register does.
    #[error("the body declares entities of its own; register answers never do, so it is refused")]
    DocumentType,
    /// Nested deeper than any answer.
    #[error("the body is nested deeper than {max} levels")]
    TooDeep {
        /// The deepest that is read.
        max: usize,
    },
    /// More elements than any answer.
    #[error("the body has more than {max} elements")]
    TooMany {
        /// The most that are read.
        max: usize,
    },
    /// Well formed, but of no register we know.
    #[error("this is no answer of EPO OPS, USPTO ODP, JPO or CNIPA that we know")]
    NotRecognised,
    /// The register refused: the body says why.
    #[error(transparent)]
    Refused(#[from] Refusal),
}

/// A register's refusal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the register refused with {code}: {message}; {}", outcome.advice())]
pub struct Refusal {
    /// What follows from it.
    pub outcome: Outcome,
    /// The register's code.
    pub code: String,
    /// The register's words.
    pub message: String,
}

/// What follows from a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// The quota is used up.
    QuotaExceeded,
    /// Too fast.
    Throttled,
    /// The token is old: get a new one and ask again.
    NewTokenAndRetry,
    /// The key or its secret is wrong.
    BadCredentials,
    /// The register holds nothing under this number.
    NotFound,
    /// Nothing that can be told apart; asking later may work.
    Unavailable,
}

impl Outcome {
    /// The outcome's name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Outcome::QuotaExceeded => "QUOTA_EXCEEDED",
            Outcome::Throttled => "THROTTLED",
            Outcome::NewTokenAndRetry => "NEW_TOKEN_AND_RETRY",
            Outcome::BadCredentials => "BAD_CREDENTIALS",
            Outcome::NotFound => "NOT_FOUND",
            Outcome::Unavailable => "UNAVAILABLE",
        }
    }

    const fn advice(self) -> &'static str {
        match self {
            Outcome::QuotaExceeded => "the quota is used up, ask again when it is renewed",
            Outcome::Throttled => "ask more slowly",
            Outcome::NewTokenAndRetry => "get a new token and ask again",
            Outcome::BadCredentials => "check the key and its secret",
            Outcome::NotFound => "it holds nothing under this number",
            Outcome::Unavailable => "ask again later",
        }
    }
}

impl Refusal {
    #[allow(
        clippy::new_ret_no_self,
        reason = "a refusal is made to be returned as an error"
    )]
    pub(super) fn new(outcome: Outcome, code: impl Into<String>, message: impl Into<String>) -> ParseError {
        let message: String = message.into().trim().chars().take(300).collect();
        ParseError::Refused(Refusal {
            outcome,
            code: code.into().chars().take(60).collect(),
            message,
        })
    }

    /// What follows from an HTTP status and the register's words.
    pub(super) fn from_status(status: i64, message: &str) -> ParseError {
        let lower = message.to_lowercase();
        let outcome = match status {
            400 if lower.contains("token") => Outcome::NewTokenAndRetry,
            401 => Outcome::BadCredentials,
            403 if lower.contains("fair use") || lower.contains("quota") => Outcome::QuotaExceeded,
            403 => Outcome::BadCredentials,
            404 => Outcome::NotFound,
            429 => Outcome::Throttled,
            _ => Outcome::Unavailable,
        };
        Refusal::new(outcome, status.to_string(), message)
    }
}
