use http::StatusCode;
use serde_json::{Value, json};

use crate::stand_in::{ID, Shown, StandIn};

fn money(minor: i64) -> Value {
    json!({ "amount": format!("{minor}.00"), "currency": "CNY", "minorUnits": format!("{minor}00") })
}

fn collection(stage: &str) -> Value {
    json!({
        "stage": stage, "pledged": money(900), "pledgeCount": 9, "collected": money(700), "collectedCount": 7,
        "dropped": money(200), "droppedCount": 2, "refunded": money(0),
        "graceUntil": null, "decideUntil": "2026-05-05T00:00:00Z"
    })
}

fn payout(state: &str, hold: Value) -> Value {
    json!({
        "id": "payout_01jx2m0000e1v70000000000b1", "sequence": 1, "purpose": "PROCEEDS", "amount": money(600),
        "state": state, "holdReason": hold, "provider": "bank", "reference": null, "failureCode": null,
        "requestedAt": "2026-05-01T00:00:00Z", "finishedAt": null
    })
}

fn books(payouts: Value) -> Value {
    json!({
        "held": money(11), "reserve": money(12), "payable": money(13), "inTransit": money(14),
        "disputed": money(15), "payouts": payouts, "settledWithoutPayoutAt": null, "nextPayoutAt": "2026-05-15T00:00:00Z"
    })
}

fn payee(method: &str) -> Value {
    json!({
        "id": "payee_01jx2m0000e1v70000000000d1", "method": method, "country": "DE", "payoutsEnabled": false,
        "requirements": ["external_account"], "destination": "Commerzbank ····1234",
        "destinationSince": "2026-05-01T00:00:00Z"
    })
}

fn answer(collection: Value, books: Value, payee: Value) -> Value {
    json!({
        "viewer": { "payee": payee },
        "campaign": {
            "id": ID, "title": "Battery", "state": "GRACE", "zone": "Asia/Shanghai", "viewerCanEdit": true,
            "goal": money(800), "shortfallRule": "FOUNDER_DECIDES", "collection": collection, "money": books
        }
    })
}

fn founder(answer: &Value) -> StandIn {
    StandIn::signed_in(&["INVESTOR", "FOUNDER"]).answering("MoneyQuery", answer.clone())
}

fn deciding() -> Value {
    answer(collection("DECIDING"), books(json!([])), Value::Null)
}

fn path(rest: &str) -> String {
    format!("/en/founder/{ID}/money{rest}")
}

fn contains(shown: &Shown, parts: &[&str]) {
    for part in parts {
        assert!(shown.html.contains(part), "{part} is not in {}", shown.html);
    }
}

#[tokio::test]
async fn somebody_elses_money_is_not_there() {
    let mut others = deciding();
    others["campaign"]["viewerCanEdit"] = json!(false);
    let visitor = founder(&others);
    assert_eq!(visitor.get(&path("")).await.status, StatusCode::NOT_FOUND);
    let shown = visitor.get(&path("/decide?decision=ACCEPT")).await;
    assert_eq!(shown.status, StatusCode::NOT_FOUND);
    assert_eq!(
        visitor.get("/en/founder/nonsense/money").await.status,
        StatusCode::NOT_FOUND
    );
    let shown = StandIn::anonymous().post(&path("/payee/link"), &[]).await;
    assert_eq!(
        shown.location,
        format!("/en/sign-in?next=%2Ffounder%2F{ID}%2Fmoney")
    );
}

