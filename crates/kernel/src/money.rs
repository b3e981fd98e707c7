//! Money: integer minor units with a currency. No floats anywhere.

use std::{fmt, num::NonZeroU32, str::FromStr};

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A currency of ISO 4217 with the exponent of its minor unit (0, 2 or 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency(iso_currency::Currency);

#[allow(missing_docs, reason = "the ISO 4217 codes speak for themselves")]
impl Currency {
    pub const CNY: Self = Self(iso_currency::Currency::CNY);
    pub const USD: Self = Self(iso_currency::Currency::USD);
    pub const EUR: Self = Self(iso_currency::Currency::EUR);
    pub const GBP: Self = Self(iso_currency::Currency::GBP);
    pub const JPY: Self = Self(iso_currency::Currency::JPY);
    pub const KWD: Self = Self(iso_currency::Currency::KWD);
}

impl Currency {
    /// The three-letter code.
    pub fn code(self) -> &'static str {
        self.0.code()
    }

    /// Digits after the decimal point (ISO 4217 minor units): USD 2, JPY 0, KWD 3.
    pub fn exponent(self) -> u32 {
        self.0.exponent().map_or(0, u32::from)
    }
}

impl PartialOrd for Currency {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Currency {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.code().cmp(other.code())
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Currency {
    type Err = MoneyError;

    /// Reads a three-letter code of a currency that has a minor unit (so not gold or test codes).
    fn from_str(code: &str) -> Result<Self, MoneyError> {
        let unknown = || MoneyError::UnknownCurrency(code.chars().take(8).collect());
        let currency = iso_currency::Currency::from_code(code).ok_or_else(unknown)?;
        if currency.exponent().is_none_or(|exponent| exponent > 3) {
            return Err(unknown());
        }
        Ok(Self(currency))
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}
impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(de::Error::custom)
    }
}

/// Why a sum of money could not be read or reckoned.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Not a currency of ISO 4217.
    #[error("there is no currency {0}; use a three-letter ISO 4217 code such as CNY or USD")]
    UnknownCurrency(String),
    /// Not a decimal number.
    #[error("this is not an amount; write digits with a point, such as 25.00")]
    NotANumber,
    /// More digits after the point than the currency has.
    #[error("{currency} has {exponent} digits after the point")]
    TooPrecise {
        /// The currency.
        currency: Currency,
        /// Its digits after the point.
        exponent: u32,
    },
    /// More than 2^63 minor units.
    #[error("this amount is too large")]
    Overflow,
    /// Two currencies in one sum.
    #[error("{0} and {1} cannot be added")]
    MixedCurrencies(Currency, Currency),
}

/// An amount in minor units (cents, fen, whole yen) of a currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// Minor units of the currency.
    pub minor: i64,
    /// The currency.
    pub currency: Currency,
}

impl Money {
    /// `minor` minor units of `currency`.
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Nothing, in `currency`.
    pub const fn zero(currency: Currency) -> Self {
        Self::new(0, currency)
    }

    /// Reads a decimal text such as `25.00`. Never rounds.
    ///
    /// # Errors
    /// [`MoneyError`] for anything but a plain decimal number with no more digits than the currency has.
    pub fn parse(amount: &str, currency: Currency) -> Result<Self, MoneyError> {
        let plain = !amount.is_empty()
            && amount.len() <= 32
            && amount
                .bytes()
                .all(|b| b.is_ascii_digit() || b == b'.' || b == b'-');
        if !plain {
            return Err(MoneyError::NotANumber);
        }
        let decimal = Decimal::from_str_exact(amount).map_err(|_| MoneyError::NotANumber)?;
        Self::from_decimal(decimal, currency)
    }

    /// The same amount as minor units. Never rounds.
    ///
    /// # Errors
    /// [`MoneyError::TooPrecise`] or [`MoneyError::Overflow`].
    pub fn from_decimal(amount: Decimal, currency: Currency) -> Result<Self, MoneyError> {
        let exponent = currency.exponent();
        let scaled = amount.normalize();
        if scaled.scale() > exponent {
            return Err(MoneyError::TooPrecise { currency, exponent });
        }
        let factor = 10i128.pow(exponent - scaled.scale());
        let minor = scaled
            .mantissa()
            .checked_mul(factor)
            .ok_or(MoneyError::Overflow)?;
        let minor = i64::try_from(minor).map_err(|_| MoneyError::Overflow)?;
        Ok(Self { minor, currency })
    }

    /// The amount as a decimal with exactly the currency's digits.
    pub fn to_decimal(self) -> Decimal {
        Decimal::new(self.minor, self.currency.exponent())
    }

