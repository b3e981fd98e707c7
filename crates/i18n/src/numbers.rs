//! Numbers and money as readers of each language write them (Unicode CLDR 48: symbols and grouping
//! of `en` and `zh-Hans`). Grouping is by thousands in both.

use kernel::{Currency, Locale, Money};

/// A whole number with separators: `12,345`.
pub fn number(_locale: Locale, number: i64) -> String {
    grouped(&number.unsigned_abs().to_string(), number < 0)
}

/// A share in whole percent: `146%`.
pub fn percent(locale: Locale, percent: i64) -> String {
    format!("{}%", number(locale, percent))
}

/// An amount with all digits of its currency: `US$1,250.00`, `¥880`.
pub fn money(locale: Locale, money: Money) -> String {
    let exponent = money.currency.exponent() as usize;
    let digits = format!("{:0>width$}", money.minor.unsigned_abs(), width = exponent + 1);
    let (whole, fraction) = digits.split_at(digits.len() - exponent);
    let point = if exponent > 0 { "." } else { "" };
    let (sign, symbol) = (
        if money.minor < 0 { "-" } else { "" },
        symbol(locale, money.currency),
    );
    format!("{sign}{symbol}{}{point}{fraction}", grouped(whole, false))
}

/// An amount without its fraction where that is zero: for goals and totals.
pub fn money_whole(locale: Locale, amount: Money) -> String {
    let text = money(locale, amount);
    match text.split_once('.') {
        Some((whole, fraction)) if fraction.bytes().all(|b| b == b'0') => whole.to_owned(),
        _ => text,
    }
}

fn grouped(digits: &str, negative: bool) -> String {
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if negative {
        text.push('-');
    }
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The currency's sign, or its code where a sign would be mistaken for another currency's.
fn symbol(locale: Locale, currency: Currency) -> String {
    let known = match (currency.code(), locale) {
        ("USD", Locale::En) => "$",
        ("USD", Locale::ZhHans) => "US$",
        ("CNY", Locale::En) => "CN¥",
        ("CNY", Locale::ZhHans) => "¥",
        ("JPY", Locale::En) => "¥",
        ("JPY", Locale::ZhHans) => "JP¥",
        ("EUR", _) => "€",
        ("GBP", _) => "£",
        ("KRW", Locale::En) => "₩",
        ("KRW", Locale::ZhHans) => "￦",
        ("HKD", _) => "HK$",
        ("TWD", _) => "NT$",
        (code, _) => return format!("{code}\u{a0}"),
    };
    known.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_shows_the_digits_of_its_currency() {
        assert_eq!(money(Locale::En, Money::new(125_000, Currency::USD)), "$1,250.00");
        assert_eq!(
            money(Locale::ZhHans, Money::new(125_000, Currency::USD)),
            "US$1,250.00"
        );
        assert_eq!(
            money(Locale::ZhHans, Money::new(80_000_000, Currency::CNY)),
            "¥800,000.00"
        );
        assert_eq!(money(Locale::En, Money::new(5, Currency::CNY)), "CN¥0.05");
        assert_eq!(
            money(Locale::En, Money::new(1_234_567, Currency::JPY)),
            "¥1,234,567"
        );
        assert_eq!(
            money(Locale::En, Money::new(-1_500, Currency::KWD)),
            "-KWD\u{a0}1.500"
        );
        assert_eq!(
            money(Locale::En, Money::new(i64::MIN, Currency::JPY)),
            "-¥9,223,372,036,854,775,808"
        );
    }

    #[test]
    fn a_whole_amount_needs_no_fraction() {
        assert_eq!(
            money_whole(Locale::En, Money::new(80_000_000, Currency::CNY)),
            "CN¥800,000"
        );
        assert_eq!(
            money_whole(Locale::En, Money::new(80_000_050, Currency::CNY)),
            "CN¥800,000.50"
        );
        assert_eq!(
            money_whole(Locale::ZhHans, Money::new(900, Currency::JPY)),
            "JP¥900"
        );
    }

    #[test]
    fn numbers_are_grouped_by_thousands() {
        for (n, text) in [
            (0, "0"),
            (999, "999"),
            (1000, "1,000"),
            (-12_345_678, "-12,345,678"),
        ] {
            assert_eq!(number(Locale::En, n), text);
        }
        assert_eq!(percent(Locale::En, 1460), "1,460%");
    }
}
