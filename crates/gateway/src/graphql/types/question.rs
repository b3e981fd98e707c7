//! What people ask the founders of campaigns.

use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use kernel::policy::{self, Action};

use super::{
    super::{
        connection::{Listed, connection, nothing, total},
        context::{Resolving, page},
        ids::{opaque, version},
        loaders::{BackerOf, PromoterOf, QuestionsOf},
        refusals::refused,
    },
    campaign::Campaign,
    project::{PublicProfile, profile},
};

/// Which questions are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "projects::QuestionFilter")]
pub enum QuestionFilter {
    /// All of them, hidden ones as such.
    All,
    /// Those that wait for an answer.
    Open,
    /// Those that were answered.
    Answered,
}

/// Why a reader reports a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "projects::ReportReason")]
pub enum QuestionReportReason {
    /// It advertises something else.
    Spam,
    /// It attacks somebody.
    Abuse,
    /// It tells what is private.
    PersonalData,
    /// It concerns somebody's right in the invention.
    IpClaim,
    /// It or its answer misleads investors.
    Misleading,
    /// Something else; the note says what.
    Other,
}

/// A founder's answer to a question.
pub struct QuestionAnswer {
    answer: projects::Answer,
    is_covered: bool,
}

/// A founder's answer to a question.
#[Object]
impl QuestionAnswer {
    /// What is answered: plain text. Null where the question is hidden from the caller.
    async fn body(&self) -> Option<&str> {
        (!self.is_covered).then_some(self.answer.body.as_str())
    }

    /// Who answered.
    async fn author(&self, ctx: &Context<'_>) -> Result<PublicProfile> {
        profile(ctx, self.answer.by).await
    }

    /// When it was first answered.
    async fn answered_at(&self) -> DateTime<Utc> {
        self.answer.at
    }

    /// When it was last changed; null if it still says what it said then.
    async fn edited_at(&self) -> Option<DateTime<Utc>> {
        self.answer.edited_at
    }
}

/// That a question is not shown, and why.
#[derive(SimpleObject)]
pub struct QuestionHiding {
    /// Since when.
    hidden_at: DateTime<Utc>,
    /// Why.
    reason: String,
    /// Whether the campaign's founder hid it; a reviewer or an administrator otherwise.
    by_founder: bool,
}

/// A question to the founder of a campaign.
#[derive(Clone)]
pub struct Question(pub projects::ReadQuestion);

impl Question {
    async fn founder(&self, ctx: &Context<'_>) -> Result<Option<kernel::UserId>> {
        let campaign = ctx.loaders()?.one(self.0.question.campaign_id).await?;
        Ok(campaign.map(|campaign| campaign.founder_id))
    }
}

/// A question to the founder of a campaign, with its answer.
#[Object]
impl Question {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        opaque(self.0.question.id)
    }

    /// The campaign it is about. Null if the caller may not see it.
    async fn campaign(&self, ctx: &Context<'_>) -> Option<Result<Campaign>> {
        let found = async {
            Ok(ctx
                .loaders()?
                .one(self.0.question.campaign_id)
                .await?
                .map(Campaign))
        };
        found.await.transpose()
    }

    /// What is asked: plain text. Null where it is hidden from the caller.
    async fn body(&self) -> Option<&str> {
        (!self.0.is_covered).then_some(self.0.question.body.as_str())
    }

    /// Who asked. Null where it is hidden from the caller.
    async fn asker(&self, ctx: &Context<'_>) -> Option<Result<PublicProfile>> {
        if self.0.is_covered {
            return None;
        }
        Some(profile(ctx, self.0.question.asker_id).await)
    }

    /// Whether who asked is a backer: their pledge to the campaign counts.
    async fn asker_is_backer(&self, ctx: &Context<'_>) -> Result<bool> {
        let question = &self.0.question;
        let key = BackerOf(question.campaign_id, question.asker_id);
        Ok(ctx.loaders()?.one(key).await?.unwrap_or(false))
    }

    /// Whether the issuer of a regulated campaign named who asked as somebody who promotes it.
    async fn asker_is_promoter(&self, ctx: &Context<'_>) -> Result<bool> {
        let question = &self.0.question;
        let key = PromoterOf(question.campaign_id, question.asker_id);
        Ok(ctx.loaders()?.one(key).await?.unwrap_or(false))
    }

    /// When it was asked.
    async fn asked_at(&self) -> DateTime<Utc> {
        self.0.question.asked_at
    }

    /// The founder's answer; null while it is open.
    async fn answer(&self) -> Option<QuestionAnswer> {
        self.0.question.answer.clone().map(|answer| QuestionAnswer {
            answer,
            is_covered: self.0.is_covered,
        })
    }

    /// That it is not shown, and why; null if it is shown.
    async fn hiding(&self, ctx: &Context<'_>) -> Result<Option<QuestionHiding>> {
        let Some(hidden) = &self.0.question.hidden else {
            return Ok(None);
        };
        Ok(Some(QuestionHiding {
            hidden_at: hidden.at,
            reason: hidden.reason.clone(),
            by_founder: self.founder(ctx).await? == Some(hidden.by),
        }))
    }

    /// Whether the caller may answer it.
    async fn viewer_can_answer(&self, ctx: &Context<'_>) -> Result<bool> {
        let (caller, founder) = (ctx.caller()?, self.founder(ctx).await?);
        Ok(founder.is_some_and(|owner| policy::can(caller, Action::QuestionAnswer { owner }).is_ok()))
    }

    /// Whether the caller may hide it.
    async fn viewer_can_hide(&self, ctx: &Context<'_>) -> Result<bool> {
        let (caller, founder) = (ctx.caller()?, self.founder(ctx).await?);
        Ok(founder.is_some_and(|owner| policy::can(caller, Action::QuestionHide { owner }).is_ok()))
    }

    /// Rises with every change; sent back as `expectedVersion`.
    async fn version(&self) -> i32 {
        version(self.0.question.version)
    }
}

