//! Registered security over a Chinese patent (专利权质押): when CNIPA refuses to register one, what its holder must agree to, which
//! of several statements about it prevails, and how it stood on a day.
//!
//! Measures for the registration of pledges of patent rights (CNIPA announcement 461 of 2021-11-15); Civil Code of China,
//! Article 444. Elsewhere several securities over one right are filed and ranked, so that these grounds are of China alone.

use chrono::NaiveDate;

use super::Title;
use crate::{
    assess::{Assessment, OppositionState, office_of},
    facts::RightFacts,
    number::{Office, RightType},
    owner::{OwnerMatch, owner_match},
    status::{AnnuityState, EncumbranceKind, LegalStatus},
};

crate::words::words! {
    /// Why the registration of a security is refused, in the order of CNIPA's list.
    pub enum Ground {
        /// 1. Who gives it is not the owner on record.
        GrantorNotOwner = "grantor_not_owner",
        /// 2. The patent has ended or was declared invalid.
        Ended = "ended",
        /// 3. It is an application.
        NotGranted = "not_granted",
        /// 4. An annuity is not paid.
        FeeUnpaid = "fee_unpaid",
        /// 5. Its ownership is in dispute, or a court has frozen it.
        DisputedOrFrozen = "disputed_or_frozen",
        /// 6. The debt runs longer than the patent.
        DebtOutlivesTerm = "debt_outlives_term",
        /// 7. The contract lacks what it must state.
        ContractIncomplete = "contract_incomplete",
        /// 8. A co-owner has not consented.
        CoOwnersConsentMissing = "co_owners_consent_missing",
        /// 9. It is security for somebody already.
        AlreadySecured = "already_secured",
        /// 10. A utility model whose owner applied for an invention on the same day.
        SameDayInvention = "same_day_invention",
        /// 11. Its invalidation was requested.
        InvalidationStarted = "invalidation_started",
        /// None of the list: what is known does not show that none of them applies. The office knows its own register; we do not
        /// guess.
        NotEstablished = "not_established",
    }
}

impl Ground {
    /// Its number in CNIPA's list.
    pub fn number(self) -> Option<u32> {
        let at = Self::ALL.iter().position(|ground| *ground == self)?;
        (self != Self::NotEstablished).then_some(at as u32 + 1)
    }

    /// Whether the parties may go on if both were told and still agree.
    pub const fn is_waivable(self) -> bool {
        matches!(self, Self::SameDayInvention | Self::InvalidationStarted)
    }
}

/// Who was told of a ground and still agrees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Who gives the security.
    Grantor,
    /// Who takes it.
    SecuredParty,
}

/// A security that is to be registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The name of who gives it.
    pub grantor: String,
    /// Until when the debt runs; absent if the contract does not say, which makes it incomplete.
    pub debt_until: Option<NaiveDate>,
    /// Whether the contract states the parties, the debt and its amount, the patents and what is secured.
    pub is_contract_complete: bool,
    /// Whether all other owners have consented in writing.
    pub has_co_owners_consent: bool,
    /// Whether its owner applied for an invention on the same day as for this utility model, as the register or the
    /// parties tell.
    pub has_same_day_invention: bool,
    /// Whether the contract gives the lender the patent on default: it gets priority of payment all the same (Civil Code, Article
    /// 428), and the clause was a ground of an older list. It is none today, but always to be shown.
    pub forfeits_on_default: bool,
    /// Grounds of which a side was told, and still agrees.
    pub acknowledged: Vec<(Ground, Side)>,
}

