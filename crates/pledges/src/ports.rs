//! What pledges asks of campaigns and patents. Implemented where the parts are wired.

use std::collections::HashMap;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use db::Tx;
use kernel::{BusinessDays, Caller, CampaignId, Currency, Money, Regime, RewardId, UserId};
use serde_json::Value;

use crate::{GraveRisks, Pledge, PledgeLimits, ShortfallRule};

/// The terms on which a campaign takes pledges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// The campaign.
    pub campaign_id: CampaignId,
    /// Who runs it.
    pub founder_id: UserId,
    /// The law it raises money under.
    pub regime: Regime,
    /// When it went live.
    pub launched_at: Option<DateTime<Utc>>,
    /// Whether it is live: pledges are taken until the deadline.
    pub is_open: bool,
    /// Whether pledges may be taken back: while it is live, and while it is paused.
    pub may_cancel: bool,
    /// Whether it is held: its patents changed, and those who pledged are asked to confirm.
    pub held: bool,
    /// Whether its goal was reached and its money is being collected.
    pub is_collecting: bool,
    /// When pledging ends; the instant itself is too late.
    pub deadline_at: Option<DateTime<Utc>>,
    /// What it is funded in.
    pub currency: Currency,
    /// The total below which nothing is charged.
    pub goal: Option<Money>,
    /// What is promised now.
    pub pledged: Money,
    /// How many promised it.
    pub investor_count: i64,
    /// What happens if less than the goal can be collected.
    pub shortfall_rule: ShortfallRule,
}

/// People who are paid, as far as their own accounts stand in the way.
#[async_trait]
pub trait Founders: std::fmt::Debug + Send + Sync {
    /// Whether money may go to this person now: their mail address is theirs.
    async fn may_be_paid(&self, tx: &Tx, founder: UserId) -> db::Result<bool>;
}

/// A mail that went to an investor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentMail {
    /// What it told, as a word of the platform's own list, such as `pledge_committed`.
    pub about: String,
    /// When it was handed over.
    pub sent_at: DateTime<Utc>,
}

/// What people are written.
#[async_trait]
pub trait Correspondence: std::fmt::Debug + Send + Sync {
    /// The mails that went to the investor of a pledge about it, the oldest first.
    async fn mails_about(&self, pledge: &Pledge) -> db::Result<Vec<SentMail>>;
}

/// A step of a campaign that its money decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CampaignStep {
    /// All cards were tried once; failed payments may be repaired.
    BeginGrace,
    /// Its patents changed, and those who confirmed are charged.
    CollectAgain,
    /// Less was collected than the goal: the founder decides.
    AskShortfall,
    /// The money is accepted.
    Fund,
    /// The money goes back.
    Fail,
    /// Finance looks at the first payout.
    ReviewFinance,
    /// Money goes out.
    Pay,
    /// Nothing is left of its money. When some comes back after that and is paid out as well, this step and the two before it
    /// are said again, and the campaign stays completed.
    Complete,
}

impl Terms {
    /// Whether a pledge is taken at `now`.
    pub fn take_pledges(&self, now: DateTime<Utc>) -> bool {
        self.is_open && self.deadline_at.is_some_and(|deadline| now < deadline)
    }

    /// Whether a goal that is reached would be missed with `less` minor units, in the last hours before the deadline.
    pub(crate) fn would_miss_goal(&self, less: i64, limits: &PledgeLimits, now: DateTime<Utc>) -> bool {
        let last_hours = self.is_open
            && self
                .deadline_at
                .is_some_and(|deadline| deadline - now <= limits.last_hours);
        self.goal.is_some_and(|goal| {
            let reached = self.pledged.minor >= goal.minor;
            last_hours && reached && self.pledged.minor.saturating_sub(less) < goal.minor
        })
    }
}

/// How something a campaign offers is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemKind {
    /// One for each pledge, earned by a pledge of at least its price.
    Reward,
    /// Beside a reward or without one, in the quantity wanted.
    AddOn,
}

