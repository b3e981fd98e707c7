//! What changed during a campaign, dated.

use axum::{extract::Path, response::Response};
use chrono::{DateTime, NaiveDate, Utc};
use http::StatusCode;

use super::PageInfo;
use crate::{
    failure::Failure,
    graphql::{CampaignHappeningKind as Kind, PatentNumber, schema},
    parts::{
        mark::{self, Mark},
        patent::slug,
        tabs::{QuestionCount, Tab, Tabs, UpdateCount},
    },
    shell::{self, Shell},
    visit::Visit,
};

/// What is told on a page.
const PAGE: i32 = 50;

#[derive(cynic::QueryVariables, Debug)]
struct ChangesVariables {
    slug: String,
    first: i32,
    after: Option<String>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "ChangesVariables")]
struct ChangesQuery {
    #[arguments(slug: $slug)]
    campaign_by_slug: Option<ChangedCampaign>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Campaign", variables = "ChangesVariables")]
struct ChangedCampaign {
    slug: String,
    title: String,
    zone: String,
    launched_at: Option<DateTime<Utc>>,
    #[arguments(first: $first, after: $after)]
    happenings: Happenings,
    #[arguments(first: 1)]
    updates: UpdateCount,
    #[arguments(first: 1)]
    questions: QuestionCount,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "CampaignHappeningConnection")]
struct Happenings {
    page_info: PageInfo,
    nodes: Vec<CampaignHappening>,
}

/// Something that happened.
#[derive(cynic::QueryFragment, Debug)]
struct CampaignHappening {
    kind: Kind,
    at: DateTime<Utc>,
    detail: Option<String>,
    patent: Option<ChangedPatent>,
    since: Option<NaiveDate>,
    update_number: Option<i32>,
    deadline_at: Option<DateTime<Utc>>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Patent")]
struct ChangedPatent {
    number: PatentNumber,
}

impl ChangedPatent {
    fn slug(&self) -> String {
        slug(&self.number.0)
    }
}

impl CampaignHappening {
    fn mark(&self) -> Mark {
        match self.kind {
            Kind::Launched | Kind::GoalReached | Kind::Resumed | Kind::MaterialChangeClosed => mark::GOOD,
            Kind::RewardAdded | Kind::UpdatePublished | Kind::DeadlineExtended => mark::PENDING,
            Kind::PatentChanged | Kind::MaterialChangeOpened | Kind::Paused => mark::WARN,
            Kind::GoalMissed | Kind::Cancelled | Kind::Suspended => mark::ENDED,
        }
    }
}

#[derive(askama::Template)]
#[template(path = "changes.html")]
struct ChangesPage {
    shell: Shell,
    c: ChangedCampaign,
    tabs: Tabs,
}

/// `GET /campaigns/{slug}/changes`
pub(crate) async fn list(visit: Visit, Path(slug): Path<String>) -> Response {
    match page(&visit, slug).await {
        Ok(page) => shell::page(&page, StatusCode::OK),
        Err(failure) => failure.respond(&visit),
    }
}

async fn page(visit: &Visit, slug: String) -> Result<ChangesPage, Failure> {
    let variables = ChangesVariables {
        slug,
        first: PAGE,
        after: visit.asked().get("after").map(str::to_owned),
    };
    let found: ChangesQuery = visit.query(variables).await?;
    let c = found.campaign_by_slug.ok_or(Failure::NotFound)?;
    let w = visit.words();
    let shell = Shell::titled(visit, w.t1("happened-title", "campaign", &c.title));
    Ok(ChangesPage {
        shell: Shell {
            is_public: c.launched_at.is_some(),
            ..shell.public(Some(w.t("happened-what")))
        },
        tabs: Tabs {
            slug: c.slug.clone(),
            updates: c.updates.total_count,
            questions: c.questions.total_count,
            at: Tab::Changes,
        },
        c,
    })
}
