//! Giving money back.

use kernel::Money;
use serde::{Deserialize, Serialize};

use super::Failure;

/// A refund to be made, to the card the money came from and to no other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundRequest {
    /// Our key, such as `refund:refund_…:1`.
    pub key: String,
    /// Our refund, in its text form.
    pub reference: String,
    /// The provider's id of the charge.
    pub charge: String,
    /// How much, in the charge's currency.
    pub amount: Money,
}

/// A refund, as the provider knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refund {
    /// The provider's id of it. Stripe: `re_…`.
    pub provider_id: String,
    /// Our key, from its metadata; absent if it was made in the provider's dashboard.
    pub key: Option<String>,
    /// The provider's id of the charge.
    pub charge: String,
    /// How much.
    pub amount: Money,
    /// Where it stands.
    pub status: RefundStatus,
    /// Why it failed.
    pub failure: Option<Failure>,
}

/// Where a refund stands at the provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundStatus {
    /// On its way.
    Pending,
    /// The provider gave it to the bank. It may still come back.
    Succeeded,
    /// The bank sent it back: the money is with us again.
    Failed,
    /// It was stopped before it went.
    Canceled,
}
