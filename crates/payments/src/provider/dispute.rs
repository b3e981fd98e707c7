//! Charges that their payers contest at the bank.

use chrono::{DateTime, Utc};
use kernel::Money;
use serde::{Deserialize, Serialize};

/// A dispute, as the provider knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dispute {
    /// The provider's id of it. Stripe: `dp_…`.
    pub provider_id: String,
    /// The provider's id of the charge.
    pub charge: String,
    /// How much is contested; may be less than the charge.
    pub amount: Money,
    /// The bank's reason, in the provider's word: `fraudulent`, `product_not_received`.
    pub reason: String,
    /// Where it stands.
    pub status: DisputeStatus,
    /// Until when evidence may be handed in.
    pub evidence_due_at: Option<DateTime<Utc>>,
    /// Whether the contested money was taken from us; it comes back if the dispute is won.
    pub is_withdrawn: bool,
    /// What the provider took for its trouble; it stays taken.
    pub fee: Option<Money>,
}

/// Where a dispute stands at the provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisputeStatus {
    /// The bank asks; no money is taken yet, and none may ever be.
    WarningNeedsResponse,
    /// The bank reads the answer to its question.
    WarningUnderReview,
    /// The bank asked and left it at that. Final.
    WarningClosed,
    /// Evidence is awaited.
    NeedsResponse,
    /// The bank decides.
    UnderReview,
    /// For us. Final.
    Won,
    /// For the payer. Final.
    Lost,
}

impl DisputeStatus {
    /// Whether nothing more will happen.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::WarningClosed | Self::Won | Self::Lost)
    }
}

/// What speaks for a charge. Texts in English, as the card networks read them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisputeEvidence {
    /// What was promised for the money.
    pub product_description: String,
    /// When the payer agreed, and to what: the time of the pledge, the hash of what was shown.
    pub service_date: Option<String>,
    /// Everything else that speaks for the charge, as one text.
    pub uncategorized_text: String,
    /// Whether it is handed in now; else it is kept as a draft.
    pub submit: bool,
}
