//! Bodies that say nothing of a right: refusals of a register, and what is no answer of one.

use chrono::NaiveDate;
use serde_json::{Value, json};

use crate::source::{Outcome, ParseError, Refusal};

/// What was recorded beside a body.
#[derive(Debug, Clone, Default)]
pub(super) struct Headers {
    pub(super) status: Option<u16>,
    rejection: Option<String>,
    throttling: Option<String>,
    retry_after: Option<String>,
}

impl Headers {
    /// Reads `{"status": 403, "headers": {"X-Rejection-Reason": …}}`; names of headers in any case.
    pub(super) fn read(text: &[u8]) -> Self {
        serde_json::from_slice(text).map_or_else(|_| Self::default(), |value| Self::of(&value))
    }

    fn of(value: &Value) -> Self {
        let header = |name: &str| {
            let headers = value.get("headers")?.as_object()?;
            let (_, found) = headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name))?;
            found.as_str().map(str::to_owned)
        };
        Self {
            status: value
                .get("status")
                .and_then(Value::as_u64)
                .and_then(|status| u16::try_from(status).ok()),
            rejection: header("X-Rejection-Reason"),
            throttling: header("X-Throttling-Control"),
            retry_after: header("Retry-After"),
        }
    }

    /// A file that holds nothing but recorded headers.
    pub(super) fn of_body(body: &[u8]) -> Option<Self> {
        let value: Value = serde_json::from_slice(body).ok()?;
        let alone = value.get("headers").is_some_and(Value::is_object)
            && value.get("status").is_some_and(Value::is_u64);
        alone.then(|| Self::of(&value))
    }

    /// What the headers add: a quota that is named, a service that is suspended (black).
    fn outcome(&self) -> Option<Outcome> {
        if self.rejection.is_some() {
            return Some(Outcome::QuotaExceeded);
        }
        let black = self
            .throttling
            .as_deref()
            .is_some_and(|control| control.contains("=black") || control.contains(":black"));
        match self.status {
            Some(429) => Some(Outcome::Throttled),
            Some(403 | 503) if black || self.retry_after.is_some() => Some(Outcome::Throttled),
            _ => None,
        }
    }
}

fn by_status(status: u16) -> Outcome {
    match status {
        401 | 403 => Outcome::BadCredentials,
        404 => Outcome::NotFound,
        429 => Outcome::Throttled,
        _ => Outcome::Unavailable,
    }
}

/// Recorded headers without their body.
pub(super) fn of_headers(headers: &Headers, as_of: NaiveDate) -> Value {
    let status = headers.status.unwrap_or_default();
    let as_of = as_of.to_string();
    if status < 400 {
        return json!({"kind": "headers", "as_of": as_of, "rights": [], "http": status});
    }
    let outcome = headers.outcome().unwrap_or_else(|| by_status(status));
    json!({"kind": "error", "as_of": as_of, "rights": [], "http": status, "outcome": outcome.as_str()})
}

/// A body that could not be read, or that refuses.
pub(super) fn of(error: &ParseError, body: &[u8], headers: &Headers) -> Value {
    let (outcome, status) = match error {
        ParseError::Refused(refusal) => (refusal.outcome, http(refusal, body)),
        _ => (
            headers
                .status
                .filter(|status| *status >= 400)
                .map_or(Outcome::Unavailable, by_status),
            None,
        ),
    };
    let outcome = headers.outcome().unwrap_or(outcome);
    let mut answer = json!({
        "kind": "error",
        "rights": [],
        "outcome": outcome.as_str(),
        "message": error.to_string(),
    });
    if let (Some(map), Some(status)) = (answer.as_object_mut(), headers.status.or(status)) {
        map.insert("http".to_owned(), json!(status));
    }
    answer
}

/// The HTTP status a refusal came with, as its body tells. The JPO answers 200 to everything.
fn http(refusal: &Refusal, body: &[u8]) -> Option<u16> {
    let text = String::from_utf8_lossy(body);
    if text.contains("remainAccessCount") {
        return Some(200);
    }
    if let Ok(status) = refusal.code.parse::<u16>()
        && (400..600).contains(&status)
    {
        return Some(status);
    }
    match refusal.code.as_str() {
        "SERVER.EntityNotFound" | "CLIENT.InvalidReference" => Some(404),
        code if code.contains("Robot") || code.contains("RateLimit") || code.contains("Quota") => Some(403),
        code if code.starts_with("CLIENT.") => Some(400),
        code if code.starts_with("SERVER.") => Some(500),
        _ => None,
    }
}

/// The answer to a request for a token; it holds no right, and its secrets are not repeated.
pub(super) fn is_token(body: &[u8]) -> bool {
    serde_json::from_slice::<Value>(body).is_ok_and(|value| value.get("access_token").is_some())
}
