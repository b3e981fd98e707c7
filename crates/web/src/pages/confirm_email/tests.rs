use http::StatusCode;
use serde_json::{Value, json};

use crate::stand_in::StandIn;

/// Somebody whose address is not confirmed, or since when.
fn viewer(at: Value) -> Value {
    json!({ "viewer": { "displayName": "Lin", "roles": [], "unreadNotificationCount": 0, "emailConfirmedAt": at } })
}

fn signed_in() -> StandIn {
    StandIn::signed_in(&["INVESTOR"])
        .answering("ViewerQuery", viewer(Value::Null))
        .answering(
            "AddressQuery",
            json!({ "viewer": { "email": "lin@example.test" } }),
        )
}

#[tokio::test]
async fn a_program_that_opens_the_link_confirms_nothing() {
    for visitor in [StandIn::anonymous(), signed_in()] {
        let page = visitor.get("/en/confirm-email?token=fl_secret").await;
        page.is_sound();
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.html.contains("value=\"fl_secret\""), "{}", page.html);
        assert!(!visitor.asked().contains(&"ConfirmMutation".to_owned()));
        assert_eq!(page.referrer, "no-referrer", "the secret stands in the address");
    }
}

#[tokio::test]
async fn the_button_confirms() {
    let answer = json!({ "accountEmailConfirm": { "confirmed": true, "userErrors": [] } });
    let visitor = StandIn::anonymous().answering("ConfirmMutation", answer);
    let page = visitor.post("/zh/confirm-email", &[("token", "fl_secret")]).await;
    page.is_sound();
    assert_eq!(visitor.input("ConfirmMutation")["token"], "fl_secret");
    assert!(page.html.contains("您的邮箱已确认"), "{}", page.html);
}

#[tokio::test]
async fn a_spent_link_says_what_to_do() {
    let errors = json!([{ "field": ["token"], "message": "used or expired" }]);
    let answer = json!({ "accountEmailConfirm": { "confirmed": false, "userErrors": errors } });
    let stranger = StandIn::anonymous().answering("ConfirmMutation", answer.clone());
    let page = stranger.post("/en/confirm-email", &[("token", "fl_old")]).await;
    page.is_sound();
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.html.contains("used or expired") && page.html.contains("/en/sign-in"),
        "{}",
        page.html
    );
    let owner = signed_in().answering("ConfirmMutation", answer);
    let page = owner.post("/en/confirm-email", &[("token", "fl_old")]).await;
    assert!(
        page.html.contains("action=\"/en/confirm-email/send\""),
        "{}",
        page.html
    );
}

#[tokio::test]
async fn the_mail_can_be_sent_again_in_the_language_of_the_page() {
    let answer = json!({ "accountEmailConfirmationSend": { "userErrors": [] } });
    let visitor = signed_in().answering("SendMutation", answer);
    let sent = visitor.post("/zh/confirm-email/send", &[]).await;
    assert_eq!(sent.location, "/zh/confirm-email?sent=1");
    assert_eq!(visitor.input("SendMutation")["locale"], "ZH_HANS");
    let page = visitor.get(&sent.location).await;
    page.is_sound();
    assert!(page.html.contains("lin@example.test"), "{}", page.html);
}

#[tokio::test]
async fn a_banner_asks_until_it_is_done() {
    let asks = |html: &str| html.contains("action=\"/en/confirm-email/send\"");
    let done = signed_in().answering("ViewerQuery", viewer(json!("2026-05-01T00:00:00Z")));
    assert!(!asks(&done.get("/en/confirm-email").await.html));
    let page = signed_in().get("/en/sign-out-of-nowhere").await;
    assert!(asks(&page.html), "{}", page.html);
    assert!(!asks(&StandIn::anonymous().get("/en/nowhere").await.html));
}
