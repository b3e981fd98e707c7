//! A campaign's clock is stopped, or goes on.

use axum::{extract::Path, response::Response};

use super::{case, reviewer};
use crate::{
    failure::Failure,
    form::{Fields, Problems},
    graphql::schema,
    pages::{
        founder::{at, campaign_id},
        ip_claims::act,
    },
    routes,
    visit::Visit,
};

/// A campaign to be stopped.
#[derive(cynic::InputObject, Debug, Clone)]
struct CampaignPauseInput {
    id: cynic::Id,
    reason: String,
}

/// A campaign that goes on.
#[derive(cynic::InputObject, Debug, Clone)]
struct CampaignResumeInput {
    id: cynic::Id,
    reason: String,
}

act! {
    /// Stops a campaign.
    stop, PauseCampaign: CampaignPauseInput => campaign_pause, "CampaignPausePayload";
    /// Lets a campaign go on.
    start, ResumeCampaign: CampaignResumeInput => campaign_resume, "CampaignResumePayload";
}

/// `POST /review/{id}/pause`
pub(crate) async fn pause(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let visit = at(visit, format!("/review/{id}"));
    let outcome = async {
        reviewer(&visit)?;
        let input = CampaignPauseInput {
            id: campaign_id(&id)?,
            reason: fields.raw("reason"),
        };
        let problems = stop(&visit, input).await?;
        settled(&visit, &id, "paused", fields, problems).await
    };
    let outcome = outcome.await;
    outcome.unwrap_or_else(|failure: Failure| failure.respond(&visit))
}

/// `POST /review/{id}/resume`
pub(crate) async fn resume(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let visit = at(visit, format!("/review/{id}"));
    let outcome = async {
        reviewer(&visit)?;
        let input = CampaignResumeInput {
            id: campaign_id(&id)?,
            reason: fields.raw("reason"),
        };
        let problems = start(&visit, input).await?;
        settled(&visit, &id, "resumed", fields, problems).await
    };
    let outcome = outcome.await;
    outcome.unwrap_or_else(|failure: Failure| failure.respond(&visit))
}

async fn settled(
    visit: &Visit,
    id: &str,
    done: &str,
    fields: Fields,
    problems: Problems,
) -> Result<Response, Failure> {
    if problems.is_empty() {
        return Ok(routes::done(&visit.url(&format!("/review/{id}?done={done}"))));
    }
    case::refused(visit, id, fields, problems).await
}
