use http::StatusCode;
use serde_json::{Value, json};

use crate::stand_in::{ID, StandIn};

fn money(amount: &str) -> Value {
    json!({ "amount": amount, "currency": "CNY", "minorUnits": amount.replace('.', "") })
}

fn line(kind: &str, account: &str, amount: &str, balance: &str) -> Value {
    json!({
        "entry": "entry_1", "at": "2026-05-01T16:30:05.120Z", "kind": kind, "reverses": false, "account": account,
        "amount": money(amount), "balance": money(balance)
    })
}

fn statement(nodes: Vec<Value>, next: Option<&str>) -> Value {
    json!({ "statement": { "totalCount": 61, "pageInfo": { "hasNextPage": next.is_some(), "endCursor": next }, "nodes": nodes } })
}

fn answer(own: bool, money: Value) -> Value {
    json!({ "campaign": {
        "id": ID, "slug": "battery", "title": "A <battery>", "zone": "Asia/Shanghai", "viewerCanEdit": own, "money": money
    } })
}

fn visitor(own: bool, money: Value) -> StandIn {
    StandIn::signed_in(&["INVESTOR", "FOUNDER"]).answering("StatementQuery", answer(own, money))
}

fn path(language: &str, rest: &str) -> String {
    format!("/{language}/founder/{ID}/money/statement{rest}")
}

fn some() -> Vec<Value> {
    vec![
        line("PAYOUT_APPROVED", "PAYABLE", "-90.00", "0.00"),
        line("CAMPAIGN_SETTLED", "PAYABLE", "90.00", "90.00"),
    ]
}

#[tokio::test]
async fn each_line_says_what_happened_and_what_stands_there() {
    let visitor = visitor(true, statement(some(), Some("c+1")));
    for (language, word) in [("en", "Shared out"), ("zh", "分配")] {
        let shown = visitor.get(&path(language, "?account=PAYABLE")).await;
        shown.is_sound();
        assert_eq!(shown.status, StatusCode::OK);
        assert!(!shown.html.contains("A <battery>"));
        for part in [
            word,
            "<option value=\"PAYABLE\" selected>",
            "statement?account=PAYABLE&#38;after=c%2B1",
            "statement.csv?account=PAYABLE\"",
        ] {
            assert!(shown.html.contains(part), "{part} is not in {}", shown.html);
        }
    }
    assert_eq!(visitor.last("StatementQuery").variables["account"], "PAYABLE");
}

#[tokio::test]
async fn before_anything_was_booked_only_its_founder_is_told_so() {
    let shown = visitor(true, Value::Null).get(&path("en", "")).await;
    assert!(shown.status == StatusCode::OK && shown.html.contains("Nothing was booked"));
    for rest in ["", ".csv", ".jsonl"] {
        let hidden = visitor(false, Value::Null).get(&path("en", rest)).await;
        assert_eq!(hidden.status, StatusCode::NOT_FOUND);
        let anonymous = StandIn::anonymous().get(&path("en", rest)).await;
        assert!(anonymous.location.starts_with("/en/sign-in"));
    }
}

#[tokio::test]
async fn the_whole_statement_is_taken_away() {
    let pages = [
        answer(true, statement(some(), Some("p1"))),
        answer(
            true,
            statement(vec![line("CHARGE_SUCCEEDED", "HELD", "100.00", "100.00")], None),
        ),
    ];
    let visitor = visitor(true, Value::Null).answering_in_turn("StatementQuery", pages.clone());
    let saved = visitor.fetch(&path("en", ".csv"), &[]).await;
    assert_eq!(
        saved.header("content-disposition"),
        "attachment; filename=\"battery-statement.csv\""
    );
    let text = saved.text();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 4);
    assert!(
        lines[1].starts_with("2026-05-01T16:30:05.120Z,entry_1,") && lines[1].ends_with(",CNY,-90.00,0.00"),
        "{}",
        lines[1]
    );
    let visitor = visitor.answering_in_turn("StatementQuery", pages);
    let saved = visitor.fetch(&path("en", ".jsonl"), &[]).await.text();
    let last: Value = serde_json::from_str(saved.lines().last().unwrap()).unwrap();
    assert_eq!(
        last,
        json!({
            "version": 1, "at": "2026-05-01T16:30:05.120Z", "entry": "entry_1", "kind": "CHARGE_SUCCEEDED", "reverses": false,
            "account": "HELD", "currency": "CNY", "amount": "100.00", "balance": "100.00"
        })
    );
}
