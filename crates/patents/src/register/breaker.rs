//! A source that keeps failing is left alone for a while, then tried with one call.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Duration, Utc};

/// How many failures in a row open a breaker.
const FAILURES: u32 = 5;
/// How long it stays open at first; twice as long after each trial that fails.
const FIRST_PAUSE: Duration = Duration::seconds(30);
/// The longest it stays open.
const LONGEST_PAUSE: Duration = Duration::minutes(15);
/// When to come again while somebody else's trial is under way.
const TRIAL: Duration = Duration::seconds(5);

/// Whether a source is being asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BreakerState {
    /// It is.
    Closed,
    /// It is not, after failures.
    Open {
        /// Until when.
        until: DateTime<Utc>,
    },
    /// It is tried with one call.
    HalfOpen,
}

/// A breaker. Clones are the same breaker.
#[derive(Debug, Clone, Default)]
pub struct Breaker(Arc<Mutex<Inner>>);

#[derive(Debug, Default)]
struct Inner {
    /// Failures in a row while closed.
    failures: u32,
    /// How often it opened since the last success.
    openings: u32,
    /// Set while it is not closed.
    until: Option<DateTime<Utc>>,
    /// Whether a trial is under way.
    trying: bool,
}

/// Leave to make a call. Dropped without a word (the call was given up, or refused for other reasons), it changes
/// nothing.
#[derive(Debug)]
pub(crate) struct Pass {
    breaker: Breaker,
    is_trial: bool,
}

impl Breaker {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How it stands.
    pub fn state(&self, now: DateTime<Utc>) -> BreakerState {
        match self.inner().until {
            None => BreakerState::Closed,
            Some(until) if now < until => BreakerState::Open { until },
            Some(_) => BreakerState::HalfOpen,
        }
    }

    /// Asks for leave to make a call; else when to come again.
    pub(crate) fn enter(&self, now: DateTime<Utc>) -> Result<Pass, DateTime<Utc>> {
        let mut inner = self.inner();
        let is_trial = match inner.until {
            None => false,
            Some(until) if now < until => return Err(until),
            Some(_) if inner.trying => return Err(now + TRIAL),
            Some(_) => {
                inner.trying = true;
                true
            }
        };
        drop(inner);
        Ok(Pass {
            breaker: self.clone(),
            is_trial,
        })
    }
}

impl Pass {
    /// The source answered as it should.
    pub(crate) fn succeeded(self) {
        let mut inner = self.breaker.inner();
        // A late answer to a call from before the failures does not close what they opened.
        if self.is_trial || inner.until.is_none() {
            *inner = Inner::default();
        }
    }

    /// The source failed.
    pub(crate) fn failed(self, now: DateTime<Utc>) {
        let mut inner = self.breaker.inner();
        if !self.is_trial {
            inner.failures += 1;
            if inner.until.is_some() || inner.failures < FAILURES {
                return;
            }
        }
        inner.openings = (inner.openings + 1).min(16);
        let pause = FIRST_PAUSE * (1 << (inner.openings - 1));
        inner.until = Some(now + pause.min(LONGEST_PAUSE));
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        if self.is_trial {
            self.breaker.inner().trying = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
    }

    fn opened() -> Breaker {
        let breaker = Breaker::default();
        for _ in 0..FAILURES {
            breaker.enter(at(0)).unwrap().failed(at(0));
        }
        breaker
    }

    #[test]
    fn it_opens_after_failures_in_a_row_and_not_after_scattered_ones() {
        let breaker = Breaker::default();
        for _ in 0..10 {
            for _ in 0..FAILURES - 1 {
                breaker.enter(at(0)).unwrap().failed(at(0));
            }
            breaker.enter(at(0)).unwrap().succeeded();
        }
        assert_eq!(breaker.state(at(0)), BreakerState::Closed);
        let until = at(30);
        assert_eq!(opened().state(at(29)), BreakerState::Open { until });
        assert_eq!(opened().enter(at(29)).unwrap_err(), until);
    }

    #[test]
    fn one_trial_at_a_time_decides() {
        let breaker = opened();
        let trial = breaker.enter(at(30)).unwrap();
        assert_eq!(breaker.enter(at(30)).unwrap_err(), at(35));
        trial.succeeded();
        assert_eq!(breaker.state(at(30)), BreakerState::Closed);
        assert!(breaker.enter(at(30)).is_ok());
    }

    #[test]
    fn a_failed_trial_doubles_the_pause_up_to_a_quarter_of_an_hour() {
        let breaker = opened();
        let mut now = at(30);
        for pause in [60, 120, 240, 480, 900, 900] {
            breaker.enter(now).unwrap().failed(now);
            let until = now + Duration::seconds(pause);
            assert_eq!(breaker.state(now), BreakerState::Open { until });
            now = until;
        }
    }

    #[test]
    fn a_trial_that_is_given_up_leaves_room_for_the_next() {
        let breaker = opened();
        drop(breaker.enter(at(30)).unwrap());
        assert_eq!(breaker.state(at(30)), BreakerState::HalfOpen);
        assert!(breaker.enter(at(30)).is_ok());
    }

    #[test]
    fn a_late_success_does_not_close_an_open_breaker() {
        let breaker = Breaker::default();
        let early = breaker.enter(at(0)).unwrap();
        for _ in 0..FAILURES {
            breaker.enter(at(0)).unwrap().failed(at(0));
        }
        early.succeeded();
        assert_eq!(breaker.state(at(0)), BreakerState::Open { until: at(30) });
    }
}
