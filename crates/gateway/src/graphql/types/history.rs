//! Past campaigns of other platforms.

use async_graphql::{Enum, ID, Object, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};

use super::super::{ids::opaque, money::Money, scalars::CountryCode};

/// A past campaign of another platform, as its record says. No part of live totals.
pub struct HistoricalCampaign(pub projects::history::HistoricalCampaign);

/// How a past campaign ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "projects::history::HistoricalState")]
pub enum HistoricalCampaignState {
    /// Its goal was missed.
    Failed,
    /// Its goal was reached.
    Successful,
    /// Its creator ended it.
    Cancelled,
    /// The record does not say.
    Undefined,
    /// It was running when the record was made.
    Live,
    /// Its platform ended it.
    Suspended,
}

/// A past campaign of another platform, as its record says. No part of live totals.
#[Object]
impl HistoricalCampaign {
    /// Its id here.
    pub(crate) async fn id(&self) -> ID {
        opaque(self.0.id)
    }

    /// The platform it ran on.
    async fn source(&self) -> &str {
        &self.0.source
    }

    /// Its name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Its category there.
    async fn category(&self) -> &str {
        &self.0.category
    }

    /// The group of its category.
    async fn main_category(&self) -> &str {
        &self.0.main_category
    }

    /// Its goal.
    async fn goal(&self) -> Money {
        self.0.goal.into()
    }

    /// What was pledged.
    async fn pledged(&self) -> Money {
        self.0.pledged.into()
    }

    /// How it ended.
    async fn state(&self) -> HistoricalCampaignState {
        self.0.state.into()
    }

    /// How many backed it.
    async fn backers(&self) -> i32 {
        i32::try_from(self.0.backers).unwrap_or(i32::MAX)
    }

    /// Its country, if recorded.
    async fn country(&self) -> Option<CountryCode> {
        Some(CountryCode(self.0.country.clone()))
    }

    /// When it was launched.
    async fn launched_at(&self) -> Option<DateTime<Utc>> {
        Some(self.0.launched_at)
    }

    /// The day it ended.
    async fn deadline_on(&self) -> Option<NaiveDate> {
        Some(self.0.deadline_on)
    }
}

/// Past campaigns of other platforms that resemble one: of the same kind and of a similar goal.
#[derive(SimpleObject)]
pub struct Comparables {
    /// How many ended in success or failure; counted up to 2,000.
    count: i32,
    /// The share of them that reached the goal, in percent.
    success_percent: Option<i32>,
    /// What half of them raised at least, in percent of their goal.
    median_raised_percent: Option<i32>,
    /// How many backers half of them had at least.
    median_backers: Option<i32>,
    /// Those with the nearest goals, nearest first.
    campaigns: Vec<HistoricalCampaign>,
}

impl From<projects::history::Comparables> for Comparables {
    fn from(found: projects::history::Comparables) -> Self {
        let whole = |n: u32| i32::try_from(n).unwrap_or(i32::MAX);
        Self {
            count: whole(found.count),
            success_percent: found.success_percent.map(whole),
            median_raised_percent: found.median_raised_percent.map(whole),
            median_backers: found.median_backers.map(whole),
            campaigns: found.nearest.into_iter().map(HistoricalCampaign).collect(),
        }
    }
}
