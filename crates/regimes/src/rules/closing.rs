//! When an offering may close, and when its money may be released.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Money, Refusal, RefusalCode, RuleId};

use super::Decision;
use crate::RegCf;

/// CF3: an offering is open for at least 21 times 24 hours from the moment it is public.
///
/// # Errors
/// [`RefusalCode::OpenTooShort`] with the hours and the earliest moment.
pub fn cf3(numbers: &RegCf, public_since: DateTime<Utc>, closes_at: DateTime<Utc>) -> Decision {
    let earliest = public_since + TimeDelta::hours(numbers.open_hours.into());
    if closes_at >= earliest {
        return Ok(());
    }
    Err(Refusal::new(RuleId::Cf3, RefusalCode::OpenTooShort)
        .with("hours", numbers.open_hours)
        .with("earliest", earliest.to_rfc3339()))
}

/// An early end that is wished for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EarlyClose {
    /// Since when the offering is public.
    pub public_since: DateTime<Utc>,
    /// The new deadline.
    pub closes_at: DateTime<Utc>,
    /// The end of the fifth business day after the notice.
    pub notice_ends: DateTime<Utc>,
    /// What is committed.
    pub committed: Money,
    /// The target.
    pub target: Money,
}

/// CF5: an offering may close early if its target is met, it was open for 21 days, and the new deadline is at least five business
/// days after the notice to all, the day of the notice not counted.
///
/// # Errors
/// [`RefusalCode::TargetNotMet`]; [`RefusalCode::NoticeTooShort`]; CF3's refusal.
pub fn cf5(numbers: &RegCf, close: &EarlyClose) -> Decision {
    target_met(RuleId::Cf5, close.committed, close.target)?;
    cf3(numbers, close.public_since, close.closes_at)?;
    if close.closes_at < close.notice_ends {
        return Err(Refusal::new(RuleId::Cf5, RefusalCode::NoticeTooShort)
            .with("earliest", close.notice_ends.to_rfc3339())
            .with("business_days", numbers.close_notice_business_days));
    }
    Ok(())
}

/// CF6: only those commitments are paid out whose own cancellation period has ended. This platform closes an offering as a whole, so
/// the last of these periods counts.
///
/// # Errors
/// [`RefusalCode::CancellationOpen`] with the moment it ends.
pub fn cf6(cancel_until: DateTime<Utc>, now: DateTime<Utc>) -> Decision {
    if cancel_until <= now {
        Ok(())
    } else {
        Err(Refusal::new(RuleId::Cf6, RefusalCode::CancellationOpen).with("until", cancel_until.to_rfc3339()))
    }
}

/// The facts by which money is released.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Release {
    /// Since when the offering is public.
    pub public_since: DateTime<Utc>,
    /// What was committed, arrived, and did not go back.
    pub raised: Money,
    /// The target.
    pub target: Money,
    /// Until when the last of the commitments could be taken back.
    pub cancel_until: DateTime<Utc>,
    /// Now.
    pub now: DateTime<Utc>,
}

/// CF10: the third party releases the money only when the target is committed, every investor's cancellation period is over, and the
/// offering was open for 21 days.
///
/// # Errors
/// [`RefusalCode::TargetNotMet`]; [`RefusalCode::CancellationOpen`]; [`RefusalCode::OpenTooShort`].
pub fn cf10(numbers: &RegCf, release: &Release) -> Decision {
    let as_cf10 = |refusal| Refusal {
        rule: RuleId::Cf10,
        ..refusal
    };
    target_met(RuleId::Cf10, release.raised, release.target)?;
    cf6(release.cancel_until, release.now).map_err(as_cf10)?;
    cf3(numbers, release.public_since, release.now).map_err(as_cf10)
}

fn target_met(rule: RuleId, committed: Money, target: Money) -> Decision {
    if committed.currency == target.currency && committed.minor >= target.minor {
        Ok(())
    } else {
        Err(Refusal::new(rule, RefusalCode::TargetNotMet)
            .with("target", target)
            .with("committed", committed))
    }
}

#[cfg(test)]
mod tests {
    use kernel::Currency;

    use super::*;
    use crate::rules::listing::tests::reg_cf;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn usd(major: i64) -> Money {
        Money::new(major * 100, Currency::USD)
    }

    #[test]
    fn cf3_twenty_one_days_are_counted_in_hours() {
        let since = at("2026-06-01T12:00:00Z");
        assert!(cf3(&reg_cf(), since, at("2026-06-22T12:00:00Z")).is_ok());
        let refusal = cf3(&reg_cf(), since, at("2026-06-22T11:59:59Z")).unwrap_err();
        assert_eq!(refusal.params["earliest"], "2026-06-22T12:00:00+00:00");
    }

    fn early() -> EarlyClose {
        EarlyClose {
            public_since: at("2026-06-01T12:00:00Z"),
            closes_at: at("2026-06-30T04:00:00Z"),
            notice_ends: at("2026-06-30T04:00:00Z"),
            committed: usd(1_000),
            target: usd(1_000),
        }
    }

    #[test]
    fn cf5_needs_the_target_the_days_and_the_notice() {
        assert_eq!(cf5(&reg_cf(), &early()), Ok(()));
        let case = |change: EarlyClose| cf5(&reg_cf(), &change).unwrap_err().code;
        let poor = EarlyClose {
            committed: usd(999),
            ..early()
        };
        assert_eq!(case(poor), RefusalCode::TargetNotMet);
        let hasty = EarlyClose {
            closes_at: at("2026-06-29T12:00:00Z"),
            ..early()
        };
        assert_eq!(case(hasty), RefusalCode::NoticeTooShort);
        let young = EarlyClose {
            public_since: at("2026-06-20T12:00:00Z"),
            ..early()
        };
        assert_eq!(case(young), RefusalCode::OpenTooShort);
    }

    #[test]
    fn cf6_pays_out_only_what_can_no_longer_be_taken_back() {
        let until = at("2026-06-30T00:00:00Z");
        assert!(cf6(until, until).is_ok());
        assert!(cf6(until, at("2026-06-29T23:59:59Z")).is_err());
    }

    #[test]
    fn cf10_releases_nothing_before_all_three_hold() {
        let whole = Release {
            public_since: at("2026-06-01T12:00:00Z"),
            raised: usd(1_000),
            target: usd(1_000),
            cancel_until: at("2026-06-29T12:00:00Z"),
            now: at("2026-07-01T12:00:00Z"),
        };
        assert_eq!(cf10(&reg_cf(), &whole), Ok(()));
        let early = Release {
            now: at("2026-06-28T12:00:00Z"),
            ..whole
        };
        assert_eq!(
            cf10(&reg_cf(), &early).unwrap_err().code,
            RefusalCode::CancellationOpen
        );
        let poor = Release {
            raised: usd(999),
            ..whole
        };
        assert_eq!(
            cf10(&reg_cf(), &poor).unwrap_err().code,
            RefusalCode::TargetNotMet
        );
        let young = Release {
            public_since: at("2026-06-20T12:00:00Z"),
            ..whole
        };
        let refusal = cf10(&reg_cf(), &young).unwrap_err();
        assert_eq!(
            (refusal.rule, refusal.code),
            (RuleId::Cf10, RefusalCode::OpenTooShort)
        );
    }
}
