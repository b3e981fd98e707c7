//! What is stated, shown and confirmed.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{Money, Refusal, RefusalCode, RuleId};
use serde::{Deserialize, Serialize};

use super::Decision;
use crate::{Ecspr, OversubscriptionMethod, RegCf};

/// CF12: what an investor is told in a confirmation (17 CFR 227.303(d), (f)).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmation {
    /// The day of the commitment, or of its completion.
    pub on: NaiveDate,
    /// The kind of security.
    pub security: String,
    /// The price of one.
    pub unit_price: Money,
    /// How many whole ones the amount buys.
    pub quantity: i64,
    /// What is paid.
    pub amount: Money,
    /// What the platform gets for it, from the issuer.
    pub platform_pay: Money,
    /// The first day it may be resold, once completed (CF17).
    pub resale_from: Option<NaiveDate>,
    /// The last day for which records of it are kept, once completed (CF17).
    pub records_until: Option<NaiveDate>,
}

/// CF12: how many whole securities an amount buys; none where a price is not positive.
pub fn cf12_quantity(amount: Money, unit_price: Money) -> i64 {
    if unit_price.minor > 0 && amount.currency == unit_price.currency {
        amount.minor / unit_price.minor
    } else {
        0
    }
}

/// CF14: what a commitment would bring the offering to stays within the maximum that was declared; without one, within the target.
///
/// # Errors
/// [`RefusalCode::Oversubscribed`] with the maximum and what is left of it.
pub fn cf14(maximum: Money, committed: Money, added: Money) -> Decision {
    let left = i128::from(maximum.minor) - i128::from(committed.minor);
    if committed.currency == maximum.currency
        && added.currency == maximum.currency
        && i128::from(added.minor) <= left
    {
        return Ok(());
    }
    let left = Money::new(i64::try_from(left.max(0)).unwrap_or(i64::MAX), maximum.currency);
    Err(Refusal::new(RuleId::Cf14, RefusalCode::Oversubscribed)
        .with("limit", maximum)
        .with("left", left))
}

/// CF14: an amount buys whole securities at the price that was stated.
///
/// # Errors
/// [`RefusalCode::NotWholeUnits`] with the price and the next amount that does.
pub fn cf14_units(unit_price: Money, amount: Money) -> Decision {
    let price = unit_price.minor.max(1);
    if unit_price.currency == amount.currency && amount.minor % price == 0 {
        return Ok(());
    }
    let next = (amount.minor / price).saturating_add(1).saturating_mul(price);
    Err(Refusal::new(RuleId::Cf14, RefusalCode::NotWholeUnits)
        .with("price", unit_price)
        .with("next", Money::new(next, unit_price.currency)))
}

/// CF14: the method is one that this platform carries out: commitments are taken in the order in which they come.
///
/// # Errors
/// [`RefusalCode::MethodNotOffered`].
pub fn cf14_method(method: OversubscriptionMethod) -> Decision {
    match method {
        OversubscriptionMethod::None | OversubscriptionMethod::FirstCome => Ok(()),
        OversubscriptionMethod::ProRata | OversubscriptionMethod::Other => {
            Err(Refusal::new(RuleId::Cf14, RefusalCode::MethodNotOffered).with("method", method))
        }
    }
}

/// EU7: there is a sheet, and it has no more pages than it may.
///
/// # Errors
/// [`RefusalCode::SheetMissing`]; [`RefusalCode::SheetTooLong`].
pub fn eu7(numbers: &Ecspr, pages: Option<u32>) -> Decision {
    match pages {
        None | Some(0) => Err(Refusal::new(RuleId::Eu7, RefusalCode::SheetMissing)),
        Some(pages) if pages > numbers.sheet_pages => {
            Err(Refusal::new(RuleId::Eu7, RefusalCode::SheetTooLong)
                .with("limit", numbers.sheet_pages)
                .with("pages", pages))
        }
        Some(_) => Ok(()),
    }
}

/// CF17: the first day on which a security may be resold, a year after it was bought.
pub fn cf17_resale_from(numbers: &RegCf, completed_at: DateTime<Utc>) -> NaiveDate {
    super::day_after_months(completed_at.date_naive(), numbers.resale_months)
}

/// CF17: the last day for which records are kept.
pub fn cf17_records_until(numbers: &RegCf, completed_at: DateTime<Utc>) -> NaiveDate {
    super::day_after_months(completed_at.date_naive(), numbers.record_years.saturating_mul(12))
}

#[cfg(test)]
mod tests {
    use kernel::Currency;

    use super::*;
    use crate::rules::listing::tests::{ecspr, reg_cf};

    fn usd(major: i64) -> Money {
        Money::new(major * 100, Currency::USD)
    }

    #[test]
    fn cf12_whole_securities_only() {
        assert_eq!(cf12_quantity(usd(105), usd(10)), 10);
        assert_eq!(cf12_quantity(usd(105), usd(0)), 0);
    }

    #[test]
    fn cf14_the_maximum_is_taken_and_not_one_more() {
        assert_eq!(cf14(usd(1_500), usd(1_400), usd(100)), Ok(()));
        let refusal = cf14(usd(1_500), usd(1_400), usd(101)).unwrap_err();
        assert_eq!(refusal.params["left"], "100.00 USD");
        assert!(cf14_method(OversubscriptionMethod::FirstCome).is_ok());
        assert!(cf14_method(OversubscriptionMethod::ProRata).is_err());
    }

    #[test]
    fn cf17_a_year_and_five_years_by_the_calendar() {
        let at = "2028-02-29T10:00:00Z".parse().unwrap();
        assert_eq!(cf17_resale_from(&reg_cf(), at).to_string(), "2029-02-28");
        assert_eq!(cf17_records_until(&reg_cf(), at).to_string(), "2033-02-28");
    }

    #[test]
    fn eu7_six_pages_and_no_more() {
        assert!(eu7(&ecspr(), Some(6)).is_ok());
        assert_eq!(
            eu7(&ecspr(), Some(7)).unwrap_err().code,
            RefusalCode::SheetTooLong
        );
        assert_eq!(eu7(&ecspr(), None).unwrap_err().code, RefusalCode::SheetMissing);
    }
}
