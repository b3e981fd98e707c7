//! Proving again to be there, before acts on money and rights; then back to where one was.

#[cfg(test)]
mod tests;

use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use chrono::{DateTime, Utc};
use http::StatusCode;

use crate::{
    failure::Failure,
    form::{Fields, Problems},
    graphql::schema,
    pages::sign::next_of,
    parts::user_errors::AccountUserError,
    routes::done,
    session,
    shell::{self, Shell},
    visit::Visit,
};

#[derive(cynic::InputObject, Debug)]
struct AccountIdentityConfirmInput {
    password: Option<String>,
    code: Option<String>,
}

#[derive(cynic::QueryVariables, Debug)]
struct ProveVariables {
    input: AccountIdentityConfirmInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "ProveVariables")]
struct ProveMutation {
    #[arguments(input: $input)]
    account_identity_confirm: Option<AccountIdentityConfirmPayload>,
}

#[derive(cynic::QueryFragment, Debug)]
struct AccountIdentityConfirmPayload {
    token: Option<String>,
    session: Option<AuthSession>,
    user_errors: Vec<AccountUserError>,
}

#[derive(cynic::QueryFragment, Debug)]
struct AuthSession {
    expires_at: DateTime<Utc>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query")]
struct FactorQuery {
    viewer: Option<FactorViewer>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Viewer")]
struct FactorViewer {
    second_factor: Option<SecondFactor>,
}

#[derive(cynic::QueryFragment, Debug)]
struct SecondFactor {
    since: DateTime<Utc>,
}

#[derive(askama::Template)]
#[template(path = "confirm_identity.html")]
struct ConfirmIdentityPage {
    shell: Shell,
    problems: Problems,
    next: String,
    asks_for_code: bool,
}

async fn page(visit: &Visit, problems: Problems, next: String) -> Response {
    let found = match visit
        .ask(<FactorQuery as cynic::QueryBuilder<()>>::build(()))
        .await
    {
        Ok(found) => found,
        Err(failure) => return failure.respond(visit),
    };
    let factor = found.viewer.and_then(|viewer| viewer.second_factor);
    let status = if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let page = ConfirmIdentityPage {
        shell: Shell::new(visit, "confirm-identity-title"),
        problems,
        next,
        asks_for_code: factor.is_some_and(|factor| factor.since <= visit.site.clock.now()),
    };
    shell::page(&page, status)
}

/// `GET /confirm-identity?next=…`
pub(crate) async fn show(visit: Visit) -> Response {
    if let Err(failure) = visit.signed_in() {
        return failure.respond(&visit);
    }
    let next = next_of(&visit.asked());
    page(&visit, Problems::default(), next).await
}

/// `POST /confirm-identity`
pub(crate) async fn prove(visit: Visit, jar: CookieJar, fields: Fields) -> Response {
    let next = next_of(&fields);
    let input = AccountIdentityConfirmInput {
        password: fields.has("password").then(|| fields.raw("password")),
        code: fields.get("code").map(str::to_owned),
    };
    let answer = visit.act::<ProveMutation, _>(ProveVariables { input }).await;
    let answer = answer.and_then(|answer| answer.account_identity_confirm.ok_or(Failure::Fault));
    match answer {
        Ok(AccountIdentityConfirmPayload {
            token: Some(token),
            session: Some(session),
            ..
        }) => {
            let now = visit.site.clock.now();
            let cookie = session::begun(&visit.site.settings, token, now, session.expires_at);
            let next = if next.is_empty() {
                "/account/security"
            } else {
                &next
            };
            (jar.add(cookie), done(&visit.url(next))).into_response()
        }
        Ok(refused) => page(&visit, Problems::of(refused.user_errors), next).await,
        Err(failure) => failure.respond(&visit),
    }
}
