use http::StatusCode;
use serde_json::{Value, json};

use crate::stand_in::{ID, StandIn};

fn money(minor: i64) -> Value {
    json!({ "amount": format!("{minor}.00"), "currency": "CNY", "minorUnits": format!("{minor}00") })
}

fn day(on: &str, change: i64, raised: i64) -> Value {
    json!({ "on": on, "change": money(change), "raised": money(raised), "placedCount": 3, "endedCount": 1 })
}

fn dashboard(forecast: Value) -> Value {
    json!({
        "raised": money(40), "raisedPercent": 40, "pledgeCount": 3,
        "days": [day("2026-05-01", 60, 60), day("2026-05-02", -20, 40)],
        "rewards": [
            { "reward": { "title": "=A <cell>" }, "amount": money(30), "pledgeCount": 2 },
            { "reward": null, "amount": money(10), "pledgeCount": 1 }
        ],
        "failedPayments": [{ "state": "ERRORED", "amount": money(7), "pledgeCount": 1 }],
        "forecast": forecast
    })
}

fn campaign(own: bool, dashboard: Value) -> Value {
    json!({ "campaign": {
        "id": ID, "slug": "battery", "title": "A <battery>", "state": "LIVE", "zone": "Asia/Shanghai", "viewerCanEdit": own,
        "currency": "CNY", "goal": money(100), "followerCount": 12, "addOns": [{ "title": "Cable", "amount": money(4), "claimed": 7 }],
        "endsAt": "2026-05-12T00:00:00Z", "dashboard": dashboard
    } })
}

fn visitor(own: bool, dashboard: Value) -> StandIn {
    StandIn::signed_in(&["INVESTOR", "FOUNDER"]).answering("DashboardQuery", campaign(own, dashboard))
}

fn path(language: &str, rest: &str) -> String {
    format!("/{language}/founder/{ID}/dashboard{rest}")
}

#[tokio::test]
async fn figures_stand_in_pictures_and_in_tables_below_them() {
    let forecast = json!({ "low": money(80), "middle": money(90), "high": money(120), "dayCount": 6 });
    let visitor = visitor(true, dashboard(forecast));
    for language in ["en", "zh"] {
        let shown = visitor.get(&path(language, "")).await;
        assert_eq!(shown.status, StatusCode::OK);
        assert!(!shown.html.contains("A <battery>") && !shown.html.contains("<cell>"));
        for part in [
            "class=\"chart-band\"",
            "class=\"chart-goal\"",
            "<desc id=\"raised-chart-desc\">",
            "bar-lost",
            "days.csv\"",
        ] {
            assert!(shown.html.contains(part), "{part} is not in {}", shown.html);
        }
        assert_eq!(shown.html.matches("<caption").count(), 4);
    }
    let shown = visitor.get(&path("en", "")).await;
    assert!(
        shown.html.contains("CN¥80 to CN¥120") && shown.html.contains("no promise"),
        "{}",
        shown.html
    );
}

#[tokio::test]
async fn without_an_estimate_the_page_says_why() {
    let shown = visitor(true, dashboard(Value::Null)).get(&path("en", "")).await;
    assert!(shown.html.contains("five whole days") && !shown.html.contains("chart-band"));
}

#[tokio::test]
async fn before_the_launch_there_is_nothing_and_for_others_no_page() {
    let own = visitor(true, Value::Null).get(&path("zh", "")).await;
    assert_eq!(own.status, StatusCode::OK);
    assert!(own.html.contains("class=\"empty\""));
    for rest in ["", "/days.csv", "/rewards.csv"] {
        let other = visitor(false, Value::Null).get(&path("en", rest)).await;
        assert_eq!(other.status, StatusCode::NOT_FOUND, "{rest}");
        let nobody = StandIn::anonymous().get(&path("en", rest)).await;
        assert!(
            nobody.location.starts_with("/en/sign-in?next="),
            "{}",
            nobody.location
        );
    }
    // Finance sees the campaign of somebody else.
    let finance = visitor(false, dashboard(Value::Null)).get(&path("en", "")).await;
    assert_eq!(finance.status, StatusCode::OK);
}

#[tokio::test]
async fn the_tables_are_taken_away_without_formulas() {
    let visitor = visitor(true, dashboard(Value::Null));
    let days = visitor.fetch(&path("en", "/days.csv"), &[]).await;
    assert_eq!(days.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(
        days.header("content-disposition"),
        "attachment; filename=\"battery-days.csv\""
    );
    assert!(
        days.text().ends_with("2026-05-02,-20.00,40.00,CNY,3,1\r\n"),
        "{}",
        days.text()
    );
    let rewards = visitor.fetch(&path("en", "/rewards.csv"), &[]).await.text();
    assert!(rewards.contains("\r\n'=A <cell>,30.00,CNY,2,\r\n"), "{rewards}");
    assert!(rewards.contains("\r\nCable,4.00,CNY,,7\r\n"), "{rewards}");
}
