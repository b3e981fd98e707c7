//! Rule packs: every number of a regime, under the day it is valid from.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use kernel::{BusinessDays, Currency, Home, Money, Refusal, RefusalCode, Regime, RuleId};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Map, Value};

/// The packs as shipped.
const SHIPPED: [&str; 3] = [
    include_str!("../packs/reg_cf.toml"),
    include_str!("../packs/ecspr.toml"),
    include_str!("../packs/cn_private.toml"),
];

/// Why a pack cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// It is not written as packs are.
    #[error("a rule pack cannot be read")]
    Unreadable(#[from] toml::de::Error),
    /// A number is missing, or one is not known.
    #[error("the pack {regime} is not whole on {on}")]
    NotWhole {
        /// Which pack.
        regime: Regime,
        /// From which day.
        on: NaiveDate,
        /// What is missing or not known.
        source: serde_json::Error,
    },
    /// There is none for a regime.
    #[error("there is no pack for {0}")]
    Missing(Regime),
    /// Its currency is none, or a pack of rewards was handed in.
    #[error("the pack {0} says what no pack may say")]
    Wrong(Regime),
}

/// One number of a pack, with the rule it belongs to and where it is from.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Number {
    /// Its name; the unit stands at its end: `_minor` (minor units of the pack's currency), `_bps`, `_hours`, `_days`, `_months`.
    pub name: String,
    /// The rule it belongs to.
    pub rule: RuleId,
    /// The first day on which it counts.
    #[serde(deserialize_with = "day")]
    pub valid_from: NaiveDate,
    /// The number.
    pub value: i64,
    /// The provision it is from.
    pub source: String,
    /// Whether it was read in the live text; else it is recalled, and counsel has to confirm it.
    pub confirmed: bool,
}

fn day<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    let written = toml::value::Datetime::deserialize(deserializer)?;
    written.to_string().parse().map_err(serde::de::Error::custom)
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    regime: Regime,
    currency: String,
    home: Option<Home>,
    number: Vec<Number>,
}

/// The numbers of Regulation Crowdfunding on a day. Amounts are minor units of [`Pack::currency`].
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(
    missing_docs,
    reason = "each number is described where it stands, in packs/reg_cf.toml"
)]
pub struct RegCf {
    pub issuer_limit_minor: i64,
    pub rolling_months: u32,
    pub investor_least_minor: i64,
    pub investor_threshold_minor: i64,
    pub investor_lower_bps: u32,
    pub investor_higher_bps: u32,
    pub figures_months: u32,
    pub open_hours: u32,
    pub cancel_hours: u32,
    pub close_notice_business_days: u16,
    pub reconfirm_business_days: u16,
    pub refund_business_days: u16,
    pub education_hours: u32,
    pub resale_months: u32,
    pub record_years: u32,
}

/// The numbers of the European regime on a day. Amounts are minor units of [`Pack::currency`].
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(
    missing_docs,
    reason = "each number is described where it stands, in packs/ecspr.toml"
)]
pub struct Ecspr {
    pub issuer_limit_minor: i64,
    pub rolling_months: u32,
    pub class_months: u32,
    pub person_income_minor: i64,
    pub person_portfolio_minor: i64,
    pub experience_months: u32,
    pub trades_a_quarter: u32,
    pub trade_quarters: u32,
    pub firm_own_funds_minor: i64,
    pub firm_turnover_minor: i64,
    pub firm_balance_sheet_minor: i64,
    pub test_months: u32,
    pub test_pass_bps: u32,
    pub simulation_bps: u32,
    pub simulation_months: u32,
    pub figures_months: u32,
    pub warning_least_minor: i64,
    pub warning_bps: u32,
    pub warning_hours: u32,
    pub revocation_days: u32,
    pub sheet_pages: u32,
}

