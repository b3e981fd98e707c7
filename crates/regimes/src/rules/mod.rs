//! The rules of the regimes: pure functions of the numbers of a day and of facts, each named by its id. None of them reads a clock
//! or a table; who asks brings what is to be decided with.

pub mod cancellation;
pub mod closing;
pub mod disclosure;
pub mod holders;
pub mod knowledge;
pub mod limits;
pub mod listing;
pub mod qualification;
pub mod reconfirmation;

use chrono::{DateTime, Months, NaiveDate, Utc};
use kernel::Refusal;

/// What a rule decides: go on, or not, and why not.
pub type Decision = Result<(), Refusal>;

/// The moment so many calendar months before; the earliest there is where there is none.
pub fn months_before(now: DateTime<Utc>, months: u32) -> DateTime<Utc> {
    now.checked_sub_months(Months::new(months))
        .unwrap_or(DateTime::<Utc>::MIN_UTC)
}

/// The moment so many calendar months after; the last there is where there is none.
pub fn months_after(at: DateTime<Utc>, months: u32) -> DateTime<Utc> {
    at.checked_add_months(Months::new(months))
        .unwrap_or(DateTime::<Utc>::MAX_UTC)
}

/// The day so many calendar months after.
pub fn day_after_months(on: NaiveDate, months: u32) -> NaiveDate {
    on.checked_add_months(Months::new(months))
        .unwrap_or(NaiveDate::MAX)
}

/// This rate of an amount in minor units, cut down to a whole one.
pub(crate) fn share(minor: i64, bps: u32) -> i64 {
    let exact = i128::from(minor) * i128::from(bps) / 10_000;
    i64::try_from(exact).unwrap_or(i64::MAX)
}
