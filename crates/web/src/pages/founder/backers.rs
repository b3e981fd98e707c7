//! Who pledged to a campaign, for whoever runs it: how each pledge stands, what of its money is there, and all of it to take away.

mod export;
#[cfg(test)]
mod tests;

use axum::{extract::Path, response::Response};
use chrono::{DateTime, Utc};
use http::StatusCode;

pub(crate) use export::{as_csv, as_json_lines};

use super::campaign_id;
use crate::{
    failure::Failure,
    graphql::{CampaignState, Money, Named, PledgeState, schema},
    pages::{portfolio::PledgeFilter, voices::PageInfo},
    parts::items::PledgeItem,
    shell::{self, Shell},
    visit::Visit,
};

/// Pledges on a page.
const PAGE: i32 = 50;

#[derive(cynic::QueryVariables, Debug)]
struct BackersVariables {
    id: cynic::Id,
    filter: PledgeFilter,
    first: i32,
    after: Option<String>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "BackersVariables")]
struct BackersQuery {
    #[arguments(id: $id)]
    campaign: Option<BackedCampaign>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Campaign", variables = "BackersVariables")]
struct BackedCampaign {
    id: cynic::Id,
    slug: String,
    title: String,
    state: CampaignState,
    zone: String,
    #[arguments(first: $first, after: $after, filter: $filter)]
    backings: Option<Backings>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "BackingConnection")]
struct Backings {
    total_count: i32,
    page_info: PageInfo,
    nodes: Vec<Backing>,
}

/// A pledge, as its campaign's founder sees it.
#[derive(cynic::QueryFragment, Debug)]
struct Backing {
    pledge_id: cynic::Id,
    backer: Backer,
    amount: Money,
    state: PledgeState,
    items: Vec<PledgeItem>,
    placed_at: DateTime<Utc>,
    collected: Money,
    refunded: Money,
    contested: Money,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "PublicProfile")]
struct Backer {
    display_name: String,
}

/// A state that pledges are chosen by.
struct Choice {
    name: String,
    label: String,
    chosen: bool,
}

#[derive(askama::Template)]
#[template(path = "founder_backers.html")]
struct BackersPage {
    shell: Shell,
    c: BackedCampaign,
    backings: Backings,
    /// The state they were chosen by.
    state: Option<PledgeState>,
}

impl BackersPage {
    fn choices(&self) -> Vec<Choice> {
        let choice = |state: &PledgeState| Choice {
            name: state.name(),
            label: self.shell.w.label("pledge-state", state),
            chosen: self.state == Some(*state),
        };
        SHOWN.iter().map(choice).collect()
    }

    /// The address of something about these pledges, with the state they were chosen by.
    fn address(&self, rest: &str, more: &[(&str, &str)]) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if let Some(state) = self.state {
            query.append_pair("state", &state.name());
        }
        for (name, value) in more {
            query.append_pair(name, value);
        }
        let path = self
            .shell
            .w
            .url(&format!("/founder/{}/backers{rest}", self.c.id.inner()));
        match query.finish() {
            query if query.is_empty() => path,
            query => format!("{path}?{query}"),
        }
    }

    fn csv(&self) -> String {
        self.address(".csv", &[])
    }

    fn json_lines(&self) -> String {
        self.address(".jsonl", &[])
    }

    fn next(&self) -> Option<String> {
        let cursor = self.backings.page_info.next()?;
        Some(self.address("", &[("after", cursor)]))
    }
}

/// States a pledge that counts or counted may have, in the order of its life.
const SHOWN: [PledgeState; 13] = [
    PledgeState::Committed,
    PledgeState::ReconfirmDue,
    PledgeState::Collecting,
    PledgeState::ActionRequired,
    PledgeState::Errored,
    PledgeState::Collected,
    PledgeState::Dropped,
    PledgeState::Refunded,
    PledgeState::Disputed,
    PledgeState::Won,
    PledgeState::Lost,
    PledgeState::Cancelled,
    PledgeState::Released,
];

fn asked_state(visit: &Visit) -> Option<PledgeState> {
    let fields = visit.asked();
    let state = fields.get("state").and_then(PledgeState::of);
    state.filter(|state| SHOWN.contains(state))
}

/// A page of them; whoever may not see them is told as little as of a campaign that is none.
async fn find(
    visit: &Visit,
    id: &str,
    (first, after): (i32, Option<String>),
) -> Result<(BackedCampaign, Backings), Failure> {
    visit.signed_in()?;
    let filter = PledgeFilter {
        state_in: asked_state(visit).map(|state| vec![state]),
        ..PledgeFilter::default()
    };
    let variables = BackersVariables {
        id: campaign_id(id)?,
        filter,
        first,
        after,
    };
    let found: BackersQuery = visit.query(variables).await?;
    let mut campaign = found.campaign.ok_or(Failure::NotFound)?;
    let backings = campaign.backings.take().ok_or(Failure::NotFound)?;
    Ok((campaign, backings))
}

/// `GET /founder/{id}/backers`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    let after = visit.asked().get("after").map(str::to_owned);
    match find(&visit, &id, (PAGE, after)).await {
        Ok((c, backings)) => {
            let title = visit.words().t1("backers-title", "title", &c.title);
            let page = BackersPage {
                shell: Shell::titled(&visit, title),
                state: asked_state(&visit),
                c,
                backings,
            };
            shell::page(&page, StatusCode::OK)
        }
        Err(failure) => failure.respond(&visit),
    }
}
