//! The limits of one source, fed by what it says: how fast, how much, and when not at all.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use chrono::{DateTime, Duration, Utc};

use super::{FetchError, Lane, Priority, budget::Budget};

/// What sources count over.
const MINUTE: Duration = Duration::seconds(60);

/// How near a service is to its limit, in the EPO's words: green below half of it, yellow below three quarters, red
/// above, black suspended (OPS guide 1.3.20).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Light {
    /// Below half.
    Green,
    /// Below three quarters.
    Yellow,
    /// Above.
    Red,
    /// Suspended.
    Black,
}

/// The limiter of one source. Clones are the same limiter.
#[derive(Debug, Clone)]
pub struct Limiter(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    /// Calls a minute where the source has said nothing yet.
    per_minute: u32,
    per_minute_of: HashMap<Lane, u32>,
    lanes: HashMap<Lane, LaneState>,
    budget: Option<Budget>,
    /// No call at all until then, for this reason.
    held: Option<(DateTime<Utc>, FetchError)>,
}

#[derive(Debug, Default)]
struct LaneState {
    /// When calls were made, oldest first.
    sent: VecDeque<DateTime<Utc>>,
    /// What answers of the last minute said. Several servers answer, each with its own figures: the worst counts.
    seen: VecDeque<(DateTime<Utc>, Light, u32)>,
    held: Option<(DateTime<Utc>, FetchError)>,
}

/// A call that was let through. Dropping it gives back what it had taken of the budget.
#[derive(Debug)]
pub(crate) struct Admission {
    limiter: Limiter,
    cost: u64,
}

impl Drop for Admission {
    fn drop(&mut self) {
        if let Some(budget) = &mut self.limiter.state().budget {
            budget.give_back(self.cost);
        }
    }
}

impl Limiter {
    /// A limiter that lets so many calls a minute through in each lane until the source says otherwise.
    pub(crate) fn new(per_minute: u32) -> Self {
        Self(Arc::new(Mutex::new(State {
            per_minute,
            per_minute_of: HashMap::new(),
            lanes: HashMap::new(),
            budget: None,
            held: None,
        })))
    }

    /// The same with other figures for some lanes.
    pub(crate) fn with_lanes(self, lanes: &[(Lane, u32)]) -> Self {
        self.state().per_minute_of.extend(lanes.iter().copied());
        self
    }

    /// The same with a budget in bytes.
    pub(crate) fn with_budget(self, budget: Budget) -> Self {
        self.state().budget = Some(budget);
        self
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets a call through and counts it, or says until when it must wait.
    pub(crate) fn admit(
        &self,
        lane: Lane,
        priority: Priority,
        cost: u64,
        now: DateTime<Utc>,
    ) -> Result<Admission, FetchError> {
        let mut state = self.state();
        let State {
            per_minute,
            per_minute_of,
            lanes,
            budget,
            held,
        } = &mut *state;
        let usual = per_minute_of.get(&lane).copied().unwrap_or(*per_minute);
        let lane = lanes.entry(lane).or_default();
        for (until, reason) in held.iter().chain(&lane.held) {
            if now < *until {
                return Err(reason.clone());
            }
        }
        lane.forget(now);
        if let Some(until) = lane.closed_until(usual) {
            return Err(FetchError::Throttled { until });
        }
        if let Some(budget) = budget {
            budget
                .take(cost, priority, now)
                .map_err(|until| FetchError::QuotaExceeded { until })?;
        }
        lane.sent.push_back(now);
        drop(state);
        Ok(Admission {
            limiter: self.clone(),
            cost,
        })
    }

    /// Learns what an answer says of a lane.
    pub(crate) fn see(&self, lane: Lane, light: Light, per_minute: u32, now: DateTime<Utc>) {
        let mut state = self.state();
        let lane = state.lanes.entry(lane).or_default();
        lane.forget(now);
        lane.seen.push_back((now, light, per_minute));
    }

    /// Learns from an answer of `bytes` what is used of the budget.
    pub(crate) fn learn(&self, hour: Option<u64>, week: Option<u64>, bytes: u64, now: DateTime<Utc>) {
        if let Some(budget) = &mut self.state().budget {
            budget.learn(hour, week, bytes, now);
        }
    }

    /// Lets nothing through until then: of one lane, or at all. A longer hold stays.
    pub(crate) fn hold(&self, lane: Option<Lane>, until: DateTime<Utc>, reason: FetchError) {
        let mut state = self.state();
        let held = match lane {
            Some(lane) => &mut state.lanes.entry(lane).or_default().held,
            None => &mut state.held,
        };
        if held.as_ref().is_none_or(|(known, _)| *known < until) {
            *held = Some((until, reason));
        }
    }
}

impl LaneState {
    fn forget(&mut self, now: DateTime<Utc>) {
        let is_old = |at: &DateTime<Utc>| *at + MINUTE <= now;
        while self.sent.front().is_some_and(is_old) {
            self.sent.pop_front();
        }
        while self.seen.front().is_some_and(|(at, ..)| is_old(at)) {
            self.seen.pop_front();
        }
    }

