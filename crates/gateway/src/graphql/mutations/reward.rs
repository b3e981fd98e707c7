//! Rewards of a campaign.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, Result, SimpleObject};
use chrono::NaiveDate;
use kernel::{CampaignId, RewardId};
use projects::{AddReward, EditReward};

use super::{
    super::{
        context::Resolving,
        ids::typed,
        money::MoneyInput,
        refusals::campaign_errors,
        text::LocalizedTextInput,
        types::{
            campaign::Campaign,
            reward::{Reward, RewardKind},
        },
        user_errors::CampaignUserError,
    },
    campaign::{money, outcome},
};

/// How many of an add-on one pledge may have, unless its founder says otherwise.
const PER_PLEDGE: i32 = 10;

/// A reward to be added to a campaign.
#[derive(InputObject)]
struct RewardAddInput {
    /// The campaign.
    campaign_id: ID,
    /// How it is chosen; absent is REWARD. It stays so.
    kind: Option<RewardKind>,
    /// Its name.
    title: LocalizedTextInput,
    /// What it is.
    description: Option<LocalizedTextInput>,
    /// The least pledge that earns it, in the campaign's currency; of an add-on, what one costs.
    amount: MoneyInput,
    /// How many there are; absent is no limit, 0 is none.
    limit: Option<i32>,
    /// The stock it shares with others.
    pool_id: Option<ID>,
    /// How many one pledge may have: 1 of a reward; absent is 10 of an add-on.
    per_pledge_limit: Option<i32>,
    /// The rewards an add-on is offered with; absent is with each of them, and without one.
    #[graphql(validator(max_items = 50))]
    offered_with: Option<Vec<ID>>,
    /// The day by which it is to be delivered.
    deliver_on: Option<NaiveDate>,
}

/// A change of a reward. What is absent stays.
#[derive(InputObject)]
struct RewardEditInput {
    /// The reward.
    id: ID,
    /// The version the change was made for.
    expected_version: i32,
    /// Its name.
    title: Option<LocalizedTextInput>,
    /// What it is.
    description: Option<LocalizedTextInput>,
    /// The least pledge that earns it.
    amount: Option<MoneyInput>,
    /// How many there are; null lifts the limit.
    limit: MaybeUndefined<i32>,
    /// The stock it shares; null takes it out of it.
    pool_id: MaybeUndefined<ID>,
    /// How many one pledge may have.
    per_pledge_limit: Option<i32>,
    /// The rewards an add-on is offered with; null is with each of them, and without one.
    offered_with: MaybeUndefined<Vec<ID>>,
    /// The day by which it is to be delivered; null takes it away.
    deliver_on: MaybeUndefined<NaiveDate>,
}

/// A reward to be removed.
#[derive(InputObject)]
struct RewardRemoveInput {
    /// The reward.
    id: ID,
}

/// What became of adding a reward.
#[derive(SimpleObject)]
struct RewardAddPayload {
    /// The campaign as it is now.
    campaign: Option<Campaign>,
    /// The reward; null if it was not added.
    reward: Option<Reward>,
    /// What the caller can put right.
    user_errors: Vec<CampaignUserError>,
}

/// What became of changing a reward.
#[derive(SimpleObject)]
struct RewardEditPayload {
    /// The campaign as it is now.
    campaign: Option<Campaign>,
    /// The reward as it is now; null if there is none to show.
    reward: Option<Reward>,
    /// What the caller can put right.
    user_errors: Vec<CampaignUserError>,
}

/// What became of removing a reward.
#[derive(SimpleObject)]
struct RewardRemovePayload {
    /// The campaign as it is now.
    campaign: Option<Campaign>,
    /// What the caller can put right.
    user_errors: Vec<CampaignUserError>,
}

/// What can be done with rewards.
#[derive(Default)]
pub struct RewardMutation;

