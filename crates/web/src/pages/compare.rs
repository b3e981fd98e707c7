//! Up to four campaigns side by side. Which ones stands in the address, so that it can be kept and shared.

#[cfg(test)]
mod tests;

use axum::{extract::RawQuery, response::Response};
use chrono::{DateTime, NaiveDate, Utc};
use http::StatusCode;

use crate::{
    failure::Failure,
    graphql::{Money, TechnologyField, WatchLevel, schema},
    parts::{funding::Funding, grave_risks::GraveRisks, patent::Patent},
    routes::done,
    shell::{self, Shell},
    visit::Visit,
};

/// How many fit beside each other.
pub(crate) const MOST: usize = 4;
/// Longer than any readable address of a campaign.
const LONGEST: usize = 120;

#[derive(cynic::QueryVariables, Debug)]
struct CompareVariables {
    first: String,
    second: String,
    third: String,
    fourth: String,
}

/// An empty address is no campaign's: what is not asked for is answered with nothing.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "CompareVariables")]
struct CompareQuery {
    #[cynic(rename = "campaignBySlug", alias)]
    #[arguments(slug: $first)]
    first: Option<Compared>,
    #[cynic(rename = "campaignBySlug", alias)]
    #[arguments(slug: $second)]
    second: Option<Compared>,
    #[cynic(rename = "campaignBySlug", alias)]
    #[arguments(slug: $third)]
    third: Option<Compared>,
    #[cynic(rename = "campaignBySlug", alias)]
    #[arguments(slug: $fourth)]
    fourth: Option<Compared>,
}

/// What is compared of a campaign.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Campaign")]
struct Compared {
    slug: String,
    title: String,
    field: TechnologyField,
    is_sample: bool,
    founder: ComparedFounder,
    #[cynic(spread)]
    funding: Funding,
    rewards: Vec<ComparedReward>,
    ip_panel: ComparedPanel,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "PublicProfile")]
struct ComparedFounder {
    display_name: String,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Reward")]
struct ComparedReward {
    amount: Money,
    remaining: Option<i32>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "IpPanel")]
struct ComparedPanel {
    level: Option<WatchLevel>,
    coverage: i32,
    grave_risks: Option<GraveRisks>,
    patents: Vec<ComparedPatent>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Patent")]
struct ComparedPatent {
    #[cynic(spread)]
    right: Patent,
    score: Option<ComparedScore>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "EvidenceScore")]
struct ComparedScore {
    value: Option<i32>,
    coverage: i32,
    as_of: NaiveDate,
}

impl Compared {
    /// The least a reward that is still there takes; nothing where there is none.
    fn rewards_from(&self) -> Option<&Money> {
        let open = self.rewards.iter().filter(|reward| reward.remaining != Some(0));
        open.map(|reward| &reward.amount)
            .min_by_key(|amount| amount.value().minor)
    }

    /// Whether it stands on patents, and registers tell of each.
    fn is_told(&self) -> bool {
        let patents = &self.ip_panel.patents;
        !patents.is_empty() && patents.iter().all(|patent| patent.right.status.as_of.is_some())
    }

    fn open_rewards(&self) -> usize {
        let open = self.rewards.iter().filter(|reward| reward.remaining != Some(0));
        open.count()
    }
}

#[derive(askama::Template)]
#[template(path = "compare.html")]
struct ComparePage {
    shell: Shell,
    found: Vec<Compared>,
    /// What was asked for and is not there, or not for the visitor.
    missing: Vec<String>,
    /// What was asked for beyond those that fit: it comes into view when one of the others is taken away.
    beyond: Vec<String>,
    /// How many were asked for.
    asked: usize,
    now: DateTime<Utc>,
}

impl ComparePage {
    /// The address with these.
    fn address(&self, path: &str, slugs: &[&str]) -> String {
        self.shell.w.url(&with(path, slugs))
    }

    /// The address without one of them.
    fn without(&self, slug: &str) -> String {
        let rest: Vec<_> = self.slugs().into_iter().filter(|other| *other != slug).collect();
        self.address("/compare", &rest)
    }

    /// Where others are chosen, and these stay chosen.
    fn choose(&self) -> String {
        self.address("/campaigns", &self.slugs())
    }

    fn slugs(&self) -> Vec<&str> {
        let found = self.found.iter().map(|campaign| campaign.slug.as_str());
        found.chain(self.beyond.iter().map(String::as_str)).collect()
    }

    /// Whether more were asked for than fit.
    fn is_too_many(&self) -> bool {
        self.asked > MOST
    }
}

/// An address that names these campaigns.
fn with(path: &str, slugs: &[&str]) -> String {
    if slugs.is_empty() {
        return path.to_owned();
    }
    let mut query = form_urlencoded::Serializer::new(String::new());
    for slug in slugs {
        query.append_pair("campaign", slug);
    }
    format!("{path}?{}", query.finish())
}

/// The campaigns an address names, each once, in its order; what cannot be a readable address is left out.
pub(crate) fn chosen(query: &str) -> Vec<String> {
    let mut slugs: Vec<String> = Vec::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        let slug = value.trim();
        let is_slug = !slug.is_empty() && slug.len() <= LONGEST;
        if name == "campaign" && is_slug && slugs.iter().all(|other| other != slug) {
            slugs.push(slug.to_owned());
        }
    }
    slugs
}

/// `GET /compare?campaign=…&campaign=…`
pub(crate) async fn show(visit: Visit, RawQuery(query): RawQuery) -> Response {
    let query = query.unwrap_or_default();
    let slugs = chosen(&query);
    // The form of Discover sends its filters along: they have no place in an address that is kept.
    let has_more = form_urlencoded::parse(query.as_bytes()).any(|(name, _)| name != "campaign");
    if has_more {
        let slugs: Vec<_> = slugs.iter().map(String::as_str).collect();
        return done(&visit.url(&with("/compare", &slugs)));
    }
    match page(&visit, slugs).await {
        Ok(page) => shell::page(&page, StatusCode::OK),
        Err(failure) => failure.respond(&visit),
    }
}

async fn page(visit: &Visit, slugs: Vec<String>) -> Result<ComparePage, Failure> {
    let asked = slugs.len();
    let mut wanted = slugs;
    let beyond = wanted.split_off(wanted.len().min(MOST));
    let slug = |i: usize| wanted.get(i).cloned().unwrap_or_default();
    let variables = CompareVariables {
        first: slug(0),
        second: slug(1),
        third: slug(2),
        fourth: slug(3),
    };
    let found = if wanted.is_empty() {
        Vec::new()
    } else {
        let found: CompareQuery = visit.query(variables).await?;
        let found = [found.first, found.second, found.third, found.fourth];
        found.into_iter().flatten().collect::<Vec<_>>()
    };
    wanted.retain(|slug| found.iter().all(|campaign| campaign.slug != *slug));
    Ok(ComparePage {
        shell: Shell::new(visit, "compare-title").public(Some(visit.words().t("compare-lead"))),
        found,
        missing: wanted,
        beyond,
        asked,
        now: visit.site.clock.now(),
    })
}
