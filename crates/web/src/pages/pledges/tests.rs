use http::StatusCode;
use serde_json::{Value, json};

use crate::stand_in::{Shown, StandIn};

const PLEDGE: &str = "pledge_01jx2m0000e1v70000000000a1";
const REWARD: &str = "reward_01jx2m0000e1v70000000000r1";
const CABLE: &str = "reward_01jx2m0000e1v70000000000r2";

fn money() -> Value {
    json!({ "amount": "250.00", "currency": "USD", "minorUnits": "25000" })
}

fn attempt(number: i32, state: &str, code: Value) -> Value {
    json!({
        "id": format!("payment_{number}"), "number": number, "cause": if number == 1 { "DEADLINE" } else { "REPAIR" },
        "amount": money(), "state": state, "failureCode": code,
        "createdAt": format!("2026-05-0{number}T10:00:00Z"), "finishedAt": format!("2026-05-0{number}T10:01:00Z")
    })
}

/// So many of a thing for 40 each, and of how many the money went back.
fn item(quantity: i32, refunded: i32) -> Value {
    json!({
        "reward": { "id": REWARD, "title": "Sample kit" }, "quantity": quantity, "refundedQuantity": refunded,
        "unitAmount": { "amount": "40.00", "currency": "USD", "minorUnits": "4000" }
    })
}

fn pledge(state: &str) -> Value {
    json!({
        "id": PLEDGE, "state": state, "amount": money(), "placedAt": "2026-04-01T00:00:00Z",
        "reservedUntil": null, "cancellable": false,
        "setup": { "status": "SUCCEEDED", "cardBrand": "visa", "cardLast4": "4242" },
        "reward": { "title": "Sample kit" },
        "campaign": { "slug": "battery", "title": "A battery", "endsAt": "2026-05-01T00:00:00Z", "zone": "UTC" },
        "items": [item(1, 0)],
        "dossierHash": "a".repeat(64),
        "dossier": [{ "number": "CN 202310123456.7", "facts": [{ "label": "Legal status", "value": "In force" }] }],
        "savedCard": { "brand": "visa", "last4": "4242" },
        "adjustable": false,
        "adjustments": [],
        "acknowledgement": {
            "acknowledgedAt": "2026-04-01T00:00:00Z",
            "risks": [{
                "number": "CN 202310123456.7",
                "risk": { "dueOn": "2026-06-30", "message": "A renewal fee is overdue." }
            }]
        },
        "repairableUntil": null,
        "history": [
            { "from": null, "to": "RESERVED", "at": "2026-04-01T00:00:00Z" },
            { "from": null, "to": "AUTHORISED", "at": "2026-04-01T00:01:00Z" },
            { "from": null, "to": "COMMITTED", "at": "2026-04-01T00:01:00Z" },
            { "from": null, "to": state, "at": "2026-05-01T10:00:00Z" }
        ],
        "payments": [], "refunds": [], "disputes": [], "reconfirmations": []
    })
}

fn failed(until: &str) -> Value {
    let mut pledge = pledge("ERRORED");
    pledge["payments"] = json!([attempt(1, "FAILED", json!("insufficient_funds"))]);
    pledge["repairableUntil"] = json!(until);
    pledge
}

fn investor(pledge: &Value) -> StandIn {
    let platform = json!({
        "paymentProvider": "sandbox",
        "sandboxCards": [{ "number": "4242424242424242", "outcome": "succeeds" }]
    });
    StandIn::signed_in(&["INVESTOR"])
        .answering("PledgeQuery", json!({ "pledge": pledge }))
        .answering("CardQuery", json!({ "pledge": pledge, "platform": platform }))
}

fn path(rest: &str) -> String {
    format!("/en/pledges/{PLEDGE}{rest}")
}

async fn shown(pledge: &Value) -> Shown {
    let visitor = investor(pledge);
    let chinese = visitor.get(&format!("/zh/pledges/{PLEDGE}")).await;
    assert_eq!(chinese.status, StatusCode::OK, "{}", chinese.html);
    chinese.is_sound();
    let shown = visitor.get(&path("")).await;
    shown.is_sound();
    shown
}

/// Fails unless the parts stand in the page in this order.
fn in_order(html: &str, parts: &[&str]) {
    let mut rest = html;
    for part in parts {
        rest = rest
            .split_once(part)
            .unwrap_or_else(|| panic!("{part} is not said there: {html}"))
            .1;
    }
}

