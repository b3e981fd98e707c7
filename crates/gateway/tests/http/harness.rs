//! A transport over the tiny schema, and ways to ask it.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use async_trait::async_trait;
use axum::{Router, body::Body};
use gateway::http::{
    Arrival, AuthProblem, Authenticate, Budget, ListenerLimits, Parts, RateLimit, SchemaExecutor, Settings,
    Transport, TrustedDocuments, finish, router, serve,
};
use http::{HeaderMap, Request, StatusCode, header::AUTHORIZATION};
use http_body_util::BodyExt;
use kernel::{Caller, FixedClock, SeededIds, Who};
use serde_json::Value as Json;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use crate::schema;

/// Signs in whoever shows `Bearer good`; `Bearer ending` holds until it is checked again.
pub(crate) struct Door;

#[async_trait]
impl Authenticate for Door {
    async fn caller(&self, arrival: &Arrival) -> Result<Caller, AuthProblem> {
        let user = |n: u128| Who::User {
            id: kernel::UserId::from_uuid(uuid::Uuid::from_u128(n)),
            session: kernel::SessionId::from_uuid(uuid::Uuid::from_u128(n)),
            roles: vec![],
        };
        let who = match arrival.headers.get(AUTHORIZATION).map(|v| v.to_str().unwrap()) {
            None => Who::Anonymous,
            Some("Bearer good") => user(1),
            Some("Bearer ending") => user(2),
            Some("Bearer down") => return Err(AuthProblem::Unavailable),
            Some("Bearer hanging") => std::future::pending().await,
            Some(_) => return Err(AuthProblem::Invalid),
        };
        Ok(Caller {
            who,
            ..arrival.anonymous()
        })
    }

    async fn still_valid(&self, caller: &Caller) -> bool {
        caller.actor() != kernel::UserId::from_uuid(uuid::Uuid::from_u128(2)).to_string()
    }
}

/// A budget of so many points that never refills.
pub(crate) struct Purse(pub std::sync::Mutex<u32>);

impl Purse {
    pub(crate) fn of(points: u32) -> Arc<Self> {
        Arc::new(Self(points.into()))
    }
}

#[async_trait]
impl RateLimit for Purse {
    async fn spend(&self, _: &Caller, points: u32) -> Option<Budget> {
        let mut left = self.0.lock().unwrap();
        let fits = *left >= points;
        if fits {
            *left -= points;
        }
        let reset = Duration::from_millis(2_500);
        Some(Budget {
            limit: 1_000,
            remaining: *left,
            reset,
            retry_after: (!fits).then_some(reset),
        })
    }
}

pub(crate) struct Given {
    pub settings: Settings,
    pub purse: Arc<Purse>,
    pub trusted: Vec<&'static str>,
    pub shutdown: CancellationToken,
}

impl Default for Given {
    fn default() -> Self {
        Self {
            settings: Settings::default(),
            purse: Purse::of(100_000),
            trusted: vec![],
            shutdown: CancellationToken::new(),
        }
    }
}

impl Given {
    pub(crate) fn app(self) -> App {
        let transport = Transport::new(Parts {
            executor: Arc::new(SchemaExecutor::new(schema::schema(), |_, request| request)),
            authenticate: Arc::new(Door),
            rate_limit: self.purse,
            trusted: TrustedDocuments::read(self.trusted, &self.settings.limits).unwrap(),
            prices: vec![("Mutation.signIn".to_owned(), 50)],
            settings: self.settings,
            clock: Arc::new(FixedClock::at(
                chrono::DateTime::from_timestamp(1_780_000_000, 0).unwrap(),
            )),
            ids: Arc::new(SeededIds::new(1)),
            shutdown: self.shutdown.clone(),
        });
        let transport = transport.unwrap();
        App {
            router: finish(router(&transport), &transport),
            shutdown: self.shutdown,
        }
    }
}

pub(crate) struct App {
    pub router: Router,
    pub shutdown: CancellationToken,
}

pub(crate) fn app() -> App {
    Given::default().app()
}

#[derive(Debug)]
pub(crate) struct Answered {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answered {
    pub(crate) fn json(&self) -> Json {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("not JSON: {}", self.text))
    }

    pub(crate) fn code(&self) -> String {
        self.json()["errors"][0]["extensions"]["code"]
            .as_str()
            .unwrap_or("none")
            .to_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

impl App {
    pub(crate) async fn ask(&self, request: Request<Body>) -> Answered {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let text = String::from_utf8(body.collect().await.unwrap().to_bytes().to_vec()).unwrap();
        Answered {
            status: parts.status,
            headers: parts.headers,
            text,
        }
    }

    /// POSTs JSON, with more headers.
    pub(crate) async fn post_with(&self, body: Json, headers: &[(&str, &str)]) -> Answered {
        let mut request = Request::post("/graphql").header("content-type", "application/json");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.ask(request.body(Body::from(body.to_string())).unwrap())
            .await
    }

    /// POSTs a document as a client of today does.
    pub(crate) async fn query(&self, query: &str) -> Answered {
        let accept = ("accept", "application/graphql-response+json");
        self.post_with(serde_json::json!({ "query": query }), &[accept])
            .await
    }

    pub(crate) async fn get(&self, uri: &str) -> Answered {
        let accept = "application/graphql-response+json";
        self.ask(
            Request::get(uri)
                .header("accept", accept)
                .body(Body::empty())
                .unwrap(),
        )
        .await
    }

    /// Serves on a port of its own until the token is cancelled.
    pub(crate) async fn listen(self, limits: ListenerLimits) -> (SocketAddr, tokio::task::JoinHandle<usize>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        (
            address,
            tokio::spawn(serve(listener, self.router, limits, self.shutdown)),
        )
    }
}
