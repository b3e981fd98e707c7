//! One dispute: what speaks for the charge is handed in.

use axum::{extract::Path, response::Response};
use chrono::{DateTime, Utc};

use super::{address, answer, officer, placed};
use crate::{
    failure::Failure,
    form::{Fields, Problems},
    graphql::{PledgeUserErrorCode, Uuid, schema},
    pages::founder::at,
    parts::{payment::Dispute, user_errors::PledgeUserError},
    routes::done,
    shell::Shell,
    visit::Visit,
};

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query")]
struct DisputeQuery {
    finance: Disputes,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "FinanceQueues")]
struct Disputes {
    disputes: Vec<Dispute>,
}

#[derive(cynic::InputObject, Debug)]
struct DisputeContestInput {
    dispute_id: cynic::Id,
    statement: Option<String>,
    idempotency_key: Uuid,
}

#[derive(cynic::QueryVariables, Debug)]
struct ContestVariables {
    input: DisputeContestInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "ContestVariables")]
struct ContestDispute {
    #[arguments(input: $input)]
    dispute_contest: Option<DisputeContestPayload>,
}

#[derive(cynic::QueryFragment, Debug)]
struct DisputeContestPayload {
    user_errors: Vec<PledgeUserError>,
}

#[derive(askama::Template)]
#[template(path = "finance_dispute.html")]
struct DisputePage {
    shell: Shell,
    d: Dispute,
    now: DateTime<Utc>,
    fields: Fields,
    problems: Problems,
    key: String,
}

/// The page. A dispute that is decided is not there.
async fn shown(visit: &Visit, id: &str, fields: Fields, problems: Problems) -> Result<Response, Failure> {
    officer(visit)?;
    let found: DisputeQuery = visit.query(()).await?;
    let mut open = found.finance.disputes.into_iter();
    let page = DisputePage {
        shell: Shell::new(visit, "finance-dispute-title"),
        d: open.find(|open| open.id.inner() == id).ok_or(Failure::NotFound)?,
        now: visit.site.clock.now(),
        fields,
        problems,
        key: visit.new_key(),
    };
    Ok(answer(&page, &page.problems))
}

/// `GET /finance/disputes/{id}`
pub(crate) async fn dispute(visit: Visit, Path(id): Path<String>) -> Response {
    match shown(&visit, &id, Fields::default(), Problems::default()).await {
        Ok(response) => response,
        Err(failure) => failure.respond(&visit),
    }
}

/// `POST /finance/disputes/{id}`
pub(crate) async fn contest(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let visit = at(visit, format!("/finance/disputes/{id}"));
    match contested(&visit, &id, fields).await {
        Ok(response) => response,
        Err(failure) => failure.respond(&visit),
    }
}

async fn contested(visit: &Visit, id: &str, fields: Fields) -> Result<Response, Failure> {
    officer(visit)?;
    let input = DisputeContestInput {
        dispute_id: cynic::Id::new(id),
        statement: fields.get("statement").map(str::to_owned),
        idempotency_key: visit.key_of(&fields),
    };
    let answer: ContestDispute = visit.act(ContestVariables { input }).await?;
    let errors = answer.dispute_contest.ok_or(Failure::Fault)?.user_errors;
    if errors.is_empty() {
        return Ok(done(&address(visit, "contested")));
    }
    let errors = errors.into_iter().map(|error| match error.code {
        // The only text of the form.
        PledgeUserErrorCode::TextInvalid => PledgeUserError {
            field: Some(vec!["statement".to_owned()]),
            ..error
        },
        _ => error,
    });
    let problems = placed(errors.collect(), &["statement"]);
    shown(visit, id, fields, problems).await
}
