use http::StatusCode;
use serde_json::{Value, json};

use crate::stand_in::{ID, StandIn};

fn money(amount: &str) -> Value {
    json!({ "amount": amount, "currency": "CNY", "minorUnits": amount.replace('.', "") })
}

fn backing(number: u32, name: &str, state: &str) -> Value {
    json!({
        "pledgeId": format!("pledge_{number}"), "backer": { "displayName": name }, "amount": money("80.00"), "state": state,
        "items": [
            { "reward": { "id": "reward_1", "title": "=A <cell>" }, "quantity": 1, "unitAmount": money("72.00"), "refundedQuantity": 0 },
            { "reward": { "id": "reward_2", "title": "Cable" }, "quantity": 2, "unitAmount": money("4.00"), "refundedQuantity": 1 }
        ], "placedAt": "2026-05-01T16:30:05Z",
        "collected": money("80.00"), "refunded": money("20.00"), "contested": money("0.00")
    })
}

fn backings(nodes: Vec<Value>, next: Option<&str>) -> Value {
    json!({ "totalCount": 120, "pageInfo": { "hasNextPage": next.is_some(), "endCursor": next.unwrap_or("z") }, "nodes": nodes })
}

fn answer(backings: Value) -> Value {
    json!({ "campaign": {
        "id": ID, "slug": "battery", "title": "A <battery>", "state": "COLLECTING", "zone": "Asia/Shanghai", "backings": backings
    } })
}

fn visitor(backings: Value) -> StandIn {
    StandIn::signed_in(&["INVESTOR", "FOUNDER"]).answering("BackersQuery", answer(backings))
}

fn path(language: &str, rest: &str) -> String {
    format!("/{language}/founder/{ID}/backers{rest}")
}

#[tokio::test]
async fn each_pledge_is_listed_with_what_became_of_its_money() {
    let some = vec![backing(1, "Ann <b>", "COLLECTED"), backing(2, "Bo", "DISPUTED")];
    let visitor = visitor(backings(some, Some("c+1")));
    for language in ["en", "zh"] {
        let shown = visitor.get(&path(language, "?state=COLLECTED")).await;
        shown.is_sound();
        assert_eq!(shown.status, StatusCode::OK);
        assert!(!shown.html.contains("<cell>") && !shown.html.contains("Ann <b>"));
        for part in [
            "<option value=\"COLLECTED\" selected>",
            "backers?state=COLLECTED&#38;after=c%2B1",
            "backers.csv?state=COLLECTED\"",
            "backers.jsonl?state=COLLECTED\"",
        ] {
            assert!(shown.html.contains(part), "{part} is not in {}", shown.html);
        }
    }
    let asked = visitor.last("BackersQuery");
    assert_eq!(asked.variables["filter"], json!({ "stateIn": ["COLLECTED"] }));
    // 16:30 UTC is after midnight in Shanghai.
    let shown = visitor.get(&path("en", "")).await;
    assert!(shown.html.contains("2 May 2026"), "{}", shown.html);
}

#[tokio::test]
async fn whoever_may_not_see_them_is_told_of_no_campaign() {
    let stranger = visitor(Value::Null);
    for rest in ["", ".csv", ".jsonl"] {
        assert_eq!(
            stranger.get(&path("en", rest)).await.status,
            StatusCode::NOT_FOUND
        );
        let anonymous = StandIn::anonymous().get(&path("en", rest)).await;
        assert!(
            anonymous.location.starts_with("/en/sign-in"),
            "{}",
            anonymous.location
        );
    }
    let none = visitor(backings(Vec::new(), None));
    for (rest, says) in [
        ("", "Nobody has pledged yet"),
        ("?state=DROPPED", "No pledge stands so"),
    ] {
        let shown = none.get(&path("en", rest)).await;
        assert!(shown.html.contains(says) && !shown.html.contains("backers.csv"));
    }
    // A state that is none, or that no pledge of this list has, chooses nothing.
    none.get(&path("en", "?state=RESERVED")).await;
    assert_eq!(none.last("BackersQuery").variables["filter"], json!({}));
}

#[tokio::test]
async fn the_whole_list_is_taken_away_page_after_page() {
    let visitor = StandIn::signed_in(&["INVESTOR", "FOUNDER"]).answering_in_turn(
        "BackersQuery",
        [
            answer(backings(vec![backing(1, "=Ann", "COLLECTED")], Some("p1"))),
            answer(backings(vec![backing(2, "Bo", "REFUNDED")], Some("p2"))),
            answer(backings(vec![backing(3, "Cy", "WON")], None)),
        ],
    );
    let saved = visitor.fetch(&path("en", ".csv"), &[]).await;
    assert_eq!(
        saved.header("content-disposition"),
        "attachment; filename=\"battery-backers.csv\""
    );
    let text = saved.text();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(
        lines[..2],
        [
            "\u{feff}Placed,Pledge,Backer,Chosen,State,Currency,Promised,Collected,Gone back,Contested",
            "2026-05-01T16:30:05Z,pledge_1,'=Ann,\"1 × =A <cell>; 2 × Cable (-1)\",Charged,CNY,80.00,80.00,20.00,0.00"
        ]
    );
    assert_eq!(lines.len(), 4, "{lines:?}");
}

#[tokio::test]
async fn lines_of_json_have_their_version_and_the_words_of_the_schema() {
    let visitor = visitor(backings(vec![backing(1, "=Ann", "COLLECTED")], None));
    let saved = visitor.fetch(&path("zh", ".jsonl"), &[]).await;
    assert_eq!(saved.header("content-type"), "application/jsonl; charset=utf-8");
    let line: Value = serde_json::from_str(saved.text().trim_end()).unwrap();
    assert_eq!(
        line,
        json!({
            "version": 1, "placed_at": "2026-05-01T16:30:05Z", "pledge": "pledge_1", "backer": "=Ann",
            "items": [
                { "reward": "=A <cell>", "quantity": 1, "refunded_quantity": 0 },
                { "reward": "Cable", "quantity": 2, "refunded_quantity": 1 }
            ],
            "state": "COLLECTED", "currency": "CNY", "amount": "80.00", "collected": "80.00", "refunded": "20.00", "contested": "0.00"
        })
    );
}

#[tokio::test]
async fn a_list_that_cannot_be_read_to_its_end_is_broken_off() {
    let visitor = StandIn::signed_in(&["INVESTOR", "FOUNDER"]).answering_in_turn(
        "BackersQuery",
        [
            answer(backings(vec![backing(1, "Ann", "COLLECTED")], Some("p1"))),
            Value::Null,
        ],
    );
    assert!(visitor.breaks_off(&path("en", ".csv")).await);
}
