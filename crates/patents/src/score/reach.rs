//! Where it reaches: 20 points.

use std::{
    collections::{BTreeSet, HashMap},
    sync::LazyLock,
};

use super::{Aspect, Evidence, Point};
use crate::{
    assess::{office_of, table::rows},
    status::{Confidence, LegalStatus},
};

const GNI: &str = include_str!("../../data/gni.csv");
/// The share of the United States, in basis points.
const UNITED_STATES: u64 = 10_000;
/// Twice the market of the United States is as good as any.
const CAP: u64 = 2 * UNITED_STATES;

/// The gross national income of a state against that of the United States in the same year, in basis points, rounded down.
static SHARES: LazyLock<HashMap<&'static str, u64>> = LazyLock::new(|| {
    let figures: Vec<(&str, &str, u64)> = rows(GNI)
        .into_iter()
        .filter_map(|row| match row.as_slice() {
            [state, year, income] => Some((*state, *year, income.parse().ok()?)),
            _ => None,
        })
        .collect();
    let united_states: HashMap<&str, u64> = figures
        .iter()
        .filter(|(state, ..)| *state == "US")
        .map(|(_, year, income)| (*year, *income))
        .collect();
    figures
        .iter()
        .filter_map(|(state, year, income)| {
            let share = (income * UNITED_STATES).checked_div(*united_states.get(year)?)?;
            Some((*state, share))
        })
        .collect()
});

/// The markets in which it is confirmed to live: 12 at twice the income of the United States, in proportion below. States that
/// are in no row of the table count for nothing; where all are, it is not measured.
pub(super) fn market(evidence: &Evidence<'_>) -> Point {
    let assessment = evidence.assessment;
    let office = office_of(evidence.facts);
    let in_force = assessment.status == Some(LegalStatus::InForce);
    let confirmed = in_force && assessment.confidence != Confidence::Presumed;
    let alive: BTreeSet<&str> = if !assessment.states.is_empty() {
        assessment.in_force_states().collect()
    } else if confirmed {
        [office.code()].into()
    } else {
        BTreeSet::new()
    };
    if alive.is_empty() {
        return Point::earned(Aspect::Status, "MARKET_NOT_CONFIRMED", 0, 120);
    }
    let known: Vec<u64> = alive
        .iter()
        .filter_map(|state| SHARES.get(state).copied())
        .collect();
    if known.is_empty() {
        return Point::not_measured(Aspect::Status, "MARKET_NOT_IN_TABLE", 120);
    }
    let share = known.iter().sum::<u64>().min(CAP);
    Point::earned(Aspect::Status, "MARKET", (120 * share / CAP) as u32, 120)
        .with("states", alive.len())
        .with("unknown", alive.len() - known.len())
        .with("percent", share * 100 / UNITED_STATES)
}

/// How many offices it was taken to: one point each, 8 at the most. An international application is a way, not a place.
pub(super) fn family(evidence: &Evidence<'_>) -> Point {
    if evidence.facts.family.is_empty() {
        return Point::not_measured(Aspect::Family, "FAMILY_NOT_LISTED", 80);
    }
    let own = office_of(evidence.facts);
    let offices: BTreeSet<&str> = evidence
        .facts
        .family
        .iter()
        .map(|member| member.office.as_str())
        .chain([own.code()])
        .filter(|office| *office != "WO")
        .collect();
    let tenths = u32::try_from(offices.len() * 10).unwrap_or(80);
    Point::earned(Aspect::Family, "FAMILY", tenths, 80).with("number", offices.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_a_share_and_the_united_states_are_one() {
        assert_eq!(SHARES.get("US"), Some(&UNITED_STATES));
        for row in rows(GNI) {
            let [state, year, income] = row.as_slice() else {
                panic!("{row:?}");
            };
            assert_eq!(state.len(), 2, "{state}");
            assert!(
                (2018..2027).contains(&year.parse::<i32>().unwrap()),
                "{state} {year}"
            );
            assert!(income.parse::<u64>().unwrap() > 0);
            assert!((1..=UNITED_STATES).contains(&SHARES[state]), "{state}");
        }
    }

    #[test]
    fn a_state_stands_once_but_for_the_united_states() {
        let mut seen = BTreeSet::new();
        for row in rows(GNI) {
            assert!(row[0] == "US" || seen.insert(row[0]), "{}", row[0]);
        }
    }
}
