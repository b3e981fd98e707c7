//! Whether a founder may bring a right to market: what the register shows, and what a document does.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{CampaignId, FileId, OwnershipClaimId, PatentId, UserId};

use kernel::words;

words! {
    /// How a founder, as they were verified, compares with the owners on record.
    pub enum OwnerMatch {
        /// An owner has this very name.
        Exact = "exact",
        /// An owner has this name but for case, width, accents or the words of its legal form.
        Normalised = "normalised",
        /// An owner has this name, but may be somebody else: in another country, or a company where a person claims it.
        Namesake = "namesake",
        /// The owners on record are others.
        OtherParty = "other_party",
        /// No owner is on record, or none that can be compared.
        Unknown = "unknown",
    }
}

words! {
    /// By what it was shown that a founder may bring a right to market.
    pub enum OwnerProof {
        /// The owner on record has the name the founder is verified under.
        Register = "register",
        /// A reviewer found a document that says so.
        Document = "document",
    }
}

words! {
    /// What a document says.
    pub enum ClaimKind {
        /// The right was made over to the founder, and the register does not say so yet.
        Assignment = "assignment",
        /// The owner lets the founder use it.
        Licence = "licence",
        /// The owner on record is the founder, under another name or at another address.
        Identity = "identity",
    }
}

words! {
    /// How far a claim has come.
    pub enum ClaimState {
        /// It waits for a reviewer.
        Submitted = "submitted",
        /// The document shows it.
        Approved = "approved",
        /// The document showed it, until the register told of another owner.
        Outdated = "outdated",
        /// It does not.
        Refused = "refused",
        /// The founder took it back.
        Withdrawn = "withdrawn",
    }
}

words! {
    /// Why a claim is refused, as the founder is told in their language.
    pub enum ClaimReason {
        /// The document cannot be read.
        Unreadable = "unreadable",
        /// It is about another right.
        OtherRight = "other_right",
        /// It names other parties than the register and the founder.
        OtherParty = "other_party",
        /// It is not signed, not yet or no longer in force.
        NotInForce = "not_in_force",
        /// It does not let the founder raise money with the right.
        NoRightToFund = "no_right_to_fund",
        /// None of these; the note tells.
        Other = "other",
    }
}

/// What is kept of a right's owner beside a campaign; shown, never decided with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Ownership {
    /// How the founder's verified names compare with the owners; nothing while the founder is not verified.
    pub matches: Option<OwnerMatch>,
    /// By what it was shown that the founder may; nothing where it was not.
    pub proof: Option<OwnerProof>,
}

impl Ownership {
    /// What follows from the register and from whether a document was approved.
    pub fn of(matches: Option<OwnerMatch>, has_document: bool) -> Self {
        let proof = match matches {
            Some(OwnerMatch::Exact | OwnerMatch::Normalised) => Some(OwnerProof::Register),
            _ => has_document.then_some(OwnerProof::Document),
        };
        Self { matches, proof }
    }
}

/// A document by which a founder claims a right that the register gives to somebody else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnershipClaim {
    /// Its id.
    pub id: OwnershipClaimId,
    /// The campaign.
    pub campaign_id: CampaignId,
    /// The right.
    pub patent_id: PatentId,
    /// Who claims it.
    pub founder_id: UserId,
    /// What the document says.
    pub kind: ClaimKind,
    /// Who made the right over, or licenses it.
    pub counterparty: String,
    /// The day on the document.
    pub dated_on: NaiveDate,
    /// The document.
    pub file_id: FileId,
    /// How far it has come.
    pub state: ClaimState,
    /// When it was handed in.
    pub submitted_at: DateTime<Utc>,
    /// Who works on it, or decided.
    pub reviewer_id: Option<UserId>,
    /// Since when.
    pub claimed_at: Option<DateTime<Utc>>,
    /// When it was decided on or taken back.
    pub decided_at: Option<DateTime<Utc>>,
    /// When it was learned that the register tells of another owner.
    pub outdated_at: Option<DateTime<Utc>>,
    /// Why it was refused.
    pub reason: Option<ClaimReason>,
    /// What the reviewer tells the founder.
    pub note: Option<String>,
}

impl OwnershipClaim {
    /// Whether it shows what it was found to show: the register has told of no other owner since the reviewer took it.
    pub fn still_shows(&self, owners_changed_at: Option<DateTime<Utc>>) -> bool {
        self.state == ClaimState::Approved && self.was_compared_with(owners_changed_at)
    }

    /// Whether whoever decides saw the owners that are on record today: the reviewer reads the register on taking the case.
    pub(crate) fn was_compared_with(&self, owners_changed_at: Option<DateTime<Utc>>) -> bool {
        let compared_at = self.claimed_at.or(self.decided_at);
        owners_changed_at.is_none_or(|changed| compared_at.is_some_and(|compared| compared >= changed))
    }

    /// Who works on it at `now`: taking a case keeps others off for as long as with campaigns.
    pub fn holder(&self, now: DateTime<Utc>) -> Option<UserId> {
        let holder = kernel::holder(self.reviewer_id, self.claimed_at, now);
        holder.filter(|_| self.state == ClaimState::Submitted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_register_speaks_before_a_document_and_nothing_stands_in_for_both() {
        let proof = |matches, document| Ownership::of(matches, document).proof;
        assert_eq!(
            proof(Some(OwnerMatch::Normalised), true),
            Some(OwnerProof::Register)
        );
        assert_eq!(
            proof(Some(OwnerMatch::OtherParty), true),
            Some(OwnerProof::Document)
        );
        assert_eq!(proof(Some(OwnerMatch::OtherParty), false), None);
        assert_eq!(proof(Some(OwnerMatch::Namesake), false), None);
        assert_eq!(
            proof(Some(OwnerMatch::Namesake), true),
            Some(OwnerProof::Document)
        );
        assert_eq!(proof(None, true), Some(OwnerProof::Document));
        assert_eq!(proof(None, false), None);
        assert_eq!(proof(Some(OwnerMatch::Unknown), false), None);
    }
}