/// A reader's report of a question. Reviewers alone see it.
pub struct QuestionReport(projects::QuestionReport);

/// A reader's report of a question. Reviewers alone see it.
#[Object]
impl QuestionReport {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        opaque(self.0.id)
    }

    /// Who reports.
    async fn reporter(&self, ctx: &Context<'_>) -> Result<PublicProfile> {
        profile(ctx, self.0.reporter_id).await
    }

    /// Why.
    async fn reason(&self) -> QuestionReportReason {
        self.0.reason.into()
    }

    /// What the reporter adds.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }

    /// When.
    async fn reported_at(&self) -> DateTime<Utc> {
        self.0.reported_at
    }
}

/// A question that readers reported.
pub struct ReportedQuestion(projects::ReportedQuestion);

/// A question that readers reported.
#[Object]
impl ReportedQuestion {
    /// The question.
    async fn question(&self) -> Question {
        whole(self.0.question.clone())
    }

    /// The reports that nobody has decided on, oldest first.
    async fn reports(&self) -> Vec<QuestionReport> {
        self.0.reports.iter().cloned().map(QuestionReport).collect()
    }
}

/// A question with its words, for those who may read them.
pub(in super::super) fn whole(question: projects::Question) -> Question {
    Question(projects::ReadQuestion {
        question,
        is_covered: false,
    })
}

/// A page of the questions about a campaign.
pub(in super::super) async fn questions(
    ctx: &Context<'_>,
    campaign: &projects::Campaign,
    filter: Option<QuestionFilter>,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Listed<Question>> {
    let request = page(first, after)?;
    let filter = filter.unwrap_or(QuestionFilter::All).into();
    let found = if request.after.is_none() {
        // A list of campaigns shows the first of each.
        let key = QuestionsOf(campaign.id, campaign.founder_id, filter, request.first);
        ctx.loaders()?.one(key).await?
    } else {
        let projects = &ctx.app()?.projects;
        let found = projects
            .questions_of(ctx.caller()?, campaign, filter, &request)
            .await;
        Some(found.map_err(refused)?)
    };
    let found = found.unwrap_or_else(nothing);
    let totals = total(found.total);
    Ok(connection(found, request.after.is_some(), totals, Question))
}

/// A page of the questions that were reported.
pub(in super::super) async fn reported(
    ctx: &Context<'_>,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Listed<ReportedQuestion>> {
    let request = page(first, after)?;
    let found = ctx
        .app()?
        .projects
        .reported_questions(ctx.caller()?, &request)
        .await;
    let found = found.map_err(refused)?;
    let totals = total(found.total);
    Ok(connection(
        found,
        request.after.is_some(),
        totals,
        ReportedQuestion,
    ))
}
