//! Each client on synthetic answers: what comes out of every way in which a register can fail.

mod breaker;
mod build;
mod http;
mod limits;
mod odp;
mod offices;
mod ops;
mod sources;
mod tokens;

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration as Wait,
};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::FixedClock;

use super::{
    Call, FetchError, Fetched, PatentSource, RecordedTransport, Request, RequestBody, Response, Sources,
    Transport, TransportError,
};
use crate::number::PatentNumber;

/// Noon of the first of June 2026, UTC.
fn noon() -> DateTime<Utc> {
    DateTime::from_timestamp(1_780_315_200, 0).unwrap()
}

fn number(text: &str) -> PatentNumber {
    PatentNumber::parse(text, None, noon().date_naive()).unwrap()
}

/// All sources on a folder of synthetic answers, at noon.
struct Stage {
    _folder: tempfile::TempDir,
    clock: FixedClock,
    sources: Sources,
    transport: RecordedTransport,
}

impl Stage {
    fn new() -> Self {
        let folder = build::folder();
        let clock = FixedClock::at(noon());
        let (sources, transport) = Sources::recorded(folder.path(), Arc::new(clock.clone()));
        Self {
            _folder: folder,
            clock,
            sources,
            transport,
        }
    }

    fn source(&self, name: &str) -> Arc<dyn PatentSource> {
        Arc::clone(self.sources.named(name).unwrap())
    }

    /// The first call of a source about a right.
    fn call(&self, name: &str, right: &str) -> Call {
        self.source(name).calls_for(&number(right)).remove(0)
    }

    async fn fetch(&self, call: &Call) -> Result<Fetched, FetchError> {
        let reply = self.sources.fetch(call).await?;
        Ok(reply.fetched().expect("a body"))
    }

    async fn error(&self, call: &Call) -> FetchError {
        self.sources.fetch(call).await.unwrap_err()
    }
}

/// A transport that takes its time and counts how many requests are under way at once.
#[derive(Debug, Clone)]
struct Busy {
    inner: RecordedTransport,
    under_way: Arc<AtomicUsize>,
    most: Arc<AtomicUsize>,
    token_requests: Arc<AtomicUsize>,
}

impl Busy {
    fn new(inner: RecordedTransport) -> Self {
        Self {
            inner,
            under_way: Arc::default(),
            most: Arc::default(),
            token_requests: Arc::default(),
        }
    }
}

#[async_trait]
impl Transport for Busy {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        if matches!(request.body, Some(RequestBody::Form(_))) {
            self.token_requests.fetch_add(1, Ordering::SeqCst);
        }
        let under_way = self.under_way.fetch_add(1, Ordering::SeqCst) + 1;
        self.most.fetch_max(under_way, Ordering::SeqCst);
        tokio::time::sleep(Wait::from_millis(200)).await;
        let result = self.inner.send(request).await;
        self.under_way.fetch_sub(1, Ordering::SeqCst);
        result
    }
}
