//! A payment that failed is repaired; one that waits for the bank is asked for.

use axum::{extract::Path, response::Response};

use super::one;
use crate::{
    failure::Failure,
    form::Fields,
    graphql::{Uuid, schema},
    parts::user_errors::PledgeUserError,
    routes::done,
    visit::Visit,
};

#[derive(cynic::InputObject, Debug)]
struct PledgePaymentRepairInput {
    pledge_id: cynic::Id,
    idempotency_key: Uuid,
}

#[derive(cynic::QueryVariables, Debug)]
struct RepairVariables {
    input: PledgePaymentRepairInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "RepairVariables")]
struct RepairMutation {
    #[arguments(input: $input)]
    pledge_payment_repair: Option<PledgePaymentRepairPayload>,
}

#[derive(cynic::QueryFragment, Debug)]
struct PledgePaymentRepairPayload {
    user_errors: Vec<PledgeUserError>,
}

#[derive(cynic::InputObject, Debug)]
struct PledgePaymentRefreshInput {
    pledge_id: cynic::Id,
}

#[derive(cynic::QueryVariables, Debug)]
struct RefreshVariables {
    input: PledgePaymentRefreshInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "RefreshVariables")]
struct RefreshMutation {
    #[arguments(input: $input)]
    pledge_payment_refresh: Option<PledgePaymentRefreshPayload>,
}

#[derive(cynic::QueryFragment, Debug)]
struct PledgePaymentRefreshPayload {
    user_errors: Vec<PledgeUserError>,
}

/// Begins to save another card for a pledge whose payment failed. What is in the way, if something is.
pub(crate) async fn begin_repair(
    visit: &Visit,
    id: &str,
    fields: &Fields,
) -> Result<Vec<PledgeUserError>, Failure> {
    let input = PledgePaymentRepairInput {
        pledge_id: cynic::Id::new(id),
        idempotency_key: visit.key_of(fields),
    };
    let answer: RepairMutation = visit.act(RepairVariables { input }).await?;
    Ok(answer.pledge_payment_repair.ok_or(Failure::Fault)?.user_errors)
}

/// `POST /pledges/{id}/repair`
pub(crate) async fn repair(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    match repaired(&visit, id, &fields).await {
        Ok(response) => response,
        Err(failure) => failure.respond(&visit),
    }
}

async fn repaired(visit: &Visit, id: String, fields: &Fields) -> Result<Response, Failure> {
    visit.signed_in()?;
    let errors = begin_repair(visit, &id, fields).await?;
    if errors.is_empty() {
        return Ok(done(&visit.url(&format!("/pledges/{id}/card"))));
    }
    one::refused(visit, id, errors).await
}

/// `POST /pledges/{id}/refresh`
pub(crate) async fn refresh(visit: Visit, Path(id): Path<String>) -> Response {
    match refreshed(&visit, id).await {
        Ok(response) => response,
        Err(failure) => failure.respond(&visit),
    }
}

async fn refreshed(visit: &Visit, id: String) -> Result<Response, Failure> {
    visit.signed_in()?;
    let input = PledgePaymentRefreshInput {
        pledge_id: cynic::Id::new(id.clone()),
    };
    let answer: RefreshMutation = visit.act(RefreshVariables { input }).await?;
    let errors = answer.pledge_payment_refresh.ok_or(Failure::Fault)?.user_errors;
    if errors.is_empty() {
        return Ok(done(&visit.url(&format!("/pledges/{id}"))));
    }
    one::refused(visit, id, errors).await
}
