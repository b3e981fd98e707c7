//! The term of a United States patent (35 USC 154 and 173): twenty years from the oldest application
//! it goes back to, provisionals left out, and the days of adjustment; a design fifteen years from
//! its grant.

use std::collections::HashSet;

use chrono::{Datelike, Days, Months, NaiveDate};
use serde_json::Value;

use super::super::{
    json::{list, text},
    text::date,
};
use super::number;
use crate::{
    facts::{Ancestor, Continuity},
    number::RightType,
};

/// What an answer tells of the term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Term {
    /// It ends on that day if every fee is paid.
    Until {
        /// The day.
        expires_on: NaiveDate,
        /// A terminal disclaimer is on file: it may end earlier.
        disclaimed: bool,
    },
    /// Parents are not told: they could only end it earlier than that day, adjustments that are not told later.
    Bounded {
        /// Twenty years from filing, and the days of adjustment that are told.
        ends_on: NaiveDate,
        /// Whether the days of adjustment are told.
        is_adjusted: bool,
    },
    /// The answer does not tell enough.
    NotTold,
}

impl Term {
    pub(super) fn expires_on(&self) -> Option<NaiveDate> {
        match self {
            Term::Until { expires_on, .. } => Some(*expires_on),
            Term::Bounded { .. } | Term::NotTold => None,
        }
    }
}

/// The term, if the answer is a whole file wrapper, else its bound: parts that are empty are left out by the service, so
/// only beside the list of transactions does a missing list of parents mean that there are none.
pub(super) fn of(
    wrapper: &Value,
    right_type: RightType,
    filed_on: Option<NaiveDate>,
    granted_on: Option<NaiveDate>,
) -> Term {
    let (Some(filed_on), Some(granted_on)) = (filed_on, granted_on) else {
        return Term::NotTold;
    };
    let is_whole = wrapper.get("eventDataBag").is_some();
    let until = |expires_on: Option<NaiveDate>| match expires_on {
        Some(expires_on) => Term::Until {
            expires_on,
            disclaimed: disclaimed(wrapper),
        },
        None => Term::NotTold,
    };
    match right_type {
        // Fourteen years for designs filed before the Hague Agreement took effect on 2015-05-13.
        RightType::Design => {
            let hague = NaiveDate::from_ymd_opt(2015, 5, 13);
            let years = if hague.is_some_and(|hague| filed_on < hague) {
                14
            } else {
                15
            };
            until(granted_on.checked_add_months(Months::new(years * 12)))
        }
        RightType::Invention | RightType::Plant => {
            // Applications before 1995-06-08 had seventeen years from grant if that was longer.
            let uruguay = NaiveDate::from_ymd_opt(1995, 6, 8);
            if uruguay.is_some_and(|uruguay| filed_on < uruguay) {
                return Term::NotTold;
            }
            let base = earliest_parent(wrapper).map_or(filed_on, |parent| parent.min(filed_on));
            let days = adjustment(wrapper);
            let end = base
                .checked_add_months(Months::new(240))
                .and_then(|end| end.checked_add_days(Days::new(u64::from(days.unwrap_or(0)))));
            match end {
                Some(ends_on) if !is_whole => Term::Bounded {
                    ends_on,
                    is_adjusted: days.is_some(),
                },
                end => until(end),
            }
        }
        _ => Term::NotTold,
    }
}

/// The filing date of the oldest application that counts for the term: continuations, divisions,
/// continuations in part, reissues and national stages are walked from child to parent; provisionals are not.
pub(super) fn earliest_parent(wrapper: &Value) -> Option<NaiveDate> {
    oldest(wrapper).map(|(_, filed_on)| filed_on)
}

fn oldest(wrapper: &Value) -> Option<(String, NaiveDate)> {
    let own = text(wrapper, "applicationNumberText")?;
    let links = list(wrapper, "parentContinuityBag");
    let mut oldest: Option<(String, NaiveDate)> = None;
    let mut seen = HashSet::new();
    let mut children = vec![own];
    while let Some(child) = children.pop() {
        if !seen.insert(child.clone()) {
            continue;
        }
        for link in links {
            let is_of_child = text(link, "childApplicationNumberText").is_some_and(|number| number == child);
            let counts = !matches!(
                text(link, "claimParentageTypeCode").as_deref(),
                Some("PRO") | None
            );
            if !is_of_child || !counts {
                continue;
            }
            let filed_on = text(link, "parentApplicationFilingDate").and_then(|on| date(&on));
            let Some(parent) = text(link, "parentApplicationNumberText") else {
                continue;
            };
            if let Some(filed_on) = filed_on
                && oldest.as_ref().is_none_or(|(_, known)| filed_on < *known)
            {
                oldest = Some((parent.clone(), filed_on));
            }
            children.push(parent);
        }
    }
    oldest
}

/// The days of adjustment, if the answer holds them.
pub(super) fn adjustment(wrapper: &Value) -> Option<u32> {
    let days = wrapper
        .get("patentTermAdjustmentData")?
        .get("adjustmentTotalQuantity")?
        .as_f64()?;
    (0.0..=20_000.0).contains(&days).then_some(days as u32)
}

