//! Budgets in bytes: what a source allows in an hour and in a week, and the part kept for urgent calls.

use chrono::{DateTime, Days, Duration, NaiveTime, Utc};

use super::Priority;

/// What a figure of the last hour is good for.
const HOUR: Duration = Duration::hours(1);

/// A budget that the source's own figures correct.
#[derive(Debug)]
pub(crate) struct Budget {
    hourly: u64,
    weekly: u64,
    hour: Used,
    week: Used,
    /// Bytes expected by calls that are under way.
    under_way: u64,
}

#[derive(Debug, Default)]
struct Used {
    bytes: u64,
    /// When the figure no longer counts.
    until: Option<DateTime<Utc>>,
}

impl Used {
    fn now(&self, now: DateTime<Utc>) -> u64 {
        if self.until.is_some_and(|until| now < until) {
            self.bytes
        } else {
            0
        }
    }

    fn learn(&mut self, told: Option<u64>, bytes: u64, now: DateTime<Utc>, until: DateTime<Utc>) {
        self.bytes = told.unwrap_or_else(|| self.now(now).saturating_add(bytes));
        self.until = Some(until);
    }
}

/// The next midnight in UTC, when the EPO renews what is used of a week. Which day of the week that is, its guide does
/// not say: asking once after each midnight costs nothing and tells.
pub(crate) fn next_midnight(now: DateTime<Utc>) -> DateTime<Utc> {
    let tomorrow = now.date_naive() + Days::new(1);
    tomorrow.and_time(NaiveTime::MIN).and_utc()
}

impl Budget {
    pub(crate) fn new(hourly: u64, weekly: u64) -> Self {
        Self {
            hourly,
            weekly,
            hour: Used::default(),
            week: Used::default(),
            under_way: 0,
        }
    }

    /// Takes `cost` bytes for a call under way; else when there may be room. A fifth of the week is kept for urgent
    /// calls.
    pub(crate) fn take(
        &mut self,
        cost: u64,
        priority: Priority,
        now: DateTime<Utc>,
    ) -> Result<(), DateTime<Utc>> {
        let wanted = self.under_way.saturating_add(cost);
        let of_week = match priority {
            Priority::Hot => self.weekly,
            Priority::Normal => self.weekly - self.weekly / 5,
        };
        if self.week.now(now).saturating_add(wanted) > of_week {
            return Err(next_midnight(now));
        }
        if self.hour.now(now).saturating_add(wanted) > self.hourly {
            return Err(self.hour.until.unwrap_or(now + HOUR));
        }
        self.under_way = wanted;
        Ok(())
    }

    /// Gives back what a call that is over had taken.
    pub(crate) fn give_back(&mut self, cost: u64) {
        self.under_way = self.under_way.saturating_sub(cost);
    }

    /// Learns from an answer of `bytes` what is used, by the source's own figures where it gives them.
    pub(crate) fn learn(&mut self, hour: Option<u64>, week: Option<u64>, bytes: u64, now: DateTime<Utc>) {
        self.hour.learn(hour, bytes, now, now + HOUR);
        self.week.learn(week, bytes, now, next_midnight(now));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noon() -> DateTime<Utc> {
        DateTime::from_timestamp(1_780_315_200, 0).unwrap()
    }

    #[test]
    fn a_fifth_of_the_week_is_kept_for_urgent_calls() {
        let mut budget = Budget::new(1_000, 1_000);
        budget.learn(Some(0), Some(790), 0, noon());
        assert_eq!(budget.take(10, Priority::Normal, noon()), Ok(()));
        assert_eq!(
            budget.take(1, Priority::Normal, noon()),
            Err(next_midnight(noon()))
        );
        assert_eq!(budget.take(190, Priority::Hot, noon()), Ok(()));
        assert_eq!(budget.take(20, Priority::Hot, noon()), Err(next_midnight(noon())));
        budget.give_back(200);
        assert_eq!(budget.take(1, Priority::Normal, noon()), Ok(()));
    }

    #[test]
    fn what_was_used_before_midnight_is_asked_anew() {
        let mut budget = Budget::new(1_000, 1_000);
        budget.learn(Some(0), Some(1_000), 0, noon());
        assert!(budget.take(1, Priority::Hot, noon()).is_err());
        let midnight = next_midnight(noon());
        assert_eq!(midnight - noon(), Duration::hours(12));
        assert_eq!(budget.take(1, Priority::Hot, midnight), Ok(()));
    }

    #[test]
    fn a_source_without_figures_is_counted() {
        let mut budget = Budget::new(100, 1_000);
        budget.learn(None, None, 60, noon());
        budget.learn(None, None, 40, noon());
        assert_eq!(budget.take(1, Priority::Normal, noon()), Err(noon() + HOUR));
        assert_eq!(budget.take(1, Priority::Normal, noon() + HOUR), Ok(()));
    }
}
