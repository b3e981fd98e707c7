//! Marks: how a state looks. Shape and word say it as well as colour.

use crate::graphql::{
    AnnuityState, CampaignState, DisputeState, IpClaimState, LapseRisk, OwnershipClaimState,
    PatentDocumentState, PatentRiskKind, PatentStatusValue, PaymentAttemptState, PayoutState, PledgeState,
    RefundState, VerificationState, WatchLevel,
};

/// A shape of the icon sheet and a tone of the style sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) icon: &'static str,
    pub(crate) tone: &'static str,
}

const fn mark(icon: &'static str, tone: &'static str) -> Mark {
    Mark { icon, tone }
}

pub(crate) const GOOD: Mark = mark("check", "good");
pub(crate) const PENDING: Mark = mark("half", "pending");
const NOTE: Mark = mark("note", "pending");
pub(crate) const WARN: Mark = mark("warn", "warn");
pub(crate) const ENDED: Mark = mark("ended", "ended");
pub(crate) const UNKNOWN: Mark = mark("unknown", "unknown");

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

impl VerificationState {
    /// How it looks.
    pub(crate) fn mark(self) -> Mark {
        match self {
            Self::Approved => GOOD,
            Self::Submitted => PENDING,
            Self::Refused => WARN,
            Self::Expired => ENDED,
            Self::Unsubmitted => UNKNOWN,
        }
    }
}

impl IpClaimState {
    /// How it looks.
    pub(crate) fn mark(self) -> Mark {
        match self {
            Self::Submitted | Self::Answered => PENDING,
            Self::Inquiry | Self::Upheld => WARN,
            Self::Rejected => GOOD,
            Self::Dismissed | Self::Withdrawn | Self::Moot => ENDED,
        }
    }

    /// Whether it is still to be decided on.
    pub(crate) fn is_open(self) -> bool {
        matches!(self, Self::Submitted | Self::Inquiry | Self::Answered)
    }
}

impl PatentDocumentState {
    /// How it looks.
    pub(crate) fn mark(self) -> Mark {
        match self {
            Self::Approved => GOOD,
            Self::Submitted => PENDING,
            Self::Refused => WARN,
            Self::Withdrawn => ENDED,
        }
    }
}

impl OwnershipClaimState {
    /// How it looks.
    pub(crate) fn mark(self) -> Mark {
        match self {
            Self::Approved => GOOD,
            Self::Submitted => PENDING,
            Self::Refused | Self::Outdated => WARN,
            Self::Withdrawn => ENDED,
        }
    }
}

/// How the level of a campaign's rights looks; none is told of a campaign without rights.
pub(crate) fn of_level(level: &Option<WatchLevel>) -> Mark {
    level.map_or(UNKNOWN, WatchLevel::mark)
}

impl WatchLevel {
    /// How it looks.
    pub(crate) fn mark(self) -> Mark {
        match self {
            Self::Green => GOOD,
            Self::Notice => NOTE,
            Self::Alert => WARN,
            Self::Lost => ENDED,
        }
    }
}

impl AnnuityState {
    /// How it looks.
    pub(crate) fn mark(self) -> Mark {
        match self {
            Self::Paid | Self::NoFees => GOOD,
            Self::NotDue | Self::WindowOpen => mark("clock", "pending"),
            Self::DueSoon => mark("clock", "warn"),
            Self::OverdueInGrace | Self::GraceEndedNoRecord => WARN,
            Self::LapsedRecorded => ENDED,
            Self::Unknown => UNKNOWN,
        }
    }
}

impl LapseRisk {
    /// How it looks.
    pub(crate) fn mark(self) -> Mark {
        match self {
            Self::None | Self::Low => GOOD,
            Self::Medium => NOTE,
            Self::High | Self::Critical => WARN,
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
            | Self::TitleThreatened
            | Self::ExclusiveLicence
            | Self::Challenged
            | Self::AnnuityInGrace
            | Self::StatusUnknown
            | Self::OwnerMismatch => WARN,
            Self::ConsentNotShown
            | Self::Pending
            | Self::ExpiresSoon
            | Self::AnnuityDue
            | Self::StatusStale
            | Self::Encumbered => NOTE,
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

impl PaymentAttemptState {
    /// How it looks.
    pub(crate) fn mark(self) -> Mark {
        match self {
            Self::Succeeded => GOOD,
            Self::Created | Self::Unknown | Self::Processing => PENDING,
            Self::ActionRequired | Self::Failed | Self::Mismatched => WARN,
            Self::Canceled => ENDED,
        }
    }
}

impl RefundState {
    /// How it looks.
    pub(crate) fn mark(self) -> Mark {
        match self {
            Self::Succeeded | Self::Manual => GOOD,
            Self::Requested | Self::Sent => PENDING,
            Self::Failed => WARN,
        }
    }
}

impl DisputeState {
    /// How it looks.
    pub(crate) fn mark(self) -> Mark {
        match self {
            Self::NeedsResponse | Self::WarningNeedsResponse => WARN,
            Self::UnderReview | Self::WarningUnderReview => PENDING,
            Self::Won | Self::WarningClosed => GOOD,
            Self::Lost => ENDED,
        }
    }
}

impl PayoutState {
    /// How it looks.
    pub(crate) fn mark(self) -> Mark {
        match self {
            Self::Paid => GOOD,
            Self::Scheduled | Self::Approved | Self::Sent => PENDING,
            Self::Held | Self::Failed => WARN,
            Self::Rejected => ENDED,
        }
    }
}
