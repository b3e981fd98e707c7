//! How much in how short a time: the rules, without a clock and without a store.
//!
//! Both engines keep to them: the in-process one by calling them, Redis by `take.lua` and
//! `attempt.lua`, which say the same in its own language. Times are milliseconds of the engine.

use std::{collections::VecDeque, time::Duration};

/// A budget that fills up again: `capacity` at once, `per_second` on average.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quota {
    /// What may be taken at once.
    pub capacity: u32,
    /// What flows back each second.
    pub per_second: f64,
}

impl Quota {
    /// A budget of `capacity` that flows back at `per_second`.
    pub const fn new(capacity: u32, per_second: f64) -> Self {
        Self { capacity, per_second }
    }
}

/// So many tries in so long a time, counted exactly: no stretch of `window` ever has more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AttemptLimit {
    /// Tries allowed within the window.
    pub tries: u32,
    /// The window.
    pub window: Duration,
    /// If given, using up the tries locks for the window, the next time for twice as long, and so
    /// on up to this; a day of quiet forgets it. Without it, a try is free again as soon as the
    /// oldest one has left the window.
    pub longest_lock: Option<Duration>,
}

impl AttemptLimit {
    /// `tries` in each stretch of `window`.
    pub const fn new(tries: u32, window: Duration) -> Self {
        Self {
            tries,
            window,
            longest_lock: None,
        }
    }

    /// The same, with locks that double up to `longest`.
    pub const fn with_lock(self, longest: Duration) -> Self {
        Self {
            longest_lock: Some(longest),
            ..self
        }
    }
}

/// What a limit says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decision {
    /// Whether to go on.
    pub allowed: bool,
    /// What is left after this.
    pub remaining: u32,
    /// How long until it is allowed (again). Zero if more is allowed now.
    pub retry_after: Duration,
}

impl Decision {
    pub(crate) fn new(allowed: bool, remaining: u32, retry_after_ms: u64) -> Self {
        Self {
            allowed,
            remaining,
            retry_after: Duration::from_millis(retry_after_ms),
        }
    }
}

/// How long an earlier lock makes the next one longer.
pub(crate) const LOCK_MEMORY: Duration = Duration::from_secs(24 * 3600);
/// How long to wait for something that will never be allowed: it costs more than the capacity.
const NEVER_MS: u64 = 24 * 3600 * 1000;

pub(crate) fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// What is left of a [`Quota`].
#[derive(Debug, Default)]
pub(crate) struct Bucket(Option<(f64, u64)>);

impl Bucket {
    /// Takes `cost`, or nothing if there is not enough.
    pub(crate) fn take(&mut self, cost: u32, quota: &Quota, now: u64) -> Decision {
        let capacity = f64::from(quota.capacity);
        let (left, at) = self.0.unwrap_or((capacity, now));
        let seconds = Duration::from_millis(now.saturating_sub(at)).as_secs_f64();
        let mut left = (left + seconds * quota.per_second).min(capacity);
        let cost = f64::from(cost);
        let allowed = left >= cost;
        if allowed {
            left -= cost;
        }
        self.0 = Some((left, now));
        let wait = if allowed {
            0
        } else if cost > capacity || quota.per_second <= 0.0 {
            NEVER_MS
        } else {
            ((cost - left) / quota.per_second * 1000.0).ceil() as u64
        };
        Decision::new(allowed, left.floor() as u32, wait)
    }
}

/// The tries made against an [`AttemptLimit`].
#[derive(Debug, Default)]
pub(crate) struct Attempts {
    times: VecDeque<u64>,
    locked_until: u64,
    locks: u32,
    last_lock: u64,
}

impl Attempts {
    /// Whether a try is allowed; with `charge` it also counts as made.
    pub(crate) fn attempt(&mut self, limit: &AttemptLimit, charge: bool, now: u64) -> Decision {
        let window = millis(limit.window);
        if now < self.locked_until {
            return Decision::new(false, 0, self.locked_until - now);
        }
        while self
            .times
            .front()
            .is_some_and(|at| at.saturating_add(window) <= now)
        {
            self.times.pop_front();
        }
        let tries = limit.tries as usize;
        let made = self.times.len();
        if made >= tries {
            let oldest = self.times.front().copied().unwrap_or(now);
            return Decision::new(false, 0, oldest.saturating_add(window) - now);
        }
        if !charge {
            return Decision::new(true, (tries - made) as u32, 0);
        }
        self.times.push_back(now);
        let remaining = (tries - made - 1) as u32;
        if remaining > 0 {
            return Decision::new(true, remaining, 0);
        }
        let Some(longest) = limit.longest_lock else {
            let oldest = self.times.front().copied().unwrap_or(now);
            return Decision::new(true, 0, oldest.saturating_add(window) - now);
        };
        if now.saturating_sub(self.last_lock) > millis(LOCK_MEMORY) {
            self.locks = 0;
        }
        let lock = window
            .saturating_mul(1 << self.locks.min(16))
            .min(millis(longest).max(window));
        self.locks = self.locks.saturating_add(1);
        self.last_lock = now;
        self.locked_until = now.saturating_add(lock);
        Decision::new(true, 0, lock)
    }

