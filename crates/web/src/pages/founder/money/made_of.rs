//! What a payout was made of.

use axum::{extract::Path, response::Response};
use http::StatusCode;

use crate::{
    failure::Failure,
    graphql::{ById, ByIdFields, Money, PayoutPartKind, schema},
    pages::founder::campaign_id,
    parts::payout::Payout,
    shell::{self, Shell},
    visit::Visit,
};

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "ById")]
struct PayoutStatementQuery {
    #[arguments(id: $id)]
    payout_statement: Option<PayoutStatement>,
}

#[derive(cynic::QueryFragment, Debug)]
struct PayoutStatement {
    payout: OfCampaign,
    parts: Vec<PayoutPart>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Payout")]
struct OfCampaign {
    #[cynic(spread)]
    payout: Payout,
    campaign: Option<Campaign>,
}

#[derive(cynic::QueryFragment, Debug)]
struct Campaign {
    id: cynic::Id,
    title: String,
    zone: String,
}

#[derive(cynic::QueryFragment, Debug)]
struct PayoutPart {
    kind: PayoutPartKind,
    amount: Money,
}

#[derive(askama::Template)]
#[template(path = "founder_payout.html")]
struct PayoutPage {
    shell: Shell,
    c: Campaign,
    p: Payout,
    parts: Vec<PayoutPart>,
}

/// `GET /founder/{id}/money/payouts/{payout}`
pub(crate) async fn show(visit: Visit, Path((id, payout)): Path<(String, String)>) -> Response {
    match shown(&visit, &id, &payout).await {
        Ok(response) => response,
        Err(failure) => failure.respond(&visit),
    }
}

async fn shown(visit: &Visit, id: &str, payout: &str) -> Result<Response, Failure> {
    visit.signed_in()?;
    let id = campaign_id(id)?;
    if !payout.starts_with("payout_") {
        return Err(Failure::NotFound);
    }
    let by_id = ById {
        id: cynic::Id::new(payout),
    };
    let found: PayoutStatementQuery = visit.query(by_id).await?;
    let found = found.payout_statement.ok_or(Failure::NotFound)?;
    let campaign = found.payout.campaign.filter(|campaign| campaign.id == id);
    let c = campaign.ok_or(Failure::NotFound)?;
    let (p, w) = (found.payout.payout, visit.words());
    let title = w.t2(
        "payout-parts-title",
        "number",
        w.number(p.sequence),
        "title",
        &c.title,
    );
    let page = PayoutPage {
        shell: Shell::titled(visit, title),
        c,
        p,
        parts: found.parts,
    };
    Ok(shell::page(&page, StatusCode::OK))
}
