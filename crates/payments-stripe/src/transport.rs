//! How requests reach Stripe: one pool of connections, a time limit, and tries that repeat with
//! the same key.

use std::{sync::Arc, time::Duration};

use kernel::IdSource;
use payments::ProviderError;
use reqwest::{Method, StatusCode, header::HeaderMap};
use serde::{Deserialize, de::DeserializeOwned};
use stripe_client_core::{RequestBuilder, StripeMethod};

use crate::{
    fault::{ErrorBody, Fault},
    settings::{Settings, SettingsError, VERSION},
};

/// The longest answer that is read, in bytes.
pub(crate) const MAX_ANSWER: usize = 8 * 1024 * 1024;
/// The longest that is waited because Stripe asks for it; beyond it the caller is told instead.
const LONGEST_ASKED: Duration = Duration::from_secs(30);

/// The way to Stripe. Clones share their connections.
#[derive(Debug, Clone)]
pub(crate) struct Transport {
    client: reqwest::Client,
    settings: Arc<Settings>,
    ids: Arc<dyn IdSource>,
}

impl Transport {
    pub(crate) fn new(mut settings: Settings, ids: Arc<dyn IdSource>) -> Result<Self, SettingsError> {
        settings.check()?;
        settings
            .base_url
            .truncate(settings.base_url.trim_end_matches('/').len());
        let client = reqwest::Client::builder()
            .user_agent(concat!("Farsight/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(Duration::from_secs(10).min(settings.timeout))
            .timeout(settings.timeout)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(SettingsError::Client)?;
        Ok(Self {
            client,
            settings: Arc::new(settings),
            ids,
        })
    }

    pub(crate) fn livemode(&self) -> bool {
        self.settings.secret_key.livemode()
    }

    /// Asks, changing nothing; tried again as often as allowed.
    pub(crate) async fn get<T: DeserializeOwned>(&self, request: RequestBuilder) -> Result<T, Fault> {
        debug_assert!(matches!(request.method, StripeMethod::Get));
        self.send(request, None).await
    }

    /// Creates something under a key of ours.
    pub(crate) async fn create<T: DeserializeOwned>(
        &self,
        request: RequestBuilder,
        key: &str,
    ) -> Result<T, Fault> {
        self.send(request, Some(key)).await
    }

    /// Changes something that can be changed twice without harm: the key is made for this call, so
    /// that its tries count as one and the next call is a new one.
    pub(crate) async fn change<T: DeserializeOwned>(&self, request: RequestBuilder) -> Result<T, Fault> {
        let key: String = self.ids.secret()[..16]
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        self.send(request, Some(&format!("call:{key}"))).await
    }

    async fn send<T: DeserializeOwned>(
        &self,
        request: RequestBuilder,
        key: Option<&str>,
    ) -> Result<T, Fault> {
        let may_repeat = key.is_some() || matches!(request.method, StripeMethod::Get);
        let body = request.body.as_deref().map(in_order);
        let mut attempt = 1;
        loop {
            let (fault, wait) = match self.once(&request, body.as_deref(), key).await {
                Ok(answer) if answer.status.is_success() => return answer.read(),
                Ok(answer) => {
                    let wait = answer.may_be_repeated().then_some(answer.retry_after);
                    (answer.fault(), wait)
                }
                Err(fault) => {
                    let wait = matches!(fault, Fault::Unanswered(_)).then_some(None);
                    (fault, wait)
                }
            };
            let Some(asked) = wait.filter(|_| may_repeat && attempt < self.settings.retry.attempts) else {
                return Err(fault);
            };
            let own = self.settings.retry.pause(attempt, self.ids.secret()[31]);
            let pause = asked.map_or(own, |asked| asked.max(own));
            if pause > LONGEST_ASKED {
                return Err(fault);
            }
            tracing::warn!(path = %request.path, attempt, pause_ms = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX), error = %fault, "Stripe is asked again");
            tokio::time::sleep(pause).await;
            attempt += 1;
        }
    }

    async fn once(
        &self,
        request: &RequestBuilder,
        body: Option<&str>,
        key: Option<&str>,
    ) -> Result<Answer, Fault> {
        let mut url = format!("{}/v1{}", self.settings.base_url, request.path);
        if let Some(query) = request.query.as_deref().filter(|query| !query.is_empty()) {
            url = format!("{url}?{query}");
        }
        let method = match request.method {
            StripeMethod::Get => Method::GET,
            StripeMethod::Post => Method::POST,
            StripeMethod::Delete => Method::DELETE,
        };
        let mut sent = self
            .client
            .request(method, url)
            .bearer_auth(self.settings.secret_key.expose())
            .header("stripe-version", VERSION);
        if let Some(key) = key {
            sent = sent.header("idempotency-key", key);
        }
        if let Some(body) = body {
            sent = sent
                .header("content-type", "application/x-www-form-urlencoded")
                .body(body.to_owned());
        }
        let unanswered = |error: reqwest::Error| Fault::Unanswered(error.without_url());
        let mut response = sent.send().await.map_err(unanswered)?;
        let mut answer = Answer::of(response.status(), response.headers());
        while let Some(chunk) = response.chunk().await.map_err(unanswered)? {
            if answer.body.len() + chunk.len() > MAX_ANSWER {
                return Err(Fault::TooLong);
            }
            answer.body.extend_from_slice(&chunk);
        }
        tracing::debug!(path = %request.path, status = answer.status.as_u16(), request_id = answer.request_id, "Stripe answered");
        Ok(answer)
    }
}

/// A form whose fields stand in one order: metadata comes out of a hash map, and a request that is
/// sent again after a restart should be the same to the byte.
fn in_order(form: &str) -> String {
    let mut fields: Vec<&str> = form.split('&').filter(|field| !field.is_empty()).collect();
    fields.sort_unstable();
    fields.join("&")
}

struct Answer {
    status: StatusCode,
    request_id: Option<String>,
    /// Whether Stripe itself says that trying again may help.
    should_retry: Option<bool>,
    /// How long it asks to wait.
    retry_after: Option<Duration>,
    /// Whether this is an answer it gave before under the same key: it will not change.
    replayed: bool,
    body: Vec<u8>,
}

impl Answer {
    fn of(status: StatusCode, headers: &HeaderMap) -> Self {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        Self {
            status,
            request_id: text("request-id").map(str::to_owned),
            should_retry: text("stripe-should-retry").and_then(|text| text.parse().ok()),
            retry_after: text("retry-after")
                .and_then(|text| text.parse().ok())
                .map(Duration::from_secs),
            replayed: text("idempotent-replayed") == Some("true"),
            body: Vec::new(),
        }
    }

