//! Requests for roles: those that wait for a second administrator, and what became of the others.

use axum::{extract::Path, response::Response};
use chrono::{DateTime, Utc};
use http::StatusCode;
use kernel::kind;

use super::{Account, PageInfo, administrator, id_of, refused};
use crate::{
    failure::Failure,
    form::{Fields, Problems},
    graphql::{Role, RoleRequestState, schema},
    pages::founder::at,
    parts::calls::calls,
    routes,
    shell::{self, Shell},
    visit::Visit,
};

#[derive(cynic::QueryVariables, Debug)]
struct RolesVariables {
    waiting_only: bool,
    after: Option<String>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "RolesVariables")]
struct RoleRequestsQuery {
    administration: RequestsOf,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Administration", variables = "RolesVariables")]
struct RequestsOf {
    #[arguments(waitingOnly: $waiting_only, first: 25, after: $after)]
    role_requests: Requests,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "RoleRequestConnection")]
struct Requests {
    total_count: i32,
    page_info: PageInfo,
    nodes: Vec<RoleRequest>,
}

/// A request for a role.
#[derive(cynic::QueryFragment, Debug, Clone)]
pub(super) struct RoleRequest {
    pub(super) id: cynic::Id,
    pub(super) user: Option<Account>,
    pub(super) role: Role,
    pub(super) reason: String,
    pub(super) state: RoleRequestState,
    pub(super) requested_by: Option<Account>,
    pub(super) requested_at: DateTime<Utc>,
    pub(super) expires_at: DateTime<Utc>,
    pub(super) decided_by: Option<Account>,
    pub(super) viewer_can_decide: bool,
    pub(super) viewer_can_withdraw: bool,
}

impl RoleRequest {
    pub(super) fn is_waiting(&self) -> bool {
        self.state == RoleRequestState::Waiting
    }

    /// The name of whoever is to have the role.
    fn name(&self) -> &str {
        self.user.as_ref().map_or("", |user| &user.display_name)
    }
}

#[derive(askama::Template)]
#[template(path = "admin_roles.html")]
struct RolesPage {
    shell: Shell,
    requests: Requests,
    shows_all: bool,
    problems: Problems,
    done: Option<&'static str>,
}

impl RolesPage {
    fn next(&self) -> Option<String> {
        let all = if self.shows_all { "1" } else { "" };
        self.requests
            .page_info
            .next(self.shell.w, "/admin/roles", &[("all", all)])
    }
}

async fn page(visit: &Visit, problems: Problems) -> Result<RolesPage, Failure> {
    administrator(visit)?;
    let asked = visit.asked();
    let shows_all = asked.has("all");
    let variables = RolesVariables {
        waiting_only: !shows_all,
        after: asked.get("after").map(str::to_owned),
    };
    let found: RoleRequestsQuery = visit.query(variables).await?;
    let done = ["approved", "refused", "withdrawn"];
    Ok(RolesPage {
        shell: Shell::new(visit, "admin-roles-title"),
        requests: found.administration.role_requests,
        shows_all,
        problems,
        done: done.into_iter().find(|done| asked.get("done") == Some(done)),
    })
}

/// `GET /admin/roles`
pub(crate) async fn roles(visit: Visit) -> Response {
    match page(&visit, Problems::default()).await {
        Ok(page) => shell::page(&page, StatusCode::OK),
        Err(failure) => failure.respond(&visit),
    }
}

/// A request to be approved.
#[derive(cynic::InputObject, Debug)]
struct RoleRequestApproveInput {
    id: cynic::Id,
    reason: Option<String>,
}

/// A request to be refused.
#[derive(cynic::InputObject, Debug)]
struct RoleRequestRefuseInput {
    id: cynic::Id,
    reason: String,
}

/// A request to be taken back.
#[derive(cynic::InputObject, Debug)]
struct RoleRequestWithdrawInput {
    id: cynic::Id,
}

calls! {
    AccountUserError:
    /// Gives the role.
    approve_request, ApproveRoleRequest: RoleRequestApproveInput => role_request_approve, "RoleRequestApprovePayload";
    /// Refuses it.
    refuse_request, RefuseRoleRequest: RoleRequestRefuseInput => role_request_refuse, "RoleRequestRefusePayload";
    /// Takes the request back.
    withdraw_request, WithdrawRoleRequest: RoleRequestWithdrawInput => role_request_withdraw, "RoleRequestWithdrawPayload";
}

async fn settled(visit: &Visit, done: &str, problems: Problems) -> Result<Response, Failure> {
    if problems.is_empty() {
        return Ok(routes::done(&visit.url(&format!("/admin/roles?done={done}"))));
    }
    let page = page(visit, problems).await?;
    Ok(shell::page(&page, StatusCode::UNPROCESSABLE_ENTITY))
}

/// `POST /admin/roles/{id}/approve`
pub(crate) async fn approve(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let visit = at(visit, "/admin/roles".to_owned());
    let outcome = async {
        administrator(&visit)?;
        let input = RoleRequestApproveInput {
            id: id_of::<kind::RoleRequest>(&id)?,
            reason: fields.get("reason").map(str::to_owned),
        };
        let errors = approve_request(&visit, input).await?;
        settled(&visit, "approved", refused(errors)).await
    };
    let outcome = outcome.await;
    outcome.unwrap_or_else(|failure: Failure| failure.respond(&visit))
}

/// `POST /admin/roles/{id}/refuse`
pub(crate) async fn refuse(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let visit = at(visit, "/admin/roles".to_owned());
    let outcome = async {
        administrator(&visit)?;
        let input = RoleRequestRefuseInput {
            id: id_of::<kind::RoleRequest>(&id)?,
            reason: fields.raw("reason"),
        };
        let errors = refuse_request(&visit, input).await?;
        settled(&visit, "refused", refused(errors)).await
    };
    let outcome = outcome.await;
    outcome.unwrap_or_else(|failure: Failure| failure.respond(&visit))
}

/// `POST /admin/roles/{id}/withdraw`
pub(crate) async fn withdraw(visit: Visit, Path(id): Path<String>) -> Response {
    let visit = at(visit, "/admin/roles".to_owned());
    let outcome = async {
        administrator(&visit)?;
        let input = RoleRequestWithdrawInput {
            id: id_of::<kind::RoleRequest>(&id)?,
        };
        let errors = withdraw_request(&visit, input).await?;
        settled(&visit, "withdrawn", refused(errors)).await
    };
    let outcome = outcome.await;
    outcome.unwrap_or_else(|failure: Failure| failure.respond(&visit))
}
