//! Who had the right, and who attacked it.

use chrono::NaiveDate;

use crate::{
    graphql::{ConveyanceClass, schema},
    parts::patent::{PatentParty, names},
};

/// One step by which a right came to its owners.
#[derive(cynic::QueryFragment, Debug)]
pub(super) struct OwnershipStep {
    pub(super) class: ConveyanceClass,
    pub(super) owners: Vec<PatentParty>,
    pub(super) executed_on: Option<NaiveDate>,
    pub(super) recorded_on: Option<NaiveDate>,
    pub(super) reel_frame: Option<String>,
    pub(super) follows: bool,
}

/// A trial or another attack on a right.
#[derive(cynic::QueryFragment, Debug)]
pub(super) struct PatentChallenge {
    pub(super) reference: String,
    pub(super) kind: String,
    pub(super) filed_on: Option<NaiveDate>,
    pub(super) open: bool,
    pub(super) ended_on: Option<NaiveDate>,
    pub(super) outcome: Option<String>,
}

impl OwnershipStep {
    pub(super) fn owner_names(&self) -> String {
        names(&self.owners)
    }
}
