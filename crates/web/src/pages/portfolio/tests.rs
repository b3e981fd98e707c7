use http::StatusCode;
use serde_json::{Value, json};

use crate::stand_in::StandIn;

fn money(minor: i64, currency: &str) -> Value {
    json!({ "amount": format!("{minor}.00"), "currency": currency, "minorUnits": format!("{minor}00") })
}

fn row(id: &str, state: &str) -> Value {
    json!({
        "id": id, "state": state, "amount": money(25, "USD"), "placedAt": "2026-04-01T00:00:00Z",
        "reservedUntil": "2026-04-02T00:00:00Z", "cancellable": false, "setup": { "status": "FAILED", "cardBrand": null, "cardLast4": null },
        "reward": { "title": "Kit" },
        "campaign": { "slug": "battery", "title": "A <battery>", "endsAt": "2026-06-01T00:00:00Z", "zone": "UTC" }
    })
}

fn waiting(id: &str, state: &str) -> Value {
    let mut row = row(id, state);
    row["repairableUntil"] = json!("2026-05-20T00:00:00Z");
    row["asking"] = json!({ "materialChange": { "reconfirmUntil": "2026-05-21T00:00:00Z" } });
    row
}

fn standing(slug: &str, level: &str, changes: Value) -> Value {
    json!({
        "id": format!("pledge_{slug}"), "placedAt": "2026-04-01T00:00:00Z", "patentChanges": changes,
        "campaign": {
            "slug": slug, "title": slug, "state": "LIVE", "zone": "Asia/Shanghai", "endsAt": "2099-06-01T00:00:00Z",
            "ipPanel": { "level": level, "coverage": 100 }
        }
    })
}

/// The pledge to the same campaign that was placed before.
fn older(slug: &str) -> Value {
    let mut older = standing(slug, "ALERT", json!([]));
    older["placedAt"] = json!("2026-03-02T00:00:00Z");
    older
}

fn total(state: &str, minor: i64, currency: &str) -> Value {
    json!({ "state": state, "amount": money(minor, currency), "pledgeCount": 2, "firstPlacedAt": "2026-04-01T00:00:00Z" })
}

fn visitor(viewer: Value) -> StandIn {
    StandIn::signed_in(&["INVESTOR"]).answering("PortfolioQuery", json!({ "viewer": viewer }))
}

fn some() -> Value {
    let changed = json!([{
        "kind": "PATENT_CHANGED", "at": "2026-04-20T00:00:00Z", "detail": "Status: <lapsed>", "since": "2026-04-18",
        "patent": { "number": "CN 1" }
    }]);
    json!({
        "pledgeTotals": [total("COMMITTED", 70, "CNY"), total("COMMITTED", 30, "USD"), total("CANCELLED", 5, "USD")],
        "waiting": { "nodes": [waiting("pledge_1", "RECONFIRM_DUE"), waiting("pledge_2", "RESERVED"), waiting("pledge_3", "ERRORED")] },
        "standing": { "totalCount": 60, "nodes": [
            standing("calm", "GREEN", json!([])), standing("lamp", "ALERT", json!([])), older("lamp"), standing("kite", "GREEN", changed)
        ] },
        "pledges": { "totalCount": 61, "pageInfo": { "hasNextPage": true, "endCursor": "a+b" }, "nodes": [row("pledge_9", "COMMITTED")] }
    })
}

#[tokio::test]
async fn what_waits_stands_first_and_leads_to_its_next_step() {
    let visitor = visitor(some());
    for language in ["en", "zh"] {
        let shown = visitor.get(&format!("/{language}/portfolio")).await;
        shown.is_sound();
        assert_eq!(shown.status, StatusCode::OK);
        let at = |part: &str| {
            shown
                .html
                .find(part)
                .unwrap_or_else(|| panic!("{part} is not in {}", shown.html))
        };
        assert!(at("id=\"waiting\"") < at("id=\"alerts\"") && at("id=\"alerts\"") < at("id=\"totals\""));
        for link in [
            "/pledges/pledge_1\"",
            "/pledges/pledge_2/card\"",
            "/pledges/pledge_3\"",
        ] {
            at(&format!("href=\"/{language}{link}"));
        }
        assert!(!shown.html.contains("<battery>") && !shown.html.contains("<lapsed>"));
    }
    let shown = visitor.get("/en/portfolio").await;
    assert!(shown.html.contains("21 May 2026") && shown.html.contains("20 May 2026"));
}

