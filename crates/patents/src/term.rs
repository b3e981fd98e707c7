//! When a right ends if every fee is paid, and on what that rests.

use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{
    facts::RightFacts,
    number::{Office, RightType},
};

/// The term of a right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Term {
    /// Its end before any adjustment.
    pub base_expires_on: NaiveDate,
    /// Its end.
    pub expires_on: NaiveDate,
    /// What it is reckoned from.
    pub basis: Basis,
    /// Whether a disclaimer on file may end it earlier.
    pub may_be_shorter: bool,
}

/// What a term is reckoned from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Basis {
    /// The register states the end.
    Register,
    /// The filing date.
    Filing,
    /// The oldest application that counts, and the days of adjustment (35 USC 154).
    OldestParent,
    /// The grant: designs (35 USC 173), and patents filed before 1995-06-08 (35 USC 154(c)(1)).
    Grant,
    /// The filing date alone, though earlier applications and adjustments are not known: the end may be
    /// earlier or later.
    FilingUnchecked,
}

impl Basis {
    /// The basis as a code.
    pub const fn as_str(self) -> &'static str {
        match self {
            Basis::Register => "REGISTER",
            Basis::Filing => "FILING",
            Basis::OldestParent => "OLDEST_PARENT",
            Basis::Grant => "GRANT",
            Basis::FilingUnchecked => "FILING_UNCHECKED",
        }
    }

    /// Whether the end is told, and not only bounded.
    pub const fn is_sure(self) -> bool {
        !matches!(self, Basis::FilingUnchecked)
    }
}

