//! Proving again to be there, before acts on money and rights; then back to where one was, with what one had typed.

#[cfg(test)]
mod tests;

use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use chrono::{DateTime, Utc};
use http::StatusCode;

use crate::{
    carried::Carried,
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
    carried: Option<Carried>,
    asks_for_code: bool,
}

#[derive(askama::Template)]
#[template(path = "confirm_identity_send.html")]
struct SendPage {
    shell: Shell,
    carried: Carried,
    back: String,
}

/// The page that asks for the proof; a form that is carried stays in it.
pub(crate) async fn page(
    visit: &Visit,
    problems: Problems,
    next: String,
    carried: Option<Carried>,
) -> Response {
    let found = match visit
        .ask(<FactorQuery as cynic::QueryBuilder<()>>::build(()))
        .await
    {
        Ok(found) => found,
        Err(failure) => return failure.respond(visit),
    };
    let factor = found.viewer.and_then(|viewer| viewer.second_factor);
    let status = match (problems.is_empty(), &carried) {
        (true, None) => StatusCode::OK,
        (true, Some(_)) => Failure::Prove.status(),
        (false, _) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let page = ConfirmIdentityPage {
        shell: Shell::new(visit, "confirm-identity-title"),
        problems,
        next,
        carried,
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
    page(&visit, Problems::default(), next, None).await
}

/// `POST /confirm-identity`
pub(crate) async fn prove(visit: Visit, jar: CookieJar, fields: Fields) -> Response {
    let next = next_of(&fields);
    let carried = Carried::of(&fields);
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
            if let Some(carried) = carried {
                return (jar.add(cookie), send_again(&visit, carried)).into_response();
            }
            let next = if next.is_empty() {
                "/account/security"
            } else {
                &next
            };
            (jar.add(cookie), done(&visit.url(next))).into_response()
        }
        Ok(refused) => page(&visit, Problems::of(refused.user_errors), next, carried).await,
        Err(failure) => failure.respond(&visit),
    }
}

/// The form that was carried, to be sent once more: an act on money or rights is not done without the person seeing it.
fn send_again(visit: &Visit, carried: Carried) -> Response {
    // The page that holds the form stands above the address it is sent to, where that is a page; else above that.
    let above = |path: &str, steps: usize| path.rsplitn(steps + 1, '/').last().unwrap_or_default().to_owned();
    let back = if carried.act.starts_with("/review/changes/") {
        carried.act.clone()
    } else if carried.act.starts_with("/admin/work/") {
        above(&carried.act, 3)
    } else if carried.act.starts_with("/admin/roles/") {
        above(&carried.act, 2)
    } else {
        above(&carried.act, 1)
    };
    let page = SendPage {
        shell: Shell::new(visit, "confirm-identity-send-title"),
        back,
        carried,
    };
    shell::page(&page, StatusCode::OK)
}
