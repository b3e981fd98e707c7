//! What a pledge was before it was changed, and what it became.

use async_graphql::{ComplexObject, Context, Result, SimpleObject};
use chrono::{DateTime, Utc};
use kernel::{PledgeId, RewardId};

use super::{
    super::{context::Resolving, loaders::ItemsAt, money::Money},
    item::AdjustedItem,
    reward::Reward,
};

/// A change of what a pledge promises or earns.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct PledgeAdjustment {
    /// When.
    adjusted_at: DateTime<Utc>,
    /// What was promised before.
    amount_before: Money,
    /// What is promised since.
    amount_after: Money,
    #[graphql(skip)]
    before: Option<RewardId>,
    #[graphql(skip)]
    after: Option<RewardId>,
    #[graphql(skip)]
    pledge: PledgeId,
    #[graphql(skip)]
    items_before: Option<i64>,
    #[graphql(skip)]
    items_after: Option<i64>,
}

#[ComplexObject]
impl PledgeAdjustment {
    /// What it earned before; null without a reward.
    async fn reward_before(&self, ctx: &Context<'_>) -> Result<Option<Reward>> {
        reward(ctx, self.before).await
    }

    /// What it earns since; null without a reward.
    async fn reward_after(&self, ctx: &Context<'_>) -> Result<Option<Reward>> {
        reward(ctx, self.after).await
    }

    /// What it had before: its reward first, then add-ons.
    async fn items_before(&self, ctx: &Context<'_>) -> Result<Vec<AdjustedItem>> {
        items(ctx, self.pledge, self.items_before).await
    }

    /// What it has since.
    async fn items_after(&self, ctx: &Context<'_>) -> Result<Vec<AdjustedItem>> {
        items(ctx, self.pledge, self.items_after).await
    }
}

async fn items(ctx: &Context<'_>, pledge: PledgeId, version: Option<i64>) -> Result<Vec<AdjustedItem>> {
    let Some(version) = version else {
        return Ok(Vec::new());
    };
    let items = ctx.loaders()?.one(ItemsAt(pledge, version)).await?;
    Ok(items.unwrap_or_default().into_iter().map(Into::into).collect())
}

async fn reward(ctx: &Context<'_>, id: Option<RewardId>) -> Result<Option<Reward>> {
    match id {
        Some(id) => Ok(ctx.loaders()?.one(id).await?.map(Reward)),
        None => Ok(None),
    }
}

impl From<pledges::Adjustment> for PledgeAdjustment {
    fn from(adjustment: pledges::Adjustment) -> Self {
        Self {
            adjusted_at: adjustment.adjusted_at,
            amount_before: adjustment.amount_before.into(),
            amount_after: adjustment.amount_after.into(),
            before: adjustment.reward_before,
            after: adjustment.reward_after,
            pledge: adjustment.pledge_id,
            items_before: adjustment.items_before,
            items_after: adjustment.items_after,
        }
    }
}

/// The card that is saved for a pledge. Its number never reached this platform.
#[derive(SimpleObject)]
pub struct SavedCard {
    /// The card's network.
    brand: String,
    /// Its last four digits.
    last4: String,
    /// The month in which it expires, from 1 to 12.
    expiry_month: i32,
    /// The year in which it expires.
    expiry_year: i32,
}

impl From<payments::Card> for SavedCard {
    fn from(card: payments::Card) -> Self {
        Self {
            brand: card.brand,
            last4: card.last4,
            expiry_month: card.exp_month,
            expiry_year: card.exp_year,
        }
    }
}
