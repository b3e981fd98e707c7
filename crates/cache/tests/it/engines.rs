//! What holds on either engine.

use std::{
    convert::Infallible,
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use bytes::Bytes;
use cache::{AttemptLimit, Cache, Quota, Signal};
use tokio::time::timeout;
use tokio_stream::StreamExt;

use crate::server::Server;

/// Runs each test in process, with two handles on one cache, and on Redis, with two processes'
/// worth of caches.
macro_rules! on_both_engines {
    ($(async fn $name:ident($here:ident: &Cache, $there:ident: &Cache) $body:block)*) => {$(
        mod $name {
            use super::*;

            async fn body($here: &Cache, $there: &Cache) $body

            #[tokio::test]
            async fn in_process() {
                let cache = Cache::in_process();
                body(&cache, &cache.clone()).await;
            }

            #[tokio::test]
            async fn redis() {
                let server = Server::start();
                body(&server.cache().await, &server.cache().await).await;
            }
        }
    )*};
}

async fn hear(reader: &mut cache::Subscription) -> Signal {
    timeout(Duration::from_secs(2), reader.next())
        .await
        .unwrap()
        .unwrap()
}

on_both_engines! {
    async fn a_value_is_there_until_its_time_is_over(here: &Cache, there: &Cache) {
        here.set("a", "one", Duration::from_secs(60)).await;
        here.set("b", "two", Duration::from_millis(50)).await;
        assert_eq!(there.get("a").await, Some(Bytes::from("one")));
        tokio::time::sleep(Duration::from_millis(80)).await;
        assert_eq!(there.get("b").await, None);
        there.delete("a").await;
        assert_eq!(here.get("a").await, None);
    }

    async fn a_message_reaches_every_reader_of_its_channel_and_no_other(here: &Cache, there: &Cache) {
        let (mut near, mut far) = (here.subscribe("totals"), there.subscribe("totals"));
        let mut other = there.subscribe("sessions");
        here.publish("totals", "7").await;
        here.publish("sessions", "bye").await;
        for reader in [&mut near, &mut far] {
            assert_eq!(hear(reader).await, Signal::Message(Bytes::from("7")));
        }
        assert_eq!(hear(&mut other).await, Signal::Message(Bytes::from("bye")));
        let quiet = timeout(Duration::from_millis(100), near.next()).await;
        assert!(quiet.is_err(), "the message came twice");
    }

    async fn two_processes_share_one_budget(here: &Cache, there: &Cache) {
        let quota = Quota::new(10, 0.5);
        assert!(here.take("user", 6, &quota).await.allowed);
        let second = there.take("user", 6, &quota).await;
        assert!(!second.allowed);
        assert!((3_000..=4_000).contains(&(second.retry_after.as_millis() as u64)), "{second:?}");
        assert_eq!(there.take("user", 4, &quota).await.remaining, 0);
        assert!(there.take("stranger", 10, &quota).await.allowed);
        let never = here.take("stranger", 11, &quota).await;
        assert_eq!(never.retry_after, Duration::from_secs(24 * 3600));
    }

    async fn a_budget_fills_up_again(here: &Cache, there: &Cache) {
        let quota = Quota::new(5, 50.0);
        assert!(here.take("user", 5, &quota).await.allowed);
        tokio::time::sleep(Duration::from_millis(150)).await;
        assert!(there.take("user", 5, &quota).await.allowed);
    }

    async fn two_processes_count_the_same_tries(here: &Cache, there: &Cache) {
        let limit = AttemptLimit::new(5, Duration::from_secs(900)).with_lock(Duration::from_secs(3600));
        for n in 0..4 {
            let cache = if n % 2 == 0 { here } else { there };
            assert_eq!(cache.attempt("ann", &limit).await.remaining, 4 - n);
        }
        assert_eq!(here.peek("ann", &limit).await.remaining, 1);
        assert!(there.attempt("ann", &limit).await.allowed);
        for decision in [here.attempt("ann", &limit).await, there.peek("ann", &limit).await] {
            assert!(!decision.allowed);
            assert!(decision.retry_after > Duration::from_secs(890));
        }
        assert!(here.attempt("ben", &limit).await.allowed);
        there.forgive("ann").await;
        assert_eq!(here.attempt("ann", &limit).await.remaining, 4);
    }

    async fn a_try_given_back_does_not_count(here: &Cache, there: &Cache) {
        let limit = AttemptLimit::new(2, Duration::from_secs(60)).with_lock(Duration::from_secs(600));
        assert!(here.attempt("ann", &limit).await.allowed);
        assert!(there.attempt("ann", &limit).await.allowed);
        here.refund("ann").await;
        let again = there.attempt("ann", &limit).await;
        assert_eq!((again.allowed, again.retry_after), (true, Duration::from_secs(60)));
        assert!(!here.attempt("ann", &limit).await.allowed);
        here.refund("nobody").await;
    }

    async fn a_try_is_free_again_when_the_oldest_has_left_the_window(here: &Cache, there: &Cache) {
        let limit = AttemptLimit::new(2, Duration::from_millis(300));
        assert!(here.attempt("address", &limit).await.allowed);
        assert!(there.attempt("address", &limit).await.allowed);
        let refused = here.attempt("address", &limit).await;
        assert!(!refused.allowed);
        tokio::time::sleep(refused.retry_after + Duration::from_millis(20)).await;
        assert!(there.attempt("address", &limit).await.allowed);
    }

    async fn a_second_lock_is_twice_as_long(here: &Cache, there: &Cache) {
        let limit = AttemptLimit::new(1, Duration::from_millis(200)).with_lock(Duration::from_secs(10));
        assert_eq!(here.attempt("ann", &limit).await.retry_after, Duration::from_millis(200));
        tokio::time::sleep(Duration::from_millis(230)).await;
        assert_eq!(there.attempt("ann", &limit).await.retry_after, Duration::from_millis(400));
    }

    async fn of_fifty_tries_at_once_five_are_allowed(here: &Cache, there: &Cache) {
        let limit = AttemptLimit::new(5, Duration::from_secs(900)).with_lock(Duration::from_secs(3600));
        let tries = (0..50).map(|n| {
            let cache = if n % 2 == 0 { here.clone() } else { there.clone() };
            tokio::spawn(async move { cache.attempt("ann", &limit).await.allowed })
        });
        let mut allowed = 0;
        for made in tries.collect::<Vec<_>>() {
            allowed += usize::from(made.await.unwrap());
        }
        assert_eq!(allowed, 5);
    }

    async fn of_many_who_ask_at_once_one_loads(here: &Cache, there: &Cache) {
        static LOADS: AtomicUsize = AtomicUsize::new(0);
        LOADS.store(0, Ordering::SeqCst);
        let ttl = Duration::from_secs(60);
        let asked = (0..20).map(|_| {
            let cache = here.clone();
            tokio::spawn(async move {
                let load = || async {
                    LOADS.fetch_add(1, Ordering::SeqCst);
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    Ok::<_, Infallible>(Bytes::from("page"))
                };
                cache.load_once("page", ttl, load).await
            })
        });
        for answer in asked.collect::<Vec<_>>() {
            assert_eq!(answer.await.unwrap(), Ok(Bytes::from("page")));
        }
        assert_eq!(LOADS.load(Ordering::SeqCst), 1);
        let never = || async { Err::<Bytes, _>("not called") };
        assert_eq!(there.load_once("page", ttl, never).await, Ok(Bytes::from("page")));
    }

    async fn when_loading_fails_the_next_one_tries(here: &Cache, there: &Cache) {
        let ttl = Duration::from_secs(60);
        let failing = here.load_once("page", ttl, || async { Err::<Bytes, _>("down") }).await;
        assert_eq!(failing, Err("down"));
        let working = there.load_once("page", ttl, || async { Ok::<_, Infallible>(Bytes::from("up")) }).await;
        assert_eq!(working, Ok(Bytes::from("up")));
    }
}

#[tokio::test]
async fn keys_of_another_platform_in_the_same_redis_are_not_ours() {
    let server = Server::start();
    let (ours, mut options) = (server.cache().await, server.options());
    options.prefix = "other".to_owned();
    let theirs = Cache::redis(options).await.unwrap();
    let mut reader = theirs.subscribe("totals");
    ours.set("a", "one", Duration::from_secs(60)).await;
    ours.publish("totals", "7").await;
    assert_eq!(theirs.get("a").await, None);
    assert!(timeout(Duration::from_millis(100), reader.next()).await.is_err());
}

#[tokio::test]
async fn an_address_that_is_none_is_refused_with_an_example() {
    let refused = Cache::redis(cache::Options::new("http://localhost"))
        .await
        .unwrap_err();
    assert!(refused.to_string().contains("redis://host:6379"));
}
