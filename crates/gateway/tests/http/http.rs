//! Methods, media types, statuses, errors, headers.

use std::time::Duration;

use axum::body::Body;
use gateway::http::Settings;
use http::Request;
use serde_json::json;

use crate::harness::{Given, Purse, app};

fn encoded(query: &str) -> String {
    form_urlencoded::byte_serialize(query.as_bytes()).collect()
}

#[tokio::test]
async fn a_query_is_answered_with_its_cost_and_its_request_id() {
    let answer = app()
        .post_with(
            json!({ "query": "{ motto }" }),
            &[("x-request-id", "from-the-client-1")],
        )
        .await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), "application/json; charset=utf-8");
    assert_eq!(answer.header("x-request-id"), "from-the-client-1");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.header("ratelimit-limit"), "1000");
    assert_eq!(answer.json()["data"], json!({ "motto": "look far" }));
    assert_eq!(
        answer.json()["extensions"],
        json!({ "cost": { "requested": 1, "maximum": 1000 } })
    );
}

#[tokio::test]
async fn a_request_id_unfit_for_logs_is_replaced() {
    for unfit in ["x", "a b c d e f g", "${jndi:ldap}", &"y".repeat(65)] {
        let answer = app()
            .post_with(json!({ "query": "{ motto }" }), &[("x-request-id", unfit)])
            .await;
        assert_eq!(answer.header("x-request-id").len(), 36);
    }
}

#[tokio::test]
async fn a_mutation_runs_by_post_only() {
    let app = app();
    let refused = app
        .get(&format!("/graphql?query={}", encoded("mutation { signIn }")))
        .await;
    assert_eq!((refused.status.as_u16(), refused.header("allow")), (405, "POST"));
    assert_eq!(refused.header("set-cookie"), "");
    let ran = app.query("mutation { signIn }").await;
    assert_eq!(
        (ran.status.as_u16(), ran.header("set-cookie")),
        (200, "session=1; HttpOnly")
    );
    assert_eq!(ran.json()["extensions"]["cost"]["requested"], 51);
    for method in ["PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"] {
        let answer = app
            .ask(
                Request::builder()
                    .method(method)
                    .uri("/graphql")
                    .body(Body::empty())
                    .unwrap(),
            )
            .await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("allow")),
            (405, "GET, POST"),
            "{method}"
        );
    }
}

