//! The one door to both engines.

use std::{future::Future, sync::Arc, time::Duration};

use bytes::Bytes;

use crate::{
    AttemptLimit, Decision, Error, Options, Quota, Subscription, flight::Flights, local::Local,
    remote::Remote,
};

#[derive(Debug)]
struct Inner {
    local: Arc<Local>,
    remote: Option<Remote>,
    flights: Flights,
}

/// Values with a time to live, channels and limits: shared through Redis, or in this process.
///
/// Nothing here fails. A Redis that does not answer within 100 ms is left alone until it does,
/// and the process works by itself: values are missed, limits hold per process, messages reach
/// this process only. So nothing may be kept only here. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Cache(Arc<Inner>);

impl Cache {
    /// A cache of this process alone.
    pub fn in_process() -> Self {
        Self(Arc::new(Inner {
            local: Arc::new(Local::new()),
            remote: None,
            flights: Flights::default(),
        }))
    }

    /// A cache shared through Redis 7 or Valkey. Must be called inside a tokio runtime.
    ///
    /// # Errors
    /// Only if the address cannot be read; a Redis that is not there yet is waited for in the
    /// background.
    pub async fn redis(options: Options) -> Result<Self, Error> {
        let local = Arc::new(Local::new());
        let remote = Remote::connect(options, Arc::clone(&local)).await?;
        Ok(Self(Arc::new(Inner {
            local,
            remote: Some(remote),
            flights: Flights::default(),
        })))
    }

    /// Whether other processes share this cache (when it is healthy).
    pub fn is_shared(&self) -> bool {
        self.0.remote.is_some()
    }

    /// Whether the cache does all it should: always in process; with Redis, while that answers.
    /// While it does not, messages of other processes are not heard.
    pub fn healthy(&self) -> bool {
        self.0.remote.as_ref().is_none_or(Remote::healthy)
    }

    /// The value under `key`, if it is still there.
    pub async fn get(&self, key: &str) -> Option<Bytes> {
        if let Some(remote) = &self.0.remote
            && let Some(answer) = remote.get(key).await
        {
            return answer;
        }
        self.0.local.get(key).await
    }

    /// Keeps a value for `ttl` at the most.
    pub async fn set(&self, key: &str, value: impl Into<Bytes>, ttl: Duration) {
        let value = value.into();
        if let Some(remote) = &self.0.remote
            && remote.set(key, &value, ttl).await.is_some()
        {
            return;
        }
        self.0.local.set(key, value, ttl).await;
    }

    /// Forgets a value.
    pub async fn delete(&self, key: &str) {
        if let Some(remote) = &self.0.remote {
            remote.delete(key).await;
        }
        self.0.local.delete(key).await;
    }

    /// Tells every reader of `channel`, in every process, once or (rarely) twice.
    pub async fn publish(&self, channel: &str, message: impl Into<Bytes>) {
        let message = message.into();
        if let Some(remote) = &self.0.remote {
            // This process listens too, so "nobody heard" means that its ear is not back yet.
            match remote.publish(channel, &message).await {
                Some(heard) if heard > 0 => return,
                _ => {}
            }
        }
        self.0.local.channels.deliver(channel, message);
    }

    /// The messages of `channel` from now on, with [`Signal::Missed`](crate::Signal::Missed)
    /// where some may have been lost.
    pub fn subscribe(&self, channel: &str) -> Subscription {
        self.0.local.channels.subscribe(channel)
    }

    /// Takes `cost` from the budget under `key`, or nothing if it does not suffice.
    pub async fn take(&self, key: &str, cost: u32, quota: &Quota) -> Decision {
        if let Some(remote) = &self.0.remote
            && let Some(decision) = remote.take(key, cost, quota).await
        {
            return decision;
        }
        self.0.local.take(key, cost, quota).await
    }

    /// Makes a try under `key`. A try that is refused does not count.
    pub async fn attempt(&self, key: &str, limit: &AttemptLimit) -> Decision {
        self.count(key, limit, true).await
    }

    /// Whether a try under `key` would be allowed, without making it.
    pub async fn peek(&self, key: &str, limit: &AttemptLimit) -> Decision {
        self.count(key, limit, false).await
    }

    async fn count(&self, key: &str, limit: &AttemptLimit, charge: bool) -> Decision {
        if let Some(remote) = &self.0.remote
            && let Some(decision) = remote.attempt(key, limit, charge).await
        {
            return decision;
        }
        self.0.local.attempt(key, limit, charge).await
    }

    /// Gives back the latest try under `key`, and lifts the lock if that try had brought it.
    pub async fn refund(&self, key: &str) {
        if let Some(remote) = &self.0.remote
            && remote.refund(key).await.is_some()
        {
            return;
        }
        self.0.local.refund(key).await;
    }

    /// Forgets the tries made under `key`, and its locks.
    pub async fn forgive(&self, key: &str) {
        if let Some(remote) = &self.0.remote {
            remote.forgive(key).await;
        }
        self.0.local.forgive(key).await;
    }

    /// The value under `key`; if it is not there, `load` is run and its answer kept for `ttl`.
    /// Of many who ask at once in this process, one loads and the others wait for it. If loading
    /// fails, the next one tries.
    ///
    /// # Errors
    /// Whatever `load` fails with.
    pub async fn load_once<E, Loading>(
        &self,
        key: &str,
        ttl: Duration,
        load: impl FnOnce() -> Loading,
    ) -> Result<Bytes, E>
    where
        Loading: Future<Output = Result<Bytes, E>>,
    {
        if let Some(value) = self.get(key).await {
            return Ok(value);
        }
        let _flight = self.0.flights.enter(key).await;
        if let Some(value) = self.get(key).await {
            return Ok(value);
        }
        let value = load().await?;
        self.set(key, value.clone(), ttl).await;
        Ok(value)
    }
}

impl Default for Cache {
    fn default() -> Self {
        Self::in_process()
    }
}
