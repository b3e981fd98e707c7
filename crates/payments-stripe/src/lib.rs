#![doc = include_str!("../README.md")]

mod amount;
mod charge;
mod dispute;
mod event;
mod fault;
mod keys;
mod movement;
mod objects;
mod payee;
mod provider;
mod refund;
mod settings;
mod setup;
mod transfer;
mod transport;

pub use keys::{KeyError, PublishableKey, SecretKey};
pub use provider::{Account, Stripe};
pub use settings::{Retry, STRIPE, Settings, SettingsError, VERSION};
