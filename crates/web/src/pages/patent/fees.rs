//! The fee calendar: which year's fee is paid, which comes next, which is overdue.

use chrono::NaiveDate;

use crate::{
    graphql::{AnnuityState, Money, schema},
    parts::{
        mark::{GOOD, Mark, UNKNOWN, WARN},
        patent::Annuity,
    },
    words::Words,
};

/// One renewal fee of a right's life.
#[derive(cynic::QueryFragment, Debug, Clone)]
pub(super) struct FeeYear {
    pub(super) year: i32,
    pub(super) due_on: NaiveDate,
    pub(super) grace_ends_on: Option<NaiveDate>,
    pub(super) amount: Option<Money>,
    pub(super) surcharge: Option<Money>,
    pub(super) is_paid: bool,
    pub(super) paid_on: Option<NaiveDate>,
}

/// How the fee of a year stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FeeState {
    /// A payment for it or for a later year is on record.
    Paid(Option<NaiveDate>),
    /// No payment of its own is told, but the register tells that the right is paid for until later.
    Settled,
    /// The next one, with what the office's rules say of it today.
    Next(AnnuityState),
    /// Overdue, but it can still be paid with a surcharge.
    Overdue,
    /// Its time is over and no payment is on record.
    NoRecord,
    /// It comes later.
    Later,
}

/// A line of the calendar.
#[derive(Debug)]
pub(super) struct FeeRow<'a> {
    pub(super) fee: &'a FeeYear,
    pub(super) state: FeeState,
}

/// The lines of the calendar on a day.
pub(super) fn rows<'a>(years: &'a [FeeYear], next: Option<&Annuity>, today: NaiveDate) -> Vec<FeeRow<'a>> {
    let state_of = |fee: &FeeYear| match next {
        _ if fee.is_paid => FeeState::Paid(fee.paid_on),
        Some(next) if next.year == Some(fee.year) => FeeState::Next(next.to_come()),
        Some(next) if next.paid_until.is_some_and(|until| fee.due_on < until) => FeeState::Settled,
        _ if fee.due_on >= today => FeeState::Later,
        _ if fee.grace_ends_on.is_some_and(|end| end >= today) => FeeState::Overdue,
        _ => FeeState::NoRecord,
    };
    years
        .iter()
        .map(|fee| FeeRow {
            state: state_of(fee),
            fee,
        })
        .collect()
}

impl FeeRow<'_> {
    /// Whether it is the one to pay next.
    pub(super) fn is_next(&self) -> bool {
        matches!(self.state, FeeState::Next(_))
    }

    /// How it looks; nothing of what comes later.
    pub(super) fn mark(&self) -> Option<Mark> {
        match self.state {
            FeeState::Paid(_) | FeeState::Settled => Some(GOOD),
            FeeState::Next(state) => Some(state.mark()),
            FeeState::Overdue => Some(WARN),
            FeeState::NoRecord => Some(UNKNOWN),
            FeeState::Later => None,
        }
    }

    /// How it stands, in words.
    pub(super) fn label(&self, w: &Words) -> String {
        match self.state {
            FeeState::Paid(None) => w.t("patent-fee-paid"),
            FeeState::Paid(Some(on)) => w.t1("patent-fee-paid-on", "date", w.day(&on)),
            FeeState::Settled => w.t("patent-fee-settled"),
            FeeState::Next(state) => w.t1("patent-fee-next", "state", w.label("annuity", &state)),
            FeeState::Overdue => w.t("patent-fee-overdue"),
            FeeState::NoRecord => w.t("patent-fee-no-record"),
            FeeState::Later => w.t("patent-fee-later"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn fee(year: i32, due: &str, is_paid: bool) -> FeeYear {
        let due_on = day(due);
        FeeYear {
            year,
            due_on,
            grace_ends_on: Some(due_on + chrono::Months::new(6)),
            amount: None,
            surcharge: None,
            is_paid,
            paid_on: None,
        }
    }

    fn next(year: i32, state: AnnuityState, paid_until: Option<&str>) -> Annuity {
        Annuity {
            opens_on: None,
            next_due_on: None,
            grace_ends_on: None,
            state,
            year: Some(year),
            amount: None,
            surcharge: None,
            paid_until: paid_until.map(day),
        }
    }

    fn states(years: &[FeeYear], next: Option<&Annuity>, today: &str) -> Vec<FeeState> {
        let rows = rows(years, next, day(today));
        rows.iter().map(|row| row.state).collect()
    }

    #[test]
    fn a_calendar_tells_paid_next_overdue_and_later() {
        let years = [
            fee(3, "2023-06-01", false),
            fee(4, "2024-06-01", true),
            fee(5, "2025-06-01", false),
            fee(6, "2026-06-01", false),
        ];
        let overdue = next(5, AnnuityState::OverdueInGrace, None);
        assert_eq!(
            states(&years, Some(&overdue), "2025-09-01"),
            [
                FeeState::NoRecord,
                FeeState::Paid(None),
                FeeState::Next(AnnuityState::OverdueInGrace),
                FeeState::Later
            ]
        );
        assert_eq!(states(&years, None, "2025-09-01")[2], FeeState::Overdue);
        assert_eq!(states(&years, None, "2025-12-02")[2], FeeState::NoRecord);
    }

    #[test]
    fn what_the_register_tells_to_be_paid_for_is_settled_and_the_next_is_still_to_come() {
        let years = [fee(4, "2024-06-01", false), fee(5, "2025-06-01", false)];
        let paid = next(5, AnnuityState::Paid, Some("2025-06-01"));
        assert_eq!(
            states(&years, Some(&paid), "2024-09-01"),
            [FeeState::Settled, FeeState::Next(AnnuityState::NotDue)]
        );
    }
}
