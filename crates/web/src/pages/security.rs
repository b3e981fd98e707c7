//! How one's account is entered: the password, the second factor, the sign-ins.

mod factor;
#[cfg(test)]
mod tests;

use axum::{extract::Path, response::Response};
use chrono::{DateTime, Utc};
use http::StatusCode;

use crate::{
    failure::Failure,
    form::{Fields, Problems},
    graphql::{EmailAddress, schema},
    parts::user_errors::AccountUserError,
    routes::done,
    shell::{self, Shell},
    visit::Visit,
};

pub(crate) use factor::{begin, confirm, remove, renew};

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query")]
struct SecurityQuery {
    viewer: Option<Owner>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Viewer")]
struct Owner {
    email: EmailAddress,
    email_confirmed_at: Option<DateTime<Utc>>,
    email_change: Option<EmailChange>,
    second_factor: Option<SecondFactor>,
    sessions: Vec<AuthSession>,
}

#[derive(cynic::QueryFragment, Debug)]
struct SecondFactor {
    since: DateTime<Utc>,
    recovery_codes_left: i32,
}

#[derive(cynic::QueryFragment, Debug)]
struct EmailChange {
    email: EmailAddress,
    held_until: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    confirmed_at: Option<DateTime<Utc>>,
}

#[derive(cynic::QueryFragment, Debug)]
struct AuthSession {
    id: cynic::Id,
    program: Option<String>,
    system: Option<String>,
    network: Option<String>,
    created_at: DateTime<Utc>,
    last_seen_at: DateTime<Utc>,
    current: bool,
}

impl AuthSession {
    /// What it was made with, in words its owner knows: `Firefox`, `Windows`. Empty if nothing is known.
    fn device(&self) -> Vec<&str> {
        self.program
            .as_deref()
            .into_iter()
            .chain(self.system.as_deref())
            .collect()
    }
}

#[derive(cynic::InputObject, Debug)]
struct SessionOthersRevokeInput {
    tokens_too: Option<bool>,
}

#[derive(cynic::QueryVariables, Debug)]
struct EndOthersVariables {
    input: SessionOthersRevokeInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "EndOthersVariables")]
struct EndOthersMutation {
    #[arguments(input: $input)]
    session_others_revoke: Option<SessionOthersRevokePayload>,
}

#[derive(cynic::QueryFragment, Debug)]
struct SessionOthersRevokePayload {
    user_errors: Vec<AccountUserError>,
}

#[derive(cynic::InputObject, Debug)]
struct AccountPasswordChangeInput {
    current_password: String,
    new_password: String,
}

#[derive(cynic::QueryVariables, Debug)]
struct PasswordVariables {
    input: AccountPasswordChangeInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "PasswordVariables")]
struct PasswordMutation {
    #[arguments(input: $input)]
    account_password_change: Option<AccountPasswordChangePayload>,
}

#[derive(cynic::QueryFragment, Debug)]
struct AccountPasswordChangePayload {
    user_errors: Vec<AccountUserError>,
}

#[derive(cynic::InputObject, Debug)]
struct SessionRevokeInput {
    id: cynic::Id,
}

#[derive(cynic::QueryVariables, Debug)]
struct EndVariables {
    input: SessionRevokeInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "EndVariables")]
struct EndMutation {
    #[arguments(input: $input)]
    session_revoke: Option<SessionRevokePayload>,
}

#[derive(cynic::QueryFragment, Debug)]
struct SessionRevokePayload {
    user_errors: Vec<AccountUserError>,
}

#[derive(askama::Template)]
#[template(path = "security.html")]
struct SecurityPage {
    shell: Shell,
    owner: Owner,
    problems: Problems,
    /// What was just done: `password`, `factor-off`, `session`, `others`, `email`, `email-kept`.
    done: String,
}

pub(super) async fn page(visit: &Visit, problems: Problems) -> Response {
    let owner = match visit
        .ask(<SecurityQuery as cynic::QueryBuilder<()>>::build(()))
        .await
    {
        Ok(found) => found.viewer.ok_or(Failure::SignIn),
        Err(failure) => Err(failure),
    };
    let owner = match owner {
        Ok(owner) => owner,
        Err(failure) => return failure.respond(visit),
    };
    let status = if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let said = visit.asked().shown("done").to_owned();
    let page = SecurityPage {
        shell: Shell::new(visit, "security-title"),
        owner,
        problems,
        done: said,
    };
    shell::page(&page, status)
}

/// `GET /account/security`
pub(crate) async fn show(visit: Visit) -> Response {
    match visit.signed_in() {
        Ok(()) => page(&visit, Problems::default()).await,
        Err(failure) => failure.respond(&visit),
    }
}

/// `POST /account/security/password`
pub(crate) async fn change_password(visit: Visit, fields: Fields) -> Response {
    let input = AccountPasswordChangeInput {
        current_password: fields.raw("currentPassword"),
        new_password: fields.raw("newPassword"),
    };
    let answer = visit
        .act::<PasswordMutation, _>(PasswordVariables { input })
        .await;
    match answer.and_then(|answer| answer.account_password_change.ok_or(Failure::Fault)) {
        Ok(answer) if answer.user_errors.is_empty() => done(&visit.url("/account/security?done=password")),
        Ok(answer) => page(&visit, Problems::of(answer.user_errors)).await,
        Err(failure) => failure.respond(&visit),
    }
}

/// `POST /account/security/sessions/{id}/end`
pub(crate) async fn end_session(visit: Visit, Path(id): Path<String>) -> Response {
    let input = SessionRevokeInput {
        id: cynic::Id::new(id),
    };
    let answer = visit.act::<EndMutation, _>(EndVariables { input }).await;
    match answer.and_then(|answer| answer.session_revoke.ok_or(Failure::Fault)) {
        Ok(answer) if answer.user_errors.is_empty() => done(&visit.url("/account/security?done=session")),
        Ok(answer) => page(&visit, Problems::of(answer.user_errors)).await,
        Err(failure) => failure.respond(&visit),
    }
}

/// `POST /account/security/sessions/end-others`
pub(crate) async fn end_others(visit: Visit, fields: Fields) -> Response {
    let input = SessionOthersRevokeInput {
        tokens_too: Some(fields.has("tokensToo")),
    };
    let answer = visit
        .act::<EndOthersMutation, _>(EndOthersVariables { input })
        .await;
    match answer.and_then(|answer| answer.session_others_revoke.ok_or(Failure::Fault)) {
        Ok(answer) if answer.user_errors.is_empty() => done(&visit.url("/account/security?done=others")),
        Ok(answer) => page(&visit, Problems::of(answer.user_errors)).await,
        Err(failure) => failure.respond(&visit),
    }
}
