//! How much registers show for a right. It is no valuation, and the page says so beside it.

use chrono::NaiveDate;

use crate::graphql::{EvidenceAspect, schema};

/// How much registers show for a right.
#[derive(cynic::QueryFragment, Debug)]
pub(super) struct EvidenceScore {
    pub(super) value: Option<i32>,
    pub(super) coverage: i32,
    pub(super) message: String,
    pub(super) because: Option<String>,
    pub(super) points: Vec<ScorePoint>,
    pub(super) as_of: NaiveDate,
    pub(super) disclaimer: String,
}

/// One part of a score.
#[derive(cynic::QueryFragment, Debug)]
pub(super) struct ScorePoint {
    pub(super) aspect: EvidenceAspect,
    pub(super) message: String,
    pub(super) points: Option<f64>,
    pub(super) of: f64,
}

impl EvidenceScore {
    /// What was measured, each with what it earned.
    pub(super) fn measured(&self) -> Vec<(&ScorePoint, f64)> {
        let earned = |point: &ScorePoint| point.points;
        let points = self.points.iter();
        points
            .filter_map(|point| earned(point).map(|earned| (point, earned)))
            .collect()
    }

    /// What could not be measured.
    pub(super) fn unmeasured(&self) -> Vec<&ScorePoint> {
        self.points
            .iter()
            .filter(|point| point.points.is_none())
            .collect()
    }
}

impl ScorePoint {
    /// The length of its bar, in percent of what it could earn.
    pub(super) fn bar(&self) -> i64 {
        let share = self.points.unwrap_or_default() / self.of;
        if share.is_finite() {
            (share.clamp(0.0, 1.0) * 100.0).round() as i64
        } else {
            0
        }
    }
}
