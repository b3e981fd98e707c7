//! The national phases of an international application: in which it began, in which it did not, and what became of it there.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    facts::{LegalEvent, Scheme},
    number::Office,
};

/// Where an international application went.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Phases {
    /// Entered, with the day where it is told.
    pub entered: BTreeMap<String, Option<NaiveDate>>,
    /// Not entered.
    pub not_entered: BTreeMap<String, Option<NaiveDate>>,
    /// Granted by a national office; whether it still lives there is that right's own matter.
    pub granted: BTreeMap<String, Option<NaiveDate>>,
    /// Refused or withdrawn before a national office.
    pub ended: BTreeMap<String, Option<NaiveDate>>,
}

/// The phases that entries tell of.
pub(super) fn of(office: Office, events: &[LegalEvent], as_of: NaiveDate) -> Phases {
    let mut phases = Phases::default();
    if office != Office::WO {
        return phases;
    }
    for event in events {
        if event.scheme != Scheme::Inpadoc || event.on.is_some_and(|on| on > as_of) {
            continue;
        }
        let state = match event.code.as_str() {
            "122" | "REEP" => "EP",
            _ => event.territory.as_deref().unwrap_or_default(),
        };
        if state.is_empty() {
            continue;
        }
        let list = match event.code.as_str() {
            "WWE" | "ENP" | "REEP" => &mut phases.entered,
            "NENP" | "122" => &mut phases.not_entered,
            "WWG" => &mut phases.granted,
            "WWR" | "WWW" | "ENPW" | "WWX" => &mut phases.ended,
            _ => continue,
        };
        let known = list.entry(state.to_owned()).or_insert(event.on);
        *known = (*known).min(event.on).or(event.on);
    }
    phases
}
