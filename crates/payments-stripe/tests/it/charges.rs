//! Charging saved cards.

use kernel::{Currency, Money};
use payments::{ChargeRequest, ChargeStatus, PaymentProvider};
use serde_json::{Value, json};

use crate::peer::{Peer, Reply, error, ok, told};

fn request() -> ChargeRequest {
    ChargeRequest {
        key: "collect:pledge_1:1".into(),
        reference: "pledge_1".into(),
        group: "campaign_1".into(),
        customer: "cus_1".into(),
        payment_method: "pm_1".into(),
        amount: Money::new(5_000, Currency::USD),
        on_session: false,
    }
}

fn intent(status: &str, more: Value) -> Value {
    let mut intent = json!({
        "id": "pi_1", "object": "payment_intent", "status": status, "amount": 5000, "currency": "usd",
        "amount_received": 0, "client_secret": "pi_1_secret_x", "customer": "cus_1", "payment_method": "pm_1",
        "latest_charge": null, "last_payment_error": null, "next_action": null, "transfer_group": "campaign_1",
        "metadata": { "key": "collect:pledge_1:1", "reference": "pledge_1" },
    });
    intent
        .as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    intent
}

fn paid(refunded: i64, disputed: bool) -> Value {
    json!({ "amount_received": 5000, "latest_charge": {
        "id": "ch_1", "object": "charge", "amount_refunded": refunded, "disputed": disputed,
        "balance_transaction": { "id": "txn_1", "amount": 4650, "fee": 162, "currency": "eur", "net": 4488 },
    }})
}

/// A declined charge: an error whose body carries the charge, not expanded.
fn declined(code: &str, decline_code: &str) -> Reply {
    let said = json!({
        "type": "card_error", "code": code, "decline_code": decline_code, "message": "Your card was declined.",
        "charge": "ch_1",
    });
    let intent = intent(
        "requires_payment_method",
        json!({ "latest_charge": "ch_1", "last_payment_error": said }),
    );
    let mut body = said;
    body["payment_intent"] = intent;
    Reply::Json(402, json!({ "error": body }))
}

#[tokio::test]
async fn a_card_is_charged_while_its_holder_is_away() {
    let peer = Peer::answering([ok(intent("succeeded", paid(0, false)))]).await;
    let charge = peer.stripe().charge(&request()).await.unwrap();
    assert_eq!(
        (charge.provider_id.as_str(), charge.status),
        ("pi_1", ChargeStatus::Succeeded)
    );
    assert_eq!(charge.key.as_deref(), Some("collect:pledge_1:1"));
    assert_eq!(
        (charge.amount, charge.received),
        (request().amount, request().amount)
    );
    // The fee is in the currency Stripe settles in.
    assert_eq!(charge.fee, Some(Money::new(162, Currency::EUR)));
    assert_eq!(
        (charge.refunded_minor, charge.disputed, charge.failure),
        (0, false, None)
    );
    let seen = peer.only();
    assert_eq!(seen.line(), "POST /v1/payment_intents");
    assert_eq!(seen.key(), Some("collect:pledge_1:1"));
    let fields = [
        "allowed_payment_method_types[0]=card",
        "amount=5000",
        "confirm=true",
        "currency=usd",
        "customer=cus_1",
        "expand[0]=latest_charge.balance_transaction",
        "metadata[key]=collect:pledge_1:1",
        "metadata[reference]=pledge_1",
        "off_session=true",
        "payment_method=pm_1",
        "transfer_group=campaign_1",
    ];
    assert_eq!(seen.fields(), fields);
}

#[tokio::test]
async fn a_holder_who_is_there_may_be_asked() {
    let action = json!({ "next_action": { "type": "use_stripe_sdk", "use_stripe_sdk": {} } });
    let peer = Peer::answering([ok(intent("requires_action", action))]).await;
    let request = ChargeRequest {
        on_session: true,
        ..request()
    };
    let charge = peer.stripe().charge(&request).await.unwrap();
    assert_eq!(charge.status, ChargeStatus::RequiresAction);
    assert_eq!(charge.next_action.unwrap().kind, "use_stripe_sdk");
    assert_eq!(charge.client_secret.as_deref(), Some("pi_1_secret_x"));
    let fields = peer.only().fields();
    assert!(fields.contains(&"use_stripe_sdk=true".into()));
    assert!(
        !fields.iter().any(|field| field.starts_with("off_session")),
        "{fields:?}"
    );
}

