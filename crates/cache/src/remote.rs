//! The Redis engine. It answers, or it does not: then the caller falls back to the process.

use std::{
    fmt,
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use bytes::Bytes;
use redis::{
    Client, FromRedisValue, IntoConnectionInfo, ProtocolVersion, PushInfo, PushKind, RedisError, RedisResult,
    Script,
    aio::{ConnectionManager, ConnectionManagerConfig},
    io::tcp::{TcpSettings, socket2::TcpKeepalive},
};
use tokio::{task::AbortHandle, time::timeout};

use crate::{AttemptLimit, Decision, Quota, limit::millis, local::Local};

/// How long a command may take. Slower than this, Redis is no help.
const COMMAND_TIMEOUT: Duration = Duration::from_millis(100);
/// How long the check whether Redis is back may take.
const PROBE_TIMEOUT: Duration = Duration::from_secs(1);
/// How often Redis is checked.
const PROBE_EVERY: Duration = Duration::from_millis(500);
/// How long the other end may leave our bytes unconfirmed before the connection counts as dead.
const DEAD_AFTER: Duration = Duration::from_secs(3);

/// Where Redis is.
#[derive(Clone)]
pub struct Options {
    /// `redis://[user:password@]host[:port][/database]`, or `rediss://` for TLS.
    pub url: String,
    /// Put before every key and channel, so that several platforms can share one Redis.
    pub prefix: String,
}

impl Options {
    /// The prefix is `farsight`.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            prefix: "farsight".to_owned(),
        }
    }
}

impl fmt::Debug for Options {
    /// Without the address, which may hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("prefix", &self.prefix)
            .finish_non_exhaustive()
    }
}

/// Why a cache cannot be made. A Redis that does not answer is no reason: it may come.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The address is not one of Redis.
    #[error("this is not the address of a Redis server; write redis://host:6379 (rediss:// for TLS)")]
    Address(#[source] RedisError),
}

/// What the connection's own task and the engine both know.
#[derive(Debug)]
struct State {
    healthy: AtomicBool,
    local: Arc<Local>,
    prefix: String,
}

pub(crate) struct Remote {
    connection: ConnectionManager,
    state: Arc<State>,
    take: Script,
    attempt: Script,
    refund: Script,
    probe: AbortHandle,
}

impl fmt::Debug for Remote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Remote")
            .field("healthy", &self.healthy())
            .finish_non_exhaustive()
    }
}

impl Drop for Remote {
    fn drop(&mut self) {
        self.probe.abort();
    }
}

impl Remote {
    /// Connects, and gives Redis one second to answer; after that it may come when it likes.
    pub(crate) async fn connect(options: Options, local: Arc<Local>) -> Result<Self, Error> {
        let info = options.url.into_connection_info().map_err(Error::Address)?;
        let redis = info.redis_settings().clone().set_protocol(ProtocolVersion::RESP3);
        let info = info.set_redis_settings(redis).set_tcp_settings(tcp_settings());
        let client = Client::open(info).map_err(Error::Address)?;

        let state = Arc::new(State {
            healthy: AtomicBool::new(false),
            local,
            prefix: options.prefix,
        });
        let pushed = Arc::clone(&state);
        let config = ConnectionManagerConfig::new()
            .set_number_of_retries(2)
            .set_min_delay(Duration::from_millis(50))
            .set_max_delay(PROBE_EVERY)
            .set_connection_timeout(Some(PROBE_TIMEOUT))
            .set_response_timeout(Some(PROBE_TIMEOUT))
            .set_automatic_resubscription()
            .set_push_sender(move |push| {
                pushed.on_push(&push);
                Ok::<(), ()>(())
            });
        let connection = ConnectionManager::new_lazy_with_config(client, config).map_err(Error::Address)?;

        state.probe(&mut connection.clone()).await;
        if !state.healthy() {
            tracing::warn!("Redis does not answer; this process works on its own until it does");
        }
        let probe = tokio::spawn(Arc::clone(&state).keep_probing(connection.clone())).abort_handle();
        Ok(Self {
            connection,
            state,
            take: Script::new(include_str!("take.lua")),
            attempt: Script::new(include_str!("attempt.lua")),
            refund: Script::new(include_str!("refund.lua")),
            probe,
        })
    }

    pub(crate) fn healthy(&self) -> bool {
        self.state.healthy()
    }

    fn key(&self, name: &str) -> String {
        format!("{}:{name}", self.state.prefix)
    }

    /// The answer, or nothing if Redis gave none in time.
    async fn ask<T>(&self, command: impl Future<Output = RedisResult<T>>) -> Option<T> {
        if !self.healthy() {
            return None;
        }
        match timeout(COMMAND_TIMEOUT, command).await {
            Ok(Ok(answer)) => Some(answer),
            Ok(Err(error)) => {
                if error.is_io_error() || error.is_timeout() || error.is_connection_dropped() {
                    self.state.down(&error);
                } else {
                    // Redis answers, but not this: it is full, or loading, or a replica.
                    tracing::debug!(%error, "Redis refused a command");
                }
                None
            }
            Err(elapsed) => {
                self.state.down(&elapsed);
                None
            }
        }
    }

    async fn command<T: FromRedisValue>(&self, command: &redis::Cmd) -> Option<T> {
        let mut connection = self.connection.clone();
        self.ask(async move { command.query_async(&mut connection).await })
            .await
    }

