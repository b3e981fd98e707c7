//! The sandbox as a server that speaks Stripe's language.

use std::{
    sync::Mutex,
    time::{Duration, Instant},
};

use async_trait::async_trait;
use chrono::TimeDelta;
use futures_util::future::join_all;
use kernel::Currency;
use payments::{
    Deliver, Sandbox,
    sandbox::http::{Fault, FaultyDeliver, MessageFault, SandboxServer},
};
use serde_json::Value;

use crate::sandbox;

const KEY: &str = "sk_test_of_this_test";

/// A client that sends what it is told.
struct Client {
    http: reqwest::Client,
    server: SandboxServer,
}

type Answer = (u16, bool, Value);

impl Client {
    async fn new(sandbox: &Sandbox) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let server = SandboxServer::start(sandbox.clone(), KEY).await.unwrap();
        Self {
            http: reqwest::Client::new(),
            server,
        }
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> Result<Answer, reqwest::Error> {
        let answer = request
            .bearer_auth(KEY)
            .header("stripe-version", "2026-09-30.endive")
            .send()
            .await?;
        let (status, replayed) = (
            answer.status().as_u16(),
            answer.headers().contains_key("idempotent-replayed"),
        );
        Ok((status, replayed, answer.json().await?))
    }

    async fn get(&self, path: &str) -> Answer {
        self.send(self.http.get(self.server.url() + path)).await.unwrap()
    }

    async fn try_post(&self, path: &str, key: &str, form: &[(&str, &str)]) -> Result<Answer, reqwest::Error> {
        let request = self.http.post(self.server.url() + path).form(form);
        self.send(if key.is_empty() {
            request
        } else {
            request.header("idempotency-key", key)
        })
        .await
    }

    async fn post(&self, path: &str, key: &str, form: &[(&str, &str)]) -> Answer {
        self.try_post(path, key, form).await.unwrap()
    }

    /// Saves a card; returns customer and payment method.
    async fn saved(&self, card: &str) -> (String, String) {
        let (_, _, customer) = self
            .post("/v1/customers", "", &[("metadata[investor]", "user_1")])
            .await;
        let customer = text(&customer["id"]);
        let (_, _, setup) = self
            .post(
                "/v1/setup_intents",
                "",
                &[("customer", &customer), ("usage", "off_session")],
            )
            .await;
        let confirm = format!("/v1/setup_intents/{}/confirm", text(&setup["id"]));
        let (status, _, setup) = self.post(&confirm, "", &[("payment_method", card)]).await;
        assert_eq!((status, &setup["status"]), (200, &"succeeded".into()), "{setup}");
        (customer, text(&setup["payment_method"]))
    }
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .unwrap_or_else(|| panic!("{value} is no text"))
        .to_owned()
}

fn charge<'f>(saved: &'f (String, String), key: &'f str) -> Vec<(&'f str, &'f str)> {
    vec![
        ("amount", "10000"),
        ("currency", "usd"),
        ("customer", &saved.0),
        ("payment_method", &saved.1),
        ("confirm", "true"),
        ("off_session", "true"),
        ("metadata[key]", key),
        ("transfer_group", "campaign_1"),
        ("expand[]", "latest_charge.balance_transaction"),
    ]
}

/// Keeps what comes.
#[derive(Debug, Default)]
struct Heap(Mutex<Vec<String>>);

#[async_trait]
impl Deliver for &'static Heap {
    async fn deliver(&self, _: &str, body: &str) -> Result<(), String> {
        self.0.lock().unwrap().push(body.to_owned());
        Ok(())
    }
}

