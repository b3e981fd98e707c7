//! A founder as everybody sees them: their name and their public campaigns.

use axum::{extract::Path, response::Response};
use chrono::{DateTime, Utc};
use http::StatusCode;

use crate::{
    failure::Failure,
    form::Fields,
    graphql::schema,
    parts::{card::Card, follow::FollowButton},
    shell::{self, Shell},
    visit::Visit,
};

/// Campaigns on a page.
const PAGE: i32 = 12;

#[derive(cynic::QueryVariables, Debug)]
struct ProfileVariables {
    id: cynic::Id,
    first: i32,
    after: Option<String>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "ProfileVariables")]
struct FounderQuery {
    #[arguments(id: $id)]
    founder: Option<Founder>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "PublicProfile", variables = "ProfileVariables")]
struct Founder {
    id: cynic::Id,
    display_name: String,
    is_sample: bool,
    viewer_follows: bool,
    follower_count: i32,
    #[arguments(first: $first, after: $after)]
    campaigns: Campaigns,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "CampaignConnection")]
struct Campaigns {
    total_count: i32,
    page_info: PageInfo,
    nodes: Vec<Card>,
}

#[derive(cynic::QueryFragment, Debug)]
struct PageInfo {
    has_next_page: bool,
    end_cursor: Option<String>,
}

impl Founder {
    fn follow(&self) -> FollowButton {
        FollowButton::new(&self.id, self.viewer_follows, self.follower_count)
    }
}

#[derive(askama::Template)]
#[template(path = "founder_profile.html")]
struct ProfilePage {
    shell: Shell,
    p: Founder,
    now: DateTime<Utc>,
}

/// `GET /founders/{id}`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match page(&visit, id).await {
        Ok(page) => shell::page(&page, StatusCode::OK),
        Err(failure) => failure.respond(&visit),
    }
}

async fn page(visit: &Visit, id: String) -> Result<ProfilePage, Failure> {
    let query = visit.path.split_once('?').map_or("", |(_, query)| query);
    let variables = ProfileVariables {
        id: cynic::Id::new(id),
        first: PAGE,
        after: Fields::read(query.as_bytes()).get("after").map(str::to_owned),
    };
    let found: FounderQuery = visit.query(variables).await?;
    let p = found.founder.ok_or(Failure::NotFound)?;
    let description = visit.words().t1("profile-description", "name", &p.display_name);
    Ok(ProfilePage {
        shell: Shell::titled(visit, p.display_name.clone()).public(Some(description)),
        p,
        now: visit.site.clock.now(),
    })
}
