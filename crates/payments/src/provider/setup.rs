//! Saving a card.

use serde::{Deserialize, Serialize};

/// What a card is to be saved for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetupRequest {
    /// Our key for this attempt, such as `setup:pledge_…:1`. Sent as the idempotency key and kept
    /// by the provider in the set-up's metadata, so that either side can find the other's.
    pub key: String,
    /// The pledge, in its text form.
    pub reference: String,
    /// The investor, in the text form of the user's id. Nothing else of the person is told.
    pub investor: String,
    /// The provider's customer under which this investor saved a card before, so that it need not
    /// make another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
}

/// A card being saved, as the provider knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setup {
    /// The provider's id of it.
    pub provider_id: String,
    /// Our key, from its metadata.
    pub key: Option<String>,
    /// What the investor's browser needs to enter a card. Shown to nobody else.
    pub client_secret: Option<String>,
    /// Where it stands.
    pub status: SetupStatus,
    /// What the investor has to do, if it waits for that.
    pub next_action: Option<NextAction>,
    /// The card last entered.
    pub card: Option<Card>,
    /// Why the card last entered was not saved.
    pub failure: Option<Failure>,
    /// The provider's customer it belongs to.
    pub customer: Option<String>,
    /// The provider's id of the saved card, once it is.
    pub payment_method: Option<String>,
}

/// Where a set-up stands at the provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SetupStatus {
    /// A card has to be entered, for the first time or after one that was declined.
    RequiresCard,
    /// The investor's bank asks them to confirm.
    RequiresAction,
    /// The provider is still asking the bank.
    Processing,
    /// The card is saved. Final.
    Succeeded,
    /// It was given up. Final.
    Canceled,
}

/// What the investor has to do before a card can be saved or charged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextAction {
    /// The provider's word for it: `use_stripe_sdk`, `redirect_to_url`, `sandbox_authenticate`.
    pub kind: String,
    /// The page to go to, if it is a page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// What may be shown of a card. The number never reaches us.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// The network in lower case: `visa`, `mastercard`.
    pub brand: String,
    /// The last four digits.
    pub last4: String,
    /// The month of expiry, 1 to 12.
    pub exp_month: i32,
    /// The year of expiry.
    pub exp_year: i32,
}

/// Why a card was not saved or not charged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// The provider's code: the decline code if there is one, such as `insufficient_funds`.
    pub code: String,
    /// The provider's words in English.
    pub message: String,
}