/// The grounds on which CNIPA would refuse to register a security, in the order of its list; those that both sides acknowledged
/// and may waive are left out. A right of another office is none of CNIPA's: its list is empty.
pub fn refusal_grounds(
    proposal: &Proposal,
    assessment: &Assessment,
    facts: &RightFacts,
    as_of: NaiveDate,
) -> Vec<Ground> {
    if office_of(facts) != Office::CN {
        return Vec::new();
    }
    let title = &assessment.title;
    let has = |kinds: &[EncumbranceKind]| title.open().any(|burden| kinds.contains(&burden.kind));
    let status = assessment.status.unwrap_or(LegalStatus::Unknown);
    let end = assessment.term.map(|term| term.expires_on);
    let owners = &title.owners;
    let owner = owner_match(&proposal.grantor, owners);
    let ran_out = end.is_some_and(|end| end <= as_of);
    let fees = fees(assessment, facts, as_of);
    let is_attacked = assessment.challenged.is_some()
        || assessment.opposition == Some(OppositionState::Pending)
        || assessment.challenges.iter().any(|challenge| challenge.open);
    let found = |ground: &Ground| match ground {
        Ground::GrantorNotOwner => owner == OwnerMatch::OtherParty,
        Ground::Ended => status.is_lost() || assessment.active == Some(false) || ran_out,
        Ground::NotGranted => status.is_pending(),
        Ground::FeeUnpaid => fees == Fees::Unpaid,
        Ground::DisputedOrFrozen => {
            title.frozen || has(&[EncumbranceKind::Preservation, EncumbranceKind::OwnershipDispute])
        }
        Ground::DebtOutlivesTerm => proposal
            .debt_until
            .is_some_and(|until| end.is_some_and(|end| until > end)),
        Ground::ContractIncomplete => !proposal.is_contract_complete || proposal.debt_until.is_none(),
        Ground::CoOwnersConsentMissing => owners.len() > 1 && !proposal.has_co_owners_consent,
        Ground::AlreadySecured => has(&[EncumbranceKind::Security]),
        Ground::SameDayInvention => {
            proposal.has_same_day_invention && facts.right_type == Some(RightType::UtilityModel)
        }
        Ground::InvalidationStarted => is_attacked,
        Ground::NotEstablished => {
            let unknown = status == LegalStatus::Unknown && assessment.active != Some(false);
            unknown || owner == OwnerMatch::Unknown || end.is_none() || fees == Fees::NotTold
        }
    };
    let waived = |ground: &Ground| {
        ground.is_waivable()
            && [Side::Grantor, Side::SecuredParty]
                .iter()
                .all(|side| proposal.acknowledged.contains(&(*ground, *side)))
    };
    Ground::ALL
        .iter()
        .filter(|ground| found(ground) && !waived(ground))
        .copied()
        .collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fees {
    Paid,
    Unpaid,
    NotTold,
}

/// Whether the annuities are paid: by the office's list of fees, else by payments on record. The EPO's events of China tell of no
/// payments: there a day that is past shows nothing.
fn fees(assessment: &Assessment, facts: &RightFacts, as_of: NaiveDate) -> Fees {
    use AnnuityState::{GraceEndedNoRecord, LapsedRecorded, OverdueInGrace, Unknown};
    let (state, due, is_told) = match (&facts.annuity, &assessment.fee) {
        (Some(annuity), _) => (annuity.state, annuity.next_due_on, true),
        (None, Some(fee)) => (fee.state, fee.next_due_on, fee.paid_until.is_some()),
        (None, None) => return Fees::NotTold,
    };
    let is_late = matches!(state, OverdueInGrace | GraceEndedNoRecord) || due.is_some_and(|due| due < as_of);
    match state {
        LapsedRecorded => Fees::Unpaid,
        _ if is_late && is_told => Fees::Unpaid,
        _ if is_late || state == Unknown => Fees::NotTold,
        _ => Fees::Paid,
    }
}

crate::words::words! {
    /// What an owner may do with a right.
    pub enum Act {
        /// Assign it.
        Assign = "assign",
        /// License it.
        License = "license",
        /// Offer licences to everyone (开放许可).
        OfferOpenLicence = "offer_open_licence",
        /// Give it up.
        Abandon = "abandon",
        /// Pay its fees.
        PayFee = "pay_fee",
    }
}

/// Whether an act needs the consent of a secured party: while a security lives, what would lessen it (CNIPA announcement 461;
/// Civil Code, Article 444).
pub fn needs_consent(act: Act, title: &Title) -> bool {
    let secured = title
        .open()
        .any(|burden| burden.kind == EncumbranceKind::Security);
    secured && act != Act::PayFee
}

crate::words::words! {
    /// What a statement about a security rests on, less before more.
    pub enum Trust {
        /// Somebody says so.
        Declared = "declared",
        /// A document shows it.
        Document = "document",
        /// The office announced it.
        Gazette = "gazette",
    }
}

/// A statement that a right is security for a debt, or that it is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    /// What it rests on.
    pub trust: Trust,
    /// Whether it says that the right is secured.
    pub is_secured: bool,
    /// The day it is stated for.
    pub on: NaiveDate,
}

/// The statement that counts: the most trusted, then the newest, then the one that says secured. A declared "clear" never beats
/// a document or a gazette.
pub fn prevailing(claims: &[Claim]) -> Option<&Claim> {
    claims
        .iter()
        .max_by_key(|claim| (claim.trust, claim.on, claim.is_secured))
}

#[cfg(test)]
#[path = "security_tests.rs"]
mod tests;
