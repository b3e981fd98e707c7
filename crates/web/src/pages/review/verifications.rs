//! People and companies that wait to be verified: the queue, and one case at a time with the evidence beside the claim.

use axum::{
    extract::{Path, RawQuery},
    response::Response,
};
use chrono::{DateTime, Utc};
use http::StatusCode;

use super::{
    Me, Person, reviewer,
    waiting::{Hold, PageInfo, Reason, days_since, reasons},
};
use crate::{
    failure::Failure,
    form::{Fields, Problems},
    graphql::{VerificationDecision, VerificationKind, VerificationReason, schema},
    pages::{
        founder::at,
        verification::{Round, calls},
    },
    parts::user_errors::VerificationUserError,
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
struct VerificationsQuery {
    viewer: Option<Me>,
    #[arguments(first: 25, after: $after)]
    verification_queue: Waiting,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "VerificationConnection")]
struct Waiting {
    total_count: i32,
    page_info: PageInfo,
    nodes: Vec<Row>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Verification")]
struct Row {
    id: cynic::Id,
    kind: VerificationKind,
    holds: bool,
    person: Person,
    waiting_since: Option<DateTime<Utc>>,
    reviewer: Option<Person>,
    claimed_at: Option<DateTime<Utc>>,
}

impl Row {
    fn hold(&self, me: &cynic::Id, now: &DateTime<Utc>) -> Hold {
        Hold::of(self.reviewer.as_ref(), self.claimed_at, me, *now)
    }

