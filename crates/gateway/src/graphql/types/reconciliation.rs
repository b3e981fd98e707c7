//! The books against the payment provider.

use async_graphql::SimpleObject;
use chrono::{DateTime, Utc};
use kernel::Money as Amount;

use super::super::money::Money;

/// A comparison of what moved on the balance at the payment provider with the books, thing by thing.
#[derive(SimpleObject)]
pub struct Reconciliation {
    /// When it was made.
    reconciled_at: DateTime<Utc>,
    /// What moved later was left for the next one.
    moved_until: DateTime<Utc>,
    /// How many charges, refunds, disputes and transfers were compared.
    compared: i32,
    /// How many of them wait for a bank, so that both sides need not agree yet.
    under_way: i32,
    /// What does not agree; a thousand at most.
    differences: Vec<ReconciliationDifference>,
}

/// Something about which the payment provider and the books do not agree.
#[derive(SimpleObject)]
pub struct ReconciliationDifference {
    /// The provider's id of it; of an entry that belongs to nothing there, the entry's kind.
    source: String,
    /// What the books say that moved.
    books: Money,
    /// What moved at the provider.
    provider: Money,
}

impl From<pledges::Reconciliation> for Reconciliation {
    fn from(made: pledges::Reconciliation) -> Self {
        let count = |count: u64| i32::try_from(count).unwrap_or(i32::MAX);
        let difference = |found: pledges::Difference| ReconciliationDifference {
            books: Amount::new(found.books_minor, found.currency).into(),
            provider: Amount::new(found.provider_minor, found.currency).into(),
            source: found.source,
        };
        Self {
            reconciled_at: made.reconciled_at,
            moved_until: made.moved_until,
            compared: count(made.compared),
            under_way: count(made.under_way),
            differences: made.differences.into_iter().map(difference).collect(),
        }
    }
}
