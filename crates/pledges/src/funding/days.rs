//! The days of a campaign in its zone.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

/// How many days are told apart.
const MOST: usize = 120;

/// A day of a zone: half-open, as long as the zone made it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Day {
    pub(super) on: NaiveDate,
    pub(super) from: DateTime<Utc>,
    pub(super) until: DateTime<Utc>,
}

/// The days from one moment until another, the first one first; of a long time the newest, of which the first begins with the
/// whole. The first and the last are cut where the time begins and ends.
pub(super) fn between(zone: Tz, from: DateTime<Utc>, until: DateTime<Utc>) -> Vec<Day> {
    let mut days = Vec::new();
    let mut on = until.with_timezone(&zone).date_naive();
    let mut end = until;
    while end > from && days.len() < MOST {
        let begin = midnight(zone, on).max(from);
        // A moment of midnight belongs to the day that begins: the day before has no time of it.
        if begin < end {
            days.push(Day {
                on,
                from: begin,
                until: end,
            });
            end = begin;
        }
        let Some(before) = on.checked_sub_days(Days::new(1)) else {
            break;
        };
        on = before;
    }
    if let Some(first) = days.last_mut() {
        first.from = from;
    }
    days.reverse();
    days
}

/// When a day begins; where its midnight is left out, with its first hour.
fn midnight(zone: Tz, on: NaiveDate) -> DateTime<Utc> {
    let begin = on.and_time(chrono::NaiveTime::MIN);
    let found = (0..=3).find_map(|hours| {
        zone.from_local_datetime(&(begin + TimeDelta::hours(hours)))
            .earliest()
    });
    found.map_or_else(|| begin.and_utc(), |at| at.with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn days_are_those_of_the_zone_and_leave_nothing_out() {
        let zone: Tz = "Asia/Shanghai".parse().unwrap();
        // Midnight in Shanghai is 16:00 UTC.
        let days = between(zone, at("2026-05-01T15:00:00Z"), at("2026-05-03T01:00:00Z"));
        let on: Vec<_> = days.iter().map(|day| day.on.to_string()).collect();
        assert_eq!(on, ["2026-05-01", "2026-05-02", "2026-05-03"]);
        assert_eq!(
            (days[0].from, days[0].until),
            (at("2026-05-01T15:00:00Z"), at("2026-05-01T16:00:00Z"))
        );
        assert_eq!(days[1].until, at("2026-05-02T16:00:00Z"));
        assert_eq!(days[2].until, at("2026-05-03T01:00:00Z"));
        assert!(days.windows(2).all(|pair| pair[0].until == pair[1].from));
    }

    #[test]
    fn a_day_may_be_shorter_or_begin_later_than_midnight() {
        let berlin: Tz = "Europe/Berlin".parse().unwrap();
        let days = between(berlin, at("2026-03-28T23:00:00Z"), at("2026-03-29T22:00:00Z"));
        assert_eq!(days.len(), 1, "the day of 23 hours");
        // Lebanon puts its clocks on at midnight: 29 March 2026 begins at 01:00, which is 22:00 UTC.
        let beirut: Tz = "Asia/Beirut".parse().unwrap();
        let days = between(beirut, at("2026-03-28T12:00:00Z"), at("2026-03-29T12:00:00Z"));
        assert_eq!(days[1].from, at("2026-03-28T22:00:00Z"));
    }

    #[test]
    fn of_a_long_time_the_first_day_holds_what_was_before() {
        let days = between(Tz::UTC, at("2025-01-01T00:00:00Z"), at("2026-01-01T00:00:00Z"));
        assert_eq!(days.len(), MOST);
        assert_eq!(days[0].from, at("2025-01-01T00:00:00Z"));
        assert_eq!(days[0].on.to_string(), "2025-09-03");
        assert!(between(Tz::UTC, at("2026-01-01T00:00:00Z"), at("2026-01-01T00:00:00Z")).is_empty());
    }
}
