//! Open Patent Services: answers, refusals, and what is never taken for an answer.

use std::time::Duration as Wait;

use chrono::Duration;
use rstest::rstest;

use super::{Stage, noon};
use crate::{
    register::{BreakerState, Fault, FetchError, Reply, Trouble},
    source::ParseError,
};

const OPS: &str = "epo-ops";
const RIGHT: &str = "EP1000001A1";

#[tokio::test]
async fn an_answer_comes_with_its_call_its_time_and_what_it_says() {
    let stage = Stage::new();
    let fetched = stage.fetch(&stage.call(OPS, RIGHT)).await.unwrap();
    assert_eq!(
        fetched.call,
        "GET /3.2/rest-services/legal/publication/docdb/EP.1000001.A1"
    );
    assert_eq!((fetched.http_status, fetched.fetched_at), (200, noon()));
    assert!(fetched.body.contains("synthetic"));
    assert_eq!(fetched.answer.facts.rights.len(), 1);
    assert_eq!(stage.transport.requests(), [fetched.call]);
}

#[tokio::test]
async fn what_the_register_does_not_have_is_not_found_and_no_failure() {
    let stage = Stage::new();
    let call = stage.call(OPS, "EP1999999A1");
    assert!(call.is_principal());
    for _ in 0..6 {
        assert_eq!(stage.error(&call).await, FetchError::NotFound);
    }
    assert_eq!(stage.source(OPS).breaker(), BreakerState::Closed);
}

/// Everything that looks like an answer and is none.
#[rstest]
#[case(Fault::TruncatedBody, Trouble::Broken(ParseError::Truncated))]
#[case(Fault::EmptySuccess, Trouble::Empty)]
#[case(Fault::Down, Trouble::Status(503))]
#[case(Fault::Slow(Wait::from_secs(600)), Trouble::TimedOut)]
#[case(Fault::Broken, Trouble::Connection("the connection was reset".to_owned()))]
#[case(Fault::ForeignPage { status: 404 }, Trouble::NotItsOwnWords(404))]
#[case(Fault::ForeignPage { status: 200 }, Trouble::Broken(ParseError::NotRecognised))]
#[case(Fault::ForeignPage { status: 302 }, Trouble::Redirected(302))]
#[tokio::test(start_paused = true)]
async fn no_broken_answer_is_taken_for_one(#[case] fault: Fault, #[case] trouble: Trouble) {
    let stage = Stage::new();
    let call = stage.call(OPS, RIGHT);
    stage.transport.fail_next(fault);
    let error = stage.error(&call).await;
    assert_eq!(
        error,
        FetchError::Unavailable {
            why: trouble,
            retry_after: None
        }
    );
    assert_eq!(error.retry_at(noon()), Some(noon() + Duration::minutes(1)));
    stage.fetch(&call).await.unwrap();
}

#[tokio::test]
async fn an_answer_about_another_right_is_refused() {
    let stage = Stage::new();
    let call = stage.call(OPS, RIGHT);
    for path in [
        "/3.2/rest-services/legal/publication/docdb/EP.1000002.A1",
        "/api/v1/patent/applications/16900001",
    ] {
        stage.transport.fail_next(Fault::Lie {
            path: path.to_owned(),
        });
        let error = stage.error(&call).await;
        let FetchError::WrongAnswer { asked, .. } = &error else {
            panic!("{error}");
        };
        assert_eq!(asked, "EP 1000001 A1");
        assert_eq!(error.retry_at(noon()), Some(noon() + Duration::hours(1)));
    }
    stage.fetch(&call).await.unwrap();
}

#[tokio::test]
async fn a_family_answer_without_the_right_is_refused_too() {
    let stage = Stage::new();
    let calls = stage.source(OPS).calls_for(&super::number(RIGHT));
    assert!(calls[1].to_string().contains("/family/"));
    stage.fetch(&calls[1]).await.unwrap();
    stage.transport.fail_next(Fault::Lie {
        path: "/3.2/rest-services/legal/publication/docdb/EP.1000002.A1".to_owned(),
    });
    assert!(matches!(
        stage.error(&calls[1]).await,
        FetchError::WrongAnswer { .. }
    ));
}

#[tokio::test]
async fn a_body_that_is_still_the_same_is_not_sent_again() {
    let stage = Stage::new();
    let calls = stage.source(OPS).calls_for(&super::number(RIGHT));
    let steps = calls
        .iter()
        .find(|call| call.to_string().ends_with("procedural-steps"))
        .unwrap();
    let etag = stage.fetch(steps).await.unwrap().etag;
    assert_eq!(etag.as_deref(), Some("\"v1\""));
    let again = stage.sources.fetch(&steps.clone().with_etag(etag)).await.unwrap();
    assert_eq!(again, Reply::NotModified { fetched_at: noon() });
    let changed = steps.clone().with_etag(Some("\"v0\"".to_owned()));
    assert!(stage.sources.fetch(&changed).await.unwrap().fetched().is_some());
}

#[tokio::test]
async fn a_key_that_is_not_accepted_is_not_tried_again_at_once() {
    let stage = Stage::new();
    let call = stage.call(OPS, RIGHT);
    stage.transport.fail(Fault::BadKey);
    let error = stage.error(&call).await;
    assert!(matches!(error, FetchError::NeedsCredentials { .. }), "{error}");
    assert_eq!(error.retry_at(noon()), None);
    stage.transport.recover();
    assert_eq!(stage.error(&call).await, error);
    assert_eq!(
        (stage.transport.tokens_issued(), stage.transport.requests().len()),
        (0, 0)
    );
    stage.clock.advance(Duration::minutes(15));
    stage.fetch(&call).await.unwrap();
}

#[tokio::test]
async fn a_call_of_another_source_is_refused_without_being_sent() {
    let stage = Stage::new();
    let call = stage.call("uspto-odp", "US11200001B2");
    let error = stage.source(OPS).fetch(&call).await.unwrap_err();
    assert!(matches!(error, FetchError::Rejected { .. }), "{error}");
    assert!(stage.transport.requests().is_empty());
}
