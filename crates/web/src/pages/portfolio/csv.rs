//! One's pledges of a year, to keep or to hand to whoever does one's taxes.

use axum::{extract::Path, response::Response};
use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};

use super::PledgeFilter;
use crate::{
    failure::Failure,
    graphql::{Money, PledgeState, RefundState, schema},
    pages::voices::PageInfo,
    parts::{csv::Csv, items::PledgeItem, pledge::RewardTitle},
    visit::Visit,
};

/// Pages of a hundred pledges that are read at the most.
const PAGES: usize = 100;

#[derive(cynic::QueryVariables, Debug)]
struct YearVariables {
    filter: PledgeFilter,
    after: Option<String>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "YearVariables")]
struct YearQuery {
    viewer: Option<YearViewer>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Viewer", variables = "YearVariables")]
struct YearViewer {
    #[arguments(first: 100, after: $after, filter: $filter)]
    pledges: YearPledges,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "PledgeConnection")]
struct YearPledges {
    page_info: PageInfo,
    nodes: Vec<YearPledge>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Pledge")]
struct YearPledge {
    id: cynic::Id,
    placed_at: DateTime<Utc>,
    amount: Money,
    state: PledgeState,
    campaign: Option<YearCampaign>,
    reward: Option<RewardTitle>,
    items: Vec<PledgeItem>,
    refunds: Vec<YearRefund>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Campaign")]
struct YearCampaign {
    title: String,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Refund")]
struct YearRefund {
    amount: Money,
    state: RefundState,
}

impl YearPledge {
    /// What went back by refunds that stand so, in the pledge's currency.
    fn refunded(&self, states: &[RefundState]) -> String {
        let refunds = self
            .refunds
            .iter()
            .filter(|refund| states.contains(&refund.state));
        let minor = refunds.fold(0_i64, |sum, refund| {
            sum.saturating_add(refund.amount.value().minor)
        });
        let currency = self.amount.value().currency;
        kernel::Money::new(minor, currency).to_decimal().to_string()
    }
}

/// `GET /portfolio/{year}.csv`
pub(crate) async fn year(visit: Visit, Path(file): Path<String>) -> Response {
    match table(&visit, &file).await {
        Ok((year, table)) => table.saved_as(&format!("farsight-pledges-{year}")),
        Err(failure) => failure.respond(&visit),
    }
}

async fn table(visit: &Visit, file: &str) -> Result<(i32, Csv), Failure> {
    visit.signed_in()?;
    let year: i32 = file
        .strip_suffix(".csv")
        .and_then(|year| year.parse().ok())
        .filter(|year| (2000..=2100).contains(year))
        .ok_or(Failure::NotFound)?;
    let begins = |year| -> Result<DateTime<Utc>, Failure> {
        let day = NaiveDate::from_ymd_opt(year, 1, 1).ok_or(Failure::NotFound)?;
        Ok(day.and_time(chrono::NaiveTime::MIN).and_utc())
    };
    let filter = PledgeFilter {
        placed_from: Some(begins(year)?),
        placed_before: Some(begins(year + 1)?),
        ..PledgeFilter::default()
    };
    let w = visit.words();
    let heads = [
        "placed",
        "pledge",
        "campaign",
        "reward",
        "items",
        "amount",
        "currency",
        "state",
        "refunded",
        "refunding",
    ];
    let mut table = Csv::new(&heads.map(|head| w.label_of("portfolio-head", head)));
    let mut after = None;
    for _ in 0..PAGES {
        let variables = YearVariables {
            filter: filter.clone(),
            after,
        };
        let found: YearQuery = visit.query(variables).await?;
        let page = found.viewer.ok_or(Failure::SignIn)?.pledges;
        for pledge in &page.nodes {
            table.row(&[
                pledge.placed_at.to_rfc3339_opts(SecondsFormat::Secs, true),
                pledge.id.inner().to_owned(),
                pledge
                    .campaign
                    .as_ref()
                    .map(|campaign| campaign.title.clone())
                    .unwrap_or_default(),
                pledge
                    .reward
                    .as_ref()
                    .map(|reward| reward.title.clone())
                    .unwrap_or_default(),
                w.list(&pledge.items.iter().map(PledgeItem::line).collect::<Vec<_>>()),
                pledge.amount.amount.to_string(),
                pledge.amount.currency.to_string(),
                w.label("pledge-state", &pledge.state),
                pledge.refunded(&[RefundState::Succeeded, RefundState::Manual]),
                pledge.refunded(&[RefundState::Requested, RefundState::Sent]),
            ]);
        }
        after = page.page_info.end_cursor.filter(|_| page.page_info.has_next_page);
        if after.is_none() {
            return Ok((year, table));
        }
    }
    // A table that ends early must not look whole.
    table.row(&[w.t("portfolio-csv-cut")]);
    Ok((year, table))
}