    /// Until when nothing more may be sent, by what was sent and said in the last minute.
    fn closed_until(&self, usual: u32) -> Option<DateTime<Utc>> {
        let stop = self
            .seen
            .iter()
            .filter(|(_, light, per_minute)| *light >= Light::Red || *per_minute == 0);
        if let Some(until) = stop.map(|(at, ..)| *at + MINUTE).max() {
            return Some(until);
        }
        let allowed = self.seen.iter().map(|(.., per_minute)| *per_minute).min();
        let allowed = allowed.unwrap_or(usual) as usize;
        // The oldest of the last `allowed` calls makes room when its minute is over.
        let oldest = self.sent.len().checked_sub(allowed)?;
        self.sent.get(oldest).map(|at| *at + MINUTE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LANE: Lane = Lane("inpadoc");

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
    }

    fn admit(limiter: &Limiter, seconds: i64) -> Result<(), FetchError> {
        limiter.admit(LANE, Priority::Normal, 1, at(seconds)).map(|_| ())
    }

    #[test]
    fn no_more_calls_a_minute_than_the_source_allows() {
        let limiter = Limiter::new(3);
        for second in 0..3 {
            admit(&limiter, second).unwrap();
        }
        assert_eq!(admit(&limiter, 3), Err(FetchError::Throttled { until: at(60) }));
        admit(&limiter, 60).unwrap();
        assert_eq!(admit(&limiter, 60), Err(FetchError::Throttled { until: at(61) }));
        let other = limiter.admit(Lane("search"), Priority::Normal, 1, at(60));
        assert!(other.is_ok(), "each lane counts by itself");
    }

    #[test]
    fn the_smallest_figure_of_the_last_minute_counts() {
        let limiter = Limiter::new(100);
        limiter.see(LANE, Light::Yellow, 1, at(0));
        limiter.see(LANE, Light::Green, 60, at(1));
        admit(&limiter, 2).unwrap();
        assert!(admit(&limiter, 3).is_err());
        limiter.see(LANE, Light::Green, 60, at(61));
        admit(&limiter, 61).unwrap();
    }

    #[test]
    fn red_stops_until_a_minute_has_passed_even_if_another_server_says_green() {
        let limiter = Limiter::new(100);
        limiter.see(LANE, Light::Red, 10, at(0));
        limiter.see(LANE, Light::Green, 60, at(5));
        assert_eq!(admit(&limiter, 59), Err(FetchError::Throttled { until: at(60) }));
        admit(&limiter, 60).unwrap();
    }

    #[test]
    fn a_hold_gives_its_reason_and_a_shorter_one_does_not_shorten_it() {
        let limiter = Limiter::new(100);
        let quota = FetchError::QuotaExceeded { until: at(100) };
        limiter.hold(None, at(100), quota.clone());
        limiter.hold(None, at(50), FetchError::Throttled { until: at(50) });
        assert_eq!(admit(&limiter, 99), Err(quota));
        admit(&limiter, 100).unwrap();
    }
}
