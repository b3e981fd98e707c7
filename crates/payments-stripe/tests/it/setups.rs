//! Saving cards.

use payments::{Card, NextAction, PaymentProvider, SetupRequest, SetupStatus};
use serde_json::{Value, json};

use crate::peer::{Peer, error, ok, told};

fn request() -> SetupRequest {
    SetupRequest {
        key: "setup:pledge_1:1".into(),
        reference: "pledge_1".into(),
        investor: "user_1".into(),
        customer: None,
    }
}

fn intent(status: &str, more: Value) -> Value {
    let mut intent = json!({
        "id": "seti_1", "object": "setup_intent", "status": status, "client_secret": "seti_1_secret_x",
        "customer": "cus_1", "payment_method": null, "next_action": null, "last_setup_error": null,
        "metadata": { "key": "setup:pledge_1:1", "reference": "pledge_1" }, "usage": "off_session",
    });
    intent
        .as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    intent
}

fn method() -> Value {
    json!({
        "id": "pm_1", "object": "payment_method", "type": "card",
        "card": { "brand": "visa", "last4": "4242", "exp_month": 8, "exp_year": 2030, "funding": "credit" },
    })
}

#[tokio::test]
async fn the_first_card_of_an_investor_needs_a_customer() {
    let fresh = intent("requires_payment_method", json!({}));
    let peer = Peer::answering([ok(json!({ "id": "cus_1", "object": "customer" })), ok(fresh)]).await;
    let setup = peer.stripe().create_setup(&request()).await.unwrap();
    assert_eq!(setup.provider_id, "seti_1");
    assert_eq!(setup.status, SetupStatus::RequiresCard);
    assert_eq!(setup.key.as_deref(), Some("setup:pledge_1:1"));
    assert_eq!(setup.client_secret.as_deref(), Some("seti_1_secret_x"));
    assert_eq!(setup.customer.as_deref(), Some("cus_1"));
    assert_eq!(
        (setup.payment_method, setup.card, setup.failure),
        (None, None, None)
    );
    let seen = peer.seen();
    let lines: Vec<_> = seen.iter().map(|one| (one.line(), one.key().unwrap())).collect();
    assert_eq!(
        lines[0],
        ("POST /v1/customers".into(), "setup:pledge_1:1:customer")
    );
    assert_eq!(lines[1], ("POST /v1/setup_intents".into(), "setup:pledge_1:1"));
    assert_eq!(seen[0].fields(), ["metadata[investor]=user_1"]);
    let fields = [
        "allowed_payment_method_types[0]=card",
        "customer=cus_1",
        "expand[0]=payment_method",
        "metadata[key]=setup:pledge_1:1",
        "metadata[reference]=pledge_1",
        "usage=off_session",
    ];
    assert_eq!(seen[1].fields(), fields);
}

#[tokio::test]
async fn later_cards_are_saved_under_the_same_customer() {
    let peer = Peer::answering([ok(intent("requires_payment_method", json!({})))]).await;
    let request = SetupRequest {
        customer: Some("cus_1".into()),
        ..request()
    };
    peer.stripe().create_setup(&request).await.unwrap();
    assert_eq!(peer.only().line(), "POST /v1/setup_intents");
}

#[tokio::test]
async fn a_saved_card_may_be_charged_and_shown() {
    let peer = Peer::answering([ok(intent("succeeded", json!({ "payment_method": method() })))]).await;
    let setup = peer.stripe().get_setup("seti_1").await.unwrap();
    assert_eq!(setup.status, SetupStatus::Succeeded);
    assert_eq!(setup.payment_method.as_deref(), Some("pm_1"));
    let card = Card {
        brand: "visa".into(),
        last4: "4242".into(),
        exp_month: 8,
        exp_year: 2030,
    };
    assert_eq!(setup.card, Some(card));
    let seen = peer.only();
    assert_eq!(seen.line(), "GET /v1/setup_intents/seti_1");
    assert_eq!(seen.asked(), ["expand[0]=payment_method"]);
}

