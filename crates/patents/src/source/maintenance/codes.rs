//! The codes of maintenance-fee events, in `data/uspto_maintenance_codes.csv`.

use std::{collections::HashMap, sync::LazyLock};

use crate::{assess::table::rows, facts::Entity};

const CODES: &str = include_str!("../../../data/uspto_maintenance_codes.csv");

/// What an event does to a patent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Does {
    /// A maintenance fee was paid.
    Pay,
    /// The office reminds of a fee that is due.
    Remind,
    /// The patent expired for a fee that was not paid.
    Expire,
    /// It was reinstated.
    Reinstate,
    /// Nothing that matters here: payor numbers, surcharges, petitions that are only filed, refunds.
    Nothing,
}

/// A code and what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Code {
    pub(crate) does: Does,
    /// The year a fee is for: 4, 8 or 12.
    pub(crate) year: Option<u32>,
    /// How the owner is sorted for fees after it.
    pub(crate) entity: Option<Entity>,
    /// What it means, in English.
    pub(crate) meaning: &'static str,
}

static TABLE: LazyLock<HashMap<&'static str, Code>> = LazyLock::new(|| {
    let mut table = HashMap::new();
    for row in rows(CODES) {
        let [code, effect, year, entity, meaning] = row.as_slice() else {
            continue;
        };
        let does = match *effect {
            "payment" => Does::Pay,
            "reminder" => Does::Remind,
            "expiry" => Does::Expire,
            "reinstatement" => Does::Reinstate,
            _ => Does::Nothing,
        };
        // What is given back was sorted before.
        let entity = (*effect != "refund").then(|| entity.parse().ok()).flatten();
        let known = Code {
            does,
            year: year.parse().ok(),
            entity,
            meaning,
        };
        table.insert(*code, known);
    }
    table
});

/// What a code means, if the table holds it.
pub(crate) fn code(code: &str) -> Option<Code> {
    TABLE.get(code).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_shipped_table_is_read() {
        for row in rows(CODES) {
            let [word, effect, year, entity, _] = row.as_slice() else {
                panic!("{row:?}");
            };
            let known = code(word).unwrap();
            assert!(entity.is_empty() || entity.parse::<Entity>().is_ok(), "{row:?}");
            assert_eq!(known.year.is_some(), !year.is_empty(), "{row:?}");
            let listed = [
                "payment",
                "surcharge",
                "petition",
                "reminder",
                "expiry",
                "reinstatement",
                "entity",
                "refund",
                "none",
            ];
            assert!(listed.contains(effect), "{row:?}");
            if known.does == Does::Pay {
                assert!(matches!(known.year, Some(4 | 8 | 12)), "{row:?}");
            }
        }
        assert_eq!(TABLE.len(), CODES.lines().count() - 1, "no code stands twice");
    }
}
