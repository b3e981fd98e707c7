//! What pledges asks of campaigns and patents. Implemented where the parts are wired.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use db::Tx;
use kernel::{Caller, CampaignId, Currency, Money, Regime, RewardId, UserId};
use serde_json::Value;

use crate::{GraveRisks, PledgeLimits, ShortfallRule};

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
    /// Everything is paid out.
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

/// What became of the wish for a reward.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RewardReservation {
    /// One is taken; it is earned by a pledge of at least this much.
    Reserved {
        /// The least pledge, in minor units of the campaign's currency.
        amount_minor: i64,
    },
    /// None is left.
    SoldOut,
    /// The campaign does not offer it.
    NotFound,
}

/// Campaigns, as far as pledging decides with them. Rows are locked in one order everywhere:
/// campaign, reward, pledge.
#[async_trait]
pub trait FundingTerms: std::fmt::Debug + Send + Sync {
    /// Locks the campaign until the end of the transaction and reads its terms. `None` if there
    /// is none, or if it is not public yet.
    async fn lock(&self, tx: &Tx, campaign: CampaignId) -> db::Result<Option<Terms>>;

    /// Takes one of a reward, never beyond its limit.
    async fn reserve_reward(
        &self,
        tx: &Tx,
        reward: RewardId,
        campaign: CampaignId,
    ) -> db::Result<RewardReservation>;

    /// The least pledge that earns a reward which somebody has chosen, in minor units.
    async fn reward_amount(&self, tx: &Tx, reward: RewardId) -> db::Result<i64>;

    /// Gives one of a reward back.
    async fn return_reward(&self, tx: &Tx, reward: RewardId) -> db::Result<()>;

    /// Adds to what is promised (or takes from it), in minor units, and to the number of those
    /// who promised it.
    async fn add_committed(
        &self,
        tx: &Tx,
        campaign: CampaignId,
        minor: i64,
        investors: i64,
    ) -> db::Result<()>;

    /// The end of the last of `count` business days after `now`, where the campaign is at home. The
    /// day of `now` is not counted.
    async fn end_of_business_days(
        &self,
        tx: &Tx,
        campaign: CampaignId,
        now: DateTime<Utc>,
        count: u16,
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
