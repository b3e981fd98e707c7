//! What is to be told, and to whom.

use chrono::{DateTime, Utc};
use kernel::{CampaignId, PatentId, PayoutId, PledgeId, UserId};

use crate::{Facts, Kind};

/// What a notification is about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct About {
    /// The campaign.
    pub campaign_id: Option<CampaignId>,
    /// The pledge.
    pub pledge_id: Option<PledgeId>,
    /// The payout.
    pub payout_id: Option<PayoutId>,
    /// The patent right.
    pub patent_id: Option<PatentId>,
}

/// Something to be told to somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Who is told.
    pub to: UserId,
    /// What.
    pub kind: Kind,
    /// What it is about.
    pub about: About,
    /// What is said of it.
    pub facts: Facts,
    /// What makes it the same as another: of two with one key, the person is told one.
    pub key: String,
    /// When it happened.
    pub at: DateTime<Utc>,
}
