//! How often a register is asked again, and when it must be whatever was asked before.

use chrono::{Days, Months, NaiveDate};

use super::Horizon;
use crate::{
    assess::Assessment,
    fees::{FeeStanding, LapseRisk},
    source::Register,
};

crate::words::words! {
    /// How closely a right is watched.
    pub enum Tier {
        /// A campaign stands on it and something presses: daily.
        Hot = "hot",
        /// A live campaign stands on it: every three days at the USPTO, weekly elsewhere.
        Warm = "warm",
        /// A campaign stands on it that is not live: not yet open, or funded and delivering: monthly.
        Cool = "cool",
        /// No campaign stands on it: quarterly.
        Cold = "cold",
    }
}

/// How near a deadline must be to press, in days.
const PRESSES: i64 = 30;
/// Days after a fee fell due on which a payment, or its lapse, may show.
const AFTER_DUE: [u64; 3] = [1, 14, 45];
/// Days after the end of grace on which a lapse may show.
const AFTER_GRACE: [u64; 2] = [1, 60];
/// Days before the end of funding: 72 hours.
const BEFORE_CLOSE: u64 = 3;

/// How closely to watch a right: by its campaign, its risk of lapse, and its next deadline.
pub fn tier(horizon: &Horizon, risk: LapseRisk, next_deadline: Option<NaiveDate>, as_of: NaiveDate) -> Tier {
    let has_campaign = horizon.live || horizon.funding_ends_on.is_some();
    if !has_campaign {
        return Tier::Cold;
    }
    let presses = next_deadline.is_some_and(|on| (0..=PRESSES).contains(&(on - as_of).num_days()));
    if presses || (horizon.live && risk >= LapseRisk::High) {
        Tier::Hot
    } else if horizon.live {
        Tier::Warm
    } else {
        Tier::Cool
    }
}

/// The next day on which something about a right falls due or ends: its fee, its grace, its term.
pub fn next_deadline(assessment: &Assessment, as_of: NaiveDate) -> Option<NaiveDate> {
    let fee = assessment.fee.as_ref();
    [
        fee.and_then(|fee| fee.next_due_on),
        fee.and_then(|fee| fee.grace_ends_on),
        assessment.term.map(|term| term.expires_on),
    ]
    .into_iter()
    .flatten()
    .filter(|on| *on >= as_of)
    .min()
}

/// The days of a fee after which a register has something to tell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FeeDays {
    /// When it falls due, or fell.
    pub due_on: Option<NaiveDate>,
    /// Until when it can be paid late.
    pub grace_ends_on: Option<NaiveDate>,
}

impl From<&FeeStanding> for FeeDays {
    fn from(fee: &FeeStanding) -> Self {
        Self {
            due_on: fee.next_due_on,
            grace_ends_on: fee.grace_ends_on,
        }
    }
}

/// What the day of the next check depends on.
#[derive(Debug, Clone, Copy)]
pub struct Check<'a> {
    /// How closely the right is watched.
    pub tier: Tier,
    /// The register that is asked.
    pub register: Register,
    /// The days of its fees; of a European patent, those of each state.
    pub fees: &'a [FeeDays],
    /// When its campaign's funding ends.
    pub funding_ends_on: Option<NaiveDate>,
    /// When it was last asked; absent if never.
    pub last_checked_on: Option<NaiveDate>,
    /// Today.
    pub as_of: NaiveDate,
}

/// The day of the next check; a day that is past means that one is overdue. The checks at listing, before opening and before
/// payout follow from acts, not from the calendar: who does the act asks.
pub fn next_check_on(check: &Check<'_>) -> NaiveDate {
    let Some(last) = check.last_checked_on else {
        return check.as_of;
    };
    let after = |day: Option<NaiveDate>, days: &[u64]| -> Vec<NaiveDate> {
        let add = |days: &u64| day?.checked_add_days(Days::new(*days));
        days.iter().filter_map(add).collect()
    };
    let close = check
        .funding_ends_on
        .and_then(|end| end.checked_sub_days(Days::new(BEFORE_CLOSE)));
    let forced = check
        .fees
        .iter()
        .flat_map(|fee| {
            [
                after(fee.due_on, &AFTER_DUE),
                after(fee.grace_ends_on, &AFTER_GRACE),
            ]
        })
        .flatten()
        .chain(close)
        .filter(|day| *day > last);
    let regular = regular(check.tier, check.register, last);
    forced.min().map_or(regular, |day| day.min(regular))
}

fn regular(tier: Tier, register: Register, last: NaiveDate) -> NaiveDate {
    let later = match tier {
        Tier::Hot => last.checked_add_days(Days::new(1)),
        Tier::Warm if register == Register::UsptoOdp => last.checked_add_days(Days::new(3)),
        // INPADOC, which OPS serves, is a weekly feed.
        Tier::Warm => last.checked_add_days(Days::new(7)),
        Tier::Cool => last.checked_add_months(Months::new(1)),
        Tier::Cold => last.checked_add_months(Months::new(3)),
    };
    later.unwrap_or(last)
}

