//! Documents of CNIPA that were handed in for patents: the queue, and one at a time beside what was stated of it.

use axum::{
    extract::{Path, RawQuery},
    response::Response,
};
use chrono::{DateTime, NaiveDate, Utc};
use http::StatusCode;

use super::{
    Me, Person, reviewer,
    waiting::{Hold, PageInfo, Reason, days_since, reasons},
};
use crate::{
    failure::Failure,
    form::{Fields, Problems},
    graphql::{
        EncumbranceKind, PatentDocumentKind, PatentDocumentReason, PatentDocumentState, PatentNumber, schema,
    },
    pages::{founder::at, verification::StoredFile},
    parts::{calls::calls, user_errors::PatentUserError},
    routes,
    shell::{self, Shell},
    visit::Visit,
};

#[derive(cynic::QueryVariables, Debug)]
struct QueueVariables {
    after: Option<String>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "QueueVariables")]
struct PatentDocumentsQuery {
    viewer: Option<Me>,
    #[arguments(first: 25, after: $after)]
    patent_document_queue: Waiting,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "PatentDocumentConnection")]
struct Waiting {
    total_count: i32,
    page_info: PageInfo,
    nodes: Vec<Row>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "PatentDocument")]
struct Row {
    id: cynic::Id,
    kind: PatentDocumentKind,
    submitter: Person,
    patent: Option<Right>,
    issued_on: NaiveDate,
    submitted_at: DateTime<Utc>,
    reviewer: Option<Person>,
    claimed_at: Option<DateTime<Utc>>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Patent")]
struct Right {
    number: PatentNumber,
    title: Option<String>,
}

impl Row {
    fn hold(&self, me: &cynic::Id, now: &DateTime<Utc>) -> Hold {
        Hold::of(self.reviewer.as_ref(), self.claimed_at, me, *now)
    }

    fn waited(&self, now: &DateTime<Utc>) -> i64 {
        days_since(self.submitted_at, *now)
    }
}

#[derive(askama::Template)]
#[template(path = "review_documents.html")]
struct QueuePage {
    shell: Shell,
    me: cynic::Id,
    waiting: Waiting,
    now: DateTime<Utc>,
    done: Option<&'static str>,
}

impl QueuePage {
    fn next(&self) -> Option<String> {
        self.waiting.page_info.next(self.shell.w, "/review/documents")
    }
}

/// `GET /review/documents`
pub(crate) async fn queue(visit: Visit, RawQuery(query): RawQuery) -> Response {
    let query = Fields::read(query.unwrap_or_default().as_bytes());
    let found = async {
        reviewer(&visit)?;
        let after = query.get("after").map(str::to_owned);
        let found: PatentDocumentsQuery = visit.query(QueueVariables { after }).await?;
        let done = ["approve", "refuse", "release"];
        Ok::<_, Failure>(QueuePage {
            shell: Shell::new(&visit, "documents-title"),
            me: found.viewer.ok_or(Failure::SignIn)?.id,
            waiting: found.patent_document_queue,
            now: visit.site.clock.now(),
            done: done.into_iter().find(|done| query.get("done") == Some(done)),
        })
    };
    let found = found.await;
    match found {
        Ok(page) => shell::page(&page, StatusCode::OK),
        Err(failure) => failure.respond(&visit),
    }
}

#[derive(cynic::QueryVariables, Debug)]
struct CaseVariables {
    id: cynic::Id,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "CaseVariables")]
struct PatentDocumentQuery {
    viewer: Option<Me>,
    #[arguments(id: $id)]
    patent_document: Option<Case>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "PatentDocument")]
struct Case {
    id: cynic::Id,
    kind: PatentDocumentKind,
    state: PatentDocumentState,
    submitter: Person,
    patent: Option<Right>,
    issued_on: NaiveDate,
    case_status: Option<String>,
    owners: Vec<String>,
    fees: Vec<Fee>,
    encumbrances: Vec<Burden>,
    file: Option<StoredFile>,
    submitted_at: DateTime<Utc>,
    reviewer: Option<Person>,
    claimed_at: Option<DateTime<Utc>>,
    reason: Option<PatentDocumentReason>,
    note: Option<String>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "StatedFee")]
struct Fee {
    year: i32,
    paid_on: NaiveDate,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "StatedEncumbrance")]
struct Burden {
    kind: EncumbranceKind,
    holder: String,
    effective_on: Option<NaiveDate>,
}

#[derive(askama::Template)]
#[template(path = "review_document.html")]
struct CasePage {
    shell: Shell,
    c: Case,
    hold: Hold,
    is_own: bool,
    fields: Fields,
    problems: Problems,
}

impl CasePage {
    fn reasons(&self) -> Vec<Reason> {
        reasons(
            PatentDocumentReason::ALL,
            self.shell.w,
            "patent-document-reason",
            self.fields.shown("reason"),
        )
    }

    fn label(&self, field: &str) -> String {
        self.shell.w.label_of("review-label", field)
    }

    /// Where an act on the case is sent.
    fn at(&self, act: &str) -> String {
        let path = format!("/review/documents/{}/{act}", self.c.id.inner());
        self.shell.w.url(&path)
    }

    fn is_open(&self) -> bool {
        self.c.state == PatentDocumentState::Submitted
    }

    fn is_extract(&self) -> bool {
        self.c.kind == PatentDocumentKind::RegisterExtract
    }
}

