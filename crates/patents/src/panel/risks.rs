//! What an investor should know before pledging.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::Panel;
use crate::{
    number::Office,
    status::{AnnuityState, EncumbranceKind, LegalStatus},
    title::security,
};

/// How near an expiry must be to be a risk.
const EXPIRES_SOON: TimeDelta = TimeDelta::days(2 * 365);

/// Something an investor should know before pledging.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Risk {
    /// What it is.
    pub kind: RiskKind,
    /// When it comes, or since when it is so.
    pub on: Option<NaiveDate>,
}

crate::words::words! {
    /// What an investor should know before pledging.
    pub enum RiskKind {
        /// The right is gone.
        StatusLost = "status_lost",
        /// Nobody knows how it stands.
        StatusUnknown = "status_unknown",
        /// What is known is old.
        StatusStale = "status_stale",
        /// It is not granted yet, and may never be.
        Pending = "pending",
        /// Its term ends soon.
        ExpiresSoon = "expires_soon",
        /// A renewal fee falls due.
        AnnuityDue = "annuity_due",
        /// A renewal fee is overdue.
        AnnuityInGrace = "annuity_in_grace",
        /// A lender holds a security over it.
        Security = "security",
        /// A court has frozen it.
        Preservation = "preservation",
        /// An open licence was declared though a lender holds a security, whose consent no register shows.
        ConsentNotShown = "consent_not_shown",
        /// Another burden lies on it that can take it away: a right in rem, a receivership, a dispute over whose it is.
        TitleThreatened = "title_threatened",
        /// Somebody else alone may use it.
        ExclusiveLicence = "exclusive_licence",
        /// It is under attack: an opposition, an invalidation, a trial.
        Challenged = "challenged",
        /// Another burden lies on it.
        Encumbered = "encumbered",
        /// Its registered owner is somebody else than the founder.
        OwnerMismatch = "owner_mismatch",
    }
}

impl RiskKind {
    /// Whether whoever pledges nevertheless has to say that they know of it: the right may be gone already, may be taken
    /// away or shuts out its owner, or nobody knows today how it stands.
    pub const fn is_grave(self) -> bool {
        match self {
            Self::StatusLost
            | Self::StatusUnknown
            | Self::StatusStale
            | Self::AnnuityInGrace
            | Self::Security
            | Self::Preservation
            | Self::TitleThreatened
            | Self::ExclusiveLicence
            | Self::Challenged
            | Self::OwnerMismatch => true,
            Self::Pending
            | Self::ExpiresSoon
            | Self::AnnuityDue
            | Self::ConsentNotShown
            | Self::Encumbered => false,
        }
    }
}

impl Panel {
    /// The risks that have to be acknowledged before pledging to a campaign whose funding ends on a day: the grave ones, and a
    /// renewal fee that falls due before that day.
    pub fn grave_risks(&self, now: DateTime<Utc>, funding_ends_on: Option<NaiveDate>) -> Vec<Risk> {
        let mut risks = self.risks(now);
        risks.retain(|risk| risk.kind.is_grave());
        if let Some(due) = self.fee_before(now.date_naive(), funding_ends_on) {
            risks.push(Risk {
                kind: RiskKind::AnnuityDue,
                on: Some(due),
            });
        }
        risks
    }

    /// The day of the next fee, if it is still to come and the funding goes on until then.
    fn fee_before(&self, today: NaiveDate, funding_ends_on: Option<NaiveDate>) -> Option<NaiveDate> {
        let due = self.annuity.as_ref()?.next_due_on?;
        let comes_before = today <= due && due <= funding_ends_on?;
        (comes_before && !self.status.value.is_lost()).then_some(due)
    }

    /// What an investor should know before pledging, the worst first.
    pub fn risks(&self, now: DateTime<Utc>) -> Vec<Risk> {
        let today = now.date_naive();
        let mut risks = Vec::new();
        let mut risk = |kind, on| risks.push(Risk { kind, on });
        let status = self.status.value;
        if status.is_lost() {
            risk(RiskKind::StatusLost, self.status.as_of);
        }
        for encumbrance in self.open_encumbrances() {
            let kind = match encumbrance.kind {
                EncumbranceKind::Security => RiskKind::Security,
                EncumbranceKind::Preservation => RiskKind::Preservation,
                EncumbranceKind::ExclusiveLicence => RiskKind::ExclusiveLicence,
                kind if kind.threatens_title() => RiskKind::TitleThreatened,
                _ => RiskKind::Encumbered,
            };
            risk(kind, encumbrance.effective_on);
        }
        let open = self.open_encumbrances();
        if self.office == Office::CN.code() && security::needs_consent(open.map(|burden| burden.kind)) {
            risk(RiskKind::ConsentNotShown, None);
        }
        if self.challenged.is_some() && !status.is_lost() {
            risk(RiskKind::Challenged, None);
        }
        if let Some(annuity) = self.annuity.as_ref().filter(|_| !status.is_lost()) {
            match annuity.state {
                AnnuityState::OverdueInGrace | AnnuityState::GraceEndedNoRecord => {
                    risk(RiskKind::AnnuityInGrace, annuity.grace_ends_on);
                }
                AnnuityState::DueSoon => risk(RiskKind::AnnuityDue, annuity.next_due_on),
                _ => {}
            }
        }
        if status == LegalStatus::Unknown {
            risk(RiskKind::StatusUnknown, None);
        }
        if status.is_pending() {
            risk(RiskKind::Pending, None);
        }
        if status == LegalStatus::InForce
            && let Some(on) = self.expires_on.filter(|on| *on - today < EXPIRES_SOON)
        {
            risk(RiskKind::ExpiresSoon, Some(on));
        }
        if self.is_stale(now) && !status.is_lost() {
            risk(RiskKind::StatusStale, self.status.as_of);
        }
        risks
    }
}
