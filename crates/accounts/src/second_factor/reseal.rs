//! Sealing seeds anew, after the installation's master key was changed.

use super::place;
use crate::{service::Accounts, store};

/// Seeds sealed anew in one transaction.
const BATCH: u32 = 500;

impl Accounts {
    /// Seals the seeds of all second factors by the newest master key. Returns how many were sealed anew. Interrupted,
    /// it goes on where it stopped when it is run again.
    ///
    /// # Errors
    /// If the database does not answer, or a seed was sealed by a master key that is not held.
    #[tracing::instrument(name = "accounts.reseal_seeds", skip_all)]
    pub async fn reseal_seeds(&self) -> db::Result<u64> {
        let Some(sealer) = &self.0.sealer else {
            return Ok(0);
        };
        let ids = self.0.db.ids();
        let (mut after, mut count) = (None, 0);
        loop {
            let tx = self.0.db.begin().await?;
            let seeds = store::list_seeds(&tx, after, BATCH).await?;
            let is_last = seeds.len() < BATCH as usize;
            for (user, sealed) in seeds {
                after = Some(user);
                if let Some(anew) = sealer.reseal(ids.as_ref(), &place(user), &sealed)? {
                    count += store::replace_seed(&tx, user, sealed, anew).await?;
                }
            }
            tx.commit().await?;
            if is_last {
                return Ok(count);
            }
        }
    }
}
