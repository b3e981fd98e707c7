//! An investor's portfolio: what waits for them, what their pledges come to, what changed of the patents behind them.

mod csv;
#[cfg(test)]
mod tests;

use axum::response::Response;
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use http::StatusCode;

pub(crate) use csv::year;

use crate::{
    failure::Failure,
    graphql::{CampaignHappeningKind, CampaignState, Money, PatentNumber, PledgeState, WatchLevel, schema},
    pages::voices::PageInfo,
    parts::{patent::slug, pledge::PledgeRow},
    routes::done,
    shell::{self, Shell},
    visit::Visit,
};

/// Pledges on a page of the list of all.
const PAGE: i32 = 20;

/// What only its investor can move on.
const WAITING: [PledgeState; 4] = [
    PledgeState::ActionRequired,
    PledgeState::Errored,
    PledgeState::ReconfirmDue,
    PledgeState::Reserved,
];

/// What may still end in something delivered: the patents behind it matter.
const STANDING: [PledgeState; 7] = [
    PledgeState::Authorised,
    PledgeState::Committed,
    PledgeState::ReconfirmDue,
    PledgeState::Collecting,
    PledgeState::Errored,
    PledgeState::ActionRequired,
    PledgeState::Collected,
];

/// Which pledges of a list are wanted.
#[derive(cynic::InputObject, Debug, Clone, Default)]
pub(crate) struct PledgeFilter {
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub(crate) state_in: Option<Vec<PledgeState>>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub(crate) placed_from: Option<DateTime<Utc>>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub(crate) placed_before: Option<DateTime<Utc>>,
}

impl PledgeFilter {
    fn standing_so(states: &[PledgeState]) -> Self {
        Self {
            state_in: Some(states.to_vec()),
            ..Self::default()
        }
    }
}

#[derive(cynic::QueryVariables, Debug)]
struct PortfolioVariables {
    waiting: PledgeFilter,
    standing: PledgeFilter,
    first: i32,
    after: Option<String>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "PortfolioVariables")]
struct PortfolioQuery {
    viewer: Option<PortfolioViewer>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Viewer", variables = "PortfolioVariables")]
struct PortfolioViewer {
    pledge_totals: Vec<PledgeTotal>,
    #[cynic(rename = "pledges", alias)]
    #[arguments(first: 20, filter: $waiting)]
    waiting: WaitingPledges,
    #[cynic(rename = "pledges", alias)]
    #[arguments(first: 50, filter: $standing)]
    standing: StandingPledges,
    #[arguments(first: $first, after: $after)]
    pledges: AllPledges,
}

#[derive(cynic::QueryFragment, Debug)]
struct PledgeTotal {
    state: PledgeState,
    amount: Money,
    pledge_count: i32,
    first_placed_at: DateTime<Utc>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "PledgeConnection")]
struct WaitingPledges {
    nodes: Vec<Waiting>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "PledgeConnection")]
struct StandingPledges {
    total_count: i32,
    nodes: Vec<Standing>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "PledgeConnection")]
struct AllPledges {
    total_count: i32,
    page_info: PageInfo,
    nodes: Vec<PledgeRow>,
}

/// A pledge that waits for its investor.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Pledge")]
struct Waiting {
    #[cynic(spread)]
    row: PledgeRow,
    repairable_until: Option<DateTime<Utc>>,
    #[cynic(rename = "campaign", alias)]
    asking: Option<AskingCampaign>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Campaign")]
struct AskingCampaign {
    material_change: Option<AskedChange>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "MaterialChange")]
struct AskedChange {
    reconfirm_until: Option<DateTime<Utc>>,
}

/// A pledge that stands, and the patents behind it.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Pledge")]
struct Standing {
    id: cynic::Id,
    placed_at: DateTime<Utc>,
    campaign: Option<StandingCampaign>,
    patent_changes: Option<Vec<PatentChange>>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Campaign")]
struct StandingCampaign {
    slug: String,
    title: String,
    state: CampaignState,
    zone: String,
    ends_at: Option<DateTime<Utc>>,
    ip_panel: StandingPanel,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "IpPanel")]
