//! What the platform asks of a payment provider.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

/// A company that saves and charges cards for us. Never called while a transaction is open.
#[async_trait]
pub trait PaymentProvider: std::fmt::Debug + Send + Sync {
    /// The provider's name, as stored beside its ids: `sandbox`, `stripe`.
    fn name(&self) -> &'static str;

    /// Begins saving a card. The same request with the same key gives the same set-up, however
    /// often it is sent.
    ///
    /// # Errors
    /// [`ProviderError`] says whether trying again with the same key may work.
    async fn create_setup(&self, request: &SetupRequest) -> Result<Setup, ProviderError>;

    /// The set-up as the provider knows it now.
    ///
    /// # Errors
    /// [`ProviderError::NotFound`], or what stands in the way.
    async fn get_setup(&self, provider_id: &str) -> Result<Setup, ProviderError>;

    /// Gives up a set-up that has not succeeded. One that has, or was given up before, stays as it is.
    ///
    /// # Errors
    /// [`ProviderError::NotFound`], or what stands in the way.
    async fn cancel_setup(&self, provider_id: &str) -> Result<Setup, ProviderError>;
}

/// What a card is to be saved for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetupRequest {
    /// Our key for this attempt, such as `setup:pledge_…:1`. Sent as the idempotency key and kept
    /// by the provider in the set-up's metadata, so that either side can find the other's.
    pub key: String,
    /// The pledge, in its text form.
    pub reference: String,
    /// The investor, in the text form of the user's id. Nothing else of the person is told.
    pub customer: String,
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

/// What the investor has to do before the card can be saved.
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

/// Why a card was not saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// The provider's code: the decline code if there is one, such as `insufficient_funds`.
    pub code: String,
    /// The provider's words in English.
    pub message: String,
}

/// Why a provider did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum ProviderError {
    /// It read the request and refuses it; the same request will be refused again.
    #[error("the payment provider refused the request ({code}): {message}")]
    Refused {
        /// The provider's code.
        code: String,
        /// The provider's words.
        message: String,
    },
    /// The key was used for another request.
    #[error("the payment provider knows this key for another request")]
    KeyReused,
    /// It knows no such set-up.
    #[error("the payment provider knows no {0}")]
    NotFound(String),
    /// It did not answer, or not in a way that tells whether it acted: ask again with the same key.
    #[error("the payment provider does not answer")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl From<db::Error> for ProviderError {
    fn from(error: db::Error) -> Self {
        ProviderError::Unavailable(Box::new(error))
    }
}

impl From<sea_orm::DbErr> for ProviderError {
    fn from(error: sea_orm::DbErr) -> Self {
        db::Error::from(error).into()
    }
}
