//! The clock is given, never asked of the machine: any rule can be tested on any date.

use std::{
    fmt::Debug,
    sync::{Arc, Mutex},
};

use chrono::{DateTime, Duration, NaiveDate, Utc};

/// Tells the time. A decision on a deadline asks its transaction instead (`Tx::now`), so that
/// one clock, the database's, decides for every process.
pub trait Clock: Debug + Send + Sync {
    /// Now, cut to microseconds (what both databases keep).
    fn now(&self) -> DateTime<Utc>;

    /// Today in UTC.
    fn today(&self) -> NaiveDate {
        self.now().date_naive()
    }

    /// Whether this clock stands in for the machine's: a transaction then asks it
    /// instead of the database.
    fn is_fixed(&self) -> bool {
        false
    }
}

/// Cuts an instant to microseconds.
pub fn micros(at: DateTime<Utc>) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(at.timestamp_micros()).unwrap_or(at)
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(
        clippy::disallowed_methods,
        reason = "the one place where the machine's clock is read"
    )]
    fn now(&self) -> DateTime<Utc> {
        micros(Utc::now())
    }
}

/// A clock that stands where it is put. Clones share the hands.
#[derive(Debug, Clone)]
pub struct FixedClock(Arc<Mutex<DateTime<Utc>>>);

impl FixedClock {
    /// A clock standing at `at`.
    pub fn at(at: DateTime<Utc>) -> Self {
        Self(Arc::new(Mutex::new(micros(at))))
    }

    /// Puts the hands to `at`.
    pub fn set(&self, at: DateTime<Utc>) {
        *self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner()) = micros(at);
    }

    /// Moves the hands by `by`.
    pub fn advance(&self, by: Duration) {
        let mut hands = self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        *hands += by;
    }
}

impl Clock for FixedClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    fn is_fixed(&self) -> bool {
        true
    }
}
