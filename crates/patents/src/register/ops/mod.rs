//! Open Patent Services of the EPO, release 3.2 (OPS guide 1.3.20).

mod calls;
mod headers;

use std::sync::Arc;

use async_trait::async_trait;
use kernel::Clock;
use secrecy::{ExposeSecret, SecretString};

use super::{
    BreakerState, Call, FetchError, Lane, Limiter, Method, OpsSettings, PatentSource, Reply, Request,
    RequestBody, Response, Transport,
    budget::Budget,
    token::{Issued, TokenCell},
    wire::{Tokens, Wire},
};
use crate::{number::PatentNumber, source::Register};

/// The source's name.
const NAME: &str = "epo-ops";
/// Where tokens are issued.
const TOKEN_PATH: &str = "/3.2/auth/accesstoken";
/// Calls a minute that the service grants while idle, as recorded answers say.
const LANES: [(Lane, u32); 3] = [
    (calls::INPADOC, 60),
    (calls::RETRIEVAL, 200),
    (calls::OTHER, 1000),
];

/// The EPO's register and its collection of the offices' legal events. Clones share token and limits.
#[derive(Debug, Clone)]
pub struct Ops {
    wire: Wire,
    tokens: Arc<TokenCell>,
    key: SecretString,
    secret: SecretString,
}

impl Ops {
    /// The service with these credentials.
    pub fn new(settings: &OpsSettings, transport: Arc<dyn Transport>, clock: Arc<dyn Clock>) -> Self {
        let limiter = Limiter::new(60)
            .with_lanes(&LANES)
            .with_budget(Budget::new(settings.hourly_bytes, settings.weekly_bytes));
        Self {
            wire: Wire {
                name: NAME,
                register: Register::EpoOps,
                base: settings.base_url.clone(),
                transport,
                clock,
                breaker: super::Breaker::default(),
                limiter,
                quota_by_lane: false,
                secrets: vec![settings.key.clone(), settings.secret.clone()],
            },
            tokens: Arc::default(),
            key: settings.key.clone(),
            secret: settings.secret.clone(),
        }
    }
}

#[async_trait]
impl Tokens for Ops {
    const ACCEPT: &'static str = "application/xml";

    fn tokens(&self) -> &TokenCell {
        &self.tokens
    }

    async fn issue(&self) -> Result<Issued, FetchError> {
        let pair = format!("{}:{}", self.key.expose_secret(), self.secret.expose_secret());
        let basic = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, pair);
        let grant = ("grant_type", SecretString::from("client_credentials"));
        let request = Request::new(Method::Post, &self.wire.base, TOKEN_PATH)
            .header("authorization", format!("Basic {basic}"))
            .body(RequestBody::Form(vec![grant]));
        let response = self.wire.send(request).await?;
        if response.is_success() {
            return Issued::read(&response);
        }
        let refused = headers::refusal(&response, calls::OTHER, self.wire.now());
        Err(refused.unwrap_or_else(|| self.wire.no_token(&response)))
    }

    fn learn(&self, call: &Call, response: &Response) -> Result<(), FetchError> {
        let now = self.wire.now();
        headers::learn(&self.wire.limiter, response, now);
        headers::refusal(response, call.lane(), now).map_or(Ok(()), Err)
    }
}

#[async_trait]
impl PatentSource for Ops {
    fn name(&self) -> &'static str {
        NAME
    }

    fn register(&self) -> Register {
        Register::EpoOps
    }

    fn calls_for(&self, number: &PatentNumber) -> Vec<Call> {
        calls::for_number(number)
    }

    fn cost(&self, call: &Call) -> u64 {
        calls::cost(call)
    }

    #[tracing::instrument(name = "ops.fetch", skip_all, fields(call = %call))]
    async fn fetch(&self, call: &Call) -> Result<Reply, FetchError> {
        self.wire
            .guarded(call, self.cost(call), self.wire.ask_with_token(self, call))
            .await
    }

    fn breaker(&self) -> BreakerState {
        self.wire.breaker.state(self.wire.now())
    }
}
