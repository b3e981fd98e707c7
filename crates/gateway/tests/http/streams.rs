//! Server-sent events and multipart.

use std::time::Duration;

use axum::body::Body;
use http::Request;
use serde_json::json;

use crate::harness::{Given, app};

const EVENTS: [(&str, &str); 1] = [("accept", "text/event-stream")];

#[tokio::test]
async fn a_subscription_streams_next_and_complete() {
    let answer = app()
        .post_with(json!({ "query": "subscription { countdown(from: 2) }" }), &EVENTS)
        .await;
    assert_eq!(answer.header("content-type"), "text/event-stream");
    let events: Vec<_> = answer
        .text
        .split("\n\n")
        .filter(|event| !event.is_empty())
        .collect();
    assert_eq!(events.len(), 3, "{}", answer.text);
    assert!(events[0].starts_with("event: next\ndata: {\"data\":{\"countdown\":2}"));
    assert!(events[2].starts_with("event: complete\ndata:"));
}

#[tokio::test]
async fn a_refused_document_is_told_inside_the_stream() {
    for query in ["{", "{ nothing }", "subscription { a: silence b: silence }"] {
        let answer = app().post_with(json!({ "query": query }), &EVENTS).await;
        assert_eq!(answer.status, 200);
        assert!(
            answer.text.starts_with("event: next\ndata: {\"errors\":"),
            "{}",
            answer.text
        );
        assert!(
            answer.text.trim_end().ends_with("event: complete\ndata:"),
            "{}",
            answer.text
        );
    }
}

#[tokio::test]
async fn a_query_and_a_get_stream_too_but_no_mutation_by_get() {
    let app = app();
    let answer = app.post_with(json!({ "query": "{ motto }" }), &EVENTS).await;
    assert!(
        answer
            .text
            .starts_with("event: next\ndata: {\"data\":{\"motto\":\"look far\"}")
    );
    let get = |query: &str| {
        let query: String = form_urlencoded::byte_serialize(query.as_bytes()).collect();
        Request::get(format!("/graphql?query={query}"))
            .header("accept", "text/event-stream")
            .body(Body::empty())
            .unwrap()
    };
    assert!(
        app.ask(get("subscription { countdown(from: 1) }"))
            .await
            .text
            .contains("event: complete")
    );
    assert_eq!(app.ask(get("mutation { pledge }")).await.status, 405);
}

#[tokio::test]
async fn a_stream_that_panics_says_so_and_ends() {
    let answer = app()
        .post_with(json!({ "query": "subscription { panics }" }), &EVENTS)
        .await;
    assert!(answer.text.contains("INTERNAL") && answer.text.contains("event: complete"));
}

#[tokio::test(start_paused = true)]
async fn a_stream_ends_with_the_sign_in_and_with_the_server() {
    let ending = [EVENTS[0], ("authorization", "Bearer ending")];
    let answer = app()
        .post_with(json!({ "query": "subscription { silence }" }), &ending)
        .await;
    assert!(answer.text.trim_end().ends_with("event: complete\ndata:"));
    let given = Given::default();
    let shutdown = given.shutdown.clone();
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_secs(5)).await;
        shutdown.cancel();
    });
    let answer = given
        .app()
        .post_with(json!({ "query": "subscription { silence }" }), &EVENTS)
        .await;
    assert!(answer.text.trim_end().ends_with("event: complete\ndata:"));
}

#[tokio::test]
async fn streams_of_one_caller_are_bounded() {
    let app = app();
    let open = || {
        let request = Request::post("/graphql")
            .header("content-type", "application/json")
            .header("accept", "text/event-stream")
            .header("authorization", "Bearer good");
        let body = json!({ "query": "subscription { silence }" }).to_string();
        tower::ServiceExt::oneshot(app.router.clone(), request.body(Body::from(body)).unwrap())
    };
    let mut held = vec![];
    for _ in 0..5 {
        held.push(open().await.unwrap());
    }
    let sixth = app
        .post_with(
            json!({ "query": "subscription { silence }" }),
            &[EVENTS[0], ("authorization", "Bearer good")],
        )
        .await;
    assert!(sixth.text.contains("RATE_LIMITED"), "{}", sixth.text);
    drop(held);
    assert_eq!(open().await.unwrap().status(), 200);
}

#[tokio::test]
async fn multipart_wraps_each_answer() {
    let accept = [(
        "accept",
        "multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/json;q=0.9",
    )];
    let answer = app()
        .post_with(json!({ "query": "subscription { countdown(from: 1) }" }), &accept)
        .await;
    let part = "--graphql\r\nContent-Type: application/json\r\n\r\n{\"payload\":{\"data\":{\"countdown\":1}";
    assert!(answer.text.starts_with(part), "{}", answer.text);
    assert!(answer.text.ends_with("--graphql--\r\n"));
}
