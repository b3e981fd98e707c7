use http::StatusCode;
use serde_json::{Value, json};

use crate::stand_in::StandIn;

fn owner(factor: Value) -> StandIn {
    let session = |id: &str, current: bool| json!({ "id": id, "program": if current { json!("Firefox") } else { Value::Null }, "system": if current { json!("Windows") } else { Value::Null }, "network": "203.0.113.0/24", "createdAt": "2026-05-01T08:00:00Z", "lastSeenAt": "2026-05-02T07:00:00Z", "current": current });
    let viewer = json!({
        "email": "lin@example.test", "emailConfirmedAt": "2026-05-01T00:00:00Z", "secondFactor": factor,
        "emailChange": { "email": "new@example.test", "heldUntil": "2026-06-01T00:00:00Z", "expiresAt": "2026-06-01T00:00:00Z", "confirmedAt": null },
        "sessions": [session("session_1", true), session("session_2", false)],
    });
    StandIn::signed_in(&["INVESTOR"]).answering("SecurityQuery", json!({ "viewer": viewer }))
}

fn on() -> Value {
    json!({ "since": "2026-04-01T00:00:00Z", "recoveryCodesLeft": 9 })
}

#[tokio::test]
async fn the_page_shows_how_the_account_is_entered() {
    for language in ["en", "zh"] {
        for factor in [Value::Null, on()] {
            let page = owner(factor.clone())
                .get(&format!("/{language}/account/security"))
                .await;
            page.is_sound();
            let begin = format!("action=\"/{language}/account/security/factor\"");
            assert_eq!(page.html.contains(&begin), factor.is_null(), "{}", page.html);
            assert!(page.html.contains("Firefox") && page.html.contains("203.0.113.0/24"));
            assert!(
                page.html.contains("value=\"new@example.test\""),
                "the change can be taken back"
            );
            assert!(
                page.html.contains("/sessions/session_2/end")
                    && !page.html.contains("/sessions/session_1/end")
            );
        }
    }
    assert!(
        StandIn::anonymous()
            .get("/en/account/security")
            .await
            .location
            .starts_with("/en/sign-in")
    );
}

#[tokio::test]
async fn an_authenticator_is_set_up_by_picture_or_text_and_a_first_code() {
    let made = json!({ "secret": "GEZDGNBVGY3TQOJQ", "uri": "otpauth://totp/Farsight:lin?secret=GEZDGNBVGY3TQOJQ&issuer=Farsight" });
    let codes: Vec<String> = (0..10).map(|n| format!("code-{n}")).collect();
    let visitor = owner(Value::Null)
        .answering(
            "FactorBeginMutation",
            json!({ "secondFactorBegin": { "enrolment": made, "userErrors": [] } }),
        )
        .answering(
            "FactorConfirmMutation",
            json!({ "secondFactorConfirm": { "recoveryCodes": codes, "userErrors": [] } }),
        );
    let page = visitor.post("/en/account/security/factor", &[]).await;
    page.is_sound();
    assert_eq!(page.referrer, "no-referrer");
    assert!(
        page.html.contains("<svg class=\"qr\"") && page.html.contains(">GEZDGNBVGY3TQOJQ<"),
        "{}",
        page.html
    );
    let shown = visitor
        .post("/en/account/security/factor/confirm", &[("code", "123456")])
        .await;
    shown.is_sound();
    assert!(codes.iter().all(|code| shown.html.contains(code)));
    assert_eq!(visitor.input("FactorConfirmMutation")["code"], "123456");
}

#[tokio::test]
async fn a_mistyped_code_keeps_the_picture() {
    let errors = json!([{ "field": ["code"], "message": "wrong code" }]);
    let visitor = owner(Value::Null).answering(
        "FactorConfirmMutation",
        json!({ "secondFactorConfirm": { "recoveryCodes": [], "userErrors": errors } }),
    );
    let form = [
        ("code", "1"),
        ("secret", "GEZDGNBVGY3TQOJQ"),
        ("uri", "otpauth://totp/Farsight:lin?secret=GEZDGNBVGY3TQOJQ"),
    ];
    let page = visitor.post("/zh/account/security/factor/confirm", &form).await;
    page.is_sound();
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.html.contains("wrong code") && page.html.contains("<svg class=\"qr\""));
}

#[tokio::test]
async fn codes_are_renewed_and_the_factor_given_up() {
    let visitor = owner(on())
        .answering(
            "CodesRenewMutation",
            json!({ "recoveryCodesRenew": { "recoveryCodes": ["aaaa-bbbb"], "userErrors": [] } }),
        )
        .answering(
            "FactorRemoveMutation",
            json!({ "secondFactorRemove": { "userErrors": [] } }),
        );
    let page = visitor
        .post("/en/account/security/codes", &[("discardOld", "on")])
        .await;
    page.is_sound();
    assert!(page.html.contains("aaaa-bbbb"));
    assert_eq!(visitor.input("CodesRenewMutation")["discardOld"], true);
    let gone = visitor.post("/en/account/security/factor/remove", &[]).await;
    assert_eq!(gone.location, "/en/account/security?done=factor-off");
}

#[tokio::test]
async fn a_password_is_changed_and_a_sign_in_ended() {
    let wrong = json!([{ "field": ["currentPassword"], "message": "not this one" }]);
    let visitor = owner(Value::Null)
        .answering(
            "PasswordMutation",
            json!({ "accountPasswordChange": { "userErrors": wrong } }),
        )
        .answering("EndMutation", json!({ "sessionRevoke": { "userErrors": [] } }));
    let page = visitor
        .post(
            "/en/account/security/password",
            &[("currentPassword", "a"), ("newPassword", " b ")],
        )
        .await;
    page.is_sound();
    assert!(page.html.contains("not this one"));
    assert_eq!(visitor.input("PasswordMutation")["newPassword"], " b ");
    let ended = visitor
        .post("/en/account/security/sessions/session_2/end", &[])
        .await;
    assert_eq!(ended.location, "/en/account/security?done=session");
    assert_eq!(visitor.input("EndMutation")["id"], "session_2");
}

#[tokio::test]
async fn all_other_sign_ins_are_ended_and_an_address_is_changed() {
    let visitor = owner(Value::Null)
        .answering(
            "EndOthersMutation",
            json!({ "sessionOthersRevoke": { "userErrors": [] } }),
        )
        .answering(
            "EmailAskMutation",
            json!({ "accountEmailChange": { "userErrors": [{ "field": ["email"], "message": "taken already" }] } }),
        )
        .answering(
            "EmailWithdrawMutation",
            json!({ "accountEmailChangeWithdraw": { "userErrors": [] } }),
        );
    let ended = visitor
        .post("/en/account/security/sessions/end-others", &[("tokensToo", "on")])
        .await;
    assert_eq!(ended.location, "/en/account/security?done=others");
    assert_eq!(visitor.input("EndOthersMutation")["tokensToo"], true);
    let refused = visitor
        .post("/zh/account/security/email", &[("email", "ben@example.test")])
        .await;
    refused.is_sound();
    assert!(refused.html.contains("taken already"), "{}", refused.html);
    assert_eq!(visitor.input("EmailAskMutation")["locale"], "ZH_HANS");
    let kept = visitor
        .post(
            "/en/account/security/email/withdraw",
            &[("waiting", "new@example.test")],
        )
        .await;
    assert_eq!(kept.location, "/en/account/security?done=email-kept");
    assert_eq!(
        visitor.input("EmailWithdrawMutation")["email"],
        "new@example.test"
    );
}