/// What a campaign offers, or offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// How it is chosen.
    pub kind: ItemKind,
    /// What one costs, in minor units of the campaign's currency.
    pub amount_minor: i64,
    /// How many one pledge may have.
    pub per_pledge_limit: i32,
    /// The rewards an add-on is offered with; absent is with each of them, and without one.
    pub offered_with: Option<Vec<RewardId>>,
    /// Whether it is no longer offered but to those who have it.
    pub retired: bool,
}

/// Campaigns, as far as pledging decides with them. Rows are locked in one order everywhere:
/// campaign, reward, pool, pledge.
#[async_trait]
pub trait FundingTerms: std::fmt::Debug + Send + Sync {
    /// Locks the campaign until the end of the transaction and reads its terms. `None` if there
    /// is none, or if it is not public yet.
    async fn lock(&self, tx: &Tx, campaign: CampaignId) -> db::Result<Option<Terms>>;

    /// What the campaign offers, or offered, under these ids.
    async fn offers(
        &self,
        tx: &Tx,
        campaign: CampaignId,
        ids: &[RewardId],
    ) -> db::Result<HashMap<RewardId, Offer>>;

    /// Takes some of a reward and of the pool it shares, never beyond the limit of either. Returns whether so many were
    /// left; if not, the transaction must be given up.
    async fn take_units(&self, tx: &Tx, reward: RewardId, quantity: i32) -> db::Result<bool>;

    /// Gives some of a reward back, and to the pool it shares.
    async fn return_units(&self, tx: &Tx, reward: RewardId, quantity: i32) -> db::Result<()>;

    /// Adds to what is promised (or takes from it), in minor units, and to the number of those
    /// who promised it.
    async fn add_committed(
        &self,
        tx: &Tx,
        campaign: CampaignId,
        minor: i64,
        investors: i64,
    ) -> db::Result<()>;

    /// The end of the last of so many business days after `now`. The day of `now` is not counted.
    async fn end_of_business_days(
        &self,
        tx: &Tx,
        campaign: CampaignId,
        now: DateTime<Utc>,
        days: &BusinessDays,
    ) -> db::Result<DateTime<Utc>>;

    /// Holds the campaign: it takes no new pledges and its deadline is not decided on. A deadline
    /// before `extend_to` is moved there. Its row must be locked.
    async fn hold(
        &self,
        tx: &Tx,
        caller: &Caller,
        campaign: CampaignId,
        extend_to: Option<DateTime<Utc>>,
        cause: String,
    ) -> db::Result<()>;

    /// Lets a held campaign go on. Its row must be locked.
    async fn lift_hold(
        &self,
        tx: &Tx,
        caller: &Caller,
        campaign: CampaignId,
        cause: String,
    ) -> db::Result<()>;

    /// Takes the campaign one step further. Its row must be locked.
    async fn advance(
        &self,
        tx: &Tx,
        caller: &Caller,
        campaign: CampaignId,
        step: CampaignStep,
        cause: String,
    ) -> db::Result<()>;
}

/// The facts about a campaign's patents, as an investor is shown them.
#[derive(Debug, Clone, PartialEq)]
pub struct Dossier {
    /// What an investor has to know before pledging; in most campaigns nothing.
    pub risks: GraveRisks,
    /// The hash of the facts: the same facts, the same hash.
    pub hash: String,
    /// The facts in a form that can be read years later.
    pub body: Value,
}

/// Patents, as far as pledging keeps proof of them.
#[async_trait]
pub trait IpDossier: std::fmt::Debug + Send + Sync {
    /// The facts about a campaign's patents at this moment, and the risks until its deadline.
    async fn dossier(
        &self,
        tx: &Tx,
        campaign: CampaignId,
        deadline_at: Option<DateTime<Utc>>,
    ) -> db::Result<Dossier>;
}