    pub(crate) async fn get(&self, key: &str) -> Option<Option<Bytes>> {
        self.command(redis::cmd("GET").arg(self.key(key))).await
    }

    pub(crate) async fn set(&self, key: &str, value: &Bytes, ttl: Duration) -> Option<()> {
        let ttl = millis(ttl).max(1);
        self.command(
            redis::cmd("SET")
                .arg(self.key(key))
                .arg(value.as_ref())
                .arg("PX")
                .arg(ttl),
        )
        .await
    }

    pub(crate) async fn delete(&self, key: &str) -> Option<()> {
        self.command::<i64>(redis::cmd("DEL").arg(self.key(key)))
            .await
            .map(drop)
    }

    /// Tells how many connections heard the message.
    pub(crate) async fn publish(&self, channel: &str, message: &Bytes) -> Option<i64> {
        self.command(redis::cmd("PUBLISH").arg(self.key(channel)).arg(message.as_ref()))
            .await
    }

    pub(crate) async fn take(&self, key: &str, cost: u32, quota: &Quota) -> Option<Decision> {
        let mut call = self.take.key(self.key(&format!("take:{key}")));
        call.arg(quota.capacity).arg(quota.per_second).arg(cost);
        let mut connection = self.connection.clone();
        self.ask(call.invoke_async(&mut connection)).await.map(decision)
    }

    pub(crate) async fn attempt(&self, key: &str, limit: &AttemptLimit, charge: bool) -> Option<Decision> {
        let longest = limit.longest_lock.map_or(0, millis);
        let mut call = self.attempt.key(self.key(&format!("attempt:{key}")));
        call.arg(limit.tries)
            .arg(millis(limit.window))
            .arg(longest)
            .arg(u8::from(charge));
        let mut connection = self.connection.clone();
        self.ask(call.invoke_async(&mut connection)).await.map(decision)
    }

    pub(crate) async fn refund(&self, key: &str) -> Option<()> {
        let call = self.refund.key(self.key(&format!("attempt:{key}")));
        let mut connection = self.connection.clone();
        self.ask(call.invoke_async::<i64>(&mut connection))
            .await
            .map(drop)
    }

    pub(crate) async fn forgive(&self, key: &str) -> Option<()> {
        self.delete(&format!("attempt:{key}")).await
    }
}

fn decision((allowed, remaining, wait): (i64, i64, i64)) -> Decision {
    Decision::new(
        allowed == 1,
        u32::try_from(remaining).unwrap_or(0),
        u64::try_from(wait).unwrap_or(0),
    )
}

fn tcp_settings() -> TcpSettings {
    let settings = TcpSettings::default().set_nodelay(true).set_keepalive(
        TcpKeepalive::new()
            .with_time(DEAD_AFTER)
            .with_interval(DEAD_AFTER),
    );
    #[cfg(target_os = "linux")]
    let settings = settings.set_user_timeout(DEAD_AFTER);
    settings
}

impl State {
    fn healthy(&self) -> bool {
        self.healthy.load(Ordering::Acquire)
    }

    /// From now on the process is on its own. What it held from an earlier outage is forgotten.
    fn down(&self, why: &dyn fmt::Display) {
        if self.healthy.swap(false, Ordering::AcqRel) {
            tracing::warn!(%why, "Redis does not answer; this process works on its own until it does");
            self.local.clear();
            self.local.channels.missed();
        }
    }

    fn up(&self) {
        if !self.healthy.swap(true, Ordering::AcqRel) {
            tracing::info!("Redis answers");
            self.local.channels.missed();
        }
    }

    /// What Redis, or the connection itself, says without being asked.
    fn on_push(&self, push: &PushInfo) {
        match (&push.kind, push.data.as_slice()) {
            (PushKind::PMessage, [_, channel, message]) => {
                let channel = String::from_redis_value_ref(channel);
                let message = Bytes::from_redis_value_ref(message);
                if let (Ok(channel), Ok(message)) = (channel, message)
                    && let Some(channel) = channel
                        .strip_prefix(&self.prefix)
                        .and_then(|rest| rest.strip_prefix(':'))
                {
                    self.local.channels.deliver(channel, message);
                }
            }
            (PushKind::Disconnection, _) => self.down(&"the connection was lost"),
            // Subscribed again: what was said in between is lost.
            (PushKind::PSubscribe, _) => self.local.channels.missed(),
            _ => {}
        }
    }

    /// One look whether Redis answers. If it is back, the subscription is made sure of first.
    async fn probe(&self, connection: &mut ConnectionManager) {
        let was_healthy = self.healthy();
        let check = async {
            redis::cmd("PING").query_async::<String>(connection).await?;
            if !was_healthy {
                connection.psubscribe(format!("{}:*", self.prefix)).await?;
            }
            RedisResult::Ok(())
        };
        match timeout(PROBE_TIMEOUT, check).await {
            Ok(Ok(())) if was_healthy => {}
            Ok(Ok(())) => self.up(),
            Ok(Err(error)) => self.down(&error),
            Err(elapsed) => self.down(&elapsed),
        }
    }

    async fn keep_probing(self: Arc<Self>, mut connection: ConnectionManager) {
        loop {
            tokio::time::sleep(PROBE_EVERY).await;
            self.probe(&mut connection).await;
        }
    }
}
