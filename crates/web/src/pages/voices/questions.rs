//! What people ask the founder of a campaign: the list, one question, and what can be done with it.

use axum::{extract::Path, response::Response};
use chrono::{DateTime, Utc};
use http::StatusCode;

use super::{
    PageInfo,
    calls::{
        AnswerQuestion, AnswerVariables, HideQuestion, HideVariables, QuestionAnswerInput, QuestionHideInput,
        QuestionReportInput, QuestionShowInput, ReportQuestion, ReportVariables, ShowQuestion, ShowVariables,
    },
};
use crate::{
    failure::Failure,
    form::{Fields, Problems},
    graphql::{ById, ByIdFields, QuestionFilter, QuestionReportReason, schema},
    markdown,
    pages::sign::with_next,
    parts::{
        tabs::{Tab, Tabs, UpdateCount},
        user_errors::CampaignUserError,
    },
    routes::done,
    shell::{self, Shell},
    visit::Visit,
};

/// Questions on a page.
const PAGE: i32 = 20;

#[derive(cynic::QueryVariables, Debug)]
struct ListVariables {
    slug: String,
    filter: QuestionFilter,
    first: i32,
    after: Option<String>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "ListVariables")]
struct QuestionsQuery {
    #[arguments(slug: $slug)]
    campaign_by_slug: Option<AskedCampaign>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Campaign", variables = "ListVariables")]
struct AskedCampaign {
    id: cynic::Id,
    slug: String,
    title: String,
    zone: String,
    viewer_can_edit: bool,
    launched_at: Option<DateTime<Utc>>,
    #[arguments(filter: $filter, first: $first, after: $after)]
    questions: Questions,
    #[arguments(first: 1)]
    updates: UpdateCount,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "QuestionConnection")]
struct Questions {
    total_count: i32,
    page_info: PageInfo,
    nodes: Vec<Question>,
}

/// A question, as far as it is for the visitor.
#[derive(cynic::QueryFragment, Debug)]
pub(crate) struct Question {
    pub(crate) id: cynic::Id,
    pub(crate) body: Option<String>,
    pub(crate) asker: Option<Asker>,
    pub(crate) asker_is_backer: bool,
    pub(crate) asked_at: DateTime<Utc>,
    pub(crate) answer: Option<QuestionAnswer>,
    pub(crate) hiding: Option<QuestionHiding>,
    pub(crate) viewer_can_answer: bool,
    pub(crate) viewer_can_hide: bool,
    pub(crate) version: i32,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "PublicProfile")]
pub(crate) struct Asker {
    pub(crate) display_name: String,
}

#[derive(cynic::QueryFragment, Debug)]
pub(crate) struct QuestionAnswer {
    pub(crate) body: Option<String>,
    pub(crate) author: Asker,
    pub(crate) answered_at: DateTime<Utc>,
    pub(crate) edited_at: Option<DateTime<Utc>>,
}

#[derive(cynic::QueryFragment, Debug)]
pub(crate) struct QuestionHiding {
    pub(crate) reason: String,
    pub(crate) by_founder: bool,
}

impl Question {
    pub(crate) fn paragraphs(&self) -> Vec<&str> {
        markdown::paragraphs(self.body.as_deref().unwrap_or_default())
    }
}

impl QuestionAnswer {
    pub(crate) fn paragraphs(&self) -> Vec<&str> {
        markdown::paragraphs(self.body.as_deref().unwrap_or_default())
    }
}

#[derive(askama::Template)]
#[template(path = "questions.html")]
struct QuestionsPage {
    shell: Shell,
    c: AskedCampaign,
    tabs: Tabs,
    filter: QuestionFilter,
    problems: Problems,
    fields: Fields,
}

impl QuestionsPage {
    fn is_filter(&self, filter: &QuestionFilter) -> bool {
        self.filter == *filter
    }

    fn filters(&self) -> &'static [QuestionFilter] {
        QuestionFilter::ALL
    }

    /// The list with another filter.
    fn filtered(&self, filter: &QuestionFilter) -> String {
        let list = self.shell.w.url(self.shell.bare_path());
        match filter {
            QuestionFilter::All => list,
            QuestionFilter::Open => format!("{list}?show=open"),
            QuestionFilter::Answered => format!("{list}?show=answered"),
        }
    }

    /// The next page of the list.
    fn next(&self) -> Option<String> {
        let info = &self.c.questions.page_info;
        let cursor = info.end_cursor.as_ref().filter(|_| info.has_next_page)?;
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("after", cursor)
            .finish();
        let list = self.filtered(&self.filter);
        let joint = if list.contains('?') { '&' } else { '?' };
        Some(format!("{list}{joint}{query}"))
    }

    fn sign_in(&self) -> String {
        with_next(&self.shell.w.url("/sign-in"), &self.shell.path)
    }
}

