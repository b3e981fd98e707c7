//! What a founder tells of a campaign: drafts, what is scheduled, what was told.

use axum::{extract::Path, response::Response};
use chrono::{DateTime, Utc};
use http::StatusCode;

use super::{typed, update_calls as calls};
use crate::{
    failure::Failure,
    form::{Fields, Problems},
    graphql::{ById, ByIdFields, CampaignUpdateAudience, CampaignUpdateState, LocalizedText, schema},
    routes::done,
    shell::{self, Shell},
    visit::Visit,
};

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "ById")]
struct OwnUpdatesQuery {
    #[arguments(id: $id)]
    campaign: Option<OwnCampaign>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Campaign")]
struct OwnCampaign {
    id: cynic::Id,
    slug: String,
    title: String,
    zone: String,
    viewer_can_edit: bool,
    unpublished_updates: Vec<ListedUpdate>,
    #[arguments(first: 50)]
    updates: Published,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "CampaignUpdateConnection")]
struct Published {
    nodes: Vec<ListedUpdate>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "CampaignUpdate")]
struct ListedUpdate {
    id: cynic::Id,
    number: Option<i32>,
    title: String,
    state: CampaignUpdateState,
    audience: CampaignUpdateAudience,
    publish_at: Option<DateTime<Utc>>,
    published_at: Option<DateTime<Utc>>,
    edited_at: Option<DateTime<Utc>>,
}

#[derive(askama::Template)]
#[template(path = "founder_updates.html")]
struct ListPage {
    shell: Shell,
    c: OwnCampaign,
}

/// `GET /founder/{id}/updates`
pub(crate) async fn list(visit: Visit, Path(id): Path<String>) -> Response {
    match list_page(&visit, &id).await {
        Ok(page) => shell::page(&page, StatusCode::OK),
        Err(failure) => failure.respond(&visit),
    }
}

async fn own(visit: &Visit, id: &str) -> Result<OwnCampaign, Failure> {
    visit.signed_in()?;
    let id = cynic::Id::new(id);
    let found: OwnUpdatesQuery = visit.query(ById { id }).await?;
    let own = found.campaign.filter(|campaign| campaign.viewer_can_edit);
    own.ok_or(Failure::NotFound)
}

async fn list_page(visit: &Visit, id: &str) -> Result<ListPage, Failure> {
    Ok(ListPage {
        c: own(visit, id).await?,
        shell: Shell::new(visit, "updates-own-title"),
    })
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "ById")]
struct OwnUpdateQuery {
    #[arguments(id: $id)]
    campaign_update: Option<OwnUpdate>,
}

/// An update as its founder edits it.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "CampaignUpdate")]
struct OwnUpdate {
    id: cynic::Id,
    state: CampaignUpdateState,
    audience: CampaignUpdateAudience,
    texts: Option<Texts>,
    publish_at: Option<DateTime<Utc>>,
    version: i32,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "CampaignUpdateTexts")]
struct Texts {
    title: LocalizedText,
    body: LocalizedText,
}

#[derive(askama::Template)]
#[template(path = "founder_update.html")]
struct EditPage {
    shell: Shell,
    c: OwnCampaign,
    /// Nothing while it is begun.
    u: Option<OwnUpdate>,
    fields: Fields,
    problems: Problems,
    is_saved: bool,
}

impl EditPage {
    fn is_published(&self) -> bool {
        let state = self.u.as_ref().map(|update| update.state);
        state == Some(CampaignUpdateState::Published)
    }

    fn is_scheduled(&self) -> bool {
        let state = self.u.as_ref().map(|update| update.state);
        state == Some(CampaignUpdateState::Scheduled)
    }

    fn is_for_backers(&self) -> bool {
        match self.fields.get("audience") {
            Some(audience) => audience == "BACKERS",
            None => {
                let audience = self.u.as_ref().map(|update| update.audience);
                audience == Some(CampaignUpdateAudience::Backers)
            }
        }
    }

    /// What stands in a field: what was sent, else what is kept.
    fn v(&self, name: &str) -> &str {
        if self.fields.has(name) {
            return self.fields.shown(name);
        }
        let Some(texts) = self.u.as_ref().and_then(|update| update.texts.as_ref()) else {
            return "";
        };
        match name {
            "title.en" => texts.title.english(),
            "title.zhHans" => texts.title.chinese(),
            "body.en" => texts.body.english(),
            "body.zhHans" => texts.body.chinese(),
            _ => "",
        }
    }

