//! Whose the patents of a campaign are: what shows it, and documents where the register does not.

use axum::{
    extract::{Path, RawQuery},
    response::Response,
};
use chrono::{DateTime, NaiveDate, Utc};
use http::StatusCode;

use super::{at, campaign_id};
use crate::{
    failure::Failure,
    form::{Fields, Problems, Sent},
    graphql::{
        Named, OwnerProof, OwnershipClaimKind, OwnershipClaimReason, OwnershipClaimState, PatentNumber,
        schema,
    },
    pages::verification::StoredFile,
    parts::{
        calls::calls,
        mark::{self, Mark},
    },
    routes,
    shell::{self, Shell},
    visit::Visit,
    words::Words,
};

#[derive(cynic::QueryVariables, Debug)]
struct Variables {
    id: cynic::Id,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "Variables")]
struct OwnershipQuery {
    #[arguments(id: $id)]
    campaign: Option<Campaign>,
}

#[derive(cynic::QueryFragment, Debug)]
struct Campaign {
    id: cynic::Id,
    title: String,
    viewer_can_edit: bool,
    launched_at: Option<DateTime<Utc>>,
    ip_panel: Panel,
    ownership_claims: Vec<Claim>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "IpPanel")]
struct Panel {
    patents: Vec<Right>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Patent")]
struct Right {
    id: cynic::Id,
    number: PatentNumber,
    owners: Vec<Owner>,
    owner_proof: Option<OwnerProof>,
    owner_proof_message: Option<String>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "PatentParty")]
struct Owner {
    name: String,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "OwnershipClaim")]
struct Claim {
    id: cynic::Id,
    kind: OwnershipClaimKind,
    counterparty: String,
    dated_on: NaiveDate,
    state: OwnershipClaimState,
    patent: Option<Claimed>,
    document: Option<StoredFile>,
    reason: Option<OwnershipClaimReason>,
    note: Option<String>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Patent")]
struct Claimed {
    id: cynic::Id,
    number: PatentNumber,
}

struct Choice {
    value: String,
    label: String,
    chosen: bool,
}

#[derive(askama::Template)]
#[template(path = "founder_ownership.html")]
struct OwnershipPage {
    shell: Shell,
    c: Campaign,
    fields: Fields,
    problems: Problems,
    done: Option<&'static str>,
    /// The largest file, in megabytes.
    max_megabytes: String,
}

impl Right {
    fn mark(&self) -> Mark {
        if self.owner_proof.is_some() {
            mark::GOOD
        } else {
            mark::WARN
        }
    }

    fn owner_list(&self, w: &Words) -> String {
        let names: Vec<_> = self.owners.iter().map(|owner| owner.name.as_str()).collect();
        w.list(&names)
    }
}

impl Claim {
    fn stands(&self) -> bool {
        matches!(
            self.state,
            OwnershipClaimState::Submitted | OwnershipClaimState::Approved
        )
    }
}

impl OwnershipPage {
    /// The rights for which a document can be handed in.
    fn rights(&self) -> Vec<Choice> {
        let claimed = |right: &Right| {
            let stands =
                |claim: &&Claim| claim.stands() && claim.patent.as_ref().is_some_and(|it| it.id == right.id);
            self.c.ownership_claims.iter().any(|claim| stands(&claim))
        };
        let lacking = self
            .c
            .ip_panel
            .patents
            .iter()
            .filter(|right| right.owner_proof.is_none());
        let now = self.fields.shown("patentId");
        lacking
            .filter(|right| !claimed(right))
            .map(|right| Choice {
                value: right.id.inner().to_owned(),
                label: right.number.to_string(),
                chosen: right.id.inner() == now,
            })
            .collect()
    }

    fn kinds(&self) -> Vec<Choice> {
        let now = self.fields.shown("kind");
        let choice = |kind: &OwnershipClaimKind| Choice {
            value: kind.name(),
            label: self.shell.w.label("claim-kind", kind),
            chosen: kind.name() == now,
        };
        OwnershipClaimKind::ALL.iter().map(choice).collect()
    }

    /// Whether a claim can be taken back: not one that investors rely on.
    fn is_withdrawable(&self, claim: &Claim) -> bool {
        claim.stands() && (self.c.launched_at.is_none() || claim.state == OwnershipClaimState::Submitted)
    }
}

async fn page(visit: &Visit, id: &str, fields: Fields, problems: Problems) -> Result<OwnershipPage, Failure> {
    visit.signed_in()?;
    let found: OwnershipQuery = visit.query(Variables { id: campaign_id(id)? }).await?;
    let c = found.campaign.filter(|campaign| campaign.viewer_can_edit);
    let c = c.ok_or(Failure::NotFound)?;
    Ok(OwnershipPage {
        shell: Shell::titled(visit, visit.words().t1("ownership-title", "title", &c.title)),
        c,
        fields,
        problems,
        done: None,
        max_megabytes: visit
            .words()
            .number(visit.site.backend.max_file_bytes() / (1024 * 1024)),
    })
}

/// `GET /founder/{id}/ownership`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>, RawQuery(query): RawQuery) -> Response {
    let query = Fields::read(query.unwrap_or_default().as_bytes());
    let done = ["claimed", "withdrawn"];
    let done = done.into_iter().find(|done| query.get("done") == Some(done));
    match page(&visit, &id, Fields::default(), Problems::default()).await {
        Ok(page) => shell::page(&OwnershipPage { done, ..page }, StatusCode::OK),
        Err(failure) => failure.respond(&visit),
    }
}

