//! How much is promised, live.

use chrono::{DateTime, Utc};

use crate::{
    graphql::{CampaignState, Money, schema},
    words::Words,
};

/// What the funding box shows, and what is sent when it changes.
#[derive(cynic::QueryFragment, Debug, Clone)]
#[cynic(graphql_type = "Campaign")]
pub(crate) struct Funding {
    pub(crate) state: CampaignState,
    pub(crate) goal: Option<Money>,
    pub(crate) raised: Money,
    pub(crate) raised_percent: i32,
    pub(crate) investor_count: i32,
    pub(crate) ends_at: Option<DateTime<Utc>>,
    pub(crate) zone: String,
    pub(crate) accepts_pledges: bool,
}

/// The box's figures as a fragment of a page.
#[derive(askama::Template)]
#[template(path = "parts/funding.html")]
pub(crate) struct FundingBox<'a> {
    pub(crate) w: Words,
    pub(crate) f: &'a Funding,
    pub(crate) now: DateTime<Utc>,
}

impl Funding {
    /// The bar's length: never over its frame.
    pub(crate) fn bar(&self) -> i32 {
        self.raised_percent.clamp(0, 100)
    }

    /// How much time is left: the number with its unit.
    pub(crate) fn left(&self, w: &Words, now: &DateTime<Utc>) -> Option<String> {
        // Its clock stands still: what is left is told when it goes on.
        if self.state == CampaignState::Paused {
            return None;
        }
        let left = i18n::days_left(w.0, *now, self.ends_at?);
        left.map(|(_, text)| text)
    }

    /// Whether the goal is reached.
    pub(crate) fn is_reached(&self) -> bool {
        self.raised_percent >= 100
    }

    /// Whether pledges may come, so that the figures move.
    pub(crate) fn is_live(&self) -> bool {
        matches!(self.state, CampaignState::Live | CampaignState::Paused)
    }
}