/// `GET /campaigns/{slug}/questions`
pub(crate) async fn list(visit: Visit, Path(slug): Path<String>) -> Response {
    match list_page(&visit, slug, Problems::default(), Fields::default()).await {
        Ok(page) => shell::page(&page, StatusCode::OK),
        Err(failure) => failure.respond(&visit),
    }
}

async fn list_page(
    visit: &Visit,
    slug: String,
    problems: Problems,
    fields: Fields,
) -> Result<QuestionsPage, Failure> {
    let query = visit.path.split_once('?').map_or("", |(_, query)| query);
    let asked = Fields::read(query.as_bytes());
    let filter = match asked.get("show") {
        Some("open") => QuestionFilter::Open,
        Some("answered") => QuestionFilter::Answered,
        _ => QuestionFilter::All,
    };
    let variables = ListVariables {
        slug,
        filter,
        first: PAGE,
        after: asked.get("after").map(str::to_owned),
    };
    let found: QuestionsQuery = visit.query(variables).await?;
    let c = found.campaign_by_slug.ok_or(Failure::NotFound)?;
    let w = visit.words();
    let shell = Shell::titled(visit, w.t1("questions-title", "campaign", &c.title));
    let described = Some(w.t1("questions-description", "campaign", &c.title));
    Ok(QuestionsPage {
        shell: Shell {
            is_public: c.launched_at.is_some(),
            ..shell.public(described)
        },
        tabs: Tabs {
            slug: c.slug.clone(),
            updates: c.updates.total_count,
            questions: c.questions.total_count,
            at: Tab::Questions,
        },
        c,
        filter,
        problems,
        fields,
    })
}

#[derive(cynic::InputObject, Debug)]
struct QuestionAskInput {
    campaign_id: cynic::Id,
    body: String,
}

#[derive(cynic::QueryVariables, Debug)]
struct AskVariables {
    input: QuestionAskInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "AskVariables")]
struct AskQuestion {
    #[arguments(input: $input)]
    question_ask: Option<QuestionAskPayload>,
}

#[derive(cynic::QueryFragment, Debug)]
struct QuestionAskPayload {
    user_errors: Vec<CampaignUserError>,
}

/// `POST /campaigns/{slug}/questions`
pub(crate) async fn ask(visit: Visit, Path(slug): Path<String>, fields: Fields) -> Response {
    match asked(&visit, slug, fields).await {
        Ok(response) => response,
        Err(failure) => failure.respond(&visit),
    }
}

async fn asked(visit: &Visit, slug: String, fields: Fields) -> Result<Response, Failure> {
    visit.signed_in()?;
    let campaign = fields.get("campaignId").ok_or(Failure::BadRequest)?;
    let input = QuestionAskInput {
        campaign_id: cynic::Id::new(campaign),
        body: fields.raw("body"),
    };
    let answer: AskQuestion = visit.act(AskVariables { input }).await?;
    let errors = answer.question_ask.ok_or(Failure::Fault)?.user_errors;
    if errors.is_empty() {
        return Ok(done(&format!(
            "{}#questions",
            visit.url(&format!("/campaigns/{slug}/questions"))
        )));
    }
    let page = list_page(visit, slug, Problems::of(errors), fields).await?;
    Ok(shell::page(&page, StatusCode::UNPROCESSABLE_ENTITY))
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "ById")]
struct QuestionQuery {
    #[arguments(id: $id)]
    question: Option<WholeQuestion>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Question")]
struct WholeQuestion {
    campaign: Option<QuestionCampaign>,
    #[cynic(spread)]
    question: Question,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Campaign")]
struct QuestionCampaign {
    slug: String,
    title: String,
    zone: String,
}

#[derive(askama::Template)]
#[template(path = "question.html")]
struct QuestionPage {
    shell: Shell,
    c: QuestionCampaign,
    q: Question,
    problems: Problems,
    fields: Fields,
    /// What was done just now.
    done: Option<&'static str>,
}

impl QuestionPage {
    fn reasons(&self) -> &'static [QuestionReportReason] {
        QuestionReportReason::ALL
    }

    fn is_reason(&self, reason: &QuestionReportReason) -> bool {
        use crate::graphql::Named;
        self.fields.shown("reason") == reason.name()
    }

