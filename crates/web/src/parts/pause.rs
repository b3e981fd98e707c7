//! A campaign that stands still.

use chrono::{DateTime, Utc};

use crate::{
    graphql::{CampaignPauseReason, schema},
    words::Words,
};

/// A time in which a campaign's clock stands still.
#[derive(cynic::QueryFragment, Debug, Clone)]
pub(crate) struct CampaignPause {
    pub(crate) reason: CampaignPauseReason,
    pub(crate) started_at: DateTime<Utc>,
}

impl CampaignPause {
    /// Why it stands still, and since when, in one sentence.
    pub(crate) fn told(&self, w: &Words, zone: &str) -> String {
        let key = match self.reason {
            CampaignPauseReason::IpClaim => "campaign-paused-ip-claim",
            CampaignPauseReason::Staff => "campaign-paused-staff",
        };
        w.t1(key, "at", w.moment_in(&self.started_at, zone))
    }
}