struct StandingPanel {
    level: Option<WatchLevel>,
    coverage: i32,
}

/// What was learned of a patent since the pledge.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "CampaignHappening")]
struct PatentChange {
    #[allow(dead_code, reason = "all of them are changes of patents")]
    kind: CampaignHappeningKind,
    at: DateTime<Utc>,
    detail: Option<String>,
    since: Option<NaiveDate>,
    patent: Option<ChangedPatent>,
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

impl Waiting {
    /// Where the next step is taken, below the pledge's address; nothing where that is the pledge's own page.
    fn step(&self) -> String {
        let id = self.row.id.inner();
        match self.row.next_step().filter(|_| !self.row.needs_repair()) {
            Some(step) => format!("/pledges/{id}/{step}"),
            None => format!("/pledges/{id}"),
        }
    }

    /// Until when.
    fn until(&self) -> Option<DateTime<Utc>> {
        match self.row.state {
            PledgeState::Reserved => self.row.reserved_until,
            PledgeState::ReconfirmDue => self.asking.as_ref()?.material_change.as_ref()?.reconfirm_until,
            _ => self.repairable_until,
        }
    }

    /// The campaign's zone; UTC where the campaign is no longer seen.
    fn zone(&self) -> &str {
        self.row
            .campaign
            .as_ref()
            .map_or("UTC", |campaign| &campaign.zone)
    }
}

impl Standing {
    fn changes(&self) -> &[PatentChange] {
        self.patent_changes.as_deref().unwrap_or_default()
    }

    /// Whether nobody can say how the patents stand.
    fn is_unknown(&self) -> bool {
        let panel = self.campaign.as_ref().map(|campaign| &campaign.ip_panel);
        panel.is_none_or(|panel| panel.level.is_none() || panel.coverage == 0)
    }

    /// How far the patents are from the worst they can be.
    fn mildness(&self) -> u8 {
        let level = self
            .campaign
            .as_ref()
            .and_then(|campaign| campaign.ip_panel.level);
        match level {
            Some(WatchLevel::Lost) => 0,
            Some(WatchLevel::Alert) => 1,
            Some(WatchLevel::Notice) => 2,
            Some(WatchLevel::Green) | None => 3,
        }
    }

    fn is_of_campaign_of(&self, other: &Standing) -> bool {
        let slug = |pledge: &Standing| pledge.campaign.as_ref().map(|campaign| campaign.slug.clone());
        slug(self).is_some() && slug(self) == slug(other)
    }

    /// Whether the patents are worth a look: they stand badly, or something changed since the pledge.
    fn is_alarming(&self) -> bool {
        let level = self
            .campaign
            .as_ref()
            .and_then(|campaign| campaign.ip_panel.level);
        let stands_badly = matches!(
            level,
            Some(WatchLevel::Notice | WatchLevel::Alert | WatchLevel::Lost)
        );
        stands_badly || !self.changes().is_empty()
    }
}

/// One's pledges of one currency.
struct CurrencyTotals<'a> {
    currency: &'a str,
    rows: Vec<&'a PledgeTotal>,
}

#[derive(askama::Template)]
#[template(path = "portfolio.html")]
struct PortfolioPage {
    shell: Shell,
    v: PortfolioViewer,
    now: DateTime<Utc>,
}

