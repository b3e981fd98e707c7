#![doc = include_str!("../README.md")]

mod deliver;
mod provider;
pub mod sandbox;
mod secret;
pub mod webhook;

pub use deliver::{Deliver, HttpDeliver, InProcess};
pub use provider::{
    Card, Failure, NextAction, PaymentProvider, ProviderError, Setup, SetupRequest, SetupStatus,
};
pub use sandbox::Sandbox;
pub use secret::{SecretTooShort, WebhookSecret};
pub use webhook::{WebhookError, WebhookReceiver};
