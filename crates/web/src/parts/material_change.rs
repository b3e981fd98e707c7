//! A change of a campaign's patents, as everybody it concerns sees it.

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    mark::{self, Mark},
    patent::slug,
};
use crate::{
    graphql::{
        MaterialChangeOutcome, MaterialChangeScope, MaterialChangeSeverity, MaterialChangeState,
        PatentNumber, ReconfirmationAnswer, schema,
    },
    words::Words,
};

/// A change of a campaign's patents.
#[derive(cynic::QueryFragment, Debug, Clone)]
pub(crate) struct MaterialChange {
    pub(crate) id: cynic::Id,
    pub(crate) severity: MaterialChangeSeverity,
    pub(crate) scope: MaterialChangeScope,
    pub(crate) state: MaterialChangeState,
    pub(crate) outcome: Option<MaterialChangeOutcome>,
    pub(crate) causes: Vec<MaterialChangeCause>,
    pub(crate) dossier_hash: String,
    pub(crate) opened_at: DateTime<Utc>,
    pub(crate) reconfirm_until: Option<DateTime<Utc>>,
    pub(crate) deadline_before: Option<DateTime<Utc>>,
    pub(crate) reason: Option<String>,
    pub(crate) reclassified: bool,
}

/// What changed in how a right stands.
#[derive(cynic::QueryFragment, Debug, Clone)]
pub(crate) struct MaterialChangeCause {
    pub(crate) message: String,
    pub(crate) on: Option<NaiveDate>,
    pub(crate) patent: Option<ChangedPatent>,
}

/// The right.
#[derive(cynic::QueryFragment, Debug, Clone)]
#[cynic(graphql_type = "Patent")]
pub(crate) struct ChangedPatent {
    pub(crate) number: PatentNumber,
}

/// What an investor was asked about a pledge.
#[derive(cynic::QueryFragment, Debug, Clone)]
pub(crate) struct Reconfirmation {
    pub(crate) change: MaterialChange,
    pub(crate) charged: bool,
    pub(crate) asked_at: DateTime<Utc>,
    pub(crate) answer: Option<ReconfirmationAnswer>,
    pub(crate) answered_at: Option<DateTime<Utc>>,
    pub(crate) answerable: bool,
    pub(crate) differences: Vec<DossierDifference>,
}

/// One fact that differs between what an investor was shown and what is so now.
#[derive(cynic::QueryFragment, Debug, Clone)]
pub(crate) struct DossierDifference {
    pub(crate) number: String,
    pub(crate) label: String,
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
}

impl ChangedPatent {
    /// The number as part of an address.
    pub(crate) fn slug(&self) -> String {
        slug(&self.number.0)
    }
}

impl MaterialChange {
    /// Whether it is over.
    pub(crate) fn is_over(&self) -> bool {
        self.state == MaterialChangeState::Closed
    }

    /// Whether investors are asked to confirm.
    pub(crate) fn asks(&self) -> bool {
        self.scope == MaterialChangeScope::Reconfirm
    }

    /// Its state in one word: how it ended, or how far it has come.
    pub(crate) fn told(&self, w: &Words) -> String {
        match &self.outcome {
            Some(outcome) => w.label("change-outcome", outcome),
            None if self.reclassified => w.t("change-being-withdrawn"),
            None => w.label("change-state", &self.state),
        }
    }

    /// The mark beside it.
    pub(crate) fn mark(&self) -> Mark {
        match (self.is_over(), self.severity) {
            (true, _) => mark::GOOD,
            (false, MaterialChangeSeverity::Major) => mark::WARN,
            (false, MaterialChangeSeverity::Minor) => mark::PENDING,
        }
    }
}
