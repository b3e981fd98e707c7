//! Which campaigns a list is of, and in which order.

use async_graphql::{Enum, InputObject, Result};
use chrono::{DateTime, NaiveDate, Utc};
use patents::number::RightType;
use projects::discover::{Discover, Order, OrderField};

use super::{
    enums::{CampaignState, OrderDirection, TechnologyField},
    money::{MoneyInput, MoneyRange},
    scalars::{CurrencyCode, IpcSymbol},
    types::patent::{Office, PatentRightType, PatentStatusValue, WatchLevel},
};
use crate::http::{ErrorCode, problem};

/// Which campaigns are wanted. Conditions add up; an absent or empty list is no condition.
#[derive(Default, InputObject)]
pub struct CampaignFilter {
    /// Words in either language, of a campaign or of a patent's title, or a patent number.
    text: Option<String>,
    /// In one of these states. States that only their founder sees find nothing.
    state_in: Option<Vec<CampaignState>>,
    /// In one of these fields of technology.
    field_in: Option<Vec<TechnologyField>>,
    /// Standing on a right of one of these offices. What is asked of a right here and by `legalStatusIn`, `rightTypeIn`,
    /// `rightExpiresOn` and `rightLevelIn`, one and the same right must fulfil.
    office_in: Option<Vec<Office>>,
    /// Standing on a right of one of these statuses.
    legal_status_in: Option<Vec<PatentStatusValue>>,
    /// Standing on a right of one of these kinds.
    right_type_in: Option<Vec<PatentRightType>>,
    /// Standing on a right whose term ends in this range. A right that ended before its term is not found by it.
    right_expires_on: Option<DateRange>,
    /// Standing on a right of one of these watch levels: the `level` of a right shown beside the campaign.
    right_level_in: Option<Vec<WatchLevel>>,
    /// With one of these as the worst watch level of all its rights: its `ipPanel.level`.
    ip_level_in: Option<Vec<WatchLevel>>,
    /// Standing on a right with an IPC symbol that begins like one of these.
    ipc_prefix_in: Option<Vec<IpcSymbol>>,
    /// Funded in one of these currencies.
    currency_in: Option<Vec<CurrencyCode>>,
    /// With a goal in this range, in its currency.
    goal: Option<MoneyRange>,
    /// Ending in this range.
    ends_at: Option<DateTimeRange>,
}

/// Instants from `from`, included, to `to`, excluded.
#[derive(InputObject)]
pub struct DateTimeRange {
    /// At this instant or later.
    from: Option<DateTime<Utc>>,
    /// Before this instant.
    to: Option<DateTime<Utc>>,
}

/// Days from `from`, included, to `to`, excluded.
#[derive(InputObject)]
pub struct DateRange {
    /// On this day or later.
    from: Option<NaiveDate>,
    /// Before this day.
    to: Option<NaiveDate>,
}

/// The order of a list of campaigns.
#[derive(InputObject)]
pub struct CampaignOrder {
    /// By what.
    field: CampaignOrderField,
    /// Which way round.
    direction: OrderDirection,
}

/// What a list of campaigns is ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "projects::discover::OrderField")]
pub enum CampaignOrderField {
    /// When it went live.
    Newest,
    /// Its deadline.
    EndsAt,
    /// What is promised; sums in different currencies by rough weight.
    Raised,
    /// What part of the goal is promised.
    RaisedPercent,
    /// How strong its patents stand.
    Standing,
    /// When the first of its rights in force expires. Campaigns on none that does come last, either way round.
    ExpiresOn,
    /// Its `ipPanel.level`, the worst watch level of its rights, GREEN first when ascending. Campaigns of which none is known come after LOST.
    Risk,
}

/// The levels as projects call them.
fn levels(wanted: Option<Vec<WatchLevel>>) -> Vec<projects::WatchLevel> {
    let level = |level: WatchLevel| match level {
        WatchLevel::Green => projects::WatchLevel::Green,
        WatchLevel::Notice => projects::WatchLevel::Notice,
        WatchLevel::Alert => projects::WatchLevel::Alert,
        WatchLevel::Lost => projects::WatchLevel::Lost,
    };
    wanted.unwrap_or_default().into_iter().map(level).collect()
}

impl CampaignFilter {
    pub(super) fn into_domain(self) -> Result<Discover> {
        let amount = |field: &str, input: Option<MoneyInput>| {
            input
                .map(|input| kernel::Money::try_from(&input))
                .transpose()
                .map_err(|error| problem(ErrorCode::BadUserInput, format!("filter.goal.{field}: {error}")))
        };
        let goal = self.goal.map_or((None, None), |range| (range.min, range.max));
        let ends = self.ends_at.map_or((None, None), |range| (range.from, range.to));
        let currencies = self
            .currency_in
            .unwrap_or_default()
            .into_iter()
            .map(|code| code.0.parse());
        let expires = self
            .right_expires_on
            .map_or((None, None), |range| (range.from, range.to));
        let status = |value: PatentStatusValue| patents::LegalStatus::from(value).as_str().parse();
        Ok(Discover {
            text: self.text.map(|text| text.chars().take(200).collect()),
            states: self
                .state_in
                .unwrap_or_default()
                .into_iter()
                .map(Into::into)
                .collect(),
            fields: self
                .field_in
                .unwrap_or_default()
                .into_iter()
                .map(Into::into)
                .collect(),
            currencies: currencies
                .collect::<std::result::Result<_, _>>()
                .map_err(|error: kernel::MoneyError| problem(ErrorCode::BadUserInput, error.to_string()))?,
            offices: self
                .office_in
                .unwrap_or_default()
                .into_iter()
                .filter_map(Office::code)
                .map(str::to_owned)
                .collect(),
            legal_statuses: self
                .legal_status_in
                .unwrap_or_default()
                .into_iter()
                .filter_map(|v| status(v).ok())
                .collect(),
            right_types: self
                .right_type_in
                .unwrap_or_default()
                .into_iter()
                .map(|kind| RightType::from(kind).as_str().to_owned())
                .collect(),
            right_expires_from: expires.0,
            right_expires_to: expires.1,
            right_levels: levels(self.right_level_in),
            levels: levels(self.ip_level_in),
            ipc_prefixes: self
                .ipc_prefix_in
                .unwrap_or_default()
                .into_iter()
                .map(|symbol| symbol.0)
                .collect(),
            goal_min: amount("min", goal.0)?,
            goal_max: amount("max", goal.1)?,
            ends_from: ends.0,
            ends_to: ends.1,
            ..Discover::default()
        })
    }
}

impl CampaignOrder {
    pub(super) fn into_domain(self) -> Order {
        Order {
            by: OrderField::from(self.field),
            descending: self.direction == OrderDirection::Desc,
        }
    }
}
