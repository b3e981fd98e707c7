//! What projects ask of others.

use std::collections::{HashMap, HashSet};

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
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

    /// The other rights that are of one family with each of these: the same invention elsewhere. Rights without any are left
    /// out.
    async fn families(&self, tx: &Tx, ids: &[PatentId]) -> db::Result<HashMap<PatentId, Vec<PatentId>>>;

    /// How these rights stand today for a campaign whose funding ends on a day, if that is set. One of which nobody knows is
    /// left out.
    async fn levels(
        &self,
        tx: &Tx,
        ids: &[PatentId],
        funding_ends_on: Option<NaiveDate>,
    ) -> db::Result<HashMap<PatentId, WatchLevel>>;

    /// When it was last learned that these rights had ended. Those that were over when they were first told of are left out.
    async fn ended(&self, tx: &Tx, ids: &[PatentId]) -> db::Result<HashMap<PatentId, DateTime<Utc>>>;
}

/// Knows the pledges.
#[async_trait]
pub trait Backers: std::fmt::Debug + Send + Sync {
    /// Of which of these campaigns and people it holds that the person has a pledge to the campaign that counts, or was
    /// collected.
    async fn among(&self, pairs: &[(CampaignId, UserId)]) -> db::Result<HashSet<(CampaignId, UserId)>>;
}

/// Of whom nobody pledged: where there are no pledges.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NoBackers;

#[async_trait]
impl Backers for NoBackers {
    async fn among(&self, _: &[(CampaignId, UserId)]) -> db::Result<HashSet<(CampaignId, UserId)>> {
        Ok(HashSet::new())
    }
}

/// What is on record of the owners of a right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OnRecord {
    /// How a founder compares with them; nothing if the founder is not verified.
    pub matches: Option<OwnerMatch>,
    /// When it was last learned that they are others than before; a change of name is none.
    pub owners_changed_at: Option<DateTime<Utc>>,
}

/// Knows as whom founders are verified, and who owns the rights on record.
#[async_trait]
pub trait OwnerCheck: std::fmt::Debug + Send + Sync {
    /// What is on record of the owners of these rights, and how a founder compares with them, as both stand inside the
    /// transaction. A right of which nobody knows is left out.
    async fn on_record(
        &self,
        tx: &Tx,
        founder: UserId,
        ids: &[PatentId],
    ) -> db::Result<HashMap<PatentId, OnRecord>>;
}
