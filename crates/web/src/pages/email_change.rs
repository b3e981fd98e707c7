//! Another e-mail address: asked for on the page of one's security, answered here by the links that were mailed. Opening a
//! link does nothing yet: programs that look into mails open it, too.

#[cfg(test)]
mod tests;

use axum::response::Response;
use chrono::{DateTime, Utc};
use http::StatusCode;

use crate::{
    failure::Failure,
    form::{Fields, Problems},
    graphql::{EmailAddress, Locale, schema},
    parts::user_errors::AccountUserError,
    routes::done,
    shell::{self, Shell},
    visit::Visit,
};

#[derive(cynic::InputObject, Debug)]
struct AccountEmailChangeInput {
    email: EmailAddress,
    locale: Option<Locale>,
}

#[derive(cynic::QueryVariables, Debug)]
struct AskVariables {
    input: AccountEmailChangeInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "AskVariables")]
struct EmailAskMutation {
    #[arguments(input: $input)]
    account_email_change: Option<AccountEmailChangePayload>,
}

#[derive(cynic::QueryFragment, Debug)]
struct AccountEmailChangePayload {
    user_errors: Vec<AccountUserError>,
}

#[derive(cynic::InputObject, Debug)]
struct AccountEmailChangeWithdrawInput {
    email: Option<EmailAddress>,
}

#[derive(cynic::QueryVariables, Debug)]
struct WithdrawVariables {
    input: AccountEmailChangeWithdrawInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "WithdrawVariables")]
struct EmailWithdrawMutation {
    #[arguments(input: $input)]
    account_email_change_withdraw: Option<AccountEmailChangeWithdrawPayload>,
}

#[derive(cynic::QueryFragment, Debug)]
struct AccountEmailChangeWithdrawPayload {
    user_errors: Vec<AccountUserError>,
}

#[derive(cynic::InputObject, Debug)]
struct AccountEmailChangeConfirmInput {
    token: String,
}

#[derive(cynic::QueryVariables, Debug)]
struct ConfirmVariables {
    input: AccountEmailChangeConfirmInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "ConfirmVariables")]
struct EmailConfirmMutation {
    #[arguments(input: $input)]
    account_email_change_confirm: Option<AccountEmailChangeConfirmPayload>,
}

#[derive(cynic::QueryFragment, Debug)]
struct AccountEmailChangeConfirmPayload {
    change: Option<EmailChange>,
    user_errors: Vec<AccountUserError>,
}

#[derive(cynic::QueryFragment, Debug)]
struct EmailChange {
    email: EmailAddress,
    held_until: DateTime<Utc>,
}

#[derive(cynic::InputObject, Debug)]
struct AccountEmailChangeCancelInput {
    token: String,
}

#[derive(cynic::QueryVariables, Debug)]
struct CancelVariables {
    input: AccountEmailChangeCancelInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "CancelVariables")]
struct EmailCancelMutation {
    #[arguments(input: $input)]
    account_email_change_cancel: Option<AccountEmailChangeCancelPayload>,
}

#[derive(cynic::QueryFragment, Debug)]
struct AccountEmailChangeCancelPayload {
    cancelled: bool,
    user_errors: Vec<AccountUserError>,
}

/// What a link came to.
enum Answered {
    /// Its button was not pressed yet.
    NotYet,
    /// The address is the new one.
    Changed { email: String },
    /// It will be.
    Waits { email: String, until: DateTime<Utc> },
    /// It stays as it was.
    Kept,
}

#[derive(askama::Template)]
#[template(path = "email_change.html")]
struct EmailChangePage {
    shell: Shell,
    problems: Problems,
    token: String,
    /// Whether the link came to the old address, to keep it.
    keeps: bool,
    answered: Answered,
}

fn page(visit: &Visit, keeps: bool, token: String, problems: Problems, answered: Answered) -> Response {
    let status = if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let title = if keeps {
        "email-keep-title"
    } else {
        "email-change-title"
    };
    let page = EmailChangePage {
        shell: Shell::new(visit, title),
        problems,
        token,
        keeps,
        answered,
    };
    shell::secret_page(&page, status)
}

