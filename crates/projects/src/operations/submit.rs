use chrono::{DateTime, Utc};
use kernel::{Caller, CampaignId, policy::Action};

use super::{Projects, expect_version, step};
use crate::{
    Error, Result,
    campaign::{Campaign, Transition, missing},
    events::CampaignSubmitted,
    projection, store,
    validation::Violation,
};

impl Projects {
    /// Hands a campaign in for review. From here on its patents are its own until it ends.
    ///
    /// # Errors
    /// [`Error::Incomplete`] with everything missing; [`Error::WrongState`]; [`Error::Conflict`];
    /// [`Error::PatentInAnotherCampaign`]; [`Error::FamilyInAnotherCampaign`].
    #[tracing::instrument(name = "projects.submit", skip_all, fields(campaign.id = %id))]
    pub async fn submit(&self, caller: &Caller, id: CampaignId, expected_version: i64) -> Result<Campaign> {
        let tx = self.db.begin().await?;
        let before = self
            .locked(&tx, caller, id, |owner| Action::CampaignSubmit { owner })
            .await?;
        expect_version(expected_version, before.version)?;
        before.state.after(Transition::Submit)?;
        let now = tx.now().await?;
        let gaps = gaps(&*tx, &before, now).await?;
        if !gaps.is_empty() {
            return Err(Error::Incomplete(gaps));
        }
        let links = store::patents::of_campaigns(&*tx, &[id]).await?;
        let rights: Vec<_> = links.iter().map(|link| link.patent_id).collect();
        self.expect_free(&tx, id, &rights).await?;
        projection::refresh(&tx, self, &before).await?;
        let after = step(&tx, caller, &before, Transition::Submit, None, now, |campaign| {
            campaign.submitted_at = Some(now);
        })
        .await?;
        store::reviews::open(&tx, id, now).await?;
        tx.publish(&CampaignSubmitted {
            campaign_id: id,
            founder_id: after.founder_id,
        })
        .await?;
        tx.commit().await?;
        Ok(after)
    }

    /// What a campaign still lacks before it can be handed in.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn missing(&self, campaign: &Campaign) -> Result<Vec<Violation>> {
        Ok(gaps(self.db.reader(), campaign, self.db.clock().now()).await?)
    }
}

async fn gaps(
    conn: &impl sea_orm::ConnectionTrait,
    campaign: &Campaign,
    now: DateTime<Utc>,
) -> db::Result<Vec<Violation>> {
    let ids = [campaign.id];
    let texts = store::campaigns::texts_of(conn, &ids)
        .await?
        .pop()
        .map(|(_, texts)| texts)
        .unwrap_or_default();
    let offered = store::rewards::of_campaigns(conn, &ids, false).await?;
    let rewards = offered.iter().filter(|reward| reward.is_reward()).count();
    let patents = store::patents::of_campaigns(conn, &ids).await?.len();
    Ok(missing(campaign, &texts, rewards, patents, now))
}
