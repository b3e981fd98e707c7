//! The same adapter against localstripe, a stand-in for Stripe by somebody else: an outside check
//! of requests and of the happy path. Run by `cargo xtask contract localstripe`.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap, Method, Response, Uri},
};
use kernel::{Currency, Money};
use payments::{
    ChargeRequest, ChargeStatus, PaymentProvider, RefundRequest, RefundStatus, SetupRequest, SetupStatus,
};
use payments_stripe::{SecretKey, Settings, Stripe};
use serde_json::Value;

use crate::peer::{install_tls, told};

/// Where `cargo xtask contract localstripe` says that it listens.
const ADDRESS: &str = "LOCALSTRIPE_URL";
/// Fields that Stripe takes and localstripe 1.15 refuses; they are left out on the way.
const NOT_TAKEN: [&str; 2] = ["allowed_payment_method_types[0]", "transfer_group"];

#[derive(Clone)]
struct Between {
    url: String,
    client: reqwest::Client,
    dropped: Arc<Mutex<BTreeSet<String>>>,
    added: Arc<Mutex<BTreeSet<String>>>,
}

impl Between {
    fn without_what_is_not_taken(&self, form: &[u8]) -> String {
        let mut kept = form_urlencoded::Serializer::new(String::new());
        for (name, value) in form_urlencoded::parse(form) {
            if NOT_TAKEN.contains(&name.as_ref()) {
                self.dropped.lock().unwrap().insert(name.into_owned());
            } else {
                kept.append_pair(&name, &value);
            }
        }
        kept.finish()
    }

    /// Its payment intents do not tell what arrived.
    fn with_what_is_missing(&self, body: String) -> String {
        let Ok(mut answer) = serde_json::from_str::<Value>(&body) else {
            return body;
        };
        if answer["object"] == "payment_intent" && answer.get("amount_received").is_none() {
            let is_paid = answer["status"] == "succeeded";
            answer["amount_received"] = if is_paid {
                answer["amount"].clone()
            } else {
                0.into()
            };
            self.added
                .lock()
                .unwrap()
                .insert("payment_intent.amount_received".to_owned());
        }
        answer.to_string()
    }
}

/// Hands everything on but the fields that localstripe does not take.
async fn pass_on(
    State(between): State<Between>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    let form = between.without_what_is_not_taken(&body);
    let mut request = between.client.request(method, format!("{}{uri}", between.url));
    for name in [
        "authorization",
        "idempotency-key",
        "stripe-version",
        "content-type",
    ] {
        if let Some(value) = headers.get(name) {
            request = request.header(name, value);
        }
    }
    if !form.is_empty() {
        request = request.body(form);
    }
    let answer = request.send().await.unwrap();
    let response = Response::builder().status(answer.status());
    let body = answer.text().await.unwrap();
    response
        .body(Body::from(between.with_what_is_missing(body)))
        .unwrap()
}

struct Peer {
    stripe: Stripe,
    between: Between,
}

