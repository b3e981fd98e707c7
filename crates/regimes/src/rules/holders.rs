//! How many may hold, and for how long records of them are kept.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{Refusal, RefusalCode, RuleId};

use super::{Decision, day_after_months};
use crate::CnPrivate;

/// CN2: with whoever is new there are no more than 200 holders; one more would make the raising public.
///
/// # Errors
/// [`RefusalCode::HoldersFull`].
pub fn cn2(numbers: &CnPrivate, holders: i64, is_new: bool) -> Decision {
    if holders.saturating_add(i64::from(is_new)) <= numbers.holders {
        Ok(())
    } else {
        Err(Refusal::new(RuleId::Cn2, RefusalCode::HoldersFull).with("limit", numbers.holders))
    }
}

/// CN4: the last day for which records are kept.
pub fn cn4_records_until(numbers: &CnPrivate, completed_at: DateTime<Utc>) -> NaiveDate {
    day_after_months(completed_at.date_naive(), numbers.record_years.saturating_mul(12))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::listing::tests::cn_private;

    #[test]
    fn cn2_the_two_hundredth_holder_is_taken_and_no_more() {
        assert!(cn2(&cn_private(), 199, true).is_ok());
        assert!(cn2(&cn_private(), 200, true).is_err());
        // Who holds already may hold more.
        assert!(cn2(&cn_private(), 200, false).is_ok());
    }

    #[test]
    fn cn4_records_are_kept_for_ten_years() {
        let at = "2026-06-01T10:00:00Z".parse().unwrap();
        assert_eq!(cn4_records_until(&cn_private(), at).to_string(), "2036-06-01");
    }
}
