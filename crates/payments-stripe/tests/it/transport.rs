//! What every request has in common: headers, keys, tries, limits.

use std::time::{Duration, Instant};

use payments::{PaymentProvider, TransferRequest};
use payments_stripe::{SecretKey, Settings, Stripe, VERSION};
use serde_json::json;

use crate::peer::{Peer, Reply, error, ok, told};

fn request() -> TransferRequest {
    TransferRequest {
        key: "payout:payout_1:1".into(),
        reference: "payout_1".into(),
        group: "campaign_1".into(),
        payee: "acct_1".into(),
        amount: kernel::Money::new(12_345, kernel::Currency::USD),
    }
}

fn transfer() -> Reply {
    ok(json!({
        "id": "tr_1", "object": "transfer", "amount": 12345, "amount_reversed": 0, "currency": "usd",
        "destination": "acct_1", "metadata": { "key": "payout:payout_1:1" },
    }))
}

#[tokio::test]
async fn a_request_carries_key_version_and_a_form() {
    let peer = Peer::answering([transfer()]).await;
    peer.stripe().transfer(&request()).await.unwrap();
    let seen = peer.only();
    assert_eq!(seen.line(), "POST /v1/transfers");
    assert_eq!(seen.key(), Some("payout:payout_1:1"));
    assert_eq!(seen.header("stripe-version"), Some(VERSION));
    assert_eq!(seen.header("authorization"), Some("Bearer sk_test_ours"));
    assert_eq!(
        seen.header("content-type"),
        Some("application/x-www-form-urlencoded")
    );
    assert!(seen.header("user-agent").unwrap().starts_with("Farsight/"));
    let fields = [
        "amount=12345",
        "currency=usd",
        "destination=acct_1",
        "metadata[key]=payout:payout_1:1",
        "metadata[reference]=payout_1",
        "transfer_group=campaign_1",
    ];
    assert_eq!(seen.fields(), fields);
}

#[tokio::test]
async fn every_try_is_the_same_to_the_byte() {
    let peer = Peer::answering([error(500, "api_error", "oops"), Reply::Cut, transfer()]).await;
    let made = peer.stripe().transfer(&request()).await.unwrap();
    assert_eq!(made.provider_id, "tr_1");
    let seen = peer.seen();
    assert_eq!(seen.len(), 3);
    for again in &seen[1..] {
        assert_eq!((again.key(), &again.body), (seen[0].key(), &seen[0].body));
    }
    // Another process, another order of the hash map, the same request.
    let peer = Peer::answering([transfer()]).await;
    peer.stripe().transfer(&request()).await.unwrap();
    assert_eq!(peer.only().body, seen[0].body);
}

#[tokio::test]
async fn what_may_pass_is_tried_again_and_what_will_not_is_not() {
    for (reply, tries) in [
        (error(409, "invalid_request_error", "idempotency_key_in_use"), 3),
        (error(429, "invalid_request_error", "rate_limit"), 3),
        (error(500, "api_error", "oops"), 3),
        (Reply::Text(502, "<html>Bad Gateway</html>"), 3),
        (Reply::Text(503, ""), 3),
        (Reply::Cut, 3),
        (error(400, "invalid_request_error", "parameter_missing"), 1),
        (error(401, "invalid_request_error", "api_key_expired"), 1),
        (error(402, "card_error", "card_declined"), 1),
        (error(404, "invalid_request_error", "resource_missing"), 1),
        (error(400, "idempotency_error", "idempotency_error"), 1),
        // Well answered, but not in a way that is understood: asking again changes nothing.
        (ok(json!({ "id": "tr_1" })), 1),
        (Reply::Text(200, "<html>"), 1),
    ] {
        let what = match &reply {
            Reply::Json(status, body) => format!("{status} {body}"),
            Reply::Text(status, _) => format!("{status} text"),
            _ => "cut".to_owned(),
        };
        let again = |reply: &Reply| match reply {
            Reply::Json(status, body) => Reply::Json(*status, body.clone()),
            Reply::Text(status, text) => Reply::Text(*status, text),
            _ => Reply::Cut,
        };
        let replies = [again(&reply), again(&reply), reply];
        let peer = Peer::answering(replies).await;
        assert!(peer.stripe().transfer(&request()).await.is_err(), "{what}");
        assert_eq!(peer.seen().len(), tries, "{what}");
    }
}

#[tokio::test]
async fn stripe_itself_knows_best_whether_to_try_again() {
    let body = json!({ "error": { "type": "api_error" } });
    for (name, value, status, tries) in [
        ("stripe-should-retry", "false", 500, 1),
        ("stripe-should-retry", "true", 400, 2),
        // Kept under the key: it will be the same answer for a day.
        ("idempotent-replayed", "true", 500, 1),
    ] {
        let replies = [Reply::With(status, name, value, body.clone()), transfer()];
        let peer = Peer::answering(replies).await;
        let made = peer.stripe().transfer(&request()).await;
        assert_eq!(
            (peer.seen().len(), made.is_ok()),
            (tries, tries == 2),
            "{name}: {value}"
        );
    }
}