#[tokio::test]
async fn a_declined_card_is_an_answer() {
    let peer = Peer::answering([declined("card_declined", "insufficient_funds")]).await;
    let charge = peer.stripe().charge(&request()).await.unwrap();
    assert_eq!(
        (charge.provider_id.as_str(), charge.status),
        ("pi_1", ChargeStatus::Declined)
    );
    let failure = charge.failure.unwrap();
    assert_eq!(failure.code, "insufficient_funds");
    assert_eq!(failure.message, "Your card was declined.");
    assert_eq!((charge.received.minor, charge.fee), (0, None));
    assert_eq!(peer.seen().len(), 1);
}

#[tokio::test]
async fn a_bank_that_asks_for_its_holder_is_not_a_decline() {
    let peer = Peer::answering([declined("authentication_required", "authentication_required")]).await;
    let stripe = peer.stripe();
    let charge = stripe.charge(&request()).await.unwrap();
    assert_eq!(charge.status, ChargeStatus::RequiresAction);
    assert_eq!(charge.failure.unwrap().code, "authentication_required");
    // Read later it says the same; a holder who failed the check was declined.
    let error = |code: &str| json!({ "last_payment_error": { "type": "card_error", "code": code } });
    let waiting = intent("requires_payment_method", error("authentication_required"));
    let failed = intent(
        "requires_payment_method",
        error("payment_intent_authentication_failure"),
    );
    let peer = Peer::answering([ok(waiting), ok(failed)]).await;
    let stripe = peer.stripe();
    assert_eq!(
        stripe.get_charge("pi_1").await.unwrap().status,
        ChargeStatus::RequiresAction
    );
    assert_eq!(
        stripe.get_charge("pi_1").await.unwrap().status,
        ChargeStatus::Declined
    );
}

#[tokio::test]
async fn every_status_of_stripe_has_its_place() {
    for (status, means) in [
        ("requires_payment_method", ChargeStatus::Declined),
        ("requires_confirmation", ChargeStatus::RequiresAction),
        ("requires_action", ChargeStatus::RequiresAction),
        ("processing", ChargeStatus::Processing),
        ("succeeded", ChargeStatus::Succeeded),
        ("canceled", ChargeStatus::Canceled),
    ] {
        let peer = Peer::answering([ok(intent(status, json!({})))]).await;
        let charge = peer.stripe().get_charge("pi_1").await.unwrap();
        assert_eq!(charge.status, means, "{status}");
        let seen = peer.only();
        assert_eq!(seen.line(), "GET /v1/payment_intents/pi_1");
        assert_eq!(seen.asked(), ["expand[0]=latest_charge.balance_transaction"]);
    }
    let peer = Peer::answering([ok(intent("requires_capture", json!({})))]).await;
    assert!(told(peer.stripe().get_charge("pi_1").await).contains("requires_capture"));
}

#[tokio::test]
async fn a_charge_knows_what_was_given_back_and_contested() {
    let peer = Peer::answering([ok(intent("succeeded", paid(1_200, true)))]).await;
    let charge = peer.stripe().get_charge("pi_1").await.unwrap();
    assert_eq!((charge.refunded_minor, charge.disputed), (1_200, true));
}

#[tokio::test]
async fn an_amount_is_written_as_stripe_writes_it_or_not_sent() {
    let mut answer = intent("succeeded", json!({ "amount_received": 500 }));
    answer["amount"] = 500.into();
    answer["currency"] = "isk".into();
    let peer = Peer::answering([ok(answer)]).await;
    let stripe = peer.stripe();
    let five = Money::new(5, "ISK".parse().unwrap());
    let charge = stripe
        .charge(&ChargeRequest {
            amount: five,
            ..request()
        })
        .await
        .unwrap();
    assert_eq!((charge.amount, charge.received), (five, five));
    assert!(peer.only().fields().contains(&"amount=500".into()));
    for (amount, code) in [
        (Money::new(5_124, Currency::KWD), "invalid_charge_amount"),
        (Money::new(0, Currency::USD), "amount_too_small"),
    ] {
        let refused = stripe.charge(&ChargeRequest { amount, ..request() }).await;
        assert_eq!(told(refused), format!("refused {code}"));
    }
    assert_eq!(peer.seen().len(), 1);
}

