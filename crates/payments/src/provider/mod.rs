//! What the platform asks of a payment provider.

mod charge;
mod dispute;
mod event;
mod movement;
mod payee;
mod refund;
mod setup;

use async_trait::async_trait;
use chrono::{DateTime, Utc};

pub use charge::{Charge, ChargeRequest, ChargeStatus};
pub use dispute::{Dispute, DisputeEvidence, DisputeStatus};
pub use event::{EventPage, ListedEvent};
pub use movement::{Movement, MovementKind, MovementPage};
pub use payee::{Payee, PayeeLink, PayeeRequest, Reversal, ReversalRequest, Transfer, TransferRequest};
pub use refund::{Refund, RefundRequest, RefundStatus};
pub use setup::{Card, Failure, NextAction, Setup, SetupRequest, SetupStatus};

/// A company that saves and charges cards for us, and pays founders out. Never called while a
/// transaction is open.
///
/// Every call that creates something carries a key of ours. The same request with the same key
/// gives the same thing, however often it is sent; another request with that key is
/// [`ProviderError::KeyReused`]. Providers forget keys (Stripe after 24 hours), so what is older
/// is looked for by [`find_charge`](Self::find_charge) and its like before anything is sent again.
#[async_trait]
pub trait PaymentProvider: std::fmt::Debug + Send + Sync {
    /// The provider's name, as stored beside its ids: `sandbox`, `stripe`.
    fn name(&self) -> &'static str;

    /// Begins saving a card.
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

    /// Deletes a customer with every card saved under it; what was charged stays. One that is not there is deleted already.
    ///
    /// # Errors
    /// If the provider does not answer.
    async fn delete_customer(&self, customer: &str) -> Result<(), ProviderError>;

    /// Charges a saved card while its holder is away. A card that is declined, or whose bank wants
    /// its holder to confirm, is an answer and not an error.
    ///
    /// # Errors
    /// [`ProviderError`] says whether trying again with the same key may work.
    async fn charge(&self, request: &ChargeRequest) -> Result<Charge, ProviderError>;

    /// The charge as the provider knows it now.
    ///
    /// # Errors
    /// [`ProviderError::NotFound`], or what stands in the way.
    async fn get_charge(&self, provider_id: &str) -> Result<Charge, ProviderError>;

    /// The charge made under this key of ours, if there is one. May be some minutes behind at a
    /// provider that searches.
    ///
    /// # Errors
    /// If the provider does not answer.
    async fn find_charge(&self, key: &str) -> Result<Option<Charge>, ProviderError>;

    /// Gives up a charge that has not succeeded. One that has stays as it is.
    ///
    /// # Errors
    /// [`ProviderError::NotFound`], or what stands in the way.
    async fn cancel_charge(&self, provider_id: &str) -> Result<Charge, ProviderError>;

    /// Gives money of a charge back to the card it came from.
    ///
    /// # Errors
    /// [`ProviderError::Refused`] if more is asked than is left of the charge, or it is disputed.
    async fn refund(&self, request: &RefundRequest) -> Result<Refund, ProviderError>;

    /// The refund as the provider knows it now.
    ///
    /// # Errors
    /// [`ProviderError::NotFound`], or what stands in the way.
    async fn get_refund(&self, provider_id: &str) -> Result<Refund, ProviderError>;

    /// All refunds of a charge, oldest first.
    ///
    /// # Errors
    /// [`ProviderError::NotFound`] if it knows no such charge, or what stands in the way.
    async fn refunds_of(&self, charge: &str) -> Result<Vec<Refund>, ProviderError>;

    /// The dispute as the provider knows it now.
    ///
    /// # Errors
    /// [`ProviderError::NotFound`], or what stands in the way.
    async fn get_dispute(&self, provider_id: &str) -> Result<Dispute, ProviderError>;

    /// Hands in what speaks for the charge. Counts once; until `submit` is set it may be replaced.
    ///
    /// # Errors
    /// [`ProviderError::Refused`] if the time is over or evidence was handed in.
    async fn contest(&self, provider_id: &str, evidence: &DisputeEvidence) -> Result<Dispute, ProviderError>;

    /// Opens an account through which a founder is paid.
    ///
    /// # Errors
    /// [`ProviderError::Refused`] if the provider does not pay out in that country.
    async fn create_payee(&self, request: &PayeeRequest) -> Result<Payee, ProviderError>;

    /// The account as the provider knows it now.
    ///
    /// # Errors
    /// [`ProviderError::NotFound`], or what stands in the way.
    async fn get_payee(&self, provider_id: &str) -> Result<Payee, ProviderError>;

    /// A page of the provider on which the founder tells what is still missing. Good once, for minutes.
    ///
    /// # Errors
    /// [`ProviderError::NotFound`], or what stands in the way.
    async fn payee_link(&self, provider_id: &str, return_url: &str) -> Result<PayeeLink, ProviderError>;

    /// Moves money of the platform to a founder's account.
    ///
    /// # Errors
    /// [`ProviderError::Refused`] with `balance_insufficient`, or if the account cannot be paid.
    async fn transfer(&self, request: &TransferRequest) -> Result<Transfer, ProviderError>;

    /// The transfer made under this key of ours within its group, if there is one.
    ///
    /// # Errors
    /// If the provider does not answer.
    async fn find_transfer(&self, group: &str, key: &str) -> Result<Option<Transfer>, ProviderError>;

    /// Takes money of a transfer back from the founder's account.
    ///
    /// # Errors
    /// [`ProviderError::Refused`] if more is asked than is left, or the account does not hold it.
    async fn reverse_transfer(&self, request: &ReversalRequest) -> Result<Reversal, ProviderError>;

    /// What happened at the provider, oldest first: the safety net below its messages. Reaches back
    /// thirty days at most.
    ///
    /// # Errors
    /// If the provider does not answer.
    async fn events(&self, since: DateTime<Utc>, after: Option<&str>) -> Result<EventPage, ProviderError>;

    /// What moved on the platform's balance since a moment, the newest first: what the books are compared with.
    ///
    /// # Errors
    /// If the provider does not answer.
    async fn movements(
        &self,
        since: DateTime<Utc>,
        after: Option<&str>,
    ) -> Result<MovementPage, ProviderError>;
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
    /// It knows no such thing.
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
