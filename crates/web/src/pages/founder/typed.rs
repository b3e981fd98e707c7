//! Amounts and moments as people type them.

use chrono::{DateTime, NaiveDateTime, Offset, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

use crate::graphql::{CurrencyCode, Decimal, MoneyInput};

/// An amount as people type it: with separators of thousands, with full-width digits. Nothing if it
/// cannot be told what is meant; `1,5` is not taken for fifteen.
pub(crate) fn money(typed: &str, currency: &CurrencyCode) -> Option<MoneyInput> {
    let narrow = typed.chars().filter(|c| !c.is_whitespace()).map(|c| match c {
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10).unwrap_or(c),
        '．' => '.',
        '，' => ',',
        c => c,
    });
    let narrow: String = narrow.collect();
    let (whole, fraction) = narrow.split_once('.').unwrap_or((&narrow, ""));
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let grouped = whole.contains(',');
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let is_number = !first.is_empty()
        && (!grouped || first.len() <= 3)
        && digits(first)
        && groups.all(|group| group.len() == 3 && digits(group))
        && digits(fraction);
    let amount = whole.replace(',', "");
    let amount = if fraction.is_empty() {
        amount
    } else {
        format!("{amount}.{fraction}")
    };
    // The schema takes no more than 40 characters.
    (is_number && amount.len() <= 40).then(|| MoneyInput {
        amount: Decimal(amount),
        currency: currency.clone(),
    })
}

/// The instant of a wall-clock time of a zone, as `datetime-local` writes it. A time that the clocks
/// show twice means the earlier instant; one that they skip is as far after the jump as it was to be
/// after the moment of the jump.
pub(super) fn instant(local: &str, zone: &str) -> Option<DateTime<Utc>> {
    let zone: Tz = zone.parse().ok()?;
    let local = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(local, form).ok())?;
    if let Some(found) = zone.from_local_datetime(&local).earliest() {
        return Some(found.with_timezone(&Utc));
    }
    let day_before = local.checked_sub_signed(TimeDelta::days(1))?;
    let offset = zone.offset_from_local_datetime(&day_before).latest()?.fix();
    let utc = local.checked_sub_signed(TimeDelta::seconds(offset.local_minus_utc().into()))?;
    Some(utc.and_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(typed: &str) -> Option<String> {
        money(typed, &CurrencyCode("CNY".to_owned())).map(|money| money.amount.0)
    }

    #[test]
    fn an_amount_is_read_as_people_type_it() {
        assert_eq!(amount("800,000").as_deref(), Some("800000"));
        assert_eq!(amount("８００，０００．５０").as_deref(), Some("800000.50"));
        assert_eq!(amount(" 1 250.5 ").as_deref(), Some("1250.5"));
        assert_eq!(amount("25.").as_deref(), Some("25"));
    }

    #[test]
    fn an_amount_that_could_mean_two_things_is_not_guessed() {
        for typed in [
            "1,5",
            "8000,000",
            "1.000,50",
            "-5",
            "lots",
            ",5",
            "1.2.3",
            "",
            &"9".repeat(41),
        ] {
            assert_eq!(amount(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_wall_clock_time_becomes_its_instant() {
        let at = |local, zone| instant(local, zone).map(|at| at.to_rfc3339());
        let shanghai = at("2026-12-01T09:30", "Asia/Shanghai");
        assert_eq!(shanghai.as_deref(), Some("2026-12-01T01:30:00+00:00"));
        // New York goes back at 02:00 on 2026-11-01: 01:30 comes twice, the first is meant.
        let twice = at("2026-11-01T01:30", "America/New_York");
        assert_eq!(twice.as_deref(), Some("2026-11-01T05:30:00+00:00"));
        // And springs forward at 02:00 on 2026-03-08: 02:30 is skipped and means 03:30.
        let skipped = at("2026-03-08T02:30:00", "America/New_York");
        assert_eq!(skipped.as_deref(), Some("2026-03-08T07:30:00+00:00"));
        assert_eq!(at("tomorrow", "Asia/Shanghai"), None);
        assert_eq!(at("2026-12-01T09:30", "Beijing"), None);
    }
}
