//! What whoever pledges has to say to know of.

use chrono::NaiveDate;

use crate::graphql::{PatentNumber, schema};

/// The grave risks of a campaign's patents, and what stands for them.
#[derive(cynic::QueryFragment, Debug)]
pub(crate) struct GraveRisks {
    pub(crate) hash: String,
    pub(crate) risks: Vec<GraveRisk>,
}

/// A grave risk of one right.
#[derive(cynic::QueryFragment, Debug)]
pub(crate) struct GraveRisk {
    pub(crate) number: PatentNumber,
    pub(crate) risk: PatentRisk,
}

#[derive(cynic::QueryFragment, Debug)]
pub(crate) struct PatentRisk {
    pub(crate) due_on: Option<NaiveDate>,
    pub(crate) message: String,
}
