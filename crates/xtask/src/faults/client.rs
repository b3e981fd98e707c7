//! A small GraphQL client that can tell "no answer came" from "the answer is no".

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use ureq::Agent;

/// Someone who speaks GraphQL with the server.
#[derive(Debug, Clone)]
pub(crate) struct Client {
    agent: Agent,
    url: String,
    token: Option<String>,
    experience: Arc<Experience>,
}

/// What clients went through; several may share one.
#[derive(Debug, Default)]
pub(crate) struct Experience {
    slowest_us: AtomicU64,
    /// Answers with what was asked for.
    served: AtomicU64,
    /// Connections that broke, or answers that are none of GraphQL.
    broken: AtomicU64,
    /// Answers that say that it could not be done now.
    unable: AtomicU64,
}

impl Experience {
    /// How long the slowest answer took that came.
    pub(crate) fn slowest(&self) -> Duration {
        Duration::from_micros(self.slowest_us.load(Ordering::Relaxed))
    }

    /// How many got what they asked for.
    pub(crate) fn served(&self) -> u64 {
        self.served.load(Ordering::Relaxed)
    }

    /// How many requests got no proper answer.
    pub(crate) fn broken(&self) -> u64 {
        self.broken.load(Ordering::Relaxed)
    }

    /// How many were told to come back.
    pub(crate) fn unable(&self) -> u64 {
        self.unable.load(Ordering::Relaxed)
    }

    /// From now on as if nothing had been.
    pub(crate) fn forget(&self) {
        for count in [&self.slowest_us, &self.served, &self.broken, &self.unable] {
            count.store(0, Ordering::Relaxed);
        }
    }

    fn took(&self, time: Duration) {
        let time = u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
        self.slowest_us.fetch_max(time, Ordering::Relaxed);
    }
}

/// Why there is no data.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// The server was not there or went away: nobody knows what it did.
    NoAnswer(String),
    /// It answered that it cannot serve now, or does not know whether it did.
    Unable(String),
    /// It asks to be asked less often.
    TooFast(Duration),
    /// It said no.
    Refused(String),
}

impl Client {
    /// A client of the server at `url`, signed in if there is a token.
    pub(crate) fn new(url: &str, token: Option<String>) -> Self {
        Self::sharing(url, token, Arc::default())
    }

    /// The same; what it goes through is noted here.
    pub(crate) fn sharing(url: &str, token: Option<String>, experience: Arc<Experience>) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(15)))
            .max_idle_connections(2)
            .build();
        Self {
            agent: config.into(),
            url: format!("{url}/graphql"),
            token,
            experience,
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
        let asked = Instant::now();
        let answer = self.send(query, variables);
        match &answer {
            Ok(_) => _ = self.experience.served.fetch_add(1, Ordering::Relaxed),
            Err(Trouble::NoAnswer(_)) => _ = self.experience.broken.fetch_add(1, Ordering::Relaxed),
            Err(Trouble::Unable(_)) => _ = self.experience.unable.fetch_add(1, Ordering::Relaxed),
            _ => {}
        }
        self.experience.took(asked.elapsed());
        answer
    }

    fn send(&self, query: &str, variables: Value) -> Result<Value, Trouble> {
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
                "INTERNAL" | "UNAVAILABLE" | "IDEMPOTENCY_IN_PROGRESS" => Trouble::Unable(error.to_string()),
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
            Self::Unable(why) => write!(f, "it cannot: {why}"),
            Self::TooFast(wait) => write!(f, "asked too fast, to wait {wait:?}"),
            Self::Refused(why) => write!(f, "refused: {why}"),
        }
    }
}

impl std::error::Error for Trouble {}
