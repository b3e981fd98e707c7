//! The words and numbers of a page, in its language. Templates call it `w`.

use std::fmt::Display;

use chrono::{DateTime, NaiveDate, Utc};
use kernel::Locale;

use crate::graphql::{Money, Named, WatchLevel};

/// A whole number as templates hand it on.
pub(crate) trait Number {
    /// It.
    fn number(self) -> i64;
}

impl Number for i32 {
    fn number(self) -> i64 {
        self.into()
    }
}

impl Number for &i32 {
    fn number(self) -> i64 {
        (*self).into()
    }
}

impl Number for i64 {
    fn number(self) -> i64 {
        self
    }
}

impl Number for usize {
    fn number(self) -> i64 {
        i64::try_from(self).unwrap_or(i64::MAX)
    }
}

/// The family of messages that name states.
const STATE_NAMES: &str = "state";

/// The words of one language.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Words(pub(crate) Locale);

impl Words {
    /// The language's tag, for `lang`.
    pub(crate) fn lang(self) -> &'static str {
        self.0.tag()
    }

    /// The language's place in addresses.
    pub(crate) fn prefix(self) -> &'static str {
        match self.0 {
            Locale::En => "/en",
            Locale::ZhHans => "/zh",
        }
    }

    /// Whether this is the Chinese page.
    pub(crate) fn is_chinese(self) -> bool {
        self.0 == Locale::ZhHans
    }

    /// The other language.
    pub(crate) fn other(self) -> Words {
        Words(match self.0 {
            Locale::En => Locale::ZhHans,
            Locale::ZhHans => Locale::En,
        })
    }

    /// An address in this language.
    pub(crate) fn url(self, path: &str) -> String {
        format!("{}{path}", self.prefix())
    }

    /// A message.
    pub(crate) fn t(self, key: &str) -> String {
        i18n::text(self.0, key, &[])
    }

    /// A message with one parameter.
    pub(crate) fn t1(self, key: &str, name: &str, value: impl Display) -> String {
        i18n::text(self.0, key, &[(name, value.to_string())])
    }

    /// A message with two parameters.
    pub(crate) fn t2(
        self,
        key: &str,
        a: &str,
        a_value: impl Display,
        b: &str,
        b_value: impl Display,
    ) -> String {
        i18n::text(self.0, key, &[(a, a_value.to_string()), (b, b_value.to_string())])
    }

    /// A message about a number of things.
    pub(crate) fn n(self, key: &str, count: impl Number) -> String {
        i18n::count(self.0, key, count.number(), &[])
    }

    /// Things one after the other, in one line.
    pub(crate) fn list<S: AsRef<str>>(self, things: &[S]) -> String {
        let things: Vec<&str> = things.iter().map(AsRef::as_ref).collect();
        things.join(if self.is_chinese() { "、" } else { ", " })
    }

    /// What stands between two sentences.
    pub(crate) fn space(self) -> &'static str {
        if self.is_chinese() { "" } else { " " }
    }

    /// How the rights of a campaign stand; of a campaign without rights, that nothing is known.
    pub(crate) fn level(self, level: &Option<WatchLevel>) -> String {
        match level {
            Some(level) => self.label("patent-watch", level),
            None => self.t("panel-level-none"),
        }
    }

    /// What stands between two parts of a line.
    pub(crate) fn comma(self) -> &'static str {
        if self.is_chinese() { "，" } else { ", " }
    }

    /// What stands between a name and what it names.
    pub(crate) fn colon(self) -> &'static str {
        if self.is_chinese() { "：" } else { ": " }
    }

    /// Parts of a sentence, one after the other.
    pub(crate) fn clauses(self, parts: &[String]) -> String {
        parts.join(if self.is_chinese() { "；" } else { "; " })
    }

    /// A state by its code (ISO 3166-1 alpha-2); the code itself if there is no word for it.
    pub(crate) fn state(self, code: &str) -> String {
        let key = format!("{}-{}", STATE_NAMES, code.to_ascii_lowercase());
        if i18n::has(self.0, &key) {
            self.t(&key)
        } else {
            code.to_owned()
        }
    }

    /// A number with a digit after the point where it is not whole.
    pub(crate) fn tenths(self, number: &f64) -> String {
        let rounded = (number * 10.0).round() / 10.0;
        format!("{rounded}")
    }

    /// A whole number.
    pub(crate) fn number(self, number: impl Number) -> String {
        i18n::number(self.0, number.number())
    }

    /// A share in percent.
    pub(crate) fn percent(self, percent: impl Number) -> String {
        i18n::percent(self.0, percent.number())
    }

    /// An amount with all its digits.
    pub(crate) fn money(self, money: &Money) -> String {
        i18n::money(self.0, money.value())
    }

    /// An amount that was reckoned here.
    pub(crate) fn sum(self, money: kernel::Money) -> String {
        i18n::money(self.0, money)
    }

    /// An amount without a fraction that is zero.
    pub(crate) fn whole(self, money: &Money) -> String {
        i18n::money_whole(self.0, money.value())
    }

    /// An amount that is an estimate: to three digits, and to no part of the currency's unit.
    pub(crate) fn about(self, money: &Money) -> String {
        i18n::money_whole(self.0, rounded(money.value()))
    }

    /// A day.
    pub(crate) fn day(self, on: &NaiveDate) -> String {
        i18n::date_short(self.0, *on)
    }

    /// A moment in UTC.
    pub(crate) fn moment(self, at: &DateTime<Utc>) -> String {
        i18n::instant(self.0, *at, chrono_tz::UTC)
    }

    /// A moment in a campaign's zone, an IANA name.
    pub(crate) fn moment_in(self, at: &DateTime<Utc>, zone: &str) -> String {
        i18n::instant(self.0, *at, zone.parse().unwrap_or(chrono_tz::UTC))
    }

    /// The label of a value of the schema.
    pub(crate) fn label(self, family: &str, value: &impl Named) -> String {
        i18n::label(self.0, family, &value.name())
    }

    /// The label of a value by its name.
    pub(crate) fn label_of(self, family: &str, value: &str) -> String {
        i18n::label(self.0, family, value)
    }
}

fn rounded(money: kernel::Money) -> kernel::Money {
    let digits = money.minor.unsigned_abs().checked_ilog10().unwrap_or(0);
    let places = digits.saturating_sub(2).max(money.currency.exponent());
    let Some(step) = 10_i64.checked_pow(places) else {
        return money;
    };
    let half = if money.minor < 0 { -step / 2 } else { step / 2 };
    let minor = money.minor.checked_add(half).map(|minor| minor / step * step);
    kernel::Money::new(minor.unwrap_or(money.minor), money.currency)
}

#[cfg(test)]
mod tests {
    use kernel::{Currency, Money};

    use super::*;

    #[test]
    fn an_estimate_has_three_digits_and_no_part_of_a_unit() {
        let about = |minor: i64, currency| rounded(Money::new(minor, currency)).minor;
        let cny = |minor| about(minor, Currency::CNY);
        assert_eq!(
            [50_115_870, 119_893_356, 12_345, 12_350, 149, 0].map(cny),
            [50_100_000, 120_000_000, 12_300, 12_400, 100, 0]
        );
        assert_eq!(cny(-50_115_870), -50_100_000);
        assert_eq!(cny(i64::MAX), i64::MAX);
        assert_eq!(about(98_765, Currency::JPY), 98_800);
    }
}
