//! The list of what happened.

use chrono::DateTime;
use payments::{EventPage, PaymentProvider, webhook::ProviderEvent};
use serde_json::{Value, json};

use crate::peer::{Peer, Reply, error, ok, told};

fn event(n: i64) -> Value {
    json!({
        "id": format!("evt_{n}"), "object": "event", "type": "charge.dispute.created", "created": 1_780_315_200 + n,
        "livemode": false, "api_version": "2026-09-30.endive", "data": { "object": { "id": format!("dp_{n}") } },
    })
}

/// Newest first, as Stripe lists them.
fn page(numbers: &[i64], has_more: bool) -> Reply {
    let data: Vec<_> = numbers.iter().map(|n| event(*n)).collect();
    ok(json!({ "object": "list", "data": data, "has_more": has_more }))
}

fn ids(page: &EventPage) -> Vec<&str> {
    page.events.iter().map(|event| event.id.as_str()).collect()
}

fn since() -> DateTime<chrono::Utc> {
    DateTime::from_timestamp(1_780_315_200, 0).unwrap()
}

#[tokio::test]
async fn the_oldest_page_comes_first_however_far_back_it_is() {
    let peer = Peer::answering([page(&[6, 5], true), page(&[4, 3], true), page(&[2, 1], false)]).await;
    let first = peer.stripe().events(since(), None).await.unwrap();
    assert_eq!((ids(&first), first.has_more), (vec!["evt_1", "evt_2"], true));
    let seen = peer.seen();
    assert_eq!(seen[0].line(), "GET /v1/events");
    assert_eq!(seen[0].asked(), ["created[gte]=1780315200", "limit=100"]);
    assert_eq!(
        seen[2].asked(),
        ["created[gte]=1780315200", "limit=100", "starting_after=evt_3"]
    );
}

#[tokio::test]
async fn each_page_follows_the_last_event_seen() {
    let peer = Peer::answering([page(&[4, 3], true), page(&[6, 5], false), page(&[], false)]).await;
    let stripe = peer.stripe();
    let next = stripe.events(since(), Some("evt_2")).await.unwrap();
    assert_eq!((ids(&next), next.has_more), (vec!["evt_3", "evt_4"], true));
    let next = stripe.events(since(), Some("evt_4")).await.unwrap();
    assert_eq!((ids(&next), next.has_more), (vec!["evt_5", "evt_6"], false));
    assert_eq!(
        stripe.events(since(), Some("evt_6")).await.unwrap(),
        EventPage::default()
    );
    assert_eq!(
        peer.seen()[0].asked(),
        ["created[gte]=1780315200", "ending_before=evt_2", "limit=100"]
    );
}

#[tokio::test]
async fn the_body_reads_like_that_of_a_message() {
    let peer = Peer::answering([page(&[1], false)]).await;
    let all = peer.stripe().events(since(), None).await.unwrap();
    let listed = &all.events[0];
    assert_eq!(
        (listed.kind.as_str(), listed.created_at.timestamp()),
        ("charge.dispute.created", 1_780_315_201)
    );
    let event = ProviderEvent::read(&listed.body).unwrap();
    assert_eq!((event.id.as_str(), event.object_id()), ("evt_1", Some("dp_1")));
}

#[tokio::test]
async fn an_event_that_stripe_forgot_does_not_stop_the_list() {
    let replies = [
        error(404, "invalid_request_error", "resource_missing"),
        page(&[2, 1], false),
    ];
    let peer = Peer::answering(replies).await;
    let all = peer.stripe().events(since(), Some("evt_0")).await.unwrap();
    assert_eq!((ids(&all), all.has_more), (vec!["evt_1", "evt_2"], false));
}

#[tokio::test]
async fn a_list_that_is_not_given_is_an_error_and_not_an_empty_one() {
    let peer = Peer::answering([error(401, "invalid_request_error", "api_key_expired")]).await;
    assert!(told(peer.stripe().events(since(), Some("evt_1")).await).starts_with("unavailable"));
}