    /// Gives back the latest try, and lifts the lock if that try had brought it.
    pub(crate) fn refund(&mut self, now: u64) {
        if self.times.pop_back().is_some() && now < self.locked_until {
            self.locked_until = 0;
            self.locks = self.locks.saturating_sub(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MINUTE: u64 = 60_000;

    fn sign_in() -> AttemptLimit {
        AttemptLimit::new(5, Duration::from_secs(900)).with_lock(Duration::from_secs(3600))
    }

    #[test]
    fn a_bucket_gives_its_capacity_at_once_and_then_what_flows_in() {
        let quota = Quota::new(10, 2.0);
        let mut bucket = Bucket::default();
        assert_eq!(bucket.take(10, &quota, 0), Decision::new(true, 0, 0));
        assert_eq!(bucket.take(1, &quota, 0), Decision::new(false, 0, 500));
        assert_eq!(bucket.take(1, &quota, 500), Decision::new(true, 0, 0));
        assert_eq!(bucket.take(3, &quota, 60_000), Decision::new(true, 7, 0));
    }

    #[test]
    fn what_costs_more_than_the_capacity_is_never_allowed() {
        let decision = Bucket::default().take(11, &Quota::new(10, 2.0), 0);
        assert_eq!((decision.allowed, decision.retry_after), (false, LOCK_MEMORY));
    }

    #[test]
    fn the_sixth_try_waits_for_the_window() {
        let mut attempts = Attempts::default();
        for minute in 0..5 {
            assert!(attempts.attempt(&sign_in(), true, minute * MINUTE).allowed);
        }
        let sixth = attempts.attempt(&sign_in(), true, 5 * MINUTE);
        assert_eq!(
            (sixth.allowed, sixth.retry_after),
            (false, Duration::from_secs(14 * 60))
        );
        assert!(attempts.attempt(&sign_in(), true, 19 * MINUTE).allowed);
    }

    #[test]
    fn each_lock_is_twice_as_long_up_to_the_longest() {
        let mut attempts = Attempts::default();
        let mut now = 0;
        for expected in [15, 30, 60, 60] {
            let mut last = Decision::new(true, 0, 0);
            for _ in 0..5 {
                last = attempts.attempt(&sign_in(), true, now);
                assert!(last.allowed);
            }
            assert_eq!(last.retry_after, Duration::from_secs(expected * 60));
            now += expected * MINUTE;
        }
        now += millis(LOCK_MEMORY) + 1;
        let after_a_day = (0..5)
            .map(|_| attempts.attempt(&sign_in(), true, now))
            .last()
            .unwrap();
        assert_eq!(after_a_day.retry_after, Duration::from_secs(900));
    }

    #[test]
    fn a_try_given_back_does_not_count_nor_lock() {
        let mut attempts = Attempts::default();
        for _ in 0..5 {
            attempts.attempt(&sign_in(), true, 0);
        }
        attempts.refund(0);
        let again = attempts.attempt(&sign_in(), true, 0);
        assert_eq!(
            (again.allowed, again.retry_after),
            (true, Duration::from_secs(900))
        );
    }

    #[test]
    fn a_look_costs_nothing() {
        let mut attempts = Attempts::default();
        for _ in 0..100 {
            assert_eq!(attempts.attempt(&sign_in(), false, 0).remaining, 5);
        }
    }

    proptest! {
        #[test]
        fn no_window_ever_has_more_tries_than_allowed(
            gaps in prop::collection::vec(0u64..20 * MINUTE, 1..200), locking: bool,
        ) {
            let limit = AttemptLimit { longest_lock: locking.then_some(Duration::from_secs(3600)), ..sign_in() };
            let (mut attempts, mut now, mut made) = (Attempts::default(), 0, Vec::new());
            for gap in gaps {
                now += gap;
                let decision = attempts.attempt(&limit, true, now);
                if decision.allowed {
                    made.push(now);
                } else {
                    prop_assert!(!decision.retry_after.is_zero());
                }
            }
            for tries in made.windows(6) {
                prop_assert!(tries[5] - tries[0] >= millis(limit.window));
            }
        }

        #[test]
        fn a_bucket_never_gives_more_than_capacity_and_flow(
            takes in prop::collection::vec((0u64..5_000, 1u32..6), 1..200),
        ) {
            let quota = Quota::new(10, 3.0);
            let (mut bucket, mut now, mut taken) = (Bucket::default(), 0, 0.0);
            for (gap, cost) in takes {
                now += gap;
                if bucket.take(cost, &quota, now).allowed {
                    taken += f64::from(cost);
                }
                prop_assert!(taken <= 10.0 + 3.0 * (now as f64) / 1000.0 + 1e-6);
            }
        }
    }
}
