//! Redis killed, frozen, emptied, full, or not there yet.

use std::time::{Duration, Instant};

use bytes::Bytes;
use cache::{AttemptLimit, Cache, Options, Quota, Signal};
use tokio::time::timeout;
use tokio_stream::StreamExt;

use crate::server::Server;

const TTL: Duration = Duration::from_secs(60);

async fn until(cache: &Cache, healthy: bool) {
    let since = Instant::now();
    while cache.healthy() != healthy {
        assert!(
            since.elapsed() < Duration::from_secs(5),
            "healthy() is not {healthy} after 5 s"
        );
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

async fn hear(reader: &mut cache::Subscription) -> Signal {
    timeout(Duration::from_secs(5), reader.next())
        .await
        .unwrap()
        .unwrap()
}

/// Says the same until it is heard, as one who does not know that the other is cut off.
async fn say_until_heard(cache: &Cache, reader: &mut cache::Subscription, text: &'static str) {
    let since = Instant::now();
    loop {
        cache.publish("totals", text).await;
        let heard = timeout(Duration::from_millis(100), reader.next()).await;
        if heard == Ok(Some(Signal::Message(Bytes::from(text)))) {
            return;
        }
        assert!(since.elapsed() < Duration::from_secs(5), "not heard within 5 s");
    }
}

#[tokio::test]
async fn a_killed_redis_costs_nothing_but_its_values() {
    let mut server = Server::start();
    let (here, there) = (server.cache().await, server.cache().await);
    let mut reader = there.subscribe("totals");
    here.set("a", "one", TTL).await;
    assert!(here.healthy() && here.is_shared());

    server.kill();
    until(&here, false).await;
    assert_eq!(hear(&mut reader).await, Signal::Missed);
    assert_eq!(here.get("a").await, None);
    here.set("b", "two", TTL).await;
    assert_eq!(here.get("b").await, Some(Bytes::from("two")));
    let limit = AttemptLimit::new(2, TTL);
    for allowed in [true, true, false] {
        assert_eq!(here.attempt("ann", &limit).await.allowed, allowed);
    }
    assert!(!here.take("user", 11, &Quota::new(10, 1.0)).await.allowed);

    server.restart();
    until(&here, true).await;
    until(&there, true).await;
    say_until_heard(&here, &mut reader, "8").await;
    assert_eq!(
        here.get("b").await,
        None,
        "a value of the outage is not shown afterwards"
    );
}

#[tokio::test]
async fn a_cut_connection_is_subscribed_again_and_the_reader_told() {
    let server = Server::start();
    let (here, there) = (server.cache().await, server.cache().await);
    let mut reader = there.subscribe("totals");
    server.cli(&["CLIENT", "KILL", "TYPE", "pubsub"]);
    assert_eq!(hear(&mut reader).await, Signal::Missed);
    until(&here, true).await;
    until(&there, true).await;
    say_until_heard(&here, &mut reader, "9").await;
}

#[tokio::test]
async fn a_frozen_redis_delays_one_call_and_then_nobody() {
    let server = Server::start();
    let cache = server.cache().await;
    let mut reader = cache.subscribe("totals");
    server.freeze();
    let since = Instant::now();
    cache.set("a", "one", TTL).await;
    for _ in 0..100 {
        assert_eq!(cache.get("a").await, Some(Bytes::from("one")));
    }
    assert!(since.elapsed() < Duration::from_secs(1), "{:?}", since.elapsed());
    assert!(!cache.healthy());
    say_until_heard(&cache, &mut reader, "local").await;

    server.thaw();
    until(&cache, true).await;
    while hear(&mut reader).await != Signal::Missed {}
    say_until_heard(&cache, &mut reader, "10").await;
}

#[tokio::test]
async fn an_emptied_redis_forgets_values_and_scripts_but_works_on() {
    let server = Server::start();
    let cache = server.cache().await;
    let quota = Quota::new(2, 0.001);
    assert!(cache.take("user", 2, &quota).await.allowed);
    cache.set("a", "one", TTL).await;
    server.cli(&["FLUSHALL"]);
    server.cli(&["SCRIPT", "FLUSH"]);
    assert_eq!(cache.get("a").await, None);
    assert!(cache.take("user", 2, &quota).await.allowed);
    assert!(!cache.take("user", 1, &quota).await.allowed);
    assert!(cache.healthy());
}

#[tokio::test]
async fn a_full_redis_leaves_limits_to_the_process() {
    let server = Server::start();
    let cache = server.cache().await;
    server.cli(&["CONFIG", "SET", "maxmemory", "1"]);
    let limit = AttemptLimit::new(2, TTL);
    for allowed in [true, true, false] {
        assert_eq!(cache.attempt("ann", &limit).await.allowed, allowed);
    }
    cache.set("a", "one", TTL).await;
    assert!(cache.healthy());
}

#[tokio::test]
async fn a_redis_that_comes_late_is_found() {
    let mut server = Server::start();
    let options = server.options();
    server.kill();
    let since = Instant::now();
    let cache = Cache::redis(options).await.unwrap();
    assert!(since.elapsed() < Duration::from_secs(2));
    assert!(!cache.healthy());
    server.restart();
    until(&cache, true).await;
    let mut reader = cache.subscribe("totals");
    say_until_heard(&cache, &mut reader, "11").await;
}

#[test]
fn the_address_of_redis_is_not_printed() {
    let printed = format!("{:?}", Options::new("redis://user:secret@localhost"));
    assert!(!printed.contains("secret"));
}
