//! A reviewer's look at a campaign before it goes live.

use chrono::{DateTime, Utc};
use kernel::{CampaignId, UserId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::campaign::Transition;
use kernel::words;

words! {
    /// What a reviewer decides.
    pub enum Decision {
        /// It may be launched.
        Approved = "approved",
        /// It goes back to its founder.
        ChangesRequested = "changes_requested",
    }
}

impl Decision {
    /// What it does to the campaign.
    pub fn transition(self) -> Transition {
        match self {
            Decision::Approved => Transition::Approve,
            Decision::ChangesRequested => Transition::RequestChanges,
        }
    }
}

/// One round of review: opened when a campaign is handed in, claimed by a reviewer, decided once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// Its id.
    pub id: Uuid,
    /// The campaign under review.
    pub campaign_id: CampaignId,
    /// When it was handed in.
    pub opened_at: DateTime<Utc>,
    /// Who works on it.
    pub reviewer_id: Option<UserId>,
    /// Since when.
    pub claimed_at: Option<DateTime<Utc>>,
    /// When it was decided, or the campaign ended.
    pub decided_at: Option<DateTime<Utc>>,
    /// The decision; absent while open, and when the campaign ended before one.
    pub decision: Option<Decision>,
    /// What the reviewer tells the founder.
    pub note: Option<String>,
}

impl Review {
    /// Whether somebody else than `reviewer` is working on it at `now`.
    pub fn is_held_by_another(&self, reviewer: Option<UserId>, now: DateTime<Utc>) -> bool {
        let holder = kernel::holder(self.reviewer_id, self.claimed_at, now);
        holder.is_some() && holder != reviewer
    }
}
