//! What founders tell of a campaign, what people ask, and what changed meanwhile: further fields of `Campaign`.

use async_graphql::{Context, Object, Result};

use super::{
    super::{connection::Listed, context::Resolving, refusals::refused},
    happening::{self, CampaignHappening},
    question::{self, Question, QuestionFilter},
    update::{self, CampaignUpdate},
};

/// What is told, asked and changed of a campaign.
pub struct CampaignVoices(pub(in super::super) projects::Campaign);

/// What is told, asked and changed of a campaign.
#[Object]
impl CampaignVoices {
    /// What its founder told, newest first.
    async fn updates(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100; 20 if not said.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
    ) -> Result<Listed<CampaignUpdate>> {
        update::updates(ctx, &self.0, first, after).await
    }

    /// One of its published updates. Null if there is none of this number.
    async fn update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its number, from 1.")] number: i32,
    ) -> Option<Result<CampaignUpdate>> {
        let found = async {
            let projects = &ctx.app()?.projects;
            let found = projects.update_numbered(ctx.caller()?, &self.0, number).await;
            Ok(found.map_err(refused)?.map(CampaignUpdate))
        };
        found.await.transpose()
    }

    /// Its drafts and scheduled updates, newest first, at most a hundred; empty for all but its founder.
    async fn unpublished_updates(&self, ctx: &Context<'_>) -> Result<Vec<CampaignUpdate>> {
        let projects = &ctx.app()?.projects;
        let found = projects.unpublished_updates_of(ctx.caller()?, &self.0).await;
        Ok(found.map_err(refused)?.into_iter().map(update::own).collect())
    }

    /// What people asked about it, newest first.
    async fn questions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which of them; all if not said.")] filter: Option<QuestionFilter>,
        #[graphql(desc = "How many, from 1 to 100; 20 if not said.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
    ) -> Result<Listed<Question>> {
        question::questions(ctx, &self.0, filter, first, after).await
    }

    /// What happened since its launch, newest first; nothing before. Of the changes of its patents that were dealt with the
    /// newest fifty are told.
    async fn happenings(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100; 20 if not said.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
    ) -> Result<Listed<CampaignHappening>> {
        happening::happenings(ctx, &self.0, first, after).await
    }
}
