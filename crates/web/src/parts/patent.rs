//! A patent right at a glance, as it stands beside a campaign. All of it comes from what was prepared when the right was
//! assessed: a list of rights costs no more than one.

mod glance;

use chrono::NaiveDate;

use crate::graphql::{
    AnnuityState, EncumbranceKind, IpcSymbol, LapseRisk, Money, Office, OwnerMatch, PatentNumber,
    PatentRightType, PatentRiskKind, PatentStatusValue, StatusConfidence, StatusFinality, TermBasis, Url,
    WatchLevel, schema,
};

pub(crate) use glance::{names, offices, slug};

/// The patents of a campaign at a glance.
#[derive(cynic::QueryFragment, Debug, Clone)]
pub(crate) struct IpPanel {
    pub(crate) level: Option<WatchLevel>,
    pub(crate) summary: String,
    pub(crate) patents: Vec<Patent>,
}

/// A right at a glance.
#[derive(cynic::QueryFragment, Debug, Clone)]
pub(crate) struct Patent {
    pub(crate) id: cynic::Id,
    pub(crate) number: PatentNumber,
    pub(crate) office: Office,
    pub(crate) right_type: PatentRightType,
    pub(crate) title: String,
    pub(crate) status: PatentStatus,
    pub(crate) level: Option<WatchLevel>,
    pub(crate) states: Option<PatentStates>,
    pub(crate) filed_on: Option<NaiveDate>,
    pub(crate) granted_on: Option<NaiveDate>,
    pub(crate) expires_on: Option<NaiveDate>,
    pub(crate) term: Option<PatentTerm>,
    pub(crate) remaining_years: Option<f64>,
    pub(crate) life_percent: Option<i32>,
    pub(crate) owners: Vec<PatentParty>,
    pub(crate) owner_match: OwnerMatch,
    pub(crate) owner_proof_message: Option<String>,
    pub(crate) annuity: Option<Annuity>,
    pub(crate) lapse_risk: Option<LapseRisk>,
    pub(crate) challenged: Option<String>,
    pub(crate) partially_invalidated: bool,
    pub(crate) encumbrances: Vec<Encumbrance>,
    pub(crate) risks: Vec<PatentRisk>,
    pub(crate) family: Vec<FamilyMember>,
    pub(crate) ipc: Vec<IpcSymbol>,
    pub(crate) meaning: String,
    pub(crate) register_url: Option<Url>,
    pub(crate) is_sample: bool,
}

/// How a right stands.
#[derive(cynic::QueryFragment, Debug, Clone)]
pub(crate) struct PatentStatus {
    pub(crate) value: PatentStatusValue,
    pub(crate) label: String,
    pub(crate) since: Option<NaiveDate>,
    pub(crate) finality: StatusFinality,
    pub(crate) recoverable_until: Option<NaiveDate>,
    pub(crate) as_of: Option<NaiveDate>,
    pub(crate) confidence: StatusConfidence,
    pub(crate) reason: Option<String>,
    pub(crate) source: String,
    pub(crate) office_text: Option<String>,
    pub(crate) is_stale: bool,
}

/// The states of a European patent: ISO 3166-1 alpha-2.
#[derive(cynic::QueryFragment, Debug, Clone)]
pub(crate) struct PatentStates {
    pub(crate) in_force: Vec<String>,
    pub(crate) unconfirmed: Vec<String>,
    pub(crate) ended: Vec<String>,
}

/// When a right ends if every fee is paid.
#[derive(cynic::QueryFragment, Debug, Clone)]
pub(crate) struct PatentTerm {
    pub(crate) base_expires_on: NaiveDate,
    pub(crate) expires_on: NaiveDate,
    pub(crate) basis: TermBasis,
    pub(crate) may_be_shorter: bool,
}

/// Somebody on record.
#[derive(cynic::QueryFragment, Debug, Clone)]
pub(crate) struct PatentParty {
    pub(crate) name: String,
}

/// The next fee.
#[derive(cynic::QueryFragment, Debug, Clone)]
pub(crate) struct Annuity {
    pub(crate) opens_on: Option<NaiveDate>,
    pub(crate) next_due_on: Option<NaiveDate>,
    pub(crate) grace_ends_on: Option<NaiveDate>,
    pub(crate) state: AnnuityState,
    pub(crate) year: Option<i32>,
    pub(crate) amount: Option<Money>,
    pub(crate) surcharge: Option<Money>,
    pub(crate) paid_until: Option<NaiveDate>,
}

/// A burden on a right.
#[derive(cynic::QueryFragment, Debug, Clone)]
pub(crate) struct Encumbrance {
    pub(crate) kind: EncumbranceKind,
    pub(crate) holder: String,
    pub(crate) instrument: Option<String>,
    pub(crate) documented: bool,
    pub(crate) effective_on: Option<NaiveDate>,
    pub(crate) ended_on: Option<NaiveDate>,
    pub(crate) open: bool,
    pub(crate) prevails: bool,
}

/// Something to know before pledging.
#[derive(cynic::QueryFragment, Debug, Clone)]
pub(crate) struct PatentRisk {
    pub(crate) kind: PatentRiskKind,
    pub(crate) due_on: Option<NaiveDate>,
    pub(crate) message: String,
}

/// Another member of the family.
#[derive(cynic::QueryFragment, Debug, Clone)]
pub(crate) struct FamilyMember {
    pub(crate) office: String,
    pub(crate) number: String,
}
