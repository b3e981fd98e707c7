//! The signal of the next renewal fee.

use chrono::{Months, NaiveDate};
use kernel::{Currency, Money};

use super::{Horizon, Signal, SignalKind};
use crate::{assess::Assessment, fees::FeeStanding, status::AnnuityState};

pub(super) const DUE: [&str; 4] = ["in_campaign", "t90", "t30", "t0"];
pub(super) const GRACE: [&str; 6] = ["m1", "m2", "m3", "m4", "m5", "m6"];

/// When the time to pay late is over: as told, else after six months (Paris Convention, Article 5bis(1)).
pub(super) fn grace_ends_on(fee: &FeeStanding) -> Option<NaiveDate> {
    let due = fee.next_due_on?;
    // Where the register states another day than the reckoned one, the reckoned grace is of another fee.
    fee.grace_ends_on
        .filter(|ends| *ends >= due)
        .or_else(|| due.checked_add_months(Months::new(6)))
}

/// How the next fee stands on a day, by its dates: the assessment may be of an earlier day.
pub(super) fn signal(assessment: &Assessment, horizon: &Horizon, as_of: NaiveDate) -> Option<Signal> {
    let fee = assessment.fee.as_ref()?;
    if matches!(fee.state, AnnuityState::NoFees | AnnuityState::LapsedRecorded) {
        return None;
    }
    let due = fee.next_due_on?;
    if as_of > due {
        let ends = grace_ends_on(fee)?;
        if as_of > ends {
            return Some(Signal::new(
                SignalKind::FeeGraceEnded,
                "",
                Some(ends),
                due.to_string(),
            ));
        }
        let month = month_of_grace(due, as_of);
        let sub = GRACE[month as usize - 1];
        return Some(Signal {
            surcharge: surcharge(fee, month),
            ..Signal::new(SignalKind::FeeGrace, sub, Some(ends), format!("{sub}:{due}"))
        });
    }
    let sub = match (due - as_of).num_days() {
        0 => "t0",
        1..=30 => "t30",
        31..=90 => "t90",
        _ if horizon.funding_ends_on.is_some_and(|end| due <= end) => "in_campaign",
        _ => return None,
    };
    Some(Signal::new(
        SignalKind::FeeDue,
        sub,
        Some(due),
        format!("{sub}:{due}"),
    ))
}

/// The month of grace a day is in, 1 to 6: a month ends on the day of the month on which the fee fell due. The sixth is as long as
/// the office makes it.
fn month_of_grace(due: NaiveDate, as_of: NaiveDate) -> u32 {
    (1..6)
        .find(|month| {
            due.checked_add_months(Months::new(*month))
                .is_some_and(|last| as_of <= last)
        })
        .unwrap_or(6)
}

/// What is added to a fee in a month of grace. China adds five per cent of the full annuity for each month after the first
/// (Implementing Regulations of the Patent Law of 2010, rule 98), parts of a fen dropped; elsewhere it is what the
/// schedule says.
fn surcharge(fee: &FeeStanding, month: u32) -> Option<Money> {
    match fee.amount {
        Some(amount) if amount.currency == Currency::CNY => {
            let minor = amount.minor.checked_mul(i64::from(month.saturating_sub(1)))? / 20;
            Some(Money::new(minor, amount.currency))
        }
        _ => fee.surcharge,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn china_adds_five_per_cent_for_each_month_after_the_first() {
        let fee = FeeStanding {
            amount: Money::parse("1200", Currency::CNY).ok(),
            ..FeeStanding::bare(AnnuityState::OverdueInGrace)
        };
        let yuan: Vec<i64> = (1..=6)
            .map(|month| surcharge(&fee, month).unwrap().minor / 100)
            .collect();
        assert_eq!(yuan, [0, 60, 120, 180, 240, 300]);
    }

    #[test]
    fn a_month_of_grace_ends_on_the_day_on_which_the_fee_fell_due() {
        let due = day("2026-01-31");
        for (as_of, month) in [
            ("2026-02-01", 1),
            ("2026-02-28", 1),
            ("2026-03-01", 2),
            ("2026-03-31", 2),
            ("2026-04-01", 3),
            ("2026-07-31", 6),
            ("2026-08-03", 6),
        ] {
            assert_eq!(month_of_grace(due, day(as_of)), month, "{as_of}");
        }
    }
}
