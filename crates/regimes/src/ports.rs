//! What regimes ask of others.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use db::Tx;
use kernel::{CampaignId, Currency, Regime, UserId};

/// What regimes have to know of a campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CampaignFacts {
    /// Who runs it: the issuer.
    pub founder_id: UserId,
    /// Under which law it raises money.
    pub regime: Regime,
    /// What it is funded in.
    pub currency: Currency,
    /// Whether it is being written: what is stated of it may change, for nobody has reviewed it yet.
    pub is_draft: bool,
    /// Whether it is over.
    pub is_over: bool,
    /// When it went live.
    pub launched_at: Option<DateTime<Utc>>,
}

/// Knows the campaigns.
#[async_trait]
pub trait Campaigns: std::fmt::Debug + Send + Sync {
    /// The facts of a campaign as they stand inside the transaction, its row locked until the end of it.
    async fn lock(&self, tx: &Tx, campaign: CampaignId) -> db::Result<Option<CampaignFacts>>;
}
