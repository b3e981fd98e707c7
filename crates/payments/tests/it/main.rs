//! The sandbox provider against real databases.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod contract;
mod deliveries;
mod http;
mod money;
mod setups;
mod upgrade;

use payments::{Sandbox, SetupRequest, WebhookReceiver, WebhookSecret, sandbox::CardInput};
use testkit::TestDb;

fn secret() -> WebhookSecret {
    WebhookSecret::new("whsec_the_secret_of_this_test").unwrap()
}

fn sandbox(db: &TestDb) -> Sandbox {
    Sandbox::new((**db).clone(), secret())
}

fn receiver() -> WebhookReceiver {
    WebhookReceiver {
        provider: Sandbox::NAME,
        secrets: vec![secret()],
        livemode: false,
    }
}

fn request(key: &str) -> SetupRequest {
    SetupRequest {
        key: key.into(),
        reference: "pledge_1".into(),
        investor: "user_1".into(),
        customer: None,
    }
}

fn card(number: &str) -> CardInput {
    CardInput {
        number: number.into(),
        exp_month: 12,
        exp_year: 2034,
        cvc: "123".into(),
    }
}
