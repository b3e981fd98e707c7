//! How a campaign's funding goes: by day, by reward, where it may come to, and what of it failed.

#[cfg(test)]
mod tests;

use axum::{extract::Path, response::Response};
use chrono::{DateTime, NaiveDate, Utc};
use http::StatusCode;

use super::campaign_id;
use crate::{
    failure::Failure,
    graphql::{ById, ByIdFields, CampaignState, CurrencyCode, Money, PledgeState, schema},
    parts::{
        chart::{self, Bar, Scale, bars, minor, points, x},
        csv::Csv,
        pledge::RewardTitle,
    },
    shell::{self, Shell},
    visit::Visit,
};

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "ById")]
struct DashboardQuery {
    #[arguments(id: $id)]
    campaign: Option<DashboardCampaign>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Campaign")]
struct DashboardCampaign {
    id: cynic::Id,
    slug: String,
    title: String,
    state: CampaignState,
    zone: String,
    viewer_can_edit: bool,
    currency: CurrencyCode,
    goal: Option<Money>,
    follower_count: i32,
    ends_at: Option<DateTime<Utc>>,
    add_ons: Vec<ChosenAddOn>,
    dashboard: Option<CampaignDashboard>,
}

/// An add-on, and how many of it are taken.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Reward")]
struct ChosenAddOn {
    title: String,
    amount: Money,
    claimed: i32,
}

#[derive(cynic::QueryFragment, Debug)]
struct CampaignDashboard {
    raised: Money,
    raised_percent: i32,
    pledge_count: i32,
    days: Vec<CampaignFundingDay>,
    rewards: Vec<CampaignRewardShare>,
    failed_payments: Vec<CampaignFailedPayments>,
    forecast: Option<CampaignForecast>,
}

#[derive(cynic::QueryFragment, Debug)]
struct CampaignFundingDay {
    on: NaiveDate,
    change: Money,
    raised: Money,
    placed_count: i32,
    ended_count: i32,
}

#[derive(cynic::QueryFragment, Debug)]
struct CampaignRewardShare {
    reward: Option<RewardTitle>,
    amount: Money,
    pledge_count: i32,
}

#[derive(cynic::QueryFragment, Debug)]
struct CampaignFailedPayments {
    state: PledgeState,
    amount: Money,
    pledge_count: i32,
}

#[derive(cynic::QueryFragment, Debug)]
struct CampaignForecast {
    low: Money,
    middle: Money,
    high: Money,
    day_count: i32,
}

impl CampaignRewardShare {
    fn title<'a>(&'a self, none: &'a str) -> &'a str {
        self.reward.as_ref().map_or(none, |reward| &reward.title)
    }
}

/// What was raised, as a line, with where it may come to.
struct Curve {
    /// The corners of the line.
    line: String,
    /// The corners of the band the forecast keeps inside; nothing without one.
    band: Option<String>,
    /// How far from above the goal stands.
    goal: Option<i64>,
}

/// A reward's bar, in thousandths of the longest.
struct Share<'a> {
    title: String,
    width: i64,
    share: &'a CampaignRewardShare,
}

#[derive(askama::Template)]
#[template(path = "founder_dashboard.html")]
struct DashboardPage {
    shell: Shell,
    c: DashboardCampaign,
    dashboard: CampaignDashboard,
}

impl DashboardPage {
    /// The line of what was raised. The forecast goes on from its end, over as many days as are left.
    fn curve(&self) -> Curve {
        let raised: Vec<_> = self.dashboard.days.iter().map(|day| minor(&day.raised)).collect();
        let forecast = self.dashboard.forecast.as_ref();
        let goal = self.c.goal.as_ref().map(minor);
        let highest = forecast.map(|forecast| minor(&forecast.high));
        let scale = Scale::holding(raised.iter().copied().chain(goal).chain(highest));
        let last = raised.len().saturating_sub(1);
        let places = last + 1 + forecast.map_or(0, |_| self.days_left());
        let line: Vec<_> = raised
            .iter()
            .enumerate()
            .map(|(i, amount)| (x(i, places), scale.y(*amount)))
            .collect();
        let band = forecast.and_then(|forecast| {
            let end = chart::WIDTH;
            let corners = [
                *line.last()?,
                (end, scale.y(minor(&forecast.high))),
                (end, scale.y(minor(&forecast.low))),
            ];
            Some(points(&corners))
        });
        Curve {
            line: points(&line),
            band,
            goal: goal.map(|goal| scale.y(goal)),
        }
    }

    /// How many days come after the last one that is shown, until the deadline.
    fn days_left(&self) -> usize {
        let zone = self.c.zone.parse().unwrap_or(chrono_tz::UTC);
        let end = self.c.ends_at.map(|at| at.with_timezone(&zone).date_naive());
        let last = self.dashboard.days.last().map(|day| day.on);
        match (end, last) {
            (Some(end), Some(last)) => usize::try_from((end - last).num_days())
                .unwrap_or(0)
                .clamp(1, 400),
            _ => 1,
        }
    }

