//! Giving up all pledges of a campaign that ended without being funded.

use kernel::CampaignId;

use crate::{EndReason, PledgeError, Pledges, store};

/// How many pledges are released in one transaction.
const BATCH: usize = 50;

impl Pledges {
    /// Releases every pledge of a campaign that was not charged. Batch by batch: stopped at any
    /// point and run again, it goes on where it was. Returns how many it released.
    ///
    /// # Errors
    /// [`PledgeError::Ledger`] or [`PledgeError::Store`]; what was released stays so.
    #[tracing::instrument(name = "pledges.release_all", skip_all, fields(campaign.id = %campaign))]
    pub async fn release_all(&self, campaign: CampaignId, reason: EndReason) -> Result<u64, PledgeError> {
        let mut released = 0;
        loop {
            let batch = self.release_batch(campaign, reason).await?;
            released += batch;
            if batch == 0 {
                return Ok(released);
            }
        }
    }

    async fn release_batch(&self, campaign: CampaignId, reason: EndReason) -> Result<u64, PledgeError> {
        let caller = Self::platform();
        let tx = self.db.begin().await?;
        let terms = self.terms.lock(&tx, campaign).await?;
        let mut terms =
            terms.ok_or_else(|| db::Error::corrupt(format_args!("there is no campaign {campaign}")))?;
        let rest = format!(
            "campaign_id = $1 AND state IN ('reserved', 'authorised', 'committed', 'reconfirm_due')
             ORDER BY id LIMIT {BATCH}{}",
            tx.for_update()
        );
        let pledges = store::select(&*tx, &rest, vec![campaign.uuid().into()]).await?;
        let now = tx.now().await?;
        for pledge in &pledges {
            let after = pledge.release(reason, now)?;
            self.end(&tx, &caller, pledge, &after, &mut terms, now).await?;
        }
        tx.commit().await?;
        Ok(u64::try_from(pledges.len()).unwrap_or(0))
    }
}
