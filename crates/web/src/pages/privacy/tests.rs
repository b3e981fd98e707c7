use http::StatusCode;
use serde_json::{Value, json};

use crate::stand_in::StandIn;

const URL: &str = "/exports/export_1.user_1.1780000000.ab";

fn person(exports: Value, erasure: Value, obligations: Value) -> StandIn {
    let viewer = json!({
        "email": "ann+<b>@example.test", "dataExports": exports, "erasure": erasure, "erasureObligations": obligations,
    });
    StandIn::signed_in(&["INVESTOR"]).answering("PrivacyQuery", json!({ "viewer": viewer }))
}

fn ready() -> Value {
    json!({ "state": "READY", "askedAt": "2026-05-01T08:00:00Z", "expiresAt": "2026-05-08T08:00:00Z", "byteSize": 12_345, "url": URL })
}

fn waiting() -> Value {
    json!({ "state": "WAITING", "askedAt": "2026-05-01T08:00:00Z", "expiresAt": null, "byteSize": null, "url": null })
}

#[tokio::test]
async fn what_can_be_asked_for_is_offered() {
    for language in ["en", "zh"] {
        for (exports, asks) in [
            (json!([]), true),
            (json!([ready()]), true),
            (json!([waiting(), ready()]), false),
        ] {
            let has_ready = exports
                .as_array()
                .unwrap()
                .iter()
                .any(|export| export["state"] == "READY");
            let page = person(exports, Value::Null, json!([]))
                .get(&format!("/{language}/account/privacy"))
                .await;
            page.is_sound();
            assert_eq!(
                page.html.contains("/account/privacy/export\""),
                asks,
                "{}",
                page.html
            );
            assert_eq!(page.html.contains(&format!("href=\"{URL}\" download")), has_ready);
            assert!(
                page.html.contains("/account/privacy/erase\"") && page.html.contains("name=\"confirmation\"")
            );
            assert!(!page.html.contains("ann+<b>"));
        }
    }
    let stranger = StandIn::anonymous().get("/en/account/privacy").await;
    assert!(stranger.location.starts_with("/en/sign-in"));
}

#[tokio::test]
async fn who_has_not_lately_proved_to_be_there_is_led_to_where_that_is_done() {
    let mut unproved = ready();
    unproved["url"] = Value::Null;
    unproved["expiresAt"] = "2999-05-08T08:00:00Z".into();
    let page = person(json!([unproved.clone()]), Value::Null, json!([]))
        .get("/en/account/privacy")
        .await;
    page.is_sound();
    assert!(
        page.html
            .contains("/en/confirm-identity?next=/en/account/privacy"),
        "{}",
        page.html
    );
    // What is over is not to be had by a proof either.
    unproved["expiresAt"] = "2000-05-08T08:00:00Z".into();
    let page = person(json!([unproved]), Value::Null, json!([]))
        .get("/en/account/privacy")
        .await;
    assert!(!page.html.contains("confirm-identity"), "{}", page.html);
}

#[tokio::test]
async fn what_stands_in_the_way_is_named_and_nothing_is_asked_meanwhile() {
    let standing = json!([{ "message": "Two <pledges> may still be charged." }]);
    let page = person(json!([]), Value::Null, standing)
        .get("/en/account/privacy")
        .await;
    page.is_sound();
    assert!(
        page.html.contains("Two &#60;pledges&#62; may") || page.html.contains("Two &lt;pledges&gt; may"),
        "{}",
        page.html
    );
    assert!(!page.html.contains("/account/privacy/erase\""));
}

#[tokio::test]
async fn an_erasure_that_waits_can_be_taken_back() {
    for held in [Value::Null, json!("2026-05-09T08:00:00Z")] {
        let erasure = json!({ "dueAt": "2026-05-08T08:00:00Z", "heldAt": held });
        let page = person(json!([]), erasure, json!([]))
            .get("/zh/account/privacy")
            .await;
        page.is_sound();
        assert!(
            page.html.contains("/account/privacy/keep\"") && !page.html.contains("/account/privacy/erase\"")
        );
        assert_eq!(page.html.contains("每天会再次检查"), !held.is_null());
    }
}

#[tokio::test]
async fn each_wish_is_sent_and_told() {
    let answers = json!({ "userErrors": [] });
    let visitor = person(json!([]), Value::Null, json!([]))
        .answering("ExportAskMutation", json!({ "accountExportRequest": answers }))
        .answering("ErasureAskMutation", json!({ "accountErasureRequest": answers }))
        .answering(
            "ErasureWithdrawMutation",
            json!({ "accountErasureWithdraw": answers }),
        );
    let asked = visitor.post("/en/account/privacy/export", &[]).await;
    assert_eq!(asked.location, "/en/account/privacy?done=export");
    assert_eq!(visitor.input("ExportAskMutation"), json!({ "format": "ZIP" }));
    let erased = visitor
        .post(
            "/en/account/privacy/erase",
            &[("confirmation", "ann@example.test")],
        )
        .await;
    assert_eq!(erased.location, "/en/account/privacy?done=erasure");
    assert_eq!(
        visitor.input("ErasureAskMutation")["confirmation"],
        "ann@example.test"
    );
    let kept = visitor.post("/zh/account/privacy/keep", &[]).await;
    assert_eq!(kept.location, "/zh/account/privacy?done=kept");
    assert_eq!(
        visitor.input("ErasureWithdrawMutation"),
        json!({ "keepAccount": true })
    );
}

#[tokio::test]
async fn a_wrong_address_is_told_at_its_field() {
    let errors = json!([{ "field": ["confirmation"], "message": "type your address" }]);
    let refused = json!({ "accountErasureRequest": { "userErrors": errors } });
    let visitor = person(json!([]), Value::Null, json!([])).answering("ErasureAskMutation", refused);
    let page = visitor
        .post("/en/account/privacy/erase", &[("confirmation", "x@example.test")])
        .await;
    page.is_sound();
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.html.contains("type your address") && page.html.contains("aria-invalid=\"true\""));
}
