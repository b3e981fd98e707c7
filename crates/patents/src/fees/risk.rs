//! How likely it is that a right lapses for an unpaid fee, and which deadlines a campaign meets.

use chrono::{Months, NaiveDate, TimeDelta};

use super::FeeStanding;
use crate::status::AnnuityState;

crate::words::words! {
    /// How likely it is that a right lapses for an unpaid fee.
    pub enum LapseRisk {
        /// There are no fees, or they are paid until a year after the campaign.
        None = "none",
        /// Paid, and the next falls due in more than half a year.
        Low = "low",
        /// The next falls due within half a year, or no payment is on record and none is overdue.
        Medium = "medium",
        /// Overdue and in grace, or due before the campaign ends.
        High = "high",
        /// The time to pay is over.
        Critical = "critical",
    }
}

const HALF_A_YEAR: TimeDelta = TimeDelta::days(180);

/// The risk on a day, and why, as codes. `funding_ends_on` is the end of the campaign, if there is one.
pub fn lapse_risk(
    fee: &FeeStanding,
    funding_ends_on: Option<NaiveDate>,
    as_of: NaiveDate,
) -> (LapseRisk, Vec<&'static str>) {
    let before_the_end =
        matches!((fee.next_due_on, funding_ends_on), (Some(due), Some(end)) if due >= as_of && due <= end);
    let horizon = funding_ends_on
        .unwrap_or(as_of)
        .checked_add_months(Months::new(12));
    match fee.state {
        AnnuityState::NoFees => (LapseRisk::None, vec!["NO_FEES"]),
        AnnuityState::GraceEndedNoRecord | AnnuityState::LapsedRecorded => {
            (LapseRisk::Critical, vec!["GRACE_ENDED"])
        }
        AnnuityState::OverdueInGrace => (LapseRisk::High, vec!["IN_GRACE"]),
        _ if before_the_end => (LapseRisk::High, vec!["DUE_BEFORE_FUNDING_ENDS"]),
        AnnuityState::Unknown => (LapseRisk::Medium, vec!["NO_PAYMENT_ON_RECORD"]),
        _ => match fee.next_due_on {
            None if fee.paid_until.is_some() => (LapseRisk::None, vec!["PAID_TO_THE_END"]),
            None => (LapseRisk::None, vec!["NO_FEES"]),
            Some(due) if due - as_of <= HALF_A_YEAR => (LapseRisk::Medium, vec!["DUE_WITHIN_HALF_A_YEAR"]),
            Some(due) if fee.paid_until.is_some() && horizon.is_some_and(|horizon| due > horizon) => {
                (LapseRisk::None, vec!["PAID_BEYOND_CAMPAIGN"])
            }
            Some(_) if fee.paid_until.is_some() => (LapseRisk::Low, vec!["PAID"]),
            Some(_) => (LapseRisk::Medium, vec!["NO_PAYMENT_ON_RECORD"]),
        },
    }
}

/// A day on which something about the fee happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    /// What: `FEE_OPENS`, `FEE_DUE`, `GRACE_ENDS`.
    pub kind: &'static str,
    /// When.
    pub on: NaiveDate,
    /// The year the fee is for.
    pub year: Option<u32>,
}

/// The days of the next fee that fall into a campaign, its first and last day among them.
pub fn deadlines_between(fee: &FeeStanding, from: NaiveDate, to: NaiveDate) -> Vec<Deadline> {
    [
        ("FEE_OPENS", fee.opens_on),
        ("FEE_DUE", fee.next_due_on),
        ("GRACE_ENDS", fee.grace_ends_on),
    ]
    .into_iter()
    .filter_map(|(kind, on)| {
        let on = on.filter(|on| (from..=to).contains(on))?;
        Some(Deadline {
            kind,
            on,
            year: fee.year,
        })
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn fee(state: AnnuityState, due: &str, paid: bool) -> FeeStanding {
        FeeStanding {
            next_due_on: due.parse().ok(),
            paid_until: due.parse().ok().filter(|_| paid),
            year: Some(6),
            ..FeeStanding::bare(state)
        }
    }

    #[test]
    fn the_risk_follows_from_the_fee_and_the_campaign() {
        let today = day("2026-01-01");
        for (state, due, paid, end, risk) in [
            (AnnuityState::NoFees, "", false, None, LapseRisk::None),
            (
                AnnuityState::Paid,
                "2028-01-01",
                true,
                Some("2026-03-01"),
                LapseRisk::None,
            ),
            (
                AnnuityState::Paid,
                "2026-12-01",
                true,
                Some("2026-03-01"),
                LapseRisk::Low,
            ),
            (
                AnnuityState::Paid,
                "2026-05-01",
                true,
                Some("2026-03-01"),
                LapseRisk::Medium,
            ),
            (AnnuityState::NotDue, "2026-12-01", false, None, LapseRisk::Medium),
            (
                AnnuityState::DueSoon,
                "2026-02-01",
                true,
                Some("2026-03-01"),
                LapseRisk::High,
            ),
            (
                AnnuityState::OverdueInGrace,
                "2025-12-01",
                true,
                None,
                LapseRisk::High,
            ),
            (
                AnnuityState::GraceEndedNoRecord,
                "2025-01-01",
                true,
                None,
                LapseRisk::Critical,
            ),
        ] {
            let end = end.map(day);
            assert_eq!(
                lapse_risk(&fee(state, due, paid), end, today).0,
                risk,
                "{state:?} {due}"
            );
        }
    }

    #[test]
    fn deadlines_inside_a_campaign_are_listed() {
        let fee = FeeStanding {
            grace_ends_on: Some(day("2026-08-01")),
            ..fee(AnnuityState::DueSoon, "2026-02-01", true)
        };
        let found = deadlines_between(&fee, day("2026-01-01"), day("2026-03-01"));
        assert_eq!(
            found,
            [Deadline {
                kind: "FEE_DUE",
                on: day("2026-02-01"),
                year: Some(6)
            }]
        );
    }
}
