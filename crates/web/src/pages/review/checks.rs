//! The offering of a regulated campaign, and the background checks that a reviewer records.

use axum::{extract::Path, response::Response};
use http::StatusCode;

use super::reviewer;
use crate::{
    failure::Failure,
    form::{Fields, Problems},
    graphql::{BackgroundCheckParty, Named, Regime, schema},
    pages::founder::{at, campaign_id},
    parts::{
        calls::calls,
        offering::{Offering, RegimeRule, is_regulated},
    },
    routes,
    shell::{self, Shell},
    visit::Visit,
};

#[derive(cynic::QueryVariables, Debug)]
struct Variables {
    id: cynic::Id,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "Variables")]
struct ChecksQuery {
    #[arguments(id: $id)]
    campaign: Option<Campaign>,
}

#[derive(cynic::QueryFragment, Debug)]
struct Campaign {
    id: cynic::Id,
    slug: String,
    title: String,
    regime: Regime,
    regime_rules: Vec<RegimeRule>,
    offering: Option<Checked>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Offering")]
struct Checked {
    #[cynic(spread)]
    terms: Offering,
    background_checks: Vec<Check>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "BackgroundCheck")]
struct Check {
    party: BackgroundCheckParty,
    passed: bool,
}

struct Choice {
    value: String,
    label: String,
    chosen: bool,
}

#[derive(askama::Template)]
#[template(path = "review_checks.html")]
struct ChecksPage {
    shell: Shell,
    c: Campaign,
    fields: Fields,
    problems: Problems,
    done: bool,
}

impl ChecksPage {
    /// Whether its law asks for background checks.
    fn has_checks(&self) -> bool {
        self.c.regime == Regime::RegCf
    }

    /// Each party, and whether its latest check was passed; nothing if there is none.
    fn parties(&self) -> Vec<(&'static BackgroundCheckParty, Option<bool>)> {
        let checks = self
            .c
            .offering
            .as_ref()
            .map_or(&[][..], |it| &it.background_checks);
        let of = |party: &BackgroundCheckParty| {
            let mut found = checks.iter().filter(|check| check.party == *party);
            found.next().map(|check| check.passed)
        };
        BackgroundCheckParty::ALL
            .iter()
            .map(|party| (party, of(party)))
            .collect()
    }

    fn choices(&self) -> Vec<Choice> {
        let now = self.fields.shown("party");
        let choice = |party: &BackgroundCheckParty| Choice {
            value: party.name(),
            label: self.shell.w.label("check-party", party),
            chosen: party.name() == now,
        };
        BackgroundCheckParty::ALL.iter().map(choice).collect()
    }
}

async fn page(visit: &Visit, id: &str, fields: Fields, problems: Problems) -> Result<ChecksPage, Failure> {
    reviewer(visit)?;
    let found: ChecksQuery = visit.query(Variables { id: campaign_id(id)? }).await?;
    let c = found
        .campaign
        .filter(|c| is_regulated(c.regime))
        .ok_or(Failure::NotFound)?;
    Ok(ChecksPage {
        shell: Shell::titled(visit, visit.words().t1("offering-page-title", "title", &c.title)),
        c,
        fields,
        problems,
        done: visit.asked().has("done"),
    })
}

/// `GET /review/{id}/offering`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match page(&visit, &id, Fields::default(), Problems::default()).await {
        Ok(page) => shell::page(&page, StatusCode::OK),
        Err(failure) => failure.respond(&visit),
    }
}

#[derive(cynic::InputObject, Debug)]
struct BackgroundCheckRecordInput {
    campaign_id: cynic::Id,
    party: BackgroundCheckParty,
    passed: bool,
    reference: String,
}

calls! {
    RegimeUserError:
    /// Records a check.
    record_check, RecordCheck: BackgroundCheckRecordInput => background_check_record, "BackgroundCheckRecordPayload";
}

/// `POST /review/{id}/offering`
pub(crate) async fn record(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let visit = at(visit, format!("/review/{id}/offering"));
    let outcome = async {
        reviewer(&visit)?;
        let input = BackgroundCheckRecordInput {
            campaign_id: campaign_id(&id)?,
            party: BackgroundCheckParty::of(fields.shown("party")).ok_or(Failure::NotFound)?,
            passed: fields.get("outcome") == Some("passed"),
            reference: fields.shown("reference").to_owned(),
        };
        let errors = record_check(&visit, input).await?;
        if errors.is_empty() {
            return Ok(routes::done(&visit.url(&format!("/review/{id}/offering?done"))));
        }
        let page = page(&visit, &id, fields, Problems::of(errors)).await?;
        Ok(shell::page(&page, StatusCode::UNPROCESSABLE_ENTITY))
    };
    let outcome = outcome.await;
    outcome.unwrap_or_else(|failure: Failure| failure.respond(&visit))
}
