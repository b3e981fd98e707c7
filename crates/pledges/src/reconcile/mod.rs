//! The provider's balance against the books, thing by thing.
//!
//! Every movement on the balance at the provider is read and kept. For each charge, refund, dispute and transfer, the sum of what
//! moved there must be the sum of what stands in the books of the money at the provider. What differs is kept as evidence, and
//! told to finance officers: it is for a person, and nothing is ever put right by guessing.

mod compare;
mod read;
mod store;

use chrono::{DateTime, Utc};
use kernel::{Currency, ReconciliationId};

/// One comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reconciliation {
    /// Its id.
    pub id: ReconciliationId,
    /// The provider.
    pub provider: String,
    /// When it was made.
    pub reconciled_at: DateTime<Utc>,
    /// What moved later was left for the next one.
    pub moved_until: DateTime<Utc>,
    /// How many movements were read that were not known before.
    pub new_movements: u64,
    /// How many things were compared.
    pub compared: u64,
    /// How many of them wait for a bank, so that both sides need not agree yet.
    pub under_way: u64,
    /// What does not agree.
    pub differences: Vec<Difference>,
}

/// Something about which the provider and the books do not agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The provider's id of it; of an entry that belongs to nothing there, the entry's kind.
    pub source: String,
    /// The currency of both sums.
    pub currency: Currency,
    /// What the books say that moved, in minor units.
    pub books_minor: i64,
    /// What moved at the provider, in minor units.
    pub provider_minor: i64,
}
