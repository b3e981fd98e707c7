//! The first page: live campaigns, what is checked, how money is held.

use axum::response::Response;
use chrono::{DateTime, Utc};
use http::StatusCode;

use crate::{
    failure::Failure,
    graphql::{CampaignOrderField, CampaignState, OrderDirection, schema},
    pages::discover::{CampaignFilter, CampaignOrder},
    parts::card::Card,
    shell::{self, Shell},
    visit::Visit,
};

#[derive(cynic::QueryVariables, Debug)]
struct HomeVariables {
    filter: CampaignFilter,
    order: CampaignOrder,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "HomeVariables")]
struct HomeQuery {
    #[arguments(first: 6, filter: $filter, orderBy: $order)]
    campaigns: HomeCampaigns,
    platform: Platform,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "CampaignConnection")]
struct HomeCampaigns {
    nodes: Vec<Card>,
}

#[derive(cynic::QueryFragment, Debug)]
struct Platform {
    live_campaign_count: i32,
    patent_count: i32,
}

#[derive(askama::Template)]
#[template(path = "home.html")]
struct HomePage {
    shell: Shell,
    data: HomeQuery,
    now: DateTime<Utc>,
}

/// `GET /`
pub(crate) async fn show(visit: Visit) -> Response {
    match page(&visit).await {
        Ok(page) => shell::page(&page, StatusCode::OK),
        Err(failure) => failure.respond(&visit),
    }
}

async fn page(visit: &Visit) -> Result<HomePage, Failure> {
    let filter = CampaignFilter {
        state_in: Some(vec![CampaignState::Live]),
        ..CampaignFilter::default()
    };
    let order = CampaignOrder {
        field: CampaignOrderField::Standing,
        direction: OrderDirection::Desc,
    };
    let data: HomeQuery = visit.query(HomeVariables { filter, order }).await?;
    Ok(HomePage {
        shell: Shell::new(visit, "home-title").public(None),
        data,
        now: visit.site.clock.now(),
    })
}