#[tokio::test]
async fn a_pledge_that_is_not_the_visitors_is_not_there() {
    let visitor = investor(&Value::Null);
    assert_eq!(visitor.get(&path("")).await.status, StatusCode::NOT_FOUND);
    let nobody = StandIn::anonymous();
    let shown = nobody.post(&path("/repair"), &[]).await;
    assert!(
        shown.location.starts_with("/en/sign-in?next="),
        "{}",
        shown.location
    );
    assert_eq!(nobody.asked(), Vec::<String>::new());
}

#[tokio::test]
async fn every_state_says_what_happens_next() {
    for state in crate::graphql::PledgeState::ALL {
        use crate::graphql::Named;
        let pledge = pledge(&state.name());
        let html = shown(&pledge).await.html;
        let next = html.split_once("id=\"next\"").unwrap().1;
        let said = i18n::label(kernel::Locale::En, "pledge-next", &state.name());
        assert!(next.contains(&said), "{said}");
        assert!(
            !html.contains("id=\"receipt\""),
            "nothing was charged: no receipt"
        );
    }
}

#[tokio::test]
async fn the_money_is_told_in_the_order_of_time() {
    let mut pledge = pledge("COLLECTED");
    pledge["payments"] = json!([
        attempt(1, "FAILED", json!("lost_card")),
        attempt(2, "SUCCEEDED", Value::Null)
    ]);
    pledge["refunds"] = json!([{
        "id": "refund_1", "pledgeId": PLEDGE, "amount": money(), "reason": "NOT_DELIVERED", "bearer": "FOUNDER",
        "items": [{ "reward": { "id": REWARD, "title": "Sample kit" }, "quantity": 2 }],
        "note": "It <never> came.", "state": "SUCCEEDED", "failureCode": null,
        "requestedAt": "2026-06-01T00:00:00Z", "finishedAt": "2026-06-02T00:00:00Z"
    }]);
    pledge["disputes"] = json!([{
        "id": "dispute_1", "pledgeId": PLEDGE, "amount": money(), "reason": "fraudulent", "state": "WON",
        "evidenceDueAt": null, "evidenceAt": null, "openedAt": "2026-05-20T00:00:00Z",
        "closedAt": "2026-07-01T00:00:00Z"
    }]);
    let html = shown(&pledge).await.html;
    in_order(
        &html,
        &[
            "<ol class=\"timeline\">",
            "$250.00 pledged.",
            "The card was saved.",
            "The pledge counts",
            "Try 1: $250.00 could not be charged.",
            "declined by the bank",
            "Try 2: $250.00 charged.",
            "With the card entered after a failure.",
            "$250.00 contested at the bank.",
            "$250.00 went back to the card.",
            "2 × Sample kit",
            "It &#60;never&#62; came.",
            "Decided for the platform",
        ],
    );
    assert!(
        !html.contains("lost"),
        "what the bank keeps to itself is not told"
    );
}

#[tokio::test]
async fn what_was_chosen_is_shown_with_what_went_back_of_it() {
    let mut pledge = pledge("COLLECTED");
    assert!(
        !shown(&pledge).await.html.contains("id=\"items\""),
        "a reward alone is told beside"
    );
    pledge["items"] = json!([item(1, 0), item(3, 2)]);
    pledge["adjustments"] = json!([{
        "adjustedAt": "2026-04-02T00:00:00Z", "amountBefore": money(), "amountAfter": money(),
        "rewardBefore": null, "itemsBefore": [], "rewardAfter": { "title": "Sample kit" },
        "itemsAfter": [
            { "reward": { "title": "Sample kit" }, "quantity": 1 }, { "reward": { "title": "Cable" }, "quantity": 3 }
        ]
    }]);
    pledge["payments"] = json!([attempt(1, "SUCCEEDED", Value::Null)]);
    let shown = shown(&pledge).await;
    let parts = [
        "id=\"items\"",
        "2 refunded",
        "$40.00",
        "Add-ons: 3 × Cable",
        "panel receipt",
        "3 × Sample kit · $120.00",
    ];
    in_order(&shown.html, &parts);
    shown.is_sound();
}

