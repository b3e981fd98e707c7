//! The answer to an operation, as every transport sends it.

use async_graphql::{CacheControl, Response, Value};
use http::{HeaderMap, header::RETRY_AFTER};
use kernel::Caller;
use serde::Serialize;

use super::{Refusal, error::Told, rate, status::Outcome, words};

/// What the client is told.
#[derive(Debug, Serialize)]
pub(super) struct Answer {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) errors: Vec<Told>,
    /// Absent if nothing ran.
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Value>,
    #[serde(skip_serializing_if = "serde_json::Map::is_empty")]
    extensions: serde_json::Map<String, serde_json::Value>,
    #[serde(skip)]
    pub(super) outcome: Outcome,
    /// Headers set by resolvers (the cookie of a sign-in), or when to try again.
    #[serde(skip)]
    pub(super) headers: HeaderMap,
    #[serde(skip)]
    pub(super) cache: CacheControl,
}

impl Answer {
    /// The answer to a request that does not run.
    pub(super) fn refused(refusal: &Refusal, caller: &Caller) -> Self {
        let message = words::say(refusal, caller.locale);
        let mut headers = HeaderMap::new();
        if let Some(wait) = refusal.retry_after() {
            headers.insert(RETRY_AFTER, rate::retry_after(wait));
        }
        Self {
            errors: vec![Told::new(
                refusal.code(),
                message,
                refusal.position(),
                &caller.request_id,
            )],
            data: None,
            extensions: serde_json::Map::new(),
            outcome: refusal.outcome(),
            headers,
            cache: CacheControl::default(),
        }
    }

    /// The answer of the schema, with at most so many errors.
    pub(super) fn executed(response: Response, caller: &Caller, errors: usize) -> Self {
        // No data and no error that names a field: the request itself was refused.
        let ran = response.data != Value::Null || response.errors.iter().any(|error| !error.path.is_empty());
        let fault = words::fault(caller.locale);
        let told = response.errors.into_iter().take(errors);
        let told = told.map(|error| Told::from_server(error, &caller.request_id, fault));
        let extensions = response.extensions.into_iter();
        let extensions = extensions.map(|(name, value)| (name, value.into_json().unwrap_or_default()));
        Self {
            errors: told.collect(),
            data: ran.then_some(response.data),
            extensions: extensions.collect(),
            outcome: if ran {
                Outcome::Executed
            } else {
                Outcome::RequestError
            },
            headers: response.http_headers,
            cache: response.cache_control,
        }
    }

    /// Says what it cost, and the most one operation may.
    pub(super) fn with_cost(mut self, requested: u32, maximum: u32) -> Self {
        let cost = serde_json::json!({ "requested": requested, "maximum": maximum });
        self.extensions.insert("cost".to_owned(), cost);
        self
    }

    /// The code of the first error, or nothing.
    pub(super) fn code(&self) -> &str {
        self.errors.first().map_or("", Told::code)
    }

    /// Whether nothing ran.
    pub(super) fn is_request_error(&self) -> bool {
        self.data.is_none()
    }

    /// The answer as JSON.
    pub(super) fn json(&self) -> String {
        serde_json::to_string(self).unwrap_or_else(|_| {
            r#"{"errors":[{"message":"The answer cannot be written.","extensions":{"code":"INTERNAL"}}]}"#
                .to_owned()
        })
    }
}
