//! Charges that are contested.

use kernel::{Currency, Money};
use payments::{DisputeEvidence, DisputeStatus, PaymentProvider};
use serde_json::{Value, json};

use crate::peer::{Peer, error, ok, told};

fn dispute(status: &str, moved: Value) -> Value {
    json!({
        "id": "dp_1", "object": "dispute", "amount": 5000, "currency": "usd", "reason": "fraudulent",
        "status": status, "charge": "ch_1", "payment_intent": "pi_1", "balance_transactions": moved,
        "evidence_details": { "due_by": 1_781_000_000, "has_evidence": false, "submission_count": 0 },
    })
}

fn withdrawn() -> Value {
    json!({ "id": "txn_1", "amount": -5000, "fee": 1500, "net": -6500, "currency": "usd" })
}

fn returned() -> Value {
    json!({ "id": "txn_2", "amount": 5000, "fee": 0, "net": 5000, "currency": "usd" })
}

#[tokio::test]
async fn a_dispute_says_what_it_took() {
    let peer = Peer::answering([ok(dispute("needs_response", json!([withdrawn()])))]).await;
    let read = peer.stripe().get_dispute("dp_1").await.unwrap();
    assert_eq!(
        (read.provider_id.as_str(), read.charge.as_str()),
        ("dp_1", "pi_1")
    );
    assert_eq!((read.amount.minor, read.reason.as_str()), (5_000, "fraudulent"));
    assert_eq!(
        (read.status, read.is_withdrawn),
        (DisputeStatus::NeedsResponse, true)
    );
    assert_eq!(read.fee, Some(Money::new(1_500, Currency::USD)));
    assert_eq!(read.evidence_due_at.unwrap().timestamp(), 1_781_000_000);
    assert_eq!(peer.only().line(), "GET /v1/disputes/dp_1");
}

#[tokio::test]
async fn a_dispute_that_is_won_gave_the_money_back_but_not_the_fee() {
    let peer = Peer::answering([ok(dispute("won", json!([withdrawn(), returned()])))]).await;
    let read = peer.stripe().get_dispute("dp_1").await.unwrap();
    assert_eq!((read.status, read.is_withdrawn), (DisputeStatus::Won, false));
    assert_eq!(read.fee.unwrap().minor, 1_500);
}

#[tokio::test]
async fn every_status_of_stripe_has_its_place() {
    for (status, means) in [
        ("warning_needs_response", DisputeStatus::WarningNeedsResponse),
        ("warning_under_review", DisputeStatus::WarningUnderReview),
        ("warning_closed", DisputeStatus::WarningClosed),
        ("prevented", DisputeStatus::WarningClosed),
        ("needs_response", DisputeStatus::NeedsResponse),
        ("under_review", DisputeStatus::UnderReview),
        ("won", DisputeStatus::Won),
        ("lost", DisputeStatus::Lost),
    ] {
        let peer = Peer::answering([ok(dispute(status, json!([])))]).await;
        let read = peer.stripe().get_dispute("dp_1").await.unwrap();
        assert_eq!(
            (read.status, read.is_withdrawn, read.fee),
            (means, false, None),
            "{status}"
        );
    }
    let peer = Peer::answering([ok(dispute("settled_by_duel", json!([])))]).await;
    assert!(told(peer.stripe().get_dispute("dp_1").await).contains("settled_by_duel"));
}

#[tokio::test]
async fn evidence_is_handed_in_or_kept_as_a_draft() {
    let answer = || ok(dispute("under_review", json!([withdrawn()])));
    let peer = Peer::answering([answer(), answer()]).await;
    let stripe = peer.stripe();
    let mut evidence = DisputeEvidence {
        product_description: "A reward & more".into(),
        service_date: Some("2026-05-01".into()),
        uncategorized_text: "Agreed on 2026-05-01".into(),
        submit: true,
    };
    let read = stripe.contest("dp_1", &evidence).await.unwrap();
    assert_eq!(read.status, DisputeStatus::UnderReview);
    evidence.submit = false;
    evidence.service_date = None;
    evidence.uncategorized_text = "  ".into();
    stripe.contest("dp_1", &evidence).await.unwrap();
    let seen = peer.seen();
    assert_eq!(seen[0].line(), "POST /v1/disputes/dp_1");
    let fields = [
        "evidence[product_description]=A reward & more",
        "evidence[service_date]=2026-05-01",
        "evidence[uncategorized_text]=Agreed on 2026-05-01",
        "submit=true",
    ];
    assert_eq!(seen[0].fields(), fields);
    assert_eq!(
        seen[1].fields(),
        ["evidence[product_description]=A reward & more", "submit=false"]
    );
    assert_ne!(seen[0].key(), seen[1].key());
}

#[tokio::test]
async fn evidence_that_comes_too_late_is_refused() {
    let replies = [
        error(400, "invalid_request_error", "dispute_closed"),
        error(404, "invalid_request_error", "resource_missing"),
    ];
    let peer = Peer::answering(replies).await;
    let stripe = peer.stripe();
    let evidence = DisputeEvidence::default();
    assert_eq!(
        told(stripe.contest("dp_1", &evidence).await),
        "refused dispute_closed"
    );
    assert_eq!(told(stripe.contest("dp_0", &evidence).await), "not found dp_0");
}
