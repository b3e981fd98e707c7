//! Finding campaigns: filter, order, page, count, facets.

mod conditions;
mod list;

use chrono::{DateTime, Utc};
use kernel::{Currency, Money};
use serde::{Deserialize, Serialize};

use crate::{
    campaign::CampaignState,
    project::Field,
    standing::{LegalStatus, Standing},
    words::words,
};

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
    /// Standing on a right of one of these offices (and, if asked for too, of one of these statuses
    /// and types: the same right must fulfil all three).
    pub offices: Vec<String>,
    /// Standing on a right of one of these statuses.
    pub legal_statuses: Vec<LegalStatus>,
    /// Standing on a right of one of these types.
    pub right_types: Vec<String>,
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

words! {
    /// What a list is ordered by.
    pub enum OrderField {
        /// When it went live (or was announced).
        Newest = "newest",
        /// Its deadline.
        EndsAt = "ends_at",
        /// What is promised; sums in different currencies by rough weight.
        Raised = "raised",
        /// What part of the goal is promised.
        RaisedPercent = "raised_percent",
        /// How strong its patents stand.
        Standing = "standing",
    }
}

/// The order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// By what.
    pub by: OrderField,
    /// Largest or latest first.
    pub descending: bool,
}

impl Default for Order {
    fn default() -> Self {
        Self {
            by: OrderField::Newest,
            descending: true,
        }
    }
}

impl OrderField {
    /// The way round people mean: the deadline that comes first, else the largest first.
    pub fn natural(self) -> Order {
        Order {
            by: self,
            descending: self != OrderField::EndsAt,
        }
    }

    pub(super) fn column(self) -> &'static str {
        match self {
            OrderField::Newest => "listed_at",
            OrderField::EndsAt => "deadline_at",
            OrderField::Raised => "raised_weight",
            OrderField::RaisedPercent => "funded_bps",
            OrderField::Standing => "standing_rank",
        }
    }

    pub(super) fn is_instant(self) -> bool {
        matches!(self, OrderField::Newest | OrderField::EndsAt)
    }
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
    /// By standing.
    pub standings: Vec<(Standing, u64)>,
}
