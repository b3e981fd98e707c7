//! Setting the second factor up, and giving it up.

use axum::response::Response;
use http::StatusCode;

use crate::{
    failure::Failure,
    form::{Fields, Problems},
    graphql::{SecondFactorKind, schema},
    parts::{qr::Qr, user_errors::AccountUserError},
    routes::done,
    shell::{self, Shell},
    visit::Visit,
};

#[derive(cynic::InputObject, Debug)]
struct SecondFactorBeginInput {
    kind: SecondFactorKind,
}

#[derive(cynic::QueryVariables, Debug)]
struct BeginVariables {
    input: SecondFactorBeginInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "BeginVariables")]
struct FactorBeginMutation {
    #[arguments(input: $input)]
    second_factor_begin: Option<SecondFactorBeginPayload>,
}

#[derive(cynic::QueryFragment, Debug)]
struct SecondFactorBeginPayload {
    enrolment: Option<SecondFactorEnrolment>,
    user_errors: Vec<AccountUserError>,
}

#[derive(cynic::QueryFragment, Debug)]
struct SecondFactorEnrolment {
    secret: String,
    uri: String,
}

#[derive(cynic::InputObject, Debug)]
struct SecondFactorConfirmInput {
    code: String,
}

#[derive(cynic::QueryVariables, Debug)]
struct ConfirmVariables {
    input: SecondFactorConfirmInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "ConfirmVariables")]
struct FactorConfirmMutation {
    #[arguments(input: $input)]
    second_factor_confirm: Option<SecondFactorConfirmPayload>,
}

#[derive(cynic::QueryFragment, Debug)]
struct SecondFactorConfirmPayload {
    recovery_codes: Vec<String>,
    user_errors: Vec<AccountUserError>,
}

#[derive(cynic::InputObject, Debug)]
struct SecondFactorRemoveInput {
    kind: SecondFactorKind,
}

#[derive(cynic::QueryVariables, Debug)]
struct RemoveVariables {
    input: SecondFactorRemoveInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "RemoveVariables")]
struct FactorRemoveMutation {
    #[arguments(input: $input)]
    second_factor_remove: Option<SecondFactorRemovePayload>,
}

#[derive(cynic::QueryFragment, Debug)]
struct SecondFactorRemovePayload {
    user_errors: Vec<AccountUserError>,
}

#[derive(cynic::InputObject, Debug)]
struct RecoveryCodesRenewInput {
    discard_old: bool,
}

#[derive(cynic::QueryVariables, Debug)]
struct RenewVariables {
    input: RecoveryCodesRenewInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "RenewVariables")]
struct CodesRenewMutation {
    #[arguments(input: $input)]
    recovery_codes_renew: Option<RecoveryCodesRenewPayload>,
}

#[derive(cynic::QueryFragment, Debug)]
struct RecoveryCodesRenewPayload {
    recovery_codes: Vec<String>,
    user_errors: Vec<AccountUserError>,
}

/// Where the authenticator takes the secret over and gives a first code. The secret travels with the form, so that
/// a mistyped code does not begin anew; the platform knows its own copy and does not ask for this one.
#[derive(askama::Template)]
#[template(path = "security_factor.html")]
struct FactorPage {
    shell: Shell,
    problems: Problems,
    secret: String,
    uri: String,
    qr: Option<Qr>,
}

#[derive(askama::Template)]
#[template(path = "security_codes.html")]
struct CodesPage {
    shell: Shell,
    codes: Vec<String>,
}

fn factor_page(visit: &Visit, problems: Problems, secret: String, uri: String) -> Response {
    let status = if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let page = FactorPage {
        shell: Shell::new(visit, "security-factor-title"),
        problems,
        secret,
        qr: uri.starts_with("otpauth://").then(|| Qr::of(&uri)).flatten(),
        uri,
    };
    shell::secret_page(&page, status)
}

fn codes_page(visit: &Visit, codes: Vec<String>) -> Response {
    let shell = Shell::new(visit, "security-codes-title");
    shell::secret_page(&CodesPage { shell, codes }, StatusCode::OK)
}

/// `POST /account/security/factor`
pub(crate) async fn begin(visit: Visit) -> Response {
    let input = SecondFactorBeginInput {
        kind: SecondFactorKind::Authenticator,
    };
    let answer = visit
        .act::<FactorBeginMutation, _>(BeginVariables { input })
        .await;
    match answer.and_then(|answer| answer.second_factor_begin.ok_or(Failure::Fault)) {
        Ok(SecondFactorBeginPayload {
            enrolment: Some(made),
            ..
        }) => factor_page(&visit, Problems::default(), made.secret, made.uri),
        Ok(refused) => super::page(&visit, Problems::of(refused.user_errors)).await,
        Err(failure) => failure.respond(&visit),
    }
}

/// `POST /account/security/factor/confirm`
pub(crate) async fn confirm(visit: Visit, fields: Fields) -> Response {
    let input = SecondFactorConfirmInput {
        code: fields.shown("code").to_owned(),
    };
    let answer = visit
        .act::<FactorConfirmMutation, _>(ConfirmVariables { input })
        .await;
    match answer.and_then(|answer| answer.second_factor_confirm.ok_or(Failure::Fault)) {
        Ok(answer) if answer.user_errors.is_empty() => codes_page(&visit, answer.recovery_codes),
        Ok(answer) => {
            let problems = Problems::of(answer.user_errors);
            let shown = |name| fields.shown(name).to_owned();
            factor_page(&visit, problems, shown("secret"), shown("uri"))
        }
        Err(failure) => failure.respond(&visit),
    }
}

/// `POST /account/security/factor/remove`
pub(crate) async fn remove(visit: Visit) -> Response {
    let input = SecondFactorRemoveInput {
        kind: SecondFactorKind::Authenticator,
    };
    let answer = visit
        .act::<FactorRemoveMutation, _>(RemoveVariables { input })
        .await;
    match answer.and_then(|answer| answer.second_factor_remove.ok_or(Failure::Fault)) {
        Ok(answer) if answer.user_errors.is_empty() => done(&visit.url("/account/security?done=factor-off")),
        Ok(answer) => super::page(&visit, Problems::of(answer.user_errors)).await,
        Err(failure) => failure.respond(&visit),
    }
}

/// `POST /account/security/codes`
pub(crate) async fn renew(visit: Visit, fields: Fields) -> Response {
    let input = RecoveryCodesRenewInput {
        discard_old: fields.has("discardOld"),
    };
    let answer = visit.act::<CodesRenewMutation, _>(RenewVariables { input }).await;
    match answer.and_then(|answer| answer.recovery_codes_renew.ok_or(Failure::Fault)) {
        Ok(answer) if answer.user_errors.is_empty() => codes_page(&visit, answer.recovery_codes),
        Ok(answer) => super::page(&visit, Problems::of(answer.user_errors)).await,
        Err(failure) => failure.respond(&visit),
    }
}