#[tokio::test]
async fn a_payout_says_what_it_was_made_of() {
    let part = |kind: &str, minor: i64| json!({ "kind": kind, "amount": money(minor) });
    let mut paid = payout("PAID", Value::Null);
    paid["campaign"] = json!({ "id": ID, "title": "Battery", "zone": "UTC" });
    let told = |paid: &Value, parts: Value| {
        StandIn::signed_in(&["INVESTOR", "FOUNDER"]).answering(
            "PayoutStatementQuery",
            json!({ "payoutStatement": { "payout": paid, "parts": parts } }),
        )
    };
    let page = "/payouts/payout_01jx2m0000e1v70000000000b1";
    let parts = json!([
        part("SHARED_OUT", 700),
        part("PLATFORM_FEE", -35),
        part("DEBT_RECOVERED", -65)
    ]);
    let owner = told(&paid, parts);
    for language in ["en", "zh"] {
        owner
            .get(&format!("/{language}/founder/{ID}/money{page}"))
            .await
            .is_sound();
    }
    let shown = owner.get(&path(page)).await;
    contains(
        &shown,
        &[
            "Payout 1: Battery",
            "<th scope=\"row\">Collected, less what went back before</th><td class=\"amount\">CN¥700.00</td>",
            "<th scope=\"row\">Kept back for what you owed</th>",
            "<tfoot><tr><th scope=\"row\">Paid out</th><td class=\"amount\">CN¥600.00</td>",
        ],
    );
    // Its place is with its own campaign, and what is no id is asked of nobody.
    paid["campaign"]["id"] = json!("campaign_01jx2m0000e1v70000000000zz");
    let elsewhere = told(&paid, json!([])).get(&path(page)).await;
    assert_eq!(elsewhere.status, StatusCode::NOT_FOUND);
    let nonsense = owner.get(&path("/payouts/nonsense")).await;
    assert_eq!(nonsense.status, StatusCode::NOT_FOUND);
    let led = self::founder(&answer(
        collection("SETTLED"),
        books(json!([payout("PAID", Value::Null)])),
        Value::Null,
    ));
    let shown = led.get(&path("")).await;
    contains(&shown, &[&format!("href=\"/en/founder/{ID}/money{page}\"")]);
}

#[tokio::test]
async fn a_founder_reads_why_nothing_was_paid_out() {
    let mut told = deciding();
    told["campaign"]["money"]["settledWithoutPayoutAt"] = json!("2026-05-01T00:00:00Z");
    let words = ["took up your first payout", "抵用您的首笔拨款"];
    for (language, words) in ["en", "zh"].into_iter().zip(words) {
        let shown = founder(&told)
            .get(&format!("/{language}/founder/{ID}/money"))
            .await;
        contains(&shown, &[words]);
        shown.is_sound();
    }
    let shown = founder(&deciding()).get(&path("")).await;
    assert!(!shown.html.contains(words[0]));
}

#[tokio::test]
async fn before_the_deadline_the_account_can_be_set_up() {
    for language in ["en", "zh"] {
        let shown = founder(&answer(Value::Null, Value::Null, Value::Null))
            .get(&format!("/{language}/founder/{ID}/money"))
            .await;
        assert_eq!(shown.status, StatusCode::OK, "{}", shown.html);
        contains(&shown, &["<details open>", "name=\"destination\""]);
        assert!(!shown.html.contains("<table>"));
        shown.is_sound();
    }
}

#[tokio::test]
async fn everything_in_the_books_is_told_with_its_table() {
    let payouts = json!([
        payout("HELD", json!("DESTINATION_NEW")),
        payout("PAID", Value::Null)
    ]);
    let full = answer(collection("SETTLED"), books(payouts), payee("PROVIDER"));
    for language in ["en", "zh"] {
        let shown = founder(&full)
            .get(&format!("/{language}/founder/{ID}/money"))
            .await;
        shown.is_sound();
        assert_eq!(shown.html.matches("<caption").count(), 3);
        let bar = shown.html.split_once("viewBox=\"0 0 1000 40\"").unwrap().1;
        let bar = bar.split_once("</svg>").unwrap().0;
        contains_all(bar, &["width=\"777\"", "x=\"777\" width=\"223\""]);
    }
    let shown = founder(&full).get(&path("")).await;
    contains(
        &shown,
        &[
            "CN¥11.00",
            "CN¥12.00",
            "CN¥13.00",
            "CN¥14.00",
            "CN¥15.00",
            "ordered from 15 May 2026, 08:00 (Asia/Shanghai)",
            "Held</span>",
            "bank account is new and must rest",
            "Cannot be paid yet</span>",
            "Commerzbank ····1234",
            "it can be paid from 4 May 2026, 08:00",
            "<code>external_account</code>",
            "/money/payee/link\"",
            "/money/payee/refresh\"",
        ],
    );
    assert!(!shown.html.contains("<details open>"));
}

