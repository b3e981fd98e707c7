//! Stocks that rewards of a campaign share.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, Result, SimpleObject};
use kernel::RewardPoolId;
use projects::{AddPool, EditPool};

use super::{
    super::{
        context::Resolving,
        ids::typed,
        refusals::{campaign_errors, refused},
        text::LocalizedTextInput,
        types::{campaign::Campaign, reward_pool::RewardPool},
        user_errors::CampaignUserError,
    },
    reward::{campaign, told},
};

/// A stock to be added to a campaign.
#[derive(InputObject)]
struct RewardPoolAddInput {
    /// The campaign.
    campaign_id: ID,
    /// What there is a stock of.
    name: LocalizedTextInput,
    /// How many there are; absent is no limit, 0 is none.
    limit: Option<i32>,
}

/// A change of a stock. What is absent stays.
#[derive(InputObject)]
struct RewardPoolEditInput {
    /// The stock.
    id: ID,
    /// The version the change was made for.
    expected_version: i32,
    /// What there is a stock of.
    name: Option<LocalizedTextInput>,
    /// How many there are; null lifts the limit. It only rises once the campaign was approved.
    limit: MaybeUndefined<i32>,
}

/// A stock to be removed.
#[derive(InputObject)]
struct RewardPoolRemoveInput {
    /// The stock.
    id: ID,
}

/// What became of adding a stock.
#[derive(SimpleObject)]
struct RewardPoolAddPayload {
    /// The campaign as it is now.
    campaign: Option<Campaign>,
    /// The stock; null if it was not added.
    pool: Option<RewardPool>,
    /// What the caller can put right.
    user_errors: Vec<CampaignUserError>,
}

/// What became of changing a stock.
#[derive(SimpleObject)]
struct RewardPoolEditPayload {
    /// The campaign as it is now.
    campaign: Option<Campaign>,
    /// The stock as it is now; null if there is none to show.
    pool: Option<RewardPool>,
    /// What the caller can put right.
    user_errors: Vec<CampaignUserError>,
}

/// What became of removing a stock.
#[derive(SimpleObject)]
struct RewardPoolRemovePayload {
    /// The campaign as it is now.
    campaign: Option<Campaign>,
    /// What the caller can put right.
    user_errors: Vec<CampaignUserError>,
}

/// What can be done with stocks that rewards share.
#[derive(Default)]
pub struct RewardPoolMutation;

/// What can be done with stocks that rewards share.
#[Object]
impl RewardPoolMutation {
    /// Adds a stock that rewards and add-ons of a campaign can share. For its founder.
    async fn reward_pool_add(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The stock.")] input: RewardPoolAddInput,
    ) -> Result<Option<RewardPoolAddPayload>> {
        let id = typed(&input.campaign_id)?;
        let pool = AddPool {
            name: input.name.into(),
            limit: input.limit,
        };
        let done = ctx.app()?.projects.add_pool(ctx.caller()?, id, pool).await;
        let (pool, user_errors) = match done {
            Ok(pool) => (Some(RewardPool(pool)), Vec::new()),
            Err(error) => (None, campaign_errors(error, ctx.locale(None))?),
        };
        Ok(Some(RewardPoolAddPayload {
            campaign: campaign(ctx, Some(id)).await?,
            pool,
            user_errors,
        }))
    }

    /// Changes a stock. For the campaign's founder.
    async fn reward_pool_edit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The change.")] input: RewardPoolEditInput,
    ) -> Result<Option<RewardPoolEditPayload>> {
        let id = typed(&input.id)?;
        let edit = EditPool {
            name: input.name.map(Into::into),
            limit: told(input.limit),
        };
        let version = input.expected_version.into();
        let done = ctx
            .app()?
            .projects
            .edit_pool(ctx.caller()?, id, version, edit)
            .await;
        let (shown, user_errors) = match done {
            Ok(pool) => (Some(pool), Vec::new()),
            Err(error) => {
                let errors = campaign_errors(error, ctx.locale(None))?;
                (visible(ctx, id).await?, errors)
            }
        };
        Ok(Some(RewardPoolEditPayload {
            campaign: campaign(ctx, shown.as_ref().map(|pool| pool.campaign_id)).await?,
            pool: shown.map(RewardPool),
            user_errors,
        }))
    }

    /// Removes a stock that nothing is taken out of. For the campaign's founder.
    async fn reward_pool_remove(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The stock.")] input: RewardPoolRemoveInput,
    ) -> Result<Option<RewardPoolRemovePayload>> {
        let id = typed(&input.id)?;
        let done = ctx.app()?.projects.remove_pool(ctx.caller()?, id).await;
        let (campaign, user_errors) = match done {
            Ok(campaign) => (Some(Campaign(campaign)), Vec::new()),
            Err(error) => (None, campaign_errors(error, ctx.locale(None))?),
        };
        Ok(Some(RewardPoolRemovePayload {
            campaign,
            user_errors,
        }))
    }
}

/// The stock, if its campaign is the caller's to see.
async fn visible(ctx: &Context<'_>, id: RewardPoolId) -> Result<Option<projects::RewardPool>> {
    let found = ctx.app()?.projects.pools_by_ids(&[id]).await.map_err(refused)?;
    let Some(pool) = found.into_iter().next() else {
        return Ok(None);
    };
    Ok(campaign(ctx, Some(pool.campaign_id)).await?.map(|_| pool))
}