    fn may_be_repeated(&self) -> bool {
        let by_status = matches!(self.status.as_u16(), 409 | 429) || self.status.is_server_error();
        !self.replayed && self.should_retry.unwrap_or(by_status)
    }

    fn read<T: DeserializeOwned>(&self) -> Result<T, Fault> {
        serde_json::from_slice(&self.body).map_err(|error| Fault::Unreadable(error.to_string()))
    }

    fn fault(self) -> Fault {
        #[derive(Deserialize)]
        struct Envelope {
            error: ErrorBody,
        }
        let status = self.status.as_u16();
        let request_id = self.request_id;
        match serde_json::from_slice::<Envelope>(&self.body) {
            Ok(Envelope { error }) => Fault::Api {
                status,
                body: Box::new(error),
                request_id,
            },
            Err(_) => Fault::Foreign { status, request_id },
        }
    }
}

/// Refuses a key that Stripe would not take.
pub(crate) fn proper_key(key: &str) -> Result<&str, ProviderError> {
    let is_proper = (1..=255).contains(&key.len()) && key.bytes().all(|byte| (0x20..0x7f).contains(&byte));
    if is_proper {
        Ok(key)
    } else {
        Err(ProviderError::Refused {
            code: "idempotency_key_invalid".to_owned(),
            message: "an idempotency key has 1 to 255 characters of ASCII".to_owned(),
        })
    }
}

/// Refuses what cannot be an id of Stripe: it becomes part of an address.
pub(crate) fn proper_id(id: &str) -> Result<&str, ProviderError> {
    let is_proper = (1..=255).contains(&id.len())
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if is_proper {
        Ok(id)
    } else {
        Err(ProviderError::NotFound(id.chars().take(64).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_the_same_whatever_the_order_it_was_made_in() {
        assert_eq!(in_order("b=2&a%5Bx%5D=1&a=0"), "a%5Bx%5D=1&a=0&b=2");
        assert_eq!(in_order(""), "");
    }

    #[test]
    fn an_id_cannot_lead_elsewhere() {
        for id in ["", "pi_1/confirm", "pi_1?expand", "..", "pi 1", "pi_é"] {
            assert!(matches!(proper_id(id), Err(ProviderError::NotFound(_))), "{id}");
        }
        assert!(proper_id("pi_1AbC").is_ok());
    }
}
