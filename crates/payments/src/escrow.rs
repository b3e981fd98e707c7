//! A qualified third party that keeps investors' money until it may be released (17 CFR 227.303(e)). A card provider is none: Stripe
//! says so of itself. Campaigns for rewards need none.

mod sandbox;

use async_trait::async_trait;
use kernel::Money;

use crate::ProviderError;

pub use sandbox::SandboxEscrow;

/// Money that is put with the third party, or goes back to whoever paid it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EscrowMove {
    /// Our key of the movement: sent twice, it is made once.
    pub key: String,
    /// For what it is kept: the id of the campaign.
    pub account: String,
    /// How much.
    pub amount: Money,
}

/// The wish that everything kept for a campaign be released to its founder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EscrowRelease {
    /// Our key of the release: sent twice, it is made once.
    pub key: String,
    /// For what it is kept.
    pub account: String,
    /// How much must be there by our books; if it is another amount, nothing is released.
    pub expected: Money,
}

/// Why the third party did not do it.
#[derive(Debug, thiserror::Error)]
pub enum EscrowError {
    /// It says no, and will say no again.
    #[error("the third party that keeps the money refused: {0}")]
    Refused(String),
    /// It does not answer; the same wish with the same key may be sent again.
    #[error("the third party that keeps the money does not answer")]
    Unavailable(#[source] ProviderError),
}

/// Keeps money of campaigns. Never called while a transaction is open.
#[async_trait]
pub trait Escrow: std::fmt::Debug + Send + Sync {
    /// Its name: `sandbox`, `none`.
    fn name(&self) -> &'static str;

    /// Whether there is one at all: where there is none no campaign that needs one goes live.
    fn is_there(&self) -> bool;

    /// Takes money of an investor into keeping.
    ///
    /// # Errors
    /// [`EscrowError`].
    async fn hold(&self, movement: &EscrowMove) -> Result<(), EscrowError>;

    /// Gives money back to whoever paid it.
    ///
    /// # Errors
    /// [`EscrowError::Refused`] if less is kept.
    async fn give_back(&self, movement: &EscrowMove) -> Result<(), EscrowError>;

    /// Releases everything it keeps for a campaign. Returns how much that was.
    ///
    /// # Errors
    /// [`EscrowError::Refused`] if it keeps another amount than is expected.
    async fn release(&self, release: &EscrowRelease) -> Result<Money, EscrowError>;
}

/// No third party: nothing is kept, and nothing released.
#[derive(Debug, Clone, Copy)]
pub struct NoEscrow;

fn nobody() -> EscrowError {
    EscrowError::Refused("no third party is connected".to_owned())
}

#[async_trait]
impl Escrow for NoEscrow {
    fn name(&self) -> &'static str {
        "none"
    }

    fn is_there(&self) -> bool {
        false
    }

    async fn hold(&self, _: &EscrowMove) -> Result<(), EscrowError> {
        Err(nobody())
    }

    async fn give_back(&self, _: &EscrowMove) -> Result<(), EscrowError> {
        Err(nobody())
    }

    async fn release(&self, _: &EscrowRelease) -> Result<Money, EscrowError> {
        Err(nobody())
    }
}
