//! What pledges chose, what refunds are for, and the stock that rewards share.

use std::collections::HashMap;

use async_graphql::{Error, dataloader::Loader};
use kernel::{CampaignId, PledgeId, RefundId, RewardPoolId};
use pledges::{Item, ItemWish, PledgeItem};
use projects::RewardPool;

use super::{Batch, Loaded, under};
use crate::graphql::{context::database, refusals::refused};

/// What a pledge has now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::graphql) struct ItemsOf(pub PledgeId);
/// What a pledge had at one of its versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::graphql) struct ItemsAt(pub PledgeId, pub i64);
/// For which things a refund of a pledge is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::graphql) struct ItemsRefunded(pub RefundId, pub PledgeId);
/// The stocks that rewards of a campaign share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::graphql) struct PoolsOf(pub CampaignId);

impl Loader<ItemsOf> for Batch {
    type Value = Vec<PledgeItem>;
    type Error = Error;

    async fn load(&self, keys: &[ItemsOf]) -> Loaded<ItemsOf, Self::Value> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = self.app.pledges.items_of(&self.caller, &ids).await;
        let found = found.map_err(database)?.into_iter();
        Ok(under(found.map(|item| (ItemsOf(item.pledge_id), item))))
    }
}

impl Loader<ItemsAt> for Batch {
    type Value = Vec<Item>;
    type Error = Error;

    async fn load(&self, keys: &[ItemsAt]) -> Loaded<ItemsAt, Self::Value> {
        let versions: Vec<_> = keys.iter().map(|key| (key.0, key.1)).collect();
        let found = self.app.pledges.items_at(&self.caller, &versions).await;
        let found = found.map_err(database)?.into_iter();
        Ok(under(
            found.map(|(pledge, version, item)| (ItemsAt(pledge, version), item)),
        ))
    }
}

impl Loader<ItemsRefunded> for Batch {
    type Value = Vec<ItemWish>;
    type Error = Error;

    async fn load(&self, keys: &[ItemsRefunded]) -> Loaded<ItemsRefunded, Self::Value> {
        let refunds: Vec<_> = keys.iter().map(|key| (key.0, key.1)).collect();
        let pledges: HashMap<_, _> = refunds.iter().copied().collect();
        let found = self.app.pledges.refunded_items_of(&self.caller, &refunds).await;
        let found = found.map_err(database)?.into_iter();
        Ok(under(found.map(|(refund, item)| {
            (ItemsRefunded(refund, pledges[&refund]), item)
        })))
    }
}

impl Loader<PoolsOf> for Batch {
    type Value = Vec<RewardPool>;
    type Error = Error;

    async fn load(&self, keys: &[PoolsOf]) -> Loaded<PoolsOf, Self::Value> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = self.app.projects.pools_of(&ids).await.map_err(refused)?;
        Ok(under(
            found.into_iter().map(|pool| (PoolsOf(pool.campaign_id), pool)),
        ))
    }
}

impl Loader<RewardPoolId> for Batch {
    type Value = RewardPool;
    type Error = Error;

    async fn load(&self, keys: &[RewardPoolId]) -> Loaded<RewardPoolId, RewardPool> {
        let found = self.app.projects.pools_by_ids(keys).await.map_err(refused)?;
        Ok(found.into_iter().map(|pool| (pool.id, pool)).collect())
    }
}
