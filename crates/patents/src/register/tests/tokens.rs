//! Tokens: fetched once, renewed in time, renewed once when they are refused.

use std::sync::{Arc, atomic::Ordering};

use chrono::Duration;
use rstest::rstest;
use tokio::task::JoinSet;

use super::{Busy, Stage};
use crate::register::{Fault, FetchError, OpsSettings, RegisterSettings, Sources, Trouble};

/// The two sources that have tokens.
#[rstest]
#[case("epo-ops", "EP1000001A1")]
#[case("jpo", "JP2020-000001")]
#[tokio::test]
async fn a_refused_token_is_renewed_once_and_the_call_made_again(#[case] source: &str, #[case] right: &str) {
    let stage = Stage::new();
    let call = stage.call(source, right);
    stage.fetch(&call).await.unwrap();
    stage.transport.fail_next(Fault::ExpiredToken);
    stage.fetch(&call).await.unwrap();
    assert_eq!(stage.transport.tokens_issued(), 2);
    assert_eq!(stage.transport.requests().len(), 3);
}

#[rstest]
#[case("epo-ops", "EP1000001A1")]
#[case("jpo", "JP2020-000001")]
#[tokio::test]
async fn a_service_that_refuses_every_token_is_unavailable_and_not_asked_for_ever(
    #[case] source: &str,
    #[case] right: &str,
) {
    let stage = Stage::new();
    stage.transport.fail(Fault::ExpiredToken);
    let error = stage.error(&stage.call(source, right)).await;
    assert_eq!(
        error,
        FetchError::Unavailable {
            why: Trouble::TokenRefused,
            retry_after: None
        }
    );
    assert_eq!(stage.transport.tokens_issued(), 2);
    assert_eq!(stage.transport.requests().len(), 2);
}

#[tokio::test]
async fn a_token_is_renewed_ahead_of_its_end() {
    let stage = Stage::new();
    let call = stage.call("epo-ops", "EP1000001A1");
    stage.fetch(&call).await.unwrap();
    stage.clock.advance(Duration::seconds(1199 - 61));
    stage.fetch(&call).await.unwrap();
    assert_eq!(stage.transport.tokens_issued(), 1);
    stage.clock.advance(Duration::seconds(1));
    stage.fetch(&call).await.unwrap();
    assert_eq!(stage.transport.tokens_issued(), 2);
}

/// The EPO's service on a transport that takes its time.
fn busy(stage: &Stage) -> (Busy, Sources) {
    let busy = Busy::new(stage.transport.clone());
    let settings = RegisterSettings {
        ops: Some(OpsSettings::new("key", "secret")),
        ..RegisterSettings::default()
    };
    let clock = Arc::new(stage.clock.clone());
    let sources = Sources::new(&settings, Arc::new(busy.clone()), clock).unwrap();
    (busy, sources)
}

async fn eight_at_once(stage: &Stage, sources: &Sources) -> Vec<Result<(), FetchError>> {
    let call = stage.call("epo-ops", "EP1000001A1");
    let mut calls = JoinSet::new();
    for _ in 0..8 {
        let (sources, call) = (sources.clone(), call.clone());
        calls.spawn(async move { sources.fetch(&call).await.map(|_| ()) });
    }
    calls.join_all().await
}

#[tokio::test(start_paused = true)]
async fn calls_at_the_same_time_share_one_token_and_its_renewal() {
    let stage = Stage::new();
    let (busy, sources) = busy(&stage);
    let results = eight_at_once(&stage, &sources).await;
    assert!(results.iter().all(Result::is_ok), "{results:?}");
    assert_eq!(busy.token_requests.load(Ordering::SeqCst), 1);
    assert_eq!(
        busy.most.load(Ordering::SeqCst),
        8,
        "the calls themselves go side by side"
    );
    // All eight are refused with the one old token.
    stage.transport.fail_next(Fault::ExpiredToken);
    let results = eight_at_once(&stage, &sources).await;
    assert!(results.iter().all(Result::is_ok), "{results:?}");
    assert_eq!(busy.token_requests.load(Ordering::SeqCst), 2);
    assert_eq!(stage.transport.requests().len(), 8 + 16);
}

#[tokio::test(start_paused = true)]
async fn calls_at_the_same_time_share_the_failure_to_get_one() {
    let stage = Stage::new();
    stage.transport.fail(Fault::Down);
    let (busy, sources) = busy(&stage);
    let results = eight_at_once(&stage, &sources).await;
    let down = FetchError::Unavailable {
        why: Trouble::Status(503),
        retry_after: None,
    };
    assert!(
        results.iter().all(|result| *result == Err(down.clone())),
        "{results:?}"
    );
    assert_eq!(busy.token_requests.load(Ordering::SeqCst), 1);
}
