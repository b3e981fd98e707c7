//! Updates of campaigns: written, published, discarded.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use projects::WriteUpdate;

use super::super::{
    context::Resolving,
    ids::typed,
    refusals::campaign_errors,
    text::LocalizedTextInput,
    types::{
        campaign::Campaign,
        update::{CampaignUpdate, CampaignUpdateAudience, own},
    },
    user_errors::CampaignUserError,
};

/// A new update.
#[derive(InputObject)]
struct CampaignUpdateDraftInput {
    /// The campaign it tells of.
    campaign_id: ID,
    /// What it is called, at most 100 characters.
    title: Option<LocalizedTextInput>,
    /// What it says: Markdown, at most 20,000 characters.
    body: Option<LocalizedTextInput>,
    /// For whom it is; everyone if not said.
    audience: Option<CampaignUpdateAudience>,
}

/// What changes of an update; what is absent stays.
#[derive(InputObject)]
struct CampaignUpdateEditInput {
    /// The update.
    id: ID,
    /// The version that was looked at.
    expected_version: i32,
    /// What it is called, at most 100 characters.
    title: Option<LocalizedTextInput>,
    /// What it says: Markdown, at most 20,000 characters.
    body: Option<LocalizedTextInput>,
    /// For whom it is; fixed once it is published.
    audience: Option<CampaignUpdateAudience>,
    /// Whether a moment that was set for its publication is taken back.
    unschedule: Option<bool>,
}

/// An update to be published.
#[derive(InputObject)]
struct CampaignUpdatePublishInput {
    /// The update.
    id: ID,
    /// The version that was looked at.
    expected_version: i32,
    /// When; now if not said. At most 180 days ahead.
    at: Option<DateTime<Utc>>,
}

/// An update to be thrown away.
#[derive(InputObject)]
struct CampaignUpdateDiscardInput {
    /// The update.
    id: ID,
}

/// What became of beginning an update.
#[derive(SimpleObject)]
struct CampaignUpdateDraftPayload {
    /// The draft.
    update: Option<CampaignUpdate>,
    /// What the caller can put right.
    user_errors: Vec<CampaignUserError>,
}

/// What became of changing an update.
#[derive(SimpleObject)]
struct CampaignUpdateEditPayload {
    /// The update as it is now.
    update: Option<CampaignUpdate>,
    /// What the caller can put right.
    user_errors: Vec<CampaignUserError>,
}

/// What became of publishing an update.
#[derive(SimpleObject)]
struct CampaignUpdatePublishPayload {
    /// The update as it is now.
    update: Option<CampaignUpdate>,
    /// What the caller can put right.
    user_errors: Vec<CampaignUserError>,
}

/// What became of throwing an update away.
#[derive(SimpleObject)]
struct CampaignUpdateDiscardPayload {
    /// The campaign it told of.
    campaign: Option<Campaign>,
    /// What the caller can put right.
    user_errors: Vec<CampaignUserError>,
}

/// What founders can do to tell of their campaigns.
#[derive(Default)]
pub struct UpdateMutation;

/// What founders can do to tell of their campaigns.
#[Object]
impl UpdateMutation {
    /// Begins an update of a campaign: a draft that nobody else sees.
    async fn campaign_update_draft(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it is to say.")] input: CampaignUpdateDraftInput,
    ) -> Result<Option<CampaignUpdateDraftPayload>> {
        let write = WriteUpdate {
            title: input.title.map(Into::into),
            body: input.body.map(Into::into),
            audience: input.audience.map(Into::into),
            unschedule: false,
        };
        let projects = &ctx.app()?.projects;
        let done = projects
            .draft_update(ctx.caller()?, typed(&input.campaign_id)?, write)
            .await;
        let (update, user_errors) = answered(ctx, done)?;
        Ok(Some(CampaignUpdateDraftPayload { update, user_errors }))
    }

    /// Changes an update. What was published keeps what it said before, for everybody to read.
    async fn campaign_update_edit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What changes.")] input: CampaignUpdateEditInput,
    ) -> Result<Option<CampaignUpdateEditPayload>> {
        let write = WriteUpdate {
            title: input.title.map(Into::into),
            body: input.body.map(Into::into),
            audience: input.audience.map(Into::into),
            unschedule: input.unschedule.unwrap_or(false),
        };
        let (projects, expected) = (&ctx.app()?.projects, input.expected_version.into());
        let done = projects
            .edit_update(ctx.caller()?, typed(&input.id)?, expected, write)
            .await;
        let (update, user_errors) = answered(ctx, done)?;
        Ok(Some(CampaignUpdateEditPayload { update, user_errors }))
    }

    /// Publishes an update now, or sets when it will be. Backers, and followers where it is for everyone, are told once.
    async fn campaign_update_publish(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and when.")] input: CampaignUpdatePublishInput,
    ) -> Result<Option<CampaignUpdatePublishPayload>> {
        let (projects, expected) = (&ctx.app()?.projects, input.expected_version.into());
        let done = projects
            .publish_update(ctx.caller()?, typed(&input.id)?, expected, input.at)
            .await;
        let (update, user_errors) = answered(ctx, done)?;
        Ok(Some(CampaignUpdatePublishPayload { update, user_errors }))
    }

    /// Throws an update away that was never published.
    async fn campaign_update_discard(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: CampaignUpdateDiscardInput,
    ) -> Result<Option<CampaignUpdateDiscardPayload>> {
        let projects = &ctx.app()?.projects;
        let done = projects.discard_update(ctx.caller()?, typed(&input.id)?).await;
        Ok(Some(match done {
            Ok(campaign) => CampaignUpdateDiscardPayload {
                campaign: Some(Campaign(campaign)),
                user_errors: Vec::new(),
            },
            Err(error) => CampaignUpdateDiscardPayload {
                campaign: None,
                user_errors: campaign_errors(error, ctx.locale(None))?,
            },
        }))
    }
}

fn answered(
    ctx: &Context<'_>,
    done: projects::Result<projects::CampaignUpdate>,
) -> Result<(Option<CampaignUpdate>, Vec<CampaignUserError>)> {
    match done {
        Ok(update) => Ok((Some(own(update)), Vec::new())),
        Err(error) => Ok((None, campaign_errors(error, ctx.locale(None))?)),
    }
}