#[tokio::test]
async fn a_three_decimal_currency_is_asked_for_by_its_code() {
    let mut answer = intent("succeeded", json!({ "amount_received": 5120 }));
    answer["amount"] = 5120.into();
    answer["currency"] = "kwd".into();
    let peer = Peer::answering([ok(answer)]).await;
    let amount = Money::new(5_120, Currency::KWD);
    let charge = peer
        .stripe()
        .charge(&ChargeRequest { amount, ..request() })
        .await
        .unwrap();
    assert_eq!(charge.received, amount);
    let fields = peer.only().fields();
    assert!(
        fields.contains(&"currency=kwd".into()) && fields.contains(&"amount=5120".into()),
        "{fields:?}"
    );
}

#[tokio::test]
async fn a_request_that_is_wrong_is_refused_and_a_key_used_twice_is_named() {
    let replies = [
        error(400, "invalid_request_error", "resource_missing"),
        error(400, "idempotency_error", "idempotency_error"),
        // An error of the card without a charge: nothing was made.
        error(402, "card_error", "card_declined"),
    ];
    let peer = Peer::answering(replies).await;
    let stripe = peer.stripe();
    assert_eq!(told(stripe.charge(&request()).await), "refused resource_missing");
    assert_eq!(told(stripe.charge(&request()).await), "key reused");
    assert_eq!(told(stripe.charge(&request()).await), "refused card_declined");
}

#[tokio::test]
async fn a_charge_is_found_by_our_key() {
    let other = intent(
        "succeeded",
        json!({ "id": "pi_0", "metadata": { "key": "collect:pledge_1:10" } }),
    );
    let tried = intent("requires_payment_method", json!({ "id": "pi_2" }));
    let page = json!({ "object": "search_result", "data": [other, tried, intent("succeeded", paid(0, false))], "has_more": false });
    let empty = json!({ "object": "search_result", "data": [], "has_more": false });
    let peer = Peer::answering([ok(page), ok(empty)]).await;
    let stripe = peer.stripe();
    let found = stripe.find_charge("collect:pledge_1:1").await.unwrap().unwrap();
    // The one that took money counts.
    assert_eq!(
        (found.provider_id.as_str(), found.fee.unwrap().minor),
        ("pi_1", 162)
    );
    assert_eq!(stripe.find_charge(r#"a"b\c"#).await.unwrap(), None);
    let seen = peer.seen();
    assert_eq!(seen[0].line(), "GET /v1/payment_intents/search");
    let asked = [
        "expand[0]=data.latest_charge.balance_transaction",
        "limit=100",
        r#"query=metadata["key"]:"collect:pledge_1:1""#,
    ];
    assert_eq!(seen[0].asked(), asked);
    assert_eq!(seen[1].asked()[2], r#"query=metadata["key"]:"a\"b\\c""#);
}

#[tokio::test]
async fn a_charge_that_succeeded_stays_when_it_is_given_up() {
    let over = error(400, "invalid_request_error", "payment_intent_unexpected_state");
    let replies = [
        ok(intent("canceled", json!({}))),
        over,
        ok(intent("succeeded", paid(0, false))),
    ];
    let peer = Peer::answering(replies).await;
    let stripe = peer.stripe();
    assert_eq!(
        stripe.cancel_charge("pi_1").await.unwrap().status,
        ChargeStatus::Canceled
    );
    assert_eq!(
        stripe.cancel_charge("pi_1").await.unwrap().status,
        ChargeStatus::Succeeded
    );
    assert_eq!(peer.seen()[0].line(), "POST /v1/payment_intents/pi_1/cancel");
    let peer = Peer::answering([error(404, "invalid_request_error", "resource_missing")]).await;
    assert_eq!(told(peer.stripe().cancel_charge("pi_0").await), "not found pi_0");
    assert_eq!(
        told(peer.stripe().get_charge("pi_0/../x").await),
        "not found pi_0/../x"
    );
    assert_eq!(peer.seen().len(), 1, "what cannot be an id is not asked for");
}
