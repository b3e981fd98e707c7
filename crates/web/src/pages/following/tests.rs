use http::StatusCode;
use serde_json::{Value, json};

use crate::stand_in::StandIn;

const PATENT: &str = "patent_01jx2m0000e1v70000000000p1";
const FOUNDER: &str = "user_01jx2m0000e1v70000000000u1";

fn status() -> Value {
    crate::stand_in::patent("EXACT")["status"].clone()
}

fn follow(id: &str, campaign: Value, founder: Value, patent: Value) -> Value {
    json!({
        "followedId": id, "followedAt": "2026-05-01T10:00:00Z",
        "followed": { "campaign": campaign, "founder": founder, "patent": patent }
    })
}

fn all() -> Value {
    json!([
        follow(
            "campaign_1",
            json!({ "slug": "lamp", "title": "A <lamp>", "state": "LIVE" }),
            Value::Null,
            Value::Null
        ),
        follow(
            FOUNDER,
            Value::Null,
            json!({ "id": FOUNDER, "displayName": "Lin" }),
            Value::Null
        ),
        follow(
            PATENT,
            Value::Null,
            Value::Null,
            json!({ "number": "CN 202311776587.0", "title": "Solid", "status": status() })
        ),
        follow("campaign_2", Value::Null, Value::Null, Value::Null),
    ])
}

fn visitor(nodes: Value, has_next: bool) -> StandIn {
    let total = nodes.as_array().unwrap().len();
    let info = json!({ "hasNextPage": has_next, "endCursor": "c=1" });
    let list = json!({ "totalCount": total, "pageInfo": info, "nodes": nodes });
    StandIn::signed_in(&["INVESTOR"]).answering("FollowingQuery", json!({ "viewer": { "following": list } }))
}

#[tokio::test]
async fn a_list_shows_what_is_followed_and_lets_it_end() {
    for language in ["en", "zh"] {
        let shown = visitor(all(), true).get(&format!("/{language}/following")).await;
        assert_eq!(shown.status, StatusCode::OK, "{}", shown.html);
        shown.is_sound();
        for link in [
            "/campaigns/lamp\"",
            &format!("/founders/{FOUNDER}\""),
            "/patents/CN202311776587.0\"",
            "after=c%3D1",
        ] {
            assert!(shown.html.contains(link), "{link}: {}", shown.html);
        }
        assert!(!shown.html.contains("<lamp>"), "a title cannot write HTML");
        assert_eq!(
            shown.html.matches("name=\"end\"").count(),
            4,
            "what is gone can be ended, too"
        );
    }
    let empty = visitor(json!([]), false).get("/en/following").await;
    assert!(empty.html.contains("class=\"empty\""), "{}", empty.html);
}

#[tokio::test]
async fn the_button_leads_back_to_where_it_was_pressed() {
    let visitor = visitor(json!([]), false)
        .answering("StartFollow", json!({ "followingStart": { "userErrors": [] } }))
        .answering("EndFollow", json!({ "followingEnd": { "userErrors": [] } }));
    let done = visitor
        .post("/zh/follow", &[("id", PATENT), ("next", "/patents/CN1?events=x")])
        .await;
    assert_eq!(
        (done.status, done.location.as_str()),
        (StatusCode::SEE_OTHER, "/zh/patents/CN1?events=x")
    );
    assert_eq!(visitor.input("StartFollow"), json!({ "id": PATENT }));
    let done = visitor
        .post(
            "/en/follow",
            &[("id", PATENT), ("end", "1"), ("next", "//evil.example")],
        )
        .await;
    assert_eq!(done.location, "/en/following", "never to another site");
    assert_eq!(visitor.input("EndFollow"), json!({ "id": PATENT }));
}

#[tokio::test]
async fn a_refusal_is_said_in_words() {
    let error = json!([{ "field": null, "message": "You cannot follow yourself." }]);
    let visitor = visitor(json!([]), false).answering(
        "StartFollow",
        json!({ "followingStart": { "userErrors": error } }),
    );
    let refused = visitor.post("/en/follow", &[("id", FOUNDER)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.is_sound();
    assert!(
        refused.html.contains("You cannot follow yourself."),
        "{}",
        refused.html
    );
    let nobody = StandIn::anonymous().post("/en/follow", &[("id", FOUNDER)]).await;
    assert!(
        nobody.location.starts_with("/en/sign-in?next="),
        "{}",
        nobody.location
    );
}

#[tokio::test]
async fn the_link_of_a_mail_asks_first_and_is_done_by_a_form() {
    let followed = json!({ "campaign": { "slug": "lamp", "title": "A lamp", "state": "LIVE" }, "founder": null, "patent": null });
    let visitor = StandIn::anonymous()
        .answering("FollowedByMailQuery", json!({ "followedByMail": followed }))
        .answering(
            "EndFollowByMail",
            json!({ "followingEndByMail": { "followed": followed } }),
        );
    let asked = visitor.get("/en/unfollow/abc").await;
    assert_eq!(asked.status, StatusCode::OK);
    asked.is_sound();
    assert!(asked.html.contains("A lamp") && asked.html.contains("action=\"/en/unfollow/abc\""));
    assert_eq!(
        visitor.asked(),
        ["FollowedByMailQuery"],
        "opening the link ends nothing"
    );
    let done = visitor
        .post("/zh/unfollow/abc", &[("List-Unsubscribe", "One-Click")])
        .await;
    assert_eq!(done.status, StatusCode::OK);
    done.is_sound();
    assert_eq!(visitor.input("EndFollowByMail"), json!({ "secret": "abc" }));
    let again = StandIn::anonymous()
        .answering("FollowedByMailQuery", json!({ "followedByMail": null }))
        .get("/en/unfollow/abc")
        .await;
    assert!(!again.html.contains("action=\"/en/unfollow"), "{}", again.html);
}
