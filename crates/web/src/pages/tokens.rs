//! Tokens by which programs act for oneself.

#[cfg(test)]
mod tests;

use axum::{extract::Path, response::Response};
use chrono::{DateTime, TimeDelta, Utc};
use http::StatusCode;

use crate::{
    failure::Failure,
    form::{Fields, Problems},
    graphql::{ApiTokenScope, schema},
    parts::user_errors::AccountUserError,
    routes::done,
    shell::{self, Shell},
    visit::Visit,
};

/// For how many days a token may be made.
const DAYS: [i64; 4] = [7, 30, 90, 365];

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query")]
struct TokensQuery {
    viewer: Option<TokenOwner>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Viewer")]
struct TokenOwner {
    api_tokens: Vec<ApiToken>,
}

#[derive(cynic::QueryFragment, Debug)]
struct ApiToken {
    id: cynic::Id,
    name: String,
    beginning: String,
    scopes: Vec<ApiTokenScope>,
    expires_at: DateTime<Utc>,
    last_used_at: Option<DateTime<Utc>>,
}

#[derive(cynic::InputObject, Debug)]
struct ApiTokenCreateInput {
    name: String,
    scopes: Vec<ApiTokenScope>,
    expires_at: DateTime<Utc>,
}

#[derive(cynic::QueryVariables, Debug)]
struct CreateVariables {
    input: ApiTokenCreateInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "CreateVariables")]
struct TokenCreateMutation {
    #[arguments(input: $input)]
    api_token_create: Option<ApiTokenCreatePayload>,
}

#[derive(cynic::QueryFragment, Debug)]
struct ApiTokenCreatePayload {
    secret: Option<String>,
    user_errors: Vec<AccountUserError>,
}

#[derive(cynic::InputObject, Debug)]
struct ApiTokenRevokeInput {
    id: cynic::Id,
}

#[derive(cynic::QueryVariables, Debug)]
struct RevokeVariables {
    input: ApiTokenRevokeInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "RevokeVariables")]
struct TokenRevokeMutation {
    #[arguments(input: $input)]
    api_token_revoke: Option<ApiTokenRevokePayload>,
}

#[derive(cynic::QueryFragment, Debug)]
struct ApiTokenRevokePayload {
    user_errors: Vec<AccountUserError>,
}

#[derive(askama::Template)]
#[template(path = "tokens.html")]
struct TokensPage {
    shell: Shell,
    problems: Problems,
    fields: Fields,
    tokens: Vec<ApiToken>,
    /// A token that was just made.
    secret: Option<String>,
    is_revoked: bool,
}

impl TokensPage {
    /// The days to choose from, and whether each is the one chosen.
    fn days(&self) -> Vec<(i64, bool)> {
        let chosen = self.fields.get("days").and_then(|days| days.parse().ok());
        let chosen = chosen.unwrap_or(DAYS[1]);
        DAYS.into_iter().map(|days| (days, days == chosen)).collect()
    }
}

async fn page(visit: &Visit, fields: Fields, problems: Problems, secret: Option<String>) -> Response {
    let found = visit
        .ask(<TokensQuery as cynic::QueryBuilder<()>>::build(()))
        .await;
    let owner = match found.and_then(|found| found.viewer.ok_or(Failure::SignIn)) {
        Ok(owner) => owner,
        Err(failure) => return failure.respond(visit),
    };
    let status = if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let page = TokensPage {
        shell: Shell::new(visit, "tokens-title"),
        problems,
        fields,
        tokens: owner.api_tokens,
        secret,
        is_revoked: visit.asked().shown("done") == "revoked",
    };
    shell::secret_page(&page, status)
}

/// `GET /account/tokens`
pub(crate) async fn list(visit: Visit) -> Response {
    match visit.signed_in() {
        Ok(()) => page(&visit, Fields::default(), Problems::default(), None).await,
        Err(failure) => failure.respond(&visit),
    }
}

/// `POST /account/tokens`
pub(crate) async fn create(visit: Visit, fields: Fields) -> Response {
    let mut scopes = vec![ApiTokenScope::Read];
    scopes.extend(fields.has("pledge").then_some(ApiTokenScope::Pledge));
    scopes.extend(fields.has("manage").then_some(ApiTokenScope::Manage));
    // What is no number of days has no end that will do, and is refused by that field.
    let days: u16 = fields.get("days").and_then(|days| days.parse().ok()).unwrap_or(0);
    let input = ApiTokenCreateInput {
        name: fields.shown("name").to_owned(),
        scopes,
        expires_at: visit.site.clock.now() + TimeDelta::days(days.into()),
    };
    let answer = visit
        .act::<TokenCreateMutation, _>(CreateVariables { input })
        .await;
    match answer.and_then(|answer| answer.api_token_create.ok_or(Failure::Fault)) {
        Ok(ApiTokenCreatePayload {
            secret: Some(secret), ..
        }) => page(&visit, Fields::default(), Problems::default(), Some(secret)).await,
        Ok(refused) => page(&visit, fields, Problems::of(refused.user_errors), None).await,
        Err(failure) => failure.respond(&visit),
    }
}

/// `POST /account/tokens/{id}/revoke`
pub(crate) async fn revoke(visit: Visit, Path(id): Path<String>) -> Response {
    let input = ApiTokenRevokeInput {
        id: cynic::Id::new(id),
    };
    let answer = visit
        .act::<TokenRevokeMutation, _>(RevokeVariables { input })
        .await;
    match answer.and_then(|answer| answer.api_token_revoke.ok_or(Failure::Fault)) {
        Ok(answer) if answer.user_errors.is_empty() => done(&visit.url("/account/tokens?done=revoked")),
        Ok(answer) => page(&visit, Fields::default(), Problems::of(answer.user_errors), None).await,
        Err(failure) => failure.respond(&visit),
    }
}
