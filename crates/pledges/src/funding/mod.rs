//! How a campaign's funding went: by day, by reward, and what of it cannot be collected. For whoever may see its money.

mod days;
mod forecast;
mod store;

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use kernel::{
    Caller, CampaignId, RewardId, UserId,
    policy::{Action, can},
};

use crate::{PledgeState, Pledges};

pub use forecast::{Forecast, forecast};

/// A campaign whose funding is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FundingWanted {
    /// The campaign.
    pub campaign_id: CampaignId,
    /// Its founder.
    pub founder_id: UserId,
    /// When it was launched.
    pub launched_at: DateTime<Utc>,
    /// When it was decided on or ended, if it was: what is given back afterwards took nothing from what was promised.
    pub ended_at: Option<DateTime<Utc>>,
    /// The zone whose days are told apart.
    pub zone: Tz,
}

/// How a campaign's funding went.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Funding {
    /// Its days from the launch until now or its end, the first one first; of a long campaign the newest 120, where the first
    /// holds all that was before.
    pub days: Vec<FundingDay>,
    /// What is promised, by reward and by how the pledges stand.
    pub shares: Vec<FundingShare>,
}

/// What a day changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FundingDay {
    /// The day, in the campaign's zone.
    pub on: NaiveDate,
    /// What was promised more than taken back, in minor units of the campaign's currency.
    pub change_minor: i64,
    /// Pledges that began to count.
    pub placed: u32,
    /// Pledges that counted and were taken back or given up.
    pub ended: u32,
}

/// Pledges that stand alike and earn the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FundingShare {
    /// What they earn; nothing without a reward.
    pub reward_id: Option<RewardId>,
    /// How they stand.
    pub state: PledgeState,
    /// How many.
    pub count: u32,
    /// What they promise together, in minor units.
    pub minor: i64,
}

impl Pledges {
    /// How the funding of these campaigns went, as far as the caller may see their money: two statements for all of them.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn funding_of(
        &self,
        caller: &Caller,
        wanted: &[FundingWanted],
        now: DateTime<Utc>,
    ) -> db::Result<HashMap<CampaignId, Funding>> {
        let may = |wanted: &&FundingWanted| {
            let owner = wanted.founder_id;
            can(caller, Action::CampaignMoneyView { owner }).is_ok()
        };
        let spans: Vec<_> = wanted
            .iter()
            .filter(may)
            .map(|wanted| {
                // Spans are half-open, and what happens at this very moment counts.
                let until = wanted.ended_at.unwrap_or(now + TimeDelta::microseconds(1));
                (
                    wanted.campaign_id,
                    days::between(wanted.zone, wanted.launched_at, until),
                )
            })
            .collect();
        let conn = self.db.reader();
        let mut found: HashMap<_, _> = spans
            .iter()
            .map(|(id, days)| {
                let days = days.iter().map(|day| FundingDay {
                    on: day.on,
                    change_minor: 0,
                    placed: 0,
                    ended: 0,
                });
                let funding = Funding {
                    days: days.collect(),
                    shares: Vec::new(),
                };
                (*id, funding)
            })
            .collect();
        for (campaign, place, sums) in store::by_day(conn, &spans).await? {
            let day = found
                .get_mut(&campaign)
                .and_then(|funding| funding.days.get_mut(place));
            if let Some(day) = day {
                (day.change_minor, day.placed, day.ended) = sums;
            }
        }
        let campaigns: Vec<_> = wanted
            .iter()
            .filter(may)
            .map(|wanted| (wanted.campaign_id, wanted.ended_at))
            .collect();
        for (campaign, share) in store::by_reward(conn, &campaigns).await? {
            if let Some(funding) = found.get_mut(&campaign) {
                funding.shares.push(share);
            }
        }
        Ok(found)
    }
}
