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
}

/// What a renewal fee costs. Absent where the schedules do not tell it exactly.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Price {
    /// The fee.
    pub amount: Option<Money>,
    /// What is added when it is paid late.
    pub surcharge: Option<Money>,
}

type Key = (&'static str, &'static str, u32, &'static str, bool);

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
        let tier = if *tier == "none" { "large" } else { *tier };
        prices.entry((*office, *right, year, tier, late)).or_insert(money);
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
    let find = |late| {
        PRICES
            .get(&(question.office.code(), right, year, tier, late))
            .copied()
    };
    let amount = find(false);
    let surcharge = find(true).or_else(|| fixed_surcharge(question.office, amount));
    match question.office {
        // Prices of these two depend on the number of claims as well.
        Office::JP | Office::KR => Price::default(),
        Office::EP if question.is_european => Price::default(),
        _ => Price { amount, surcharge },
    }
}

/// Surcharges that are no line of a schedule: 50 euro in Germany (PatKostG, no. 312), five per cent of the annuity for each
/// month after the first in China (at the least that of the second).
fn fixed_surcharge(office: Office, amount: Option<Money>) -> Option<Money> {
    let amount = amount?;
    match office {
        Office::DE => Some(Money::new(5000, amount.currency)),
        Office::CN => Some(Money::new(amount.minor / 20, amount.currency)),
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
}
