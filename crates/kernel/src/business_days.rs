//! Business days: what the law and our own rules count deadlines in.

use std::{
    collections::{BTreeSet, HashMap},
    sync::LazyLock,
};

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::Deserialize;

/// Public holidays on weekdays, with their source on top.
const HOLIDAYS: &str = include_str!("../data/holidays.csv");

static BY_COUNTRY: LazyLock<HashMap<&'static str, BTreeSet<NaiveDate>>> = LazyLock::new(|| {
    let mut found: HashMap<_, BTreeSet<_>> = HashMap::new();
    for line in HOLIDAYS.lines() {
        if let Some((country, on)) = line.split_once(',')
            && let Ok(on) = on.parse()
        {
            found.entry(country).or_default().insert(on);
        }
    }
    found
});

/// A time counted in business days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BusinessDays {
    /// How many.
    pub count: u16,
    /// Whose, where a law says so; else those of where the campaign is at home.
    pub home: Option<Home>,
}

impl BusinessDays {
    /// So many, where the campaign is at home.
    pub const fn at_home(count: u16) -> Self {
        Self { count, home: None }
    }
}

/// Where days are business days or not, and when they begin and end.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Home {
    /// The country (ISO 3166-1).
    pub country: String,
    /// The zone: an IANA name.
    pub zone: String,
}

/// Whether people work on this day in this country (ISO 3166-1). Where a country's holidays are not
/// known, every day from Monday to Friday counts.
pub fn is_business_day(country: Option<&str>, on: NaiveDate) -> bool {
    let weekend = matches!(on.weekday(), Weekday::Sat | Weekday::Sun);
    let holiday = country
        .and_then(|country| BY_COUNTRY.get(country))
        .is_some_and(|days| days.contains(&on));
    !weekend && !holiday
}

/// The last of `count` business days after a day. That day itself is not counted, as 17 CFR
/// 227.304 counts.
pub fn business_days_after(country: Option<&str>, day: NaiveDate, count: u16) -> NaiveDate {
    let mut on = day;
    let mut left = count;
    while left > 0 {
        on = on.checked_add_days(Days::new(1)).unwrap_or(NaiveDate::MAX);
        if is_business_day(country, on) {
            left -= 1;
        }
        if on == NaiveDate::MAX {
            break;
        }
    }
    on
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[rstest::rstest]
    // A Friday without holidays: the fifth business day is the next Friday.
    #[case(None, "2026-11-20", 5, "2026-11-27")]
    // Thanksgiving of 2026 is a Thursday.
    #[case(Some("US"), "2026-11-20", 5, "2026-11-30")]
    // China's National Day: Thursday 1 October to Wednesday 7 October.
    #[case(Some("CN"), "2026-09-28", 5, "2026-10-12")]
    // On a Saturday the first business day is Monday.
    #[case(Some("DE"), "2026-11-28", 1, "2026-11-30")]
    // A country whose holidays are not known has weekends all the same.
    #[case(Some("XX"), "2026-12-24", 1, "2026-12-25")]
    #[case(None, "2026-11-20", 0, "2026-11-20")]
    fn the_day_of_the_notice_is_not_counted(
        #[case] country: Option<&str>,
        #[case] from: &str,
        #[case] count: u16,
        #[case] last: &str,
    ) {
        assert_eq!(business_days_after(country, day(from), count), day(last));
    }

    #[test]
    fn every_line_of_the_table_is_read_and_is_a_weekday() {
        let lines = HOLIDAYS.lines().filter(|line| !line.starts_with('#')).count() - 1;
        assert_eq!(BY_COUNTRY.values().map(BTreeSet::len).sum::<usize>(), lines);
        for (country, days) in BY_COUNTRY.iter() {
            assert_eq!(country.len(), 2);
            assert!(days.iter().all(|on| is_business_day(None, *on)), "{country}");
        }
    }
}
