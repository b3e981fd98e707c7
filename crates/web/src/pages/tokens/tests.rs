use chrono::{DateTime, Utc};
use http::StatusCode;
use serde_json::{Value, json};

use crate::stand_in::StandIn;

fn owner(tokens: Value) -> StandIn {
    StandIn::signed_in(&["INVESTOR"]).answering("TokensQuery", json!({ "viewer": { "apiTokens": tokens } }))
}

fn one() -> Value {
    json!([{ "id": "token_1", "name": "Nightly <b>", "beginning": "fa_AbCdEfGh", "scopes": ["READ", "MANAGE"],
        "expiresAt": "2026-07-01T00:00:00Z", "lastUsedAt": null }])
}

#[tokio::test]
async fn tokens_are_listed_by_name_and_beginning() {
    for language in ["en", "zh"] {
        for tokens in [json!([]), one()] {
            let page = owner(tokens.clone())
                .get(&format!("/{language}/account/tokens"))
                .await;
            page.is_sound();
            let listed = page.html.contains("fa_AbCdEfGh…") && page.html.contains("/tokens/token_1/revoke");
            assert_eq!(listed, tokens != json!([]), "{}", page.html);
            assert!(!page.html.contains("Nightly <b>"));
        }
    }
    let stranger = StandIn::anonymous().get("/en/account/tokens").await;
    assert!(stranger.location.starts_with("/en/sign-in"));
}

#[tokio::test]
async fn a_token_is_made_and_shown_once() {
    let made = json!({ "apiTokenCreate": { "secret": "fa_wholesecret", "userErrors": [] } });
    let visitor = owner(one()).answering("TokenCreateMutation", made);
    let form = [("name", "Nightly"), ("manage", "on"), ("days", "90")];
    let page = visitor.post("/en/account/tokens", &form).await;
    page.is_sound();
    assert!(page.html.contains("fa_wholesecret") && page.referrer == "no-referrer");
    let input = visitor.input("TokenCreateMutation");
    assert_eq!(input["scopes"], json!(["READ", "MANAGE"]));
    let ends: DateTime<Utc> = input["expiresAt"].as_str().unwrap().parse().unwrap();
    assert_eq!(ends, "2026-07-31T08:00:00Z".parse::<DateTime<Utc>>().unwrap());
}

#[tokio::test]
async fn what_is_refused_stands_at_its_field_and_keeps_what_was_written() {
    let errors = json!([{ "field": ["expiresAt"], "message": "choose an end" }]);
    let refused = json!({ "apiTokenCreate": { "secret": null, "userErrors": errors } });
    let visitor = owner(json!([])).answering("TokenCreateMutation", refused);
    let page = visitor
        .post(
            "/en/account/tokens",
            &[("name", "Nightly"), ("days", "x"), ("pledge", "on")],
        )
        .await;
    page.is_sound();
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.html.contains("choose an end") && page.html.contains("value=\"Nightly\""));
    assert!(page.html.contains("name=\"pledge\" checked"), "{}", page.html);
}

#[tokio::test]
async fn a_token_is_revoked() {
    let answer = json!({ "apiTokenRevoke": { "userErrors": [] } });
    let visitor = owner(one()).answering("TokenRevokeMutation", answer);
    let ended = visitor.post("/zh/account/tokens/token_1/revoke", &[]).await;
    assert_eq!(ended.location, "/zh/account/tokens?done=revoked");
    assert_eq!(visitor.input("TokenRevokeMutation")["id"], "token_1");
}
