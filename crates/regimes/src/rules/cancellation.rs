//! Until when an investor may take a commitment back.

use chrono::{DateTime, Days, NaiveTime, TimeDelta, Utc};
use kernel::{Refusal, RefusalCode, RuleId};

use super::Decision;
use crate::{Ecspr, RegCf};

/// CF4: the moment from which a commitment stands: so many hours before the deadline.
pub fn cf4_until(numbers: &RegCf, deadline: DateTime<Utc>) -> DateTime<Utc> {
    deadline - TimeDelta::hours(numbers.cancel_hours.into())
}

/// CF4: a commitment may be taken back for any reason until 48 hours before the deadline, and not after.
/// A material change is another matter: [`super::reconfirmation`].
///
/// # Errors
/// [`RefusalCode::TooLateToCancel`] with the moment.
pub fn cf4(numbers: &RegCf, deadline: DateTime<Utc>, now: DateTime<Utc>) -> Decision {
    until(RuleId::Cf4, cf4_until(numbers, deadline), now)
}

/// EU6: the end of the reflection period: the end of the fourth calendar day after the one on which the investor offered to invest,
/// by the clock of UTC. The day of the offer is not counted (Regulation (EEC, Euratom) No 1182/71, Art. 3).
pub fn eu6_until(numbers: &Ecspr, offered_at: DateTime<Utc>) -> DateTime<Utc> {
    let days = Days::new(u64::from(numbers.revocation_days) + 1);
    let day = offered_at.date_naive();
    let end = day.checked_add_days(days).unwrap_or(day);
    end.and_time(NaiveTime::MIN).and_utc()
}

/// EU6: an offer to invest may be revoked within the reflection period, without a reason and without cost. Whoever raises an offer makes
/// a new one.
///
/// # Errors
/// [`RefusalCode::TooLateToCancel`] with the moment.
pub fn eu6(reflection_ends: DateTime<Utc>, now: DateTime<Utc>) -> Decision {
    until(RuleId::Eu6, reflection_ends, now)
}

fn until(rule: RuleId, until: DateTime<Utc>, now: DateTime<Utc>) -> Decision {
    if now < until {
        Ok(())
    } else {
        Err(Refusal::new(rule, RefusalCode::TooLateToCancel).with("until", until.to_rfc3339()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::listing::tests::{ecspr, reg_cf};

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn cf4_the_last_second_before_the_48_hours_is_in_time() {
        let deadline = at("2026-07-01T12:00:00Z");
        assert!(cf4(&reg_cf(), deadline, at("2026-06-29T11:59:59Z")).is_ok());
        let refusal = cf4(&reg_cf(), deadline, at("2026-06-29T12:00:00Z")).unwrap_err();
        assert_eq!(refusal.code, RefusalCode::TooLateToCancel);
        assert_eq!(refusal.params["until"], "2026-06-29T12:00:00+00:00");
    }

    #[test]
    fn eu6_four_whole_calendar_days_follow_the_day_of_the_offer() {
        let offered = at("2026-06-01T23:30:00Z");
        let ends = eu6_until(&ecspr(), offered);
        assert_eq!(ends, at("2026-06-06T00:00:00Z"));
        assert!(eu6(ends, at("2026-06-05T23:59:59Z")).is_ok());
        assert!(eu6(ends, at("2026-06-06T00:00:00Z")).is_err());
    }
}
