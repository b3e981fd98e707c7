//! A time in which a campaign's clock stands still.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{CampaignId, IpClaimId};
use uuid::Uuid;

use crate::{campaign::PauseReason, ip_claim::IpClaimState};

/// A time in which a campaign's clock stands still.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pause {
    /// Its id.
    pub id: Uuid,
    /// The campaign.
    pub campaign_id: CampaignId,
    /// Why.
    pub reason: PauseReason,
    /// The claim it is for.
    pub claim_id: Option<IpClaimId>,
    /// What became of that claim.
    pub claim_state: Option<IpClaimState>,
    /// From when.
    pub started_at: DateTime<Utc>,
    /// Until when; it goes on where there is none.
    pub ended_at: Option<DateTime<Utc>>,
}

/// When pledging would end if a campaign whose clock has stood still since `paused_at` went on at `now`.
pub(crate) fn deadline_from(
    deadline_at: Option<DateTime<Utc>>,
    paused_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    Some(deadline_at? + paused_at.map_or(TimeDelta::zero(), |since| now - since))
}

impl Pause {
    /// How long the clock has stood still at `now`.
    pub fn length(&self, now: DateTime<Utc>) -> TimeDelta {
        (self.ended_at.unwrap_or(now) - self.started_at).max(TimeDelta::zero())
    }
}
