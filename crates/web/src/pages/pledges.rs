//! What the visitor has pledged.

use axum::{extract::Path, response::Response};
use chrono::{DateTime, Utc};
use http::StatusCode;

use crate::{
    failure::Failure,
    form::{Fields, Problems},
    graphql::{ById, ByIdFields, PledgeState, Uuid, schema},
    parts::{pledge::PledgeRow, user_errors::PledgeUserError},
    routes::done,
    shell::{self, Shell},
    visit::Visit,
};

/// Pledges on a page.
const PAGE: i32 = 20;

#[derive(cynic::QueryVariables, Debug)]
struct ListVariables {
    first: i32,
    after: Option<String>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "ListVariables")]
struct ListQuery {
    viewer: Option<ListViewer>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Viewer", variables = "ListVariables")]
struct ListViewer {
    #[arguments(first: $first, after: $after)]
    pledges: Pledges,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "PledgeConnection")]
struct Pledges {
    total_count: i32,
    page_info: PageInfo,
    nodes: Vec<PledgeRow>,
}

#[derive(cynic::QueryFragment, Debug)]
struct PageInfo {
    has_next_page: bool,
    end_cursor: Option<String>,
}

#[derive(askama::Template)]
#[template(path = "pledges.html")]
struct ListPage {
    shell: Shell,
    pledges: Pledges,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "ById")]
struct PledgeQuery {
    #[arguments(id: $id)]
    pledge: Option<Pledge>,
}

/// A pledge with its history.
#[derive(cynic::QueryFragment, Debug)]
struct Pledge {
    #[cynic(spread)]
    row: PledgeRow,
    dossier_hash: String,
    history: Vec<PledgeTransition>,
}

#[derive(cynic::QueryFragment, Debug)]
struct PledgeTransition {
    to: PledgeState,
    at: DateTime<Utc>,
}

#[derive(askama::Template)]
#[template(path = "pledge.html")]
struct PledgePage {
    shell: Shell,
    p: Pledge,
    problems: Problems,
    /// Makes a repeated cancellation do nothing twice.
    key: String,
}

#[derive(cynic::InputObject, Debug)]
struct PledgeCancelInput {
    pledge_id: cynic::Id,
    idempotency_key: Uuid,
}

#[derive(cynic::QueryVariables, Debug)]
struct CancelVariables {
    input: PledgeCancelInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "CancelVariables")]
struct CancelMutation {
    #[arguments(input: $input)]
    pledge_cancel: Option<PledgeCancelPayload>,
}

#[derive(cynic::QueryFragment, Debug)]
struct PledgeCancelPayload {
    user_errors: Vec<PledgeUserError>,
}

/// `GET /pledges`
pub(crate) async fn list(visit: Visit) -> Response {
    match list_page(&visit).await {
        Ok(page) => shell::page(&page, StatusCode::OK),
        Err(failure) => failure.respond(&visit),
    }
}

async fn list_page(visit: &Visit) -> Result<ListPage, Failure> {
    visit.signed_in()?;
    let query = visit.path.split_once('?').map_or("", |(_, query)| query);
    let after = Fields::read(query.as_bytes()).get("after").map(str::to_owned);
    let found: ListQuery = visit.query(ListVariables { first: PAGE, after }).await?;
    Ok(ListPage {
        shell: Shell::new(visit, "pledges-title"),
        pledges: found.viewer.ok_or(Failure::SignIn)?.pledges,
    })
}

/// `GET /pledges/{id}`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match pledge_page(&visit, id, Problems::default()).await {
        Ok(page) => shell::page(&page, StatusCode::OK),
        Err(failure) => failure.respond(&visit),
    }
}

async fn pledge_page(visit: &Visit, id: String, problems: Problems) -> Result<PledgePage, Failure> {
    visit.signed_in()?;
    let found: PledgeQuery = visit
        .query(ById {
            id: cynic::Id::new(id),
        })
        .await?;
    Ok(PledgePage {
        shell: Shell::new(visit, "pledge-title"),
        p: found.pledge.ok_or(Failure::NotFound)?,
        problems,
        key: visit.new_key(),
    })
}

/// `POST /pledges/{id}/cancel`
pub(crate) async fn cancel(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    match cancelled(&visit, id, &fields).await {
        Ok(response) => response,
        Err(failure) => failure.respond(&visit),
    }
}

async fn cancelled(visit: &Visit, id: String, fields: &Fields) -> Result<Response, Failure> {
    visit.signed_in()?;
    let input = PledgeCancelInput {
        pledge_id: cynic::Id::new(id.clone()),
        idempotency_key: Uuid(fields.get("key").map_or_else(|| visit.new_key(), str::to_owned)),
    };
    let answer: CancelMutation = visit.act(CancelVariables { input }).await?;
    let errors = answer.pledge_cancel.ok_or(Failure::Fault)?.user_errors;
    if errors.is_empty() {
        return Ok(done(&visit.url(&format!("/pledges/{id}"))));
    }
    let page = pledge_page(visit, id, Problems::of(errors)).await?;
    Ok(shell::page(&page, StatusCode::UNPROCESSABLE_ENTITY))
}
