//! How fast and how much OPS may be asked, by its own headers.

use chrono::Duration;

use super::{Stage, noon};
use crate::register::{Call, Fault, FetchError, Priority};

const OPS: &str = "epo-ops";
const RIGHT: &str = "EP1000001A1";

/// A call about the right in the lane of legal events, and one in the register's.
fn calls(stage: &Stage) -> (Call, Call) {
    let calls = stage.source(OPS).calls_for(&super::number(RIGHT));
    let steps = calls
        .iter()
        .find(|call| call.to_string().ends_with("procedural-steps"));
    (calls[0].clone(), steps.unwrap().clone())
}

#[tokio::test]
async fn a_used_up_quota_stops_all_calls_until_it_is_renewed() {
    let stage = Stage::new();
    let (legal, steps) = calls(&stage);
    stage.transport.fail_next(Fault::QuotaExceeded);
    let until = noon() + Duration::hours(1);
    assert_eq!(stage.error(&legal).await, FetchError::QuotaExceeded { until });
    assert_eq!(stage.error(&steps).await, FetchError::QuotaExceeded { until });
    assert_eq!(stage.transport.requests().len(), 1, "the second was not sent");
    stage.clock.set(until);
    stage.fetch(&legal).await.unwrap();
}

#[tokio::test]
async fn a_black_light_is_obeyed_for_as_long_as_it_asks_in_milliseconds() {
    let stage = Stage::new();
    let (legal, _) = calls(&stage);
    stage.transport.fail_next(Fault::BlackThrottle {
        retry_after_ms: 120_000,
    });
    let until = noon() + Duration::seconds(120);
    assert_eq!(stage.error(&legal).await, FetchError::Throttled { until });
    stage.clock.advance(Duration::seconds(119));
    assert_eq!(stage.error(&legal).await, FetchError::Throttled { until });
    assert_eq!(stage.transport.requests().len(), 1);
    stage.clock.advance(Duration::seconds(1));
    stage.fetch(&legal).await.unwrap();
}

#[tokio::test]
async fn a_red_light_stops_its_service_until_the_minute_has_passed_and_no_other() {
    let stage = Stage::new();
    let (legal, steps) = calls(&stage);
    stage.transport.fail_next(Fault::RedLight { service: "inpadoc" });
    stage.fetch(&legal).await.unwrap();
    let until = noon() + Duration::seconds(60);
    assert_eq!(stage.error(&legal).await, FetchError::Throttled { until });
    stage.fetch(&steps).await.unwrap();
    stage.clock.advance(Duration::seconds(59));
    assert_eq!(stage.error(&legal).await, FetchError::Throttled { until });
    assert_eq!(stage.transport.requests().len(), 2);
    stage.clock.advance(Duration::seconds(1));
    stage.fetch(&legal).await.unwrap();
}

#[tokio::test]
async fn no_more_calls_a_minute_than_the_service_grants() {
    let stage = Stage::new();
    let (legal, _) = calls(&stage);
    for _ in 0..60 {
        stage.fetch(&legal).await.unwrap();
    }
    let until = noon() + Duration::seconds(60);
    assert_eq!(stage.error(&legal).await, FetchError::Throttled { until });
    assert_eq!(stage.transport.requests().len(), 60);
}

#[tokio::test]
async fn the_last_fifth_of_a_week_is_kept_for_urgent_calls() {
    let stage = Stage::new();
    let (legal, _) = calls(&stage);
    stage
        .transport
        .fail_next(Fault::WeekUsed { bytes: 3_199_900_000 });
    stage.fetch(&legal).await.unwrap();
    let until = noon() + Duration::hours(12);
    assert_eq!(stage.error(&legal).await, FetchError::QuotaExceeded { until });
    let hot = legal.clone().with_priority(Priority::Hot);
    stage
        .transport
        .fail_next(Fault::WeekUsed { bytes: 3_999_900_000 });
    stage.fetch(&hot).await.unwrap();
    assert_eq!(stage.error(&hot).await, FetchError::QuotaExceeded { until });
    stage.clock.set(until);
    stage.fetch(&legal).await.unwrap();
}
