//! What renewal fees cost: dated schedules of the offices, in `data/fee_schedules.csv`.

use std::{collections::HashMap, sync::LazyLock};

use kernel::Money;

use crate::{
    assess::table::rows,
    facts::Entity,
    number::{Office, RightType},
};

const SCHEDULES: &str = include_str!("../../data/fee_schedules.csv");

/// What a price depends on, beside the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    /// The office that collects.
    pub office: Office,
    /// The kind of right.
    pub right_type: RightType,
    /// Whether the right is a granted European patent, for which each state has its own prices.
    pub is_european: bool,
    /// How the owner is sorted for fees; large if not known.
    pub entity: Option<Entity>,
    /// How many claims it has. Japan and Korea add an amount for each.
    pub claims: Option<u32>,
}

/// What a renewal fee costs. Absent where the schedules do not tell it exactly.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Price {
    /// The fee.
    pub amount: Option<Money>,
    /// What is added when it is paid late.
    pub surcharge: Option<Money>,
}

/// What a row of the schedules prices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Part {
    /// The fee, or what of it does not depend on claims.
    Fee,
    /// What is added for each claim.
    Claim,
    /// What is added when it is paid late.
    Surcharge,
}

type Key = (&'static str, &'static str, u32, &'static str, Part);

static PRICES: LazyLock<HashMap<Key, Money>> = LazyLock::new(|| {
    let mut prices = HashMap::new();
    for row in rows(SCHEDULES) {
        let [office, right, year, label, amount, currency, tier, code, ..] = row.as_slice() else {
            continue;
        };
        let Some(money) = currency
            .parse()
            .ok()
            .and_then(|currency| Money::parse(amount, currency).ok())
        else {
            continue;
        };
        let Ok(year) = year.parse() else { continue };
        // The fees of unitary patents are listed among those of the EPO as well, by codes from 732 on.
        let unitary = *office == "EP" && code.starts_with('7');
        if unitary || code.ends_with("-legacy") {
            continue;
        }
        let lower = label.to_lowercase();
        let late = lower.contains("add. fee")
            || lower.contains("additional fee for late")
            || lower.contains("surcharge");
        let part = if code.ends_with("-claim") {
            Part::Claim
        } else if late {
            Part::Surcharge
        } else {
            Part::Fee
        };
        let tier = if *tier == "none" { "large" } else { *tier };
        prices.entry((*office, *right, year, tier, part)).or_insert(money);
    }
    prices
});

/// What the fee for a year costs.
pub fn price(question: Question, year: u32) -> Price {
    let right = match question.right_type {
        RightType::UtilityModel => "utility_model",
        RightType::Design => "design",
        _ => "patent",
    };
    let tier = question.entity.unwrap_or(Entity::Large).as_str();
    let find = |part| {
        PRICES
            .get(&(question.office.code(), right, year, tier, part))
            .copied()
    };
    let fee = find(Part::Fee);
    let amount = match question.office {
        Office::JP | Office::KR => with_claims(fee, find(Part::Claim), question.claims),
        Office::EP if question.is_european => None,
        _ => fee,
    };
    let listed = find(Part::Surcharge).filter(|_| amount.is_some());
    Price {
        amount,
        surcharge: listed.or_else(|| fixed_surcharge(question.office, amount)),
    }
}

/// The fee with the amount for each claim; absent if one of them or the number of claims is not known.
fn with_claims(fee: Option<Money>, each: Option<Money>, claims: Option<u32>) -> Option<Money> {
    let (fee, each) = (fee?, each?);
    let claims = claims.filter(|claims| *claims > 0)?;
    let added = each.minor.checked_mul(i64::from(claims))?;
    Some(Money::new(fee.minor.checked_add(added)?, fee.currency))
}

/// Surcharges that are no line of a schedule: 50 euro in Germany (PatKostG, no. 312), five per cent of the annuity for each
/// month after the first in China (at the least that of the second), the same amount once more in Japan (Patent Act,
/// Article 112(2)).
fn fixed_surcharge(office: Office, amount: Option<Money>) -> Option<Money> {
    let amount = amount?;
    match office {
        Office::DE => Some(Money::new(5000, amount.currency)),
        Office::CN => Some(Money::new(amount.minor / 20, amount.currency)),
        Office::JP => Some(amount),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(
        office: Office,
        right_type: RightType,
        entity: Option<Entity>,
        year: u32,
    ) -> (Option<i64>, Option<i64>) {
        let question = Question {
            office,
            right_type,
            is_european: false,
            entity,
            claims: None,
        };
        let price = price(question, year);
        (
            price.amount.map(|money| money.minor),
            price.surcharge.map(|money| money.minor),
        )
    }

    #[test]
    fn prices_are_those_of_the_schedules() {
        use RightType::{Design, Invention, UtilityModel};
        for (office, right, entity, year, wanted) in [
            (Office::CN, Invention, None, 4, (Some(120_000), Some(6_000))),
            (Office::CN, UtilityModel, None, 10, (Some(200_000), Some(10_000))),
            (Office::CN, Design, None, 11, (Some(300_000), Some(15_000))),
            (Office::US, Invention, None, 8, (Some(404_000), Some(54_000))),
            (
                Office::US,
                Invention,
                Some(Entity::Micro),
                12,
                (Some(165_600), Some(10_800)),
            ),
            (Office::EP, Invention, None, 3, (Some(72_500), Some(36_250))),
            (Office::DE, Invention, None, 3, (Some(7_000), Some(5_000))),
        ] {
            assert_eq!(
                ask(office, right, entity, year),
                wanted,
                "{office} {right:?} {year}"
            );
        }
    }

    #[test]
    fn in_japan_and_korea_each_claim_costs() {
        let ask = |office, right_type, claims, year| {
            let question = Question {
                office,
                right_type,
                is_european: false,
                entity: None,
                claims,
            };
            let price = price(question, year);
            (
                price.amount.map(|money| (money.minor, money.currency.code())),
                price.surcharge.map(|money| money.minor),
            )
        };
        use RightType::{Invention, UtilityModel};
        for (office, claims, year, minor, currency, surcharge) in [
            (Office::JP, 1, 3, 4_300 + 300, "JPY", Some(4_600)),
            (Office::JP, 10, 4, 10_300 + 10 * 800, "JPY", Some(18_300)),
            (Office::JP, 7, 9, 24_800 + 7 * 1_900, "JPY", Some(38_100)),
            (Office::JP, 20, 10, 59_400 + 20 * 4_600, "JPY", Some(151_400)),
            (Office::JP, 2, 25, 59_400 + 2 * 4_600, "JPY", Some(68_600)),
            (Office::KR, 1, 1, 13_000 + 12_000, "KRW", None),
            (Office::KR, 12, 5, 36_000 + 12 * 20_000, "KRW", None),
            (Office::KR, 3, 7, 90_000 + 3 * 34_000, "KRW", None),
            (Office::KR, 3, 12, 216_000 + 3 * 49_000, "KRW", None),
            (Office::KR, 3, 20, 324_000 + 3 * 49_000, "KRW", None),
        ] {
            assert_eq!(
                ask(office, Invention, Some(claims), year),
                (Some((minor, currency)), surcharge),
                "{office} {claims} {year}"
            );
        }
        // Nobody knows the number of claims, or no schedule holds the right.
        for claims in [None, Some(0)] {
            assert_eq!(ask(Office::JP, Invention, claims, 4), (None, None));
            assert_eq!(ask(Office::KR, Invention, claims, 4), (None, None));
        }
        assert_eq!(ask(Office::JP, UtilityModel, Some(3), 4), (None, None));
        assert_eq!(ask(Office::KR, Invention, Some(u32::MAX), 26), (None, None));
        // Elsewhere claims cost nothing.
        assert_eq!(
            ask(Office::DE, Invention, Some(30), 3),
            (Some((7_000, "EUR")), Some(5_000))
        );
    }

    #[test]
    fn each_year_of_japan_and_korea_has_an_amount_for_each_claim() {
        for office in ["JP", "KR"] {
            for year in 1..=25 {
                for part in [Part::Fee, Part::Claim] {
                    assert!(
                        PRICES.contains_key(&(office, "patent", year, "large", part)),
                        "{office} {year} {part:?}"
                    );
                }
            }
        }
    }
}
