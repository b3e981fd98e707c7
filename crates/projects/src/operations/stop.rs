use db::Tx;
use kernel::{Caller, CampaignId, policy::Action};

use super::{Projects, step};
use crate::{
    Error, Result,
    campaign::{Campaign, Transition},
    events::{CampaignCancelled, CampaignSuspended},
    review::Review,
    store, text,
    validation::{Violation, ViolationCode},
};

/// Longest reason.
const REASON: usize = 1_000;

impl Projects {
    /// Ends a campaign before its deadline at its founder's wish. Nothing is charged to anybody.
    ///
    /// # Errors
    /// [`Error::WrongState`] once its deadline was decided on; [`Error::Invalid`] without a reason.
    #[tracing::instrument(name = "projects.cancel", skip_all, fields(campaign.id = %id))]
    pub async fn cancel(&self, caller: &Caller, id: CampaignId, reason: &str) -> Result<Campaign> {
        let act = |owner| Action::CampaignCancel { owner };
        let (tx, after) = self.stop(caller, id, reason, Transition::Cancel, act).await?;
        let launched = after.launched_at.is_some();
        tx.publish(&CampaignCancelled {
            campaign_id: id,
            launched,
        })
        .await?;
        tx.commit().await?;
        Ok(after)
    }

    /// Ends a campaign for the platform's reasons. Nothing is charged to anybody.
    ///
    /// # Errors
    /// [`Error::WrongState`] for a draft or once its deadline was decided on; [`Error::Invalid`]
    /// without a reason.
    #[tracing::instrument(name = "projects.suspend", skip_all, fields(campaign.id = %id))]
    pub async fn suspend(&self, caller: &Caller, id: CampaignId, reason: &str) -> Result<Campaign> {
        let act = |owner| Action::CampaignSuspend { owner };
        let (tx, after) = self.stop(caller, id, reason, Transition::Suspend, act).await?;
        let launched = after.launched_at.is_some();
        tx.publish(&CampaignSuspended {
            campaign_id: id,
            launched,
        })
        .await?;
        tx.commit().await?;
        Ok(after)
    }

    async fn stop(
        &self,
        caller: &Caller,
        id: CampaignId,
        reason: &str,
        transition: Transition,
        act: impl Fn(kernel::UserId) -> Action,
    ) -> Result<(Tx, Campaign)> {
        let tx = self.db.begin().await?;
        let before = self.locked(&tx, caller, id, act).await?;
        let reason =
            text::line("reason", reason, REASON).map_err(|violation| Error::Invalid(vec![violation]))?;
        if reason.is_empty() {
            return Err(Error::Invalid(vec![Violation::new(
                "reason",
                ViolationCode::Required,
            )]));
        }
        let now = tx.now().await?;
        let after = step(&tx, caller, &before, transition, Some(reason), now, |_| {}).await?;
        if let Some(review) = store::reviews::find_open(&tx, id).await? {
            store::reviews::update(
                &tx,
                &Review {
                    decided_at: Some(now),
                    ..review
                },
            )
            .await?;
        }
        Ok((tx, after))
    }
}
