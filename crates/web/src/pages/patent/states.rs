//! The states of a European patent, those first in which it lives.

use chrono::NaiveDate;

use crate::{
    graphql::{PatentStatusValue, schema},
    parts::{
        mark::{ENDED, GOOD, Mark, UNKNOWN},
        patent::Annuity,
    },
    words::Words,
};

/// How a European patent stands in one state.
#[derive(cynic::QueryFragment, Debug, Clone)]
pub(super) struct PatentTerritory {
    pub(super) state: String,
    pub(super) status: PatentStatusValue,
    pub(super) label: String,
    pub(super) is_confirmed: bool,
    pub(super) reason: Option<String>,
    pub(super) ended_on: Option<NaiveDate>,
    pub(super) last_paid_year: Option<i32>,
    pub(super) annuity: Option<Annuity>,
}

/// States in which it stands alike.
#[derive(Debug)]
pub(super) struct StateGroup<'a> {
    /// The end of its message's key and of its id.
    pub(super) name: &'static str,
    pub(super) mark: Mark,
    pub(super) states: Vec<&'a PatentTerritory>,
}

/// The groups that are not empty: in force, not confirmed, over.
pub(super) fn groups(territories: &[PatentTerritory]) -> Vec<StateGroup<'_>> {
    let group = |name, mark, belongs: &dyn Fn(&PatentTerritory) -> bool| StateGroup {
        name,
        mark,
        states: territories.iter().filter(|state| belongs(state)).collect(),
    };
    let is_over = |state: &PatentTerritory| state.status.mark() == ENDED;
    let lives = |state: &PatentTerritory| state.is_confirmed && state.status == PatentStatusValue::InForce;
    let groups = [
        group("in-force", GOOD, &lives),
        group("unconfirmed", UNKNOWN, &|state| !lives(state) && !is_over(state)),
        group("over", ENDED, &is_over),
    ];
    groups
        .into_iter()
        .filter(|group| !group.states.is_empty())
        .collect()
}

impl StateGroup<'_> {
    /// What it is called.
    pub(super) fn label(&self, w: &Words) -> String {
        w.label_of("patent-states", self.name)
    }

    /// Whether it is about states in which there is nothing left to pay.
    pub(super) fn is_over(&self) -> bool {
        self.mark == ENDED
    }
}
