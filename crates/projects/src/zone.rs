//! Wall-clock times of a campaign's zone and the instants they stand for.

use chrono::{DateTime, Days, NaiveDateTime, Offset, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

/// The zone with this IANA name, such as `Asia/Shanghai`.
pub fn find_zone(name: &str) -> Option<Tz> {
    if name.len() > 64 { None } else { name.parse().ok() }
}

/// The instant of a wall-clock time. A time that the clocks skip means the later one (as far after
/// the jump as it was to be after the moment of the jump); a time they show twice means the earlier one.
pub fn instant_of(local: NaiveDateTime, zone: Tz) -> DateTime<Utc> {
    if let Some(found) = zone.from_local_datetime(&local).earliest() {
        return found.with_timezone(&Utc);
    }
    // The skipped time is reckoned by the offset that held before the jump. The longest jump of
    // the tables is a day (Samoa, 2011-12-30).
    let before = (1..=26 * 60)
        .map(|minutes| local - TimeDelta::minutes(minutes))
        .find_map(|earlier| zone.from_local_datetime(&earlier).latest());
    let offset = before.map_or(0, |at| at.offset().fix().local_minus_utc());
    (local - TimeDelta::seconds(i64::from(offset))).and_utc()
}

/// The instant `days` days after `start` by the wall clock of the zone: the same time of day.
pub fn days_after(start: DateTime<Utc>, days: u16, zone: Tz) -> DateTime<Utc> {
    let local = start.with_timezone(&zone).naive_local();
    match local.checked_add_days(Days::new(u64::from(days))) {
        Some(later) => instant_of(later, zone),
        None => start,
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use chrono_tz::TZ_VARIANTS;
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    #[rstest::rstest]
    // New York springs forward at 02:00 on 2026-03-08: 02:30 is skipped and means 03:30 EDT.
    #[case("America/New_York", "2026-03-08T02:30:00", "2026-03-08T07:30:00Z")]
    // New York falls back at 02:00 on 2026-11-01: 01:30 comes twice; the first is EDT.
    #[case("America/New_York", "2026-11-01T01:30:00", "2026-11-01T05:30:00Z")]
    #[case("Asia/Shanghai", "2026-03-08T02:30:00", "2026-03-07T18:30:00Z")]
    // Lord Howe moves by half an hour.
    #[case("Australia/Lord_Howe", "2026-10-04T02:15:00", "2026-10-03T15:45:00Z")]
    // Samoa left out a whole day.
    #[case("Pacific/Apia", "2011-12-30T12:00:00", "2011-12-30T22:00:00Z")]
    fn wall_clocks_become_instants(#[case] zone: Tz, #[case] local: &str, #[case] instant: DateTime<Utc>) {
        assert_eq!(instant_of(at(local), zone), instant);
    }

    #[test]
    fn thirty_days_end_at_the_same_time_of_day() {
        let start = "2026-10-20T18:00:00Z".parse().unwrap();
        let end = days_after(start, 30, chrono_tz::America::New_York);
        assert_eq!(end, "2026-11-19T19:00:00Z".parse::<DateTime<Utc>>().unwrap());
    }

    #[test]
    fn a_zone_has_an_iana_name() {
        assert!(find_zone("Asia/Shanghai").is_some());
        assert!(find_zone("Beijing").is_none());
    }

    /// The moments from 2026 to 2037 at which the clocks of a zone are set, with how far: seconds east of UTC before and after.
    fn settings_of_clocks(zone: Tz) -> Vec<(DateTime<Utc>, i64, i64)> {
        let offset = |at: DateTime<Utc>| {
            i64::from(
                zone.offset_from_utc_datetime(&at.naive_utc())
                    .fix()
                    .local_minus_utc(),
            )
        };
        let start = "2026-01-01T00:00:00Z".parse::<DateTime<Utc>>().unwrap();
        let days = (0..12 * 366).map(|day| start + TimeDelta::days(day));
        let days = days.map(|day| (day, day + TimeDelta::days(1)));
        let changed = days.filter(|(day, next)| offset(*day) != offset(*next));
        let bisected = changed.map(|(mut before, mut after)| {
            while after - before > TimeDelta::seconds(1) {
                let middle = before + (after - before) / 2;
                let side = if offset(middle) == offset(before) {
                    &mut before
                } else {
                    &mut after
                };
                *side = middle;
            }
            (after, offset(before), offset(after))
        });
        bisected.collect()
    }

    #[test]
    fn at_every_setting_of_the_clocks_of_every_zone_a_skipped_time_means_the_later_one_and_a_doubled_the_earlier()
     {
        let (mut gaps, mut overlaps) = (0, 0);
        for zone in TZ_VARIANTS {
            for (at, before, after) in settings_of_clocks(zone) {
                // What the clocks would show had they not been set, and what they show.
                let unset = at.naive_utc() + TimeDelta::seconds(before);
                let set = at.naive_utc() + TimeDelta::seconds(after);
                let length = (after - before).abs();
                for second in [0, 1, length / 2, length - 1] {
                    if after > before {
                        // So long after the moment of the setting as it was to be by the old clock.
                        let skipped = unset + TimeDelta::seconds(second);
                        assert_eq!(
                            instant_of(skipped, zone),
                            at + TimeDelta::seconds(second),
                            "{zone} {skipped}"
                        );
                        gaps += 1;
                    } else {
                        let doubled = set + TimeDelta::seconds(second);
                        let first = at - TimeDelta::seconds(length - second);
                        assert_eq!(instant_of(doubled, zone), first, "{zone} {doubled}");
                        overlaps += 1;
                    }
                }
                assert_eq!(
                    instant_of(unset - TimeDelta::seconds(length + 1), zone),
                    at - TimeDelta::seconds(length + 1)
                );
                assert_eq!(
                    instant_of(set + TimeDelta::seconds(length), zone),
                    at + TimeDelta::seconds(length)
                );
            }
        }
        assert!(
            gaps > 4_000 && overlaps > 4_000,
            "{gaps} skipped and {overlaps} doubled times"
        );
    }

    proptest! {
        #[test]
        fn every_wall_clock_time_of_every_zone_has_its_instant(
            zone in 0..TZ_VARIANTS.len(), minute in 0i64..12 * 366 * 24 * 60,
        ) {
            let zone = TZ_VARIANTS[zone];
            let start = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap().and_hms_opt(0, 0, 0).unwrap();
            let local = start + TimeDelta::minutes(minute);
            let instant = instant_of(local, zone);
            let shown = instant.with_timezone(&zone).naive_local();
            match zone.from_local_datetime(&local) {
                chrono::LocalResult::None => prop_assert!(shown > local, "a skipped time means a later one"),
                chrono::LocalResult::Single(_) => prop_assert_eq!(shown, local),
                chrono::LocalResult::Ambiguous(first, second) => {
                    prop_assert_eq!(shown, local);
                    prop_assert_eq!(instant, first.min(second).with_timezone(&Utc));
                }
            }
        }

        #[test]
        fn a_later_wall_clock_time_is_never_an_earlier_instant_but_for_an_overlap(
            zone in 0..TZ_VARIANTS.len(), minute in 0i64..12 * 366 * 24 * 60, more in 181i64..100_000,
        ) {
            // Overlaps are at most three hours long in these years.
            let zone = TZ_VARIANTS[zone];
            let start = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap().and_hms_opt(0, 0, 0).unwrap();
            let (early, late) = (start + TimeDelta::minutes(minute), start + TimeDelta::minutes(minute + more));
            prop_assert!(instant_of(early, zone) < instant_of(late, zone));
        }
    }
}
