//! The errors of an answer: a code a client can act on, the request's id, and nothing of our inside.

use async_graphql::{Error, ErrorExtensions, PathSegment, Pos, ServerError};
use kernel::ProblemKind;
use serde::Serialize;

/// What went wrong, for programs. The message beside it is for people and may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorCode {
    /// The document is not GraphQL.
    ParseFailed,
    /// The document does not fit the schema, or its variables do not fit the document.
    ValidationFailed,
    /// A value breaks a rule.
    BadUserInput,
    /// Sign in first.
    Unauthenticated,
    /// A role is missing.
    Forbidden,
    /// The caller must prove again to be there: `accountIdentityConfirm`.
    StepUpRequired,
    /// The document is larger, deeper or dearer than allowed.
    CostLimitExceeded,
    /// Too much in too short a time.
    RateLimited,
    /// The server does not know the document of that hash: send it once in full.
    PersistedQueryNotFound,
    /// Somebody else changed it, or its state does not allow this.
    Conflict,
    /// Something needed is not answering; trying again may work.
    Unavailable,
    /// A fault of ours.
    Internal,
}

impl ErrorCode {
    /// The code as sent in `extensions.code`.
    pub const fn as_str(self) -> &'static str {
        match self {
            ErrorCode::ParseFailed => "PARSE_FAILED",
            ErrorCode::ValidationFailed => "VALIDATION_FAILED",
            ErrorCode::BadUserInput => "BAD_USER_INPUT",
            ErrorCode::Unauthenticated => "UNAUTHENTICATED",
            ErrorCode::Forbidden => "FORBIDDEN",
            ErrorCode::StepUpRequired => "STEP_UP_REQUIRED",
            ErrorCode::CostLimitExceeded => "COST_LIMIT_EXCEEDED",
            ErrorCode::RateLimited => "RATE_LIMITED",
            ErrorCode::PersistedQueryNotFound => "PERSISTED_QUERY_NOT_FOUND",
            ErrorCode::Conflict => "CONFLICT",
            ErrorCode::Unavailable => "UNAVAILABLE",
            ErrorCode::Internal => "INTERNAL",
        }
    }
}

impl From<ProblemKind> for ErrorCode {
    fn from(kind: ProblemKind) -> Self {
        match kind {
            // What is not there answers null; where an error is due, the id given was wrong.
            ProblemKind::NotFound | ProblemKind::Invalid => ErrorCode::BadUserInput,
            ProblemKind::Unauthenticated => ErrorCode::Unauthenticated,
            ProblemKind::Forbidden => ErrorCode::Forbidden,
            ProblemKind::StepUp => ErrorCode::StepUpRequired,
            ProblemKind::Conflict => ErrorCode::Conflict,
            ProblemKind::RateLimited => ErrorCode::RateLimited,
            ProblemKind::Unavailable => ErrorCode::Unavailable,
            ProblemKind::Internal => ErrorCode::Internal,
        }
    }
}

/// An error for a resolver to return: the client sees `message` and the code.
///
/// An error without a code never reaches the client: it is logged, and answered as `INTERNAL`.
pub fn problem(code: impl Into<ErrorCode>, message: impl Into<String>) -> Error {
    let code = code.into();
    Error::new(message).extend_with(|_, extensions| extensions.set("code", code.as_str()))
}

/// One error as the client sees it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Told {
    message: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<Pos>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    path: Vec<PathSegment>,
    extensions: serde_json::Map<String, serde_json::Value>,
}

impl Told {
    /// An error of the transport.
    pub(super) fn new(code: ErrorCode, message: String, at: Option<Pos>, request_id: &str) -> Self {
        let mut extensions = serde_json::Map::new();
        extensions.insert("code".to_owned(), code.as_str().into());
        extensions.insert("requestId".to_owned(), request_id.into());
        Self {
            message,
            locations: at.into_iter().collect(),
            path: Vec::new(),
            extensions,
        }
    }

    /// An error of validation or of a resolver. `fault` is what the client reads for one of ours.
    pub(super) fn from_server(error: ServerError, request_id: &str, fault: &str) -> Self {
        let kept = serde_json::to_value(&error.extensions)
            .ok()
            .and_then(|value| match value {
                serde_json::Value::Object(map) => Some(map),
                _ => None,
            });
        let coded = error.extensions.as_ref().and_then(|e| e.get("code")).is_some();
        let (code, message) = match (coded, error.path.is_empty()) {
            (true, _) => (None, error.message),
            (false, true) => (
                Some(ErrorCode::ValidationFailed),
                without_suggestion(error.message),
            ),
            (false, false) if is_bad_argument(&error) => (Some(ErrorCode::BadUserInput), error.message),
            (false, false) => {
                tracing::error!(request.id = request_id, error.message = %error.message, error.path = ?error.path, "a resolver failed");
                (Some(ErrorCode::Internal), fault.to_owned())
            }
        };
        let mut told = Self {
            message,
            locations: error.locations,
            path: error.path,
            extensions: if coded {
                kept.unwrap_or_default()
            } else {
                serde_json::Map::new()
            },
        };
        if let Some(code) = code {
            told.extensions.insert("code".to_owned(), code.as_str().into());
        }
        told.extensions.insert("requestId".to_owned(), request_id.into());
        told
    }

    /// The code, for logs and metrics.
    pub(super) fn code(&self) -> &str {
        self.extensions
            .get("code")
            .and_then(|code| code.as_str())
            .unwrap_or("INTERNAL")
    }
}

/// Whether the library could not read an argument's value: the client's fault, found late because
/// only the scalar itself knows its form.
fn is_bad_argument(error: &ServerError) -> bool {
    error.source.is_none() && error.message.starts_with("Failed to parse \"")
}

/// The library's messages, without names of fields that were not asked for.
fn without_suggestion(message: String) -> String {
    match message.find(" Did you mean") {
        Some(at) => message[..at].to_owned(),
        None => message,
    }
}
