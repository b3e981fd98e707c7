use http::StatusCode;
use serde_json::{Value, json};

use crate::stand_in::StandIn;

fn somebody(factor: Value) -> StandIn {
    StandIn::signed_in(&["FINANCE"]).answering("FactorQuery", json!({ "viewer": { "secondFactor": factor } }))
}

#[tokio::test]
async fn who_has_a_second_factor_is_asked_for_a_code_and_others_for_the_password() {
    let plain = somebody(Value::Null)
        .get("/en/confirm-identity?next=/finance")
        .await;
    plain.is_sound();
    assert!(plain.html.contains("type=\"password\"") && plain.html.contains("value=\"/finance\""));
    let coded = somebody(json!({ "since": "2026-01-01T00:00:00Z" }))
        .get("/zh/confirm-identity")
        .await;
    coded.is_sound();
    assert!(
        coded.html.contains("autocomplete=\"one-time-code\"") && !coded.html.contains("type=\"password\"")
    );
}

#[tokio::test]
async fn a_proof_leads_back_and_changes_the_cookie() {
    let session = json!({ "expiresAt": "2026-05-20T00:00:00Z" });
    let answer =
        json!({ "accountIdentityConfirm": { "token": "fs_new", "session": session, "userErrors": [] } });
    let visitor = somebody(Value::Null).answering("ProveMutation", answer);
    let form = [
        ("next", "/finance/payouts/payout_1/approve"),
        ("password", "secret"),
    ];
    let back = visitor.post("/en/confirm-identity", &form).await;
    assert_eq!(back.location, "/en/finance/payouts/payout_1/approve");
    assert!(back.cookie.starts_with("farsight=fs_new;"), "{}", back.cookie);
    assert_eq!(
        visitor.input("ProveMutation"),
        json!({ "password": "secret", "code": null })
    );
    // Never to another site.
    let away = visitor
        .post(
            "/en/confirm-identity",
            &[("next", "//evil.example"), ("password", "secret")],
        )
        .await;
    assert_eq!(away.location, "/en/account/security");
}

#[tokio::test]
async fn a_wrong_answer_is_told_at_its_field() {
    let errors = json!([{ "field": ["password"], "message": "it is wrong" }]);
    let answer =
        json!({ "accountIdentityConfirm": { "token": null, "session": null, "userErrors": errors } });
    let visitor = somebody(Value::Null).answering("ProveMutation", answer);
    let page = visitor
        .post("/en/confirm-identity", &[("next", "/finance"), ("password", "x")])
        .await;
    page.is_sound();
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.html.contains("it is wrong") && page.html.contains("value=\"/finance\""));
}

#[tokio::test]
async fn an_act_that_asks_for_a_proof_leads_here() {
    let visitor = StandIn::signed_in(&["FINANCE"]).refusing("DecidePayout", "STEP_UP_REQUIRED");
    let form = [("key", "0b6a1a52-9b57-4b1c-9c9a-5b1a3c2d4e5f")];
    let led = visitor.post("/en/finance/payouts/payout_1/approve", &form).await;
    assert_eq!(
        led.location,
        "/en/confirm-identity?next=%2Ffinance%2Fpayouts%2Fpayout_1"
    );
    let visitor = StandIn::anonymous();
    assert!(
        visitor
            .get("/en/confirm-identity")
            .await
            .location
            .starts_with("/en/sign-in")
    );
}
