//! A folder of recorded answers, served as if it were the services themselves: with tokens that end, headers that
//! count, the services' own words for what is not there, and faults on demand. Every source runs on it unchanged.

mod bodies;
mod fault;
mod layout;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;
use secrecy::ExposeSecret;
use serde_json::Value;

pub use fault::Fault;
use layout::Service;

use super::{Request, RequestBody, Response, Transport, TransportError};

/// How many requests are remembered.
const MOST_REMEMBERED: usize = 10_000;

/// Serves a folder whose files are named as in the recorded data: `epo/legal_EP.2400812.A1.xml`, with headers beside
/// it in `epo/legal_EP.2400812.A1.headers.json`. Clones are the same service.
#[derive(Debug, Clone)]
pub struct RecordedTransport {
    folder: Arc<PathBuf>,
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    /// Requests but those for tokens, as `GET /path`.
    requests: Vec<String>,
    served: u64,
    scheduled: BTreeMap<u64, Fault>,
    standing: Option<Fault>,
    tokens_issued: u64,
    /// Whether the last token is still good.
    token_is_good: bool,
    bytes: u64,
}

impl RecordedTransport {
    /// Serves this folder. What is not in it is not there.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: Arc::new(folder.into()),
            state: Arc::default(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets the next request fail, tokens not counted.
    pub fn fail_next(&self, fault: Fault) {
        self.fail_in(1, fault);
    }

    /// Lets the `nth` request from now fail, the next being the first.
    pub fn fail_in(&self, nth: u64, fault: Fault) {
        let mut state = self.state();
        let at = state.served + nth.max(1);
        state.scheduled.insert(at, fault);
    }

    /// Lets every request fail from now on.
    pub fn fail(&self, fault: Fault) {
        self.state().standing = Some(fault);
    }

    /// Ends all faults.
    pub fn recover(&self) {
        let mut state = self.state();
        state.standing = None;
        state.scheduled.clear();
    }

    /// The requests so far, those for tokens left out, as `GET /path`.
    pub fn requests(&self) -> Vec<String> {
        self.state().requests.clone()
    }

    /// How many tokens were issued.
    pub fn tokens_issued(&self) -> u64 {
        self.state().tokens_issued
    }

    fn token(&self, request: &Request, service: Service) -> Response {
        let mut state = self.state();
        if matches!(state.standing, Some(Fault::BadKey)) {
            return bodies::bad_key(service);
        }
        let is_complete = match (&request.body, service) {
            (Some(RequestBody::Form(fields)), Service::Ops) => {
                has(fields, "client_credentials")
                    && request
                        .header_value("authorization")
                        .is_some_and(|key| key.len() > "Basic ".len())
            }
            (Some(RequestBody::Form(fields)), _) => has(fields, "password") && fields.len() == 3,
            _ => false,
        };
        if !is_complete {
            return bodies::bad_key(service);
        }
        state.tokens_issued += 1;
        state.token_is_good = true;
        bodies::token(&token_name(state.tokens_issued))
    }

    /// Counts a request and tells which fault it meets.
    fn meet(&self, request: &Request) -> Option<Fault> {
        let mut state = self.state();
        state.served += 1;
        if state.requests.len() < MOST_REMEMBERED {
            state
                .requests
                .push(format!("{} {}", request.method, request.path));
        }
        let served = state.served;
        let fault = state.scheduled.remove(&served).or_else(|| state.standing.clone());
        if matches!(fault, Some(Fault::ExpiredToken)) {
            state.token_is_good = false;
        }
        fault
    }

    /// Whether a request has the key that its service wants.
    fn has_key(&self, request: &Request, service: Service) -> bool {
        let state = self.state();
        match service {
            Service::Ops | Service::Jpo => {
                let token = format!("Bearer {}", token_name(state.tokens_issued));
                state.token_is_good && request.header_value("authorization") == Some(token.as_str())
            }
            Service::Odp => request
                .header_value("x-api-key")
                .is_some_and(|key| !key.is_empty()),
            Service::Kipris => request.secret_query.is_some(),
            Service::AssignmentCenter => true,
        }
    }

    /// What the service answers when nothing goes wrong.
    fn answer(&self, request: &Request, service: Service) -> Response {
        if !self.has_key(request, service) {
            return bodies::no_key(service);
        }
        let body = match &request.body {
            Some(RequestBody::Json(text)) => text.as_str(),
            _ => "",
        };
        let file = layout::file(&self.folder, &request.path, body);
        let Some((file, body)) = file.and_then(|file| Some((file.clone(), std::fs::read(file).ok()?))) else {
            return bodies::not_there(service);
        };
        let mut response = beside(&file);
        if let (Some(sent), Some(kept)) = (request.header_value("if-none-match"), response.header("etag"))
            && sent == kept
        {
            response.status = 304;
            return response;
        }
        response.body = body;
        response
    }

    /// The headers that OPS sends with every answer, unless they were recorded.
    fn count(&self, response: &mut Response) {
        let mut state = self.state();
        state.bytes += response.body.len() as u64;
        let used = state.bytes.to_string();
        for (name, value) in [
            ("X-Throttling-Control", bodies::IDLE),
            ("X-IndividualQuotaPerHour-Used", used.as_str()),
            ("X-RegisteredQuotaPerWeek-Used", used.as_str()),
        ] {
            if response.header(name).is_none() {
                response.headers.push((name.to_owned(), value.to_owned()));
            }
        }
    }
}

fn token_name(number: u64) -> String {
    format!("recorded-token-{number}")
}

fn has(fields: &[(&'static str, secrecy::SecretString)], grant: &str) -> bool {
    fields
        .iter()
        .any(|(name, value)| *name == "grant_type" && value.expose_secret() == grant)
}

/// Status and headers recorded beside a body; 200 without any.
fn beside(file: &Path) -> Response {
    let read = || {
        let text = std::fs::read(file.with_extension("headers.json")).ok()?;
        let recorded: Value = serde_json::from_slice(&text).ok()?;
        let headers = recorded.get("headers")?.as_object()?;
        Some(Response {
            status: u16::try_from(recorded.get("status")?.as_u64()?).ok()?,
            headers: headers
                .iter()
                .filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())))
                .collect(),
            body: Vec::new(),
        })
    };
    read().unwrap_or(Response {
        status: 200,
        ..Response::default()
    })
}

#[async_trait]
impl Transport for RecordedTransport {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        let Some(service) = layout::service(&request.path) else {
            return Err(TransportError::Connection(
                "no such service is recorded".to_owned(),
            ));
        };
        if matches!(request.body, Some(RequestBody::Form(_))) {
            let standing = self.state().standing.clone();
            return match standing {
                Some(fault @ (Fault::Down | Fault::Slow(_) | Fault::EmptySuccess)) => {
                    fault::inflict(&fault, &self.folder, service, &request, Response::default()).await
                }
                _ => Ok(self.token(&request, service)),
            };
        }
        let fault = self.meet(&request);
        let mut response = self.answer(&request, service);
        if let Some(fault) = fault {
            response = fault::inflict(&fault, &self.folder, service, &request, response).await?;
        }
        if service == Service::Ops {
            self.count(&mut response);
        }
        Ok(response)
    }
}
