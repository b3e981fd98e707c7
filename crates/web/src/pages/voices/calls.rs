//! The operations by which something is done with a question.

use crate::{
    graphql::{QuestionReportReason, schema},
    parts::user_errors::CampaignUserError,
};

#[derive(cynic::InputObject, Debug)]
pub(super) struct QuestionAnswerInput {
    pub(super) id: cynic::Id,
    pub(super) expected_version: i32,
    pub(super) body: String,
}

#[derive(cynic::QueryVariables, Debug)]
pub(super) struct AnswerVariables {
    pub(super) input: QuestionAnswerInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "AnswerVariables")]
pub(super) struct AnswerQuestion {
    #[arguments(input: $input)]
    pub(super) question_answer: Option<QuestionAnswerPayload>,
}

#[derive(cynic::QueryFragment, Debug)]
pub(super) struct QuestionAnswerPayload {
    pub(super) user_errors: Vec<CampaignUserError>,
}

#[derive(cynic::InputObject, Debug)]
pub(super) struct QuestionHideInput {
    pub(super) id: cynic::Id,
    pub(super) reason: String,
}

#[derive(cynic::QueryVariables, Debug)]
pub(super) struct HideVariables {
    pub(super) input: QuestionHideInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "HideVariables")]
pub(super) struct HideQuestion {
    #[arguments(input: $input)]
    pub(super) question_hide: Option<QuestionHidePayload>,
}

#[derive(cynic::QueryFragment, Debug)]
pub(super) struct QuestionHidePayload {
    pub(super) user_errors: Vec<CampaignUserError>,
}

#[derive(cynic::InputObject, Debug)]
pub(super) struct QuestionShowInput {
    pub(super) id: cynic::Id,
}

#[derive(cynic::QueryVariables, Debug)]
pub(super) struct ShowVariables {
    pub(super) input: QuestionShowInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "ShowVariables")]
pub(super) struct ShowQuestion {
    #[arguments(input: $input)]
    pub(super) question_show: Option<QuestionShowPayload>,
}

#[derive(cynic::QueryFragment, Debug)]
pub(super) struct QuestionShowPayload {
    pub(super) user_errors: Vec<CampaignUserError>,
}

#[derive(cynic::InputObject, Debug)]
pub(super) struct QuestionReportInput {
    pub(super) id: cynic::Id,
    pub(super) reason: QuestionReportReason,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub(super) note: Option<String>,
}

#[derive(cynic::QueryVariables, Debug)]
pub(super) struct ReportVariables {
    pub(super) input: QuestionReportInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "ReportVariables")]
pub(super) struct ReportQuestion {
    #[arguments(input: $input)]
    pub(super) question_report: Option<QuestionReportPayload>,
}

#[derive(cynic::QueryFragment, Debug)]
pub(super) struct QuestionReportPayload {
    pub(super) user_errors: Vec<CampaignUserError>,
}
