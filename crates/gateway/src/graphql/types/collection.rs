//! What became of a campaign's money after its deadline.

use async_graphql::{Enum, Object};
use chrono::{DateTime, Utc};

use super::super::money::Money;

/// What became of a campaign's money: pledged, collected and dropped are told apart.
pub struct CampaignCollection(pub pledges::Settlement);

/// How far the money of a campaign has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "pledges::SettlementStage")]
pub enum CollectionStage {
    /// It is written down who is charged.
    Planning,
    /// Each saved card is charged once.
    Collecting,
    /// Investors repair the payments that failed.
    Grace,
    /// What still fails is tried once more, then dropped.
    LastTries,
    /// Less was collected than the goal: the founder decides.
    Deciding,
    /// The money goes back: the refunds are being ordered.
    Refunding,
    /// The money is accepted.
    Settled,
    /// All of the money was ordered to go back.
    Failed,
}

/// What happens if less than the goal can be collected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "projects::ShortfallRule")]
pub enum ShortfallRule {
    /// What was collected is accepted.
    Accept,
    /// The founder decides within three days; silence gives everything back.
    FounderDecides,
    /// Everything is given back.
    RefundAll,
}

/// What became of a campaign's money: pledged, collected and dropped are told apart.
#[Object]
impl CampaignCollection {
    /// How far it has come.
    async fn stage(&self) -> CollectionStage {
        self.0.stage.into()
    }

    /// When success was decided.
    async fn closed_at(&self) -> DateTime<Utc> {
        self.0.closed_at
    }

    /// What was promised then. Never corrected for what failed.
    async fn pledged(&self) -> Money {
        self.0.pledged.into()
    }

    /// What arrived.
    async fn collected(&self) -> Money {
        self.0.collected.into()
    }

    /// From how many pledges it arrived.
    async fn collected_count(&self) -> i32 {
        count(self.0.collected_count)
    }

    /// What could not be collected in time.
    async fn dropped(&self) -> Money {
        self.0.dropped.into()
    }

    /// Of how many pledges.
    async fn dropped_count(&self) -> i32 {
        count(self.0.dropped_count)
    }

    /// What went back of what had arrived.
    async fn refunded(&self) -> Money {
        self.0.refunded.into()
    }

    /// How many pledges are charged in all.
    async fn pledge_count(&self) -> i32 {
        count(self.0.pledge_count)
    }

    /// Until when failed payments may be repaired.
    async fn grace_until(&self) -> Option<DateTime<Utc>> {
        self.0.grace_until
    }

    /// Until when the founder may decide on a shortfall.
    async fn decide_until(&self) -> Option<DateTime<Utc>> {
        self.0.decide_until
    }
}

fn count(count: i64) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
