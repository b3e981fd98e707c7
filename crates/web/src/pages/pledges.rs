//! What the visitor has pledged.

mod adjust;
mod one;
mod reconfirm;
mod repair;
#[cfg(test)]
mod tests;
mod timeline;

use axum::{extract::Path, response::Response};
use http::StatusCode;

pub(crate) use adjust::{adjust, replace_card, show as show_adjust};
pub(crate) use one::show;
pub(crate) use reconfirm::{decline, reconfirm};
pub(crate) use repair::{begin_repair, refresh, repair};

use crate::{
    failure::Failure,
    form::Fields,
    graphql::{Uuid, schema},
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
        idempotency_key: visit.key_of(fields),
    };
    let answer: CancelMutation = visit.act(CancelVariables { input }).await?;
    let errors = answer.pledge_cancel.ok_or(Failure::Fault)?.user_errors;
    if errors.is_empty() {
        return Ok(done(&visit.url(&format!("/pledges/{id}"))));
    }
    one::refused(visit, id, errors).await
}
