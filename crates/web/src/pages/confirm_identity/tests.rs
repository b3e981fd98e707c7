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
    let visitor = StandIn::signed_in(&["INVESTOR"]).refusing("TokenCreateMutation", "STEP_UP_REQUIRED");
    let form = [("name", "Nightly"), ("days", "30"), ("pledge", "on")];
    let led = visitor.post("/en/account/tokens", &form).await;
    assert_eq!(led.location, "/en/confirm-identity?next=%2Faccount%2Ftokens");
    let visitor = StandIn::anonymous();
    assert!(
        visitor
            .get("/en/confirm-identity")
            .await
            .location
            .starts_with("/en/sign-in")
    );
}

#[tokio::test]
async fn a_decision_that_asks_for_a_proof_is_carried_through_it() {
    const NOTE: &str = "See \"claim <3>\" & 望远,\r\nline two";
    let path = format!("/zh/review/{}/decide", crate::stand_in::ID);
    let visitor = StandIn::signed_in(&["REVIEWER"])
        .answering("FactorQuery", json!({ "viewer": { "secondFactor": null } }))
        .refusing("DecideReview", "STEP_UP_REQUIRED");
    let asked = visitor
        .post(&path, &[("decision", "CHANGES_REQUESTED"), ("note", NOTE)])
        .await;
    asked.is_sound();
    assert_eq!(
        (asked.status, asked.location.as_str()),
        (StatusCode::FORBIDDEN, "")
    );
    let act = format!("/review/{}/decide", crate::stand_in::ID);
    assert!(
        asked.html.contains(&format!("name=\"act\" value=\"{act}\"")),
        "{}",
        asked.html
    );

    // A wrong password loses nothing.
    let form = form_urlencoded::Serializer::new(String::new())
        .append_pair("decision", "CHANGES_REQUESTED")
        .append_pair("note", NOTE)
        .finish();
    let sent = [
        ("act", act.as_str()),
        ("form", form.as_str()),
        ("password", "secret"),
    ];
    let errors = json!([{ "field": ["password"], "message": "it is wrong" }]);
    let answer =
        json!({ "accountIdentityConfirm": { "token": null, "session": null, "userErrors": errors } });
    let again = visitor
        .clone()
        .answering("ProveMutation", answer)
        .post("/zh/confirm-identity", &sent)
        .await;
    again.is_sound();
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.html.contains(&format!("value=\"{act}\"")) && !again.html.contains("secret"));

    // The right one offers the form to be sent once more; nothing was done yet.
    let session = json!({ "expiresAt": "2026-05-20T00:00:00Z" });
    let answer =
        json!({ "accountIdentityConfirm": { "token": "fs_new", "session": session, "userErrors": [] } });
    let proved = visitor
        .answering("ProveMutation", answer)
        .post("/zh/confirm-identity", &sent)
        .await;
    proved.is_sound();
    assert_eq!(proved.status, StatusCode::OK);
    assert!(proved.cookie.starts_with("farsight=fs_new;"));
    assert!(
        proved.html.contains(&format!("action=\"/zh{act}\"")),
        "{}",
        proved.html
    );
    assert!(
        proved
            .html
            .contains("name=\"decision\" value=\"CHANGES_REQUESTED\"")
    );
    assert!(proved.html.contains("望远") && !proved.html.contains("<3>") && !proved.html.contains("secret"));
}

#[tokio::test]
async fn nothing_is_carried_to_where_no_decision_is_sent() {
    let session = json!({ "expiresAt": "2026-05-20T00:00:00Z" });
    let answer =
        json!({ "accountIdentityConfirm": { "token": "fs_new", "session": session, "userErrors": [] } });
    let visitor = somebody(Value::Null).answering("ProveMutation", answer);
    for act in [
        "https://evil.example/",
        "//evil.example/review/x/decide",
        "/account/security/password",
        "/sign-out",
    ] {
        let form = [
            ("act", act),
            ("form", "a=1"),
            ("next", "/finance"),
            ("password", "secret"),
        ];
        let led = visitor.post("/en/confirm-identity", &form).await;
        assert_eq!(led.location, "/en/finance", "{act}");
    }
}