impl Peer {
    async fn start() -> Self {
        install_tls();
        let url = std::env::var(ADDRESS).expect("run this by `cargo xtask contract localstripe`");
        let between = Between {
            url,
            client: reqwest::Client::new(),
            dropped: Arc::default(),
            added: Arc::default(),
        };
        let routes = Router::new().fallback(pass_on).with_state(between.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base_url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        let settings = Settings {
            base_url,
            ..Settings::new(SecretKey::new("sk_test_localstripe").unwrap())
        };
        let stripe = Stripe::new(settings, Arc::new(kernel::SystemIds)).unwrap();
        Self { stripe, between }
    }

    /// What the form in the browser does.
    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Value {
        let url = format!("{}{path}", self.between.url);
        let request = self.between.client.post(url).bearer_auth("sk_test_localstripe");
        let answer = request.form(fields).send().await.unwrap();
        serde_json::from_str(&answer.text().await.unwrap()).unwrap()
    }

    /// A card with this number, saved for an investor: customer and card.
    async fn saved(&self, investor: &str, number: &str) -> (String, String) {
        let request = SetupRequest {
            key: format!("setup:{investor}:1"),
            reference: "pledge_1".into(),
            investor: investor.to_owned(),
            customer: None,
        };
        let setup = self.stripe.create_setup(&request).await.unwrap();
        assert_eq!(setup.status, SetupStatus::RequiresCard);
        assert_eq!(setup.key, Some(request.key));
        assert!(setup.client_secret.is_some());
        let card = [
            ("type", "card"),
            ("card[number]", number),
            ("card[exp_month]", "8"),
            ("card[exp_year]", "2030"),
            ("card[cvc]", "123"),
        ];
        let method = self.post("/v1/payment_methods", &card).await;
        let method = method["id"].as_str().unwrap();
        let confirm = format!("/v1/setup_intents/{}/confirm", setup.provider_id);
        self.post(&confirm, &[("payment_method", method)]).await;
        let setup = self.stripe.get_setup(&setup.provider_id).await.unwrap();
        assert_eq!(setup.status, SetupStatus::Succeeded);
        assert_eq!(setup.payment_method.as_deref(), Some(method));
        assert_eq!(setup.card.unwrap().last4, number[number.len() - 4..]);
        (setup.customer.unwrap(), method.to_owned())
    }
}

impl Peer {
    /// What localstripe does otherwise than Stripe, as it does it now.
    async fn tell_what_is_not_asserted(&self, over: &RefundRequest, charged: &str) {
        let again = RefundRequest {
            key: "refund:refund_2:1".into(),
            amount: Money::new(999_900, Currency::EUR),
            ..over.clone()
        };
        let over = self.stripe.refund(&again).await.map(|refund| refund.amount);
        let saved = self.saved("user_3", "4242424242424242").await;
        let twice = self.stripe.charge(&charge("collect:pledge_1:1", saved)).await;
        let twice = twice.map(|made| made.provider_id != charged);
        let saved = self.saved("user_2", "4000000000000341").await;
        let declined = self.stripe.charge(&charge("collect:pledge_2:1", saved)).await;
        let declined = declined.map(|charge| charge.status);
        let (dropped, added) = (
            self.between.dropped.lock().unwrap(),
            self.between.added.lock().unwrap(),
        );
        println!("localstripe differs from Stripe in these, which are therefore not asserted:");
        println!("- fields of requests it does not take, left out on the way: {dropped:?}");
        println!("- fields of answers it lacks, put in on the way: {added:?}");
        println!("- a key used for another request should be KeyReused; another charge was made: {twice:?}");
        println!("- a refund of more than the charge should be Refused; it was: {over:?}");
        println!("- a declined charge should be a Charge with its decline code; it was: {declined:?}");
        println!("- disputes, connected accounts, transfers, search and bank checks are not there at all");
    }
}

fn charge(key: &str, (customer, payment_method): (String, String)) -> ChargeRequest {
    ChargeRequest {
        key: key.to_owned(),
        reference: "pledge_1".into(),
        group: "campaign_1".into(),
        customer,
        payment_method,
        amount: Money::new(5_000, Currency::EUR),
        on_session: false,
    }
}

#[tokio::test]
#[ignore = "needs localstripe: cargo xtask contract localstripe"]
async fn localstripe_saves_cards_charges_them_and_gives_back() {
    let peer = Peer::start().await;
    let stripe = &peer.stripe;
    assert!(!stripe.account().await.unwrap().livemode);

    let saved = peer.saved("user_1", "4242424242424242").await;
    let request = charge("collect:pledge_1:1", saved);
    let made = stripe.charge(&request).await.unwrap();
    assert_eq!(
        (made.status, made.received),
        (ChargeStatus::Succeeded, request.amount)
    );
    assert_eq!(made.key.as_deref(), Some("collect:pledge_1:1"));
    let read = stripe.get_charge(&made.provider_id).await.unwrap();
    assert_eq!((read.status, read.refunded_minor), (ChargeStatus::Succeeded, 0));

    let request = RefundRequest {
        key: "refund:refund_1:1".into(),
        reference: "refund_1".into(),
        charge: made.provider_id.clone(),
        amount: Money::new(1_200, Currency::EUR),
    };
    let refund = stripe.refund(&request).await.unwrap();
    assert_eq!(
        (refund.status, refund.amount),
        (RefundStatus::Succeeded, request.amount)
    );
    assert_eq!(refund.charge, made.provider_id);
    assert_eq!(stripe.refunds_of(&made.provider_id).await.unwrap(), [refund]);

    assert_eq!(
        told(stripe.get_charge("pi_nothing").await),
        "not found pi_nothing"
    );
    assert_eq!(
        told(stripe.get_setup("seti_nothing").await),
        "not found seti_nothing"
    );
    peer.tell_what_is_not_asserted(&request, &made.provider_id).await;
}
