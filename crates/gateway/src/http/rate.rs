//! The budget of a caller, counted in the cost of what is asked, not in requests.

use std::time::Duration;

use async_trait::async_trait;
use http::{HeaderMap, HeaderName, HeaderValue};
use kernel::Caller;

/// What is left of a caller's budget after a request was charged to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// The whole budget in points.
    pub limit: u32,
    /// What is left of it.
    pub remaining: u32,
    /// When it will be whole again.
    pub reset: Duration,
    /// Set if the request does not fit: when it will.
    pub retry_after: Option<Duration>,
}

/// Charges requests to callers: a token bucket of points for each user, and for each address of
/// those who have not signed in.
#[async_trait]
pub trait RateLimit: Send + Sync + 'static {
    /// Charges `points` to the caller, or says when there will be enough. `None` is no limit.
    async fn spend(&self, caller: &Caller, points: u32) -> Option<Budget>;
}

/// No limit at all.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unlimited;

#[async_trait]
impl RateLimit for Unlimited {
    async fn spend(&self, _: &Caller, _: u32) -> Option<Budget> {
        None
    }
}

impl Budget {
    /// Writes the `RateLimit-*` headers.
    pub fn write(&self, headers: &mut HeaderMap) {
        let reset = u32::try_from(self.reset.as_secs_f64().ceil() as u64).unwrap_or(u32::MAX);
        headers.insert(HeaderName::from_static("ratelimit-limit"), self.limit.into());
        headers.insert(
            HeaderName::from_static("ratelimit-remaining"),
            self.remaining.into(),
        );
        headers.insert(HeaderName::from_static("ratelimit-reset"), reset.into());
    }
}

/// A duration as `Retry-After` says it: whole seconds, at least one.
pub(super) fn retry_after(wait: Duration) -> HeaderValue {
    HeaderValue::from((wait.as_secs_f64().ceil() as u64).max(1))
}
