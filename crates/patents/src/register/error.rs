//! Why a call brought nothing, and when to ask again.

use chrono::{DateTime, Duration, Utc};

use crate::source::ParseError;

/// After how long a source is asked again that was not reached and did not say when.
const UNAVAILABLE_FOR: Duration = Duration::minutes(1);
/// After how long a source is asked again that answered about another right: its caches may need to run out.
const WRONG_FOR: Duration = Duration::hours(1);

/// Why a call brought nothing. No message holds a key, a password or a token.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// The register holds nothing under this number; see [`Call::is_principal`](super::Call::is_principal).
    #[error("the register holds nothing under this number")]
    NotFound,
    /// There is no key for the source, or it is not accepted.
    #[error(
        "{source_name} does not accept the key: {said}; set the right one in the settings of the registers"
    )]
    NeedsCredentials {
        /// The source.
        source_name: &'static str,
        /// The register's words.
        said: String,
    },
    /// The quota is used up, or what is left of it is kept for urgent calls.
    #[error("the quota is used up until {until}")]
    QuotaExceeded {
        /// When to ask again.
        until: DateTime<Utc>,
    },
    /// Asked too fast.
    #[error("the register asks for a pause until {until}")]
    Throttled {
        /// When to ask again.
        until: DateTime<Utc>,
    },
    /// The register was not reached, or sent nothing that can be used.
    #[error("the register sent no usable answer: {why}")]
    Unavailable {
        /// What happened.
        why: Trouble,
        /// After how long the register wants to be asked again, if it said so.
        retry_after: Option<Duration>,
    },
    /// The answer is about another right, or of another register. It is thrown away.
    #[error("asked about {asked}, the register answered about {answered}; the answer is not used")]
    WrongAnswer {
        /// The number asked about.
        asked: String,
        /// What the answer names.
        answered: String,
    },
    /// The answer is larger than any that is read.
    #[error("the answer has more than {max} bytes")]
    TooLarge {
        /// The most that is read.
        max: usize,
    },
    /// The register refuses the question itself: asking again does not help.
    #[error("the register refuses this call with status {status}: {said}")]
    Rejected {
        /// The HTTP status.
        status: u16,
        /// The register's words.
        said: String,
    },
    /// The source failed several times in a row and is left alone for a while.
    #[error("the source failed several times and is left alone until {until}")]
    BreakerOpen {
        /// When to ask again.
        until: DateTime<Utc>,
    },
}

/// What was wrong with an answer that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// A status that says so.
    #[error("HTTP status {0}")]
    Status(u16),
    /// No answer in time.
    #[error("no answer in time")]
    TimedOut,
    /// No connection, or it broke.
    #[error("{0}")]
    Connection(String),
    /// A success without a body.
    #[error("a success without a body")]
    Empty,
    /// A body that breaks off or is broken.
    #[error(transparent)]
    Broken(#[from] ParseError),
    /// Sent elsewhere; nobody but the register itself is believed.
    #[error("a redirection (HTTP status {0}), which is not followed")]
    Redirected(u16),
    /// An error that the register itself would say in other words: somebody between us and it speaks.
    #[error("HTTP status {0} in words that are not the register's")]
    NotItsOwnWords(u16),
    /// The register says that it cannot.
    #[error("it says: {0}")]
    Said(String),
    /// A new token was refused like the old one.
    #[error("a new token was refused like the old one")]
    TokenRefused,
}

impl FetchError {
    pub(crate) fn unavailable(why: impl Into<Trouble>) -> Self {
        FetchError::Unavailable {
            why: why.into(),
            retry_after: None,
        }
    }

    /// When to make the same call again. Nothing where only somebody's act, or the right itself, can change the
    /// answer: then the usual time between two looks at a right holds.
    pub fn retry_at(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match self {
            FetchError::QuotaExceeded { until }
            | FetchError::Throttled { until }
            | FetchError::BreakerOpen { until } => Some((*until).max(now)),
            FetchError::Unavailable { retry_after, .. } => Some(now + retry_after.unwrap_or(UNAVAILABLE_FOR)),
            FetchError::WrongAnswer { .. } => Some(now + WRONG_FOR),
            FetchError::NotFound
            | FetchError::NeedsCredentials { .. }
            | FetchError::TooLarge { .. }
            | FetchError::Rejected { .. } => None,
        }
    }

    /// Whether the source itself is in trouble, as its breaker counts.
    pub(crate) fn is_failure(&self) -> bool {
        matches!(
            self,
            FetchError::Unavailable { .. } | FetchError::WrongAnswer { .. }
        )
    }

    /// Whether the source answered as it should.
    pub(crate) fn is_answer(&self) -> bool {
        matches!(self, FetchError::NotFound | FetchError::Rejected { .. })
    }

    /// The same without these secrets: a register may repeat in its words what it was sent.
    pub(crate) fn without(mut self, secrets: &[&str]) -> Self {
        let clean = |text: &mut String| {
            for secret in secrets.iter().filter(|secret| secret.len() >= 4) {
                if text.contains(secret) {
                    *text = text.replace(secret, "[redacted]");
                }
            }
        };
        match &mut self {
            FetchError::NeedsCredentials { said, .. } | FetchError::Rejected { said, .. } => clean(said),
            FetchError::WrongAnswer { answered, .. } => clean(answered),
            FetchError::Unavailable { why, .. } => match why {
                Trouble::Connection(text) | Trouble::Said(text) => clean(text),
                Trouble::Broken(ParseError::Malformed { why, .. }) => clean(why),
                _ => {}
            },
            _ => {}
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_error_says_when_to_ask_again_and_never_a_time_that_is_past() {
        let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let past = now - Duration::hours(1);
        let later = now + Duration::hours(1);
        assert_eq!(FetchError::NotFound.retry_at(now), None);
        assert_eq!(
            FetchError::QuotaExceeded { until: later }.retry_at(now),
            Some(later)
        );
        assert_eq!(FetchError::Throttled { until: past }.retry_at(now), Some(now));
        let unavailable = FetchError::unavailable(Trouble::Empty);
        assert_eq!(unavailable.retry_at(now), Some(now + Duration::minutes(1)));
        assert_eq!(FetchError::TooLarge { max: 1 }.retry_at(now), None);
    }

    #[test]
    fn a_secret_that_a_register_repeats_is_left_out_of_the_message() {
        let error = FetchError::NeedsCredentials {
            source_name: "uspto-odp",
            said: "the key SECRET-7 is unknown".to_owned(),
        };
        let text = error.without(&["SECRET-7", ""]).to_string();
        assert!(text.contains("the key [redacted] is unknown"), "{text}");
    }
}
