use http::StatusCode;
use serde_json::{Value, json};

use crate::stand_in::{StandIn, patent};

fn money(minor: i64) -> Value {
    json!({ "amount": format!("{minor}.00"), "currency": "CNY", "minorUnits": format!("{minor}00") })
}

fn compared(slug: &str) -> Value {
    let mut right = patent("OTHER_PARTY");
    right["score"] = json!({ "value": 71, "coverage": 60, "asOf": "2026-05-01" });
    json!({
        "slug": slug, "title": format!("The <{slug}>"), "field": "ROBOTICS", "isSample": true, "founder": { "displayName": "Lin" },
        "state": "LIVE", "goal": money(800), "raised": money(400), "raisedPercent": 50, "investorCount": 3,
        "endsAt": "2026-05-12T00:00:00Z", "zone": "Asia/Shanghai", "acceptsPledges": true,
        "rewards": [{ "amount": money(90), "remaining": null }, { "amount": money(20), "remaining": 0 }],
        "ipPanel": {
            "level": "ALERT", "coverage": 100, "patents": [right],
            "graveRisks": { "hash": "h", "risks": [{ "number": "CN 1", "risk": { "dueOn": "2026-06-01", "message": "A fee is <overdue>." } }] }
        }
    })
}

fn gateway(found: [Value; 4]) -> StandIn {
    let [first, second, third, fourth] = found;
    let answer = json!({ "first": first, "second": second, "third": third, "fourth": fourth });
    StandIn::anonymous().answering("CompareQuery", answer)
}

#[tokio::test]
async fn campaigns_stand_beside_each_other_in_a_table_with_heads() {
    let gateway = gateway([compared("lamp"), compared("kite"), Value::Null, Value::Null]);
    for language in ["en", "zh"] {
        let shown = gateway
            .get(&format!("/{language}/compare?campaign=lamp&campaign=kite"))
            .await;
        assert_eq!(shown.status, StatusCode::OK);
        assert_eq!(shown.html.matches("<th scope=\"col\"").count(), 3);
        assert_eq!(shown.html.matches("<th scope=\"row\"").count(), 12);
        assert!(!shown.html.contains("<lamp>") && !shown.html.contains("<overdue>"));
        // What is sold out is no reward to begin from; each can be taken out again.
        assert!(
            shown.html.contains("90") && !shown.html.contains("¥20"),
            "{}",
            shown.html
        );
        assert!(
            shown
                .html
                .contains(&format!("href=\"/{language}/compare?campaign=kite\""))
        );
        assert!(
            shown
                .html
                .contains(&format!("href=\"/{language}/campaigns?campaign=lamp&"))
        );
    }
}

#[tokio::test]
async fn what_is_not_there_is_named_and_the_rest_is_shown() {
    let gateway = gateway([Value::Null, compared("kite"), Value::Null, Value::Null]);
    let shown = gateway
        .get("/en/compare?campaign=%3Cb%3E&campaign=kite&campaign=kite")
        .await;
    assert!(shown.html.contains("no campaign “&#60;b&#62;”"), "{}", shown.html);
    assert!(shown.html.contains("Add another campaign to compare"));
}

#[tokio::test]
async fn more_than_four_are_said_to_be_too_many() {
    let four = ["a", "b", "c", "d"].map(compared);
    let shown = gateway(four)
        .get("/en/compare?campaign=a&campaign=b&campaign=c&campaign=d&campaign=e")
        .await;
    assert!(shown.html.contains("5 were asked for") && !shown.html.contains("There is no campaign"));
}

#[tokio::test]
async fn nothing_chosen_asks_nothing() {
    let visitor = StandIn::anonymous();
    let shown = visitor.get("/zh/compare").await;
    assert!(shown.html.contains("class=\"empty\""));
    assert!(visitor.asked().is_empty());
    // The filters that the form of Discover sends along are left behind.
    let shown = visitor
        .get("/en/compare?q=&sort=standing&campaign=lamp&campaign=kite")
        .await;
    assert_eq!(shown.location, "/en/compare?campaign=lamp&campaign=kite");
}
