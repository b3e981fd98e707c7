//! Rough weights of currencies, by which sums in different currencies are put in an order.
//!
//! They are round numbers of the right size, set in 2026, and are never shown, converted with or
//! charged by: a list ordered by "most funded" needs no more.

use kernel::Money;

/// Currency, and what a thousand whole units of it weigh, in whole units of US dollars.
const WEIGHTS: [(&str, i64); 24] = [
    ("USD", 1_000),
    ("EUR", 1_150),
    ("GBP", 1_300),
    ("CHF", 1_200),
    ("CAD", 720),
    ("AUD", 650),
    ("NZD", 580),
    ("SGD", 760),
    ("CNY", 140),
    ("HKD", 128),
    ("TWD", 32),
    ("JPY", 7),
    ("KRW", 1),
    ("INR", 12),
    ("SEK", 100),
    ("NOK", 100),
    ("DKK", 150),
    ("PLN", 270),
    ("CZK", 47),
    ("BRL", 180),
    ("MXN", 54),
    ("ILS", 290),
    ("AED", 272),
    ("KWD", 3_250),
];
/// What a currency that is not in the table weighs: as if it were a tenth of a dollar.
const OTHER: i64 = 100;

fn per_thousand(code: &str) -> i64 {
    WEIGHTS
        .iter()
        .find(|(known, _)| *known == code)
        .map_or(OTHER, |(_, weight)| *weight)
}

/// A sum's rough weight, in hundredths of a dollar.
pub(crate) fn weight(amount: Money) -> i64 {
    let units = 10i128.pow(amount.currency.exponent());
    let weight =
        i128::from(amount.minor) * i128::from(per_thousand(amount.currency.code())) * 100 / (units * 1_000);
    i64::try_from(weight).unwrap_or(i64::MAX)
}

/// The same as SQL, of an amount in the currency of the row: for the statement that adds a pledge.
pub(crate) fn weight_sql(minor: &str) -> String {
    let whens = |pick: fn(&str, i64) -> i64| -> String {
        WEIGHTS
            .iter()
            .map(|(code, weight)| format!(" WHEN '{code}' THEN {}", pick(code, *weight)))
            .collect()
    };
    let tenths = |code: &str, _: i64| {
        let exponent = code
            .parse::<kernel::Currency>()
            .map_or(2, kernel::Currency::exponent);
        10i64.pow(exponent + 1)
    };
    let weights = whens(|_, weight| weight);
    format!(
        "(({minor}) * CASE currency{weights} ELSE {OTHER} END / CASE currency{} ELSE 1000 END)",
        whens(tenths)
    )
}

#[cfg(test)]
mod tests {
    use kernel::Currency;

    use super::*;

    #[test]
    fn sums_in_different_currencies_have_an_order() {
        let yen = weight(Money::new(1_000_000, Currency::JPY));
        let dollars = weight(Money::new(5_000_000, Currency::USD));
        assert!(yen < dollars);
        assert_eq!(dollars, 5_000_000);
        assert!(weight(Money::new(i64::MAX, Currency::KWD)) > 0);
    }
}
