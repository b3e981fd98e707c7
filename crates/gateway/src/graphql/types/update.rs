//! What founders tell of their campaigns.

use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};

use super::{
    super::{
        connection::{Listed, connection, nothing, total},
        context::{Resolving, page},
        ids::{opaque, version},
        loaders::UpdatesOf,
        refusals::refused,
        text::{Locale, LocalizedText},
    },
    campaign::Campaign,
    project::{PublicProfile, profile},
};

/// Where an update of a campaign stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "projects::UpdateState")]
pub enum CampaignUpdateState {
    /// It is being written; nobody but its founder sees it.
    Draft,
    /// It will be published at a set moment.
    Scheduled,
    /// It was told.
    Published,
}

/// For whom an update of a campaign is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "projects::Audience")]
pub enum CampaignUpdateAudience {
    /// Whoever sees the campaign.
    Everyone,
    /// Those whose pledge counts; others see its title.
    Backers,
}

/// What an update says, in the languages it is written in.
#[derive(SimpleObject)]
pub struct CampaignUpdateTexts {
    /// What it is called.
    title: LocalizedText,
    /// What it says; Markdown.
    body: LocalizedText,
}

/// What a published update said before it was changed.
pub struct CampaignUpdateVersion(projects::UpdateVersion);

/// What a published update said before it was changed.
#[Object]
impl CampaignUpdateVersion {
    /// The version it was.
    async fn version(&self) -> i32 {
        version(self.0.version)
    }

    /// What it was called, in the caller's language if it was written in it, else in the other.
    async fn title(&self, ctx: &Context<'_>) -> &str {
        self.0.title.best(ctx.locale(None)).0
    }

    /// What it said; Markdown.
    async fn body(&self, ctx: &Context<'_>) -> &str {
        self.0.body.best(ctx.locale(None)).0
    }

    /// Until when it said so.
    async fn replaced_at(&self) -> DateTime<Utc> {
        self.0.replaced_at
    }
}

/// What a founder tells of a campaign.
#[derive(Clone)]
pub struct CampaignUpdate(pub projects::ReadUpdate);

/// What a founder tells of a campaign.
#[Object]
impl CampaignUpdate {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        opaque(self.0.update.id)
    }

    /// The campaign it tells of. Null if the caller may not see it.
    async fn campaign(&self, ctx: &Context<'_>) -> Option<Result<Campaign>> {
        let found = async { Ok(ctx.loaders()?.one(self.0.update.campaign_id).await?.map(Campaign)) };
        found.await.transpose()
    }

    /// Who wrote it.
    async fn author(&self, ctx: &Context<'_>) -> Result<PublicProfile> {
        profile(ctx, self.0.update.author_id).await
    }

    /// Its number among the campaign's updates, from 1; null before it is published.
    async fn number(&self) -> Option<i32> {
        self.0.update.number
    }

    /// Where it stands.
    async fn state(&self) -> CampaignUpdateState {
        self.0.update.state.into()
    }

    /// For whom it is.
    async fn audience(&self) -> CampaignUpdateAudience {
        self.0.update.audience.into()
    }

    /// Whether it is for backers, and the caller is none: then it has no body.
    async fn is_locked(&self) -> bool {
        self.0.is_locked
    }

    /// What it is called, in the language asked for or the caller's if it is written in it, else in the other.
    async fn title(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language wanted.")] locale: Option<Locale>,
    ) -> &str {
        self.0.update.title.best(ctx.locale(locale)).0
    }

    /// What it says; Markdown. Null where it is not for the caller.
    async fn body(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language wanted.")] locale: Option<Locale>,
    ) -> Option<&str> {
        (!self.0.is_locked).then(|| self.0.update.body.best(ctx.locale(locale)).0)
    }

    /// What it says in the languages it is written in. Null where it is not for the caller.
    async fn texts(&self) -> Option<CampaignUpdateTexts> {
        (!self.0.is_locked).then(|| CampaignUpdateTexts {
            title: self.0.update.title.clone().into(),
            body: self.0.update.body.clone().into(),
        })
    }

    /// When it was begun.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.update.created_at
    }

    /// When it is to be published, if that is set.
    async fn publish_at(&self) -> Option<DateTime<Utc>> {
        self.0.update.publish_at
    }

    /// When it was published.
    async fn published_at(&self) -> Option<DateTime<Utc>> {
        self.0.update.published_at
    }

    /// When it was last changed after it was published; null if it still says what it said then.
    async fn edited_at(&self) -> Option<DateTime<Utc>> {
        self.0.update.edited_at
    }

    /// What it said before it was changed, newest first.
    async fn earlier_versions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100; 20 if not said.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
    ) -> Result<Listed<CampaignUpdateVersion>> {
        let request = page(first, after)?;
        let found = ctx.app()?.projects.versions_of(&self.0, &request).await;
        let found = found.map_err(refused)?;
        let totals = total(found.total);
        Ok(connection(
            found,
            request.after.is_some(),
            totals,
            CampaignUpdateVersion,
        ))
    }

    /// Rises with every change; sent back as `expectedVersion`.
    async fn version(&self) -> i32 {
        version(self.0.update.version)
    }
}

/// An update of the caller's own, whole.
pub(in super::super) fn own(update: projects::CampaignUpdate) -> CampaignUpdate {
    CampaignUpdate(projects::ReadUpdate {
        update,
        is_locked: false,
    })
}

/// A page of a campaign's published updates.
pub(in super::super) async fn updates(
    ctx: &Context<'_>,
    campaign: &projects::Campaign,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Listed<CampaignUpdate>> {
    let request = page(first, after)?;
    let found = if request.after.is_none() {
        // A list of campaigns shows the first of each.
        let key = UpdatesOf(campaign.id, campaign.founder_id, request.first);
        ctx.loaders()?.one(key).await?
    } else {
        let projects = &ctx.app()?.projects;
        let found = projects.updates_of(ctx.caller()?, campaign, &request).await;
        Some(found.map_err(refused)?)
    };
    let found = found.unwrap_or_else(nothing);
    let totals = total(found.total);
    Ok(connection(found, request.after.is_some(), totals, CampaignUpdate))
}
