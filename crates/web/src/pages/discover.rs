//! Discover: search, filters with counts, sort and pages. The whole state stands in the address.

mod choices;
mod wish;

use axum::{extract::RawQuery, response::Response};
use chrono::{DateTime, Utc};
use http::StatusCode;

use crate::{
    failure::Failure,
    graphql::{Office, PatentRightType, PatentStatusValue, TechnologyField, WatchLevel, schema},
    parts::card::Card,
    shell::{self, Shell},
    visit::Visit,
};
use choices::{Chip, Tick, chips, ticks, years};
pub(crate) use wish::{CampaignFilter, CampaignOrder};
use wish::{ORDERS, Running, Wish};

/// Campaigns on a page.
const PAGE: i32 = 12;

#[derive(cynic::QueryVariables, Debug)]
struct DiscoverVariables {
    filter: CampaignFilter,
    order: CampaignOrder,
    first: i32,
    after: Option<String>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "DiscoverVariables")]
struct DiscoverQuery {
    #[arguments(first: $first, after: $after, filter: $filter, orderBy: $order)]
    campaigns: Campaigns,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "CampaignConnection")]
struct Campaigns {
    total_count: i32,
    facets: CampaignFacets,
    page_info: PageInfo,
    nodes: Vec<Card>,
}

#[derive(cynic::QueryFragment, Debug)]
struct CampaignFacets {
    field: Vec<FieldFacet>,
    legal_status: Vec<LegalStatusFacet>,
    office: Vec<OfficeFacet>,
    right_type: Vec<RightTypeFacet>,
    ip_level: Vec<IpLevelFacet>,
}

#[derive(cynic::QueryFragment, Debug)]
struct FieldFacet {
    value: TechnologyField,
    count: i32,
}

#[derive(cynic::QueryFragment, Debug)]
struct LegalStatusFacet {
    value: PatentStatusValue,
    count: i32,
}

#[derive(cynic::QueryFragment, Debug)]
struct OfficeFacet {
    value: Office,
    count: i32,
}

#[derive(cynic::QueryFragment, Debug)]
struct RightTypeFacet {
    value: PatentRightType,
    count: i32,
}

#[derive(cynic::QueryFragment, Debug)]
struct IpLevelFacet {
    value: WatchLevel,
    count: i32,
}

#[derive(cynic::QueryFragment, Debug)]
struct PageInfo {
    has_next_page: bool,
    end_cursor: Option<String>,
}

#[derive(askama::Template)]
#[template(path = "discover.html")]
struct DiscoverPage {
    shell: Shell,
    wish: Wish,
    found: Campaigns,
    statuses: Vec<Tick>,
    offices: Vec<Tick>,
    kinds: Vec<Tick>,
    risks: Vec<Tick>,
    years: Vec<Tick>,
    fields: Vec<Tick>,
    shows: Vec<Tick>,
    sorts: Vec<Tick>,
    chips: Vec<Chip>,
    now: DateTime<Utc>,
}

impl DiscoverPage {
    /// What the form says to get the page that follows. It is sent and not followed as a link, so that what was ticked to
    /// be compared comes along.
    fn next(&self) -> Option<String> {
        let page = &self.found.page_info;
        let cursor = page.end_cursor.as_deref().filter(|_| page.has_next_page)?;
        Some(self.wish.place_after(cursor))
    }

    fn is_ticked(&self, slug: &str) -> bool {
        self.wish.compare.iter().any(|ticked| ticked == slug)
    }

    /// What is ticked and stands on another page of the list: it stays ticked.
    fn ticked_elsewhere(&self) -> Vec<&str> {
        let here = |slug: &&str| self.found.nodes.iter().any(|card| card.slug == **slug);
        let ticked = self.wish.compare.iter().map(String::as_str);
        ticked.filter(|slug| !here(slug)).collect()
    }
}

/// `GET /campaigns`
pub(crate) async fn show(visit: Visit, RawQuery(query): RawQuery) -> Response {
    let wish = Wish::read(query.as_deref().unwrap_or_default());
    match page(&visit, wish).await {
        Ok(page) => shell::page(&page, StatusCode::OK),
        Err(failure) => failure.respond(&visit),
    }
}

async fn page(visit: &Visit, wish: Wish) -> Result<DiscoverPage, Failure> {
    let variables = DiscoverVariables {
        filter: wish.filter(),
        order: wish.order(),
        first: PAGE,
        after: wish.after.clone(),
    };
    let found = visit.query::<DiscoverQuery, _>(variables).await?.campaigns;
    let w = visit.words();
    let facets = &found.facets;
    let counts: Vec<_> = facets
        .legal_status
        .iter()
        .map(|facet| (facet.value, facet.count))
        .collect();
    let statuses = ticks(PatentStatusValue::ALL, &wish.status, &counts, |value| {
        w.label("status", value)
    });
    let counts: Vec<_> = facets
        .office
        .iter()
        .map(|facet| (facet.value, facet.count))
        .collect();
    let offices = ticks(Office::ALL, &wish.office, &counts, |value| {
        w.label("office", value)
    });
    let counts: Vec<_> = facets
        .right_type
        .iter()
        .map(|facet| (facet.value, facet.count))
        .collect();
    let kinds = ticks(PatentRightType::ALL, &wish.kind, &counts, |value| {
        w.label("right", value)
    });
    let counts: Vec<_> = facets
        .ip_level
        .iter()
        .map(|facet| (facet.value, facet.count))
        .collect();
    let risks = ticks(WatchLevel::ALL, &wish.risk, &counts, |value| {
        w.label("patent-watch", value)
    });
    let counts: Vec<_> = facets
        .field
        .iter()
        .map(|facet| (facet.value, facet.count))
        .collect();
    let fields = ticks(TechnologyField::ALL, &wish.field, &counts, |value| {
        w.label("field", value)
    });
    let choice = |key: &str, value: &str, chosen: bool| Tick {
        value: value.to_owned(),
        label: w.t(&format!("{key}-{value}")),
        count: None,
        ticked: chosen,
    };
    let shows = Running::ALL
        .iter()
        .map(|(running, name)| choice("discover-show", name, wish.running == *running));
    let sorts = ORDERS
        .iter()
        .map(|(name, ..)| choice("discover-sort", name, wish.order == *name));
    let title = if wish.text.is_empty() {
        w.t("discover-title")
    } else {
        w.t1("discover-title-for", "text", &wish.text)
    };
    Ok(DiscoverPage {
        shell: Shell::titled(visit, title).public(None),
        shows: shows.collect(),
        sorts: sorts.collect(),
        chips: chips(&wish, visit),
        statuses,
        offices,
        kinds,
        risks,
        years: years(wish.until, visit),
        fields,
        found,
        wish,
        now: visit.site.clock.now(),
    })
}
