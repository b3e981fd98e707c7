//! What projects ask of others.

use std::collections::{HashMap, HashSet};

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use db::Tx;
use kernel::{
    BusinessDays, CampaignId, Currency, Money, PatentId, Refusal, RefusalCode, Regime, RuleId, UserId,
};

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

/// A campaign under a regulated regime that is to go live.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offering {
    /// The campaign.
    pub campaign_id: CampaignId,
    /// Who runs it.
    pub founder_id: UserId,
    /// The law it raises money under.
    pub regime: Regime,
    /// What it is funded in.
    pub currency: Currency,
    /// The total below which nothing is charged.
    pub goal: Option<Money>,
    /// Whether everything goes back if less than the goal can be collected.
    pub gives_all_back: bool,
    /// When it goes live.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub deadline_at: DateTime<Utc>,
}

/// An early end of such a campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EarlyEnd {
    /// The law it raises money under.
    pub regime: Regime,
    /// When it went live.
    pub public_since: DateTime<Utc>,
    /// The new deadline.
    pub closes_at: DateTime<Utc>,
    /// The end of the last business day of the notice.
    pub notice_ends: DateTime<Utc>,
    /// What is promised.
    pub committed: Money,
    /// The goal.
    pub target: Money,
}

/// Knows the rules of regulated campaigns. Campaigns for rewards never ask.
#[async_trait]
pub trait RegimeRules: std::fmt::Debug + Send + Sync {
    /// Passes if a campaign may be put under a regime: a licence of the platform is in force.
    async fn may_choose(
        &self,
        tx: &Tx,
        regime: Regime,
        now: DateTime<Utc>,
    ) -> db::Result<Result<(), Refusal>>;

    /// Passes if a campaign may go live.
    async fn may_list(&self, tx: &Tx, offering: &Offering) -> db::Result<Result<(), Refusal>>;

    /// Passes if a campaign may end early.
    fn may_close_early(&self, end: &EarlyEnd, now: DateTime<Utc>) -> Result<(), Refusal>;

    /// The business days of the notice before an early end; nothing where a regime knows none.
    fn close_notice_business_days(&self, regime: Regime, now: DateTime<Utc>) -> Option<BusinessDays>;

    /// When a campaign whose deadline has come may be decided on: not before.
    fn decides_at(&self, regime: Regime, deadline: DateTime<Utc>) -> DateTime<Utc>;

    /// Whether a person may read a campaign that is offered to qualified investors only: who is one, and who holds a part of it.
    async fn may_read(&self, person: UserId, campaign: CampaignId, regime: Regime) -> db::Result<bool>;
}

/// Where no regime but that of rewards is known.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RewardsOnly;

#[async_trait]
impl RegimeRules for RewardsOnly {
    async fn may_choose(&self, _: &Tx, regime: Regime, _: DateTime<Utc>) -> db::Result<Result<(), Refusal>> {
        Ok(Err(unlicensed(regime)))
    }

    async fn may_list(&self, _: &Tx, offering: &Offering) -> db::Result<Result<(), Refusal>> {
        Ok(Err(unlicensed(offering.regime)))
    }

    fn may_close_early(&self, end: &EarlyEnd, _: DateTime<Utc>) -> Result<(), Refusal> {
        Err(unlicensed(end.regime))
    }

    fn close_notice_business_days(&self, _: Regime, _: DateTime<Utc>) -> Option<BusinessDays> {
        None
    }

    fn decides_at(&self, _: Regime, deadline: DateTime<Utc>) -> DateTime<Utc> {
        deadline
    }

    async fn may_read(&self, _: UserId, _: CampaignId, _: Regime) -> db::Result<bool> {
        Ok(false)
    }
}

fn unlicensed(regime: Regime) -> Refusal {
    Refusal::new(RuleId::Licence, RefusalCode::LicenceMissing).with("regime", regime)
}
