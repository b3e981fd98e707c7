//! Questions to founders: asked, answered, hidden, reported.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};

use super::super::{
    context::Resolving,
    ids::typed,
    refusals::campaign_errors,
    types::question::{Question, QuestionReportReason, whole},
    user_errors::CampaignUserError,
};

/// A question.
#[derive(InputObject)]
struct QuestionAskInput {
    /// The campaign it is about.
    campaign_id: ID,
    /// What is asked: plain text, at most 1,000 characters.
    body: String,
}

/// An answer.
#[derive(InputObject)]
struct QuestionAnswerInput {
    /// The question.
    id: ID,
    /// The version that was looked at.
    expected_version: i32,
    /// What is answered: plain text, at most 4,000 characters.
    body: String,
}

/// A question to be hidden.
#[derive(InputObject)]
struct QuestionHideInput {
    /// The question.
    id: ID,
    /// Why, for everybody to read; at most 500 characters.
    reason: String,
}

/// A question to be shown again.
#[derive(InputObject)]
struct QuestionShowInput {
    /// The question.
    id: ID,
}

/// A report of a question.
#[derive(InputObject)]
struct QuestionReportInput {
    /// The question.
    id: ID,
    /// Why it is reported.
    reason: QuestionReportReason,
    /// What the reviewers should know; at most 500 characters. Needed where the reason is something else.
    note: Option<String>,
}

/// A decision on the reports of a question.
#[derive(InputObject)]
struct QuestionReportsDecideInput {
    /// The question.
    id: ID,
    /// Why it is hidden, for everybody to read; if not said, the reports are dismissed.
    hide_because: Option<String>,
}

macro_rules! payloads {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(SimpleObject)]
        struct $name {
            /// The question as it is now.
            question: Option<Question>,
            /// What the caller can put right.
            user_errors: Vec<CampaignUserError>,
        }
    )*};
}

payloads!(
    /// What became of asking.
    QuestionAskPayload,
    /// What became of answering.
    QuestionAnswerPayload,
    /// What became of hiding a question.
    QuestionHidePayload,
    /// What became of showing a question again.
    QuestionShowPayload,
    /// What became of deciding on reports.
    QuestionReportsDecidePayload,
);

/// What became of reporting a question.
#[derive(SimpleObject)]
struct QuestionReportPayload {
    /// Whether the reviewers have the report, from now or from before.
    is_reported: bool,
    /// What the caller can put right.
    user_errors: Vec<CampaignUserError>,
}

/// What people can ask founders, and what can be done with it.
#[derive(Default)]
pub struct QuestionMutation;

/// What people can ask founders, and what can be done with it.
#[Object]
impl QuestionMutation {
    /// Asks the founder of a campaign something, for everybody to read. At most five an hour.
    async fn question_ask(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The question.")] input: QuestionAskInput,
    ) -> Result<Option<QuestionAskPayload>> {
        let projects = &ctx.app()?.projects;
        let done = projects
            .ask(ctx.caller()?, typed(&input.campaign_id)?, &input.body)
            .await;
        let (question, user_errors) = answered(ctx, done)?;
        Ok(Some(QuestionAskPayload {
            question,
            user_errors,
        }))
    }

    /// Answers a question, or betters the answer. For the campaign's founder.
    async fn question_answer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The answer.")] input: QuestionAnswerInput,
    ) -> Result<Option<QuestionAnswerPayload>> {
        let (projects, expected) = (&ctx.app()?.projects, input.expected_version.into());
        let done = projects
            .answer(ctx.caller()?, typed(&input.id)?, expected, &input.body)
            .await;
        let (question, user_errors) = answered(ctx, done)?;
        Ok(Some(QuestionAnswerPayload {
            question,
            user_errors,
        }))
    }

    /// Hides a question with its answer; that there is one, and why it is hidden, stays. For the campaign's founder, reviewers
    /// and administrators.
    async fn question_hide(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and why.")] input: QuestionHideInput,
    ) -> Result<Option<QuestionHidePayload>> {
        let projects = &ctx.app()?.projects;
        let done = projects
            .hide_question(ctx.caller()?, typed(&input.id)?, &input.reason)
            .await;
        let (question, user_errors) = answered(ctx, done)?;
        Ok(Some(QuestionHidePayload {
            question,
            user_errors,
        }))
    }

    /// Shows a question again that was hidden. A founder can undo only what they did themselves.
    async fn question_show(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: QuestionShowInput,
    ) -> Result<Option<QuestionShowPayload>> {
        let projects = &ctx.app()?.projects;
        let done = projects.show_question(ctx.caller()?, typed(&input.id)?).await;
        let (question, user_errors) = answered(ctx, done)?;
        Ok(Some(QuestionShowPayload {
            question,
            user_errors,
        }))
    }

    /// Reports a question to the reviewers. Reported by the same person twice it is one report.
    async fn question_report(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and why.")] input: QuestionReportInput,
    ) -> Result<Option<QuestionReportPayload>> {
        let projects = &ctx.app()?.projects;
        let (id, note) = (typed(&input.id)?, input.note.as_deref());
        let done = projects
            .report_question(ctx.caller()?, id, input.reason.into(), note)
            .await;
        let user_errors = match done {
            Ok(()) => Vec::new(),
            Err(error) => campaign_errors(error, ctx.locale(None))?,
        };
        Ok(Some(QuestionReportPayload {
            is_reported: user_errors.is_empty(),
            user_errors,
        }))
    }

    /// Decides on all open reports of a question: hides it, or dismisses them. For reviewers.
    async fn question_reports_decide(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The decision.")] input: QuestionReportsDecideInput,
    ) -> Result<Option<QuestionReportsDecidePayload>> {
        let projects = &ctx.app()?.projects;
        let because = input.hide_because.as_deref();
        let done = projects
            .decide_reports(ctx.caller()?, typed(&input.id)?, because)
            .await;
        let (question, user_errors) = answered(ctx, done)?;
        Ok(Some(QuestionReportsDecidePayload {
            question,
            user_errors,
        }))
    }
}

/// What the caller wrote or decided on is theirs to read.
fn answered(
    ctx: &Context<'_>,
    done: projects::Result<projects::Question>,
) -> Result<(Option<Question>, Vec<CampaignUserError>)> {
    match done {
        Ok(question) => Ok((Some(whole(question)), Vec::new())),
        Err(error) => Ok((None, campaign_errors(error, ctx.locale(None))?)),
    }
}
