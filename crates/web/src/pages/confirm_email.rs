//! Confirming the e-mail address. Opening the link does nothing yet: programs that look into mails open it, too.

#[cfg(test)]
mod tests;

use axum::response::Response;
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
struct AccountEmailConfirmInput {
    token: String,
}

#[derive(cynic::QueryVariables, Debug)]
struct ConfirmVariables {
    input: AccountEmailConfirmInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "ConfirmVariables")]
struct ConfirmMutation {
    #[arguments(input: $input)]
    account_email_confirm: Option<AccountEmailConfirmPayload>,
}

#[derive(cynic::QueryFragment, Debug)]
struct AccountEmailConfirmPayload {
    confirmed: bool,
    user_errors: Vec<AccountUserError>,
}

#[derive(cynic::InputObject, Debug)]
struct AccountEmailConfirmationSendInput {
    locale: Option<Locale>,
}

#[derive(cynic::QueryVariables, Debug)]
struct SendVariables {
    input: AccountEmailConfirmationSendInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "SendVariables")]
struct SendMutation {
    #[arguments(input: $input)]
    account_email_confirmation_send: Option<AccountEmailConfirmationSendPayload>,
}

#[derive(cynic::QueryFragment, Debug)]
struct AccountEmailConfirmationSendPayload {
    user_errors: Vec<AccountUserError>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query")]
struct AddressQuery {
    viewer: Option<Addressee>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Viewer")]
struct Addressee {
    email: EmailAddress,
}

#[derive(askama::Template)]
#[template(path = "confirm_email.html")]
struct ConfirmEmailPage {
    shell: Shell,
    problems: Problems,
    /// The secret of the link one came by; empty if one did not.
    token: String,
    is_confirmed: bool,
    /// Whether another mail was just asked for.
    is_sent: bool,
    /// The visitor's own address.
    email: Option<String>,
}

async fn page(
    visit: &Visit,
    token: String,
    problems: Problems,
    is_confirmed: bool,
    is_sent: bool,
) -> Response {
    let email = if visit.viewer.is_some() {
        match visit
            .ask(<AddressQuery as cynic::QueryBuilder<()>>::build(()))
            .await
        {
            Ok(found) => found.viewer.map(|viewer| viewer.email.0),
            Err(failure) => return failure.respond(visit),
        }
    } else {
        None
    };
    let status = if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let page = ConfirmEmailPage {
        shell: Shell::new(visit, "confirm-email-title"),
        problems,
        token,
        is_confirmed,
        is_sent,
        email,
    };
    shell::secret_page(&page, status)
}

/// `GET /confirm-email`
pub(crate) async fn show(visit: Visit) -> Response {
    let asked = visit.asked();
    let is_confirmed = visit
        .viewer
        .as_ref()
        .is_some_and(|viewer| viewer.email_confirmed_at.is_some());
    let (token, is_sent) = (asked.shown("token").to_owned(), asked.has("sent"));
    if token.is_empty() && visit.viewer.is_none() {
        return Failure::SignIn.respond(&visit);
    }
    page(&visit, token, Problems::default(), is_confirmed, is_sent).await
}

/// `POST /confirm-email`
pub(crate) async fn confirm(mut visit: Visit, fields: Fields) -> Response {
    let input = AccountEmailConfirmInput {
        token: fields.shown("token").to_owned(),
    };
    let answer = visit.act::<ConfirmMutation, _>(ConfirmVariables { input }).await;
    let answer = answer.and_then(|answer| answer.account_email_confirm.ok_or(Failure::Fault));
    match answer {
        Ok(answer) => {
            if let (true, Some(viewer)) = (answer.confirmed, &mut visit.viewer) {
                // The banner goes with the answer, not only with the next page.
                viewer.email_confirmed_at.get_or_insert(visit.site.clock.now());
            }
            let problems = Problems::of(answer.user_errors);
            page(&visit, String::new(), problems, answer.confirmed, false).await
        }
        Err(failure) => failure.respond(&visit),
    }
}

/// `POST /confirm-email/send`
pub(crate) async fn send(visit: Visit) -> Response {
    let input = AccountEmailConfirmationSendInput {
        locale: Some(visit.caller.locale.into()),
    };
    let answer = visit.act::<SendMutation, _>(SendVariables { input }).await;
    let answer = answer.and_then(|answer| answer.account_email_confirmation_send.ok_or(Failure::Fault));
    match answer {
        Ok(answer) if answer.user_errors.is_empty() => done(&visit.url("/confirm-email?sent=1")),
        Ok(answer) => {
            page(
                &visit,
                String::new(),
                Problems::of(answer.user_errors),
                false,
                false,
            )
            .await
        }
        Err(failure) => failure.respond(&visit),
    }
}
