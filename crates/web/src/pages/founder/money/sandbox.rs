//! The sandbox's stand-in for the payment provider's page, on which a founder tells what it wants to know.

use axum::{extract::RawQuery, response::Response};
use http::StatusCode;

use crate::{
    failure::Failure,
    form::{Fields, Problems},
    graphql::schema,
    pages::sign::is_ours,
    parts::{payout::Payee, user_errors::PledgeUserError},
    routes::done,
    shell::{self, Shell},
    visit::Visit,
};

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query")]
struct StandInQuery {
    viewer: Option<Paid>,
    platform: Platform,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Viewer")]
struct Paid {
    payee: Option<Payee>,
}

#[derive(cynic::QueryFragment, Debug)]
struct Platform {
    payment_provider: String,
}

#[derive(cynic::InputObject, Debug)]
struct SandboxPayeeCompleteInput {
    payee_id: cynic::Id,
}

#[derive(cynic::QueryVariables, Debug)]
struct CompleteVariables {
    input: SandboxPayeeCompleteInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "CompleteVariables")]
struct CompletePayee {
    #[arguments(input: $input)]
    sandbox_payee_complete: Option<SandboxPayeeCompletePayload>,
}

#[derive(cynic::QueryFragment, Debug)]
struct SandboxPayeeCompletePayload {
    user_errors: Vec<PledgeUserError>,
}

#[derive(askama::Template)]
#[template(path = "sandbox_payee.html")]
struct StandInPage {
    shell: Shell,
    payee: Payee,
    back: String,
    problems: Problems,
    action: String,
}

/// The account that is to be completed. Where payments are real, or there is none at the provider, there
/// is no such page.
async fn find(visit: &Visit) -> Result<Payee, Failure> {
    visit.signed_in()?;
    let found: StandInQuery = visit.query(()).await?;
    let payee = found.viewer.and_then(|viewer| viewer.payee);
    payee
        .filter(|payee| found.platform.payment_provider == "sandbox" && payee.is_at_provider())
        .ok_or(Failure::NotFound)
}

/// Where to come back to: a path of this site, else the founder's campaigns.
fn back(visit: &Visit, fields: &Fields) -> String {
    let wanted = fields.get("return_url").unwrap_or_default();
    if is_ours(wanted) {
        wanted.to_owned()
    } else {
        visit.url("/founder")
    }
}

fn page(visit: &Visit, payee: Payee, back: String, problems: Problems) -> Response {
    let status = if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let path = visit.path.split('?').next().unwrap_or_default();
    let page = StandInPage {
        shell: Shell::new(visit, "payee-sandbox-title"),
        payee,
        back,
        problems,
        action: visit.url(path),
    };
    shell::page(&page, status)
}

/// `GET /sandbox/payees/{account}`
pub(crate) async fn stand_in(visit: Visit, RawQuery(query): RawQuery) -> Response {
    let fields = Fields::read(query.unwrap_or_default().as_bytes());
    match find(&visit).await {
        Ok(payee) => page(&visit, payee, back(&visit, &fields), Problems::default()),
        Err(failure) => failure.respond(&visit),
    }
}

/// `POST /sandbox/payees/{account}`
pub(crate) async fn complete(visit: Visit, fields: Fields) -> Response {
    match completed(&visit, &fields).await {
        Ok(response) => response,
        Err(failure) => failure.respond(&visit),
    }
}

async fn completed(visit: &Visit, fields: &Fields) -> Result<Response, Failure> {
    let payee = find(visit).await?;
    let back = back(visit, fields);
    let input = SandboxPayeeCompleteInput {
        payee_id: payee.id.clone(),
    };
    let answer: CompletePayee = visit.act(CompleteVariables { input }).await?;
    let errors = answer.sandbox_payee_complete.ok_or(Failure::Fault)?.user_errors;
    if errors.is_empty() {
        return Ok(done(&back));
    }
    let whole = errors
        .into_iter()
        .map(|error| PledgeUserError { field: None, ..error });
    Ok(page(visit, payee, back, Problems::of(whole)))
}