/// What can be done with rewards.
#[Object]
impl RewardMutation {
    /// Adds a reward to a campaign. For its founder.
    async fn reward_add(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The reward.")] input: RewardAddInput,
    ) -> Result<Option<RewardAddPayload>> {
        let (id, locale) = (typed(&input.campaign_id)?, ctx.locale(None));
        let amount = match money(&input.amount, "amount", locale) {
            Ok(amount) => amount,
            Err(wrong) => {
                let campaign = campaign(ctx, Some(id)).await?;
                return Ok(Some(RewardAddPayload {
                    campaign,
                    reward: None,
                    user_errors: vec![wrong],
                }));
            }
        };
        let kind = input.kind.map_or(projects::RewardKind::Reward, Into::into);
        let per_pledge = match kind {
            projects::RewardKind::Reward => 1,
            projects::RewardKind::AddOn => PER_PLEDGE,
        };
        let reward = AddReward {
            kind,
            pool_id: input.pool_id.as_ref().map(typed).transpose()?,
            per_pledge_limit: input.per_pledge_limit.unwrap_or(per_pledge),
            offered_with: input.offered_with.as_deref().map(all).transpose()?,
            title: input.title.into(),
            description: input.description.map(Into::into).unwrap_or_default(),
            amount,
            limit: input.limit,
            deliver_on: input.deliver_on,
        };
        Ok(Some(
            match ctx.app()?.projects.add_reward(ctx.caller()?, id, reward).await {
                Ok(reward) => RewardAddPayload {
                    campaign: campaign(ctx, Some(id)).await?,
                    reward: Some(Reward(reward)),
                    user_errors: Vec::new(),
                },
                Err(error) => {
                    let (campaign, user_errors) = outcome(ctx, id, Err(error)).await?;
                    RewardAddPayload {
                        campaign,
                        reward: None,
                        user_errors,
                    }
                }
            },
        ))
    }

    /// Changes a reward. For the campaign's founder, while nobody has chosen it.
    async fn reward_edit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The change.")] input: RewardEditInput,
    ) -> Result<Option<RewardEditPayload>> {
        let (id, locale) = (typed(&input.id)?, ctx.locale(None));
        let amount = match input
            .amount
            .as_ref()
            .map(|amount| money(amount, "amount", locale))
            .transpose()
        {
            Ok(amount) => amount,
            Err(wrong) => {
                return Ok(Some(RewardEditPayload {
                    campaign: None,
                    reward: None,
                    user_errors: vec![wrong],
                }));
            }
        };
        let edit = EditReward {
            title: input.title.map(Into::into),
            description: input.description.map(Into::into),
            amount,
            limit: told(input.limit),
            pool_id: told(input.pool_id)
                .map(|pool| pool.as_ref().map(typed).transpose())
                .transpose()?,
            per_pledge_limit: input.per_pledge_limit,
            offered_with: told(input.offered_with)
                .map(|ids| ids.as_deref().map(all).transpose())
                .transpose()?,
            deliver_on: told(input.deliver_on),
        };
        let version = input.expected_version.into();
        let result = ctx
            .app()?
            .projects
            .edit_reward(ctx.caller()?, id, version, edit)
            .await;
        let (user_errors, shown) = match result {
            Ok(reward) => (Vec::new(), Some(reward)),
            Err(error) => (campaign_errors(error, locale)?, visible(ctx, id).await?),
        };
        let campaign = campaign(ctx, shown.as_ref().map(|reward| reward.campaign_id)).await?;
        Ok(Some(RewardEditPayload {
            campaign,
            reward: shown.map(Reward),
            user_errors,
        }))
    }

    /// Removes a reward. For the campaign's founder, while nobody has chosen it.
    async fn reward_remove(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The reward.")] input: RewardRemoveInput,
    ) -> Result<Option<RewardRemovePayload>> {
        let id = typed(&input.id)?;
        Ok(Some(
            match ctx.app()?.projects.remove_reward(ctx.caller()?, id).await {
                Ok(campaign) => RewardRemovePayload {
                    campaign: Some(Campaign(campaign)),
                    user_errors: Vec::new(),
                },
                Err(error) => RewardRemovePayload {
                    campaign: None,
                    user_errors: campaign_errors(error, ctx.locale(None))?,
                },
            },
        ))
    }
}

fn all(ids: &[ID]) -> Result<Vec<RewardId>> {
    ids.iter().map(typed).collect()
}

/// A value that may be set to nothing: absent stays, null takes away.
pub(super) fn told<T>(value: MaybeUndefined<T>) -> Option<Option<T>> {
    match value {
        MaybeUndefined::Undefined => None,
        MaybeUndefined::Null => Some(None),
        MaybeUndefined::Value(value) => Some(Some(value)),
    }
}

pub(super) async fn campaign(ctx: &Context<'_>, id: Option<CampaignId>) -> Result<Option<Campaign>> {
    let Some(id) = id else { return Ok(None) };
    let found = ctx
        .app()?
        .projects
        .find(ctx.caller()?, id)
        .await
        .map_err(super::super::refusals::refused)?;
    Ok(found.map(Campaign))
}

/// The reward, if its campaign is the caller's to see.
async fn visible(ctx: &Context<'_>, id: RewardId) -> Result<Option<projects::Reward>> {
    let found = ctx
        .app()?
        .projects
        .rewards_by_ids(&[id])
        .await
        .map_err(super::super::refusals::refused)?
        .pop();
    let Some(reward) = found else { return Ok(None) };
    Ok(campaign(ctx, Some(reward.campaign_id)).await?.map(|_| reward))
}
