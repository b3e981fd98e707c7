use http::StatusCode;
use serde_json::json;

use crate::stand_in::StandIn;

#[tokio::test]
async fn asking_answers_with_the_address_and_no_more() {
    let answer = json!({ "accountPasswordResetRequest": { "taken": true, "userErrors": [] } });
    let visitor = StandIn::anonymous().answering("AskMutation", answer);
    visitor.get("/en/forgot-password").await.is_sound();
    let page = visitor
        .post("/en/forgot-password", &[("email", " ann@example.test ")])
        .await;
    page.is_sound();
    assert_eq!(
        visitor.input("AskMutation"),
        json!({ "email": "ann@example.test", "locale": "EN" })
    );
    assert!(
        page.html.contains("If there is an account with ann@example.test"),
        "{}",
        page.html
    );
}

#[tokio::test]
async fn a_new_password_is_set_by_the_button() {
    let answer = json!({ "accountPasswordReset": { "changed": true, "userErrors": [] } });
    let visitor = StandIn::anonymous().answering("ResetMutation", answer);
    let form = visitor.get("/en/reset-password?token=fl_secret").await;
    form.is_sound();
    assert_eq!(form.referrer, "no-referrer");
    assert!(visitor.asked().is_empty(), "opening the link does nothing");
    let page = visitor
        .post(
            "/en/reset-password",
            &[("token", "fl_secret"), ("newPassword", " kept as typed ")],
        )
        .await;
    page.is_sound();
    assert_eq!(visitor.input("ResetMutation")["newPassword"], " kept as typed ");
    assert!(page.html.contains("href=\"/en/sign-in\""), "{}", page.html);
}

#[tokio::test]
async fn what_was_wrong_stands_at_its_field_and_a_spent_link_leads_to_another() {
    for (field, message, leads) in [
        ("newPassword", "too short", false),
        ("token", "used or expired", true),
    ] {
        let errors = json!([{ "field": [field], "message": message }]);
        let answer = json!({ "accountPasswordReset": { "changed": false, "userErrors": errors } });
        let visitor = StandIn::anonymous().answering("ResetMutation", answer);
        let page = visitor
            .post("/en/reset-password", &[("token", "fl_x"), ("newPassword", "y")])
            .await;
        page.is_sound();
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.html.contains(message));
        assert_eq!(
            page.html.contains("href=\"/en/forgot-password\""),
            leads,
            "{}",
            page.html
        );
    }
}
