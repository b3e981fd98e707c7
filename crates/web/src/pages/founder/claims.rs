//! What third parties claim against a founder's campaign, and the answer.

use axum::{
    extract::{Path, RawQuery},
    response::Response,
};
use chrono::{DateTime, Utc};
use http::StatusCode;

use super::{at, campaign_id};
use crate::{
    failure::Failure,
    form::{Fields, Problems, Sent},
    graphql::{CampaignPauseReason, IpClaimKind, IpClaimReason, IpClaimState, schema},
    pages::{
        ip_claims::{act, claim_id, max_megabytes, uploaded},
        verification::StoredFile,
    },
    parts::pause::CampaignPause,
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
struct ClaimsAgainstQuery {
    #[arguments(id: $id)]
    campaign: Option<Campaign>,
}

#[derive(cynic::QueryFragment, Debug)]
struct Campaign {
    id: cynic::Id,
    title: String,
    zone: String,
    viewer_can_edit: bool,
    pause: Option<CampaignPause>,
    ip_claims: Vec<Claim>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "IpClaim")]
struct Claim {
    id: cynic::Id,
    kind: IpClaimKind,
    right: String,
    holder: String,
    statement: String,
    evidence: Option<String>,
    document: Option<StoredFile>,
    state: IpClaimState,
    answer_until: Option<DateTime<Utc>>,
    answer: Option<String>,
    answer_document: Option<StoredFile>,
    reason: Option<IpClaimReason>,
    note: Option<String>,
}

#[derive(askama::Template)]
#[template(path = "founder_claims.html")]
struct ClaimsPage {
    shell: Shell,
    c: Campaign,
    now: DateTime<Utc>,
    fields: Fields,
    problems: Problems,
    done: bool,
    max_megabytes: String,
}

impl ClaimsPage {
    /// The claim that the founder is to answer first.
    fn asked(&self) -> Option<&Claim> {
        let waits = |claim: &&Claim| {
            claim.state == IpClaimState::Inquiry && claim.answer_until.is_some_and(|until| self.now < until)
        };
        self.c.ip_claims.iter().find(waits)
    }

    fn is_for_claim(&self) -> bool {
        let pause = self.c.pause.as_ref();
        pause.is_some_and(|pause| pause.reason == CampaignPauseReason::IpClaim)
    }

    fn label(&self, field: &str) -> String {
        let field = if field == "uploadId" { "file" } else { field };
        self.shell.w.label_of("ip-claim-label", field)
    }
}

async fn page(visit: &Visit, id: &str, fields: Fields, problems: Problems) -> Result<ClaimsPage, Failure> {
    visit.signed_in()?;
    let found: ClaimsAgainstQuery = visit.query(Variables { id: campaign_id(id)? }).await?;
    let c = found.campaign.filter(|campaign| campaign.viewer_can_edit);
    let c = c.ok_or(Failure::NotFound)?;
    let title = visit.words().t1("ip-claims-founder-title", "title", &c.title);
    Ok(ClaimsPage {
        shell: Shell::titled(visit, title),
        c,
        now: visit.site.clock.now(),
        fields,
        problems,
        done: false,
        max_megabytes: max_megabytes(visit),
    })
}

/// `GET /founder/{id}/claims`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>, RawQuery(query): RawQuery) -> Response {
    let query = Fields::read(query.unwrap_or_default().as_bytes());
    let done = query.get("done") == Some("answered");
    match page(&visit, &id, Fields::default(), Problems::default()).await {
        Ok(page) => shell::page(&ClaimsPage { done, ..page }, StatusCode::OK),
        Err(failure) => failure.respond(&visit),
    }
}

/// What a founder says to a claim.
#[derive(cynic::InputObject, Debug, Clone)]
struct IpClaimAnswerInput {
    id: cynic::Id,
    answer: String,
    upload_id: Option<cynic::Id>,
}

act! {
    /// Answers a claim.
    answer_claim, AnswerIpClaim: IpClaimAnswerInput => ip_claim_answer, "IpClaimAnswerPayload";
}

/// `POST /founder/{id}/claims`
pub(crate) async fn answer(visit: Visit, Path(id): Path<String>, sent: Sent) -> Response {
    let visit = at(visit, format!("/founder/{id}/claims"));
    let outcome = hand_in(&visit, &id, sent).await;
    outcome.unwrap_or_else(|failure| failure.respond(&visit))
}

async fn hand_in(visit: &Visit, id: &str, mut sent: Sent) -> Result<Response, Failure> {
    let upload = uploaded(visit, &mut sent).await?;
    let fields = sent.fields;
    let problems = match upload {
        Err(message) => Problems::one("file", message),
        Ok(upload_id) => {
            let input = IpClaimAnswerInput {
                id: claim_id(fields.get("claim").ok_or(Failure::NotFound)?)?,
                answer: fields.raw("answer"),
                upload_id,
            };
            answer_claim(visit, input).await?
        }
    };
    if problems.is_empty() {
        return Ok(routes::done(
            &visit.url(&format!("/founder/{id}/claims?done=answered")),
        ));
    }
    let page = page(visit, id, fields, problems).await?;
    Ok(shell::page(&page, StatusCode::UNPROCESSABLE_ENTITY))
}
