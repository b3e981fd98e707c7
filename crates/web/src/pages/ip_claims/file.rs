//! A claim is filed.

use axum::{extract::Path, response::Response};
use http::StatusCode;

use super::{act, max_megabytes, uploaded};
use crate::{
    failure::Failure,
    form::{Fields, Problems, Sent},
    graphql::{CampaignState, IpClaimKind, Named, schema},
    pages::{
        campaign::{BySlug, BySlugFields},
        founder::at,
    },
    routes,
    shell::{self, Shell},
    visit::Visit,
};

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "BySlug")]
struct ClaimedCampaignQuery {
    #[arguments(slug: $slug)]
    campaign_by_slug: Option<Claimed>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Campaign")]
struct Claimed {
    id: cynic::Id,
    slug: String,
    title: String,
    state: CampaignState,
}

struct Choice {
    value: String,
    label: String,
    chosen: bool,
}

#[derive(askama::Template)]
#[template(path = "ip_claim_file.html")]
struct FilePage {
    shell: Shell,
    c: Claimed,
    fields: Fields,
    problems: Problems,
    max_megabytes: String,
}

impl FilePage {
    fn kinds(&self) -> Vec<Choice> {
        let now = self.fields.shown("kind");
        let choice = |kind: &IpClaimKind| Choice {
            value: kind.name(),
            label: self.shell.w.label("ip-claim-kind", kind),
            chosen: kind.name() == now,
        };
        IpClaimKind::ALL.iter().map(choice).collect()
    }

    fn label(&self, field: &str) -> String {
        let field = match field {
            "inGoodFaith" => return self.shell.w.t("ip-claim-good-faith-label"),
            "uploadId" => "file",
            other => other,
        };
        self.shell.w.label_of("ip-claim-label", field)
    }
}

async fn page(visit: &Visit, slug: String, fields: Fields, problems: Problems) -> Result<FilePage, Failure> {
    visit.signed_in()?;
    let found: ClaimedCampaignQuery = visit.query(BySlug { slug }).await?;
    // Against what is over, or not public yet, nothing is claimed here.
    let c = found
        .campaign_by_slug
        .filter(|c| matches!(c.state, CampaignState::Live | CampaignState::Paused));
    let c = c.ok_or(Failure::NotFound)?;
    Ok(FilePage {
        shell: Shell::titled(visit, visit.words().t1("ip-claim-file-title", "title", &c.title)),
        c,
        fields,
        problems,
        max_megabytes: max_megabytes(visit),
    })
}

/// `GET /campaigns/{slug}/claim`
pub(crate) async fn show(visit: Visit, Path(slug): Path<String>) -> Response {
    match page(&visit, slug, Fields::default(), Problems::default()).await {
        Ok(page) => shell::page(&page, StatusCode::OK),
        Err(failure) => failure.respond(&visit),
    }
}

/// What is claimed.
#[derive(cynic::InputObject, Debug, Clone)]
struct IpClaimFileInput {
    campaign_id: cynic::Id,
    kind: IpClaimKind,
    right: String,
    holder: String,
    statement: String,
    evidence: Option<String>,
    contact: String,
    in_good_faith: bool,
    upload_id: Option<cynic::Id>,
}

act! {
    /// Files a claim.
    file_claim, FileIpClaim: IpClaimFileInput => ip_claim_file, "IpClaimFilePayload";
}

/// `POST /campaigns/{slug}/claim`
pub(crate) async fn send(visit: Visit, Path(slug): Path<String>, sent: Sent) -> Response {
    let visit = at(visit, format!("/campaigns/{slug}/claim"));
    let outcome = hand_in(&visit, slug, sent).await;
    outcome.unwrap_or_else(|failure| failure.respond(&visit))
}

async fn hand_in(visit: &Visit, slug: String, mut sent: Sent) -> Result<Response, Failure> {
    let page = page(visit, slug, sent.fields.clone(), Problems::default()).await?;
    let campaign_id = page.c.id.clone();
    let refused = |problems: Problems| {
        let page = FilePage { problems, ..page };
        Ok(shell::page(&page, StatusCode::UNPROCESSABLE_ENTITY))
    };
    let fields = sent.fields.clone();
    let Some(kind) = fields.get("kind").and_then(IpClaimKind::of) else {
        return refused(Problems::one("kind", visit.words().t("ip-claim-choose-needed")));
    };
    let upload_id = match uploaded(visit, &mut sent).await? {
        Ok(upload) => upload,
        Err(message) => return refused(Problems::one("file", message)),
    };
    let input = IpClaimFileInput {
        campaign_id,
        kind,
        right: fields.raw("right"),
        holder: fields.raw("holder"),
        statement: fields.raw("statement"),
        evidence: fields.get("evidence").map(str::to_owned),
        contact: fields.raw("contact"),
        in_good_faith: fields.has("inGoodFaith"),
        upload_id,
    };
    let problems = file_claim(visit, input).await?;
    if problems.is_empty() {
        return Ok(routes::done(&visit.url("/claims?done=filed")));
    }
    refused(problems)
}