impl PortfolioPage {
    /// What the pledges come to, each currency for itself.
    fn totals(&self) -> Vec<CurrencyTotals<'_>> {
        let mut totals: Vec<CurrencyTotals<'_>> = Vec::new();
        for total in &self.v.pledge_totals {
            let currency = total.amount.currency.0.as_str();
            match totals.iter_mut().find(|totals| totals.currency == currency) {
                Some(totals) => totals.rows.push(total),
                None => totals.push(CurrencyTotals {
                    currency,
                    rows: vec![total],
                }),
            }
        }
        totals
    }

    /// The pledges whose patents are worth a look: of several to one campaign the first, which was shown the oldest facts.
    fn alarming(&self) -> Vec<&Standing> {
        let mut alarming: Vec<&Standing> = Vec::new();
        for pledge in self.v.standing.nodes.iter().filter(|pledge| pledge.is_alarming()) {
            match alarming.iter_mut().find(|known| known.is_of_campaign_of(pledge)) {
                Some(known) if pledge.placed_at < known.placed_at => *known = pledge,
                Some(_) => {}
                None => alarming.push(pledge),
            }
        }
        // What changed comes first, then what stands worst.
        alarming.sort_by_key(|pledge| (pledge.changes().is_empty(), pledge.mildness()));
        alarming
    }

    /// Whether there are patents of which it is known that they stand as they did.
    fn is_calm(&self) -> bool {
        let standing = &self.v.standing.nodes;
        !standing.is_empty() && self.alarming().is_empty() && !standing.iter().any(Standing::is_unknown)
    }

    /// Whether of some nobody can say how they stand.
    fn has_unknown(&self) -> bool {
        self.v.standing.nodes.iter().any(Standing::is_unknown)
    }

    /// Whether not every pledge that stands was looked at.
    fn looked_at_some(&self) -> bool {
        usize::try_from(self.v.standing.total_count).unwrap_or(0) > self.v.standing.nodes.len()
    }

    /// The campaigns whose deadline is to come, the next one first, each once.
    fn deadlines(&self) -> Vec<(&StandingCampaign, DateTime<Utc>)> {
        let campaigns = self
            .v
            .standing
            .nodes
            .iter()
            .filter_map(|pledge| pledge.campaign.as_ref());
        let to_come = campaigns.filter(|campaign| matches!(campaign.state, CampaignState::Live));
        let mut deadlines: Vec<_> = to_come
            .filter_map(|campaign| Some((campaign, campaign.ends_at.filter(|at| *at > self.now)?)))
            .collect();
        deadlines.sort_by(|a, b| (a.1, &a.0.slug).cmp(&(b.1, &b.0.slug)));
        deadlines.dedup_by(|a, b| a.0.slug == b.0.slug);
        deadlines
    }

    /// The years of which there is something to save, the newest first.
    fn years(&self) -> Vec<i32> {
        let first = self
            .v
            .pledge_totals
            .iter()
            .map(|total| total.first_placed_at.year())
            .min();
        let first = first.map(|first| first.max(self.now.year() - 50));
        first.map_or_else(Vec::new, |first| (first..=self.now.year()).rev().collect())
    }
}

/// `GET /portfolio`
pub(crate) async fn show(visit: Visit) -> Response {
    match page(&visit).await {
        Ok(page) => shell::page(&page, StatusCode::OK),
        Err(failure) => failure.respond(&visit),
    }
}

async fn page(visit: &Visit) -> Result<PortfolioPage, Failure> {
    visit.signed_in()?;
    let variables = PortfolioVariables {
        waiting: PledgeFilter::standing_so(&WAITING),
        standing: PledgeFilter::standing_so(&STANDING),
        first: PAGE,
        after: visit.asked().get("after").map(str::to_owned),
    };
    let found: PortfolioQuery = visit.query(variables).await?;
    Ok(PortfolioPage {
        shell: Shell::new(visit, "portfolio-title"),
        v: found.viewer.ok_or(Failure::SignIn)?,
        now: visit.site.clock.now(),
    })
}

/// `GET /pledges`: the list has moved here.
pub(crate) async fn moved(visit: Visit) -> Response {
    let query = visit.path.split_once('?').map(|(_, query)| format!("?{query}"));
    done(&visit.url(&format!("/portfolio{}", query.unwrap_or_default())))
}
