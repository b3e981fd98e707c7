//! What a pledge may be, and for how long things wait. All of it is configuration.

use chrono::TimeDelta;
use kernel::Money;

/// How long the provider surely knows a key of ours. Stripe forgets keys after 24 hours; what is older
/// is looked for, and never sent again.
pub(crate) const KEY_IS_GOOD: TimeDelta = TimeDelta::hours(20);

/// Bounds and intervals of pledging.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PledgeLimits {
    /// The least pledge, in whole units of any currency.
    pub least_major: i64,
    /// The greatest pledge, in whole units of any currency.
    pub most_major: i64,
    /// How long a reward is kept for a pledge whose card is not saved yet.
    pub reservation: TimeDelta,
    /// How many pledges one investor may have waiting for a card: nobody keeps a whole stock from others.
    pub waiting_per_investor: i64,
    /// How many tries at a card one pledge may have: nobody tests stolen cards here.
    pub attempts_per_pledge: i32,
    /// Before the deadline, how long no pledge may be taken back if the campaign would fall below its goal.
    pub last_hours: TimeDelta,
}

impl Default for PledgeLimits {
    fn default() -> Self {
        Self {
            least_major: 1,
            most_major: 1_000_000,
            reservation: TimeDelta::minutes(30),
            waiting_per_investor: 100,
            attempts_per_pledge: 10,
            last_hours: TimeDelta::hours(24),
        }
    }
}

impl PledgeLimits {
    /// The least pledge in the currency of `like`.
    pub fn least(&self, like: Money) -> Money {
        major(self.least_major, like)
    }

    /// The greatest pledge in the currency of `like`.
    pub fn most(&self, like: Money) -> Money {
        major(self.most_major, like)
    }
}

fn major(units: i64, like: Money) -> Money {
    let factor = 10i64.saturating_pow(like.currency.exponent());
    Money::new(units.saturating_mul(factor), like.currency)
}

#[cfg(test)]
mod tests {
    use kernel::Currency;

    use super::*;

    #[test]
    fn bounds_follow_the_digits_of_the_currency() {
        let limits = PledgeLimits::default();
        assert_eq!(limits.least(Money::zero(Currency::USD)).minor, 100);
        assert_eq!(limits.least(Money::zero(Currency::JPY)).minor, 1);
        assert_eq!(limits.most(Money::zero(Currency::KWD)).minor, 1_000_000_000);
    }
}
