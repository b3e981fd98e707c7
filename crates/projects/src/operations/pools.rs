use db::{Act, Tx};
use kernel::{
    Caller, CampaignId, RewardPoolId, UserId, kind,
    policy::{self, Action},
};
use uuid::Uuid;

use super::{Projects, expect_version, rewards::editable};
use crate::{
    Error, Result,
    campaign::{Campaign, Limits},
    events::CampaignEdited,
    pool::{AddPool, EditPool, RewardPool},
    store,
    validation::{Violation, ViolationCode},
};

impl Projects {
    /// Adds a stock that rewards of the campaign can share.
    ///
    /// # Errors
    /// [`Error::Invalid`] with everything wrong; [`Error::NotEditable`] under review or after the end.
    #[tracing::instrument(name = "projects.add_pool", skip_all, fields(campaign.id = %id))]
    pub async fn add_pool(&self, caller: &Caller, id: CampaignId, pool: AddPool) -> Result<RewardPool> {
        let tx = self.db.begin().await?;
        let campaign = self
            .locked(&tx, caller, id, |owner| Action::CampaignEdit { owner })
            .await?;
        editable(&campaign)?;
        let kept = pool.check().map_err(Error::Invalid)?;
        let others = store::pools::of_campaigns(&*tx, &[id]).await?;
        if others.len() >= Limits::POOLS {
            let many = Violation::new("pools", ViolationCode::TooMany).with("max", Limits::POOLS);
            return Err(Error::Invalid(vec![many]));
        }
        let pool = RewardPool {
            id: tx.new_id::<kind::RewardPool>(tx.now().await?),
            campaign_id: id,
            name: kept.name,
            limit: kept.limit,
            claimed: 0,
            position: others.last().map_or(0, |last| last.position + 1),
            version: 1,
        };
        store::pools::insert(&tx, &pool).await?;
        let act = Act::new("reward_pool.add", pool.id).after(pool.trace());
        tell(tx, caller, &campaign, act).await?;
        Ok(pool)
    }

    /// Changes a pool. Its limit only rises once its campaign was approved, and never falls below what is taken. Its name stays
    /// as soon as somebody chose something out of it.
    ///
    /// # Errors
    /// [`Error::PoolChosen`]; [`Error::Invalid`] with everything wrong; [`Error::Conflict`].
    #[tracing::instrument(name = "projects.edit_pool", skip_all, fields(pool.id = %id))]
    pub async fn edit_pool(
        &self,
        caller: &Caller,
        id: RewardPoolId,
        expected_version: i64,
        edit: EditPool,
    ) -> Result<RewardPool> {
        let tx = self.db.begin().await?;
        let (campaign, before) = self.locked_pool(&tx, caller, id).await?;
        expect_version(expected_version, before.version)?;
        let kept = edit.onto(&before, campaign.state).map_err(Error::Invalid)?;
        if before.claimed > 0 && kept.name != before.name {
            return Err(Error::PoolChosen);
        }
        let after = RewardPool {
            name: kept.name,
            limit: kept.limit,
            version: before.version + 1,
            ..before.clone()
        };
        store::pools::update(&tx, &after).await?;
        let act = Act::new("reward_pool.edit", id)
            .before(before.trace())
            .after(after.trace());
        tell(tx, caller, &campaign, act).await?;
        Ok(after)
    }

    /// Takes a pool away that no reward shares.
    ///
    /// # Errors
    /// [`Error::PoolShared`] while a reward is taken out of it.
    #[tracing::instrument(name = "projects.remove_pool", skip_all, fields(pool.id = %id))]
    pub async fn remove_pool(&self, caller: &Caller, id: RewardPoolId) -> Result<Campaign> {
        let tx = self.db.begin().await?;
        let (campaign, before) = self.locked_pool(&tx, caller, id).await?;
        if store::pools::is_shared(&tx, id).await? {
            return Err(Error::PoolShared);
        }
        store::pools::delete(&tx, id).await?;
        let act = Act::new("reward_pool.remove", id).before(before.trace());
        tell(tx, caller, &campaign, act).await?;
        Ok(campaign)
    }

    async fn locked_pool(
        &self,
        tx: &Tx,
        caller: &Caller,
        id: RewardPoolId,
    ) -> Result<(Campaign, RewardPool)> {
        let find = async || {
            store::pools::by_ids(&**tx, &[id])
                .await
                .map(|mut found| found.pop())
        };
        let Some(found) = find().await? else {
            let owner = UserId::from_uuid(Uuid::nil());
            policy::can(caller, Action::CampaignEdit { owner })?;
            return Err(Error::NotFound);
        };
        let campaign = self
            .locked(tx, caller, found.campaign_id, |owner| Action::CampaignEdit {
                owner,
            })
            .await?;
        editable(&campaign)?;
        // Read again under the campaign's lock: pledges count how many are taken.
        let pool = find().await?.ok_or(Error::NotFound)?;
        Ok((campaign, pool))
    }
}

/// Records what was done with a pool, tells of it, and keeps it.
async fn tell(tx: Tx, caller: &Caller, campaign: &Campaign, act: Act) -> Result<()> {
    tx.record(caller, act).await?;
    tx.publish(&CampaignEdited {
        campaign_id: campaign.id,
        version: campaign.version,
    })
    .await?;
    tx.commit().await?;
    Ok(())
}
