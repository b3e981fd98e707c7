//! Charging a saved card.

use kernel::Money;
use serde::{Deserialize, Serialize};

use super::{Failure, NextAction};

/// A charge to be made on a saved card. Stripe: a PaymentIntent, confirmed off session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChargeRequest {
    /// Our key for this attempt, such as `collect:pledge_…:1`. Sent as the idempotency key and kept
    /// by the provider in the charge's metadata, so that either side can find the other's.
    pub key: String,
    /// The pledge, in its text form.
    pub reference: String,
    /// The campaign, in its text form: charges and transfers of one campaign belong together.
    pub group: String,
    /// The provider's customer.
    pub customer: String,
    /// The provider's id of the saved card.
    pub payment_method: String,
    /// How much.
    pub amount: Money,
    /// Whether the card's holder is at the screen and can answer their bank. After the deadline
    /// nobody is; when a failed payment is repaired somebody is.
    pub on_session: bool,
}

/// A charge, as the provider knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charge {
    /// The provider's id of it. Stripe: `pi_…`.
    pub provider_id: String,
    /// Our key, from its metadata.
    pub key: Option<String>,
    /// How much was asked.
    pub amount: Money,
    /// Where it stands.
    pub status: ChargeStatus,
    /// What the investor's browser needs to answer the bank. Shown to nobody else.
    pub client_secret: Option<String>,
    /// What the investor has to do, if it waits for that.
    pub next_action: Option<NextAction>,
    /// Why it was declined last.
    pub failure: Option<Failure>,
    /// How much of it arrived.
    pub received: Money,
    /// What the provider kept of it, once it is known; may be in another currency.
    pub fee: Option<Money>,
    /// How much of it was given back, in minor units of its currency.
    pub refunded_minor: i64,
    /// Whether it is or was disputed.
    pub disputed: bool,
}

/// Where a charge stands at the provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChargeStatus {
    /// The card was declined, or its holder did not pass the bank's check.
    Declined,
    /// The bank asks the card's holder to confirm.
    RequiresAction,
    /// The provider is still asking the bank.
    Processing,
    /// The money is there. Final.
    Succeeded,
    /// It was given up. Final.
    Canceled,
}
