use chrono::{DateTime, Utc};
use db::{Act, Tx};
use kernel::{
    Caller, CampaignId, RewardId, RewardPoolId, UserId, kind,
    policy::{self, Action},
};
use uuid::Uuid;

use super::{Projects, expect_version};
use crate::{
    Error, Result,
    campaign::{Campaign, CampaignState, Limits},
    events::CampaignEdited,
    pool::RewardPool,
    reward::{AddReward, EditReward, Reward},
    store,
    validation::{Violation, ViolationCode},
};

impl Projects {
    /// Adds a reward: to a draft, or later, as one more choice.
    ///
    /// # Errors
    /// [`Error::Invalid`] with everything wrong; [`Error::NotEditable`] under review or after the end.
    #[tracing::instrument(name = "projects.add_reward", skip_all, fields(campaign.id = %id))]
    pub async fn add_reward(&self, caller: &Caller, id: CampaignId, reward: AddReward) -> Result<Reward> {
        let tx = self.db.begin().await?;
        let campaign = self
            .locked(&tx, caller, id, |owner| Action::CampaignEdit { owner })
            .await?;
        editable(&campaign)?;
        let now = tx.now().await?;
        let kept = reward
            .check(campaign.currency, now.date_naive())
            .map_err(Error::Invalid)?;
        let others = store::rewards::of_campaigns(&*tx, &[id], true).await?;
        let pools = store::pools::of_campaigns(&*tx, &[id]).await?;
        let violations = kept.check_named(&others, &pools);
        if !violations.is_empty() {
            return Err(Error::Invalid(violations));
        }
        if others.len() >= Limits::REWARDS {
            let many = Violation::new("rewards", ViolationCode::TooMany).with("max", Limits::REWARDS);
            return Err(Error::Invalid(vec![many]));
        }
        let reward = Reward {
            id: tx.new_id::<kind::Reward>(now),
            campaign_id: id,
            kind: kept.kind,
            title: kept.title,
            description: kept.description,
            amount: kept.amount,
            limit: kept.limit,
            claimed: 0,
            pool_id: kept.pool_id,
            pool_remaining: remaining_in(&pools, kept.pool_id),
            per_pledge_limit: kept.per_pledge_limit,
            offered_with: kept.offered_with,
            deliver_on: kept.deliver_on,
            position: others.last().map_or(0, |last| last.position + 1),
            retired: false,
            version: 1,
        };
        store::rewards::insert(&tx, &reward).await?;
        tx.record(caller, Act::new("reward.add", reward.id).after(reward.trace()))
            .await?;
        tx.publish(&CampaignEdited {
            campaign_id: id,
            version: campaign.version,
        })
        .await?;
        tx.commit().await?;
        Ok(reward)
    }

    /// Changes a reward. What somebody chose stays as it was promised; only its limit may rise.
    ///
    /// # Errors
    /// [`Error::RewardChosen`]; [`Error::Invalid`] with everything wrong; [`Error::Conflict`].
    #[tracing::instrument(name = "projects.edit_reward", skip_all, fields(reward.id = %id))]
    pub async fn edit_reward(
        &self,
        caller: &Caller,
        id: RewardId,
        expected_version: i64,
        edit: EditReward,
    ) -> Result<Reward> {
        let tx = self.db.begin().await?;
        let (campaign, before, now) = self.locked_reward(&tx, caller, id).await?;
        expect_version(expected_version, before.version)?;
        let promised = edit
            .breaks_promise(&before, campaign.state)
            .map_err(|v| Error::Invalid(vec![v]))?;
        if promised && before.claimed > 0 {
            return Err(Error::RewardChosen);
        }
        // A delivery day that has passed may stand as it was; a new one may not be in the past.
        let today = before
            .deliver_on
            .filter(|on| edit.deliver_on.is_none_or(|new| new == Some(*on)));
        let today = today.map_or(now.date_naive(), |on| on.min(now.date_naive()));
        let kept = edit
            .onto(&before)
            .check(campaign.currency, today)
            .map_err(Error::Invalid)?;
        let others = store::rewards::of_campaigns(&*tx, &[campaign.id], true).await?;
        let pools = store::pools::of_campaigns(&*tx, &[campaign.id]).await?;
        let violations = edit.check_named(before.kind, &others, &pools);
        if !violations.is_empty() {
            return Err(Error::Invalid(violations));
        }
        let after = Reward {
            title: kept.title,
            description: kept.description,
            amount: kept.amount,
            limit: kept.limit,
            pool_id: kept.pool_id,
            pool_remaining: remaining_in(&pools, kept.pool_id),
            per_pledge_limit: kept.per_pledge_limit,
            offered_with: kept.offered_with,
            deliver_on: kept.deliver_on,
            version: before.version + 1,
            ..before.clone()
        };
        store::rewards::update(&tx, &after).await?;
        tx.record(
            caller,
            Act::new("reward.edit", id)
                .before(before.trace())
                .after(after.trace()),
        )
        .await?;
        tx.publish(&CampaignEdited {
            campaign_id: campaign.id,
            version: campaign.version,
        })
        .await?;
        tx.commit().await?;
        Ok(after)
    }