/// The last day on which what was stated for a day counts as fresh.
pub fn stale_after(tier: Tier, as_of: NaiveDate) -> NaiveDate {
    let days = match tier {
        Tier::Hot => 3,
        Tier::Warm => 14,
        Tier::Cool => 45,
        Tier::Cold => 100,
    };
    as_of.checked_add_days(Days::new(days)).unwrap_or(as_of)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn check(tier: Tier, last: &str) -> Check<'static> {
        Check {
            tier,
            register: Register::EpoOps,
            fees: &[],
            funding_ends_on: None,
            last_checked_on: last.parse().ok(),
            as_of: day("2026-03-01"),
        }
    }

    #[test]
    fn the_tier_follows_from_the_campaign_the_risk_and_the_deadline() {
        let today = day("2026-01-01");
        let live = Horizon {
            funding_ends_on: Some(day("2026-02-01")),
            live: true,
        };
        let funded = Horizon {
            funding_ends_on: Some(day("2025-12-01")),
            live: false,
        };
        let none = Horizon::default();
        for (horizon, risk, deadline, wanted) in [
            (live, LapseRisk::High, None, Tier::Hot),
            (live, LapseRisk::Critical, None, Tier::Hot),
            (live, LapseRisk::Medium, None, Tier::Warm),
            (live, LapseRisk::None, Some("2026-01-31"), Tier::Hot),
            (live, LapseRisk::None, Some("2026-02-01"), Tier::Warm),
            (live, LapseRisk::None, Some("2025-12-31"), Tier::Warm),
            (funded, LapseRisk::High, None, Tier::Cool),
            (funded, LapseRisk::Low, Some("2026-01-02"), Tier::Hot),
            (none, LapseRisk::Critical, Some("2026-01-02"), Tier::Cold),
        ] {
            let found = tier(&horizon, risk, deadline.map(day), today);
            assert_eq!(found, wanted, "{horizon:?} {risk:?} {deadline:?}");
        }
    }

    #[test]
    fn each_tier_has_its_rhythm() {
        for (tier, next) in [
            (Tier::Hot, "2026-03-02"),
            (Tier::Warm, "2026-03-08"),
            (Tier::Cool, "2026-04-01"),
            (Tier::Cold, "2026-06-01"),
        ] {
            assert_eq!(next_check_on(&check(tier, "2026-03-01")), day(next), "{tier:?}");
        }
        let us = Check {
            register: Register::UsptoOdp,
            ..check(Tier::Warm, "2026-03-01")
        };
        assert_eq!(next_check_on(&us), day("2026-03-04"));
        assert_eq!(next_check_on(&check(Tier::Cold, "never")), day("2026-03-01"));
    }

    #[test]
    fn some_days_force_a_check_and_one_that_was_missed_stays_due() {
        let fees = [FeeDays {
            due_on: Some(day("2026-03-10")),
            grace_ends_on: Some(day("2026-09-10")),
        }];
        let cold = |last: &str| Check {
            fees: &fees,
            ..check(Tier::Cold, last)
        };
        for (last, next) in [
            ("2026-03-01", "2026-03-11"),
            ("2026-03-11", "2026-03-24"),
            ("2026-03-24", "2026-04-24"),
            ("2026-08-01", "2026-09-11"),
            ("2026-09-11", "2026-11-09"),
            ("2026-11-09", "2027-02-09"),
        ] {
            assert_eq!(next_check_on(&cold(last)), day(next), "{last}");
        }
        let warm = Check {
            funding_ends_on: Some(day("2026-03-06")),
            ..check(Tier::Warm, "2026-03-01")
        };
        assert_eq!(next_check_on(&warm), day("2026-03-03"));
    }

    #[test]
    fn what_is_watched_closer_grows_stale_sooner() {
        let days: Vec<i64> = Tier::ALL
            .iter()
            .map(|tier| (stale_after(*tier, day("2026-01-01")) - day("2026-01-01")).num_days())
            .collect();
        assert_eq!(days, [3, 14, 45, 100]);
    }

    proptest! {
        #[test]
        fn the_next_check_is_after_the_last_and_no_later_than_the_rhythm(
            tier in 0..Tier::ALL.len(), last in 0_u64..2000, due in 0_u64..2000, close in 0_u64..2000
        ) {
            let from = day("2024-01-01");
            let at = |days| from.checked_add_days(Days::new(days)).unwrap();
            let fees = [FeeDays { due_on: Some(at(due)), grace_ends_on: Some(at(due + 184)) }];
            let check = Check {
                tier: Tier::ALL[tier],
                register: Register::EpoOps,
                fees: &fees,
                funding_ends_on: Some(at(close)),
                last_checked_on: Some(at(last)),
                as_of: at(last),
            };
            let next = next_check_on(&check);
            prop_assert!(next > at(last));
            prop_assert!(next <= regular(check.tier, check.register, at(last)));
            prop_assert!(next <= stale_after(check.tier, at(last)));
        }
    }
}
