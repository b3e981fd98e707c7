//! What a list is ordered by, and where a page of it begins.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use sea_orm::{QueryResult, Value};
use serde::{Deserialize, Serialize};

use kernel::words;

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
        /// When the first of its rights in force expires; where none does, last either way round.
        ExpiresOn = "expires_on",
        /// The worst watch level of its rights, best before worst; where none is known, after the worst.
        Risk = "risk",
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
    /// The way round people mean: the deadline that comes first, the least risk, else the largest first.
    pub fn natural(self) -> Order {
        Order {
            by: self,
            descending: !matches!(self, OrderField::EndsAt | OrderField::Risk),
        }
    }
}

/// The risk of a campaign as SQL on the table named `c`; nothing known is worse than the worst.
pub(super) const RISK: &str = "COALESCE(c.level_rank, 4)";

impl Order {
    /// What it sorts by, as SQL on the table named `c`. Each has an index that says the same.
    pub(super) fn expression(self) -> &'static str {
        match self.by {
            OrderField::Newest => "c.listed_at",
            OrderField::EndsAt => "c.deadline_at",
            OrderField::Raised => "c.raised_weight",
            OrderField::RaisedPercent => "c.funded_bps",
            OrderField::Standing => "c.standing_rank",
            OrderField::ExpiresOn if self.descending => "COALESCE(c.earliest_expiry, '0001-01-01')",
            OrderField::ExpiresOn => "COALESCE(c.earliest_expiry, '9999-12-31')",
            OrderField::Risk => RISK,
        }
    }

    /// A row's `sort_key` as it stands in a cursor: a number, microseconds, or days of the common era.
    pub(super) fn read_key(self, row: &QueryResult) -> Result<i64, sea_orm::DbErr> {
        Ok(match self.by {
            OrderField::Newest | OrderField::EndsAt => {
                row.try_get::<DateTime<Utc>>("", "sort_key")?.timestamp_micros()
            }
            OrderField::ExpiresOn => row
                .try_get::<NaiveDate>("", "sort_key")?
                .num_days_from_ce()
                .into(),
            _ => row.try_get("", "sort_key")?,
        })
    }

    /// A cursor's key as it is compared with.
    pub(super) fn bound_key(self, key: i64) -> Value {
        match self.by {
            OrderField::Newest | OrderField::EndsAt => DateTime::<Utc>::from_timestamp_micros(key)
                .unwrap_or_default()
                .into(),
            OrderField::ExpiresOn => i32::try_from(key)
                .ok()
                .and_then(NaiveDate::from_num_days_from_ce_opt)
                .unwrap_or_default()
                .into(),
            _ => key.into(),
        }
    }
}
