//! The Open Data Portal: one request at a time, one more try where it is known to help.

use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration as Wait,
};

use chrono::Duration;
use tokio::{task::JoinSet, time::Instant};

use super::{Busy, Stage, noon, number};
use crate::register::{Fault, FetchError, OdpSettings, Priority, RegisterSettings, Sources, Trouble};

const ODP: &str = "uspto-odp";

#[tokio::test(start_paused = true)]
async fn one_request_at_a_time_for_each_key() {
    let stage = Stage::new();
    let busy = Busy::new(stage.transport.clone());
    let settings = RegisterSettings {
        odp: Some(OdpSettings::new("key")),
        ..RegisterSettings::default()
    };
    let sources = Sources::new(&settings, Arc::new(busy.clone()), Arc::new(stage.clock.clone())).unwrap();
    let call = stage.call(ODP, "US11200001B2");
    let mut calls = JoinSet::new();
    for _ in 0..8 {
        let (sources, call) = (sources.clone(), call.clone());
        calls.spawn(async move { sources.fetch(&call).await.map(|_| ()) });
    }
    assert!(calls.join_all().await.iter().all(Result::is_ok));
    assert_eq!(busy.most.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_grant_is_searched_and_its_file_asked_then() {
    let stage = Stage::new();
    let source = stage.source(ODP);
    let calls = source.calls_for(&number("US11200001B2"));
    assert_eq!(
        calls[0].to_string(),
        "GET /api/v1/patent/applications/search?q=applicationMetaData.patentNumber:11200001&limit=5"
    );
    let hot = calls[0].clone().with_priority(Priority::Hot);
    let found = stage.fetch(&hot).await.unwrap();
    let next = source.follow_ups(&hot, &found.answer);
    let texts: Vec<String> = next.iter().map(ToString::to_string).collect();
    assert_eq!(
        texts,
        [
            "GET /api/v1/patent/applications/16900001",
            "GET /api/v1/patent/applications/16900001/documents",
            "GET /api/v1/patent/trials/proceedings/search?q=patentOwnerData.applicationNumberText:16900001&limit=100",
            "GET /api/v1/patent/applications/16900001/assignment",
        ]
    );
    assert!(next.iter().all(|call| call.priority() == Priority::Hot));
    let file = stage.fetch(&next[0]).await.unwrap();
    stage.fetch(&next[1]).await.unwrap();
    assert!(!next[2].is_principal());
    assert_eq!(stage.error(&next[2]).await, FetchError::NotFound, "no trial");
    assert!(source.follow_ups(&next[0], &file.answer).is_empty(), "it ends");
    let by_publication = source.calls_for(&number("US 2021/0000001 A1"));
    stage.fetch(&by_publication[0]).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn too_many_requests_waits_five_seconds_once() {
    let stage = Stage::new();
    let call = stage.call(ODP, "US11200001B2");
    stage.transport.fail_next(Fault::TooManyRequests);
    let before = Instant::now();
    stage.fetch(&call).await.unwrap();
    assert!(before.elapsed() >= Wait::from_secs(5) && before.elapsed() < Wait::from_secs(6));

    stage.transport.fail(Fault::TooManyRequests);
    let until = noon() + Duration::seconds(60);
    assert_eq!(stage.error(&call).await, FetchError::Throttled { until });
    assert_eq!(stage.transport.requests().len(), 4);
    assert_eq!(stage.error(&call).await, FetchError::Throttled { until });
    assert_eq!(stage.transport.requests().len(), 4, "the pause is kept");
}

#[tokio::test]
async fn an_empty_success_is_asked_once_more() {
    let stage = Stage::new();
    let call = stage.call(ODP, "US11200001B2");
    stage.transport.fail_next(Fault::EmptySuccess);
    stage.fetch(&call).await.unwrap();
    stage.transport.fail(Fault::EmptySuccess);
    assert_eq!(
        stage.error(&call).await,
        FetchError::Unavailable {
            why: Trouble::Empty,
            retry_after: None
        }
    );
    assert_eq!(stage.transport.requests().len(), 4);
}

#[tokio::test]
async fn a_file_of_another_application_is_refused_wherever_it_comes() {
    let stage = Stage::new();
    for (asked, lie) in [
        ("US 16/900,001", "/api/v1/patent/applications/16900002"),
        ("US11200001B2", "/api/v1/patent/applications/16900002"),
        ("US11200001B2", "/api/patent/v1/app_progress/2020000001"),
    ] {
        stage.transport.fail_next(Fault::Lie { path: lie.to_owned() });
        let error = stage.error(&stage.call(ODP, asked)).await;
        assert!(matches!(error, FetchError::WrongAnswer { .. }), "{error}");
    }
    let documents = &stage.source(ODP).calls_for(&number("US 16/900,001"))[1];
    stage.transport.fail_next(Fault::Lie {
        path: "/api/v1/patent/applications/16900002".to_owned(),
    });
    assert!(matches!(
        stage.error(documents).await,
        FetchError::WrongAnswer { .. }
    ));
}

#[tokio::test]
async fn a_number_that_is_not_there_is_not_found() {
    let stage = Stage::new();
    assert_eq!(
        stage.error(&stage.call(ODP, "US11999999B2")).await,
        FetchError::NotFound
    );
}
