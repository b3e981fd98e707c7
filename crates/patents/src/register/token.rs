//! A token that all calls share: one is fetched at a time, ahead of the old one's end.

use std::{
    future::Future,
    sync::atomic::{AtomicU64, Ordering},
};

use chrono::{DateTime, Duration, Utc};
use kernel::Clock;
use secrecy::SecretString;
use serde_json::Value;
use tokio::sync::Mutex;

use super::{FetchError, Response, Trouble};
use crate::source::ParseError;

/// How long before its end a token is renewed; at most a fifth of its life.
const AHEAD: Duration = Duration::seconds(60);

/// A token in use.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    pub(crate) value: SecretString,
    /// Tells one token from the next.
    pub(crate) number: u64,
    renew_at: DateTime<Utc>,
}

/// Where the token is kept.
#[derive(Debug, Default)]
pub(crate) struct TokenCell {
    kept: Mutex<Kept>,
    attempts: AtomicU64,
}

#[derive(Debug, Default)]
struct Kept {
    token: Option<Token>,
    failure: Option<FetchError>,
}

/// A token as the service issued it, and for how long.
#[derive(Debug)]
pub(crate) struct Issued {
    value: SecretString,
    lives: Duration,
}

impl Issued {
    /// Reads a token answer. `expires_in` is a text at the EPO and a number elsewhere, in seconds.
    pub(crate) fn read(response: &Response) -> Result<Self, FetchError> {
        let read = || {
            let body: Value = serde_json::from_slice(&response.body).ok()?;
            let seconds = match body.get("expires_in")? {
                Value::String(text) => text.trim().parse().ok()?,
                other => other.as_i64()?,
            };
            let token = body
                .get("access_token")?
                .as_str()
                .filter(|token| !token.is_empty())?;
            Some(Issued {
                value: SecretString::from(token),
                lives: Duration::seconds(seconds.clamp(0, 86_400)),
            })
        };
        read().ok_or_else(|| {
            if response.is_blank() {
                FetchError::unavailable(Trouble::Empty)
            } else {
                FetchError::unavailable(ParseError::NotRecognised)
            }
        })
    }
}

impl TokenCell {
    /// The token; fetched if there is none or it is about to end. Of callers that wait at the same time one fetches,
    /// and the others share what came of it.
    pub(crate) async fn get<F>(
        &self,
        clock: &dyn Clock,
        fetch: impl FnOnce() -> F + Send,
    ) -> Result<Token, FetchError>
    where
        F: Future<Output = Result<Issued, FetchError>> + Send,
    {
        let before = self.attempts.load(Ordering::Acquire);
        let mut kept = self.kept.lock().await;
        let asked_at = clock.now();
        if let Some(token) = kept.token.as_ref().filter(|token| asked_at < token.renew_at) {
            return Ok(token.clone());
        }
        if let Some(failure) = &kept.failure
            && self.attempts.load(Ordering::Acquire) != before
        {
            return Err(failure.clone());
        }
        let issued = fetch().await;
        let number = self.attempts.fetch_add(1, Ordering::AcqRel) + 1;
        match issued {
            Ok(Issued { value, lives }) => {
                let token = Token {
                    value,
                    number,
                    renew_at: asked_at + lives - AHEAD.min(lives / 5),
                };
                kept.token = Some(token.clone());
                kept.failure = None;
                Ok(token)
            }
            Err(error) => {
                kept.token = None;
                kept.failure = Some(error.clone());
                Err(error)
            }
        }
    }

    /// Forgets a token that the service refused, unless it has been renewed since.
    pub(crate) async fn refuse(&self, number: u64) {
        let mut kept = self.kept.lock().await;
        if kept.token.as_ref().is_some_and(|token| token.number == number) {
            kept.token = None;
        }
    }
}