#[tokio::test]
async fn a_declined_card_is_shown_with_the_banks_code_and_is_not_saved() {
    let declined = json!({ "last_setup_error": {
        "type": "card_error", "code": "card_declined", "decline_code": "lost_card",
        "message": "Your card was declined.", "payment_method": method(),
    }});
    let peer = Peer::answering([ok(intent("requires_payment_method", declined))]).await;
    let setup = peer.stripe().get_setup("seti_1").await.unwrap();
    assert_eq!(
        (setup.status, setup.payment_method),
        (SetupStatus::RequiresCard, None)
    );
    assert_eq!(setup.failure.unwrap().code, "lost_card");
    assert_eq!(setup.card.unwrap().last4, "4242");
}

#[tokio::test]
async fn a_card_that_must_be_confirmed_says_how() {
    let action = json!({ "payment_method": method(), "next_action": {
        "type": "redirect_to_url", "redirect_to_url": { "url": "https://bank.example/", "return_url": null },
    }});
    let sdk = json!({ "next_action": { "type": "use_stripe_sdk", "use_stripe_sdk": { "type": "x" } } });
    let peer = Peer::answering([
        ok(intent("requires_action", action)),
        ok(intent("requires_action", sdk)),
    ])
    .await;
    let stripe = peer.stripe();
    let setup = stripe.get_setup("seti_1").await.unwrap();
    assert_eq!(
        (setup.status, setup.payment_method),
        (SetupStatus::RequiresAction, None)
    );
    let page = NextAction {
        kind: "redirect_to_url".into(),
        url: Some("https://bank.example/".into()),
    };
    assert_eq!(setup.next_action, Some(page));
    let setup = stripe.get_setup("seti_1").await.unwrap();
    assert_eq!(setup.next_action.unwrap().kind, "use_stripe_sdk");
}

#[tokio::test]
async fn a_set_up_given_up_twice_stays_as_it_is() {
    let over = error(400, "invalid_request_error", "setup_intent_unexpected_state");
    let peer = Peer::answering([
        ok(intent("canceled", json!({}))),
        over,
        ok(intent("succeeded", json!({}))),
    ])
    .await;
    let stripe = peer.stripe();
    assert_eq!(
        stripe.cancel_setup("seti_1").await.unwrap().status,
        SetupStatus::Canceled
    );
    assert_eq!(
        stripe.cancel_setup("seti_1").await.unwrap().status,
        SetupStatus::Succeeded
    );
    let lines: Vec<_> = peer.seen().iter().map(|one| one.line()).collect();
    let cancel = "POST /v1/setup_intents/seti_1/cancel";
    assert_eq!(lines, [cancel, cancel, "GET /v1/setup_intents/seti_1"]);
}

#[tokio::test]
async fn what_stripe_does_not_know_is_not_there_and_what_we_do_not_know_is_not_guessed() {
    let missing = || error(404, "invalid_request_error", "resource_missing");
    let replies = [
        missing(),
        missing(),
        ok(intent("requires_a_dance", json!({}))),
        missing(),
    ];
    let peer = Peer::answering(replies).await;
    let stripe = peer.stripe();
    assert_eq!(told(stripe.get_setup("seti_0").await), "not found seti_0");
    assert_eq!(told(stripe.cancel_setup("seti_0").await), "not found seti_0");
    assert!(told(stripe.get_setup("seti_1").await).contains("requires_a_dance"));
    // The customer we name in a request is part of the request.
    let request = SetupRequest {
        customer: Some("cus_0".into()),
        ..request()
    };
    assert_eq!(
        told(stripe.create_setup(&request).await),
        "refused resource_missing"
    );
}

#[tokio::test]
async fn a_customer_is_deleted_once_however_often_it_is_asked() {
    let gone = error(404, "invalid_request_error", "resource_missing");
    let peer = Peer::answering([
        ok(json!({ "id": "cus_1", "object": "customer", "deleted": true })),
        gone,
    ])
    .await;
    let stripe = peer.stripe();
    stripe.delete_customer("cus_1").await.unwrap();
    stripe.delete_customer("cus_1").await.unwrap();
    let lines: Vec<_> = peer.seen().iter().map(|one| one.line()).collect();
    assert_eq!(
        lines,
        ["DELETE /v1/customers/cus_1", "DELETE /v1/customers/cus_1"]
    );
}
