//! What projects ask of others.

use std::collections::{HashMap, HashSet};

use async_trait::async_trait;
use chrono::NaiveDate;
use db::Tx;
use kernel::{CampaignId, PatentId, UserId};

pub use crate::standing::PatentFacts;
use crate::{OwnerMatch, WatchLevel};

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

/// Knows under which names founders are verified, and who owns the rights on record.
#[async_trait]
pub trait OwnerCheck: std::fmt::Debug + Send + Sync {
    /// How the names a founder is verified under compare with the owners of these rights, as both stand inside the
    /// transaction. Nothing if the founder is not verified; a right of which nobody knows is left out.
    async fn matches(
        &self,
        tx: &Tx,
        founder: UserId,
        ids: &[PatentId],
    ) -> db::Result<Option<HashMap<PatentId, OwnerMatch>>>;
}
