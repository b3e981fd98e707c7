//! KIPRIS Plus of the KIPO: the legal status of Korean applications in the terms of WIPO ST.27.

use std::sync::Arc;

use async_trait::async_trait;
use kernel::Clock;
use secrecy::SecretString;

use super::{
    Breaker, BreakerState, Call, FetchError, KiprisSettings, Limiter, PatentSource, Reply, Transport,
    call::{Scope, segment},
    wire::Wire,
};
use crate::{
    number::{NumberForm, Office, PatentNumber},
    source::Register,
};

/// The source's name.
const NAME: &str = "kipris";
/// A thousand calls a month are free: a burst would use up the day.
const PER_MINUTE: u32 = 10;

/// Korean rights, asked of their office. Clones share the limits.
#[derive(Debug, Clone)]
pub struct Kipris {
    wire: Wire,
    key: SecretString,
}

impl Kipris {
    /// The service with this key.
    pub fn new(settings: &KiprisSettings, transport: Arc<dyn Transport>, clock: Arc<dyn Clock>) -> Self {
        Self {
            wire: Wire {
                name: NAME,
                register: Register::Kipris,
                base: settings.base_url.clone(),
                transport,
                clock,
                breaker: Breaker::default(),
                limiter: Limiter::new(PER_MINUTE),
                quota_by_lane: false,
                secrets: vec![settings.key.clone()],
            },
            key: settings.key.clone(),
        }
    }

    async fn ask(&self, call: &Call) -> Result<Reply, FetchError> {
        let mut request = self.wire.request(call).header("accept", "application/xml");
        // The key travels in the query; the call's own text is without it.
        request.secret_query = Some(("accessKey", self.key.clone()));
        let response = self.wire.send(request).await?;
        self.wire.settle(call, response).await
    }
}

#[async_trait]
impl PatentSource for Kipris {
    fn name(&self) -> &'static str {
        NAME
    }

    fn register(&self) -> Register {
        Register::Kipris
    }

    /// Applications alone: the service takes no other number.
    fn calls_for(&self, number: &PatentNumber) -> Vec<Call> {
        if number.office() != Office::KR || number.form() != NumberForm::Application {
            return Vec::new();
        }
        let key = number.key().replace('-', "");
        let digits = segment(key.trim_start_matches("KR"));
        let path =
            format!("/openapi/rest/legStatusST27InfoSearchService/BasicInfo?applicationNumber={digits}");
        vec![Call::get(NAME, path, number, Scope::Search)]
    }

    fn cost(&self, _: &Call) -> u64 {
        20_000
    }

    #[tracing::instrument(name = "kipris.fetch", skip_all, fields(call = %call))]
    async fn fetch(&self, call: &Call) -> Result<Reply, FetchError> {
        self.wire.guarded(call, self.cost(call), self.ask(call)).await
    }

    fn breaker(&self) -> BreakerState {
        self.wire.breaker.state(self.wire.now())
    }
}
