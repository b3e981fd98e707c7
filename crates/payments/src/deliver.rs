//! How the sandbox's messages reach the platform.

use async_trait::async_trait;
use db::Db;

use crate::{WebhookReceiver, webhook::SIGNATURE_HEADER};

/// Carries a signed message to where the platform takes messages.
#[async_trait]
pub trait Deliver: std::fmt::Debug + Send + Sync {
    /// Delivers one message; returns when it was taken.
    ///
    /// # Errors
    /// Why it was not; it will be delivered again.
    async fn deliver(&self, signature: &str, body: &str) -> Result<(), String>;
}

/// Posts to the platform's own address, as a real provider would.
#[derive(Debug, Clone)]
pub struct HttpDeliver {
    client: reqwest::Client,
    url: String,
}

impl HttpDeliver {
    /// Posts to `url`, such as `http://127.0.0.1:8080/webhooks/sandbox`.
    pub fn new(client: reqwest::Client, url: impl Into<String>) -> Self {
        Self {
            client,
            url: url.into(),
        }
    }
}

#[async_trait]
impl Deliver for HttpDeliver {
    async fn deliver(&self, signature: &str, body: &str) -> Result<(), String> {
        let request = self
            .client
            .post(&self.url)
            .header(SIGNATURE_HEADER, signature)
            .header("content-type", "application/json")
            .timeout(std::time::Duration::from_secs(10))
            .body(body.to_owned());
        let answer = request
            .send()
            .await
            .map_err(|error| error.without_url().to_string())?;
        if answer.status().is_success() {
            Ok(())
        } else {
            Err(format!("the answer was {}", answer.status()))
        }
    }
}

/// Hands messages to a receiver in this process; the signature is verified all the same.
#[derive(Debug, Clone)]
pub struct InProcess {
    /// Where the inbox is.
    pub db: Db,
    /// Who takes the messages.
    pub receiver: WebhookReceiver,
}

#[async_trait]
impl Deliver for InProcess {
    async fn deliver(&self, signature: &str, body: &str) -> Result<(), String> {
        let taken = self
            .receiver
            .receive(&self.db, Some(signature), body.as_bytes())
            .await;
        taken.map(|_| ()).map_err(|error| error.to_string())
    }
}