#[tokio::test]
async fn the_wait_that_stripe_asks_for_is_kept() {
    let limited = || json!({ "error": { "type": "invalid_request_error", "code": "rate_limit" } });
    let peer = Peer::answering([Reply::With(429, "retry-after", "1", limited()), transfer()]).await;
    let began = Instant::now();
    peer.stripe().transfer(&request()).await.unwrap();
    assert!(began.elapsed() >= Duration::from_secs(1), "{:?}", began.elapsed());
    // Longer than anybody should hold a job: its worker is told, and comes back later.
    let peer = Peer::answering([Reply::With(429, "retry-after", "3600", limited()), transfer()]).await;
    assert!(told(peer.stripe().transfer(&request()).await).contains("429"));
    assert_eq!(peer.seen().len(), 1);
}

#[tokio::test]
async fn silence_is_not_waited_for_and_tells_nothing() {
    let peer = Peer::answering([Reply::Silence, Reply::Silence, Reply::Silence]).await;
    let told = told(peer.stripe().transfer(&request()).await);
    assert!(told.starts_with("unavailable"), "{told}");
    let seen = peer.seen();
    assert_eq!(seen.len(), 3);
    assert!(seen.iter().all(|one| one.key() == Some("payout:payout_1:1")));
}

#[tokio::test]
async fn nobody_at_the_address_is_unavailable() {
    let peer = Peer::answering([]).await;
    let settings = Settings {
        base_url: "http://127.0.0.1:1".into(),
        ..peer.settings()
    };
    let stripe = Stripe::new(settings, std::sync::Arc::new(kernel::SystemIds)).unwrap();
    assert!(told(stripe.transfer(&request()).await).starts_with("unavailable"));
}

#[tokio::test]
async fn questions_are_repeated_without_a_key() {
    let peer = Peer::answering([error(500, "api_error", "oops"), ok(json!({ "livemode": false }))]).await;
    assert!(!peer.stripe().account().await.unwrap().livemode);
    let seen = peer.seen();
    assert_eq!((seen.len(), seen[1].line().as_str()), (2, "GET /v1/balance"));
    assert!(seen.iter().all(|one| one.key().is_none()));
}

#[tokio::test]
async fn a_call_that_has_no_key_of_ours_gets_one_for_its_tries() {
    let link = || ok(json!({ "url": "https://connect.stripe.example/x", "created": 1, "expires_at": 300 }));
    let peer = Peer::answering([error(500, "api_error", "oops"), link(), link()]).await;
    let stripe = peer.stripe();
    for _ in 0..2 {
        stripe
            .payee_link("acct_1", "https://site.example/back")
            .await
            .unwrap();
    }
    let seen = peer.seen();
    let keys: Vec<_> = seen.iter().map(|one| one.key().unwrap()).collect();
    assert_eq!(keys[0], keys[1], "tries of one call");
    assert_ne!(keys[1], keys[2], "another call");
}

#[tokio::test]
async fn keys_that_stripe_would_not_take_are_not_sent() {
    let peer = Peer::answering([]).await;
    for key in [String::new(), "k".repeat(256), "k\n".into(), "密钥".into()] {
        let request = TransferRequest { key, ..request() };
        assert_eq!(
            told(peer.stripe().transfer(&request).await),
            "refused idempotency_key_invalid"
        );
    }
    assert!(peer.seen().is_empty());
}

#[tokio::test]
async fn status_and_words_are_kept_for_whoever_reads_the_log() {
    let peer = Peer::answering([Reply::Text(403, "denied by a proxy")]).await;
    let said = told(peer.stripe().transfer(&request()).await);
    assert!(said.contains("403") && said.contains("req_peer"), "{said}");
    let peer = Peer::answering([error(401, "invalid_request_error", "api_key_expired")]).await;
    let said = told(peer.stripe().transfer(&request()).await);
    assert!(
        said.contains("401, api_key_expired: words about api_key_expired"),
        "{said}"
    );
    // An answer that is not understood names what is missing.
    let peer = Peer::answering([ok(json!({ "id": "tr_1", "amount": 5 }))]).await;
    let said = told(peer.stripe().transfer(&request()).await);
    assert!(said.contains("currency"), "{said}");
}

#[tokio::test]
async fn an_answer_without_end_is_not_read() {
    let endless: &'static str = Box::leak(" ".repeat(9 * 1024 * 1024).into_boxed_str());
    let peer = Peer::answering([Reply::Text(200, endless)]).await;
    let settings = Settings {
        timeout: Duration::from_secs(20),
        ..peer.settings()
    };
    let stripe = Stripe::new(settings, std::sync::Arc::new(kernel::SystemIds)).unwrap();
    assert!(told(stripe.transfer(&request()).await).contains("longer than"));
    assert_eq!(peer.seen().len(), 1);
}

#[test]
fn the_secret_key_is_in_no_debug_output() {
    let settings = Settings::new(SecretKey::new("sk_test_hunter2").unwrap());
    assert!(!format!("{settings:?}").contains("hunter2"));
}
