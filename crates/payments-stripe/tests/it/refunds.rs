//! Giving money back.

use kernel::{Currency, Money};
use payments::{PaymentProvider, RefundRequest, RefundStatus};
use serde_json::{Value, json};

use crate::peer::{Peer, error, ok, told};

fn request() -> RefundRequest {
    RefundRequest {
        key: "refund:refund_1:1".into(),
        reference: "refund_1".into(),
        charge: "pi_1".into(),
        amount: Money::new(1_200, Currency::USD),
    }
}

fn intent() -> Value {
    json!({ "id": "pi_1", "status": "succeeded", "amount": 5000, "amount_received": 5000, "currency": "usd" })
}

fn refund(id: &str, status: &str, failure: Value) -> Value {
    json!({
        "id": id, "object": "refund", "amount": 1200, "currency": "usd", "status": status, "charge": "ch_1",
        "payment_intent": "pi_1", "failure_reason": failure, "metadata": { "key": "refund:refund_1:1" },
    })
}

#[tokio::test]
async fn money_goes_back_by_the_charge() {
    let peer = Peer::answering([ok(intent()), ok(refund("re_1", "pending", Value::Null))]).await;
    let made = peer.stripe().refund(&request()).await.unwrap();
    assert_eq!(
        (made.provider_id.as_str(), made.status),
        ("re_1", RefundStatus::Pending)
    );
    assert_eq!((made.charge.as_str(), made.amount), ("pi_1", request().amount));
    assert_eq!(made.key.as_deref(), Some("refund:refund_1:1"));
    let seen = peer.seen();
    assert_eq!(
        (seen[1].line().as_str(), seen[1].key()),
        ("POST /v1/refunds", Some("refund:refund_1:1"))
    );
    let fields = [
        "amount=1200",
        "metadata[key]=refund:refund_1:1",
        "metadata[reference]=refund_1",
        "payment_intent=pi_1",
    ];
    assert_eq!(seen[1].fields(), fields);
}

#[tokio::test]
async fn another_currency_than_the_charges_is_refused_before_anything_is_sent_back() {
    let peer = Peer::answering([ok(intent())]).await;
    let request = RefundRequest {
        amount: Money::new(1_200, Currency::JPY),
        ..request()
    };
    assert_eq!(
        told(peer.stripe().refund(&request).await),
        "refused currency_mismatch"
    );
    assert_eq!(peer.only().line(), "GET /v1/payment_intents/pi_1");
}

#[tokio::test]
async fn what_cannot_be_given_back_is_refused() {
    for (code, status) in [("charge_already_refunded", 400), ("charge_disputed", 400)] {
        let peer = Peer::answering([ok(intent()), error(status, "invalid_request_error", code)]).await;
        assert_eq!(
            told(peer.stripe().refund(&request()).await),
            format!("refused {code}")
        );
    }
    let peer = Peer::answering([error(404, "invalid_request_error", "resource_missing")]).await;
    assert_eq!(told(peer.stripe().refund(&request()).await), "not found pi_1");
}

#[tokio::test]
async fn a_refund_that_came_back_says_why() {
    let peer = Peer::answering([ok(refund("re_1", "failed", json!("expired_or_canceled_card")))]).await;
    let read = peer.stripe().get_refund("re_1").await.unwrap();
    assert_eq!(read.status, RefundStatus::Failed);
    let failure = read.failure.unwrap();
    assert_eq!(failure.code, "expired_or_canceled_card");
    assert_eq!(failure.message, "the refund came back: expired or canceled card");
    assert_eq!(peer.only().line(), "GET /v1/refunds/re_1");
    for (status, means) in [
        ("requires_action", RefundStatus::Pending),
        ("succeeded", RefundStatus::Succeeded),
        ("canceled", RefundStatus::Canceled),
    ] {
        let peer = Peer::answering([ok(refund("re_1", status, Value::Null))]).await;
        assert_eq!(peer.stripe().get_refund("re_1").await.unwrap().status, means);
    }
    let peer = Peer::answering([ok(refund("re_1", "lost", Value::Null))]).await;
    assert!(told(peer.stripe().get_refund("re_1").await).contains("a refund is lost"));
}

#[tokio::test]
async fn all_refunds_of_a_charge_are_read_oldest_first() {
    let page = |ids: [&str; 2], has_more: bool| {
        let data = ids.map(|id| refund(id, "succeeded", Value::Null));
        ok(json!({ "object": "list", "data": data, "has_more": has_more }))
    };
    let peer = Peer::answering([page(["re_4", "re_3"], true), page(["re_2", "re_1"], false)]).await;
    let all = peer.stripe().refunds_of("pi_1").await.unwrap();
    let ids: Vec<_> = all.iter().map(|one| one.provider_id.as_str()).collect();
    assert_eq!(ids, ["re_1", "re_2", "re_3", "re_4"]);
    let seen = peer.seen();
    assert_eq!(seen[0].asked(), ["limit=100", "payment_intent=pi_1"]);
    assert_eq!(
        seen[1].asked(),
        ["limit=100", "payment_intent=pi_1", "starting_after=re_3"]
    );
}

#[tokio::test]
async fn a_charge_without_refunds_is_told_from_none_at_all() {
    let empty = || ok(json!({ "object": "list", "data": [], "has_more": false }));
    let missing = || error(404, "invalid_request_error", "resource_missing");
    let peer = Peer::answering([empty(), ok(intent()), empty(), missing(), missing()]).await;
    let stripe = peer.stripe();
    assert_eq!(stripe.refunds_of("pi_1").await.unwrap(), []);
    assert_eq!(told(stripe.refunds_of("pi_0").await), "not found pi_0");
    assert_eq!(told(stripe.refunds_of("pi_0").await), "not found pi_0");
}
