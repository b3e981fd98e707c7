//! A new password for somebody who has forgotten theirs.

#[cfg(test)]
mod tests;

use axum::response::Response;
use http::StatusCode;

use crate::{
    failure::Failure,
    form::{Fields, Problems},
    graphql::{EmailAddress, Locale, schema},
    parts::user_errors::AccountUserError,
    shell::{self, Shell},
    visit::Visit,
};

#[derive(cynic::InputObject, Debug)]
struct AccountPasswordResetRequestInput {
    email: EmailAddress,
    locale: Option<Locale>,
}

#[derive(cynic::QueryVariables, Debug)]
struct AskVariables {
    input: AccountPasswordResetRequestInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "AskVariables")]
struct AskMutation {
    #[arguments(input: $input)]
    account_password_reset_request: Option<AccountPasswordResetRequestPayload>,
}

#[derive(cynic::QueryFragment, Debug)]
struct AccountPasswordResetRequestPayload {
    taken: bool,
    user_errors: Vec<AccountUserError>,
}

#[derive(cynic::InputObject, Debug)]
struct AccountPasswordResetInput {
    token: String,
    new_password: String,
}

#[derive(cynic::QueryVariables, Debug)]
struct ResetVariables {
    input: AccountPasswordResetInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "ResetVariables")]
struct ResetMutation {
    #[arguments(input: $input)]
    account_password_reset: Option<AccountPasswordResetPayload>,
}

#[derive(cynic::QueryFragment, Debug)]
struct AccountPasswordResetPayload {
    changed: bool,
    user_errors: Vec<AccountUserError>,
}

#[derive(askama::Template)]
#[template(path = "forgot_password.html")]
struct ForgotPasswordPage {
    shell: Shell,
    fields: Fields,
    problems: Problems,
    /// The address that was written, once it was taken.
    asked_for: Option<String>,
}

#[derive(askama::Template)]
#[template(path = "reset_password.html")]
struct ResetPasswordPage {
    shell: Shell,
    problems: Problems,
    token: String,
    is_changed: bool,
}

fn status(problems: &Problems) -> StatusCode {
    if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    }
}

fn forgot_page(visit: &Visit, fields: Fields, problems: Problems, asked_for: Option<String>) -> Response {
    let status = status(&problems);
    let shell = Shell::new(visit, "forgot-password-title");
    shell::page(
        &ForgotPasswordPage {
            shell,
            fields,
            problems,
            asked_for,
        },
        status,
    )
}

/// `GET /forgot-password`
pub(crate) async fn forgot(visit: Visit) -> Response {
    forgot_page(&visit, Fields::default(), Problems::default(), None)
}

/// `POST /forgot-password`
pub(crate) async fn forgot_sent(visit: Visit, fields: Fields) -> Response {
    let email = fields.shown("email").trim().to_owned();
    let input = AccountPasswordResetRequestInput {
        email: EmailAddress(email.clone()),
        locale: Some(visit.caller.locale.into()),
    };
    let answer = visit.act::<AskMutation, _>(AskVariables { input }).await;
    match answer.and_then(|answer| answer.account_password_reset_request.ok_or(Failure::Fault)) {
        Ok(answer) => {
            let asked_for = answer.taken.then_some(email);
            forgot_page(&visit, fields, Problems::of(answer.user_errors), asked_for)
        }
        Err(failure) => failure.respond(&visit),
    }
}

fn reset_page(visit: &Visit, token: String, problems: Problems, is_changed: bool) -> Response {
    let status = status(&problems);
    let page = ResetPasswordPage {
        shell: Shell::new(visit, "reset-password-title"),
        problems,
        token,
        is_changed,
    };
    shell::secret_page(&page, status)
}

/// `GET /reset-password`
pub(crate) async fn show(visit: Visit) -> Response {
    let token = visit.asked().shown("token").to_owned();
    reset_page(&visit, token, Problems::default(), false)
}

/// `POST /reset-password`
pub(crate) async fn reset(visit: Visit, fields: Fields) -> Response {
    let token = fields.shown("token").to_owned();
    let input = AccountPasswordResetInput {
        token: token.clone(),
        new_password: fields.raw("newPassword"),
    };
    let answer = visit.act::<ResetMutation, _>(ResetVariables { input }).await;
    match answer.and_then(|answer| answer.account_password_reset.ok_or(Failure::Fault)) {
        Ok(answer) => reset_page(&visit, token, Problems::of(answer.user_errors), answer.changed),
        Err(failure) => failure.respond(&visit),
    }
}
