//! The operations by which updates are written.

use chrono::{DateTime, Utc};

use crate::{
    failure::Failure,
    form::Fields,
    graphql::{CampaignUpdateAudience, LocalizedTextInput, schema},
    parts::user_errors::CampaignUserError,
    visit::Visit,
};

/// An update that was saved.
#[derive(cynic::QueryFragment, Debug, Clone)]
#[cynic(graphql_type = "CampaignUpdate")]
pub(super) struct Saved {
    pub(super) id: cynic::Id,
    pub(super) version: i32,
}

/// It, or what was wrong.
pub(super) type Outcome = Result<Saved, Vec<CampaignUserError>>;

#[derive(cynic::InputObject, Debug)]
struct CampaignUpdateDraftInput {
    campaign_id: cynic::Id,
    title: LocalizedTextInput,
    body: LocalizedTextInput,
    audience: CampaignUpdateAudience,
}

#[derive(cynic::QueryVariables, Debug)]
struct DraftVariables {
    input: CampaignUpdateDraftInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "DraftVariables")]
struct DraftUpdate {
    #[arguments(input: $input)]
    campaign_update_draft: Option<CampaignUpdateDraftPayload>,
}

#[derive(cynic::QueryFragment, Debug)]
struct CampaignUpdateDraftPayload {
    update: Option<Saved>,
    user_errors: Vec<CampaignUserError>,
}

#[derive(cynic::InputObject, Debug)]
struct CampaignUpdateEditInput {
    id: cynic::Id,
    expected_version: i32,
    title: LocalizedTextInput,
    body: LocalizedTextInput,
    #[cynic(skip_serializing_if = "Option::is_none")]
    audience: Option<CampaignUpdateAudience>,
    unschedule: bool,
}

#[derive(cynic::QueryVariables, Debug)]
struct EditVariables {
    input: CampaignUpdateEditInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "EditVariables")]
struct EditUpdate {
    #[arguments(input: $input)]
    campaign_update_edit: Option<CampaignUpdateEditPayload>,
}

#[derive(cynic::QueryFragment, Debug)]
struct CampaignUpdateEditPayload {
    update: Option<Saved>,
    user_errors: Vec<CampaignUserError>,
}

#[derive(cynic::InputObject, Debug)]
struct CampaignUpdatePublishInput {
    id: cynic::Id,
    expected_version: i32,
    #[cynic(skip_serializing_if = "Option::is_none")]
    at: Option<DateTime<Utc>>,
}

#[derive(cynic::QueryVariables, Debug)]
struct PublishVariables {
    input: CampaignUpdatePublishInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "PublishVariables")]
struct PublishUpdate {
    #[arguments(input: $input)]
    campaign_update_publish: Option<CampaignUpdatePublishPayload>,
}

#[derive(cynic::QueryFragment, Debug)]
struct CampaignUpdatePublishPayload {
    update: Option<Saved>,
    user_errors: Vec<CampaignUserError>,
}

#[derive(cynic::InputObject, Debug)]
struct CampaignUpdateDiscardInput {
    id: cynic::Id,
}

#[derive(cynic::QueryVariables, Debug)]
struct DiscardVariables {
    input: CampaignUpdateDiscardInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "DiscardVariables")]
struct DiscardUpdate {
    #[arguments(input: $input)]
    campaign_update_discard: Option<CampaignUpdateDiscardPayload>,
}

#[derive(cynic::QueryFragment, Debug)]
struct CampaignUpdateDiscardPayload {
    user_errors: Vec<CampaignUserError>,
}

fn texts(fields: &Fields, name: &str) -> LocalizedTextInput {
    LocalizedTextInput {
        en: Some(fields.raw(&format!("{name}.en"))),
        zh_hans: Some(fields.raw(&format!("{name}.zhHans"))),
    }
}

fn audience(fields: &Fields) -> Option<CampaignUpdateAudience> {
    CampaignUpdateAudience::of(fields.shown("audience"))
}

fn outcome(update: Option<Saved>, user_errors: Vec<CampaignUserError>) -> Result<Outcome, Failure> {
    if user_errors.is_empty() {
        Ok(Ok(update.ok_or(Failure::Fault)?))
    } else {
        Ok(Err(user_errors))
    }
}

pub(super) async fn draft(visit: &Visit, campaign: &cynic::Id, fields: &Fields) -> Result<Outcome, Failure> {
    let input = CampaignUpdateDraftInput {
        campaign_id: campaign.clone(),
        title: texts(fields, "title"),
        body: texts(fields, "body"),
        audience: audience(fields).unwrap_or(CampaignUpdateAudience::Everyone),
    };
    let answer: DraftUpdate = visit.act(DraftVariables { input }).await?;
    let payload = answer.campaign_update_draft.ok_or(Failure::Fault)?;
    outcome(payload.update, payload.user_errors)
}

pub(super) async fn edit(
    visit: &Visit,
    update: &str,
    fields: &Fields,
    unschedule: bool,
) -> Result<Outcome, Failure> {
    let input = CampaignUpdateEditInput {
        id: cynic::Id::new(update),
        expected_version: fields
            .get("expectedVersion")
            .and_then(|version| version.parse().ok())
            .unwrap_or_default(),
        title: texts(fields, "title"),
        body: texts(fields, "body"),
        audience: audience(fields),
        unschedule,
    };
    let answer: EditUpdate = visit.act(EditVariables { input }).await?;
    let payload = answer.campaign_update_edit.ok_or(Failure::Fault)?;
    outcome(payload.update, payload.user_errors)
}

pub(super) async fn publish(
    visit: &Visit,
    saved: &Saved,
    at: Option<DateTime<Utc>>,
) -> Result<Outcome, Failure> {
    let input = CampaignUpdatePublishInput {
        id: saved.id.clone(),
        expected_version: saved.version,
        at,
    };
    let answer: PublishUpdate = visit.act(PublishVariables { input }).await?;
    let payload = answer.campaign_update_publish.ok_or(Failure::Fault)?;
    outcome(payload.update, payload.user_errors)
}

pub(super) async fn discard(visit: &Visit, update: &str) -> Result<Vec<CampaignUserError>, Failure> {
    let input = CampaignUpdateDiscardInput {
        id: cynic::Id::new(update),
    };
    let answer: DiscardUpdate = visit.act(DiscardVariables { input }).await?;
    let payload = answer.campaign_update_discard.ok_or(Failure::Fault)?;
    Ok(payload.user_errors)
}
