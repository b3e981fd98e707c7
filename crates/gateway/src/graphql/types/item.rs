//! What a pledge chose, and for what of it money went back.

use async_graphql::{ComplexObject, Context, ID, InputObject, Result, SimpleObject};
use kernel::RewardId;

use super::{
    super::{context::Resolving, ids::typed, money::Money},
    reward::Reward,
};

/// So many of something that a campaign offers.
#[derive(InputObject)]
pub struct ItemInput {
    /// Which reward or add-on.
    reward_id: ID,
    /// How many.
    quantity: i32,
}

/// The things named in an input.
///
/// # Errors
/// `BAD_USER_INPUT` for an id of something else.
pub fn wished(items: &[ItemInput]) -> Result<Vec<pledges::ItemWish>> {
    let read = items.iter().map(|item| {
        Ok(pledges::ItemWish {
            reward_id: typed(&item.reward_id)?,
            quantity: item.quantity,
        })
    });
    read.collect()
}

/// Something a pledge has: its reward, or an add-on.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct PledgeItem {
    #[graphql(skip)]
    reward: RewardId,
    /// How many.
    quantity: i32,
    /// What one of them costs, as it was when it was first chosen.
    unit_amount: Money,
    /// Of how many the money goes back, or went back, by refunds that name them. Stock does not come back by that.
    refunded_quantity: i32,
}

#[ComplexObject]
impl PledgeItem {
    /// What it is.
    async fn reward(&self, ctx: &Context<'_>) -> Option<Result<Reward>> {
        reward(ctx, self.reward).await
    }
}

/// Something a pledge had before, or has since, it was changed.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct AdjustedItem {
    #[graphql(skip)]
    reward: RewardId,
    /// How many.
    quantity: i32,
    /// What one of them costs, as it was when it was first chosen.
    unit_amount: Money,
}

#[ComplexObject]
impl AdjustedItem {
    /// What it is.
    async fn reward(&self, ctx: &Context<'_>) -> Option<Result<Reward>> {
        reward(ctx, self.reward).await
    }
}

/// Something that a refund is for.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct RefundItem {
    #[graphql(skip)]
    reward: RewardId,
    /// Of how many.
    quantity: i32,
}

#[ComplexObject]
impl RefundItem {
    /// What it is.
    async fn reward(&self, ctx: &Context<'_>) -> Option<Result<Reward>> {
        reward(ctx, self.reward).await
    }
}

async fn reward(ctx: &Context<'_>, id: RewardId) -> Option<Result<Reward>> {
    let found = async { Ok(ctx.loaders()?.one(id).await?.map(Reward)) };
    found.await.transpose()
}

impl From<pledges::PledgeItem> for PledgeItem {
    fn from(had: pledges::PledgeItem) -> Self {
        Self {
            reward: had.item.reward_id,
            quantity: had.item.quantity,
            unit_amount: had.item.unit.into(),
            refunded_quantity: had.refunded,
        }
    }
}

impl From<pledges::Item> for AdjustedItem {
    fn from(item: pledges::Item) -> Self {
        Self {
            reward: item.reward_id,
            quantity: item.quantity,
            unit_amount: item.unit.into(),
        }
    }
}

impl From<pledges::ItemWish> for RefundItem {
    fn from(item: pledges::ItemWish) -> Self {
        Self {
            reward: item.reward_id,
            quantity: item.quantity,
        }
    }
}