fn opened(visit: &Visit, keeps: bool) -> Response {
    let token = visit.asked().shown("token").to_owned();
    if token.is_empty() {
        return done(&visit.url("/account/security"));
    }
    page(visit, keeps, token, Problems::default(), Answered::NotYet)
}

/// `GET /account/email/confirm?token=…`
pub(crate) async fn show_confirm(visit: Visit) -> Response {
    opened(&visit, false)
}

/// `GET /account/email/cancel?token=…`
pub(crate) async fn show_cancel(visit: Visit) -> Response {
    opened(&visit, true)
}

/// `POST /account/email/confirm`
pub(crate) async fn confirm(visit: Visit, fields: Fields) -> Response {
    let token = fields.shown("token").to_owned();
    let input = AccountEmailChangeConfirmInput { token: token.clone() };
    let answer = visit
        .act::<EmailConfirmMutation, _>(ConfirmVariables { input })
        .await;
    match answer.and_then(|answer| answer.account_email_change_confirm.ok_or(Failure::Fault)) {
        Ok(AccountEmailChangeConfirmPayload {
            change: Some(change), ..
        }) => {
            let (email, until) = (change.email.0, change.held_until);
            let answered = if until <= visit.site.clock.now() {
                Answered::Changed { email }
            } else {
                Answered::Waits { email, until }
            };
            page(&visit, false, String::new(), Problems::default(), answered)
        }
        Ok(refused) => {
            let problems = Problems::of(refused.user_errors);
            page(&visit, false, String::new(), problems, Answered::NotYet)
        }
        Err(failure) => failure.respond(&visit),
    }
}

/// `POST /account/email/cancel`
pub(crate) async fn cancel(visit: Visit, fields: Fields) -> Response {
    let input = AccountEmailChangeCancelInput {
        token: fields.shown("token").to_owned(),
    };
    let answer = visit
        .act::<EmailCancelMutation, _>(CancelVariables { input })
        .await;
    match answer.and_then(|answer| answer.account_email_change_cancel.ok_or(Failure::Fault)) {
        Ok(answer) => {
            let answered = if answer.cancelled {
                Answered::Kept
            } else {
                Answered::NotYet
            };
            let problems = Problems::of(answer.user_errors);
            page(&visit, true, String::new(), problems, answered)
        }
        Err(failure) => failure.respond(&visit),
    }
}

/// `POST /account/security/email`
pub(crate) async fn ask(visit: Visit, fields: Fields) -> Response {
    let input = AccountEmailChangeInput {
        email: EmailAddress(fields.shown("email").to_owned()),
        locale: Some(visit.caller.locale.into()),
    };
    let answer = visit.act::<EmailAskMutation, _>(AskVariables { input }).await;
    match answer.and_then(|answer| answer.account_email_change.ok_or(Failure::Fault)) {
        Ok(answer) if answer.user_errors.is_empty() => done(&visit.url("/account/security?done=email")),
        Ok(answer) => super::security::page(&visit, Problems::of(answer.user_errors)).await,
        Err(failure) => failure.respond(&visit),
    }
}

/// `POST /account/security/email/withdraw`
pub(crate) async fn withdraw(visit: Visit, fields: Fields) -> Response {
    let input = AccountEmailChangeWithdrawInput {
        email: fields.get("waiting").map(|email| EmailAddress(email.to_owned())),
    };
    let answer = visit
        .act::<EmailWithdrawMutation, _>(WithdrawVariables { input })
        .await;
    match answer.and_then(|answer| answer.account_email_change_withdraw.ok_or(Failure::Fault)) {
        Ok(answer) if answer.user_errors.is_empty() => done(&visit.url("/account/security?done=email-kept")),
        Ok(answer) => super::security::page(&visit, Problems::of(answer.user_errors)).await,
        Err(failure) => failure.respond(&visit),
    }
}
