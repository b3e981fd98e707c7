//! The investor's answer when the patents changed.

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
struct PledgeReconfirmInput {
    pledge_id: cynic::Id,
    dossier_hash: String,
    idempotency_key: Uuid,
}

#[derive(cynic::InputObject, Debug)]
struct PledgeDeclineInput {
    pledge_id: cynic::Id,
    dossier_hash: String,
    idempotency_key: Uuid,
}

#[derive(cynic::QueryVariables, Debug)]
struct ReconfirmVariables {
    input: PledgeReconfirmInput,
}

#[derive(cynic::QueryVariables, Debug)]
struct DeclineVariables {
    input: PledgeDeclineInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "ReconfirmVariables")]
struct Reconfirm {
    #[arguments(input: $input)]
    pledge_reconfirm: Option<PledgeReconfirmPayload>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "DeclineVariables")]
struct Decline {
    #[arguments(input: $input)]
    pledge_decline: Option<PledgeDeclinePayload>,
}

#[derive(cynic::QueryFragment, Debug)]
struct PledgeReconfirmPayload {
    user_errors: Vec<PledgeUserError>,
}

#[derive(cynic::QueryFragment, Debug)]
struct PledgeDeclinePayload {
    user_errors: Vec<PledgeUserError>,
}

/// `POST /pledges/{id}/reconfirm`
pub(crate) async fn reconfirm(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let answered = async {
        visit.signed_in()?;
        let input = PledgeReconfirmInput {
            pledge_id: cynic::Id::new(id.clone()),
            dossier_hash: fields.shown("dossier").to_owned(),
            idempotency_key: visit.key_of(&fields),
        };
        let answer: Reconfirm = visit.act(ReconfirmVariables { input }).await?;
        let errors = answer.pledge_reconfirm.ok_or(Failure::Fault)?.user_errors;
        told(&visit, id, errors).await
    };
    match answered.await {
        Ok(response) => response,
        Err(failure) => failure.respond(&visit),
    }
}

/// `POST /pledges/{id}/decline`
pub(crate) async fn decline(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let answered = async {
        visit.signed_in()?;
        let input = PledgeDeclineInput {
            pledge_id: cynic::Id::new(id.clone()),
            dossier_hash: fields.shown("dossier").to_owned(),
            idempotency_key: visit.key_of(&fields),
        };
        let answer: Decline = visit.act(DeclineVariables { input }).await?;
        let errors = answer.pledge_decline.ok_or(Failure::Fault)?.user_errors;
        told(&visit, id, errors).await
    };
    match answered.await {
        Ok(response) => response,
        Err(failure) => failure.respond(&visit),
    }
}

async fn told(visit: &Visit, id: String, errors: Vec<PledgeUserError>) -> Result<Response, Failure> {
    if errors.is_empty() {
        return Ok(done(&visit.url(&format!("/pledges/{id}"))));
    }
    one::refused(visit, id, errors).await
}
