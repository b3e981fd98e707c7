//! The account through which a founder is paid: opened, asked for, completed at the provider.

use axum::{extract::Path, response::Response};
use chrono::{DateTime, Utc};
use http::StatusCode;

use super::page::{Own, address, here, refused, wrong};
use crate::{
    failure::Failure,
    form::Fields,
    graphql::{CountryCode, PayeeMethod, schema},
    parts::user_errors::PledgeUserError,
    routes::done,
    shell::{self, Shell},
    visit::Visit,
};

#[derive(cynic::InputObject, Debug)]
struct PayeeOpenInput {
    method: PayeeMethod,
    country: CountryCode,
    destination: Option<String>,
}

#[derive(cynic::QueryVariables, Debug)]
struct OpenVariables {
    input: PayeeOpenInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "OpenVariables")]
struct OpenPayee {
    #[arguments(input: $input)]
    payee_open: Option<PayeeOpenPayload>,
}

#[derive(cynic::QueryFragment, Debug)]
struct PayeeOpenPayload {
    user_errors: Vec<PledgeUserError>,
}

#[derive(cynic::InputObject, Debug)]
struct PayeeRefreshInput {
    payee_id: cynic::Id,
}

#[derive(cynic::QueryVariables, Debug)]
struct RefreshVariables {
    input: PayeeRefreshInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "RefreshVariables")]
struct RefreshPayee {
    #[arguments(input: $input)]
    payee_refresh: Option<PayeeRefreshPayload>,
}

#[derive(cynic::QueryFragment, Debug)]
struct PayeeRefreshPayload {
    user_errors: Vec<PledgeUserError>,
}

#[derive(cynic::InputObject, Debug)]
struct PayeeLinkCreateInput {
    return_path: String,
}

#[derive(cynic::QueryVariables, Debug)]
struct LinkVariables {
    input: PayeeLinkCreateInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "LinkVariables")]
struct LinkPayee {
    #[arguments(input: $input)]
    payee_link_create: Option<PayeeLinkCreatePayload>,
}

#[derive(cynic::QueryFragment, Debug)]
struct PayeeLinkCreatePayload {
    link: Option<PayeeLink>,
    user_errors: Vec<PledgeUserError>,
}

#[derive(cynic::QueryFragment, Debug)]
struct PayeeLink {
    url: String,
    expires_at: DateTime<Utc>,
}

/// A link to the provider's page. A form cannot lead there itself: the policy for browsers lets forms
/// lead to our own pages only.
#[derive(askama::Template)]
#[template(path = "payee_link.html")]
struct LinkPage {
    shell: Shell,
    id: String,
    link: PayeeLink,
}

/// `POST /founder/{id}/money/payee`
pub(crate) async fn open(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let visit = here(visit, &id);
    match opened(&visit, &id, fields).await {
        Ok(response) => response,
        Err(failure) => failure.respond(&visit),
    }
}

async fn opened(visit: &Visit, id: &str, fields: Fields) -> Result<Response, Failure> {
    visit.signed_in()?;
    let w = visit.words();
    let Some(method) = fields.get("method").and_then(PayeeMethod::of) else {
        let problem = ("method", w.t("payee-method-needed"));
        return wrong(visit, id, fields, problem).await;
    };
    let Some(country) = country(fields.shown("country")) else {
        let problem = ("country", w.t("payee-country-needed"));
        return wrong(visit, id, fields, problem).await;
    };
    let destination = fields
        .get("destination")
        .filter(|_| method == PayeeMethod::Bank)
        .map(str::to_owned);
    let input = PayeeOpenInput {
        method,
        country,
        destination,
    };
    let answer: OpenPayee = visit.act(OpenVariables { input }).await?;
    let errors = answer.payee_open.ok_or(Failure::Fault)?.user_errors;
    if errors.is_empty() {
        return Ok(done(&address(visit, id, "payee-opened")));
    }
    refused(visit, id, fields, errors).await
}

/// A code of two letters as people type it; nothing if it is none.
fn country(typed: &str) -> Option<CountryCode> {
    let code = typed.trim().to_ascii_uppercase();
    let is_code = code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase());
    is_code.then_some(CountryCode(code))
}

/// `POST /founder/{id}/money/payee/refresh`
pub(crate) async fn refresh(visit: Visit, Path(id): Path<String>) -> Response {
    let visit = here(visit, &id);
    match refreshed(&visit, &id).await {
        Ok(response) => response,
        Err(failure) => failure.respond(&visit),
    }
}

async fn refreshed(visit: &Visit, id: &str) -> Result<Response, Failure> {
    let own = Own::find(visit, id).await?;
    let input = PayeeRefreshInput {
        payee_id: own.payee.ok_or(Failure::NotFound)?.id,
    };
    let answer: RefreshPayee = visit.act(RefreshVariables { input }).await?;
    let errors = answer.payee_refresh.ok_or(Failure::Fault)?.user_errors;
    if errors.is_empty() {
        return Ok(done(&address(visit, id, "payee-refreshed")));
    }
    refused(visit, id, Fields::default(), errors).await
}

/// `POST /founder/{id}/money/payee/link`
pub(crate) async fn link(visit: Visit, Path(id): Path<String>) -> Response {
    let visit = here(visit, &id);
    match linked(&visit, &id).await {
        Ok(response) => response,
        Err(failure) => failure.respond(&visit),
    }
}

async fn linked(visit: &Visit, id: &str) -> Result<Response, Failure> {
    visit.signed_in()?;
    let input = PayeeLinkCreateInput {
        return_path: visit.url(&visit.path),
    };
    let answer: LinkPayee = visit.act(LinkVariables { input }).await?;
    let payload = answer.payee_link_create.ok_or(Failure::Fault)?;
    let link = payload
        .link
        .filter(|link| link.url.starts_with("https://") || link.url.starts_with('/'));
    match link {
        Some(link) if payload.user_errors.is_empty() => {
            let page = LinkPage {
                shell: Shell::new(visit, "payee-link-title"),
                id: id.to_owned(),
                link,
            };
            Ok(shell::page(&page, StatusCode::OK))
        }
        _ if payload.user_errors.is_empty() => Err(Failure::Fault),
        _ => refused(visit, id, Fields::default(), payload.user_errors).await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_two_letters() {
        let read = |typed| country(typed).map(|code| code.0);
        assert_eq!(read(" de ").as_deref(), Some("DE"));
        for wrong in ["", "D", "DEU", "12", "中国"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
