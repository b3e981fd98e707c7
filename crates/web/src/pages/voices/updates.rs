//! What a founder told of a campaign: the list, and one.

use axum::{extract::Path, response::Response};
use chrono::{DateTime, Utc};
use http::StatusCode;

use super::PageInfo;
use crate::{
    failure::Failure,
    form::Fields,
    graphql::{CampaignUpdateAudience, schema},
    markdown,
    parts::tabs::{QuestionCount, Tab, Tabs, UpdateCount},
    shell::{self, Shell},
    visit::Visit,
};

/// Updates on a page.
const PAGE: i32 = 10;

#[derive(cynic::QueryVariables, Debug)]
struct ListVariables {
    slug: String,
    first: i32,
    after: Option<String>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "ListVariables")]
struct UpdatesQuery {
    #[arguments(slug: $slug)]
    campaign_by_slug: Option<ListCampaign>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Campaign", variables = "ListVariables")]
struct ListCampaign {
    id: cynic::Id,
    slug: String,
    title: String,
    zone: String,
    viewer_can_edit: bool,
    launched_at: Option<DateTime<Utc>>,
    #[arguments(first: $first, after: $after)]
    updates: Updates,
    #[arguments(first: 1)]
    questions: QuestionCount,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "CampaignUpdateConnection")]
struct Updates {
    total_count: i32,
    page_info: PageInfo,
    nodes: Vec<Update>,
}

/// An update, as far as it is for the visitor.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "CampaignUpdate")]
struct Update {
    number: Option<i32>,
    title: String,
    body: Option<String>,
    audience: CampaignUpdateAudience,
    is_locked: bool,
    published_at: Option<DateTime<Utc>>,
    edited_at: Option<DateTime<Utc>>,
}

impl Update {
    fn body_html(&self) -> String {
        markdown::html(self.body.as_deref().unwrap_or_default())
    }

    fn number(&self) -> i32 {
        self.number.unwrap_or_default()
    }

    fn is_for_backers(&self) -> bool {
        self.audience == CampaignUpdateAudience::Backers
    }
}

#[derive(askama::Template)]
#[template(path = "updates.html")]
struct UpdatesPage {
    shell: Shell,
    c: ListCampaign,
    tabs: Tabs,
}

/// `GET /campaigns/{slug}/updates`
pub(crate) async fn list(visit: Visit, Path(slug): Path<String>) -> Response {
    match list_page(&visit, slug).await {
        Ok(page) => shell::page(&page, StatusCode::OK),
        Err(failure) => failure.respond(&visit),
    }
}

async fn list_page(visit: &Visit, slug: String) -> Result<UpdatesPage, Failure> {
    let query = visit.path.split_once('?').map_or("", |(_, query)| query);
    let variables = ListVariables {
        slug,
        first: PAGE,
        after: Fields::read(query.as_bytes()).get("after").map(str::to_owned),
    };
    let found: UpdatesQuery = visit.query(variables).await?;
    let c = found.campaign_by_slug.ok_or(Failure::NotFound)?;
    let w = visit.words();
    let shell = Shell::titled(visit, w.t1("updates-title", "campaign", &c.title));
    let described = Some(w.t1("updates-description", "campaign", &c.title));
    Ok(UpdatesPage {
        shell: Shell {
            is_public: c.launched_at.is_some(),
            ..shell
                .public(described)
                .pictured(visit.url(&format!("/campaigns/{}/card.png", c.slug)))
                .fed(visit.url(&format!("/campaigns/{}/feed.atom", c.slug)))
        },
        tabs: Tabs {
            slug: c.slug.clone(),
            updates: c.updates.total_count,
            questions: c.questions.total_count,
            at: Tab::Updates,
        },
        c,
    })
}

#[derive(cynic::QueryVariables, Debug)]
struct OneVariables {
    slug: String,
    number: i32,
    versions_after: Option<String>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "OneVariables")]
struct UpdateQuery {
    #[arguments(slug: $slug)]
    campaign_by_slug: Option<OneCampaign>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Campaign", variables = "OneVariables")]
struct OneCampaign {
    slug: String,
    title: String,
    zone: String,
    launched_at: Option<DateTime<Utc>>,
    #[arguments(number: $number)]
    update: Option<WholeUpdate>,
    #[arguments(first: 1)]
    updates: UpdateCount,
    #[arguments(first: 1)]
    questions: QuestionCount,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "CampaignUpdate", variables = "OneVariables")]
struct WholeUpdate {
    #[cynic(spread)]
    update: Update,
    #[arguments(first: 10, after: $versions_after)]
    earlier_versions: EarlierVersions,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "CampaignUpdateVersionConnection")]
struct EarlierVersions {
    page_info: PageInfo,
    nodes: Vec<CampaignUpdateVersion>,
}

#[derive(cynic::QueryFragment, Debug)]
struct CampaignUpdateVersion {
    title: String,
    body: String,
    replaced_at: DateTime<Utc>,
}

impl CampaignUpdateVersion {
    fn body_html(&self) -> String {
        markdown::html(&self.body)
    }
}

#[derive(askama::Template)]
#[template(path = "update.html")]
struct UpdatePage {
    shell: Shell,
    slug: String,
    campaign: String,
    zone: String,
    count: i32,
    u: WholeUpdate,
    tabs: Tabs,
}

impl UpdatePage {
    fn has_previous(&self) -> bool {
        self.u.update.number() > 1
    }

    fn has_next(&self) -> bool {
        self.u.update.number() < self.count
    }
}

/// `GET /campaigns/{slug}/updates/{number}`
pub(crate) async fn one(visit: Visit, Path((slug, number)): Path<(String, String)>) -> Response {
    match one_page(&visit, slug, &number).await {
        Ok(page) => shell::page(&page, StatusCode::OK),
        Err(failure) => failure.respond(&visit),
    }
}

async fn one_page(visit: &Visit, slug: String, number: &str) -> Result<UpdatePage, Failure> {
    let number = number.parse().map_err(|_| Failure::NotFound)?;
    let variables = OneVariables {
        slug,
        number,
        versions_after: visit.asked().get("versions-after").map(str::to_owned),
    };
    let found: UpdateQuery = visit.query(variables).await?;
    let c = found.campaign_by_slug.ok_or(Failure::NotFound)?;
    let u = c.update.ok_or(Failure::NotFound)?;
    let w = visit.words();
    let shell = Shell::titled(visit, u.update.title.clone());
    let described = Some(w.t2("update-description", "campaign", &c.title, "number", number));
    Ok(UpdatePage {
        shell: Shell {
            is_public: c.launched_at.is_some(),
            ..shell.public(described)
        },
        tabs: Tabs {
            slug: c.slug.clone(),
            updates: c.updates.total_count,
            questions: c.questions.total_count,
            at: Tab::Updates,
        },
        slug: c.slug,
        campaign: c.title,
        zone: c.zone,
        count: c.updates.total_count,
        u,
    })
}