#[tokio::test]
async fn what_is_given_up_of_a_pledge_is_told() {
    let (kit, cable) = (
        json!({ "reward": { "title": "Sample kit" }, "quantity": 1 }),
        json!({ "reward": { "title": "Cable" }, "quantity": 3 }),
    );
    let changed = |after: [Value; 2]| {
        let [reward, items] = after;
        let mut pledge = pledge("COMMITTED");
        pledge["adjustments"] = json!([{
            "adjustedAt": "2026-04-02T00:00:00Z", "amountBefore": money(), "amountAfter": money(),
            "rewardBefore": { "title": "Sample kit" }, "itemsBefore": [kit.clone(), cable.clone()],
            "rewardAfter": reward, "itemsAfter": items
        }]);
        pledge
    };
    let html = shown(&changed([json!({ "title": "Sample kit" }), json!([kit.clone()])]))
        .await
        .html;
    in_order(&html, &["Reward: Sample kit", "No add-ons any more"]);
    let html = shown(&changed([Value::Null, json!([cable.clone()])])).await.html;
    in_order(&html, &["No reward any more", "Add-ons: 3 × Cable"]);
    let html = shown(&changed([Value::Null, json!([])])).await.html;
    in_order(&html, &["No reward any more", "No add-ons any more"]);
}

/// How many there are of something, and of what it shares.
fn stock(id: &str, (limit, claimed): (Option<i32>, i32), pool: Value) -> Value {
    json!({ "id": id, "limit": limit, "claimed": claimed, "pool": pool })
}

/// A pledge that may be changed: it has the reward and two cables for 4 each, which cost 5 by now.
fn changeable() -> StandIn {
    let (kit, cable) = (
        stock(REWARD, (Some(3), 2), Value::Null),
        stock(CABLE, (Some(10), 9), Value::Null),
    );
    changeable_from(json!([kit]), json!([cable]))
}

/// The same with these stocks; beside the first reward one is offered for each stock more.
fn changeable_from(rewards: Value, add_ons: Value) -> StandIn {
    let usd = |minor: &str, amount: &str| json!({ "amount": amount, "currency": "USD", "minorUnits": minor });
    let reward = |id: &str, title: &str, amount: Value| {
        json!({
            "id": id, "title": title, "description": "", "amount": amount, "remaining": 1, "claimed": 2, "deliverOn": null
        })
    };
    let mut cable = reward(CABLE, "Cable", usd("500", "5.00"));
    cable["perPledgeLimit"] = json!(4);
    cable["offeredWith"] = json!([{ "id": REWARD, "title": "Sample kit" }]);
    let mut held = item(2, 0);
    held["reward"] = json!({ "id": CABLE, "title": "Cable" });
    held["unitAmount"] = usd("400", "4.00");
    let has = json!([
        { "quantity": 1, "reward": rewards[0].clone() }, { "quantity": 2, "reward": add_ons[0].clone() }
    ]);
    let offered: Vec<_> = rewards
        .as_array()
        .into_iter()
        .flatten()
        .map(|stock| reward(stock["id"].as_str().unwrap(), "Sample kit", usd("4000", "40.00")))
        .collect();
    let pledge = json!({
        "id": PLEDGE, "amount": usd("6000", "60.00"), "adjustable": true, "reward": { "id": REWARD }, "items": [item(1, 0), held],
        "held": has,
        "campaign": {
            "title": "A battery", "endsAt": null, "zone": "UTC", "ipPanel": { "graveRisks": null },
            "rewards": offered, "stocks": rewards, "addOns": [cable], "beside": add_ons
        }
    });
    StandIn::signed_in(&["INVESTOR"]).answering("AdjustQuery", json!({ "pledge": pledge }))
}

