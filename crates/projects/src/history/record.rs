//! One past campaign.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{HistoricalCampaignId, Money};
use serde::{Deserialize, Serialize};

use kernel::words;

words! {
    /// How a past campaign ended.
    pub enum HistoricalState {
        /// Its goal was reached.
        Successful = "successful",
        /// Its goal was missed.
        Failed = "failed",
        /// Its creator ended it.
        Cancelled = "cancelled",
        /// Its platform ended it.
        Suspended = "suspended",
        /// It was running when the record was made.
        Live = "live",
        /// The record does not say.
        Undefined = "undefined",
    }
}

/// A past campaign of another platform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoricalCampaign {
    /// Its id here.
    pub id: HistoricalCampaignId,
    /// The platform it ran on.
    pub source: String,
    /// Its id there.
    pub source_id: String,
    /// Its name.
    pub name: String,
    /// Its category there.
    pub category: String,
    /// The group of its category.
    pub main_category: String,
    /// Its goal.
    pub goal: Money,
    /// What was pledged.
    pub pledged: Money,
    /// How it ended.
    pub state: HistoricalState,
    /// How many backed it.
    pub backers: i64,
    /// Its country: ISO 3166-1 alpha-2.
    pub country: String,
    /// When it was launched.
    pub launched_at: DateTime<Utc>,
    /// The day it ended.
    pub deadline_on: NaiveDate,
    /// Its goal in US cents, if recorded.
    pub usd_goal_minor: Option<i64>,
    /// What was pledged in US cents, if recorded.
    pub usd_pledged_minor: Option<i64>,
}

words! {
    /// What is odd about a row that is kept.
    pub enum Warning {
        /// Launched before the platform opened.
        LaunchedBeforeOpening = "launched_before_opening",
        /// Ended before it was launched.
        DeadlineBeforeLaunch = "deadline_before_launch",
        /// Successful, yet pledged less than its goal.
        SuccessBelowGoal = "success_below_goal",
        /// Failed, yet pledged at least its goal.
        FailureAboveGoal = "failure_above_goal",
    }
}
