//! Why a request is refused before it runs.

use std::time::Duration;

use async_graphql_parser::Pos;

use super::{ErrorCode, guard::Violation, status::Outcome};

/// A request that does not run. Its words in both languages stand in `words`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Only GET and POST.
    Method,
    /// A mutation or subscription by GET.
    EffectByGet,
    /// The content type of the body is not `application/json` in UTF-8.
    ContentType,
    /// The client accepts nothing that is sent here.
    NotAcceptable,
    /// A body over the limit.
    BodyTooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// A body that does not arrive.
    BodyTooSlow,
    /// A body, or a parameter, that is not JSON.
    NotJson {
        /// What the reader of JSON says.
        detail: String,
    },
    /// Several requests in one.
    Batch,
    /// A parameter of the wrong type.
    Parameter {
        /// Its name.
        name: &'static str,
        /// What it must be.
        expected: &'static str,
    },
    /// Neither `query` nor `documentId` nor a persisted hash.
    NothingAsked,
    /// `query` and `documentId` at once.
    TwoDocuments,
    /// A page of another origin sent this with our cookie.
    OtherOrigin,
    /// The credentials are no good.
    Credentials,
    /// The budget is spent.
    RateLimited {
        /// When it will do.
        retry_after: Duration,
    },
    /// Too many streams or sockets open.
    TooManyStreams {
        /// The limit.
        limit: usize,
    },
    /// A subscription asked for in a form that carries one answer.
    NeedsStream,
    /// The hash is not known here; send the document once.
    PersistedQueryNotFound,
    /// The hash is not that of the document sent with it.
    HashMismatch,
    /// The `persistedQuery` extension is not understood.
    PersistedQueryForm,
    /// There is no trusted document of that id.
    NoSuchDocument,
    /// Only trusted documents run here.
    OnlyTrusted,
    /// The document, its variables or its cost.
    Violation(Violation),
    /// Something needed is not answering.
    Unavailable,
    /// It took too long.
    TimedOut,
    /// A fault of ours.
    Fault,
}

impl From<Violation> for Refusal {
    fn from(violation: Violation) -> Self {
        Refusal::Violation(violation)
    }
}

impl Refusal {
    /// The code the client is told.
    pub fn code(&self) -> ErrorCode {
        match self {
            Refusal::OtherOrigin => ErrorCode::Forbidden,
            Refusal::Credentials => ErrorCode::Unauthenticated,
            Refusal::RateLimited { .. } | Refusal::TooManyStreams { .. } => ErrorCode::RateLimited,
            Refusal::PersistedQueryNotFound => ErrorCode::PersistedQueryNotFound,
            Refusal::OnlyTrusted => ErrorCode::Forbidden,
            Refusal::Violation(violation) => violation.code(),
            Refusal::Unavailable | Refusal::TimedOut => ErrorCode::Unavailable,
            Refusal::Fault => ErrorCode::Internal,
            Refusal::Method
            | Refusal::EffectByGet
            | Refusal::ContentType
            | Refusal::NotAcceptable
            | Refusal::BodyTooLarge { .. }
            | Refusal::BodyTooSlow
            | Refusal::NotJson { .. }
            | Refusal::Batch
            | Refusal::Parameter { .. }
            | Refusal::NothingAsked
            | Refusal::TwoDocuments
            | Refusal::NeedsStream
            | Refusal::HashMismatch
            | Refusal::PersistedQueryForm
            | Refusal::NoSuchDocument => ErrorCode::BadUserInput,
        }
    }

    /// How HTTP tells it.
    pub fn outcome(&self) -> Outcome {
        match self {
            Refusal::Method | Refusal::EffectByGet => Outcome::MethodNotAllowed,
            Refusal::ContentType => Outcome::UnsupportedMedia,
            Refusal::NotAcceptable => Outcome::NotAcceptable,
            Refusal::BodyTooLarge { .. } => Outcome::TooLarge,
            Refusal::BodyTooSlow => Outcome::TooSlow,
            Refusal::NotJson { .. }
            | Refusal::Batch
            | Refusal::Parameter { .. }
            | Refusal::NothingAsked
            | Refusal::TwoDocuments => Outcome::Malformed,
            Refusal::OtherOrigin => Outcome::OtherOrigin,
            Refusal::Credentials => Outcome::Unauthenticated,
            Refusal::RateLimited { .. } | Refusal::TooManyStreams { .. } => Outcome::RateLimited,
            Refusal::NeedsStream
            | Refusal::PersistedQueryNotFound
            | Refusal::HashMismatch
            | Refusal::PersistedQueryForm
            | Refusal::NoSuchDocument
            | Refusal::OnlyTrusted
            | Refusal::Violation(_) => Outcome::RequestError,
            Refusal::Unavailable | Refusal::TimedOut => Outcome::Unavailable,
            Refusal::Fault => Outcome::Fault,
        }
    }

    /// Where in the document, if known.
    pub fn position(&self) -> Option<Pos> {
        match self {
            Refusal::Violation(violation) => violation.position(),
            _ => None,
        }
    }

    /// How long to wait before trying again, if that helps.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Refusal::RateLimited { retry_after } => Some(*retry_after),
            Refusal::TooManyStreams { .. } | Refusal::Unavailable | Refusal::TimedOut => {
                Some(Duration::from_secs(1))
            }
            _ => None,
        }
    }
}
