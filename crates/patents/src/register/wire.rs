//! What all sources share: the way to the service, its breaker, its limiter.

use std::{future::Future, sync::Arc};

use async_trait::async_trait;
use chrono::{DateTime, Duration, Utc};
use kernel::Clock;
use secrecy::{ExposeSecret, SecretString};

use super::{
    Breaker, Call, FetchError, Limiter, Reply, Request, RequestBody, Response, Transport, TransportError,
    Trouble,
    judge::{Judged, judge},
    token::{Issued, TokenCell},
};
use crate::source::Register;

/// How long a source is left alone whose key was not accepted: keys that are tried in vain get blocked.
const BAD_KEY_FOR: Duration = Duration::minutes(15);

/// The way to one source. Clones share breaker and limiter.
#[derive(Debug, Clone)]
pub(crate) struct Wire {
    pub(crate) name: &'static str,
    pub(crate) register: Register,
    pub(crate) base: String,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) breaker: Breaker,
    pub(crate) limiter: Limiter,
    /// Whether each lane has its own quota.
    pub(crate) quota_by_lane: bool,
    /// What must not show in an error.
    pub(crate) secrets: Vec<SecretString>,
}

/// A source that issues tokens.
#[async_trait]
pub(crate) trait Tokens: Send + Sync {
    /// The form of answers that is asked for.
    const ACCEPT: &'static str;
    /// The HTTP status by which a gateway before the service refuses an old token, whatever the body says; none is 0.
    const TOKEN_REFUSED: u16 = 0;

    /// Where its token is kept.
    fn tokens(&self) -> &TokenCell;

    /// Has a token issued.
    async fn issue(&self) -> Result<Issued, FetchError>;

    /// Takes from an answer what it tells of limits.
    ///
    /// # Errors
    /// If the answer is a refusal for their sake.
    fn learn(&self, call: &Call, response: &Response) -> Result<(), FetchError>;
}

impl Wire {
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Makes a call with `ask` if breaker and limiter let it through, and tells both what came of it.
    pub(crate) async fn guarded(
        &self,
        call: &Call,
        cost: u64,
        ask: impl Future<Output = Result<Reply, FetchError>> + Send,
    ) -> Result<Reply, FetchError> {
        if call.source() != self.name {
            return Err(FetchError::Rejected {
                status: 0,
                said: format!("this is a call to {}, not to {}", call.source(), self.name),
            });
        }
        let now = self.now();
        let pass = self
            .breaker
            .enter(now)
            .map_err(|until| FetchError::BreakerOpen { until })?;
        let _admission = self.limiter.admit(call.lane(), call.priority(), cost, now)?;
        let result = ask.await;
        let now = self.now();
        match &result {
            Ok(_) => pass.succeeded(),
            Err(error) if error.is_answer() => pass.succeeded(),
            Err(error) if error.is_failure() => pass.failed(now),
            Err(_) => drop(pass),
        }
        result.map_err(|error| {
            let secrets: Vec<&str> = self.secrets.iter().map(ExposeSecret::expose_secret).collect();
            let error = error.without(&secrets);
            self.remember(call, &error, now);
            tracing::debug!(source = self.name, call = %call, error = %error, "a register did not answer");
            error
        })
    }

    fn remember(&self, call: &Call, error: &FetchError, now: DateTime<Utc>) {
        let lane = Some(call.lane());
        let (lane, until) = match error {
            FetchError::Throttled { until } => (lane, *until),
            FetchError::QuotaExceeded { until } => (lane.filter(|_| self.quota_by_lane), *until),
            FetchError::NeedsCredentials { .. } => (None, now + BAD_KEY_FOR),
            _ => return,
        };
        self.limiter.hold(lane, until, error.clone());
    }

    /// A request for a call, without its key.
    pub(crate) fn request(&self, call: &Call) -> Request {
        let request = Request::new(call.method(), &self.base, call.path());
        let request = match call.etag() {
            Some(etag) => request.header("if-none-match", etag),
            None => request,
        };
        match call.body() {
            Some(body) => request.body(RequestBody::Json(body.to_owned())),
            None => request,
        }
    }

    pub(crate) async fn send(&self, request: Request) -> Result<Response, FetchError> {
        self.transport.send(request).await.map_err(|error| match error {
            TransportError::TimedOut => FetchError::unavailable(Trouble::TimedOut),
            TransportError::TooLarge { max } => FetchError::TooLarge { max },
            other => FetchError::unavailable(Trouble::Connection(other.to_string())),
        })
    }

    pub(crate) async fn judge(&self, call: &Call, response: Response) -> Judged {
        judge(self.name, self.register, call, response, self.now()).await
    }

    /// Asks a source that has tokens: with a new one, once, if it refuses the one at hand.
    pub(crate) async fn ask_with_token<T: Tokens>(
        &self,
        source: &T,
        call: &Call,
    ) -> Result<Reply, FetchError> {
        for is_last in [false, true] {
            let token = source.tokens().get(&*self.clock, || source.issue()).await?;
            let request = self
                .request(call)
                .header("accept", T::ACCEPT)
                .header("authorization", format!("Bearer {}", token.value.expose_secret()));
            let response = self.send(request).await?;
            source.learn(call, &response)?;
            let judged = if response.status == T::TOKEN_REFUSED {
                Judged::NewToken
            } else {
                self.judge(call, response).await
            };
            match judged {
                Judged::Settled(result) => return result,
                Judged::NewToken if is_last => break,
                Judged::NewToken => source.tokens().refuse(token.number).await,
            }
        }
        Err(FetchError::unavailable(Trouble::TokenRefused))
    }

    /// Judges an answer of a source that has no tokens.
    pub(crate) async fn settle(&self, call: &Call, response: Response) -> Result<Reply, FetchError> {
        match self.judge(call, response).await {
            Judged::Settled(result) => result,
            Judged::NewToken => Err(self.bad_key("it asks for a new token")),
        }
    }

    pub(crate) fn bad_key(&self, said: &str) -> FetchError {
        FetchError::NeedsCredentials {
            source_name: self.name,
            said: said.to_owned(),
        }
    }

    /// Why no token was issued. A request for one holds nothing but the key, so whatever is wrong with it is the key.
    pub(crate) fn no_token(&self, response: &Response) -> FetchError {
        match response.status {
            400 | 401 | 403 => self.bad_key(&format!(
                "HTTP status {} to a request for a token",
                response.status
            )),
            429 => FetchError::Throttled {
                until: self.now() + Duration::seconds(60),
            },
            status => FetchError::unavailable(Trouble::Status(status)),
        }
    }
}
