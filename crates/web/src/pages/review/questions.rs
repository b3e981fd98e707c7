//! Questions that readers reported, for reviewers.

use axum::{extract::Path, response::Response};
use chrono::{DateTime, Utc};
use http::StatusCode;

use super::reviewer;
use crate::{
    failure::Failure,
    form::{Fields, Problems},
    graphql::{QuestionReportReason, schema},
    pages::{
        founder::at,
        voices::{PageInfo, questions::Question},
    },
    parts::user_errors::CampaignUserError,
    routes::done,
    shell::{self, Shell},
    visit::Visit,
};

/// Questions on a page.
const PAGE: i32 = 20;

#[derive(cynic::QueryVariables, Debug)]
struct QueueVariables {
    first: i32,
    after: Option<String>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "QueueVariables")]
struct ReportedQuery {
    #[arguments(first: $first, after: $after)]
    reported_questions: Reported,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "ReportedQuestionConnection")]
struct Reported {
    total_count: i32,
    page_info: PageInfo,
    nodes: Vec<ReportedQuestion>,
}

#[derive(cynic::QueryFragment, Debug)]
struct ReportedQuestion {
    question: CampaignQuestion,
    reports: Vec<QuestionReport>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Question")]
struct CampaignQuestion {
    campaign: Option<Campaign>,
    #[cynic(spread)]
    question: Question,
}

#[derive(cynic::QueryFragment, Debug)]
struct Campaign {
    slug: String,
    title: String,
    viewer_can_edit: bool,
}

#[derive(cynic::QueryFragment, Debug)]
struct QuestionReport {
    reporter: Reporter,
    reason: QuestionReportReason,
    note: Option<String>,
    reported_at: DateTime<Utc>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "PublicProfile")]
struct Reporter {
    display_name: String,
}

#[derive(cynic::InputObject, Debug)]
struct QuestionReportsDecideInput {
    id: cynic::Id,
    #[cynic(skip_serializing_if = "Option::is_none")]
    hide_because: Option<String>,
}

#[derive(cynic::QueryVariables, Debug)]
struct DecideVariables {
    input: QuestionReportsDecideInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "DecideVariables")]
struct DecideReports {
    #[arguments(input: $input)]
    question_reports_decide: Option<QuestionReportsDecidePayload>,
}

#[derive(cynic::QueryFragment, Debug)]
struct QuestionReportsDecidePayload {
    user_errors: Vec<CampaignUserError>,
}

#[derive(askama::Template)]
#[template(path = "review_questions.html")]
struct ReportedPage {
    shell: Shell,
    list: Reported,
    is_done: bool,
    problems: Problems,
    /// Which of the forms was refused.
    refused: Option<String>,
    fields: Fields,
}

impl ReportedPage {
    /// What stands in a form's field of the reason.
    fn because(&self, id: &cynic::Id) -> &str {
        if self.refused.as_deref() == Some(id.inner()) {
            self.fields.shown("hideBecause")
        } else {
            ""
        }
    }

    /// What is wrong with it.
    fn problem(&self, id: &cynic::Id) -> Option<&str> {
        let own = self.refused.as_deref() == Some(id.inner());
        self.problems
            .all()
            .first()
            .filter(|_| own)
            .map(|(_, message)| message.as_str())
    }
}

/// `GET /review/questions`
pub(crate) async fn list(visit: Visit) -> Response {
    match page(&visit, Problems::default(), None, Fields::default()).await {
        Ok(page) => shell::page(&page, StatusCode::OK),
        Err(failure) => failure.respond(&visit),
    }
}

async fn page(
    visit: &Visit,
    problems: Problems,
    refused: Option<String>,
    fields: Fields,
) -> Result<ReportedPage, Failure> {
    reviewer(visit)?;
    let query = visit.path.split_once('?').map_or("", |(_, query)| query);
    let asked = Fields::read(query.as_bytes());
    let after = asked.get("after").map(str::to_owned);
    let found: ReportedQuery = visit.query(QueueVariables { first: PAGE, after }).await?;
    Ok(ReportedPage {
        shell: Shell::new(visit, "reported-title"),
        list: found.reported_questions,
        is_done: asked.get("done").is_some(),
        problems,
        refused,
        fields,
    })
}

/// `POST /review/questions/{id}`: hides it for the reason given, or with `dismiss` lets it stand.
pub(crate) async fn decide(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let visit = at(visit, "/review/questions".to_owned());
    match decided(&visit, id, fields).await {
        Ok(response) => response,
        Err(failure) => failure.respond(&visit),
    }
}

async fn decided(visit: &Visit, id: String, fields: Fields) -> Result<Response, Failure> {
    reviewer(visit)?;
    let hide_because = (!fields.has("dismiss")).then(|| fields.raw("hideBecause"));
    let input = QuestionReportsDecideInput {
        id: cynic::Id::new(&id),
        hide_because,
    };
    let answer: DecideReports = visit.act(DecideVariables { input }).await?;
    let errors = answer.question_reports_decide.ok_or(Failure::Fault)?.user_errors;
    if errors.is_empty() {
        return Ok(done(&visit.url("/review/questions?done=1")));
    }
    let errors = errors.into_iter().map(|error| CampaignUserError {
        field: Some(vec![format!("because-{id}")]),
        ..error
    });
    let page = page(visit, Problems::of(errors), Some(id.clone()), fields).await?;
    Ok(shell::page(&page, StatusCode::UNPROCESSABLE_ENTITY))
}
