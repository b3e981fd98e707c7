//! The JPO, KIPRIS and the Assignment Center.

use chrono::{DateTime, Duration, Utc};

use super::{Stage, noon, number};
use crate::register::{Fault, FetchError, Trouble};

fn midnight_in_japan() -> DateTime<Utc> {
    "2026-06-01T15:00:00Z".parse().unwrap()
}

#[tokio::test]
async fn a_japanese_grant_leads_to_its_application() {
    let stage = Stage::new();
    let source = stage.source("jpo");
    let call = &source.calls_for(&number("特許第7000001号"))[0];
    assert_eq!(
        call.to_string(),
        "GET /api/patent/v1/case_number_reference/registration/7000001"
    );
    let found = stage.fetch(call).await.unwrap();
    let next = source.follow_ups(call, &found.answer);
    assert_eq!(next[0].to_string(), "GET /api/patent/v1/app_progress/2020000001");
    stage.fetch(&next[0]).await.unwrap();
    assert_eq!(
        stage.error(&next[1]).await,
        FetchError::NotFound,
        "code 107 in a success: not registered"
    );
}

#[tokio::test]
async fn after_the_last_call_of_the_day_none_is_made_before_the_next() {
    let stage = Stage::new();
    let last = stage.call("jpo", "JP2020-000002");
    stage.fetch(&last).await.unwrap();
    let until = midnight_in_japan();
    assert_eq!(stage.error(&last).await, FetchError::QuotaExceeded { until });
    let other_kind = &stage.source("jpo").calls_for(&number("JP2020-000002"))[1];
    assert_eq!(
        stage.error(other_kind).await,
        FetchError::NotFound,
        "its count is another"
    );
    assert_eq!(stage.transport.requests().len(), 2);
    stage.clock.set(until);
    stage.fetch(&last).await.unwrap();
}

#[tokio::test]
async fn the_codes_of_the_jpo_are_understood_though_the_status_is_200() {
    let stage = Stage::new();
    let call = stage.call("jpo", "JP2020-000001");
    stage.transport.fail_next(Fault::TooManyRequests);
    let until = noon() + Duration::seconds(60);
    assert_eq!(stage.error(&call).await, FetchError::Throttled { until });
    stage.clock.set(until);
    stage.transport.fail_next(Fault::QuotaExceeded);
    let until = midnight_in_japan();
    assert_eq!(stage.error(&call).await, FetchError::QuotaExceeded { until });
    assert!(
        stage
            .source("jpo")
            .calls_for(&number("実願2010-000001"))
            .is_empty()
    );
}

#[tokio::test]
async fn the_key_of_kipris_is_in_no_text() {
    let stage = Stage::new();
    let call = stage.call("kipris", "KR10-2020-0000001");
    let fetched = stage.fetch(&call).await.unwrap();
    assert_eq!(
        fetched.call,
        "GET /openapi/rest/legStatusST27InfoSearchService/BasicInfo?applicationNumber=1020200000001"
    );
    assert!(
        !format!("{:?} {:?}", stage.transport.requests(), stage.source("kipris")).contains("recorded-access")
    );
}

#[tokio::test]
async fn the_codes_of_kipris_are_understood() {
    let stage = Stage::new();
    let call = stage.call("kipris", "KR10-2020-0000001");
    assert_eq!(
        stage.error(&stage.call("kipris", "KR10-2020-0000009")).await,
        FetchError::NotFound
    );
    let lie = stage.call("kipris", "KR10-2020-0000002");
    assert!(matches!(stage.error(&lie).await, FetchError::WrongAnswer { .. }));
    stage.transport.fail_next(Fault::QuotaExceeded);
    let until = "2026-06-30T15:00:00Z".parse().unwrap();
    assert_eq!(stage.error(&call).await, FetchError::QuotaExceeded { until });
    stage.clock.set(until);
    stage.transport.fail_next(Fault::BadKey);
    assert!(matches!(
        stage.error(&call).await,
        FetchError::NeedsCredentials { .. }
    ));
}

#[tokio::test]
async fn a_record_is_believed_only_when_it_names_the_right() {
    let stage = Stage::new();
    let source = stage.source("uspto-assignment-center");
    let list = &source.calls_for(&number("US11200001B2"))[0];
    let listed = stage.fetch(list).await.unwrap();
    assert!(
        listed.answer.facts.rights.is_empty(),
        "a list does not say about which right"
    );
    let records = source.follow_ups(list, &listed.answer);
    assert_eq!(records.len(), 1);
    assert!(
        records[0]
            .to_string()
            .contains(r#""reelNumber":"50000","frameNumber":"12""#)
    );
    let record = stage.fetch(&records[0]).await.unwrap();
    assert_eq!(record.answer.facts.rights[0].conveyances.len(), 1);
    assert!(source.follow_ups(&records[0], &record.answer).is_empty());
    let other = source.calls_for(&number("US11200002B2"));
    let of_other = source.follow_ups(&other[0], &listed.answer);
    assert!(matches!(
        stage.error(&of_other[0]).await,
        FetchError::WrongAnswer { .. }
    ));
    stage.transport.fail_next(Fault::TruncatedBody);
    assert!(matches!(
        stage.error(list).await,
        FetchError::Unavailable {
            why: Trouble::Broken(_),
            ..
        }
    ));
}
