//! Stripe's own minor units, which are not always those of ISO 4217.
//!
//! Source: Stripe, "Supported currencies", sections "Zero-decimal currencies", "Three-decimal
//! currencies" and "Special cases" (<https://docs.stripe.com/currencies>). Where the first list and
//! the special cases disagree (UGX stands in both), the special case holds, as its text says.

use std::convert::Infallible;

use kernel::{Currency, Money};

/// Currencies that Stripe writes without a fraction.
const ZERO_DECIMAL: [&str; 15] = [
    "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF",
];
/// Currencies that lost their fraction but that Stripe still writes with two digits, always `00`.
const WHOLE_IN_HUNDREDTHS: [&str; 2] = ["ISK", "UGX"];
/// Currencies of three digits, of which the last must be 0.
const THREE_DECIMAL: [&str; 5] = ["BHD", "JOD", "KWD", "OMR", "TND"];

/// Why Stripe cannot be asked for an amount.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Inexpressible {
    #[error("{0} is not more than nothing")]
    NotPositive(Money),
    #[error("{0} ends in a digit other than 0: Stripe takes three-decimal currencies in steps of 0.01 only")]
    ThirdDecimal(Money),
    #[error("{0} has a fraction: Stripe takes {code} in whole units only", code = .0.currency)]
    Fraction(Money),
    #[error("Stripe does not list {0} among its currencies")]
    Unlisted(Currency),
    #[error("{0} is beyond what can be written")]
    Overflow(Money),
}

impl Inexpressible {
    /// The code under which it is refused; Stripe's own where it has one.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::NotPositive(_) => "amount_too_small",
            Self::Overflow(_) => "amount_too_large",
            Self::ThirdDecimal(_) | Self::Fraction(_) => "invalid_charge_amount",
            Self::Unlisted(_) => "currency_not_supported",
        }
    }
}

/// The digits after the point as Stripe counts them.
fn digits(currency: Currency) -> Result<u32, Inexpressible> {
    let code = currency.code();
    let listed = |list: &[&str]| list.contains(&code);
    match currency.exponent() {
        _ if listed(&ZERO_DECIMAL) => Ok(0),
        _ if listed(&WHOLE_IN_HUNDREDTHS) => Ok(2),
        2 => Ok(2),
        3 if listed(&THREE_DECIMAL) => Ok(3),
        _ => Err(Inexpressible::Unlisted(currency)),
    }
}

/// An amount that is asked for, as Stripe writes it.
pub(crate) fn to_stripe(amount: Money) -> Result<(i64, stripe_types::Currency), Inexpressible> {
    let currency = amount.currency;
    let name = currency.code().to_ascii_lowercase();
    // The request builders know no three-decimal currency by name, and pass its code on as it is.
    let theirs = name.parse().unwrap_or_else(|never: Infallible| match never {});
    let is_unknown = matches!(theirs, stripe_types::Currency::Unknown(_));
    if is_unknown && !THREE_DECIMAL.contains(&currency.code()) {
        return Err(Inexpressible::Unlisted(currency));
    }
    if amount.minor <= 0 {
        return Err(Inexpressible::NotPositive(amount));
    }
    let (ours, digits) = (currency.exponent(), digits(currency)?);
    if digits == 3 && amount.minor % 10 != 0 {
        return Err(Inexpressible::ThirdDecimal(amount));
    }
    let minor = rescale(amount.minor, ours, digits).map_err(|why| match why {
        Rescale::Overflow => Inexpressible::Overflow(amount),
        Rescale::Remainder => Inexpressible::Fraction(amount),
    })?;
    Ok((minor, theirs))
}

/// An amount that Stripe wrote; may be zero or less.
pub(crate) fn from_stripe(minor: i64, currency: &str) -> Result<Money, String> {
    let currency: Currency = currency
        .to_ascii_uppercase()
        .parse()
        .map_err(|_| format!("{currency} is not a currency"))?;
    let digits = digits(currency).map_err(|why| why.to_string())?;
    let minor = rescale(minor, digits, currency.exponent())
        .map_err(|_| format!("{minor} of Stripe's units are no amount in {currency}"))?;
    Ok(Money::new(minor, currency))
}

enum Rescale {
    Overflow,
    Remainder,
}

fn rescale(minor: i64, from: u32, to: u32) -> Result<i64, Rescale> {
    if to >= from {
        return minor.checked_mul(10i64.pow(to - from)).ok_or(Rescale::Overflow);
    }
    let step = 10i64.pow(from - to);
    if minor % step == 0 {
        Ok(minor / step)
    } else {
        Err(Rescale::Remainder)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(amount: &str, currency: &str) -> Money {
        Money::parse(amount, currency.parse().unwrap()).unwrap()
    }

    #[test]
    fn each_currency_is_written_as_stripe_writes_it() {
        for (amount, currency, written) in [
            ("10.00", "USD", 1000),
            ("12.34", "CNY", 1234),
            ("500", "JPY", 500),
            ("500", "KRW", 500),
            ("5", "ISK", 500),
            ("5", "UGX", 500),
            ("10.45", "HUF", 1045),
            ("800.45", "TWD", 80045),
            ("5.12", "KWD", 5120),
            ("5.12", "BHD", 5120),
            // ISO 4217 gives the ariary two digits, Stripe none.
            ("7.00", "MGA", 7),
        ] {
            let amount = money(amount, currency);
            let (minor, theirs) = to_stripe(amount).unwrap();
            assert_eq!(
                (minor, theirs.to_string()),
                (written, currency.to_ascii_lowercase())
            );
            assert_eq!(from_stripe(minor, &theirs.to_string()), Ok(amount));
        }
    }

    #[test]
    fn what_stripe_cannot_express_is_refused_and_the_rule_named() {
        let usd = Currency::USD;
        for (amount, says) in [
            (Money::new(0, usd), "0.00 USD is not more than nothing"),
            (Money::new(-100, usd), "-1.00 USD is not more than nothing"),
            (money("5.124", "KWD"), "5.124 KWD ends in a digit other than 0"),
            (money("5.124", "TND"), "steps of 0.01"),
            (money("7.50", "MGA"), "whole units only"),
            (money("1.000", "IQD"), "does not list IQD"),
            (
                Money::new(i64::MAX, "UGX".parse().unwrap()),
                "beyond what can be written",
            ),
        ] {
            let refused = to_stripe(amount).unwrap_err().to_string();
            assert!(refused.contains(says), "{refused}");
        }
    }

    #[test]
    fn an_amount_that_cannot_be_is_not_read() {
        assert!(from_stripe(501, "isk").is_err());
        assert!(from_stripe(5, "zzz").is_err());
        assert_eq!(from_stripe(-1500, "usd"), Ok(Money::new(-1500, Currency::USD)));
    }

    #[test]
    fn the_lists_agree_with_iso_but_for_the_cases_named() {
        for code in ZERO_DECIMAL
            .iter()
            .chain(&WHOLE_IN_HUNDREDTHS)
            .filter(|code| **code != "MGA")
        {
            assert_eq!(code.parse::<Currency>().unwrap().exponent(), 0, "{code}");
        }
        for code in THREE_DECIMAL {
            assert_eq!(code.parse::<Currency>().unwrap().exponent(), 3, "{code}");
        }
    }
}