/// A document to be handed in.
#[derive(cynic::InputObject, Debug, Clone)]
struct OwnershipClaimSubmitInput {
    campaign_id: cynic::Id,
    patent_id: cynic::Id,
    kind: OwnershipClaimKind,
    counterparty: String,
    dated_on: NaiveDate,
    upload_id: cynic::Id,
}

/// A claim to be taken back.
#[derive(cynic::InputObject, Debug, Clone)]
struct OwnershipClaimWithdrawInput {
    id: cynic::Id,
}

calls! { CampaignUserError:
    /// Hands a document in.
    submit, SubmitClaim: OwnershipClaimSubmitInput => ownership_claim_submit, "OwnershipClaimSubmitPayload";
    /// Takes a claim back.
    take_back, WithdrawClaim: OwnershipClaimWithdrawInput => ownership_claim_withdraw, "OwnershipClaimWithdrawPayload";
}

async fn settled(
    visit: &Visit,
    id: &str,
    done: &str,
    fields: Fields,
    problems: Problems,
) -> Result<Response, Failure> {
    if problems.is_empty() {
        return Ok(routes::done(
            &visit.url(&format!("/founder/{id}/ownership?done={done}")),
        ));
    }
    let page = page(visit, id, fields, problems).await?;
    Ok(shell::page(&page, StatusCode::UNPROCESSABLE_ENTITY))
}

/// `POST /founder/{id}/ownership`
pub(crate) async fn claim(visit: Visit, Path(id): Path<String>, sent: Sent) -> Response {
    let visit = at(visit, format!("/founder/{id}/ownership"));
    let outcome = hand_in(&visit, &id, sent).await;
    outcome.unwrap_or_else(|failure| failure.respond(&visit))
}

async fn hand_in(visit: &Visit, id: &str, sent: Sent) -> Result<Response, Failure> {
    visit.signed_in()?;
    let (campaign, w, fields) = (campaign_id(id)?, visit.words(), sent.fields);
    let needed = |field: &str| Problems::one(field, w.t("ownership-needed"));
    let kind = fields.get("kind").and_then(OwnershipClaimKind::of);
    let (Some(patent), Some(kind)) = (fields.get("patentId").map(str::to_owned), kind) else {
        let field = if kind.is_some() { "patentId" } else { "kind" };
        return settled(visit, id, "", fields, needed(field)).await;
    };
    let Some(dated_on) = fields.get("datedOn").and_then(|on| on.parse().ok()) else {
        return settled(
            visit,
            id,
            "",
            fields,
            Problems::one("datedOn", w.t("verification-not-a-day")),
        )
        .await;
    };
    let Some((name, bytes)) = sent.file else {
        return settled(
            visit,
            id,
            "",
            fields,
            Problems::one("file", w.t("verification-file-needed")),
        )
        .await;
    };
    let upload = match visit.site.backend.take_file(&visit.caller, name, bytes).await {
        Ok(upload) => upload,
        Err(message) => return settled(visit, id, "", fields, Problems::one("file", message)).await,
    };
    let input = OwnershipClaimSubmitInput {
        campaign_id: campaign,
        patent_id: cynic::Id::new(patent),
        kind,
        counterparty: fields.raw("counterparty"),
        dated_on,
        upload_id: cynic::Id::new(upload),
    };
    let errors = submit(visit, input).await?;
    settled(visit, id, "claimed", fields, Problems::of(errors)).await
}

/// `POST /founder/{id}/ownership/withdraw`
pub(crate) async fn withdraw(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let visit = at(visit, format!("/founder/{id}/ownership"));
    let outcome = async {
        visit.signed_in()?;
        let claim = cynic::Id::new(fields.get("claim").ok_or(Failure::NotFound)?);
        let input = OwnershipClaimWithdrawInput { id: claim };
        let errors = take_back(&visit, input).await?;
        settled(&visit, &id, "withdrawn", Fields::default(), Problems::of(errors)).await
    };
    let outcome = outcome.await;
    outcome.unwrap_or_else(|failure: Failure| failure.respond(&visit))
}