fn years(from: NaiveDate, years: u32) -> Option<NaiveDate> {
    from.checked_add_months(Months::new(years * 12))
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

/// The term, where the facts tell enough.
pub fn of(right: &RightFacts, office: Office) -> Option<Term> {
    let right_type = right.right_type.unwrap_or(RightType::Invention);
    let plain = |base_expires_on, expires_on, basis| Term {
        base_expires_on,
        expires_on,
        basis,
        may_be_shorter: false,
    };
    if office == Office::US {
        return united_states(right, right_type);
    }
    let computed = right
        .filed_on
        .and_then(|filed_on| years(filed_on, life(office, right_type, filed_on)?));
    match (right.expires_on, computed) {
        (Some(stated), computed) => Some(plain(
            computed.unwrap_or(stated).min(stated),
            stated,
            Basis::Register,
        )),
        (None, Some(end)) => Some(plain(end, end, Basis::Filing)),
        (None, None) => None,
    }
}

/// Years of protection from filing.
fn life(office: Office, right_type: RightType, filed_on: NaiveDate) -> Option<u32> {
    match (office, right_type) {
        (Office::WO, _) | (_, RightType::Pct | RightType::Provisional) => None,
        // Patent Law of China, Article 42; fifteen years for designs since 2021-06-01.
        (Office::CN, RightType::Design) if filed_on < day(2021, 6, 1) => Some(10),
        (Office::CN, RightType::Design) => Some(15),
        (Office::CN | Office::DE | Office::KR, RightType::UtilityModel) => Some(10),
        // Utility Model Act of Japan, Article 15; six years if filed before 2005-04-01.
        (Office::JP, RightType::UtilityModel) if filed_on < day(2005, 4, 1) => Some(6),
        (Office::JP, RightType::UtilityModel) => Some(10),
        (_, RightType::UtilityModel | RightType::Design) => None,
        // EPC, Article 63(1); TRIPS, Article 33.
        (_, RightType::Invention | RightType::Plant) => Some(20),
    }
}

/// 35 USC 154 and 173.
fn united_states(right: &RightFacts, right_type: RightType) -> Option<Term> {
    let filed_on = right.filed_on;
    let term = |base_expires_on, expires_on, basis| Term {
        base_expires_on,
        expires_on,
        basis,
        may_be_shorter: right.disclaimed,
    };
    match right_type {
        // A provisional application ends twelve months after filing (35 USC 111(b)(5)).
        RightType::Provisional => {
            let end = years(filed_on?, 1)?;
            Some(term(end, end, Basis::Filing))
        }
        // Fourteen years for designs filed before the Hague Agreement took effect.
        RightType::Design => {
            let life = if filed_on.is_some_and(|filed_on| filed_on < day(2015, 5, 13)) {
                14
            } else {
                15
            };
            let end = years(right.granted_on?, life)?;
            Some(term(end, end, Basis::Grant))
        }
        RightType::Pct | RightType::UtilityModel => None,
        RightType::Invention | RightType::Plant => {
            let root = right.continuity.as_ref().and_then(|chain| chain.root.as_ref());
            let oldest = [root.map(|root| root.filed_on), filed_on]
                .into_iter()
                .flatten()
                .min()?;
            let base = years(oldest, 20)?;
            // Whichever is longer, for what was filed before the Uruguay Round's rules.
            if filed_on.is_some_and(|filed_on| filed_on < day(1995, 6, 8)) {
                let from_grant = right.granted_on.and_then(|granted_on| years(granted_on, 17));
                let end = from_grant.map_or(base, |end| end.max(base));
                return Some(term(end, end, Basis::Grant));
            }
            let days = right.pta_days.unwrap_or(0);
            let end = base.checked_add_days(Days::new(u64::from(days)))?;
            let basis = if right.continuity.is_some() {
                Basis::OldestParent
            } else {
                Basis::FilingUnchecked
            };
            Some(term(base, end, basis))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{Ancestor, Continuity};

    fn right(right_type: RightType, filed: &str, granted: &str) -> RightFacts {
        RightFacts {
            right_type: Some(right_type),
            filed_on: filed.parse().ok(),
            granted_on: granted.parse().ok(),
            ..RightFacts::default()
        }
    }

    fn end(right: &RightFacts, office: Office) -> Option<String> {
        of(right, office).map(|term| term.expires_on.to_string())
    }

    #[test]
    fn each_office_and_kind_has_its_years() {
        use RightType::{Design, Invention, Provisional, UtilityModel};
        for (office, kind, filed, granted, wanted) in [
            (Office::CN, Invention, "2010-02-03", "", Some("2030-02-03")),
            (Office::CN, UtilityModel, "2014-05-06", "", Some("2024-05-06")),
            (Office::CN, Design, "2017-02-07", "", Some("2027-02-07")),
            (Office::CN, Design, "2021-06-01", "", Some("2036-06-01")),
            (Office::EP, Invention, "2010-06-24", "", Some("2030-06-24")),
            (Office::DE, UtilityModel, "2015-01-02", "", Some("2025-01-02")),
            (Office::US, Design, "2014-01-01", "2015-02-03", Some("2029-02-03")),
            (Office::US, Design, "2016-01-01", "2017-02-03", Some("2032-02-03")),
            (Office::US, Provisional, "2020-02-29", "", Some("2021-02-28")),
            (
                Office::US,
                Invention,
                "1994-01-01",
                "1999-01-01",
                Some("2016-01-01"),
            ),
            (Office::WO, Invention, "2010-02-03", "", None),
        ] {
            assert_eq!(
                end(&right(kind, filed, granted), office).as_deref(),
                wanted,
                "{office} {kind:?}"
            );
        }
    }

    #[test]
    fn a_united_states_patent_goes_back_to_its_oldest_parent() {
        let mut patent = right(RightType::Invention, "2021-01-05", "2023-05-09");
        patent.pta_days = Some(304);
        patent.continuity = Some(Continuity {
            parents: 12,
            root: Some(Ancestor {
                application: crate::number::PatentNumber::parse("US 10/824,944", None, day(2026, 1, 1))
                    .unwrap(),
                filed_on: day(2004, 4, 14),
            }),
        });
        let term = of(&patent, Office::US).unwrap();
        assert_eq!(
            (term.base_expires_on, term.expires_on),
            (day(2024, 4, 14), day(2025, 2, 12))
        );
        patent.continuity = None;
        assert!(!of(&patent, Office::US).unwrap().basis.is_sure());
    }
}
