//! A patent right at a glance, as it stands beside a campaign.

use chrono::NaiveDate;

use crate::graphql::{
    AnnuityState, EncumbranceKind, IpLevel, IpcSymbol, Money, Office, OwnerMatch, PatentNumber,
    PatentRightType, PatentRiskKind, PatentStatusValue, StatusConfidence, Url, schema,
};

/// The patents of a campaign at a glance.
#[derive(cynic::QueryFragment, Debug, Clone)]
pub(crate) struct IpPanel {
    pub(crate) level: IpLevel,
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
    pub(crate) filed_on: Option<NaiveDate>,
    pub(crate) granted_on: Option<NaiveDate>,
    pub(crate) expires_on: Option<NaiveDate>,
    pub(crate) remaining_years: Option<f64>,
    pub(crate) life_percent: Option<i32>,
    pub(crate) owners: Vec<PatentParty>,
    pub(crate) owner_match: OwnerMatch,
    pub(crate) annuity: Option<Annuity>,
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
    pub(crate) as_of: Option<NaiveDate>,
    pub(crate) confidence: StatusConfidence,
    pub(crate) reason: Option<String>,
    pub(crate) source: String,
    pub(crate) office_text: Option<String>,
    pub(crate) is_stale: bool,
}

/// Somebody on record.
#[derive(cynic::QueryFragment, Debug, Clone)]
pub(crate) struct PatentParty {
    pub(crate) name: String,
}

/// The next fee.
#[derive(cynic::QueryFragment, Debug, Clone)]
pub(crate) struct Annuity {
    pub(crate) next_due_on: Option<NaiveDate>,
    pub(crate) grace_ends_on: Option<NaiveDate>,
    pub(crate) state: AnnuityState,
    pub(crate) year: Option<i32>,
    pub(crate) amount: Option<Money>,
}

/// A burden on a right.
#[derive(cynic::QueryFragment, Debug, Clone)]
pub(crate) struct Encumbrance {
    pub(crate) kind: EncumbranceKind,
    pub(crate) holder: String,
    pub(crate) effective_on: Option<NaiveDate>,
    pub(crate) ended_on: Option<NaiveDate>,
    pub(crate) open: bool,
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

impl Patent {
    /// The owners in one line.
    pub(crate) fn owner_names(&self) -> String {
        let names: Vec<&str> = self.owners.iter().map(|owner| owner.name.as_str()).collect();
        names.join(" · ")
    }

    /// Burdens that lie on the right now.
    pub(crate) fn open_encumbrances(&self) -> impl Iterator<Item = &Encumbrance> {
        self.encumbrances.iter().filter(|encumbrance| encumbrance.open)
    }

    /// Whether the register's owner is the founder.
    pub(crate) fn is_owned_by_founder(&self) -> bool {
        matches!(self.owner_match, OwnerMatch::Exact | OwnerMatch::Normalised)
    }

    /// Whether the register's owner is somebody else.
    pub(crate) fn is_owned_by_other(&self) -> bool {
        self.owner_match == OwnerMatch::OtherParty
    }

    /// Whether the right stands, or may come to stand: only then there is a life to show.
    pub(crate) fn is_alive(&self) -> bool {
        self.status.value.mark().tone != "ended"
    }

    /// The number as part of an address.
    pub(crate) fn slug(&self) -> String {
        slug(&self.number.0)
    }

    /// Whether the fee needs somebody's attention.
    pub(crate) fn is_fee_pressing(&self) -> bool {
        self.annuity.as_ref().is_some_and(|annuity| {
            matches!(
                annuity.state,
                AnnuityState::DueSoon | AnnuityState::OverdueInGrace | AnnuityState::GraceEndedNoRecord
            )
        })
    }
}

/// A number as part of an address: without blanks and signs that addresses do not bear.
pub(crate) fn slug(number: &str) -> String {
    number
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn a_number_becomes_part_of_an_address() {
        assert_eq!(slug("US 11,646,472 B2"), "US11646472B2");
        assert_eq!(slug("CN 202110123456.X"), "CN202110123456.X");
    }
}
