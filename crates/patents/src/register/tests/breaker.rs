//! Sources that keep failing are left alone, each by itself, and come back.

use chrono::Duration;
use rstest::rstest;

use super::{Stage, noon};
use crate::register::{BreakerState, Fault, FetchError};

#[rstest]
#[case("epo-ops", "EP1000001A1")]
#[case("uspto-odp", "US11200001B2")]
#[case("jpo", "JP2020-000001")]
#[case("kipris", "KR10-2020-0000001")]
#[case("uspto-assignment-center", "US11200001B2")]
#[tokio::test]
async fn a_source_that_keeps_failing_is_left_alone_and_comes_back(#[case] source: &str, #[case] right: &str) {
    let stage = Stage::new();
    let call = stage.call(source, right);
    stage.transport.fail(Fault::Down);
    for _ in 0..5 {
        let error = stage.error(&call).await;
        assert!(matches!(error, FetchError::Unavailable { .. }), "{error}");
    }
    let sent = stage.transport.requests().len();
    let until = noon() + Duration::seconds(30);
    let open = FetchError::BreakerOpen { until };
    assert_eq!(stage.error(&call).await, open);
    assert_eq!(open.retry_at(noon()), Some(until));
    assert_eq!(stage.transport.requests().len(), sent);

    stage.clock.set(until);
    assert!(matches!(stage.error(&call).await, FetchError::Unavailable { .. }));
    let longer = until + Duration::seconds(60);
    assert_eq!(
        stage.error(&call).await,
        FetchError::BreakerOpen { until: longer }
    );

    stage.transport.recover();
    stage.clock.set(longer);
    stage.fetch(&call).await.unwrap();
    assert_eq!(stage.source(source).breaker(), BreakerState::Closed);
}

#[tokio::test]
async fn one_source_failing_stops_no_other() {
    let stage = Stage::new();
    stage.transport.fail(Fault::Down);
    for _ in 0..6 {
        stage.error(&stage.call("jpo", "JP2020-000001")).await;
    }
    stage.transport.recover();
    assert!(matches!(stage.source("jpo").breaker(), BreakerState::Open { .. }));
    stage.fetch(&stage.call("epo-ops", "EP1000001A1")).await.unwrap();
}