/// The numbers of the Chinese regime on a day. Amounts are minor units of [`Pack::currency`].
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(
    missing_docs,
    reason = "each number is described where it stands, in packs/cn_private.toml"
)]
pub struct CnPrivate {
    pub ticket_minor: i64,
    pub assets_minor: i64,
    pub income_minor: i64,
    pub qualified_months: u32,
    pub holders: i64,
    pub record_years: u32,
}

/// The numbers of a regime on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the regimes speak for themselves")]
pub enum Numbers {
    RegCf(RegCf),
    Ecspr(Ecspr),
    CnPrivate(CnPrivate),
}

/// All numbers of one regime, of every day.
#[derive(Debug, Clone)]
pub struct Pack {
    /// Whose numbers.
    pub regime: Regime,
    /// What money is raised in.
    pub currency: Currency,
    /// Whose business days count, where the regime says so.
    pub home: Option<Home>,
    /// Every number, as written.
    pub numbers: Vec<Number>,
    /// What counts from each day on which something changes.
    from: BTreeMap<NaiveDate, Numbers>,
}

impl Pack {
    /// Reads a pack and proves that it is whole on every day from its first on.
    ///
    /// # Errors
    /// [`PackError`].
    pub fn read(text: &str) -> Result<Self, PackError> {
        let file: File = toml::from_str(text)?;
        let regime = file.regime;
        let currency = file.currency.parse().map_err(|_| PackError::Wrong(regime))?;
        let days: BTreeSet<_> = file.number.iter().map(|number| number.valid_from).collect();
        let mut from = BTreeMap::new();
        for on in days {
            let mut begun: Vec<_> = file
                .number
                .iter()
                .filter(|number| number.valid_from <= on)
                .collect();
            begun.sort_by_key(|number| number.valid_from);
            let values: Map<_, _> = begun
                .into_iter()
                .map(|number| (number.name.clone(), Value::from(number.value)))
                .collect();
            from.insert(on, numbers(regime, on, values)?);
        }
        Ok(Self {
            regime,
            currency,
            home: file.home,
            numbers: file.number,
            from,
        })
    }

    /// The numbers that count on a day; none before the regime began.
    pub fn on(&self, day: NaiveDate) -> Option<&Numbers> {
        self.from.range(..=day).next_back().map(|(_, numbers)| numbers)
    }

    /// An amount of the pack, in its currency.
    pub const fn money(&self, minor: i64) -> Money {
        Money::new(minor, self.currency)
    }

    /// So many business days of the regime's country; of the campaign's, where the regime names none.
    pub fn business_days(&self, count: u16) -> BusinessDays {
        BusinessDays {
            count,
            home: self.home.clone(),
        }
    }

    /// The numbers that counsel has not confirmed.
    pub fn unconfirmed(&self) -> impl Iterator<Item = &Number> {
        self.numbers.iter().filter(|number| !number.confirmed)
    }
}

fn numbers(regime: Regime, on: NaiveDate, values: Map<String, Value>) -> Result<Numbers, PackError> {
    fn whole<T: DeserializeOwned>(
        regime: Regime,
        on: NaiveDate,
        values: Map<String, Value>,
    ) -> Result<T, PackError> {
        serde_json::from_value(Value::Object(values)).map_err(|source| PackError::NotWhole {
            regime,
            on,
            source,
        })
    }
    Ok(match regime {
        Regime::Reward => return Err(PackError::Wrong(regime)),
        Regime::RegCf => Numbers::RegCf(whole(regime, on, values)?),
        Regime::Ecspr => Numbers::Ecspr(whole(regime, on, values)?),
        Regime::CnPrivate => Numbers::CnPrivate(whole(regime, on, values)?),
    })
}

/// The packs of all regulated regimes.
#[derive(Debug, Clone)]
pub struct Packs(Vec<Pack>);

impl Packs {
    /// The packs that the program ships.
    ///
    /// # Errors
    /// [`PackError`]: never in a program whose tests pass.
    pub fn shipped() -> Result<Self, PackError> {
        let packs = Self(SHIPPED.into_iter().map(Pack::read).collect::<Result<_, _>>()?);
        let regulated = Regime::ALL.iter().filter(|regime| regime.is_regulated());
        for regime in regulated {
            packs.of(*regime).ok_or(PackError::Missing(*regime))?;
        }
        Ok(packs)
    }

