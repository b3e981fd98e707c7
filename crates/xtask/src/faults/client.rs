//! A small GraphQL client that can tell "no answer came" from "the answer is no".

use std::time::Duration;

use serde_json::{Value, json};
use ureq::Agent;

/// Someone who speaks GraphQL with the server.
#[derive(Debug)]
pub(crate) struct Client {
    agent: Agent,
    url: String,
    token: Option<String>,
}

/// Why there is no data.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// The server was not there, went away, or could not serve: nobody knows what it did.
    NoAnswer(String),
    /// It asks to be asked less often.
    TooFast(Duration),
    /// It said no.
    Refused(String),
}

impl Client {
    /// A client of the server at `url`, signed in if there is a token.
    pub(crate) fn new(url: &str, token: Option<String>) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(15)))
            .max_idle_connections(2)
            .build();
        Self {
            agent: config.into(),
            url: format!("{url}/graphql"),
            token,
        }
    }

    /// Asks again whenever that was too fast.
    pub(crate) fn ask_patiently(&self, query: &str, variables: &Value) -> Result<Value, Trouble> {
        loop {
            match self.ask(query, variables.clone()) {
                Err(Trouble::TooFast(wait)) => std::thread::sleep(wait),
                other => return other,
            }
        }
    }

    /// Asks one operation; the answer is its `data`.
    pub(crate) fn ask(&self, query: &str, variables: Value) -> Result<Value, Trouble> {
        let body = json!({ "query": query, "variables": variables }).to_string();
        let mut request = self
            .agent
            .post(&self.url)
            .header("content-type", "application/json")
            .header("accept", "application/json");
        if let Some(token) = &self.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let mut answer = request
            .send(body)
            .map_err(|error| Trouble::NoAnswer(error.to_string()))?;
        let status = answer.status().as_u16();
        let wait = answer
            .headers()
            .get("retry-after")
            .and_then(|value| value.to_str().ok()?.parse().ok());
        let text = answer
            .body_mut()
            .read_to_string()
            .map_err(|error| Trouble::NoAnswer(error.to_string()))?;
        if status == 429 {
            return Err(Trouble::TooFast(Duration::from_secs(wait.unwrap_or(1))));
        }
        let mut answer: Value = match serde_json::from_str(&text) {
            Ok(answer) => answer,
            Err(_) if status >= 500 => return Err(Trouble::NoAnswer(format!("HTTP {status}: {text}"))),
            Err(error) => return Err(Trouble::Refused(format!("HTTP {status}, {error}: {text}"))),
        };
        if let Some(error) = answer.get("errors").and_then(|errors| errors.get(0)) {
            let code = error["extensions"]["code"].as_str().unwrap_or_default();
            return Err(match code {
                "RATE_LIMITED" => Trouble::TooFast(Duration::from_secs(wait.unwrap_or(1))),
                "INTERNAL" | "UNAVAILABLE" | "IDEMPOTENCY_IN_PROGRESS" => {
                    Trouble::NoAnswer(error.to_string())
                }
                _ => Trouble::Refused(error.to_string()),
            });
        }
        Ok(answer["data"].take())
    }
}

impl std::fmt::Display for Trouble {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoAnswer(why) => write!(f, "no answer: {why}"),
            Self::TooFast(wait) => write!(f, "asked too fast, to wait {wait:?}"),
            Self::Refused(why) => write!(f, "refused: {why}"),
        }
    }
}

impl std::error::Error for Trouble {}
