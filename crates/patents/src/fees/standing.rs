//! How renewal fees stand on a day, from what is known of payments.

use chrono::{NaiveDate, TimeDelta};
use kernel::Money;
use serde::{Deserialize, Serialize};

use super::{Calendar, price, schedule::Question};
use crate::status::AnnuityState;

/// How near a fee must be to fall due soon.
pub(crate) const SOON: TimeDelta = TimeDelta::days(90);

/// How the renewal fees of a right stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FeeStanding {
    /// How the next one stands.
    pub state: AnnuityState,
    /// The year it is for, as the office counts.
    pub year: Option<u32>,
    /// From when on it can be paid.
    pub opens_on: Option<NaiveDate>,
    /// When it falls due.
    pub next_due_on: Option<NaiveDate>,
    /// Until when it can be paid late.
    pub grace_ends_on: Option<NaiveDate>,
    /// Until when the right is paid for.
    pub paid_until: Option<NaiveDate>,
    /// What it costs.
    pub amount: Option<Money>,
    /// What is added when it is paid late.
    pub surcharge: Option<Money>,
}

impl FeeStanding {
    /// A standing without a next fee.
    pub(crate) fn bare(state: AnnuityState) -> Self {
        Self {
            state,
            year: None,
            opens_on: None,
            next_due_on: None,
            grace_ends_on: None,
            paid_until: None,
            amount: None,
            surcharge: None,
        }
    }
}

/// What is known of payments.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Known {
    /// The last year that was paid for.
    pub paid_year: Option<u32>,
    /// A day on which the right was alive by the office's own word: fees due before it were paid, or it would say so.
    pub alive_on: Option<NaiveDate>,
    /// When the right ends by its term; no fee falls due after that.
    pub expires_on: Option<NaiveDate>,
}

/// How the fees stand on a day.
pub fn standing(calendar: Calendar, known: Known, question: Question, as_of: NaiveDate) -> FeeStanding {
    match calendar {
        Calendar::NoFees => return FeeStanding::bare(AnnuityState::NoFees),
        Calendar::NotWhilePending => return FeeStanding::bare(AnnuityState::NotDue),
        Calendar::Unknown => return FeeStanding::bare(AnnuityState::Unknown),
        _ => {}
    }
    let mut known = known;
    if matches!(calendar, Calendar::FromRegistration { .. }) {
        // The first three years are paid with the registration.
        known.paid_year = known.paid_year.or(Some(3));
    }
    let Some(year) = next_year(calendar, known) else {
        // The last maintenance fee is paid.
        return FeeStanding {
            paid_until: known.expires_on,
            ..FeeStanding::bare(AnnuityState::Paid)
        };
    };
    let (Some(due), Some(grace)) = (calendar.due_on(year), calendar.grace_ends_on(year)) else {
        return FeeStanding::bare(AnnuityState::Unknown);
    };
    if known.expires_on.is_some_and(|end| due >= end) {
        return FeeStanding {
            paid_until: known.expires_on,
            ..FeeStanding::bare(AnnuityState::Paid)
        };
    }
    let opens = calendar.opens_on(year);
    let state = if as_of > grace {
        AnnuityState::GraceEndedNoRecord
    } else if as_of > due {
        AnnuityState::OverdueInGrace
    } else if due - as_of <= SOON {
        AnnuityState::DueSoon
    } else if opens.is_some_and(|opens| opens <= as_of) {
        AnnuityState::WindowOpen
    } else if known.paid_year.is_some() {
        AnnuityState::Paid
    } else {
        AnnuityState::NotDue
    };
    let price = price(question, year);
    FeeStanding {
        state,
        year: Some(year),
        opens_on: opens,
        next_due_on: Some(due),
        grace_ends_on: Some(grace),
        paid_until: known.paid_year.map(|_| due),
        amount: price.amount,
        surcharge: price.surcharge,
    }
}

/// The next fee to be paid. Without a payment on record, the first that fell due after the right was last known
/// to be alive.
fn next_year(calendar: Calendar, known: Known) -> Option<u32> {
    let mut year = calendar.year_after(known.paid_year)?;
    let Some(alive_on) = known.alive_on else {
        return Some(year);
    };
    // At most as many steps as a term has years.
    for _ in 0..40 {
        let settled = match calendar {
            // A fee in its grace may still be open while the office says that the patent stands.
            Calendar::Maintenance { .. } => calendar.grace_ends_on(year)? < alive_on,
            _ => calendar.due_on(year)? <= alive_on,
        };
        if !settled {
            break;
        }
        year = calendar.year_after(Some(year))?;
    }
    Some(year)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::{Office, RightType};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn question(office: Office) -> Question {
        Question {
            office,
            right_type: RightType::Invention,
            is_european: false,
            entity: None,
            claims: None,
        }
    }

    #[test]
    fn a_fee_moves_from_paid_to_due_to_overdue_to_gone() {
        let calendar = Calendar::FromFiling {
            filed_on: day("2016-03-10"),
            first_year: 1,
            month_end: false,
        };
        let known = Known {
            paid_year: Some(6),
            expires_on: Some(day("2036-03-10")),
            ..Known::default()
        };
        for (as_of, state) in [
            ("2021-06-01", AnnuityState::Paid),
            ("2022-01-10", AnnuityState::DueSoon),
            ("2022-03-10", AnnuityState::DueSoon),
            ("2022-03-11", AnnuityState::OverdueInGrace),
            ("2022-09-10", AnnuityState::OverdueInGrace),
            ("2022-09-11", AnnuityState::GraceEndedNoRecord),
        ] {
            let found = standing(calendar, known, question(Office::CN), day(as_of));
            assert_eq!(
                (found.state, found.next_due_on),
                (state, Some(day("2022-03-10"))),
                "{as_of}"
            );
            assert_eq!(found.amount, Money::parse("2000", kernel::Currency::CNY).ok());
        }
    }

    #[test]
    fn no_fee_falls_due_after_the_term() {
        let calendar = Calendar::FromFiling {
            filed_on: day("2007-03-10"),
            first_year: 1,
            month_end: false,
        };
        let known = Known {
            paid_year: Some(20),
            expires_on: Some(day("2027-03-10")),
            ..Known::default()
        };
        let found = standing(calendar, known, question(Office::CN), day("2026-12-01"));
        assert_eq!((found.state, found.next_due_on), (AnnuityState::Paid, None));
    }

    #[test]
    fn the_offices_word_that_it_lives_settles_older_fees() {
        let calendar = Calendar::Maintenance {
            granted_on: day("2012-01-03"),
        };
        let known = Known {
            alive_on: Some(day("2026-05-02")),
            ..Known::default()
        };
        let found = standing(calendar, known, question(Office::US), day("2026-11-23"));
        assert_eq!((found.state, found.next_due_on), (AnnuityState::Paid, None));
    }
}
