//! Founders' accounts.

use payments::{PayeeRequest, PaymentProvider};
use serde_json::{Value, json};

use crate::peer::{Peer, Reply, error, ok, told};

fn request() -> PayeeRequest {
    PayeeRequest {
        key: "payee:user_1:1".into(),
        founder: "user_1".into(),
        country: "US".into(),
    }
}

fn account(more: Value) -> Value {
    let mut account = json!({
        "id": "acct_1", "object": "account", "country": "US", "details_submitted": false,
        "charges_enabled": false, "payouts_enabled": false, "capabilities": { "transfers": "inactive" },
        "requirements": {
            "currently_due": ["external_account", "tos_acceptance.date"], "past_due": ["external_account", "company.name"],
            "disabled_reason": "requirements.past_due",
        },
        "external_accounts": { "object": "list", "data": [], "has_more": false },
    });
    account
        .as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    account
}

#[tokio::test]
async fn a_new_account_says_what_is_missing() {
    let peer = Peer::answering([ok(account(json!({})))]).await;
    let payee = peer.stripe().create_payee(&request()).await.unwrap();
    assert_eq!(
        (payee.provider_id.as_str(), payee.country.as_str()),
        ("acct_1", "US")
    );
    assert!(!payee.payouts_enabled && !payee.details_submitted);
    assert_eq!(
        payee.requirements,
        ["external_account", "tos_acceptance.date", "company.name"]
    );
    assert_eq!(payee.disabled_reason.as_deref(), Some("requirements.past_due"));
    assert_eq!(payee.destination, None);
    let seen = peer.only();
    assert_eq!(
        (seen.line().as_str(), seen.key()),
        ("POST /v1/accounts", Some("payee:user_1:1"))
    );
    let fields = [
        "capabilities[transfers][requested]=true",
        "controller[fees][payer]=application",
        "controller[losses][payments]=application",
        "controller[requirement_collection]=stripe",
        "controller[stripe_dashboard][type]=express",
        "country=US",
        "metadata[founder]=user_1",
        "metadata[key]=payee:user_1:1",
    ];
    assert_eq!(seen.fields(), fields);
}

#[tokio::test]
async fn an_account_is_paid_when_money_may_come_in_and_go_on() {
    let bank = json!({ "object": "list", "has_more": false, "data": [
        { "id": "ba_0", "object": "bank_account", "country": "US", "last4": "1111", "default_for_currency": false },
        { "id": "ba_1", "object": "bank_account", "country": "US", "last4": "6789", "default_for_currency": true },
    ]});
    let clear = json!({ "currently_due": [], "past_due": [], "disabled_reason": null });
    for (transfers, payouts, is_paid) in [
        ("active", true, true),
        ("pending", true, false),
        ("active", false, false),
    ] {
        let complete = account(json!({
            "details_submitted": true, "payouts_enabled": payouts, "capabilities": { "transfers": transfers },
            "requirements": clear, "external_accounts": bank,
        }));
        let peer = Peer::answering([ok(complete)]).await;
        let payee = peer.stripe().get_payee("acct_1").await.unwrap();
        assert_eq!(payee.payouts_enabled, is_paid, "{transfers} {payouts}");
        assert_eq!(payee.destination.as_deref(), Some("US ····6789"));
        assert!(payee.details_submitted && payee.requirements.is_empty());
        assert_eq!(peer.only().line(), "GET /v1/accounts/acct_1");
    }
}

#[tokio::test]
async fn a_country_without_payouts_is_refused() {
    let peer = Peer::answering([error(400, "invalid_request_error", "country_unsupported")]).await;
    let request = PayeeRequest {
        country: "CN".into(),
        ..request()
    };
    assert_eq!(
        told(peer.stripe().create_payee(&request).await),
        "refused country_unsupported"
    );
}

#[tokio::test]
async fn a_link_leads_to_stripes_page_and_back() {
    let link = json!({ "object": "account_link", "created": 1_780_315_200, "expires_at": 1_780_315_500, "url": "https://connect.stripe.example/setup/e/x" });
    let peer = Peer::answering([ok(link)]).await;
    let link = peer
        .stripe()
        .payee_link("acct_1", "https://site.example/back?a=1")
        .await
        .unwrap();
    assert_eq!(link.url, "https://connect.stripe.example/setup/e/x");
    assert_eq!(link.expires_at.timestamp(), 1_780_315_500);
    let seen = peer.only();
    assert_eq!(seen.line(), "POST /v1/account_links");
    let fields = [
        "account=acct_1",
        "refresh_url=https://site.example/back?a=1",
        "return_url=https://site.example/back?a=1",
        "type=account_onboarding",
    ];
    assert_eq!(seen.fields(), fields);
}

#[tokio::test]
async fn an_account_that_is_not_ours_is_not_there() {
    let wrong_address =
        json!({ "error": { "type": "invalid_request_error", "code": "url_invalid", "param": "return_url" } });
    let replies = [
        error(403, "invalid_request_error", "account_invalid"),
        error(400, "invalid_request_error", "resource_missing"),
        Reply::Json(400, wrong_address),
    ];
    let peer = Peer::answering(replies).await;
    let stripe = peer.stripe();
    assert_eq!(told(stripe.get_payee("acct_0").await), "not found acct_0");
    assert_eq!(
        told(stripe.payee_link("acct_0", "https://site.example").await),
        "not found acct_0"
    );
    assert_eq!(
        told(stripe.payee_link("acct_1", "nowhere").await),
        "refused url_invalid"
    );
}
