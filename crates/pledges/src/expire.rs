//! Giving back what was kept for a pledge that was not completed.

use chrono::TimeDelta;
use kernel::PledgeId;

use crate::{Pledge, PledgeError, PledgeState, Pledges, store};

/// How long a provider that does not answer can hold up the end of a reservation.
const PATIENCE: TimeDelta = TimeDelta::minutes(10);

impl Pledges {
    /// Ends a reservation whose time is over. The provider is asked first: if the card was saved
    /// and we were not told, the pledge counts after all.
    ///
    /// # Errors
    /// [`PledgeError::State`] if its time is not over; [`PledgeError::Provider`] if the provider
    /// does not answer, but not for longer than ten minutes.
    #[tracing::instrument(name = "pledges.expire", skip_all, fields(pledge.id = %id))]
    pub async fn expire(&self, id: PledgeId) -> Result<Pledge, PledgeError> {
        let caller = Self::platform();
        let found = store::find(self.db.primary(), id)
            .await?
            .ok_or(PledgeError::NotFound(id))?;
        if found.state != PledgeState::Reserved {
            return Ok(found);
        }
        match self.refresh_setup(&caller, id).await {
            Ok(_) => {}
            Err(PledgeError::Provider(error)) if self.db.clock().now() < found.reserved_until + PATIENCE => {
                return Err(error.into());
            }
            Err(PledgeError::Provider(error)) => {
                let error: &dyn std::error::Error = &error;
                tracing::warn!(
                    error,
                    "a reservation ends although the provider could not be asked"
                );
            }
            Err(other) => return Err(other),
        }
        let tx = self.db.begin().await?;
        let terms = self.terms.lock(&tx, found.campaign_id).await?;
        let mut terms =
            terms.ok_or_else(|| db::Error::corrupt(format_args!("pledge {id} has no campaign")))?;
        let pledge = store::lock(&tx, id).await?;
        if pledge.state != PledgeState::Reserved {
            return Ok(pledge);
        }
        let now = tx.now().await?;
        let expired = pledge.expire(now)?;
        self.end(&tx, &caller, &pledge, &expired, &mut terms, now).await?;
        tx.commit().await?;
        Ok(expired)
    }
}
