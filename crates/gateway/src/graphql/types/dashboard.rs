//! How a campaign's funding goes, as its founder looks at it.

use std::collections::HashMap;

use async_graphql::{ComplexObject, Context, Object, Result, SimpleObject};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use kernel::RewardId;
use pledges::{Funding, FundingShare, FundingWanted, PledgeState as Stored};

use super::{
    super::{context::Resolving, loaders::FundingOf, money::Money},
    pledge::PledgeState,
    reward::Reward,
};

/// How a campaign's funding goes: for its founder and for finance.
pub struct CampaignDashboard {
    campaign: projects::Campaign,
    funding: Funding,
    now: DateTime<Utc>,
}

/// A day of a campaign, in its zone.
#[derive(SimpleObject)]
pub struct CampaignFundingDay {
    /// The day.
    on: NaiveDate,
    /// What was promised more than taken back; less than nothing where more was taken back.
    change: Money,
    /// What was promised in all when it ended, or now.
    raised: Money,
    /// Pledges that began to count.
    placed_count: i32,
    /// Pledges that counted and were taken back or given up.
    ended_count: i32,
}

/// What is promised for one reward.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct CampaignRewardShare {
    /// What is promised for it.
    amount: Money,
    /// By how many pledges.
    pledge_count: i32,
    #[graphql(skip)]
    reward_id: Option<RewardId>,
}

#[ComplexObject]
impl CampaignRewardShare {
    /// The reward; null for what is promised without one.
    async fn reward(&self, ctx: &Context<'_>) -> Result<Option<Reward>> {
        match self.reward_id {
            Some(id) => Ok(ctx.loaders()?.one(id).await?.map(Reward)),
            None => Ok(None),
        }
    }
}

/// Pledges whose money could not be collected, or not yet.
#[derive(SimpleObject)]
pub struct CampaignFailedPayments {
    /// How these pledges stand.
    state: PledgeState,
    /// What they promise together.
    amount: Money,
    /// How many there are.
    pledge_count: i32,
}

/// What may be promised at the deadline, if the days to come are like the last: an estimate, no promise. Four times in five the
/// total lies between low and high then, if the days are alike and independent of each other.
#[derive(SimpleObject)]
pub struct CampaignForecast {
    /// Nine times in ten it is more.
    low: Money,
    /// The pace of the last days, gone on with.
    middle: Money,
    /// Nine times in ten it is less.
    high: Money,
    /// How many whole days were looked at: the last 14 at most.
    day_count: i32,
}

/// How it goes for who may see it; nothing for others, and before the launch.
pub(super) async fn of(
    ctx: &Context<'_>,
    campaign: &projects::Campaign,
) -> Result<Option<CampaignDashboard>> {
    let Some(launched_at) = campaign.launched_at else {
        return Ok(None);
    };
    let wanted = FundingWanted {
        campaign_id: campaign.id,
        founder_id: campaign.founder_id,
        launched_at,
        ended_at: campaign.ended_at,
        zone: campaign.zone.parse().unwrap_or(chrono_tz::UTC),
    };
    let found = ctx.loaders()?.one(FundingOf(wanted)).await?;
    let now = ctx.app()?.now();
    Ok(found.map(|funding| CampaignDashboard {
        campaign: campaign.clone(),
        funding,
        now,
    }))
}

fn whole(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

impl CampaignDashboard {
    fn promised(&self) -> i64 {
        let days = || self.funding.days.iter().map(|day| day.change_minor);
        match self.campaign.ended_at {
            Some(_) => days().fold(0, i64::saturating_add),
            None => self.campaign.pledged.minor,
        }
    }

    fn money(&self, minor: i64) -> Money {
        kernel::Money::new(minor, self.campaign.currency).into()
    }
}

/// How a campaign's funding goes: for its founder and for finance.
#[Object]
impl CampaignDashboard {
    /// What is promised now; of a campaign that ended, what was promised then: what was given back afterwards took nothing from it.
    async fn raised(&self) -> Money {
        self.money(self.promised())
    }

    /// What part of the goal that is, in percent, cut down.
    async fn raised_percent(&self) -> i32 {
        let promised = kernel::Money::new(self.promised(), self.campaign.currency);
        let part = self
            .campaign
            .goal
            .map(|goal| kernel::BasisPoints::ratio(promised, goal));
        part.map_or(0, |part| i32::try_from(part.0 / 100).unwrap_or(i32::MAX))
    }

    /// How many pledges promise it.
    async fn pledge_count(&self) -> i32 {
        let counts = self.funding.shares.iter().map(|share| share.count);
        whole(counts.fold(0, u32::saturating_add))
    }

    /// Its days from the launch until now or its end, the first one first; of a long campaign the newest 120, where the first
    /// holds all that was before.
    async fn days(&self) -> Vec<CampaignFundingDay> {
        let mut raised = 0_i64;
        let shown = |day: &pledges::FundingDay| {
            raised = raised.saturating_add(day.change_minor);
            CampaignFundingDay {
                on: day.on,
                change: self.money(day.change_minor),
                raised: self.money(raised),
                placed_count: whole(day.placed),
                ended_count: whole(day.ended),
            }
        };
        self.funding.days.iter().map(shown).collect()
    }

    /// What is promised for each reward, the most first.
    async fn rewards(&self) -> Vec<CampaignRewardShare> {
        let mut sums: HashMap<Option<RewardId>, (i64, u32)> = HashMap::new();
        for share in &self.funding.shares {
            let (minor, count) = sums.entry(share.reward_id).or_default();
            *minor = minor.saturating_add(share.minor);
            *count = count.saturating_add(share.count);
        }
        let mut sums: Vec<_> = sums.into_iter().collect();
        sums.sort_by_key(|(reward, (minor, _))| (std::cmp::Reverse(*minor), *reward));
        sums.into_iter()
            .map(|(reward_id, (minor, count))| CampaignRewardShare {
                amount: self.money(minor),
                pledge_count: whole(count),
                reward_id,
            })
            .collect()
    }

    /// Pledges whose money could not be collected, or waits for their investors; empty before the deadline.
    async fn failed_payments(&self) -> Vec<CampaignFailedPayments> {
        let failed = [Stored::ActionRequired, Stored::Errored, Stored::Dropped];
        let of = |state: Stored| {
            let shares = self.funding.shares.iter().filter(|share| share.state == state);
            let (count, minor) = shares.fold((0_u32, 0_i64), |(count, minor), share: &FundingShare| {
                (
                    count.saturating_add(share.count),
                    minor.saturating_add(share.minor),
                )
            });
            (count > 0).then(|| CampaignFailedPayments {
                state: state.into(),
                amount: self.money(minor),
                pledge_count: whole(count),
            })
        };
        failed.into_iter().filter_map(of).collect()
    }

    /// What may be promised at the deadline, by the pace of the last whole days. Null before there are five of them, and unless
    /// pledging goes on.
    async fn forecast(&self) -> Option<CampaignForecast> {
        let deadline = self
            .campaign
            .deadline_at
            .filter(|_| self.campaign.takes_pledges(self.now))?;
        // Today is not over, and the day of the launch was no whole day.
        let days = self
            .funding
            .days
            .get(1..self.funding.days.len().checked_sub(1)?)?;
        let changes: Vec<_> = days.iter().map(|day| day.change_minor).collect();
        let left: TimeDelta = deadline - self.now;
        let found = pledges::forecast(self.campaign.pledged.minor, &changes, left)?;
        Some(CampaignForecast {
            low: self.money(found.low_minor),
            middle: self.money(found.middle_minor),
            high: self.money(found.high_minor),
            day_count: whole(found.days),
        })
    }
}
