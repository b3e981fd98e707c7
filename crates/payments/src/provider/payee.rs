//! Paying founders out. Stripe: connected accounts, with separate charges and transfers.

use chrono::{DateTime, Utc};
use kernel::Money;
use serde::{Deserialize, Serialize};

/// An account to be opened for a founder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayeeRequest {
    /// Our key, such as `payee:user_…:1`.
    pub key: String,
    /// The founder, in the text form of the user's id.
    pub founder: String,
    /// The country the founder is paid in, ISO 3166-1 alpha-2.
    pub country: String,
}

/// A founder's account, as the provider knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payee {
    /// The provider's id of it. Stripe: `acct_…`.
    pub provider_id: String,
    /// The country it is paid in.
    pub country: String,
    /// Whether the founder told everything that was asked.
    pub details_submitted: bool,
    /// Whether money may be sent to it and from it to the founder's bank.
    pub payouts_enabled: bool,
    /// What the provider still wants to know, in its words.
    pub requirements: Vec<String>,
    /// Why it is not paid, in the provider's word.
    pub disabled_reason: Option<String>,
    /// The bank account behind it, as far as it may be shown, such as `US ····6789`.
    pub destination: Option<String>,
}

/// A page on which a founder completes the account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayeeLink {
    /// Where it is.
    pub url: String,
    /// Until when it is good.
    pub expires_at: DateTime<Utc>,
}

/// Money to be moved from the platform to a founder's account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransferRequest {
    /// Our key, such as `payout:payout_…:1`.
    pub key: String,
    /// Our payout, in its text form.
    pub reference: String,
    /// The campaign, in its text form: charges and transfers of one campaign belong together.
    pub group: String,
    /// The provider's id of the founder's account.
    pub payee: String,
    /// How much.
    pub amount: Money,
}

/// A transfer, as the provider knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfer {
    /// The provider's id of it. Stripe: `tr_…`.
    pub provider_id: String,
    /// Our key, from its metadata.
    pub key: Option<String>,
    /// The provider's id of the founder's account.
    pub payee: String,
    /// How much.
    pub amount: Money,
    /// How much of it was taken back, in minor units of its currency.
    pub reversed_minor: i64,
}

/// Money of a transfer to be taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReversalRequest {
    /// Our key.
    pub key: String,
    /// The provider's id of the transfer.
    pub transfer: String,
    /// How much.
    pub amount: Money,
}

/// Money of a transfer that was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reversal {
    /// The provider's id of it. Stripe: `trr_…`.
    pub provider_id: String,
    /// The provider's id of the transfer.
    pub transfer: String,
    /// How much.
    pub amount: Money,
}
