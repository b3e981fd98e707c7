//! A project is listed; a visitor becomes a founder.

use axum::response::Response;

use super::{
    at,
    calls::{self, ProjectCreateInput},
    input,
    list::answer,
    places,
};
use crate::{
    failure::Failure,
    form::{Fields, Problems},
    graphql::{CountryCode, CurrencyCode, TechnologyField, schema},
    parts::user_errors::{AccountUserError, CampaignUserError},
    routes,
    visit::Visit,
    words::Words,
};

/// What a campaign may be funded in.
pub(super) const CURRENCIES: [&str; 7] = ["CNY", "USD", "EUR", "GBP", "JPY", "KRW", "HKD"];

/// `POST /founder`: a project is listed and its first campaign begun.
pub(crate) async fn begin(visit: Visit, fields: Fields) -> Response {
    let visit = at(visit, "/founder".to_owned());
    let id = match create(&visit, &fields).await {
        Ok(Ok(id)) => id,
        Ok(Err(errors)) => return answer(&visit, &Fields::default(), fields, Problems::of(errors)).await,
        Err(failure) => return failure.respond(&visit),
    };
    routes::done(&visit.url(&format!("/founder/{}", id.inner())))
}

async fn create(
    visit: &Visit,
    fields: &Fields,
) -> Result<Result<cynic::Id, Vec<CampaignUserError>>, Failure> {
    visit.signed_in()?;
    let w = visit.words();
    let input = match project(fields, w) {
        Ok(input) => input,
        Err(wrong) => return Ok(Err(wrong)),
    };
    let outcome = calls::create_project(visit, input).await?;
    if outcome.errors.is_empty() {
        return Ok(Ok(outcome.campaign.ok_or(Failure::Fault)?.id));
    }
    let placed = |error| places::placed(error, "", w, |_| true);
    Ok(Err(outcome.errors.into_iter().map(placed).collect()))
}

/// A new project, or everything in the form that cannot be sent.
fn project(fields: &Fields, w: Words) -> Result<ProjectCreateInput, Vec<CampaignUserError>> {
    let mut wrong = Vec::new();
    let mut unless = |name: &str, message: String| wrong.push(places::refusal(name.to_owned(), message));
    let title = input::text(fields, "title").unwrap_or_default();
    if title.en.is_none() && title.zh_hans.is_none() {
        unless(&input::in_language("title", w), w.t("violation-required"));
    }
    let field = fields.get("field").and_then(TechnologyField::of);
    if field.is_none() {
        unless("field", w.t("violation-required"));
    }
    let currency = fields.get("currency").filter(|code| CURRENCIES.contains(code));
    if currency.is_none() {
        unless("currency", w.t("violation-required"));
    }
    let country = fields.get("country").map(str::to_ascii_uppercase);
    if let Some(code) = &country
        && !(code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase()))
    {
        unless("country", w.t1("violation-unknown", "value", code));
    }
    match (field, currency) {
        (Some(field), Some(currency)) if wrong.is_empty() => Ok(ProjectCreateInput {
            title,
            field,
            country: country.map(CountryCode),
            currency: CurrencyCode(currency.to_owned()),
        }),
        _ => Err(wrong),
    }
}

#[derive(cynic::InputObject, Debug)]
struct AccountBecomeFounderInput {
    accept_terms: bool,
}

#[derive(cynic::QueryVariables, Debug)]
struct JoinVariables {
    input: AccountBecomeFounderInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "JoinVariables")]
struct BecomeFounder {
    #[arguments(input: $input)]
    account_become_founder: Option<AccountBecomeFounderPayload>,
}

#[derive(cynic::QueryFragment, Debug)]
struct AccountBecomeFounderPayload {
    user_errors: Vec<AccountUserError>,
}

/// `POST /founder/join`: the visitor becomes a founder.
pub(crate) async fn join(visit: Visit, fields: Fields) -> Response {
    let visit = at(visit, "/founder".to_owned());
    match become_founder(&visit, fields.has("acceptTerms")).await {
        Ok(problems) if problems.is_empty() => routes::done(&visit.url("/founder?done=joined")),
        Ok(problems) => answer(&visit, &Fields::default(), fields, problems).await,
        Err(failure) => failure.respond(&visit),
    }
}

async fn become_founder(visit: &Visit, accept_terms: bool) -> Result<Problems, Failure> {
    visit.signed_in()?;
    let input = AccountBecomeFounderInput { accept_terms };
    let answer: BecomeFounder = visit.act(JoinVariables { input }).await?;
    let payload = answer.account_become_founder.ok_or(Failure::Fault)?;
    Ok(Problems::of(payload.user_errors))
}

#[cfg(test)]
mod tests {
    use super::*;

    const W: Words = Words(kernel::Locale::En);

    #[test]
    fn a_project_is_read_from_its_form() {
        let body = "title.en=Battery&title.zhHans=&field=ENERGY_STORAGE&currency=CNY&country=cn";
        let input = project(&Fields::read(body.as_bytes()), W).unwrap();
        assert_eq!(
            (input.title.en.as_deref(), input.title.zh_hans),
            (Some("Battery"), None)
        );
        assert_eq!(input.field, TechnologyField::EnergyStorage);
        assert_eq!(
            (input.currency.0.as_str(), input.country.unwrap().0.as_str()),
            ("CNY", "CN")
        );
    }

    #[test]
    fn everything_that_cannot_be_sent_is_said_at_once() {
        let wrong = project(&Fields::read(b"currency=XXX&country=China"), W).unwrap_err();
        let fields: Vec<_> = wrong.into_iter().filter_map(|error| error.field?.pop()).collect();
        assert_eq!(fields, ["title.en", "field", "currency", "country"]);
    }
}