#[tokio::test]
async fn add_ons_are_changed_at_the_price_they_were_chosen_for_and_added_up_without_a_script() {
    let visitor = changeable().answering("AdjustMutation", json!({ "pledgeAdjust": { "userErrors": [] } }));
    let shown = visitor.get(&path("/change")).await;
    let cable = format!("quantity.{CABLE}");
    let parts = [
        "$4 each",
        "Offered with Sample kit",
        "How many (at most 3)",
        &format!("name=\"{cable}\" min=\"0\" max=\"3\" step=\"1\" value=\"2\""),
        "What you chose comes to $48.00",
        "value=\"60.00\"",
    ];
    in_order(&shown.html, &parts);
    assert!(shown.html.contains("name=\"sum\" value=\"4800\""));
    shown.is_sound();
    // One more: what was typed stays, for it is no less than the sum.
    let query = format!("/change?reward={REWARD}&{cable}=3&amount=60.00&sum=4800&key=k");
    let shown = visitor.get(&path(&query)).await;
    in_order(
        &shown.html,
        &["What you chose comes to $52.00", "value=\"60.00\""],
    );
    let form = [
        ("key", "00000000-0000-0000-0000-000000000001"),
        ("reward", REWARD),
        (cable.as_str(), "3"),
        ("amount", "64.00"),
        ("sum", "5200"),
    ];
    let shown = visitor.post(&path("/change"), &form).await;
    assert_eq!(shown.location, path(""));
    let sent = visitor.input("AdjustMutation");
    assert_eq!(sent["items"], json!([{ "rewardId": CABLE, "quantity": 3 }]));
    assert_eq!(sent["rewardId"], json!(REWARD));
    // What is refused stands beside the add-ons, and what was typed stays.
    let refused = json!({ "pledgeAdjust": { "userErrors": [{
        "code": "ADD_ON_SOLD_OUT", "field": ["items"], "message": "Too many." }] } });
    let visitor = changeable().answering("AdjustMutation", refused);
    let shown = visitor.post(&path("/change"), &form).await;
    assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
    in_order(
        &shown.html,
        &["id=\"p-items\">Too many.", "value=\"3\"", "value=\"64.00\""],
    );
    shown.is_sound();
}

#[tokio::test]
async fn who_has_a_unit_of_a_stock_that_is_taken_may_have_it_as_something_else() {
    let pool = json!({ "id": "pool_1", "limit": 7, "claimed": 7 });
    let other_pool = json!({ "id": "pool_2", "limit": 1, "claimed": 1 });
    // All of the first stock is taken; this investor has one as a reward and two as cables.
    let rewards = json!([
        stock(REWARD, (None, 4), pool.clone()),
        stock("reward_shared", (None, 1), pool.clone()),
        stock("reward_gone", (Some(1), 1), pool.clone()),
        stock("reward_elsewhere", (None, 1), other_pool),
    ]);
    let cable = json!([stock(CABLE, (None, 2), pool)]);
    let shown = changeable_from(rewards, cable).get(&path("/change")).await;
    let is_disabled = |id: &str| {
        let from = shown
            .html
            .find(&format!("name=\"reward\" value=\"{id}\""))
            .unwrap();
        let input = shown.html[from..].split('>').next().unwrap();
        input.ends_with(" disabled")
    };
    let all = [REWARD, "reward_shared", "reward_gone", "reward_elsewhere"];
    assert_eq!(all.map(is_disabled), [false, false, true, true]);
    assert!(
        shown
            .html
            .contains(&format!("name=\"quantity.{CABLE}\" min=\"0\" max=\"3\""))
    );
    shown.is_sound();
}

#[tokio::test]
async fn a_charge_has_a_receipt() {
    let mut pledge = pledge("COLLECTED");
    pledge["payments"] = json!([attempt(1, "SUCCEEDED", Value::Null)]);
    let html = shown(&pledge).await.html;
    let hash = "a".repeat(64);
    in_order(
        &html,
        &[
            "panel receipt",
            "payment_1",
            "1 May 2026, 10:01",
            "$250.00",
            "•••• 4242",
            "A battery",
            "1 × Sample kit · $40.00",
            PLEDGE,
            &hash,
        ],
    );
}

#[tokio::test]
async fn finance_is_led_from_an_investors_charge_to_its_refund() {
    let mut pledge = pledge("COLLECTED");
    pledge["payments"] = json!([attempt(1, "SUCCEEDED", Value::Null)]);
    let link = format!("/en/finance/refunds?pledge={PLEDGE}");
    assert!(!shown(&pledge).await.html.contains(&link));
    pledge["setup"] = Value::Null;
    let officer = StandIn::signed_in(&["FINANCE"]).answering("PledgeQuery", json!({ "pledge": pledge }));
    let shown = officer.get(&path("")).await;
    assert!(shown.html.contains(&link));
    shown.is_sound();
}