    /// What stands in the field of the answer.
    fn answer(&self) -> &str {
        if self.fields.has("answer") {
            return self.fields.shown("answer");
        }
        let given = self.q.answer.as_ref();
        given
            .and_then(|answer| answer.body.as_deref())
            .unwrap_or_default()
    }

    fn version(&self) -> String {
        self.fields
            .get("expectedVersion")
            .map_or_else(|| self.q.version.to_string(), str::to_owned)
    }

    fn sign_in(&self) -> String {
        with_next(
            &self.shell.w.url("/sign-in"),
            &format!("/questions/{}", self.q.id.inner()),
        )
    }
}

/// `GET /questions/{id}`
pub(crate) async fn one(visit: Visit, Path(id): Path<String>) -> Response {
    let query = visit.path.split_once('?').map_or("", |(_, query)| query);
    let done = match Fields::read(query.as_bytes()).get("done") {
        Some("reported") => Some("question-reported"),
        _ => None,
    };
    match one_page(&visit, &id, Problems::default(), Fields::default(), done).await {
        Ok(page) => shell::page(&page, StatusCode::OK),
        Err(failure) => failure.respond(&visit),
    }
}

async fn one_page(
    visit: &Visit,
    id: &str,
    problems: Problems,
    fields: Fields,
    done: Option<&'static str>,
) -> Result<QuestionPage, Failure> {
    let id = cynic::Id::new(id);
    let found: QuestionQuery = visit.query(ById { id }).await?;
    let found = found.question.ok_or(Failure::NotFound)?;
    Ok(QuestionPage {
        shell: Shell::new(visit, "question-title"),
        c: found.campaign.ok_or(Failure::NotFound)?,
        q: found.question,
        problems,
        fields,
        done,
    })
}

/// `POST /questions/{id}/answer`
pub(crate) async fn answer(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let input = QuestionAnswerInput {
        id: cynic::Id::new(&id),
        expected_version: fields
            .get("expectedVersion")
            .and_then(|version| version.parse().ok())
            .unwrap_or_default(),
        body: fields.raw("answer"),
    };
    let answer = visit.act::<AnswerQuestion, _>(AnswerVariables { input }).await;
    let errors = answer.map(|done| done.question_answer.map(|payload| payload.user_errors));
    after(&visit, &id, fields, errors, "answer", "").await
}

/// `POST /questions/{id}/hide`
pub(crate) async fn hide(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let input = QuestionHideInput {
        id: cynic::Id::new(&id),
        reason: fields.raw("because"),
    };
    let answer = visit.act::<HideQuestion, _>(HideVariables { input }).await;
    let errors = answer.map(|done| done.question_hide.map(|payload| payload.user_errors));
    after(&visit, &id, fields, errors, "because", "").await
}

/// `POST /questions/{id}/show`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let input = QuestionShowInput {
        id: cynic::Id::new(&id),
    };
    let answer = visit.act::<ShowQuestion, _>(ShowVariables { input }).await;
    let errors = answer.map(|done| done.question_show.map(|payload| payload.user_errors));
    after(&visit, &id, fields, errors, "", "").await
}

/// `POST /questions/{id}/report`
pub(crate) async fn report(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let reason = QuestionReportReason::of(fields.shown("reason"));
    let Some(reason) = reason else {
        return Failure::BadRequest.respond(&visit);
    };
    let input = QuestionReportInput {
        id: cynic::Id::new(&id),
        reason,
        note: fields.get("note").map(str::to_owned),
    };
    let answer = visit.act::<ReportQuestion, _>(ReportVariables { input }).await;
    let errors = answer.map(|done| done.question_report.map(|payload| payload.user_errors));
    after(&visit, &id, fields, errors, "note", "?done=reported").await
}

/// Back to the question, or the question with what was wrong. What is said of the operation's own text is said at the form's
/// `field`.
async fn after(
    visit: &Visit,
    id: &str,
    fields: Fields,
    errors: Result<Option<Vec<CampaignUserError>>, Failure>,
    field: &str,
    query: &str,
) -> Response {
    let errors = match errors.and_then(|errors| errors.ok_or(Failure::Fault)) {
        Ok(errors) => errors,
        Err(failure) => return failure.respond(visit),
    };
    if errors.is_empty() {
        return done(&format!("{}{query}", visit.url(&format!("/questions/{id}"))));
    }
    let errors = errors.into_iter().map(|error| CampaignUserError {
        field: error.field.map(|_| vec![field.to_owned()]),
        ..error
    });
    match one_page(visit, id, Problems::of(errors), fields, None).await {
        Ok(page) => shell::page(&page, StatusCode::UNPROCESSABLE_ENTITY),
        Err(failure) => failure.respond(visit),
    }
}
