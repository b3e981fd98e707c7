//! What a campaign may have raised by its deadline, if its last days are like those to come.

use chrono::TimeDelta;

/// Whole days that are looked at: the newest so many.
const LOOKED_AT: usize = 14;
/// Fewer whole days say nothing.
const LEAST: usize = 5;
/// The squares of the 90 % quantiles of Student's distribution, which keep four fifths inside, in millionths: with 4, 5, … 13
/// degrees of freedom, as 5, 6, … 14 days have.
const FOUR_FIFTHS: [u128; LOOKED_AT - LEAST + 1] = [
    2_350_721, 2_178_234, 2_072_897, 2_002_010, 1_951_092, 1_912_769, 1_882_889, 1_858_941, 1_839_325,
    1_822_962,
];

/// What may be promised at the deadline, in minor units. No promise: an estimate by the pace of the last days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forecast {
    /// Nine times in ten it is more, if days to come are like those looked at.
    pub low_minor: i64,
    /// The pace of the last days, gone on with.
    pub middle_minor: i64,
    /// Nine times in ten it is less.
    pub high_minor: i64,
    /// How many whole days were looked at.
    pub days: u32,
}

/// Goes on with the pace of the newest 14 whole days until the deadline.
///
/// With the mean `m` and the sample standard deviation `s` of what `k` whole days changed, `n` days to come change `n·m` in the
/// middle, and in four cases of five not more than `t · s · √(n + n²/k)` beside it: the spread of `n` days of their own, and
/// that the mean is known from `k` days only (the prediction interval of a sum of independent, equally distributed normal
/// values, with the 90 % quantile `t` of Student's distribution of `k − 1` degrees of freedom). What launches and last hours bring is not in it, so it says little in the first and the last days.
///
/// `whole_days` are the changes of whole days, the oldest first; nothing is said with fewer than five of them, or after the
/// deadline. It never falls below nothing.
pub fn forecast(raised_minor: i64, whole_days: &[i64], left: TimeDelta) -> Option<Forecast> {
    let days = &whole_days[whole_days.len().saturating_sub(LOOKED_AT)..];
    let hours = u128::try_from(left.num_hours()).ok().filter(|hours| *hours > 0)?;
    let four_fifths = *FOUR_FIFTHS.get(days.len().checked_sub(LEAST)?)?;
    let k = days.len() as u128;
    let sum: i128 = days.iter().map(|day| i128::from(*day)).sum();
    let squares = days.iter().try_fold(0_u128, |sum, day| {
        sum.checked_add(u128::from(day.unsigned_abs()).pow(2))
    })?;
    // k·Σx² − (Σx)² is k(k−1) times the variance; never negative, since rounding has not begun.
    let scaled = k
        .checked_mul(squares)?
        .checked_sub(sum.unsigned_abs().checked_pow(2)?)?;
    let come = sum.checked_mul(i128::try_from(hours).ok()?)? / i128::try_from(24 * k).ok()?;
    // n + n²/k with n = hours/24 is hours(24k + hours) / (576k).
    let above = scaled.checked_mul(hours)?.checked_mul(24 * k + hours)?;
    let below = k * (k - 1) * 576 * k;
    let spread = i128::try_from(((above / below).checked_mul(four_fifths)? / 1_000_000).isqrt()).ok()?;
    let middle = i128::from(raised_minor) + come;
    let kept = |minor: i128| i64::try_from(minor.max(0)).unwrap_or(i64::MAX);
    Some(Forecast {
        low_minor: kept(middle - spread),
        middle_minor: kept(middle),
        high_minor: kept(middle + spread),
        days: u32::try_from(days.len()).unwrap_or(u32::MAX),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_even_pace_is_gone_on_with_and_has_no_spread() {
        let found = forecast(1_000, &[100; 6], TimeDelta::days(10)).unwrap();
        assert_eq!(
            (found.low_minor, found.middle_minor, found.high_minor),
            (2_000, 2_000, 2_000)
        );
        assert_eq!(found.days, 6);
    }

    #[test]
    fn an_uneven_pace_has_the_spread_of_the_formula() {
        // Mean 300, sample standard deviation 158.113…; n = 5, k = 5: 1.5332 · 158.1139 · √10 = 766.6 (low 0 is not reached).
        let found = forecast(0, &[100, 200, 300, 400, 500], TimeDelta::days(5)).unwrap();
        assert_eq!(
            (found.low_minor, found.middle_minor, found.high_minor),
            (734, 1_500, 2_266)
        );
    }

    #[test]
    fn too_few_days_and_a_deadline_that_came_say_nothing() {
        assert_eq!(forecast(0, &[1; 4], TimeDelta::days(3)), None);
        assert_eq!(forecast(0, &[1; 9], TimeDelta::minutes(59)), None);
        assert_eq!(forecast(0, &[1; 9], TimeDelta::days(-1)), None);
    }

    #[test]
    fn only_the_newest_fourteen_days_count_and_nothing_falls_below_zero() {
        let mut days = vec![1_000_000; 30];
        days.extend([10; 14]);
        assert_eq!(forecast(0, &days, TimeDelta::days(1)).unwrap().middle_minor, 10);
        let falling = forecast(100, &[-50; 7], TimeDelta::days(30)).unwrap();
        assert_eq!((falling.low_minor, falling.middle_minor), (0, 0));
    }

    proptest! {
        #[test]
        fn the_middle_lies_between_low_and_high(raised in 0..i64::MAX / 2, days in prop::collection::vec(-1_000_000_000_000_i64..1_000_000_000_000, 0..40), hours in -10_i64..3_000) {
            if let Some(found) = forecast(raised, &days, TimeDelta::hours(hours)) {
                prop_assert!(found.low_minor <= found.middle_minor && found.middle_minor <= found.high_minor);
            }
        }
    }
}
