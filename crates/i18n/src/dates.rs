//! Dates and instants as readers of each language write them. The patterns are messages too.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Timelike, Utc};
use chrono_tz::Tz;
use kernel::Locale;

use crate::words::text;

/// A calendar date in full: `24 November 2026`, `2026年11月24日`.
pub fn date(locale: Locale, date: NaiveDate) -> String {
    pattern(locale, "format-date", "month", date)
}

/// A calendar date where space is short: `24 Nov 2026`, `2026年11月24日`.
pub fn date_short(locale: Locale, date: NaiveDate) -> String {
    pattern(locale, "format-date-short", "month-short", date)
}

/// An instant in a zone, to the minute, with the zone's name: `24 November 2026, 23:59 (Asia/Shanghai)`.
pub fn instant(locale: Locale, at: DateTime<Utc>, zone: Tz) -> String {
    let local = at.with_timezone(&zone);
    let params = [
        ("date", date(locale, local.date_naive())),
        ("time", format!("{:02}:{:02}", local.hour(), local.minute())),
        ("zone", zone.name().to_owned()),
    ];
    text(locale, "format-instant", &params)
}

/// How much time is left until an instant, in the largest unit that fits: days, hours or minutes.
/// Nothing once it has passed.
pub fn days_left(locale: Locale, now: DateTime<Utc>, until: DateTime<Utc>) -> Option<(i64, String)> {
    let left = until - now;
    let (key, n) = match left {
        left if left <= TimeDelta::zero() => return None,
        left if left >= TimeDelta::days(2) => ("time-left-days", left.num_days()),
        left if left >= TimeDelta::hours(1) => ("time-left-hours", left.num_hours()),
        left => ("time-left-minutes", left.num_minutes().max(1)),
    };
    Some((n, crate::count(locale, key, n, &[])))
}

fn pattern(locale: Locale, key: &str, months: &str, date: NaiveDate) -> String {
    let params = [
        ("year", date.year().to_string()),
        ("month", text(locale, &format!("{months}-{}", date.month()), &[])),
        ("day", date.day().to_string()),
    ];
    text(locale, key, &params)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_date_is_written_as_the_language_does() {
        assert_eq!(date(Locale::En, day("2026-11-04")), "4 November 2026");
        assert_eq!(date_short(Locale::En, day("2026-11-04")), "4 Nov 2026");
        assert_eq!(date(Locale::ZhHans, day("2026-11-04")), "2026年11月4日");
    }

    #[test]
    fn an_instant_is_shown_in_its_zone() {
        let at: DateTime<Utc> = "2026-11-24T15:59:00Z".parse().unwrap();
        let zone: Tz = "Asia/Shanghai".parse().unwrap();
        assert_eq!(
            instant(Locale::En, at, zone),
            "24 November 2026, 23:59 (Asia/Shanghai)"
        );
        assert_eq!(
            instant(Locale::ZhHans, at, zone),
            "2026年11月24日 23:59（Asia/Shanghai）"
        );
    }

    #[test]
    fn the_time_left_is_told_in_the_largest_unit() {
        let now: DateTime<Utc> = "2026-11-24T12:00:00Z".parse().unwrap();
        let left = |hours, minutes| {
            let until = now + TimeDelta::hours(hours) + TimeDelta::minutes(minutes);
            days_left(Locale::En, now, until).map(|(_, text)| text)
        };
        assert_eq!(left(24 * 21, 5), Some("21 days left".to_owned()));
        assert_eq!(left(47, 0), Some("47 hours left".to_owned()));
        assert_eq!(left(1, 0), Some("1 hour left".to_owned()));
        assert_eq!(left(0, 1), Some("1 minute left".to_owned()));
        assert_eq!(left(0, 0), None);
    }
}