fn contains_all(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part} is not in {text}");
    }
}

#[tokio::test]
async fn a_shortfall_is_decided_in_two_steps() {
    let visitor = founder(&deciding()).answering(
        "DecideShortfall",
        json!({ "campaignShortfallDecide": { "userErrors": [] } }),
    );
    let shown = visitor.get(&path("")).await;
    contains(
        &shown,
        &[
            "CN¥700.00 was collected; the goal was CN¥800.00",
            "5 May 2026",
            "value=\"GIVE_BACK\"",
        ],
    );
    shown.is_sound();
    let shown = visitor.get(&path("/decide")).await;
    assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
    contains(&shown, &["href=\"#f-decision\"", "id=\"p-decision\""]);
    shown.is_sound();
    for language in ["en", "zh"] {
        let page = format!("/{language}/founder/{ID}/money/decide?decision=GIVE_BACK");
        let shown = visitor.get(&page).await;
        assert_eq!(shown.status, StatusCode::OK);
        contains(&shown, &["name=\"decision\" value=\"GIVE_BACK\"", "name=\"key\""]);
        shown.is_sound();
    }
    assert!(
        visitor.input("DecideShortfall").is_null(),
        "nothing is decided by looking"
    );
    let key = "00000000-0000-0000-0000-000000000009";
    let form = [("decision", "GIVE_BACK"), ("key", key)];
    let shown = visitor.post(&path("/decide"), &form).await;
    assert_eq!(shown.location, path("?done=given-back"));
    assert_eq!(
        visitor.input("DecideShortfall"),
        json!({ "campaignId": ID, "decision": "GIVE_BACK", "idempotencyKey": key })
    );
}

#[tokio::test]
async fn a_decision_that_comes_too_late_is_told() {
    let wrong = json!([{ "code": "NOTHING_TO_DECIDE", "field": ["campaignId"], "message": "Too late." }]);
    let settled = answer(collection("REFUNDING"), books(json!([])), Value::Null);
    let visitor = founder(&settled).answering(
        "DecideShortfall",
        json!({ "campaignShortfallDecide": { "userErrors": wrong } }),
    );
    let shown = visitor.get(&path("/decide?decision=ACCEPT")).await;
    assert_eq!(shown.location, path(""));
    let shown = visitor.post(&path("/decide"), &[("decision", "ACCEPT")]).await;
    assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
    contains(&shown, &["<li>Too late.</li>"]);
    shown.is_sound();
}

#[tokio::test]
async fn an_account_is_opened_or_refused_beside_its_field() {
    let opened = |errors: Value| {
        founder(&deciding()).answering("OpenPayee", json!({ "payeeOpen": { "userErrors": errors } }))
    };
    let visitor = opened(json!([]));
    for (form, field) in [
        (vec![("country", "DE")], "method"),
        (vec![("method", "PROVIDER"), ("country", "Germany")], "country"),
    ] {
        let shown = visitor.post(&path("/payee"), &form).await;
        assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
        contains(
            &shown,
            &[&format!("href=\"#f-{field}\""), &format!("id=\"p-{field}\"")],
        );
        shown.is_sound();
    }
    assert!(visitor.input("OpenPayee").is_null());
    let form = [
        ("method", "PROVIDER"),
        ("country", "de"),
        ("destination", "typed before"),
    ];
    let shown = visitor.post(&path("/payee"), &form).await;
    assert_eq!(shown.location, path("?done=payee-opened"));
    assert_eq!(
        visitor.input("OpenPayee"),
        json!({ "method": "PROVIDER", "country": "DE", "destination": null })
    );
    let wrong = json!([{ "code": "DESTINATION_INVALID", "field": ["destination"], "message": "Only four." }]);
    let form = [
        ("method", "BANK"),
        ("country", "CN"),
        ("destination", "6222 0212 3456 7890"),
    ];
    let shown = opened(wrong).post(&path("/payee"), &form).await;
    assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
    contains(
        &shown,
        &[
            "id=\"p-destination\">Only four.",
            "value=\"BANK\" checked",
            "value=\"CN\"",
        ],
    );
    shown.is_sound();
}

