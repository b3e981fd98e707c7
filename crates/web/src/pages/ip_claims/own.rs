//! The claims one has filed.

use axum::{
    extract::{Path, RawQuery},
    response::Response,
};
use chrono::{DateTime, Utc};
use http::StatusCode;

use super::{act, claim_id};
use crate::{
    failure::Failure,
    form::{Fields, Problems},
    graphql::{IpClaimKind, IpClaimReason, IpClaimState, schema},
    pages::founder::at,
    routes,
    shell::{self, Shell},
    visit::Visit,
};

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query")]
struct OwnClaimsQuery {
    viewer: Option<Claimant>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Viewer")]
struct Claimant {
    ip_claims: Vec<Claim>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "IpClaim")]
struct Claim {
    id: cynic::Id,
    kind: IpClaimKind,
    right: String,
    statement: String,
    state: IpClaimState,
    filed_at: DateTime<Utc>,
    campaign: Option<Against>,
    reason: Option<IpClaimReason>,
    note: Option<String>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Campaign")]
struct Against {
    slug: String,
    title: String,
}

#[derive(askama::Template)]
#[template(path = "ip_claims.html")]
struct OwnPage {
    shell: Shell,
    claims: Vec<Claim>,
    problems: Problems,
    done: Option<&'static str>,
}

async fn page(visit: &Visit, problems: Problems) -> Result<OwnPage, Failure> {
    visit.signed_in()?;
    let found: OwnClaimsQuery = visit.query(()).await?;
    Ok(OwnPage {
        shell: Shell::new(visit, "ip-claims-own-title"),
        claims: found.viewer.ok_or(Failure::SignIn)?.ip_claims,
        problems,
        done: None,
    })
}

/// `GET /claims`
pub(crate) async fn list(visit: Visit, RawQuery(query): RawQuery) -> Response {
    let query = Fields::read(query.unwrap_or_default().as_bytes());
    let done = ["filed", "withdrawn"];
    let done = done.into_iter().find(|done| query.get("done") == Some(done));
    match page(&visit, Problems::default()).await {
        Ok(page) => shell::page(&OwnPage { done, ..page }, StatusCode::OK),
        Err(failure) => failure.respond(&visit),
    }
}

/// A claim to be taken back.
#[derive(cynic::InputObject, Debug, Clone)]
struct IpClaimWithdrawInput {
    id: cynic::Id,
}

act! {
    /// Takes a claim back.
    withdraw_claim, WithdrawIpClaim: IpClaimWithdrawInput => ip_claim_withdraw, "IpClaimWithdrawPayload";
}

/// `POST /claims/{id}/withdraw`
pub(crate) async fn withdraw(visit: Visit, Path(id): Path<String>) -> Response {
    let visit = at(visit, "/claims".to_owned());
    let outcome = async {
        visit.signed_in()?;
        let problems = withdraw_claim(&visit, IpClaimWithdrawInput { id: claim_id(&id)? }).await?;
        if problems.is_empty() {
            return Ok(routes::done(&visit.url("/claims?done=withdrawn")));
        }
        let page = page(&visit, problems).await?;
        Ok(shell::page(&page, StatusCode::UNPROCESSABLE_ENTITY))
    };
    let outcome = outcome.await;
    outcome.unwrap_or_else(|failure: Failure| failure.respond(&visit))
}
