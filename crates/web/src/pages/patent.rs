//! A patent right: what its registers say, and the campaigns that stand on it.

use axum::{extract::Path, response::Response};
use chrono::{DateTime, NaiveDate, Utc};
use http::StatusCode;

use crate::{
    failure::Failure,
    graphql::{PatentNumber, schema},
    parts::patent::{Patent, PatentParty},
    shell::{self, Shell},
    visit::Visit,
};

#[derive(cynic::QueryVariables, Debug)]
struct ByNumber {
    number: String,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "ByNumber")]
struct PatentQuery {
    #[arguments(number: $number)]
    patent_by_number: Option<WholePatent>,
}

/// Everything that is shown of a right.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Patent")]
struct WholePatent {
    #[cynic(spread)]
    glance: Patent,
    application: PatentNumber,
    grant_number: Option<PatentNumber>,
    applicants: Vec<PatentParty>,
    inventors: Vec<PatentParty>,
    publications: Vec<PatentPublication>,
    #[arguments(first: 20)]
    events: Events,
    #[arguments(first: 5)]
    evidence: Vec<EvidenceSnapshot>,
    #[arguments(first: 6)]
    campaigns: Vec<CampaignLink>,
}

#[derive(cynic::QueryFragment, Debug)]
struct PatentPublication {
    number: PatentNumber,
    kind: String,
    published_on: Option<NaiveDate>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "PatentEventConnection")]
struct Events {
    total_count: i32,
    nodes: Vec<PatentEvent>,
}

#[derive(cynic::QueryFragment, Debug)]
struct PatentEvent {
    code: String,
    on: Option<NaiveDate>,
    territory: Option<String>,
    text: String,
    source: String,
}

#[derive(cynic::QueryFragment, Debug)]
struct EvidenceSnapshot {
    source: String,
    call: String,
    fetched_at: DateTime<Utc>,
    sha256: String,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Campaign")]
struct CampaignLink {
    slug: String,
    title: String,
}

#[derive(askama::Template)]
#[template(path = "patent.html")]
struct PatentPage {
    shell: Shell,
    p: WholePatent,
}

impl PatentPage {
    fn names(parties: &[PatentParty]) -> String {
        let names: Vec<&str> = parties.iter().map(|party| party.name.as_str()).collect();
        names.join(" · ")
    }
}

/// `GET /patents/{number}`
pub(crate) async fn show(visit: Visit, Path(number): Path<String>) -> Response {
    match page(&visit, number).await {
        Ok(page) => shell::page(&page, StatusCode::OK),
        Err(failure) => failure.respond(&visit),
    }
}

async fn page(visit: &Visit, number: String) -> Result<PatentPage, Failure> {
    let found: PatentQuery = visit.query(ByNumber { number }).await?;
    let p = found.patent_by_number.ok_or(Failure::NotFound)?;
    let title = format!("{} · {}", p.glance.number, p.glance.title);
    Ok(PatentPage {
        shell: Shell::titled(visit, title).public(Some(p.glance.meaning.clone())),
        p,
    })
}
