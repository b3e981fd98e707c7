use http::StatusCode;
use serde_json::{Value, json};

use crate::stand_in::StandIn;

fn notice(number: u32, read_at: Value) -> Value {
    json!({
        "id": format!("notification_{number}"), "subject": format!("Receipt {number} for <A lamp>"),
        "whatHappened": "Your card was charged.", "whatNext": "The founder is paid.", "linkLabel": "See the receipt",
        "path": "/pledges/pledge_1#receipt", "madeAt": "2026-05-01T10:00:00Z", "readAt": read_at
    })
}

fn visitor(nodes: Value, unread: i32) -> StandIn {
    let total = nodes.as_array().unwrap().len();
    let info = json!({ "hasNextPage": total > 1, "endCursor": "c=1" });
    let list = json!({ "totalCount": total, "pageInfo": info, "nodes": nodes });
    StandIn::signed_in(&["INVESTOR"])
        .answering(
            "ViewerQuery",
            json!({ "viewer": { "displayName": "Lin", "roles": ["INVESTOR"], "unreadNotificationCount": unread, "emailConfirmedAt": null } }),
        )
        .answering("NotificationsQuery", json!({ "viewer": { "notifications": list } }))
}

fn marking(visitor: StandIn, errors: Value) -> StandIn {
    let answer = json!({ "notificationsMarkRead": { "userErrors": errors } });
    visitor.answering("MarkNotifications", answer)
}

#[tokio::test]
async fn what_is_unread_is_marked_in_words_and_counted_at_the_bell() {
    let visitor = visitor(
        json!([notice(2, Value::Null), notice(1, json!("2026-05-02T00:00:00Z"))]),
        1,
    );
    for (path, unread, bell) in [
        ("/en/notifications", "Unread", "Notifications, 1 unread"),
        ("/zh/notifications", "未读", "通知，1 条未读"),
    ] {
        let shown = visitor.get(path).await;
        assert_eq!(shown.status, StatusCode::OK, "{}", shown.html);
        shown.is_sound();
        assert_eq!(
            shown
                .html
                .matches(&format!("<strong class=\"mark-unread\">{unread}</strong>"))
                .count(),
            1
        );
        assert!(
            shown.html.contains(&format!("aria-label=\"{bell}\"")),
            "{}",
            shown.html
        );
        assert!(shown.html.contains("/pledges/pledge_1#receipt\""));
        assert!(!shown.html.contains("<A lamp>"), "a title cannot write HTML");
        assert!(shown.html.contains("after=c%3D1"), "{}", shown.html);
    }
}

#[tokio::test]
async fn an_empty_page_says_what_will_stand_there() {
    let shown = visitor(json!([]), 0).get("/en/notifications").await;
    assert!(shown.html.contains("Nothing yet."), "{}", shown.html);
    assert!(!shown.html.contains("Mark all as read"));
    assert!(shown.html.contains("aria-label=\"Notifications\""));
    let shown = visitor(json!([]), 0).get("/en/notifications?unread=1").await;
    assert!(shown.html.contains("You have read everything."), "{}", shown.html);
}

#[tokio::test]
async fn one_or_all_are_marked_as_read() {
    let visitor = marking(visitor(json!([]), 3), json!([]));
    let done = visitor.post("/en/notifications/read", &[]).await;
    assert_eq!(
        (done.status, done.location.as_str()),
        (StatusCode::SEE_OTHER, "/en/notifications")
    );
    assert_eq!(visitor.input("MarkNotifications"), json!({ "all": true }));
    let done = visitor
        .post(
            "/zh/notifications/read",
            &[("id", "notification_2"), ("unread", "1")],
        )
        .await;
    assert_eq!(done.location, "/zh/notifications?unread=1");
    assert_eq!(
        visitor.input("MarkNotifications"),
        json!({ "ids": ["notification_2"] })
    );
}

#[tokio::test]
async fn what_is_not_the_visitors_is_not_there() {
    let visitor = marking(
        visitor(json!([]), 0),
        json!([{ "message": "There is no such notification of yours." }]),
    );
    let refused = visitor
        .post("/en/notifications/read", &[("id", "notification_9")])
        .await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    let nobody = StandIn::anonymous();
    assert!(
        nobody
            .get("/en/notifications")
            .await
            .location
            .starts_with("/en/sign-in?next=")
    );
    assert!(
        nobody
            .post("/en/notifications/read", &[])
            .await
            .location
            .starts_with("/en/sign-in?next=")
    );
    assert_eq!(nobody.asked(), Vec::<String>::new());
}
