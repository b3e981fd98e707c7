//! What moved on the platform's balance at the provider.

use chrono::{DateTime, Utc};
use kernel::Money;
use serde::{Deserialize, Serialize};

/// What a movement belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MovementKind {
    /// Money of a card, or its fee.
    Charge,
    /// Money back to a card, or a refund that came back.
    Refund,
    /// Contested money that was withdrawn or came back, or the fee of a dispute.
    Dispute,
    /// Money to a founder, or taken back from one.
    Transfer,
    /// What no call of ours causes: money to the platform's own bank, the provider's monthly fees.
    Other,
}

impl MovementKind {
    /// Every one of them.
    pub const ALL: [Self; 5] = [
        Self::Charge,
        Self::Refund,
        Self::Dispute,
        Self::Transfer,
        Self::Other,
    ];

    /// The word as stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Charge => "charge",
            Self::Refund => "refund",
            Self::Dispute => "dispute",
            Self::Transfer => "transfer",
            Self::Other => "other",
        }
    }
}

/// Something that moved on the platform's balance. Never changed: what is corrected is another movement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Movement {
    /// The provider's id of it.
    pub id: String,
    /// What it belongs to.
    pub kind: MovementKind,
    /// The provider's id of that, as the calls about it know it: of a card's payment that of the charge, of money taken back
    /// from a founder that of the transfer.
    pub source: String,
    /// What the balance changed by, after the provider's fee; less than nothing if it fell.
    pub net: Money,
    /// When.
    pub moved_at: DateTime<Utc>,
}

/// A page of the provider's list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovementPage {
    /// The movements, the newest first.
    pub movements: Vec<Movement>,
    /// Whether older ones follow; ask again after the last of these.
    pub has_more: bool,
}