#[tokio::test]
async fn only_patents_worth_a_look_are_told_and_currencies_are_kept_apart() {
    let shown = visitor(some()).get("/en/portfolio").await;
    let alerts = shown
        .html
        .split("id=\"alerts\"")
        .nth(1)
        .unwrap()
        .split("id=\"deadlines\"")
        .next()
        .unwrap();
    assert!(alerts.contains("/campaigns/lamp#patents") && alerts.contains("/patents/CN1\""));
    assert!(!alerts.contains("/campaigns/calm"));
    let at = |part: &str| alerts.find(part).unwrap();
    assert!(
        at("/campaigns/kite#patents") < at("/campaigns/lamp#patents"),
        "what changed comes first"
    );
    assert_eq!(alerts.matches("/campaigns/lamp#patents").count(), 1);
    assert!(alerts.contains("since you pledged on 2 Mar 2026"));
    assert_eq!(shown.html.matches("<caption>").count(), 2);
    // Each campaign's deadline once; the years since the first pledge.
    assert_eq!(shown.html.matches("/campaigns/calm\"").count(), 1);
    assert!(shown.html.contains("/en/portfolio/2026.csv\""));
}

#[tokio::test]
async fn nobody_else_sees_it_and_who_has_none_is_told_so() {
    let nobody = StandIn::anonymous().get("/en/portfolio").await;
    assert_eq!(nobody.location, "/en/sign-in?next=%2Fportfolio");
    let none = json!({
        "pledgeTotals": [], "waiting": { "nodes": [] }, "standing": { "totalCount": 0, "nodes": [] },
        "pledges": { "totalCount": 0, "pageInfo": { "hasNextPage": false, "endCursor": null }, "nodes": [] }
    });
    let shown = visitor(none).get("/zh/portfolio").await;
    assert!(shown.html.contains("class=\"empty\""));
    // The list that was there before leads here.
    let moved = StandIn::anonymous().get("/en/pledges?after=c").await;
    assert_eq!(moved.location, "/en/portfolio?after=c");
}

#[tokio::test]
async fn a_year_is_saved_with_what_went_back() {
    let pledge = json!({
        "id": "pledge_1", "placedAt": "2026-04-01T10:00:00Z", "amount": money(25, "USD"), "state": "REFUNDED",
        "campaign": { "title": "@SUM(A1)" }, "reward": null,
        "items": [{
            "reward": { "id": "reward_1", "title": "Cable" }, "quantity": 2, "unitAmount": money(4, "USD"), "refundedQuantity": 0
        }],
        "refunds": [
            { "amount": money(10, "USD"), "state": "SUCCEEDED" }, { "amount": money(5, "USD"), "state": "MANUAL" },
            { "amount": money(3, "USD"), "state": "SENT" }, { "amount": money(9, "USD"), "state": "FAILED" }
        ]
    });
    let page =
        json!({ "pledges": { "pageInfo": { "hasNextPage": false, "endCursor": "c" }, "nodes": [pledge] } });
    let visitor = StandIn::signed_in(&["INVESTOR"]).answering("YearQuery", json!({ "viewer": page }));
    let saved = visitor.fetch("/en/portfolio/2026.csv", &[]).await;
    assert_eq!(
        saved.header("content-disposition"),
        "attachment; filename=\"farsight-pledges-2026.csv\""
    );
    let text = saved.text();
    assert!(
        text.contains("2026-04-01T10:00:00Z,pledge_1,'@SUM(A1),,2 × Cable,25.00,USD,Refunded,15.00,3.00\r\n"),
        "{text}"
    );
    for wrong in ["2026", "1999.csv", "x.csv", "2026.csvx"] {
        let shown = visitor.get(&format!("/en/portfolio/{wrong}")).await;
        assert_eq!(shown.status, StatusCode::NOT_FOUND, "{wrong}");
    }
}
