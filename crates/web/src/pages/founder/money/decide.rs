//! Less was collected than the goal: the founder decides, and confirms it.

use axum::{
    extract::{Path, RawQuery},
    response::Response,
};
use http::StatusCode;

use super::page::{MoneyCampaign, Own, address, here, refused, wrong};
use crate::{
    failure::Failure,
    form::Fields,
    graphql::{ShortfallDecision, Uuid, schema},
    pages::founder::campaign_id,
    parts::user_errors::PledgeUserError,
    routes::done,
    shell::{self, Shell},
    visit::Visit,
};

#[derive(cynic::InputObject, Debug)]
struct CampaignShortfallDecideInput {
    campaign_id: cynic::Id,
    decision: ShortfallDecision,
    idempotency_key: Uuid,
}

#[derive(cynic::QueryVariables, Debug)]
struct DecideVariables {
    input: CampaignShortfallDecideInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "DecideVariables")]
struct DecideShortfall {
    #[arguments(input: $input)]
    campaign_shortfall_decide: Option<CampaignShortfallDecidePayload>,
}

#[derive(cynic::QueryFragment, Debug)]
struct CampaignShortfallDecidePayload {
    user_errors: Vec<PledgeUserError>,
}

#[derive(askama::Template)]
#[template(path = "founder_decide.html")]
struct ConfirmPage {
    shell: Shell,
    c: MoneyCampaign,
    decision: ShortfallDecision,
    key: String,
}

impl ConfirmPage {
    fn gives_back(&self) -> bool {
        self.decision == ShortfallDecision::GiveBack
    }
}

/// `GET /founder/{id}/money/decide`: what the decision means, before it is taken.
pub(crate) async fn confirm(visit: Visit, Path(id): Path<String>, RawQuery(query): RawQuery) -> Response {
    let fields = Fields::read(query.unwrap_or_default().as_bytes());
    let visit = here(visit, &id);
    match asked(&visit, &id, fields).await {
        Ok(response) => response,
        Err(failure) => failure.respond(&visit),
    }
}

async fn asked(visit: &Visit, id: &str, fields: Fields) -> Result<Response, Failure> {
    let own = Own::find(visit, id).await?;
    if !own.is_deciding() {
        return Ok(done(&visit.url(&format!("/founder/{id}/money"))));
    }
    let Some(decision) = fields.get("decision").and_then(ShortfallDecision::of) else {
        let problem = ("decision", visit.words().t("shortfall-decision-needed"));
        return wrong(visit, id, fields, problem).await;
    };
    let page = ConfirmPage {
        shell: Shell::new(visit, "shortfall-confirm-title"),
        c: own.campaign,
        decision,
        key: visit.new_key(),
    };
    Ok(shell::page(&page, StatusCode::OK))
}

/// `POST /founder/{id}/money/decide`
pub(crate) async fn decide(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let visit = here(visit, &id);
    match decided(&visit, &id, fields).await {
        Ok(response) => response,
        Err(failure) => failure.respond(&visit),
    }
}

async fn decided(visit: &Visit, id: &str, fields: Fields) -> Result<Response, Failure> {
    visit.signed_in()?;
    let Some(decision) = fields.get("decision").and_then(ShortfallDecision::of) else {
        let problem = ("decision", visit.words().t("shortfall-decision-needed"));
        return wrong(visit, id, fields, problem).await;
    };
    let input = CampaignShortfallDecideInput {
        campaign_id: campaign_id(id)?,
        decision,
        idempotency_key: visit.key_of(&fields),
    };
    let answer: DecideShortfall = visit.act(DecideVariables { input }).await?;
    let payload = answer.campaign_shortfall_decide.ok_or(Failure::Fault)?;
    if !payload.user_errors.is_empty() {
        return refused(visit, id, fields, payload.user_errors).await;
    }
    let told = match decision {
        ShortfallDecision::Accept => "accepted",
        ShortfallDecision::GiveBack => "given-back",
    };
    Ok(done(&address(visit, id, told)))
}