    /// Takes a reward back: off a draft for good; from a campaign that was launched only if nobody
    /// holds it, and it is kept for those who once chose it. Add-ons that are offered with others as well are offered with those
    /// alone from then on.
    ///
    /// # Errors
    /// [`Error::RewardChosen`] if somebody holds it; [`Error::OfferedWithAlone`] if an add-on would be offered with nothing.
    #[tracing::instrument(name = "projects.remove_reward", skip_all, fields(reward.id = %id))]
    pub async fn remove_reward(&self, caller: &Caller, id: RewardId) -> Result<Campaign> {
        let tx = self.db.begin().await?;
        let (campaign, before, now) = self.locked_reward(&tx, caller, id).await?;
        if before.claimed > 0 {
            return Err(Error::RewardChosen);
        }
        if before.is_reward() && !campaign.state.is_draft() {
            let offered = store::rewards::of_campaigns(&*tx, &[campaign.id], false).await?;
            if offered.iter().filter(|other| other.is_reward()).count() <= 1 {
                let few = Violation::new("rewards", ViolationCode::TooFew).with("min", 1);
                return Err(Error::Invalid(vec![few]));
            }
        }
        self.take_out_of_offers(&tx, caller, &before).await?;
        if campaign.launched_at.is_some() {
            store::rewards::retire(&tx, id, now).await?;
        } else {
            store::rewards::delete(&tx, id).await?;
        }
        tx.record(caller, Act::new("reward.remove", id).before(before.trace()))
            .await?;
        tx.publish(&CampaignEdited {
            campaign_id: campaign.id,
            version: campaign.version,
        })
        .await?;
        tx.commit().await?;
        Ok(campaign)
    }

    /// Add-ons name a reward that goes no longer. Whoever chose such an add-on has another of its rewards, so nothing that was
    /// promised changes.
    async fn take_out_of_offers(&self, tx: &Tx, caller: &Caller, reward: &Reward) -> Result<()> {
        let all = store::rewards::of_campaigns(&**tx, &[reward.campaign_id], false).await?;
        let names = |add_on: &Reward| {
            let offered = add_on.offered_with.as_ref();
            offered.is_some_and(|offered| offered.contains(&reward.id))
        };
        let offered: Vec<Reward> = all.into_iter().filter(names).collect();
        let rest = |add_on: &Reward| -> Vec<RewardId> {
            let offered = add_on.offered_with.iter().flatten().copied();
            offered.filter(|id| *id != reward.id).collect()
        };
        let alone = offered.iter().filter(|add_on| rest(add_on).is_empty());
        let alone: Vec<_> = alone.map(|add_on| add_on.title.clone()).collect();
        if !alone.is_empty() {
            return Err(Error::OfferedWithAlone(alone));
        }
        for before in offered {
            let after = Reward {
                offered_with: Some(rest(&before)),
                version: before.version + 1,
                ..before.clone()
            };
            store::rewards::update(tx, &after).await?;
            let act = Act::new("reward.edit", before.id).before(&before).after(&after);
            tx.record(caller, act).await?;
        }
        Ok(())
    }

    async fn locked_reward(
        &self,
        tx: &Tx,
        caller: &Caller,
        id: RewardId,
    ) -> Result<(Campaign, Reward, DateTime<Utc>)> {
        let Some(found) = store::rewards::find(&**tx, id).await? else {
            policy::can(
                caller,
                Action::CampaignEdit {
                    owner: UserId::from_uuid(Uuid::nil()),
                },
            )?;
            return Err(Error::NotFound);
        };
        let campaign = self
            .locked(tx, caller, found.campaign_id, |owner| Action::CampaignEdit {
                owner,
            })
            .await?;
        editable(&campaign)?;
        // Read again under the campaign's lock: pledges count how many are taken.
        let reward = store::rewards::find(&**tx, id)
            .await?
            .filter(|reward| !reward.retired);
        Ok((campaign, reward.ok_or(Error::NotFound)?, tx.now().await?))
    }
}

/// How many are left in a pool that has a limit.
fn remaining_in(pools: &[RewardPool], id: Option<RewardPoolId>) -> Option<i32> {
    let pool = pools.iter().find(|pool| Some(pool.id) == id)?;
    pool.remaining()
}

pub(super) fn editable(campaign: &Campaign) -> Result<()> {
    if campaign.state.is_before_close() && campaign.state != CampaignState::InReview {
        Ok(())
    } else {
        Err(Error::NotEditable(campaign.state))
    }
}
