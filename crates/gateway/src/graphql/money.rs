//! Money, out and in.

use async_graphql::{InputObject, SimpleObject};
use kernel::{Currency, MoneyError};

use super::scalars::{BigInt, CurrencyCode, Decimal};

/// An amount of money in one currency.
#[derive(Debug, Clone, SimpleObject)]
pub struct Money {
    /// The amount with exactly the currency's digits after the point, such as `25.00`.
    amount: Decimal,
    /// The currency.
    currency: CurrencyCode,
    /// The same amount in the currency's minor unit: cents, fen, whole yen.
    minor_units: BigInt,
}

impl From<kernel::Money> for Money {
    fn from(money: kernel::Money) -> Self {
        Self {
            amount: Decimal(money.to_decimal().to_string()),
            currency: CurrencyCode(money.currency.code().to_owned()),
            minor_units: BigInt(money.minor.to_string()),
        }
    }
}

/// An amount of money in one currency.
#[derive(Debug, Clone, InputObject)]
pub struct MoneyInput {
    /// The amount, with no more digits after the point than the currency has.
    pub amount: Decimal,
    /// The currency.
    pub currency: CurrencyCode,
}

impl TryFrom<&MoneyInput> for kernel::Money {
    type Error = MoneyError;

    fn try_from(input: &MoneyInput) -> Result<Self, MoneyError> {
        let currency: Currency = input.currency.0.parse()?;
        kernel::Money::parse(&input.amount.0, currency)
    }
}

/// Amounts from `min` to `max`, both included, of one currency.
#[derive(Debug, Clone, InputObject)]
pub struct MoneyRange {
    /// Not less than this.
    pub min: Option<MoneyInput>,
    /// Not more than this.
    pub max: Option<MoneyInput>,
}
