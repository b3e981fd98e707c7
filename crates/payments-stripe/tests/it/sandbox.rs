//! The adapter against the sandbox's server, with the sandbox behind it as card's holder, bank and
//! founder: the contract of all providers, and answers that are lost.

use std::{sync::Arc, time::Duration};

use kernel::{Currency, Money, SystemIds};
use payments::{
    ChargeRequest, ChargeStatus, PaymentProvider, ProviderError, Sandbox, SetupRequest, WebhookSecret,
    contract::{Cardholder, Contract},
    sandbox::http::{Fault, SandboxServer},
};
use payments_stripe::{Retry, SecretKey, Settings, Stripe};
use testkit::TestDb;

use crate::peer::install_tls;

const KEY: &str = "sk_test_of_this_test";
/// One charge of 100.00, less its fee of 2.9 % and 0.30.
const ONCE: (usize, Money) = (1, Money::new(10_000 - 320, Currency::USD));
const INTENTS: &str = "POST /v1/payment_intents";

struct Pair {
    sandbox: Sandbox,
    server: SandboxServer,
    stripe: Stripe,
}

impl Pair {
    async fn start(db: &TestDb) -> Self {
        install_tls();
        let secret = WebhookSecret::new("whsec_the_secret_of_this_test").unwrap();
        let sandbox = Sandbox::new((**db).clone(), secret);
        let server = SandboxServer::start(sandbox.clone(), KEY).await.unwrap();
        let settings = Settings {
            base_url: server.url(),
            timeout: Duration::from_secs(10),
            retry: Retry {
                attempts: 4,
                first_pause: Duration::from_millis(2),
                longest_pause: Duration::from_millis(10),
            },
            ..Settings::new(SecretKey::new(KEY).unwrap())
        };
        let stripe = Stripe::new(settings, Arc::new(SystemIds)).unwrap();
        Self {
            sandbox,
            server,
            stripe,
        }
    }

    /// What it takes to charge a card that was saved.
    async fn to_charge(&self, key: &str) -> ChargeRequest {
        let request = SetupRequest {
            key: format!("setup:{key}"),
            reference: "pledge_1".into(),
            investor: "user_1".into(),
            customer: None,
        };
        let setup = self.stripe.create_setup(&request).await.unwrap();
        self.sandbox_enters(&setup, "pm_card_visa").await;
        let saved = self.stripe.get_setup(&setup.provider_id).await.unwrap();
        ChargeRequest {
            key: key.into(),
            reference: "pledge_1".into(),
            customer: saved.customer.unwrap(),
            payment_method: saved.payment_method.unwrap(),
            amount: Money::new(10_000, Currency::USD),
            group: "campaign_1".into(),
            on_session: false,
        }
    }

    async fn sandbox_enters(&self, setup: &payments::Setup, card: &str) {
        Cardholder::enter_card(&self.sandbox, setup, card).await.unwrap();
    }

    /// How many charges succeeded, by what the provider tells, and what stands on its account.
    async fn charged(&self) -> (usize, Money) {
        let since = testkit::start_of_test_time();
        let page = self.stripe.events(since, None).await.unwrap();
        let succeeded = page
            .events
            .iter()
            .filter(|event| event.kind == "payment_intent.succeeded");
        let count = succeeded.count();
        (count, self.sandbox.balance(Currency::USD).await.unwrap())
    }
}

testkit::on_both! {
    async fn stripe_keeps_the_contract_with_the_sandbox_behind_it(db: &TestDb) {
        let pair = Pair::start(db).await;
        let since = testkit::start_of_test_time();
        for run in ["first", "second"] {
            let contract = Contract { provider: &pair.stripe, holder: &pair.sandbox, run, since };
            if let Err(broken) = contract.check().await {
                panic!("{run}: {broken}");
            }
        }
    }

    async fn a_search_that_is_behind_breaks_the_contract(db: &TestDb) {
        let pair = Pair::start(db).await;
        pair.server.faults().search_lags(60);
        let since = testkit::start_of_test_time();
        let contract = Contract { provider: &pair.stripe, holder: &pair.sandbox, run: "behind", since };
        let broken = contract.check().await.unwrap_err();
        assert_eq!(broken.rule, "a charge is found by its key", "{broken}");
    }

    async fn an_answer_lost_after_acting_is_one_charge(db: &TestDb) {
        let pair = Pair::start(db).await;
        let request = pair.to_charge("collect:1:1").await;
        let faults = pair.server.faults();
        faults.next(INTENTS, Fault::LoseAnswer, 2);
        let charge = pair.stripe.charge(&request).await.unwrap();
        assert_eq!((charge.status, charge.received), (ChargeStatus::Succeeded, request.amount));
        assert_eq!(pair.charged().await, ONCE);
    }

    async fn a_500_after_acting_is_one_charge(db: &TestDb) {
        let pair = Pair::start(db).await;
        let request = pair.to_charge("collect:1:1").await;
        pair.server.faults().next(INTENTS, Fault::ErrorAfter { kept: false }, 1);
        let charge = pair.stripe.charge(&request).await.unwrap();
        assert_eq!((charge.status, charge.received), (ChargeStatus::Succeeded, request.amount));
        assert_eq!(pair.charged().await, ONCE);
    }

    async fn a_500_that_is_kept_under_the_key_is_unknown_until_the_charge_is_found(db: &TestDb) {
        let pair = Pair::start(db).await;
        let request = pair.to_charge("collect:1:1").await;
        pair.server.faults().next(INTENTS, Fault::ErrorAfter { kept: true }, 1);
        for _ in 0..2 {
            let unknown = pair.stripe.charge(&request).await;
            assert!(matches!(unknown, Err(ProviderError::Unavailable(_))), "{unknown:?}");
        }
        let found = pair.stripe.find_charge(&request.key).await.unwrap().unwrap();
        assert_eq!((found.status, found.received), (ChargeStatus::Succeeded, request.amount));
        assert_eq!(pair.charged().await, ONCE);
    }
}