/// The applications it goes back to. A whole file wrapper that lists none has none; of a part, only one that
/// lists some tells.
pub(super) fn continuity(wrapper: &Value) -> Option<Continuity> {
    let is_whole = wrapper.get("eventDataBag").is_some() && wrapper.get("applicationMetaData").is_some();
    let links = list(wrapper, "parentContinuityBag");
    let is_part = wrapper.get("parentContinuityBag").is_some() || wrapper.get("childContinuityBag").is_some();
    if !is_whole && !is_part {
        return None;
    }
    let root = oldest(wrapper).and_then(|(digits, filed_on)| {
        Some(Ancestor {
            application: number(&digits, Some(filed_on.year()))?,
            filed_on,
        })
    });
    Some(Continuity {
        parents: links.len(),
        root,
    })
}

pub(super) fn disclaimed(wrapper: &Value) -> bool {
    list(wrapper, "eventDataBag").iter().any(|event| {
        let words = text(event, "eventDescriptionText")
            .unwrap_or_default()
            .to_uppercase();
        text(event, "eventCode").is_some_and(|code| code == "DIST")
            || words.contains("TERMINAL DISCLAIMER FILED")
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{facts::RightFacts, status::LegalStatus};

    fn day(text: &str) -> Option<NaiveDate> {
        date(text)
    }

    #[test]
    fn the_term_runs_from_the_oldest_parent_that_is_no_provisional() {
        let link = |child: &str, parent: &str, kind: &str, on: &str| {
            json!({"childApplicationNumberText": child, "parentApplicationNumberText": parent,
                   "claimParentageTypeCode": kind, "parentApplicationFilingDate": on})
        };
        let wrapper = json!({"applicationNumberText": "17000001", "eventDataBag": [], "parentContinuityBag": [
            link("17000001", "16000001", "CON", "2018-01-02"),
            link("16000001", "15000001", "CIP", "2016-03-04"),
            link("15000001", "62000001", "PRO", "2015-03-04"),
            link("14000001", "13000001", "CON", "2001-01-01"),
            link("15000001", "16000001", "CON", "2018-01-02"),
        ], "patentTermAdjustmentData": {"adjustmentTotalQuantity": 10}});
        let term = of(
            &wrapper,
            RightType::Invention,
            day("2020-01-01"),
            day("2022-01-01"),
        );
        assert_eq!(term.expires_on(), day("2036-03-14"));
        // Without the transactions nobody knows whether parents were left out.
        let part = json!({"applicationNumberText": "17000001"});
        assert_eq!(
            of(&part, RightType::Invention, day("2020-01-01"), day("2022-01-01")),
            Term::Bounded {
                ends_on: day("2040-01-01").unwrap(),
                is_adjusted: false
            }
        );
    }

    #[test]
    fn a_design_lives_fifteen_years_from_its_grant_fourteen_if_older() {
        let none = json!({});
        let new = of(&none, RightType::Design, day("2016-01-01"), day("2017-02-03"));
        assert_eq!(new.expires_on(), day("2032-02-03"));
        let old = of(&none, RightType::Design, day("2014-01-01"), day("2015-02-03"));
        assert_eq!(old.expires_on(), day("2029-02-03"));
    }

    /// A synthetic answer of meta-data alone: code 150, a patent that the office calls granted.
    fn lone(filed: &str, adjustment: Option<u32>) -> RightFacts {
        let mut wrapper = json!({
            "applicationNumberText": "11478001", "lastIngestionDateTime": "2026-03-01T00:00:00",
            "applicationMetaData": {"applicationStatusCode": 150, "applicationTypeCode": "UTL",
                "applicationStatusDescriptionText": "Patented Case", "filingDate": filed,
                "grantDate": "2010-01-05", "patentNumber": "7640001"},
        });
        if let Some(days) = adjustment {
            wrapper["patentTermAdjustmentData"] = json!({"adjustmentTotalQuantity": days});
        }
        let body = json!({"count": 1, "patentFileWrapperDataBag": [wrapper]}).to_string();
        let facts = crate::source::parse(body.as_bytes()).unwrap();
        facts.rights.into_iter().next().unwrap()
    }

    #[test]
    fn a_term_that_can_only_be_shorter_is_not_alive_after_twenty_years() {
        for (filed, adjustment, value, reason) in [
            ("2006-03-02", None, LegalStatus::InForce, "TERM_NOT_CHECKED"),
            ("2006-03-01", None, LegalStatus::Unknown, "TERM_NOT_CHECKED"),
            ("2006-03-01", Some(304), LegalStatus::InForce, "TERM_NOT_CHECKED"),
            ("2005-01-03", Some(304), LegalStatus::Expired, "TERM"),
        ] {
            let right = lone(filed, adjustment);
            let status = right.status.clone().unwrap();
            assert_eq!(
                (status.value, status.reason.as_deref()),
                (value, Some(reason)),
                "{filed} {adjustment:?}"
            );
            let assessment = crate::assess::assess(&right, day("2026-03-01").unwrap());
            assert_eq!(assessment.status, Some(value), "{filed} {adjustment:?}");
            assert_eq!(assessment.active == Some(true), value == LegalStatus::InForce);
        }
    }
}
