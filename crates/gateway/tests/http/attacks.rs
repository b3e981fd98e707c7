//! The attack battery through the whole transport: each refused in less than 100 ms with a small
//! answer, and what passes the guards is cheap to validate and run.

use std::time::{Duration, Instant};

use serde_json::{Value as Json, json};

use crate::harness::{App, app};

async fn timed(app: &App, body: Json) -> (crate::harness::Answered, Duration) {
    let started = Instant::now();
    let answer = app
        .post_with(body, &[("accept", "application/graphql-response+json")])
        .await;
    (answer, started.elapsed())
}

fn bomb(fragments: usize) -> String {
    let doubling: String = (0..fragments)
        .map(|n| format!("fragment f{n} on Query {{ ...f{next} ...f{next} }}", next = n + 1))
        .collect();
    format!("{{ ...f0 }} {doubling} fragment f{fragments} on Query {{ motto }}")
}

#[tokio::test]
async fn every_attack_is_refused_at_once_with_a_small_answer() {
    let app = app();
    let mut attacks = vec![
        json!([{ "query": "{ motto }" }, { "query": "{ motto }" }]),
        Json::Array(vec![json!({ "query": "{ motto }" }); 1_000]),
        json!({ "query": "query($n: Int) { campaigns(first: $n) { totalCount } }", "variables": { "n": -1 } }),
        json!({ "query": "query($n: Int) { campaigns(first: $n) { totalCount } }", "variables": { "n": 2_147_483_647 } }),
        json!({ "query": "query($ids: [ID!]!) { nodes(ids: $ids) { id } }", "variables": { "ids": vec!["1"; 5_000] } }),
    ];
    let documents = [
        bomb(18),
        bomb(29),
        format!(
            "{{ nodes(ids: {}1{}) {{ id }} }}",
            "[".repeat(1_500),
            "]".repeat(1_500)
        ),
        format!(
            "{{ nodes(ids: {}1{}) {{ id }} }}",
            "{a:".repeat(1_500),
            "}".repeat(1_500)
        ),
        format!("query($a: {}Int) {{ motto }}", "[".repeat(3_000)),
        format!("{} motto {}", "{ ... ".repeat(1_500), "}".repeat(1_500)),
        "{ campaigns(first: -1) { totalCount } }".to_owned(),
        "{ campaigns(first: 2147483647) { nodes { id } } }".to_owned(),
        "{ a: campaigns(first: -1) { nodes { id } } b: campaigns(first: 90000) { nodes { id } } }".to_owned(),
        format!(
            "mutation {{ {} }}",
            (0..1_000).map(|n| format!("a{n}: signIn ")).collect::<String>()
        ),
        format!(
            "{{ {} }}",
            (0..1_000).map(|n| format!("a{n}: motto ")).collect::<String>()
        ),
        format!("{{ {} }}", "__typename ".repeat(100_000)),
        format!("{{ {} }}", "motto ".repeat(2_500)),
        format!("{{ motto {} }}", "@include(if: true) ".repeat(100)),
        "{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }".to_owned(),
        "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }".to_owned(),
    ];
    attacks.extend(documents.map(|query| json!({ "query": query })));
    for attack in attacks {
        let (answer, took) = timed(&app, attack.clone()).await;
        let attack = attack.to_string();
        assert!(
            answer.status.is_client_error(),
            "{} for {attack:.150}",
            answer.status
        );
        // Each takes milliseconds; executed, each would take minutes. The rest is room for a busy machine.
        assert!(took < Duration::from_secs(2), "{took:?} for {attack:.150}");
        assert!(answer.text.len() < 64 * 1024);
        assert!(answer.json()["errors"][0]["extensions"]["code"].is_string());
    }
}

#[tokio::test]
async fn the_worst_that_passes_the_guards_is_cheap_to_validate() {
    let app = app();
    let spread = |fragments: usize, text: &str| {
        let all: String = (0..fragments)
            .map(|n| format!("fragment f{n} on Query {{ {text} }} "))
            .collect();
        let spreads: String = (0..fragments).map(|n| format!("...f{n} ")).collect();
        format!("{{ {spreads} }} {all}")
    };
    let worst = [
        // Every field overlaps with every other.
        format!("{{ {} }}", "motto ".repeat(1_900)),
        spread(25, &"motto ".repeat(60)),
        spread(
            25,
            &"campaigns { nodes { id title raised { amount } } } ".repeat(5),
        ),
        bomb(10),
        format!(
            "query({}) {{ motto }}",
            (0..400).map(|n| format!("$v{n}: Int ")).collect::<String>()
        ),
    ];
    for query in worst {
        let (answer, took) = timed(&app, json!({ "query": query })).await;
        assert!(
            took < Duration::from_millis(500),
            "{took:?}, {} for {query:.150}",
            answer.status
        );
    }
}

#[tokio::test]
async fn the_process_survives_its_worst_document_and_serves_the_next() {
    let app = app();
    for levels in [64, 65, 100, 1_000, 5_000] {
        let (answer, _) = timed(
            &app,
            json!({ "query": format!("{{f(a:{}", "{a:[".repeat(levels)) }),
        )
        .await;
        assert!(answer.status.is_client_error());
    }
    // JSON nested deep is refused by its reader.
    let text = format!(
        "{{\"query\":\"{{motto}}\",\"variables\":{}",
        "{\"a\":".repeat(5_000)
    );
    let request = http::Request::post("/graphql").header("content-type", "application/json");
    assert_eq!(
        app.ask(request.body(axum::body::Body::from(text)).unwrap())
            .await
            .status,
        400
    );
    assert_eq!(app.query("{ motto }").await.status, 200);
}
