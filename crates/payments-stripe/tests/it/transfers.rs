//! Paying founders.

use kernel::{Currency, Money};
use payments::{PaymentProvider, ReversalRequest, TransferRequest};
use serde_json::{Value, json};

use crate::peer::{Peer, error, ok, told};

fn transfer(id: &str, key: &str) -> Value {
    json!({
        "id": id, "object": "transfer", "amount": 5000, "amount_reversed": 1200, "currency": "usd",
        "destination": "acct_1", "transfer_group": "campaign_1", "metadata": { "key": key },
    })
}

fn request() -> TransferRequest {
    TransferRequest {
        key: "payout:payout_1:1".into(),
        reference: "payout_1".into(),
        group: "campaign_1".into(),
        payee: "acct_1".into(),
        amount: Money::new(5_000, Currency::USD),
    }
}

#[tokio::test]
async fn a_transfer_reads_as_it_was_made() {
    let peer = Peer::answering([ok(transfer("tr_1", "payout:payout_1:1"))]).await;
    let made = peer.stripe().transfer(&request()).await.unwrap();
    assert_eq!(
        (made.provider_id.as_str(), made.payee.as_str()),
        ("tr_1", "acct_1")
    );
    assert_eq!((made.amount, made.reversed_minor), (request().amount, 1_200));
    assert_eq!(made.key.as_deref(), Some("payout:payout_1:1"));
}

#[tokio::test]
async fn money_that_is_not_there_is_not_sent() {
    let replies = [
        error(400, "invalid_request_error", "balance_insufficient"),
        error(400, "invalid_request_error", "resource_missing"),
        error(400, "idempotency_error", "idempotency_error"),
    ];
    let peer = Peer::answering(replies).await;
    let stripe = peer.stripe();
    assert_eq!(
        told(stripe.transfer(&request()).await),
        "refused balance_insufficient"
    );
    assert_eq!(
        told(stripe.transfer(&request()).await),
        "refused resource_missing"
    );
    assert_eq!(told(stripe.transfer(&request()).await), "key reused");
}

#[tokio::test]
async fn a_transfer_is_found_in_its_group_by_our_key() {
    let page =
        |data: Value, has_more: bool| ok(json!({ "object": "list", "data": data, "has_more": has_more }));
    let first = json!([
        transfer("tr_3", "payout:payout_3:1"),
        transfer("tr_2", "payout:payout_2:1")
    ]);
    let replies = [
        page(first.clone(), true),
        page(json!([transfer("tr_1", "payout:payout_1:1")]), false),
        page(first, false),
    ];
    let peer = Peer::answering(replies).await;
    let stripe = peer.stripe();
    let found = stripe
        .find_transfer("campaign_1", "payout:payout_1:1")
        .await
        .unwrap();
    assert_eq!(found.unwrap().provider_id, "tr_1");
    assert_eq!(
        stripe
            .find_transfer("campaign_1", "payout:payout_1:1")
            .await
            .unwrap(),
        None
    );
    let seen = peer.seen();
    assert_eq!(seen[0].line(), "GET /v1/transfers");
    assert_eq!(seen[0].asked(), ["limit=100", "transfer_group=campaign_1"]);
    assert_eq!(
        seen[1].asked(),
        ["limit=100", "starting_after=tr_2", "transfer_group=campaign_1"]
    );
}

#[tokio::test]
async fn money_comes_back_from_a_transfer() {
    let request = ReversalRequest {
        key: "recover:payout_1:1".into(),
        transfer: "tr_1".into(),
        amount: Money::new(1_200, Currency::USD),
    };
    let reversal = json!({ "id": "trr_1", "object": "transfer_reversal", "amount": 1200, "currency": "usd", "transfer": "tr_1" });
    let replies = [ok(transfer("tr_1", "k")), ok(reversal)];
    let peer = Peer::answering(replies).await;
    let made = peer.stripe().reverse_transfer(&request).await.unwrap();
    assert_eq!(
        (made.provider_id.as_str(), made.transfer.as_str()),
        ("trr_1", "tr_1")
    );
    assert_eq!(made.amount, request.amount);
    let seen = peer.seen();
    assert_eq!(seen[0].line(), "GET /v1/transfers/tr_1");
    assert_eq!(
        (seen[1].line().as_str(), seen[1].key()),
        ("POST /v1/transfers/tr_1/reversals", Some("recover:payout_1:1"))
    );
    assert_eq!(
        seen[1].fields(),
        ["amount=1200", "metadata[key]=recover:payout_1:1"]
    );

    let in_yen = ReversalRequest {
        amount: Money::new(1_200, Currency::JPY),
        ..request.clone()
    };
    let replies = [
        ok(transfer("tr_1", "k")),
        error(404, "invalid_request_error", "resource_missing"),
        ok(transfer("tr_1", "k")),
        error(400, "invalid_request_error", "amount_too_large"),
    ];
    let peer = Peer::answering(replies).await;
    let stripe = peer.stripe();
    assert_eq!(
        told(stripe.reverse_transfer(&in_yen).await),
        "refused currency_mismatch"
    );
    assert_eq!(told(stripe.reverse_transfer(&request).await), "not found tr_1");
    assert_eq!(
        told(stripe.reverse_transfer(&request).await),
        "refused amount_too_large"
    );
}
