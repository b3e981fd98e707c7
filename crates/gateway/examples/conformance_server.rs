//! Serves a tiny schema with the whole transport, for the programs under `tests/conformance`:
//!
//! ```text
//! cargo run -p gateway --example conformance_server -- 127.0.0.1:8090
//! CAMPAIGN_ID=1 node tests/conformance/run.mjs http://127.0.0.1:8090
//! ```

use std::sync::Arc;

use gateway::http::{
    ListenerLimits, Nobody, Parts, Readiness, SchemaExecutor, Settings, Transport, TrustedDocuments,
    Unlimited, Version, finish, probes, router, serve,
};
use kernel::{SystemClock, SystemIds};
use tokio_util::sync::CancellationToken;

#[path = "../tests/http/schema.rs"]
#[allow(dead_code, reason = "the tests ask for more than the conformance programs do")]
mod schema;

#[tokio::main]
#[allow(clippy::print_stdout, reason = "says where it listens")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let address = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "127.0.0.1:8090".to_owned());
    let shutdown = CancellationToken::new();
    let transport = Transport::new(Parts {
        executor: Arc::new(SchemaExecutor::new(schema::schema(), |_, request| request)),
        authenticate: Arc::new(Nobody),
        rate_limit: Arc::new(Unlimited),
        trusted: TrustedDocuments::default(),
        prices: vec![],
        settings: Settings::default(),
        clock: Arc::new(SystemClock),
        ids: Arc::new(SystemIds),
        shutdown: shutdown.clone(),
    })?;
    let version = Version {
        name: "conformance",
        version: env!("CARGO_PKG_VERSION"),
        commit: None,
    };
    let routes = router(&transport).merge(probes(Arc::new(Readiness::default()), version));
    let listener = tokio::net::TcpListener::bind(&address).await?;
    println!("listening on http://{}", listener.local_addr()?);
    tokio::spawn({
        let shutdown = shutdown.clone();
        async move {
            _ = tokio::signal::ctrl_c().await;
            shutdown.cancel();
        }
    });
    serve(
        listener,
        finish(routes, &transport),
        ListenerLimits::default(),
        shutdown,
    )
    .await;
    Ok(())
}
