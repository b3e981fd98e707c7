//! The in-process engine: all there is in embedded mode, and what is left when Redis is away.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use moka::{Expiry, future::Cache as Moka};
use tokio::time::Instant;

use crate::{
    AttemptLimit, Decision, Quota,
    channels::Channels,
    limit::{Attempts, Bucket, LOCK_MEMORY, millis},
};

/// Bytes of values held at the most.
const MAX_BYTES: u64 = 64 << 20;
/// Keys whose limits are remembered at the most.
const MAX_LIMITED: u64 = 100_000;
/// A budget untouched for this long is forgotten, which fills it.
const BUCKET_MEMORY: Duration = Duration::from_secs(2 * 3600);

#[derive(Debug, Clone)]
struct Held {
    value: Bytes,
    ttl: Duration,
}

/// Each value has its own time to live.
struct OwnTtl;

impl Expiry<String, Held> for OwnTtl {
    fn expire_after_create(&self, _: &String, held: &Held, _: std::time::Instant) -> Option<Duration> {
        Some(held.ttl)
    }

    fn expire_after_update(
        &self,
        _: &String,
        held: &Held,
        _: std::time::Instant,
        _: Option<Duration>,
    ) -> Option<Duration> {
        Some(held.ttl)
    }
}

#[derive(Debug)]
pub(crate) struct Local {
    values: Moka<String, Held>,
    buckets: Moka<String, Arc<Mutex<Bucket>>>,
    attempts: Moka<String, Arc<Mutex<Attempts>>>,
    pub(crate) channels: Arc<Channels>,
    started: Instant,
}

impl Local {
    pub(crate) fn new() -> Self {
        let weight =
            |key: &String, held: &Held| u32::try_from(key.len() + held.value.len()).unwrap_or(u32::MAX);
        Self {
            values: Moka::builder()
                .max_capacity(MAX_BYTES)
                .weigher(weight)
                .expire_after(OwnTtl)
                .build(),
            buckets: Moka::builder()
                .max_capacity(MAX_LIMITED)
                .time_to_idle(BUCKET_MEMORY)
                .build(),
            attempts: Moka::builder()
                .max_capacity(MAX_LIMITED)
                .time_to_idle(LOCK_MEMORY * 2)
                .build(),
            channels: Arc::default(),
            started: Instant::now(),
        }
    }

    /// Milliseconds since this engine started. Locks and budgets do not follow the wall clock, so
    /// setting that changes nothing.
    fn now(&self) -> u64 {
        millis(self.started.elapsed())
    }

    pub(crate) async fn get(&self, key: &str) -> Option<Bytes> {
        self.values.get(key).await.map(|held| held.value)
    }

    pub(crate) async fn set(&self, key: &str, value: Bytes, ttl: Duration) {
        self.values.insert(key.to_owned(), Held { value, ttl }).await;
    }

    pub(crate) async fn delete(&self, key: &str) {
        self.values.invalidate(key).await;
    }

    /// Forgets every value (not the limits).
    pub(crate) fn clear(&self) {
        self.values.invalidate_all();
    }

    pub(crate) async fn take(&self, key: &str, cost: u32, quota: &Quota) -> Decision {
        let bucket = self.buckets.get_with_by_ref(key, async { Arc::default() }).await;
        let mut bucket = bucket.lock().unwrap_or_else(PoisonError::into_inner);
        bucket.take(cost, quota, self.now())
    }

    pub(crate) async fn attempt(&self, key: &str, limit: &AttemptLimit, charge: bool) -> Decision {
        let attempts = self.attempts.get_with_by_ref(key, async { Arc::default() }).await;
        let mut attempts = attempts.lock().unwrap_or_else(PoisonError::into_inner);
        attempts.attempt(limit, charge, self.now())
    }

    pub(crate) async fn refund(&self, key: &str) {
        if let Some(attempts) = self.attempts.get(key).await {
            attempts
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .refund(self.now());
        }
    }

    pub(crate) async fn forgive(&self, key: &str) {
        self.attempts.invalidate(key).await;
    }
}
