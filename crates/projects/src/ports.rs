//! What projects ask of others.

use std::collections::{HashMap, HashSet};

use async_trait::async_trait;
use chrono::NaiveDate;
use db::Tx;
use kernel::{CampaignId, PatentId, UserId};

use crate::WatchLevel;
pub use crate::standing::PatentFacts;

/// Knows the patent rights.
#[async_trait]
pub trait PatentCheck: std::fmt::Debug + Send + Sync {
    /// The facts of these rights as they stand inside the transaction, in any order. A right that
    /// is not there is left out.
    async fn facts(&self, tx: &Tx, ids: &[PatentId]) -> db::Result<Vec<PatentFacts>>;

    /// How these rights stand today for a campaign whose funding ends on a day, if that is set. One of which nobody knows is
    /// left out.
    async fn levels(
        &self,
        tx: &Tx,
        ids: &[PatentId],
        funding_ends_on: Option<NaiveDate>,
    ) -> db::Result<HashMap<PatentId, WatchLevel>>;
}

/// Knows the pledges.
#[async_trait]
pub trait Backers: std::fmt::Debug + Send + Sync {
    /// Which of these people have a pledge to the campaign that counts, or was collected.
    async fn among(&self, campaign: CampaignId, people: &[UserId]) -> db::Result<HashSet<UserId>>;
}

/// Of whom nobody pledged: where there are no pledges.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NoBackers;

#[async_trait]
impl Backers for NoBackers {
    async fn among(&self, _: CampaignId, _: &[UserId]) -> db::Result<HashSet<UserId>> {
        Ok(HashSet::new())
    }
}