    fn day_bars(&self) -> Vec<Bar> {
        let changes: Vec<_> = self.dashboard.days.iter().map(|day| minor(&day.change)).collect();
        bars(&changes)
    }

    fn shares(&self) -> Vec<Share<'_>> {
        let none = self.shell.w.t("dashboard-no-reward");
        let most = self
            .dashboard
            .rewards
            .iter()
            .map(|share| minor(&share.amount))
            .max();
        let most = i128::from(most.unwrap_or(0).max(1));
        let share = |share: &'_ CampaignRewardShare| i128::from(minor(&share.amount).max(0)) * 1000 / most;
        self.dashboard
            .rewards
            .iter()
            .map(|found| Share {
                title: found.title(&none).to_owned(),
                width: i64::try_from(share(found)).unwrap_or(1000),
                share: found,
            })
            .collect()
    }

    /// What the forecast says, in one sentence.
    fn forecast_sentence(&self, forecast: &CampaignForecast) -> String {
        let w = self.shell.w;
        let amounts = [
            ("low", w.about(&forecast.low)),
            ("high", w.about(&forecast.high)),
            ("middle", w.about(&forecast.middle)),
        ];
        i18n::text(w.0, "dashboard-forecast-says", &amounts)
    }
}

async fn find(visit: &Visit, id: &str) -> Result<(DashboardCampaign, CampaignDashboard), Failure> {
    visit.signed_in()?;
    let found: DashboardQuery = visit.query(ById { id: campaign_id(id)? }).await?;
    // Whoever may not see it is told as little as of a campaign that is none; a founder of one not launched is told so.
    let mut campaign = found.campaign.ok_or(Failure::NotFound)?;
    let campaign_currency = campaign.currency.clone();
    match campaign.dashboard.take() {
        Some(dashboard) => Ok((campaign, dashboard)),
        None if campaign.viewer_can_edit => Ok((
            campaign,
            CampaignDashboard {
                raised: Money::zero(campaign_currency),
                raised_percent: 0,
                pledge_count: 0,
                days: Vec::new(),
                rewards: Vec::new(),
                failed_payments: Vec::new(),
                forecast: None,
            },
        )),
        None => Err(Failure::NotFound),
    }
}

/// `GET /founder/{id}/dashboard`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match find(&visit, &id).await {
        Ok((c, dashboard)) => {
            let title = visit.words().t1("dashboard-title", "title", &c.title);
            let page = DashboardPage {
                shell: Shell::titled(&visit, title),
                c,
                dashboard,
            };
            shell::page(&page, StatusCode::OK)
        }
        Err(failure) => failure.respond(&visit),
    }
}

/// `GET /founder/{id}/dashboard/days.csv`: what stands in the table of days, for spreadsheets.
pub(crate) async fn days_csv(visit: Visit, Path(id): Path<String>) -> Response {
    let (c, dashboard) = match find(&visit, &id).await {
        Ok(found) => found,
        Err(failure) => return failure.respond(&visit),
    };
    let w = visit.words();
    let heads = ["day", "change", "raised", "currency", "placed", "ended"];
    let mut table = Csv::new(&heads.map(|head| w.label_of("dashboard-head", head)));
    for day in &dashboard.days {
        table.row(&[
            day.on.to_string(),
            day.change.amount.to_string(),
            day.raised.amount.to_string(),
            day.change.currency.to_string(),
            day.placed_count.to_string(),
            day.ended_count.to_string(),
        ]);
    }
    table.saved_as(&format!("{}-days", c.slug))
}

/// `GET /founder/{id}/dashboard/rewards.csv`: what is promised for each reward; of add-ons, what one costs and how many are taken.
pub(crate) async fn rewards_csv(visit: Visit, Path(id): Path<String>) -> Response {
    let (c, dashboard) = match find(&visit, &id).await {
        Ok(found) => found,
        Err(failure) => return failure.respond(&visit),
    };
    let w = visit.words();
    let heads = ["reward", "amount", "currency", "pledges", "chosen"];
    let mut table = Csv::new(&heads.map(|head| w.label_of("dashboard-head", head)));
    let none = w.t("dashboard-no-reward");
    for share in &dashboard.rewards {
        table.row(&[
            share.title(&none).to_owned(),
            share.amount.amount.to_string(),
            share.amount.currency.to_string(),
            share.pledge_count.to_string(),
            String::new(),
        ]);
    }
    for add_on in &c.add_ons {
        table.row(&[
            add_on.title.clone(),
            add_on.amount.amount.to_string(),
            add_on.amount.currency.to_string(),
            String::new(),
            add_on.claimed.to_string(),
        ]);
    }
    table.saved_as(&format!("{}-rewards", c.slug))
}