#[tokio::test]
async fn a_failed_payment_says_why_and_until_when_it_may_be_repaired() {
    let html = shown(&failed("2026-05-08T00:00:00Z")).await.html;
    in_order(
        &html,
        &[
            "id=\"failed\"",
            "not enough money on the card",
            "until 8 May 2026, 00:00",
            &format!("action=\"{}\"", path("/repair")),
            "name=\"key\"",
            "Pay with another card",
        ],
    );
    // It is 2 May: this time has passed.
    let html = shown(&failed("2026-05-02T08:00:00Z")).await.html;
    assert!(html.contains("The time to repair it is over"));
    assert!(!html.contains("/repair\""));
    // Finance sees the pledge, but cannot pay it.
    let mut others = failed("2026-05-08T00:00:00Z");
    others["setup"] = Value::Null;
    assert!(!shown(&others).await.html.contains("/repair\""));
}

#[tokio::test]
async fn another_card_is_begun_once_and_charged_at_once() {
    let pledge = failed("2026-05-08T00:00:00Z");
    let visitor = investor(&pledge).answering(
        "RepairMutation",
        json!({ "pledgePaymentRepair": { "userErrors": [] } }),
    );
    let key = "00000000-0000-0000-0000-000000000007";
    let sent = visitor.post(&path("/repair"), &[("key", key)]).await;
    assert_eq!(sent.location, path("/card"));
    assert_eq!(
        visitor.input("RepairMutation"),
        json!({ "pledgeId": PLEDGE, "idempotencyKey": key })
    );
    let mut begun = pledge.clone();
    begun["setup"]["status"] = json!("REQUIRES_CARD");
    for language in ["en", "zh"] {
        let page = format!("/{language}/pledges/{PLEDGE}/card");
        let shown = investor(&begun).get(&page).await;
        assert_eq!(shown.status, StatusCode::OK);
        assert!(!shown.html.contains("checkout-steps"));
        shown.is_sound();
        if language == "en" {
            in_order(
                &shown.html,
                &["charged at once: $250.00", "Save the card and pay $250.00"],
            );
            assert!(!shown.html.contains("Nothing is charged now."));
        }
    }
}

#[tokio::test]
async fn a_repair_that_is_refused_says_so_at_the_head() {
    let wrong =
        json!([{ "code": "NOT_REPAIRABLE", "field": ["pledgeId"], "message": "Too late to repair." }]);
    let visitor = investor(&failed("2026-05-08T00:00:00Z")).answering(
        "RepairMutation",
        json!({ "pledgePaymentRepair": { "userErrors": wrong } }),
    );
    let shown = visitor.post(&path("/repair"), &[]).await;
    assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(shown.html.contains("Too late to repair."));
    shown.is_sound();
}

#[tokio::test]
async fn a_second_card_after_a_declined_charge_begins_another_attempt() {
    let pledge = failed("2026-05-08T00:00:00Z");
    let entered = json!([{ "code": "CARD_DECLINED", "field": null, "message": "Declined again." }]);
    let visitor = investor(&pledge)
        .answering(
            "RepairMutation",
            json!({ "pledgePaymentRepair": { "userErrors": [] } }),
        )
        .answering(
            "EnterMutation",
            json!({ "sandboxCardEnter": { "pledge": null, "userErrors": entered } }),
        );
    let form = [
        ("number", "4000000000000341"),
        ("expiry", "12/34"),
        ("cvc", "123"),
    ];
    let shown = visitor.post(&path("/card"), &form).await;
    assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(shown.html.contains("Declined again."));
    let asked = visitor.asked();
    assert_eq!(asked, ["CardQuery", "RepairMutation", "EnterMutation"]);
    // Once the money is there, a form sent again changes nothing.
    let visitor = investor(&self::pledge("COLLECTED"));
    assert_eq!(visitor.post(&path("/card"), &form).await.location, path(""));
    assert_eq!(visitor.asked(), ["CardQuery"]);
}

