//! What the visitor has pledged.

mod adjust;
mod one;
mod reconfirm;
mod repair;
#[cfg(test)]
mod tests;
mod timeline;

use axum::{extract::Path, response::Response};

pub(crate) use adjust::{adjust, replace_card, show as show_adjust};
pub(crate) use one::show;
pub(crate) use reconfirm::{decline, reconfirm};
pub(crate) use repair::{begin_repair, refresh, repair};

use crate::{
    failure::Failure,
    form::Fields,
    graphql::{Uuid, schema},
    parts::user_errors::PledgeUserError,
    routes::done,
    visit::Visit,
};

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
