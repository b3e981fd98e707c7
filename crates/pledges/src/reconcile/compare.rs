//! Comparing, and keeping what came of it.

use chrono::TimeDelta;
use kernel::{
    Caller,
    policy::{Action, can},
};

use super::{Difference, Reconciliation, store};
use crate::{PledgeError, Pledges, events};

/// What moved so shortly before may not be in the books yet.
const SETTLED_AFTER: TimeDelta = TimeDelta::minutes(15);

impl Pledges {
    /// Reads what moved at the provider and compares it with the books, each thing by all that ever happened to it. Nothing is
    /// put right here. What differs is kept, and told.
    ///
    /// # Errors
    /// [`PledgeError::Provider`] if the provider does not answer: then nothing is compared.
    #[tracing::instrument(name = "pledges.reconcile", skip_all)]
    pub async fn reconcile(&self) -> Result<Reconciliation, PledgeError> {
        let new_movements = self.read_movements().await?;
        let provider = self.provider.name();
        let tx = self.db.begin().await?;
        let now = tx.now().await?;
        let moved_until = now - SETTLED_AFTER;
        let sums = store::sums(&*tx, provider, moved_until).await?;
        let differences: Vec<Difference> = sums
            .iter()
            .filter(|sums| !sums.under_way && sums.books_minor != sums.provider_minor)
            .map(|sums| sums.difference())
            .collect::<Result<_, _>>()?;
        let under_way = sums.iter().filter(|sums| sums.under_way).count();
        let made = Reconciliation {
            id: tx.new_id(now),
            provider: provider.to_owned(),
            reconciled_at: now,
            moved_until,
            new_movements,
            compared: sums.len() as u64,
            under_way: under_way as u64,
            differences,
        };
        let last = store::newest(&*tx, provider).await?;
        store::insert(&tx, &made).await?;
        if !made.differences.is_empty() {
            tracing::error!(
                differences = made.differences.len(),
                "the books and the payment provider do not agree"
            );
            // What was told yesterday is shown on the page; people are told of what is new.
            if last.is_none_or(|last| last.differences != made.differences) {
                tx.publish(&events::BooksDiffer::of(&made)).await?;
            }
        }
        tx.commit().await?;
        Ok(made)
    }

    /// The newest comparison, for finance officers; nothing before the first.
    ///
    /// # Errors
    /// [`PledgeError::Forbidden`] if the caller may not see the books.
    pub async fn newest_reconciliation(
        &self,
        caller: &Caller,
    ) -> Result<Option<Reconciliation>, PledgeError> {
        can(caller, Action::LedgerView).map_err(|denied| denied.or_missing(PledgeError::NoQueue))?;
        Ok(store::newest(self.db.reader(), self.provider.name()).await?)
    }
}