    /// The sum of two amounts of one currency.
    ///
    /// # Errors
    /// [`MoneyError::MixedCurrencies`] or [`MoneyError::Overflow`].
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
        self.combine(other, i64::checked_add)
    }

    /// The difference of two amounts of one currency.
    ///
    /// # Errors
    /// [`MoneyError::MixedCurrencies`] or [`MoneyError::Overflow`].
    pub fn checked_sub(self, other: Self) -> Result<Self, MoneyError> {
        self.combine(other, i64::checked_sub)
    }

    fn combine(self, other: Self, op: fn(i64, i64) -> Option<i64>) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::MixedCurrencies(self.currency, other.currency));
        }
        let minor = op(self.minor, other.minor).ok_or(MoneyError::Overflow)?;
        Ok(Self {
            minor,
            currency: self.currency,
        })
    }

    /// Splits the amount by weights, by largest remainder: the parts sum exactly to the whole and
    /// each is within one minor unit of its exact share. Ties go to the earlier part.
    pub fn split(self, weights: &[NonZeroU32]) -> Vec<Self> {
        let total: i128 = weights.iter().map(|w| i128::from(w.get())).sum();
        let share = |weight: &NonZeroU32| i128::from(self.minor) * i128::from(weight.get());
        let mut parts: Vec<i128> = weights.iter().map(|w| share(w).div_euclid(total)).collect();
        let missing = i128::from(self.minor) - parts.iter().sum::<i128>();
        let mut by_remainder: Vec<usize> = (0..weights.len()).collect();
        by_remainder.sort_by_key(|&i| std::cmp::Reverse(share(&weights[i]).rem_euclid(total)));
        for &i in by_remainder.iter().take(usize::try_from(missing).unwrap_or(0)) {
            parts[i] += 1;
        }
        // Each part lies between zero and the whole, which is an i64.
        parts
            .into_iter()
            .map(|minor| Self {
                minor: i64::try_from(minor).unwrap_or(0),
                ..self
            })
            .collect()
    }
}

impl fmt::Display for Money {
    /// `25.00 USD`: for logs and command lines; pages format by language.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.to_decimal(), self.currency)
    }
}

/// A rate in hundredths of a percent: 500 is 5 %.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct BasisPoints(pub u32);

impl BasisPoints {
    /// This rate of an amount, half a minor unit rounded away from zero.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`] beyond 2^63 minor units.
    pub fn of(self, amount: Money) -> Result<Money, MoneyError> {
        let exact = i128::from(amount.minor) * i128::from(self.0);
        let half = if exact < 0 { -5_000 } else { 5_000 };
        let minor = i64::try_from((exact + half) / 10_000).map_err(|_| MoneyError::Overflow)?;
        Ok(Money { minor, ..amount })
    }

    /// What part of `whole` the amount `part` is, cut down to a basis point; zero of a zero whole.
    pub fn ratio(part: Money, whole: Money) -> Self {
        if whole.minor <= 0 || part.minor <= 0 {
            return Self(0);
        }
        let bps = i128::from(part.minor) * 10_000 / i128::from(whole.minor);
        Self(u32::try_from(bps).unwrap_or(u32::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_amount_has_no_more_digits_than_its_currency() {
        assert_eq!(
            Money::parse("25.5", Currency::USD),
            Ok(Money::new(2550, Currency::USD))
        );
        assert_eq!(
            Money::parse("25.500", Currency::USD),
            Ok(Money::new(2550, Currency::USD))
        );
        assert_eq!(
            Money::parse("1500", Currency::JPY),
            Ok(Money::new(1500, Currency::JPY))
        );
        assert_eq!(
            Money::parse("1.234", Currency::KWD),
            Ok(Money::new(1234, Currency::KWD))
        );
        let refused = Money::parse("25.555", Currency::USD).unwrap_err();
        assert_eq!(refused.to_string(), "USD has 2 digits after the point");
        assert!(Money::parse("0.5", Currency::JPY).is_err());
        for text in [
            "",
            "1e5",
            "1,000",
            "+5",
            "٣",
            "--1",
            "99999999999999999999",
            "1.2.3",
            " 1",
        ] {
            assert!(Money::parse(text, Currency::USD).is_err(), "{text}");
        }
    }

    #[test]
    fn currencies_do_not_mix() {
        let refused = Money::new(1, Currency::USD).checked_add(Money::new(1, Currency::EUR));
        assert_eq!(
            refused,
            Err(MoneyError::MixedCurrencies(Currency::USD, Currency::EUR))
        );
    }

    #[test]
    fn gold_is_not_a_currency_to_pledge_in() {
        assert!("XAU".parse::<Currency>().is_err());
        assert!("N,0".parse::<Currency>().is_err());
        assert_eq!("KWD".parse::<Currency>().unwrap().exponent(), 3);
    }

    proptest! {
        #[test]
        fn the_parts_of_a_split_sum_to_the_whole(minor in 0i64..=i64::MAX, weights in prop::collection::vec(1u32.., 1..20)) {
            let weights: Vec<_> = weights.into_iter().filter_map(NonZeroU32::new).collect();
            let total: i128 = weights.iter().map(|w| i128::from(w.get())).sum();
            let parts = Money::new(minor, Currency::CNY).split(&weights);
            prop_assert_eq!(parts.iter().map(|p| i128::from(p.minor)).sum::<i128>(), i128::from(minor));
            for (part, weight) in parts.iter().zip(&weights) {
                let off = i128::from(part.minor) * total - i128::from(minor) * i128::from(weight.get());
                prop_assert!(off.abs() < total);
            }
        }

        #[test]
        fn an_amount_survives_its_text(minor: i64) {
            for currency in [Currency::JPY, Currency::USD, Currency::KWD] {
                let money = Money::new(minor, currency);
                prop_assert_eq!(Money::parse(&money.to_decimal().to_string(), currency), Ok(money));
            }
        }
    }
}
