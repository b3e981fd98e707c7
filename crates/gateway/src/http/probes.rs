//! What load balancers, schedulers and scrapers ask.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use axum::{
    Json, Router,
    http::{HeaderName, StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
    routing::get,
};
use futures_util::future::join_all;
use serde::Serialize;
use tokio::time::{Instant, timeout};

/// Something that must work before requests are sent here.
#[async_trait]
pub trait Check: Send + Sync + 'static {
    /// Its name in `/readyz`: `database`, `migrations`, `cache`.
    fn name(&self) -> &'static str;

    /// Passes, or says why not, in words that give away no secret.
    ///
    /// # Errors
    /// The reason.
    async fn check(&self) -> Result<(), String>;
}

/// How long a check may take before it counts as failed.
const CHECK_TIMEOUT: Duration = Duration::from_secs(2);

/// Whether this process should be sent requests.
#[derive(Default)]
pub struct Readiness {
    checks: Vec<Arc<dyn Check>>,
    draining: AtomicBool,
}

#[derive(Debug, Serialize)]
struct Report {
    status: &'static str,
    checks: Vec<Finding>,
}

#[derive(Debug, Serialize)]
struct Finding {
    name: &'static str,
    ok: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(rename = "tookMs")]
    took_ms: u128,
}

impl Readiness {
    /// Ready when every check passes.
    pub fn new(checks: Vec<Arc<dyn Check>>) -> Self {
        Self {
            checks,
            draining: AtomicBool::new(false),
        }
    }

    /// From now on not ready: the process is about to stop.
    pub fn drain(&self) {
        self.draining.store(true, Ordering::Relaxed);
    }

    async fn report(&self) -> Report {
        let mut checks = join_all(self.checks.iter().map(|check| async {
            let started = Instant::now();
            let result = timeout(CHECK_TIMEOUT, check.check()).await;
            let result =
                result.unwrap_or_else(|_| Err(format!("no answer in {} s", CHECK_TIMEOUT.as_secs())));
            let took_ms = started.elapsed().as_millis();
            Finding {
                name: check.name(),
                ok: result.is_ok(),
                reason: result.err(),
                took_ms,
            }
        }))
        .await;
        if self.draining.load(Ordering::Relaxed) {
            let reason = Some("the process is stopping".to_owned());
            checks.push(Finding {
                name: "process",
                ok: false,
                reason,
                took_ms: 0,
            });
        }
        let ready = checks.iter().all(|finding| finding.ok);
        Report {
            status: if ready { "ready" } else { "unready" },
            checks,
        }
    }
}

/// What `/version` says.
#[derive(Debug, Clone, Serialize)]
pub struct Version {
    /// The program.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
    /// The commit it was built from, if known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commit: Option<&'static str>,
}

/// `/livez`, `/readyz` and `/version`.
pub fn probes(readiness: Arc<Readiness>, version: Version) -> Router {
    let ready = move || {
        let readiness = readiness.clone();
        async move {
            let report = readiness.report().await;
            let status = if report.status == "ready" {
                StatusCode::OK
            } else {
                StatusCode::SERVICE_UNAVAILABLE
            };
            fresh((status, Json(report)))
        }
    };
    Router::new()
        .route(
            "/livez",
            get(|| async { fresh(Json(serde_json::json!({ "status": "alive" }))) }),
        )
        .route("/readyz", get(ready))
        .route(
            "/version",
            get(move || async move { fresh(Json(version.clone())) }),
        )
}

/// `/metrics` in the Prometheus text format, as `render` writes it. For a listener of its own, or
/// one that only the scraper reaches.
pub fn metrics(render: impl Fn() -> String + Clone + Send + Sync + 'static) -> Router {
    let answer = move || async move {
        (
            [(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")],
            render(),
        )
    };
    Router::new().route("/metrics", get(answer))
}

fn fresh(answer: impl IntoResponse) -> Response {
    ([(HeaderName::from_static("cache-control"), "no-store")], answer).into_response()
}