    /// The pack of a regime; campaigns for rewards have none.
    pub fn of(&self, regime: Regime) -> Option<&Pack> {
        self.0.iter().find(|pack| pack.regime == regime)
    }

    /// All of them.
    pub fn all(&self) -> &[Pack] {
        &self.0
    }

    /// A regulated regime's pack and its numbers on a day.
    ///
    /// # Errors
    /// A refusal if the regime has no rules on that day.
    pub fn on(&self, regime: Regime, day: NaiveDate) -> Result<(&Pack, &Numbers), Refusal> {
        let pack = self.of(regime);
        let numbers = pack.and_then(|pack| Some((pack, pack.on(day)?)));
        numbers.ok_or_else(|| Refusal::new(RuleId::Licence, RefusalCode::NotInForce).with("day", day))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn reg_cf(on: &str) -> RegCf {
        let packs = Packs::shipped().unwrap();
        match packs.of(Regime::RegCf).unwrap().on(day(on)) {
            Some(Numbers::RegCf(numbers)) => numbers.clone(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_number_counts_from_its_day_until_the_next_one() {
        assert_eq!(reg_cf("2022-09-19").investor_threshold_minor, 10_700_000);
        assert_eq!(reg_cf("2022-09-20").investor_threshold_minor, 12_400_000);
        assert_eq!(reg_cf("2030-01-01").investor_least_minor, 250_000);
    }

    #[test]
    fn a_regime_has_no_numbers_before_it_began() {
        let packs = Packs::shipped().unwrap();
        assert!(packs.of(Regime::Ecspr).unwrap().on(day("2021-11-09")).is_none());
        let refusal = packs.on(Regime::Ecspr, day("2021-11-09")).unwrap_err();
        assert_eq!(refusal.code, RefusalCode::NotInForce);
        assert!(packs.on(Regime::Ecspr, day("2021-11-10")).is_ok());
        assert!(packs.of(Regime::Reward).is_none());
    }

    #[test]
    fn every_number_has_a_source_and_what_is_recalled_says_so() {
        let packs = Packs::shipped().unwrap();
        assert_eq!(packs.all().len(), 3);
        for pack in packs.all() {
            assert!(
                pack.numbers.iter().all(|number| number.source.len() > 10),
                "{}",
                pack.regime
            );
        }
        let recalled: Vec<_> = packs.of(Regime::RegCf).unwrap().unconfirmed().collect();
        assert!(recalled.iter().any(|number| number.name == "record_years"));
        assert!(recalled.iter().all(|number| number.name != "issuer_limit_minor"));
    }

    #[test]
    fn business_days_are_those_of_the_country_whose_law_it_is() {
        let packs = Packs::shipped().unwrap();
        let home = |regime| packs.of(regime).unwrap().business_days(5).home;
        let (us, cn) = (home(Regime::RegCf).unwrap(), home(Regime::CnPrivate).unwrap());
        assert_eq!(
            (us.country.as_str(), us.zone.as_str()),
            ("US", "America/New_York")
        );
        assert_eq!(cn.country, "CN");
        assert_eq!(home(Regime::Ecspr), None);
    }

    #[test]
    fn a_pack_with_a_number_missing_or_unknown_is_refused() {
        let shipped = include_str!("../packs/cn_private.toml");
        let missing = shipped.replace("name = \"holders\"", "name = \"ticket_minor\"");
        assert!(matches!(Pack::read(&missing), Err(PackError::NotWhole { .. })));
        let unknown = shipped.replace("name = \"holders\"", "name = \"heads\"");
        assert!(matches!(Pack::read(&unknown), Err(PackError::NotWhole { .. })));
        let reward = shipped.replace("\"cn_private\"", "\"reward\"");
        assert!(matches!(Pack::read(&reward), Err(PackError::Wrong(_))));
    }
}
