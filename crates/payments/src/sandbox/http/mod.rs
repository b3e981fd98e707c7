//! The sandbox as a server that speaks Stripe's language over HTTP: form-encoded requests, Stripe's
//! paths, objects and errors. Made for tests of the Stripe adapter, it can lose and delay answers.
//!
//! Nothing here is a secret and nothing is money; it listens on the loopback address only.

mod answer;
mod error;
mod faults;
mod intents;
mod lists;
mod money;
mod params;
mod routes;

use std::{
    collections::HashSet,
    io,
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use hyper::{server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::{net::TcpListener, task::JoinHandle};

pub use faults::{Fault, Faults, FaultyDeliver, MessageFault};

use super::Sandbox;

/// A running server. It stops when dropped.
#[derive(Debug)]
pub struct SandboxServer {
    address: SocketAddr,
    faults: Faults,
    task: JoinHandle<()>,
}

/// What every request needs.
#[derive(Debug)]
struct Shared {
    sandbox: Sandbox,
    api_key: String,
    faults: Faults,
    /// Keys whose requests are being worked on.
    running: Mutex<HashSet<String>>,
}

impl SandboxServer {
    /// Serves `sandbox` on a free port of 127.0.0.1, to whoever has `api_key`, which begins with
    /// `sk_test_`.
    ///
    /// # Errors
    /// If there is no port, or the key is not a test key.
    pub async fn start(sandbox: Sandbox, api_key: &str) -> io::Result<Self> {
        if !api_key.starts_with("sk_test_") {
            let message = "the key of a sandbox begins with sk_test_";
            return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
        }
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let (address, faults) = (listener.local_addr()?, Faults::default());
        let shared = Arc::new(Shared {
            sandbox,
            api_key: api_key.to_owned(),
            faults: faults.clone(),
            running: Mutex::default(),
        });
        let task = tokio::spawn(accept(listener, shared));
        Ok(Self {
            address,
            faults,
            task,
        })
    }

    /// Where it is, such as `http://127.0.0.1:40123`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What goes wrong with its requests.
    pub fn faults(&self) -> &Faults {
        &self.faults
    }
}

impl Drop for SandboxServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    // Connections end with the set that holds them, so a dropped server answers nobody.
    let mut connections = tokio::task::JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        while connections.try_join_next().is_some() {}
        let shared = Arc::clone(&shared);
        connections.spawn(async move {
            let service = service_fn(move |request| answer::handle(Arc::clone(&shared), request));
            // An error is an answer that was to be lost, or a client that went away.
            let _ = http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}
