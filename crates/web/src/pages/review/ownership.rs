//! Documents by which founders claim rights: the queue, and one claim at a time beside what the register says.

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
    graphql::{OwnershipClaimKind, OwnershipClaimReason, OwnershipClaimState, PatentNumber, schema},
    pages::{founder::at, verification::StoredFile},
    parts::{calls::calls, user_errors::CampaignUserError},
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
struct OwnershipClaimsQuery {
    viewer: Option<Me>,
    #[arguments(first: 25, after: $after)]
    ownership_claim_queue: Waiting,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "OwnershipClaimConnection")]
struct Waiting {
    total_count: i32,
    page_info: PageInfo,
    nodes: Vec<Row>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "OwnershipClaim")]
struct Row {
    id: cynic::Id,
    kind: OwnershipClaimKind,
    founder: Person,
    campaign: Option<Titled>,
    patent: Option<Numbered>,
    submitted_at: DateTime<Utc>,
    reviewer: Option<Person>,
    claimed_at: Option<DateTime<Utc>>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Campaign")]
struct Titled {
    id: cynic::Id,
    title: String,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Patent")]
struct Numbered {
    number: PatentNumber,
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
#[template(path = "review_claims.html")]
struct QueuePage {
    shell: Shell,
    me: cynic::Id,
    waiting: Waiting,
    now: DateTime<Utc>,
    done: Option<&'static str>,
}

impl QueuePage {
    fn next(&self) -> Option<String> {
        self.waiting.page_info.next(self.shell.w, "/review/ownership")
    }
}

/// `GET /review/ownership`
pub(crate) async fn queue(visit: Visit, RawQuery(query): RawQuery) -> Response {
    let query = Fields::read(query.unwrap_or_default().as_bytes());
    let found = async {
        reviewer(&visit)?;
        let after = query.get("after").map(str::to_owned);
        let found: OwnershipClaimsQuery = visit.query(QueueVariables { after }).await?;
        let done = ["approve", "refuse"];
        Ok::<_, Failure>(QueuePage {
            shell: Shell::new(&visit, "claims-title"),
            me: found.viewer.ok_or(Failure::SignIn)?.id,
            waiting: found.ownership_claim_queue,
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
struct OwnershipClaimQuery {
    viewer: Option<Me>,
    #[arguments(id: $id)]
    ownership_claim: Option<Case>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "OwnershipClaim")]
struct Case {
    id: cynic::Id,
    kind: OwnershipClaimKind,
    state: OwnershipClaimState,
    counterparty: String,
    dated_on: NaiveDate,
    founder: Person,
    verified_names: Vec<String>,
    campaign: Option<Titled>,
    patent: Option<Right>,
    document: Option<StoredFile>,
    submitted_at: DateTime<Utc>,
    reviewer: Option<Person>,
    claimed_at: Option<DateTime<Utc>>,
    reason: Option<OwnershipClaimReason>,
    note: Option<String>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Patent")]
struct Right {
    number: PatentNumber,
    title: Option<String>,
    owners: Vec<Owner>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "PatentParty")]
struct Owner {
    name: String,
}

#[derive(askama::Template)]
#[template(path = "review_claim.html")]
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
            OwnershipClaimReason::ALL,
            self.shell.w,
            "claim-reason",
            self.fields.shown("reason"),
        )
    }

    fn label(&self, field: &str) -> String {
        self.shell.w.label_of("review-label", field)
    }

    /// Where an act on the case is sent.
    fn at(&self, act: &str) -> String {
        let path = format!("/review/ownership/{}/{act}", self.c.id.inner());
        self.shell.w.url(&path)
    }

    fn owners(&self) -> String {
        let owners = self.c.patent.iter().flat_map(|right| &right.owners);
        let names: Vec<_> = owners.map(|owner| owner.name.as_str()).collect();
        self.shell.w.list(&names)
    }

    fn is_open(&self) -> bool {
        self.c.state == OwnershipClaimState::Submitted
    }
}

fn claim_id(id: &str) -> Result<cynic::Id, Failure> {
    let id: kernel::OwnershipClaimId = id.parse().map_err(|_| Failure::NotFound)?;
    Ok(cynic::Id::new(id.to_string()))
}

async fn page(visit: &Visit, id: &str, fields: Fields, problems: Problems) -> Result<CasePage, Failure> {
    reviewer(visit)?;
    let found: OwnershipClaimQuery = visit.query(CaseVariables { id: claim_id(id)? }).await?;
    let me = found.viewer.ok_or(Failure::SignIn)?.id;
    let c = found.ownership_claim.ok_or(Failure::NotFound)?;
    let now = visit.site.clock.now();
    Ok(CasePage {
        shell: Shell::titled(
            visit,
            visit
                .words()
                .t1("claim-case-title", "name", &c.founder.display_name),
        ),
        hold: Hold::of(c.reviewer.as_ref(), c.claimed_at, &me, now),
        is_own: c.founder.id == me,
        c,
        fields,
        problems,
    })
}

/// `GET /review/ownership/{id}`
pub(crate) async fn case(visit: Visit, Path(id): Path<String>) -> Response {
    match page(&visit, &id, Fields::default(), Problems::default()).await {
        Ok(page) => shell::page(&page, StatusCode::OK),
        Err(failure) => failure.respond(&visit),
    }
}

/// A claim to be taken.
#[derive(cynic::InputObject, Debug, Clone)]
struct OwnershipClaimTakeInput {
    id: cynic::Id,
}

/// A claim to be given back.
#[derive(cynic::InputObject, Debug, Clone)]
struct OwnershipClaimReleaseInput {
    id: cynic::Id,
}

/// A decision on a claim.
#[derive(cynic::InputObject, Debug, Clone)]
struct OwnershipClaimDecideInput {
    id: cynic::Id,
    approve: bool,
    reason: Option<OwnershipClaimReason>,
    note: Option<String>,
}

calls! { CampaignUserError:
    /// Takes a claim.
    take_claim, TakeClaim: OwnershipClaimTakeInput => ownership_claim_take, "OwnershipClaimTakePayload";
    /// Gives a claim back.
    release_claim, ReleaseClaim: OwnershipClaimReleaseInput => ownership_claim_release, "OwnershipClaimReleasePayload";
    /// Decides on a claim.
    decide_claim, DecideClaim: OwnershipClaimDecideInput => ownership_claim_decide, "OwnershipClaimDecidePayload";
}

async fn settled(
    visit: &Visit,
    id: &str,
    to: &str,
    fields: Fields,
    errors: Vec<CampaignUserError>,
) -> Result<Response, Failure> {
    if errors.is_empty() {
        return Ok(routes::done(&visit.url(to)));
    }
    let page = page(visit, id, fields, Problems::of(errors)).await?;
    Ok(shell::page(&page, StatusCode::UNPROCESSABLE_ENTITY))
}

/// `POST /review/ownership/{id}/take`
pub(crate) async fn take(visit: Visit, Path(id): Path<String>) -> Response {
    let visit = at(visit, format!("/review/ownership/{id}"));
    let outcome = async {
        reviewer(&visit)?;
        let input = OwnershipClaimTakeInput { id: claim_id(&id)? };
        let errors = take_claim(&visit, input).await?;
        settled(
            &visit,
            &id,
            &format!("/review/ownership/{id}"),
            Fields::default(),
            errors,
        )
        .await
    };
    let outcome = outcome.await;
    outcome.unwrap_or_else(|failure: Failure| failure.respond(&visit))
}

/// `POST /review/ownership/{id}/release`
pub(crate) async fn release(visit: Visit, Path(id): Path<String>) -> Response {
    let visit = at(visit, format!("/review/ownership/{id}"));
    let outcome = async {
        reviewer(&visit)?;
        let input = OwnershipClaimReleaseInput { id: claim_id(&id)? };
        let errors = release_claim(&visit, input).await?;
        settled(
            &visit,
            &id,
            &format!("/review/ownership/{id}"),
            Fields::default(),
            errors,
        )
        .await
    };
    let outcome = outcome.await;
    outcome.unwrap_or_else(|failure: Failure| failure.respond(&visit))
}

/// `POST /review/ownership/{id}/decide`
pub(crate) async fn decide(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let visit = at(visit, format!("/review/ownership/{id}"));
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
        let input = OwnershipClaimDecideInput {
            id: claim_id(&id)?,
            approve,
            reason: fields.get("reason").and_then(OwnershipClaimReason::of),
            note: fields.get("note").map(str::to_owned),
        };
        let errors = decide_claim(&visit, input).await?;
        let done = if approve { "approve" } else { "refuse" };
        settled(
            &visit,
            &id,
            &format!("/review/ownership?done={done}"),
            fields,
            errors,
        )
        .await
    };
    let outcome = outcome.await;
    outcome.unwrap_or_else(|failure: Failure| failure.respond(&visit))
}