    /// For how many whole days it has waited.
    fn waited(&self, now: &DateTime<Utc>) -> i64 {
        self.waiting_since.map_or(0, |at| days_since(at, *now))
    }
}

#[derive(askama::Template)]
#[template(path = "review_verifications.html")]
struct QueuePage {
    shell: Shell,
    me: cynic::Id,
    waiting: Waiting,
    now: DateTime<Utc>,
    done: Option<&'static str>,
}

impl QueuePage {
    fn next(&self) -> Option<String> {
        self.waiting.page_info.next(self.shell.w, "/review/verifications")
    }
}

/// `GET /review/verifications`
pub(crate) async fn queue(visit: Visit, RawQuery(query): RawQuery) -> Response {
    let query = Fields::read(query.unwrap_or_default().as_bytes());
    let found = async {
        reviewer(&visit)?;
        let after = query.get("after").map(str::to_owned);
        let found: VerificationsQuery = visit.query(QueueVariables { after }).await?;
        let done = ["approve", "refuse", "release"];
        Ok::<_, Failure>(QueuePage {
            shell: Shell::new(&visit, "verifications-title"),
            me: found.viewer.ok_or(Failure::SignIn)?.id,
            waiting: found.verification_queue,
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
struct VerificationQuery {
    viewer: Option<Me>,
    #[arguments(id: $id)]
    verification: Option<Case>,
}

/// A case with everything that matters to decide.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Verification")]
struct Case {
    #[cynic(spread)]
    round: Round,
    person: Person,
    waiting_since: Option<DateTime<Utc>>,
    reviewer: Option<Person>,
    claimed_at: Option<DateTime<Utc>>,
    screening: Vec<ScreeningHit>,
}

/// A name that stands on a list.
#[derive(cynic::QueryFragment, Debug)]
struct ScreeningHit {
    field: Vec<String>,
    listed: String,
}

#[derive(askama::Template)]
#[template(path = "review_verification.html")]
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
            VerificationReason::ALL,
            self.shell.w,
            "verification-reason",
            self.fields.shown("reason"),
        )
    }

    fn label(&self, field: &str) -> String {
        self.shell.w.label_of("review-label", field)
    }

    /// Where an act on the case is sent.
    fn at(&self, act: &str) -> String {
        let path = format!("/review/verifications/{}/{act}", self.c.round.id.inner());
        self.shell.w.url(&path)
    }

    fn hit_at(&self, hit: &ScreeningHit) -> String {
        let last = hit.field.first().map_or("", String::as_str);
        let key = match last {
            "legalName" => "legal-name",
            "otherName" => "other-name",
            _ => "owners",
        };
        self.shell.w.label_of("verification-label", key)
    }
}

/// The id of a round in an address. What is none is nothing's address.
fn round_id(id: &str) -> Result<cynic::Id, Failure> {
    let id: kernel::VerificationId = id.parse().map_err(|_| Failure::NotFound)?;
    Ok(cynic::Id::new(id.to_string()))
}

async fn page(visit: &Visit, id: &str, fields: Fields, problems: Problems) -> Result<CasePage, Failure> {
    reviewer(visit)?;
    let found: VerificationQuery = visit.query(CaseVariables { id: round_id(id)? }).await?;
    let me = found.viewer.ok_or(Failure::SignIn)?.id;
    let c = found.verification.ok_or(Failure::NotFound)?;
    let now = visit.site.clock.now();
    Ok(CasePage {
        shell: Shell::titled(
            visit,
            visit
                .words()
                .t1("verification-case-title", "name", &c.person.display_name),
        ),
        hold: Hold::of(c.reviewer.as_ref(), c.claimed_at, &me, now),
        is_own: c.person.id == me,
        c,
        fields,
        problems,
    })
}

/// `GET /review/verifications/{id}`
pub(crate) async fn case(visit: Visit, Path(id): Path<String>) -> Response {
    match page(&visit, &id, Fields::default(), Problems::default()).await {
        Ok(page) => shell::page(&page, StatusCode::OK),
        Err(failure) => failure.respond(&visit),
    }
}

async fn settled(
    visit: &Visit,
    id: &str,
    to: &str,
    fields: Fields,
    errors: Vec<VerificationUserError>,
) -> Result<Response, Failure> {
    if errors.is_empty() {
        return Ok(routes::done(&visit.url(to)));
    }
    let page = page(visit, id, fields, Problems::of(errors)).await?;
    Ok(shell::page(&page, StatusCode::UNPROCESSABLE_ENTITY))
}

fn here(visit: Visit, id: &str) -> Visit {
    at(visit, format!("/review/verifications/{id}"))
}

/// `POST /review/verifications/{id}/claim`
pub(crate) async fn claim(visit: Visit, Path(id): Path<String>) -> Response {
    let visit = here(visit, &id);
    let outcome = async {
        reviewer(&visit)?;
        let errors = calls::claim(&visit, calls::VerificationClaimInput { id: round_id(&id)? }).await?;
        settled(
            &visit,
            &id,
            &format!("/review/verifications/{id}"),
            Fields::default(),
            errors,
        )
        .await
    };
    let outcome = outcome.await;
    outcome.unwrap_or_else(|failure: Failure| failure.respond(&visit))
}

/// `POST /review/verifications/{id}/release`
pub(crate) async fn release(visit: Visit, Path(id): Path<String>) -> Response {
    let visit = here(visit, &id);
    let outcome = async {
        reviewer(&visit)?;
        let errors = calls::release(&visit, calls::VerificationReleaseInput { id: round_id(&id)? }).await?;
        settled(
            &visit,
            &id,
            "/review/verifications?done=release",
            Fields::default(),
            errors,
        )
        .await
    };
    let outcome = outcome.await;
    outcome.unwrap_or_else(|failure: Failure| failure.respond(&visit))
}

/// `POST /review/verifications/{id}/decide`
pub(crate) async fn decide(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let visit = here(visit, &id);
    let outcome = async {
        reviewer(&visit)?;
        let Some(decision) = fields.get("decision").and_then(VerificationDecision::of) else {
            let problem = Problems::one("decision", visit.words().t("review-decision-needed"));
            let page = page(&visit, &id, fields, problem).await?;
            return Ok(shell::page(&page, StatusCode::UNPROCESSABLE_ENTITY));
        };
        let version = fields
            .get("expectedVersion")
            .and_then(|version| version.parse().ok());
        let input = calls::VerificationDecideInput {
            id: round_id(&id)?,
            expected_version: version.unwrap_or(0),
            decision,
            reason: fields.get("reason").and_then(VerificationReason::of),
            note: fields.get("note").map(str::to_owned),
        };
        let errors = calls::decide(&visit, input).await?;
        let to = match decision {
            VerificationDecision::Approve => "/review/verifications?done=approve",
            VerificationDecision::Refuse => "/review/verifications?done=refuse",
        };
        settled(&visit, &id, to, fields, errors).await
    };
    let outcome = outcome.await;
    outcome.unwrap_or_else(|failure: Failure| failure.respond(&visit))
}
