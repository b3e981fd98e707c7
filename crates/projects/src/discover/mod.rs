//! Finding campaigns: filter, order, page, count, facets.

mod conditions;
mod facets;
mod list;
mod order;

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{Currency, Money};
use serde::{Deserialize, Serialize};

use crate::{
    campaign::CampaignState,
    level::WatchLevel,
    project::Field,
    standing::{LegalStatus, Standing},
};

pub use order::{Order, OrderField};

/// How far a total or a facet is counted.
pub const COUNT_CAP: u64 = 10_000;

/// Which campaigns are wanted. Conditions add up; an empty list is no condition.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Discover {
    /// Words in either language, a patent's title or number.
    pub text: Option<String>,
    /// In one of these states; live ones if none is named. States nobody but the founder sees find nothing.
    pub states: Vec<CampaignState>,
    /// In one of these fields of technology.
    pub fields: Vec<Field>,
    /// In one of these countries.
    pub countries: Vec<String>,
    /// Funded in one of these currencies.
    pub currencies: Vec<Currency>,
    /// Standing on a right of one of these offices. What is asked of a right here and in the next five
    /// conditions, one and the same right must fulfil.
    pub offices: Vec<String>,
    /// Standing on a right of one of these statuses.
    pub legal_statuses: Vec<LegalStatus>,
    /// Standing on a right of one of these types.
    pub right_types: Vec<String>,
    /// Standing on a right whose term ends on this day or later. A right that ended before its term has no such day.
    pub right_expires_from: Option<NaiveDate>,
    /// Standing on a right whose term ends before this day.
    pub right_expires_to: Option<NaiveDate>,
    /// Standing on a right of one of these watch levels.
    pub right_levels: Vec<WatchLevel>,
    /// With one of these as the worst watch level of its rights.
    pub levels: Vec<WatchLevel>,
    /// Standing on a right with an IPC symbol that begins like one of these.
    pub ipc_prefixes: Vec<String>,
    /// With patents that stand like this.
    pub standings: Vec<Standing>,
    /// With a goal of at least this, in its currency.
    pub goal_min: Option<Money>,
    /// With a goal of at most this, in its currency.
    pub goal_max: Option<Money>,
    /// Ending at this instant or later.
    pub ends_from: Option<DateTime<Utc>>,
    /// Ending before this instant.
    pub ends_to: Option<DateTime<Utc>>,
}

/// A count that stops at [`COUNT_CAP`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// How many, at most the cap.
    pub value: u64,
    /// Whether there are more than the cap.
    pub capped: bool,
}

/// How many of the campaigns found have each value. Counted over the first [`COUNT_CAP`] of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facets {
    /// By field of technology.
    pub fields: Vec<(Field, u64)>,
    /// By office of a right they stand on.
    pub offices: Vec<(String, u64)>,
    /// By legal status of a right they stand on.
    pub legal_statuses: Vec<(LegalStatus, u64)>,
    /// By type of a right they stand on.
    pub right_types: Vec<(String, u64)>,
    /// By the worst watch level of their rights.
    pub levels: Vec<(WatchLevel, u64)>,
    /// By standing.
    pub standings: Vec<(Standing, u64)>,
}
