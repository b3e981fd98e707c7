//! A server that answers what it was told to, in turn, and remembers what it was asked.

use std::{
    collections::VecDeque,
    convert::Infallible,
    sync::{Arc, Mutex, Once},
    time::Duration,
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap, Method, Response, StatusCode, Uri},
};
use payments::ProviderError;
use payments_stripe::{Retry, SecretKey, Settings, Stripe};
use serde_json::Value;

/// What is answered to one request.
pub(crate) enum Reply {
    Json(u16, Value),
    /// With a header more.
    With(u16, &'static str, &'static str, Value),
    Text(u16, &'static str),
    /// Half an answer, then the end of the connection.
    Cut,
    /// Nothing, for longer than anybody waits.
    Silence,
}

pub(crate) fn ok(body: Value) -> Reply {
    Reply::Json(200, body)
}

/// An error in Stripe's shape.
pub(crate) fn error(status: u16, kind: &str, code: &str) -> Reply {
    let body = serde_json::json!({ "error": { "type": kind, "code": code, "message": format!("words about {code}") } });
    Reply::Json(status, body)
}

/// A request as it came.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) form: Vec<(String, String)>,
    pub(crate) body: String,
    pub(crate) headers: HeaderMap,
}

impl Seen {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    pub(crate) fn key(&self) -> Option<&str> {
        self.header("idempotency-key")
    }

    /// `POST /v1/refunds`.
    pub(crate) fn line(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// The form as lines `name=value`, in order.
    pub(crate) fn fields(&self) -> Vec<String> {
        self.form
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect()
    }

    /// The query likewise.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.query
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect()
    }
}

#[derive(Default)]
struct Script {
    replies: VecDeque<Reply>,
    seen: Vec<Seen>,
}

pub(crate) struct Peer {
    url: String,
    script: Arc<Mutex<Script>>,
}

impl Peer {
    /// A server that will answer these, in turn.
    pub(crate) async fn answering(replies: impl IntoIterator<Item = Reply>) -> Self {
        install_tls();
        let script = Arc::new(Mutex::new(Script {
            replies: replies.into_iter().collect(),
            ..Script::default()
        }));
        let routes = Router::new().fallback(answer).with_state(Arc::clone(&script));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        Self { url, script }
    }

    pub(crate) fn settings(&self) -> Settings {
        Settings {
            base_url: self.url.clone(),
            timeout: Duration::from_millis(400),
            retry: Retry {
                attempts: 3,
                first_pause: Duration::from_millis(2),
                longest_pause: Duration::from_millis(5),
            },
            ..Settings::new(SecretKey::new("sk_test_ours").unwrap())
        }
    }

    pub(crate) fn stripe(&self) -> Stripe {
        Stripe::new(self.settings(), Arc::new(kernel::SystemIds)).unwrap()
    }

    /// What was asked so far.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.script.lock().unwrap().seen.clone()
    }

    /// The only request.
    pub(crate) fn only(&self) -> Seen {
        let seen = self.seen();
        assert_eq!(seen.len(), 1, "{seen:?}");
        seen[0].clone()
    }
}

/// Once for all tests of this program.
pub(crate) fn install_tls() {
    static TLS: Once = Once::new();
    TLS.call_once(|| {
        rustls::crypto::ring::default_provider()
            .install_default()
            .unwrap();
    });
}

fn pairs(text: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(text.as_bytes()).into_owned().collect()
}

async fn answer(
    State(script): State<Arc<Mutex<Script>>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response<Body>, Infallible> {
    let body = String::from_utf8(body.to_vec()).unwrap();
    let reply = {
        let mut script = script.lock().unwrap();
        script.seen.push(Seen {
            method,
            path: uri.path().to_owned(),
            query: pairs(uri.query().unwrap_or_default()),
            form: pairs(&body),
            body,
            headers,
        });
        script.replies.pop_front()
    };
    let response = |status: u16| {
        Response::builder()
            .status(StatusCode::from_u16(status).unwrap())
            .header("request-id", "req_peer")
    };
    let answered = match reply {
        Some(Reply::Json(status, body)) => response(status).body(Body::from(body.to_string())),
        Some(Reply::With(status, name, value, body)) => response(status)
            .header(name, value)
            .body(Body::from(body.to_string())),
        Some(Reply::Text(status, text)) => response(status).body(Body::from(text)),
        Some(Reply::Cut) => {
            let parts = [Ok("{\"id\":"), Err(std::io::Error::other("cut"))];
            response(200).body(Body::from_stream(futures_util::stream::iter(parts)))
        }
        Some(Reply::Silence) => {
            tokio::time::sleep(Duration::from_secs(60)).await;
            response(200).body(Body::empty())
        }
        None => response(599).body(Body::from("the script of this test is at its end")),
    };
    Ok(answered.unwrap())
}

/// An error in one word and its detail, for comparing.
pub(crate) fn told<T: std::fmt::Debug>(answer: Result<T, ProviderError>) -> String {
    match answer.unwrap_err() {
        ProviderError::Refused { code, .. } => format!("refused {code}"),
        ProviderError::KeyReused => "key reused".to_owned(),
        ProviderError::NotFound(what) => format!("not found {what}"),
        ProviderError::Unavailable(source) => format!("unavailable: {source}"),
    }
}