testkit::on_both! {
    async fn who_has_no_key_or_asks_for_nonsense_is_told_so(db: &TestDb) {
        let client = Client::new(&sandbox(db)).await;
        assert!(SandboxServer::start(sandbox(db), "sk_live_real").await.is_err());
        let url = client.server.url() + "/v1/balance";
        let stranger = client.http.get(&url).bearer_auth("sk_test_wrong").header("stripe-version", "x");
        assert_eq!(stranger.send().await.unwrap().status(), 401);
        assert_eq!(client.http.get(&url).bearer_auth(KEY).send().await.unwrap().status(), 400, "without a version");
        let (status, _, body) = client.get("/v1/nothing").await;
        assert_eq!((status, &body["error"]["type"]), (404, &"invalid_request_error".into()));
        let (status, _, body) = client.get("/v1/payment_intents/pi_none").await;
        assert_eq!((status, &body["error"]["code"]), (404, &"resource_missing".into()));
        let (status, _, body) = client.post("/v1/customers", "", &[("nmae", "x")]).await;
        assert_eq!((status, &body["error"]["code"], &body["error"]["param"]), (400, &"parameter_unknown".into(), &"nmae".into()));
        let (status, _, body) = client.post("/v1/payment_intents", "", &[("customer", "cus_1")]).await;
        assert_eq!((status, &body["error"]["code"]), (400, &"parameter_missing".into()));
        let form = [("customer", "cus_none")];
        let (status, _, body) = client.post("/v1/setup_intents", "", &form).await;
        assert_eq!((status, &body["error"]["param"]), (400, &"customer".into()), "not of the path: {body}");
    }

    async fn a_key_gets_the_first_answer_word_for_word(db: &TestDb) {
        let client = Client::new(&sandbox(db)).await;
        let saved = client.saved("pm_card_visa").await;
        let form = charge(&saved, "collect:1");
        let (status, replayed, first) = client.post("/v1/payment_intents", "k1", &form).await;
        assert_eq!((status, replayed, &first["status"]), (200, false, &"succeeded".into()));
        assert_eq!(first["latest_charge"]["balance_transaction"]["fee"], 320);
        client.post("/v1/refunds", "r1", &[("payment_intent", &text(&first["id"]))]).await;
        assert_eq!(client.post("/v1/payment_intents", "k1", &form).await, (200, true, first.clone()));
        let (status, _, body) = client.post("/v1/payment_intents", "k1", &charge(&saved, "collect:2")).await;
        assert_eq!((status, &body["error"]["type"]), (400, &"idempotency_error".into()));
        let (_, _, found) = client.get("/v1/payment_intents/search?query=metadata%5B%27key%27%5D%3A%27collect%3A1%27").await;
        assert_eq!(found["data"].as_array().unwrap().len(), 1);
        assert_eq!(found["data"][0]["id"], first["id"]);
        client.server.faults().search_lags(60);
        let search = "/v1/payment_intents/search?query=metadata['key']:'collect:1'";
        assert!(client.get(search).await.2["data"].as_array().unwrap().is_empty(), "not yet");
        db.clock.advance(TimeDelta::seconds(60));
        assert_eq!(client.get(search).await.2["data"][0]["id"], first["id"]);
        // A day later the key is forgotten, and the same request charges again.
        db.clock.advance(TimeDelta::hours(24));
        let (_, replayed, second) = client.post("/v1/payment_intents", "k1", &form).await;
        assert!(!replayed && second["id"] != first["id"]);
    }

    async fn a_request_that_was_wrong_leaves_its_key_free(db: &TestDb) {
        let client = Client::new(&sandbox(db)).await;
        let saved = client.saved("pm_card_visa").await;
        let mut wrong = charge(&saved, "collect:1");
        wrong[0].1 = "0";
        assert_eq!(client.post("/v1/payment_intents", "k1", &wrong).await.0, 400);
        assert_eq!(client.post("/v1/payment_intents", "k1", &charge(&saved, "collect:1")).await.0, 200);
        let (_, _, balance) = client.get("/v1/balance").await;
        assert_eq!(balance["available"][0]["amount"], 9_680);
    }

    async fn declines_are_402_with_the_intent_and_stay_so(db: &TestDb) {
        let client = Client::new(&sandbox(db)).await;
        let saved = client.saved("pm_card_chargeCustomerFail").await;
        let declined = client.post("/v1/payment_intents", "k1", &charge(&saved, "collect:1")).await;
        let error = &declined.2["error"];
        assert_eq!(declined.0, 402);
        assert_eq!((&error["type"], &error["code"]), (&"card_error".into(), &"card_declined".into()));
        assert_eq!(error["decline_code"], "generic_decline");
        assert_eq!(error["payment_intent"]["status"], "requires_payment_method");
        let again = client.post("/v1/payment_intents", "k1", &charge(&saved, "collect:1")).await;
        assert_eq!(again, (402, true, declined.2.clone()));
        // Another card of the same customer repairs it.
        let id = text(&error["payment_intent"]["id"]);
        let setup = [("customer", saved.0.as_str()), ("confirm", "true"), ("payment_method", "pm_card_mastercard")];
        let (_, _, setup) = client.post("/v1/setup_intents", "", &setup).await;
        let form = [("payment_method", setup["payment_method"].as_str().unwrap())];
        let (status, _, repaired) = client.post(&format!("/v1/payment_intents/{id}/confirm"), "", &form).await;
        assert_eq!((status, &repaired["status"]), (200, &"succeeded".into()));
        let (status, _, body) = client.post(&format!("/v1/payment_intents/{id}/cancel"), "", &[]).await;
        assert_eq!((status, &body["error"]["code"]), (400, &"payment_intent_unexpected_state".into()));
        assert_eq!(body["error"]["payment_intent"]["status"], "succeeded");
        let (_, _, customer) = client.post("/v1/customers", "", &[]).await;
        let bad = [("customer", customer["id"].as_str().unwrap()), ("confirm", "true"), ("payment_method", "pm_card_visa_chargeDeclined")];
        let (status, _, body) = client.post("/v1/setup_intents", "", &bad).await;
        assert_eq!((status, &body["error"]["setup_intent"]["status"]), (402, &"requires_payment_method".into()));
    }

    async fn a_card_that_asks_is_402_off_session_and_an_action_on_session(db: &TestDb) {
        let sandbox = sandbox(db);
        let client = Client::new(&sandbox).await;
        let (_, _, customer) = client.post("/v1/customers", "", &[]).await;
        let form = [("customer", customer["id"].as_str().unwrap()), ("confirm", "true"), ("payment_method", "pm_card_authenticationRequired")];
        let (_, _, setup) = client.post("/v1/setup_intents", "", &form).await;
        assert_eq!((&setup["status"], setup["next_action"].is_object()), (&"requires_action".into(), true));
        let setup = sandbox.authenticate(setup["id"].as_str().unwrap(), true).await.unwrap();
        let saved = (setup.customer.unwrap(), setup.payment_method.unwrap());
        let (status, _, body) = client.post("/v1/payment_intents", "k1", &charge(&saved, "collect:1")).await;
        assert_eq!((status, &body["error"]["code"]), (402, &"authentication_required".into()));
        let intent = &body["error"]["payment_intent"];
        assert_eq!((&intent["status"], &intent["next_action"]), (&"requires_payment_method".into(), &Value::Null));
        let id = text(&intent["id"]);
        let form = [("payment_method", saved.1.as_str())];
        let (status, _, asked) = client.post(&format!("/v1/payment_intents/{id}/confirm"), "", &form).await;
        assert_eq!((status, &asked["status"]), (200, &"requires_action".into()));
        sandbox.authenticate_charge(&id, true).await.unwrap();
        let (_, _, done) = client.get(&format!("/v1/payment_intents/{id}?expand[]=latest_charge")).await;
        assert_eq!((&done["status"], &done["latest_charge"]["paid"]), (&"succeeded".into(), &true.into()));
    }

    async fn a_lost_answer_and_a_retry_charge_once(db: &TestDb) {
        let sandbox = sandbox(db);
        let client = Client::new(&sandbox).await;
        let saved = client.saved("pm_card_visa").await;
        let faults = client.server.faults();
        faults.next("POST /v1/payment_intents", Fault::LoseAnswer, 1);
        let form = charge(&saved, "collect:1");
        assert!(client.try_post("/v1/payment_intents", "k1", &form).await.is_err());
        let (status, replayed, _) = client.post("/v1/payment_intents", "k1", &form).await;
        assert_eq!((status, replayed), (200, true));
        faults.next("POST /v1/payment_intents", Fault::Refuse, 1);
        assert!(client.try_post("/v1/payment_intents", "k2", &charge(&saved, "collect:2")).await.is_err());
        faults.next("POST /v1/payment_intents", Fault::RateLimit, 1);
        assert_eq!(client.post("/v1/payment_intents", "k2", &charge(&saved, "collect:2")).await.0, 429);
        assert_eq!(sandbox.balance(Currency::USD).await.unwrap().minor, 9_680, "one charge");

        faults.next("POST /v1/payment_intents", Fault::ErrorAfter { kept: false }, 1);
        let form = charge(&saved, "collect:3");
        assert_eq!(client.post("/v1/payment_intents", "k3", &form).await.0, 500);
        assert_eq!(client.post("/v1/payment_intents", "k3", &form).await.0, 200);
        faults.next("POST /v1/payment_intents", Fault::ErrorAfter { kept: true }, 1);
        let form = charge(&saved, "collect:4");
        assert_eq!(client.post("/v1/payment_intents", "k4", &form).await.0, 500);
        let again = client.post("/v1/payment_intents", "k4", &form).await;
        assert_eq!((again.0, again.1), (500, true), "kept, as Stripe does");
        let (_, _, found) = client.get("/v1/payment_intents/search?query=metadata['key']:'collect:4'").await;
        assert_eq!(found["data"][0]["status"], "succeeded");
        assert_eq!(sandbox.balance(Currency::USD).await.unwrap().minor, 3 * 9_680);

        faults.every(2, "GET /v1/balance", Fault::Delay(Duration::from_millis(300)));
        let begun = Instant::now();
        client.get("/v1/balance").await;
        client.get("/v1/balance").await;
        assert!(begun.elapsed() >= Duration::from_millis(300));
        faults.clear();
    }

    async fn twins_at_once_are_one_and_conflicts(db: &TestDb) {
        let sandbox = sandbox(db);
        let client = Client::new(&sandbox).await;
        let saved = client.saved("pm_card_visa").await;
        let form = charge(&saved, "collect:1");
        let all = join_all((0..12).map(|_| client.post("/v1/payment_intents", "k1", &form))).await;
        assert!(all.iter().any(|answer| answer.0 == 200));
        for (status, _, body) in all.iter().filter(|answer| answer.0 != 200) {
            assert_eq!((*status, &body["error"]["code"]), (409, &"idempotency_key_in_use".into()));
        }
        assert_eq!(sandbox.balance(Currency::USD).await.unwrap().minor, 9_680);
    }

    async fn money_goes_back_and_on(db: &TestDb) {
        let sandbox = sandbox(db);
        let client = Client::new(&sandbox).await;
        let saved = client.saved("pm_card_visa").await;
        let (_, _, intent) = client.post("/v1/payment_intents", "k1", &charge(&saved, "collect:1")).await;
        let id = text(&intent["id"]);
        let over = [("payment_intent", id.as_str()), ("amount", "10001")];
        let (status, _, body) = client.post("/v1/refunds", "r0", &over).await;
        assert_eq!((status, &body["error"]["code"]), (400, &Value::Null), "Stripe has no code for it");
        let form = [("charge", intent["latest_charge"]["id"].as_str().unwrap()), ("amount", "1000"), ("metadata[key]", "refund:1")];
        let (_, _, refund) = client.post("/v1/refunds", "r1", &form).await;
        assert_eq!((&refund["status"], &refund["payment_intent"]), (&"succeeded".into(), &intent["id"]));
        let (_, _, list) = client.get(&format!("/v1/refunds?payment_intent={id}")).await;
        assert_eq!(list["data"][0], refund);

        let dispute = sandbox.dispute(&id, None, "fraudulent", false).await.unwrap().provider_id;
        let (_, _, body) = client.post("/v1/refunds", "r2", &[("payment_intent", &id)]).await;
        assert_eq!(body["error"]["code"], "charge_disputed");
        let form = [("evidence[uncategorized_text]", "winning_evidence")];
        let (_, _, won) = client.post(&format!("/v1/disputes/{dispute}"), "", &form).await;
        assert_eq!((&won["status"], won["balance_transactions"].as_array().unwrap().len()), (&"won".into(), 2));

        let form = [("country", "US"), ("capabilities[transfers][requested]", "true"), ("metadata[key]", "payee:1")];
        let (_, _, account) = client.post("/v1/accounts", "a1", &form).await;
        let account = text(&account["id"]);
        let form = [("account", account.as_str()), ("type", "account_onboarding"), ("return_url", "https://x.example"), ("refresh_url", "https://x.example")];
        let (status, _, link) = client.post("/v1/account_links", "", &form).await;
        assert_eq!((status, &link["object"]), (200, &"account_link".into()));
        sandbox.complete_payee(&account).await.unwrap();
        let (_, _, ready) = client.get(&format!("/v1/accounts/{account}")).await;
        assert_eq!((&ready["payouts_enabled"], &ready["external_accounts"]["data"][0]["last4"]), (&true.into(), &"6789".into()));
        let form = [("amount", "5000"), ("currency", "usd"), ("destination", account.as_str()), ("transfer_group", "campaign_1")];
        let (_, _, transfer) = client.post("/v1/transfers", "t1", &form).await;
        let reversals = format!("/v1/transfers/{}/reversals", text(&transfer["id"]));
        let (status, _, reversal) = client.post(&reversals, "b1", &[("amount", "2000")]).await;
        assert_eq!((status, &reversal["object"]), (200, &"transfer_reversal".into()));
        let (_, _, list) = client.get("/v1/transfers?transfer_group=campaign_1").await;
        assert_eq!(list["data"][0]["amount_reversed"], 2_000);
        let mut more = form;
        more[0].1 = "500000";
        let (status, _, body) = client.post("/v1/transfers", "t2", &more).await;
        assert_eq!((status, &body["error"]["code"]), (400, &"balance_insufficient".into()));
    }

    async fn events_are_listed_newest_first_and_paged_both_ways(db: &TestDb) {
        let client = Client::new(&sandbox(db)).await;
        let saved = client.saved("pm_card_visa").await;
        for n in 0..5 {
            let key = format!("collect:{n}");
            client.post("/v1/payment_intents", &key, &charge(&saved, &key)).await;
        }
        let keys = |list: &Value| list["data"].as_array().unwrap().iter()
            .map(|event| text(&event["data"]["object"]["metadata"]["key"])).collect::<Vec<_>>();
        let kind = "/v1/events?type=payment_intent.succeeded&limit=2";
        let (_, _, first) = client.get(kind).await;
        assert_eq!((keys(&first), &first["has_more"]), (vec!["collect:4".into(), "collect:3".into()], &true.into()));
        let older = text(&first["data"][1]["id"]);
        let (_, _, second) = client.get(&format!("{kind}&starting_after={older}")).await;
        assert_eq!(keys(&second), ["collect:2", "collect:1"]);
        let oldest = text(&second["data"][1]["id"]);
        let (_, _, newer) = client.get(&format!("{kind}&ending_before={oldest}")).await;
        assert_eq!((keys(&newer), &newer["has_more"]), (vec!["collect:3".into(), "collect:2".into()], &true.into()));
        let (_, _, none) = client.get("/v1/events?created[gte]=4000000000").await;
        assert!(none["data"].as_array().unwrap().is_empty());
    }
}

#[tokio::test]
async fn messages_can_come_twice_late_or_never() {
    for (fault, expected) in [
        (MessageFault::Duplicate, vec!["a", "b", "b", "c", "d", "d"]),
        (MessageFault::Reorder, vec!["a", "c", "b"]),
        (MessageFault::Withhold, vec!["a", "c"]),
    ] {
        let heap: &'static Heap = Box::leak(Box::default());
        let via = FaultyDeliver::new(heap, fault, 2);
        for body in ["a", "b", "c", "d"] {
            via.deliver("", body).await.unwrap();
        }
        assert_eq!(*heap.0.lock().unwrap(), expected, "{fault:?}");
    }
}
