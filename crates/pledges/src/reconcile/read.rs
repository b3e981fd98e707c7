//! Reading what moved, page by page.

use chrono::TimeDelta;

use super::store;
use crate::{PledgeError, Pledges};

/// How far back the list is read again: a provider may write a movement late.
const OVERLAP: TimeDelta = TimeDelta::days(3);
/// Pages read in one go at the most: a million movements.
const PAGES: usize = 10_000;

impl Pledges {
    /// Keeps what moved at the provider since it was last read. How many movements were new.
    ///
    /// # Errors
    /// [`PledgeError::Provider`] if the provider does not answer: what was read stays.
    pub(super) async fn read_movements(&self) -> Result<u64, PledgeError> {
        let provider = self.provider.name();
        // Since the last time that all was read; from the beginning, if it never was.
        let last = store::newest(self.db.primary(), provider).await?;
        let since = last.map_or_else(Default::default, |last| last.reconciled_at - OVERLAP);
        let (mut new, mut after) = (0, None::<String>);
        for _ in 0..PAGES {
            let page = self.provider.movements(since, after.as_deref()).await?;
            let tx = self.db.begin().await?;
            let now = tx.now().await?;
            for movement in &page.movements {
                new += store::keep_movement(&tx, provider, movement, now).await?;
            }
            tx.commit().await?;
            after = page.movements.last().map(|movement| movement.id.clone());
            if !page.has_more || after.is_none() {
                return Ok(new);
            }
        }
        Err(db::Error::corrupt("more movements than are read in one go").into())
    }
}
