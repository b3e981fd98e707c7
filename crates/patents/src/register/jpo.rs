//! The JPO's patent information API. It answers 200 to everything and puts its own code into the body.

use std::sync::Arc;

use async_trait::async_trait;
use kernel::Clock;
use secrecy::SecretString;
use serde_json::Value;

use super::{
    Breaker, BreakerState, Call, FetchError, JpoSettings, Lane, Limiter, Method, PatentSource, Reply,
    Request, RequestBody, Response, Transport,
    call::{Scope, segment},
    judge::quota_renewed_at,
    token::{Issued, TokenCell},
    wire::{Tokens, Wire},
};
use crate::{
    number::{NumberForm, Office, PatentNumber, RightType},
    source::{Answer, Register},
};

/// The source's name.
const NAME: &str = "jpo";
/// Requests a minute that users of the interface keep to.
const PER_MINUTE: u32 = 10;
/// Each of its calls has a daily quota of its own.
const PROGRESS: Lane = Lane("app_progress");
const REGISTRATION: Lane = Lane("registration_info");
const REFERENCE: Lane = Lane("case_number_reference");

/// Japanese rights, asked of their office. Clones share token and limits.
#[derive(Debug, Clone)]
pub struct Jpo {
    wire: Wire,
    tokens: Arc<TokenCell>,
    settings: JpoSettings,
}

impl Jpo {
    /// The service with this account.
    pub fn new(settings: &JpoSettings, transport: Arc<dyn Transport>, clock: Arc<dyn Clock>) -> Self {
        Self {
            wire: Wire {
                name: NAME,
                register: Register::Jpo,
                base: settings.base_url.clone(),
                transport,
                clock,
                breaker: Breaker::default(),
                limiter: Limiter::new(PER_MINUTE),
                quota_by_lane: true,
                secrets: vec![settings.user.clone(), settings.password.clone()],
            },
            tokens: Arc::default(),
            settings: settings.clone(),
        }
    }

    /// Every answer says how many calls of its kind are left today; after the last one none is made.
    fn count(&self, call: &Call, body: &[u8]) {
        let left = serde_json::from_slice::<Value>(body).ok().and_then(|body| {
            let left = body.get("result")?.get("remainAccessCount")?;
            left.as_u64().or_else(|| left.as_str()?.trim().parse().ok())
        });
        if left == Some(0) {
            let until = quota_renewed_at(Register::Jpo, self.wire.now());
            let reason = FetchError::QuotaExceeded { until };
            self.wire.limiter.hold(Some(call.lane()), until, reason);
        }
    }
}

#[async_trait]
impl Tokens for Jpo {
    const ACCEPT: &'static str = "application/json";
    // The service itself says 200 and a code.
    const TOKEN_REFUSED: u16 = 401;

    fn tokens(&self) -> &TokenCell {
        &self.tokens
    }

    async fn issue(&self) -> Result<Issued, FetchError> {
        let fields = vec![
            ("grant_type", SecretString::from("password")),
            ("username", self.settings.user.clone()),
            ("password", self.settings.password.clone()),
        ];
        let request = Request::new(Method::Post, &self.wire.base, &self.settings.token_path)
            .body(RequestBody::Form(fields));
        let response = self.wire.send(request).await?;
        if response.is_success() {
            Issued::read(&response)
        } else {
            Err(self.wire.no_token(&response))
        }
    }

    fn learn(&self, call: &Call, response: &Response) -> Result<(), FetchError> {
        self.count(call, &response.body);
        Ok(())
    }
}

/// The digits of a number, without office and dash.
fn digits(number: &PatentNumber) -> Option<String> {
    let digits = number.key().strip_prefix("JP")?.replace('-', "");
    digits.bytes().all(|byte| byte.is_ascii_digit()).then_some(digits)
}

fn get(number: &PatentNumber, lane: Lane, path: &str, scope: Scope) -> Call {
    Call::get(NAME, format!("/api/patent/v1/{}/{path}", lane.0), number, scope).in_lane(lane)
}

#[async_trait]
impl PatentSource for Jpo {
    fn name(&self) -> &'static str {
        NAME
    }

    fn register(&self) -> Register {
        Register::Jpo
    }

    /// Inventions alone: utility models and designs are behind other paths, whose answers we have not seen.
    fn calls_for(&self, number: &PatentNumber) -> Vec<Call> {
        if number.office() != Office::JP || number.right_type() != RightType::Invention {
            return Vec::new();
        }
        let Some(digits) = digits(number).map(|digits| segment(&digits)) else {
            return Vec::new();
        };
        match number.form() {
            NumberForm::Application => vec![
                get(number, PROGRESS, &digits, Scope::One),
                get(number, REGISTRATION, &digits, Scope::Part),
            ],
            NumberForm::Publication => {
                let path = format!("publication/{digits}");
                vec![get(number, REFERENCE, &path, Scope::One)]
            }
            NumberForm::Grant => {
                let path = format!("registration/{digits}");
                vec![get(number, REFERENCE, &path, Scope::One)]
            }
        }
    }

    fn follow_ups(&self, call: &Call, answer: &Answer) -> Vec<Call> {
        if call.lane() != REFERENCE {
            return Vec::new();
        }
        let found = answer
            .facts
            .rights
            .iter()
            .filter_map(|right| right.application.as_ref());
        found
            .take(1)
            .flat_map(|application| self.calls_for(application))
            .map(|next| next.with_priority(call.priority()))
            .collect()
    }

    fn cost(&self, _: &Call) -> u64 {
        8_000
    }

    #[tracing::instrument(name = "jpo.fetch", skip_all, fields(call = %call))]
    async fn fetch(&self, call: &Call) -> Result<Reply, FetchError> {
        self.wire
            .guarded(call, self.cost(call), self.wire.ask_with_token(self, call))
            .await
    }

    fn breaker(&self) -> BreakerState {
        self.wire.breaker.state(self.wire.now())
    }
}