#[tokio::test]
async fn the_providers_page_is_reached_by_a_link_and_led_back_from() {
    let full = answer(Value::Null, Value::Null, payee("PROVIDER"));
    let linked = |url: &str| {
        let link = json!({ "url": url, "expiresAt": "2026-05-02T08:05:00Z" });
        founder(&full)
            .answering(
                "LinkPayee",
                json!({ "payeeLinkCreate": { "link": link, "userErrors": [] } }),
            )
            .answering("RefreshPayee", json!({ "payeeRefresh": { "userErrors": [] } }))
    };
    let visitor = linked("https://connect.example/setup/1");
    let shown = visitor.post(&path("/payee/link"), &[]).await;
    assert_eq!(shown.status, StatusCode::OK);
    contains(
        &shown,
        &["href=\"https://connect.example/setup/1\" rel=\"noreferrer\""],
    );
    shown.is_sound();
    assert_eq!(visitor.input("LinkPayee"), json!({ "returnPath": path("") }));
    let shown = visitor.post(&path("/payee/refresh"), &[]).await;
    assert_eq!(shown.location, path("?done=payee-refreshed"));
    assert_eq!(
        visitor.input("RefreshPayee"),
        json!({ "payeeId": "payee_01jx2m0000e1v70000000000d1" })
    );
    let hostile = linked("javascript:alert(1)")
        .post(&path("/payee/link"), &[])
        .await;
    assert_eq!(hostile.status, StatusCode::INTERNAL_SERVER_ERROR);
}

#[tokio::test]
async fn the_sandbox_stands_in_for_the_provider_only_where_payments_are_pretended() {
    let at = |provider: &str, payee: Value| {
        let answer = json!({ "viewer": { "payee": payee }, "platform": { "paymentProvider": provider } });
        StandIn::signed_in(&["FOUNDER"])
            .answering("StandInQuery", answer)
            .answering(
                "CompletePayee",
                json!({ "sandboxPayeeComplete": { "userErrors": [] } }),
            )
    };
    let page = "/sandbox/payees/acct_1?return_url=%2Fen%2Ffounder";
    let visitor = at("sandbox", payee("PROVIDER"));
    assert_eq!(visitor.get(page).await.location, format!("/en{page}"));
    for language in ["en", "zh"] {
        let shown = visitor.get(&format!("/{language}{page}")).await;
        contains(&shown, &["name=\"return_url\" value=\"/en/founder\""]);
        shown.is_sound();
    }
    let send = async |back: &str| {
        let form = [("return_url", back)];
        visitor.post("/en/sandbox/payees/acct_1", &form).await.location
    };
    assert_eq!(send("/en/founder/x/money").await, "/en/founder/x/money");
    assert_eq!(send("//evil.example").await, "/en/founder");
    assert_eq!(send("https://evil.example").await, "/en/founder");
    for visitor in [
        at("stripe", payee("PROVIDER")),
        at("sandbox", payee("BANK")),
        at("sandbox", Value::Null),
    ] {
        assert_eq!(
            visitor.get(&format!("/en{page}")).await.status,
            StatusCode::NOT_FOUND
        );
    }
}