#[tokio::test]
async fn the_bank_is_answered_and_asked_again() {
    let mut pledge = pledge("ACTION_REQUIRED");
    pledge["payments"] = json!([attempt(1, "ACTION_REQUIRED", Value::Null)]);
    pledge["repairableUntil"] = json!("2026-05-08T00:00:00Z");
    let html = shown(&pledge).await.html;
    in_order(
        &html,
        &[
            "id=\"failed\">Your bank asks you to confirm",
            "You can answer until 8 May 2026",
            &format!("href=\"{}\"", path("/confirm")),
            &format!("action=\"{}\"", path("/refresh")),
        ],
    );
    assert!(!html.contains("/repair\""));
    let waits = json!([{ "code": "AUTHENTICATION_REQUIRED", "field": null, "message": "It still waits." }]);
    let visitor = investor(&pledge).answering(
        "RefreshMutation",
        json!({ "pledgePaymentRefresh": { "userErrors": waits } }),
    );
    let confirm = visitor.get(&path("/confirm")).await;
    assert!(confirm.html.contains("Is it you who pays $250.00 now?"));
    confirm.is_sound();
    let asked = visitor.post(&path("/refresh"), &[]).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asked.html.contains("It still waits."));
    let visitor = investor(&pledge).answering(
        "RefreshMutation",
        json!({ "pledgePaymentRefresh": { "userErrors": [] } }),
    );
    assert_eq!(visitor.post(&path("/refresh"), &[]).await.location, path(""));
}

fn change(until: &str) -> Value {
    json!({
        "id": "change_01jx2m0000e1v70000000000c1", "severity": "MAJOR", "scope": "RECONFIRM", "state": "RECONFIRMING",
        "outcome": null, "dossierHash": "b".repeat(64), "openedAt": "2026-04-28T00:00:00Z", "reconfirmUntil": until,
        "deadlineBefore": null, "reason": null, "reclassified": false,
        "causes": [{ "message": "The right has ended", "on": "2026-04-20", "patent": { "number": "CN 202310123456.7" } }]
    })
}

fn asked(charged: bool) -> Value {
    json!({
        "change": change("2026-05-06T16:00:00Z"), "charged": charged, "askedAt": "2026-04-28T00:00:05Z", "answer": null,
        "answeredAt": null, "answerable": true,
        "differences": [{ "number": "CN 202310123456.7", "label": "Legal status", "before": "In force", "after": "Lapsed" }]
    })
}

#[tokio::test]
async fn a_change_of_the_patents_is_put_to_the_investor_with_what_differs() {
    let mut pledge = pledge("RECONFIRM_DUE");
    pledge["reconfirmations"] = json!([asked(false)]);
    let html = shown(&pledge).await.html;
    in_order(
        &html,
        &[
            "does your pledge stay?",
            "href=\"/en/patents/CN202310123456.7\"",
            "The right has ended",
            "Legal status</td><td>In force</td><td><strong>Lapsed",
            "Answer until 6 May 2026",
            "nothing is charged",
            &format!("action=\"{}\"", path("/reconfirm")),
            &format!("action=\"{}\"", path("/decline")),
        ],
    );
    pledge["reconfirmations"] = json!([asked(true)]);
    let html = shown(&pledge).await.html;
    in_order(&html, &["all of it goes back to you", "Give my money back"]);
}

#[tokio::test]
async fn an_answer_names_the_facts_that_were_seen() {
    let mut pledge = pledge("RECONFIRM_DUE");
    pledge["reconfirmations"] = json!([asked(false)]);
    let hash = "b".repeat(64);
    let form = [("dossier", hash.as_str())];
    let visitor = investor(&pledge)
        .answering("Reconfirm", json!({ "pledgeReconfirm": { "userErrors": [] } }))
        .answering("Decline", json!({ "pledgeDecline": { "userErrors": [{
            "code": "DOSSIER_CHANGED", "field": ["dossierHash"], "message": "The patents changed again." }] } }));
    assert_eq!(visitor.post(&path("/reconfirm"), &form).await.location, path(""));
    assert_eq!(visitor.input("Reconfirm")["dossierHash"], json!(hash));
    let refused = visitor.post(&path("/decline"), &form).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.html.contains("The patents changed again."));
    refused.is_sound();
}

#[tokio::test]
async fn what_was_answered_stands_in_the_history_and_on_the_receipt() {
    let mut pledge = pledge("COLLECTED");
    pledge["payments"] = json!([attempt(1, "SUCCEEDED", Value::Null)]);
    let mut kept = asked(false);
    kept["answer"] = json!("KEPT");
    kept["answeredAt"] = json!("2026-04-29T00:00:00Z");
    kept["answerable"] = json!(false);
    pledge["reconfirmations"] = json!([kept]);
    let html = shown(&pledge).await.html;
    in_order(
        &html,
        &["You confirmed the pledge.", "Confirmed again", &"b".repeat(64)],
    );
    assert!(!html.contains("/reconfirm\""));
}
