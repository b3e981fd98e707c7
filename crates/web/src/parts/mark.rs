//! Marks: how a state looks. Shape and word say it as well as colour.

use crate::graphql::{CampaignState, IpLevel, PatentRiskKind, PatentStatusValue, PledgeState};

/// A shape of the icon sheet and a tone of the style sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) icon: &'static str,
    pub(crate) tone: &'static str,
}

const fn mark(icon: &'static str, tone: &'static str) -> Mark {
    Mark { icon, tone }
}

const GOOD: Mark = mark("check", "good");
const PENDING: Mark = mark("half", "pending");
const WARN: Mark = mark("warn", "warn");
const ENDED: Mark = mark("ended", "ended");
const UNKNOWN: Mark = mark("unknown", "unknown");

impl PatentStatusValue {
    /// How it looks.
    pub(crate) fn mark(self) -> Mark {
        match self {
            Self::InForce => GOOD,
            Self::Allowed | Self::UnderExamination | Self::Published | Self::Filed => PENDING,
            Self::Lapsed
            | Self::Expired
            | Self::Surrendered
            | Self::Revoked
            | Self::Refused
            | Self::Withdrawn
            | Self::Abandoned => ENDED,
            Self::Unknown => UNKNOWN,
        }
    }
}

impl IpLevel {
    /// How it looks.
    pub(crate) fn mark(self) -> Mark {
        match self {
            Self::Green => GOOD,
            Self::Notice => mark("note", "pending"),
            Self::Alert => WARN,
            Self::Lost => ENDED,
            Self::Unknown => UNKNOWN,
        }
    }
}

impl PatentRiskKind {
    /// How it looks.
    pub(crate) fn mark(self) -> Mark {
        match self {
            Self::StatusLost => ENDED,
            Self::Security
            | Self::Preservation
            | Self::AnnuityInGrace
            | Self::StatusUnknown
            | Self::OwnerMismatch => WARN,
            Self::Pending | Self::ExpiresSoon | Self::AnnuityDue | Self::StatusStale | Self::Encumbered => {
                mark("note", "pending")
            }
        }
    }
}

impl CampaignState {
    /// How it looks.
    pub(crate) fn mark(self) -> Mark {
        match self {
            Self::Live | Self::Approved => mark("live", "good"),
            Self::Collecting
            | Self::Grace
            | Self::Funded
            | Self::FinanceReview
            | Self::Paying
            | Self::Completed => GOOD,
            Self::Draft | Self::InReview | Self::Scheduled => PENDING,
            Self::ChangesRequested | Self::Paused | Self::ShortfallDecision => WARN,
            Self::Failed | Self::Cancelled | Self::Suspended => ENDED,
        }
    }
}

impl PledgeState {
    /// How it looks.
    pub(crate) fn mark(self) -> Mark {
        match self {
            Self::Committed | Self::Authorised | Self::Collected | Self::Collecting | Self::Won => GOOD,
            Self::Reserved => PENDING,
            Self::ReconfirmDue | Self::Errored | Self::ActionRequired | Self::Disputed => WARN,
            Self::Cancelled | Self::Dropped | Self::Released | Self::Refunded | Self::Lost => ENDED,
        }
    }
}