fn document_id(id: &str) -> Result<cynic::Id, Failure> {
    let id: kernel::PatentDocumentId = id.parse().map_err(|_| Failure::NotFound)?;
    Ok(cynic::Id::new(id.to_string()))
}

async fn page(visit: &Visit, id: &str, fields: Fields, problems: Problems) -> Result<CasePage, Failure> {
    reviewer(visit)?;
    let variables = CaseVariables { id: document_id(id)? };
    let found: PatentDocumentQuery = visit.query(variables).await?;
    let me = found.viewer.ok_or(Failure::SignIn)?.id;
    let c = found.patent_document.ok_or(Failure::NotFound)?;
    let now = visit.site.clock.now();
    let number = c.patent.as_ref().map(|right| right.number.to_string());
    let title = visit
        .words()
        .t1("documents-case-title", "number", number.unwrap_or_default());
    Ok(CasePage {
        shell: Shell::titled(visit, title),
        hold: Hold::of(c.reviewer.as_ref(), c.claimed_at, &me, now),
        is_own: c.submitter.id == me,
        c,
        fields,
        problems,
    })
}

/// `GET /review/documents/{id}`
pub(crate) async fn case(visit: Visit, Path(id): Path<String>) -> Response {
    match page(&visit, &id, Fields::default(), Problems::default()).await {
        Ok(page) => shell::page(&page, StatusCode::OK),
        Err(failure) => failure.respond(&visit),
    }
}

/// A document to be taken.
#[derive(cynic::InputObject, Debug, Clone)]
struct PatentDocumentTakeInput {
    id: cynic::Id,
}

/// A document to be given back.
#[derive(cynic::InputObject, Debug, Clone)]
struct PatentDocumentReleaseInput {
    id: cynic::Id,
}

/// A decision on a document.
#[derive(cynic::InputObject, Debug, Clone)]
struct PatentDocumentDecideInput {
    id: cynic::Id,
    approve: bool,
    reason: Option<PatentDocumentReason>,
    note: Option<String>,
}

calls! { PatentUserError:
    /// Takes a document.
    take_document, TakeDocument: PatentDocumentTakeInput => patent_document_take, "PatentDocumentTakePayload";
    /// Gives a document back.
    release_document, ReleaseDocument: PatentDocumentReleaseInput => patent_document_release, "PatentDocumentReleasePayload";
    /// Decides on a document.
    decide_document, DecideDocument: PatentDocumentDecideInput => patent_document_decide, "PatentDocumentDecidePayload";
}

async fn settled(
    visit: &Visit,
    id: &str,
    to: &str,
    fields: Fields,
    errors: Vec<PatentUserError>,
) -> Result<Response, Failure> {
    if errors.is_empty() {
        return Ok(routes::done(&visit.url(to)));
    }
    let page = page(visit, id, fields, Problems::of(errors)).await?;
    Ok(shell::page(&page, StatusCode::UNPROCESSABLE_ENTITY))
}

fn here(visit: Visit, id: &str) -> Visit {
    at(visit, format!("/review/documents/{id}"))
}

/// `POST /review/documents/{id}/take`
pub(crate) async fn take(visit: Visit, Path(id): Path<String>) -> Response {
    let visit = here(visit, &id);
    let outcome = async {
        reviewer(&visit)?;
        let errors = take_document(
            &visit,
            PatentDocumentTakeInput {
                id: document_id(&id)?,
            },
        )
        .await?;
        let to = format!("/review/documents/{id}");
        settled(&visit, &id, &to, Fields::default(), errors).await
    };
    let outcome = outcome.await;
    outcome.unwrap_or_else(|failure: Failure| failure.respond(&visit))
}

/// `POST /review/documents/{id}/release`
pub(crate) async fn release(visit: Visit, Path(id): Path<String>) -> Response {
    let visit = here(visit, &id);
    let outcome = async {
        reviewer(&visit)?;
        let input = PatentDocumentReleaseInput {
            id: document_id(&id)?,
        };
        let errors = release_document(&visit, input).await?;
        let to = "/review/documents?done=release";
        settled(&visit, &id, to, Fields::default(), errors).await
    };
    let outcome = outcome.await;
    outcome.unwrap_or_else(|failure: Failure| failure.respond(&visit))
}

/// `POST /review/documents/{id}/decide`
pub(crate) async fn decide(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let visit = here(visit, &id);
    let outcome = async {
        reviewer(&visit)?;
        let approve = match fields.get("decision") {
            Some("APPROVE") => true,
            Some("REFUSE") => false,
            _ => {
                let problem = Problems::one("decision", visit.words().t("review-decision-needed"));
                let page = page(&visit, &id, fields, problem).await?;
                return Ok(shell::page(&page, StatusCode::UNPROCESSABLE_ENTITY));
            }
        };
        let input = PatentDocumentDecideInput {
            id: document_id(&id)?,
            approve,
            reason: fields.get("reason").and_then(PatentDocumentReason::of),
            note: fields.get("note").map(str::to_owned),
        };
        let errors = decide_document(&visit, input).await?;
        let done = if approve { "approve" } else { "refuse" };
        let to = format!("/review/documents?done={done}");
        settled(&visit, &id, &to, fields, errors).await
    };
    let outcome = outcome.await;
    outcome.unwrap_or_else(|failure: Failure| failure.respond(&visit))
}