    /// The version that is edited: the one the form was made for, so that a change meanwhile is noticed.
    fn version(&self) -> String {
        let kept = self.u.as_ref().map_or(0, |update| update.version);
        self.fields
            .get("expectedVersion")
            .map_or_else(|| kept.to_string(), str::to_owned)
    }

    /// Where the form is sent.
    fn action(&self) -> String {
        let list = format!("/founder/{}/updates", self.c.id.inner());
        match &self.u {
            Some(update) => self.shell.w.url(&format!("{list}/{}", update.id.inner())),
            None => self.shell.w.url(&format!("{list}/new")),
        }
    }
}

/// `GET /founder/{id}/updates/{update}`: `new` begins one.
pub(crate) async fn edit(visit: Visit, Path((id, update)): Path<(String, String)>) -> Response {
    let is_saved = visit.path.ends_with("?saved=1");
    match edit_page(&visit, &id, &update, Fields::default(), Problems::default()).await {
        Ok(page) => shell::page(&EditPage { is_saved, ..page }, StatusCode::OK),
        Err(failure) => failure.respond(&visit),
    }
}

async fn edit_page(
    visit: &Visit,
    id: &str,
    update: &str,
    fields: Fields,
    problems: Problems,
) -> Result<EditPage, Failure> {
    let c = own(visit, id).await?;
    let u = if update == "new" {
        None
    } else {
        let id = cynic::Id::new(update);
        let found: OwnUpdateQuery = visit.query(ById { id }).await?;
        Some(found.campaign_update.ok_or(Failure::NotFound)?)
    };
    let title = match &u {
        None => "update-new-title",
        Some(_) => "update-edit-title",
    };
    Ok(EditPage {
        shell: Shell::new(visit, title),
        c,
        u,
        fields,
        problems,
        is_saved: false,
    })
}

/// `POST /founder/{id}/updates/{update}`: saves, and with `act` publishes, schedules, takes back or throws away.
pub(crate) async fn sent(
    visit: Visit,
    Path((id, update)): Path<(String, String)>,
    fields: Fields,
) -> Response {
    match carried_out(&visit, &id, update, fields).await {
        Ok(response) => response,
        Err(failure) => failure.respond(&visit),
    }
}

async fn carried_out(visit: &Visit, id: &str, update: String, fields: Fields) -> Result<Response, Failure> {
    let c = own(visit, id).await?;
    let list = visit.url(&format!("/founder/{id}/updates"));
    let act = fields.get("act").unwrap_or("save").to_owned();
    if act == "discard" {
        let problems = Problems::of(calls::discard(visit, &update).await?);
        return if problems.is_empty() {
            Ok(done(&list))
        } else {
            refused(visit, id, &update, fields, problems).await
        };
    }
    // What is to be scheduled needs a moment before anything is saved.
    let at = match (act.as_str(), fields.get("publishAt")) {
        ("schedule", moment) => match moment.and_then(|moment| typed::instant(moment, &c.zone)) {
            Some(at) => Some(at),
            None => {
                let message = visit.words().t("editor-moment-unreadable");
                let problems = Problems::one("publishAt", message);
                return refused(visit, id, &update, fields, problems).await;
            }
        },
        _ => None,
    };
    let saved = if update == "new" {
        calls::draft(visit, &c.id, &fields).await?
    } else {
        calls::edit(visit, &update, &fields, act == "unschedule").await?
    };
    let saved = match saved {
        Ok(saved) => saved,
        Err(errors) => return refused(visit, id, &update, fields, Problems::of(errors)).await,
    };
    if act == "publish" || act == "schedule" {
        let published = calls::publish(visit, &saved, at).await?;
        if let Err(errors) = published {
            // It is saved: the form goes on from there.
            let fields = fields.with("expectedVersion", saved.version.to_string());
            let problems = Problems::of(errors);
            return refused(visit, id, saved.id.inner(), fields, problems).await;
        }
        return Ok(done(&list));
    }
    Ok(done(&format!("{list}/{}?saved=1", saved.id.inner())))
}

async fn refused(
    visit: &Visit,
    id: &str,
    update: &str,
    fields: Fields,
    problems: Problems,
) -> Result<Response, Failure> {
    let page = edit_page(visit, id, update, fields, problems).await?;
    Ok(shell::page(&page, StatusCode::UNPROCESSABLE_ENTITY))
}
