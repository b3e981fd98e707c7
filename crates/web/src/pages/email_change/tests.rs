use http::StatusCode;
use serde_json::{Value, json};

use crate::stand_in::StandIn;

fn change(held_until: &str) -> Value {
    json!({ "email": "new@example.test", "heldUntil": held_until })
}

fn confirmed(held_until: &str) -> Value {
    json!({ "accountEmailChangeConfirm": { "change": change(held_until), "userErrors": [] } })
}

#[tokio::test]
async fn a_program_that_opens_a_link_answers_nothing() {
    for (page, mutation) in [
        ("confirm", "EmailConfirmMutation"),
        ("cancel", "EmailCancelMutation"),
    ] {
        let visitor = StandIn::anonymous();
        let opened = visitor
            .get(&format!("/en/account/email/{page}?token=fl_secret"))
            .await;
        opened.is_sound();
        assert_eq!(opened.status, StatusCode::OK);
        assert!(opened.html.contains("value=\"fl_secret\"") && opened.referrer == "no-referrer");
        assert!(!visitor.asked().contains(&mutation.to_owned()));
        let without = visitor.get(&format!("/en/account/email/{page}")).await;
        assert_eq!(without.location, "/en/account/security");
    }
}

#[tokio::test]
async fn the_new_address_hears_whether_it_counts_now_or_later() {
    for language in ["en", "zh"] {
        let form = [("token", "fl_secret")];
        let path = format!("/{language}/account/email/confirm");
        let later = StandIn::anonymous().answering("EmailConfirmMutation", confirmed("2126-01-01T00:00:00Z"));
        let page = later.post(&path, &form).await;
        page.is_sound();
        assert!(
            page.html.contains("new@example.test") && page.html.contains("2126"),
            "{}",
            page.html
        );
        assert_eq!(later.input("EmailConfirmMutation")["token"], "fl_secret");
        let now = StandIn::anonymous().answering("EmailConfirmMutation", confirmed("2001-01-01T00:00:00Z"));
        let page = now.post(&path, &form).await;
        page.is_sound();
        assert!(
            page.html.contains("new@example.test") && !page.html.contains("2001"),
            "{}",
            page.html
        );
    }
}

#[tokio::test]
async fn the_old_address_keeps_itself_and_is_led_to_a_new_password() {
    let answer = json!({ "accountEmailChangeCancel": { "cancelled": true, "userErrors": [] } });
    let visitor = StandIn::anonymous().answering("EmailCancelMutation", answer);
    let page = visitor
        .post("/zh/account/email/cancel", &[("token", "fl_secret")])
        .await;
    page.is_sound();
    assert!(page.html.contains("/zh/forgot-password"), "{}", page.html);

    let errors = json!([{ "field": ["token"], "message": "used or expired" }]);
    let answer = json!({ "accountEmailChangeCancel": { "cancelled": false, "userErrors": errors } });
    let late = StandIn::anonymous().answering("EmailCancelMutation", answer);
    let page = late
        .post("/en/account/email/cancel", &[("token", "fl_old")])
        .await;
    page.is_sound();
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.html.contains("used or expired"));
}