#[tokio::test]
async fn only_json_is_read() {
    let app = app();
    let unread = [
        None,
        Some("text/plain"),
        Some("application/x-www-form-urlencoded"),
        Some("multipart/form-data; boundary=x"),
        Some("application/graphql"),
        Some("application/json; charset=utf-16"),
        Some("text/plain; application/json"),
    ];
    for content_type in unread {
        let mut request = Request::post("/graphql");
        if let Some(content_type) = content_type {
            request = request.header("content-type", content_type);
        }
        let answer = app
            .ask(
                request
                    .body(Body::from(r#"{"query":"mutation { signIn }"}"#))
                    .unwrap(),
            )
            .await;
        assert_eq!(
            (answer.status.as_u16(), answer.code().as_str()),
            (415, "BAD_USER_INPUT"),
            "{content_type:?}"
        );
    }
    for content_type in [
        "application/json",
        "Application/JSON; charset=UTF-8",
        "application/json; charset=\"utf-8\"",
    ] {
        let request = Request::post("/graphql").header("content-type", content_type);
        assert_eq!(
            app.ask(request.body(Body::from(r#"{"query":"{ motto }"}"#)).unwrap())
                .await
                .status,
            200
        );
    }
}

#[tokio::test]
async fn batches_and_other_shapes_are_malformed() {
    let app = app();
    for body in [
        json!([{ "query": "{ motto }" }]),
        json!([]),
        json!("{ motto }"),
        json!({}),
        json!({ "query": 1 }),
        json!({ "query": "{ motto }", "variables": [] }),
        json!({ "query": "{ motto }", "operationName": {} }),
        json!({ "query": "{ motto }", "documentId": "sha256:0" }),
    ] {
        let answer = app.post_with(body.clone(), &[]).await;
        assert_eq!(
            (answer.status.as_u16(), answer.code().as_str()),
            (400, "BAD_USER_INPUT"),
            "{body}"
        );
    }
}

#[tokio::test]
async fn a_body_over_the_cap_is_not_read() {
    let app = app();
    let padded = json!({ "query": "{ motto }", "extensions": { "padding": "x".repeat(70_000) } });
    let answer = app.post_with(padded.clone(), &[]).await;
    assert_eq!(answer.status, 413);
    // Without its length announced, too.
    let chunks = padded
        .to_string()
        .into_bytes()
        .chunks(1_000)
        .map(<[u8]>::to_vec)
        .collect::<Vec<_>>();
    let stream = futures_util::stream::iter(chunks.into_iter().map(Ok::<_, std::io::Error>));
    let request = Request::post("/graphql").header("content-type", "application/json");
    assert_eq!(
        app.ask(request.body(Body::from_stream(stream)).unwrap())
            .await
            .status,
        413
    );
}

#[tokio::test]
async fn a_refused_document_has_no_data_and_the_status_its_media_type_asks_for() {
    let app = app();
    for (query, code) in [
        ("{", "PARSE_FAILED"),
        ("{ nothing }", "VALIDATION_FAILED"),
        (
            "query($n: Int!) { campaigns(first: $n) { totalCount } }",
            "VALIDATION_FAILED",
        ),
        ("{ campaigns(first: -1) { totalCount } }", "BAD_USER_INPUT"),
        ("{ motto ...f } fragment f on Query { ...f }", "VALIDATION_FAILED"),
        ("subscription { countdown(from: 1) }", "BAD_USER_INPUT"),
    ] {
        let answer = app.query(query).await;
        assert_eq!(
            (answer.status.as_u16(), answer.code().as_str()),
            (400, code),
            "{query}"
        );
        assert_eq!(
            answer.header("content-type"),
            "application/graphql-response+json; charset=utf-8"
        );
        assert!(answer.json().get("data").is_none());
        assert_eq!(
            answer.json()["errors"][0]["extensions"]["requestId"]
                .as_str()
                .unwrap(),
            answer.header("x-request-id")
        );
        let legacy = app
            .post_with(json!({ "query": query }), &[("accept", "application/json")])
            .await;
        assert_eq!(legacy.status, 200);
    }
}

#[tokio::test]
async fn errors_say_what_the_caller_can_act_on_and_nothing_of_our_inside() {
    let app = app();
    let broken = app.query("{ broken }").await;
    assert_eq!(
        (broken.status.as_u16(), broken.code().as_str()),
        (200, "INTERNAL")
    );
    assert!(!broken.text.contains("postgres"));
    assert_eq!(broken.json()["data"], json!({ "broken": null }));
    assert_eq!(app.query("{ forbidden }").await.code(), "FORBIDDEN");
    assert_eq!(
        app.query("{ day(on: \"31 June\") }").await.code(),
        "BAD_USER_INPUT"
    );
    let panicked = app.query("{ panics }").await;
    assert_eq!(
        (panicked.status.as_u16(), panicked.code().as_str()),
        (500, "INTERNAL")
    );
    assert!(!panicked.text.contains("rule"));
    assert!(!app.query("{ mott }").await.text.contains("Did you mean"));
    assert_eq!(
        app.query("{ failures { fails } }").await.json()["errors"]
            .as_array()
            .unwrap()
            .len(),
        20
    );
}

#[tokio::test(start_paused = true)]
async fn a_query_that_does_not_end_is_stopped() {
    let answer = app().query("{ hangs }").await;
    assert_eq!(
        (answer.status.as_u16(), answer.code().as_str()),
        (503, "UNAVAILABLE")
    );
    assert_eq!(answer.header("retry-after"), "1");
}

#[tokio::test(start_paused = true)]
async fn a_body_that_does_not_arrive_is_not_waited_for() {
    let body = Body::from_stream(futures_util::stream::pending::<Result<Vec<u8>, std::io::Error>>());
    let request = Request::post("/graphql")
        .header("content-type", "application/json")
        .body(body)
        .unwrap();
    assert_eq!(app().ask(request).await.status, 408);
}

#[tokio::test]
async fn the_answer_speaks_the_language_asked_for() {
    let app = app();
    let headers = [("accept-language", "zh-CN,zh;q=0.9,en;q=0.8")];
    let answer = app
        .post_with(
            json!({ "query": "{ campaigns(first: 500) { totalCount } }" }),
            &headers,
        )
        .await;
    assert_eq!(answer.header("content-language"), "zh-Hans");
    assert!(answer.header("vary").contains("accept-language"));
    assert_eq!(
        answer.json()["errors"][0]["message"],
        "“first”必须在 1 到 100 之间。"
    );
    assert_eq!(
        app.post_with(json!({ "query": "{ viewer }" }), &headers)
            .await
            .json()["data"]["viewer"],
        "anonymous in zh-Hans"
    );
}

#[tokio::test]
async fn a_page_of_another_site_cannot_use_our_cookie() {
    let app = app();
    let body = json!({ "query": "mutation { pledge }" });
    let cookie = ("cookie", "session=1");
    let evil = app
        .post_with(
            body.clone(),
            &[
                cookie,
                ("origin", "https://evil.example"),
                ("sec-fetch-site", "cross-site"),
            ],
        )
        .await;
    assert_eq!((evil.status.as_u16(), evil.code().as_str()), (403, "FORBIDDEN"));
    assert_eq!(
        app.post_with(body, &[cookie, ("sec-fetch-site", "same-origin")])
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn listed_origins_may_read_answers_and_no_other_is_named() {
    let mut given = Given::default();
    given.settings.allowed_origins = vec!["https://app.example".to_owned()];
    let app = given.app();
    let preflight = |origin: &'static str| {
        Request::options("/graphql")
            .header("origin", origin)
            .header("access-control-request-method", "POST")
            .header("access-control-request-headers", "content-type")
            .body(Body::empty())
            .unwrap()
    };
    let listed = app.ask(preflight("https://app.example")).await;
    assert_eq!(
        listed.header("access-control-allow-origin"),
        "https://app.example"
    );
    assert_eq!(
        app.ask(preflight("https://evil.example"))
            .await
            .header("access-control-allow-origin"),
        ""
    );
}

#[tokio::test]
async fn credentials_that_are_no_good_are_said_to_be() {
    let app = app();
    let body = json!({ "query": "{ viewer }" });
    let refused = app
        .post_with(body.clone(), &[("authorization", "Bearer stale")])
        .await;
    assert_eq!(
        (refused.status.as_u16(), refused.code().as_str()),
        (401, "UNAUTHENTICATED")
    );
    assert_eq!(refused.header("www-authenticate"), "Bearer");
    assert_eq!(
        app.post_with(body.clone(), &[("authorization", "Bearer down")])
            .await
            .status,
        503
    );
    let viewer = app
        .post_with(body, &[("authorization", "Bearer good")])
        .await
        .json()["data"]["viewer"]
        .clone();
    assert!(viewer.as_str().unwrap().starts_with("user_"));
}

#[tokio::test]
async fn nobody_waits_for_a_database_that_does_not_answer_who_they_are() {
    let app = Given {
        settings: Settings {
            authenticate_timeout: Duration::from_millis(50),
            ..Settings::default()
        },
        ..Given::default()
    }
    .app();
    let asked = app.post_with(
        json!({ "query": "{ viewer }" }),
        &[("authorization", "Bearer hanging")],
    );
    let refused = tokio::time::timeout(Duration::from_secs(5), asked).await.unwrap();
    assert_eq!(
        (refused.status.as_u16(), refused.code().as_str()),
        (503, "UNAVAILABLE")
    );
}

#[tokio::test]
async fn a_spent_budget_is_told_with_when_to_come_back() {
    let app = Given {
        purse: Purse::of(3),
        ..Given::default()
    }
    .app();
    assert_eq!(app.query("{ motto }").await.header("ratelimit-remaining"), "2");
    // What is refused costs a point as well.
    assert_eq!(app.query("{").await.header("ratelimit-remaining"), "1");
    let spent = app.query("mutation { pledge }").await;
    assert_eq!(
        (spent.status.as_u16(), spent.code().as_str()),
        (429, "RATE_LIMITED")
    );
    assert_eq!(
        (spent.header("retry-after"), spent.header("ratelimit-reset")),
        ("3", "3")
    );
}

#[tokio::test]
async fn only_the_public_answer_to_a_get_may_be_kept() {
    let app = app();
    let uri = format!("/graphql?query={}", encoded("{ motto }"));
    assert_eq!(app.get(&uri).await.header("cache-control"), "max-age=30");
    let mine = Request::get(&uri)
        .header("authorization", "Bearer good")
        .body(Body::empty())
        .unwrap();
    assert_eq!(app.ask(mine).await.header("cache-control"), "no-store");
    let viewer = app
        .get(&format!("/graphql?query={}", encoded("{ viewer }")))
        .await;
    assert_eq!(viewer.header("cache-control"), "no-store");
}

#[tokio::test]
async fn graphiql_is_served_whole() {
    let app = app();
    let page = app
        .ask(Request::get("/graphiql").body(Body::empty()).unwrap())
        .await;
    assert!(
        page.header("content-security-policy")
            .starts_with("default-src 'none'")
    );
    let mut files = 0;
    for path in page.text.split('"').filter(|part| part.starts_with("/graphiql/")) {
        let response = tower::ServiceExt::oneshot(
            app.router.clone(),
            Request::get(path).body(Body::empty()).unwrap(),
        )
        .await
        .unwrap();
        assert_eq!(response.status(), 200, "{path}");
        assert_eq!(
            response.headers()["cache-control"],
            "public, max-age=31536000, immutable"
        );
        files += 1;
    }
    assert_eq!(files, 6);
    let by_browser = Request::get("/graphql")
        .header("accept", "text/html,*/*;q=0.8")
        .body(Body::empty())
        .unwrap();
    assert_eq!(app.ask(by_browser).await.header("location"), "/graphiql");
}
