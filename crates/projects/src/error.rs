//! Why an operation on projects and campaigns was not done.

use chrono::{DateTime, Utc};
use kernel::{CursorError, Forbidden, Locale, LocalizedText, PatentId, ProblemKind, policy::Denied};

use crate::{
    campaign::{CampaignState, IllegalTransition},
    ip_claim::IpClaimState,
    validation::Violation,
};

/// Why an operation on projects and campaigns was not done. One type for all of them, as the
/// public interface has one set of codes for all of them.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such thing, or the caller may not know of it.
    #[error("there is no such campaign, or it is not yours")]
    NotFound,
    /// The caller may not do this.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The input breaks rules: all of them are listed.
    #[error("{}", Violation::join(.0))]
    Invalid(Vec<Violation>),
    /// The campaign is not ready to be handed in: everything missing is listed.
    #[error("{}", Violation::join(.0))]
    Incomplete(Vec<Violation>),
    /// Somebody changed it meanwhile.
    #[error("this was changed meanwhile; it is now version {current}")]
    Conflict {
        /// The version it has now.
        current: i64,
    },
    /// Its state does not allow this.
    #[error(transparent)]
    WrongState(#[from] IllegalTransition),
    /// It can be changed only as a draft.
    #[error("a campaign that is {0} cannot be changed like this")]
    NotEditable(CampaignState),
    /// The project already has a campaign that has not ended.
    #[error("this project has a campaign that has not ended")]
    CampaignUnderWay,
    /// No such right is known.
    #[error("there is no patent {0}; look it up first")]
    PatentNotFound(PatentId),
    /// The right is already attached to this campaign.
    #[error("this patent is already attached")]
    PatentAlreadyAttached(PatentId),
    /// The right stands behind another unfinished campaign.
    #[error("the patent {0} stands behind another campaign that has not ended")]
    PatentInAnotherCampaign(PatentId),
    /// A right of the same family stands behind another unfinished campaign.
    #[error(
        "the patent {relative}, of the same family as {patent}, stands behind another campaign that has not ended"
    )]
    FamilyInAnotherCampaign {
        /// The right.
        patent: PatentId,
        /// The one of its family.
        relative: PatentId,
    },
    /// It is not shown that these rights are the founder's to bring to market.
    #[error(
        "the register names another owner of {} of its patents than the founder's verified name, and no document was approved: \
         verify the owner's name, or hand in an assignment or a licence",
        .0.len()
    )]
    OwnerUnproven(Vec<PatentId>),
    /// A document for this right waits or was approved.
    #[error("a document for the patent {0} waits for review or was approved")]
    ClaimUnderWay(PatentId),
    /// The claim was decided on or taken back.
    #[error("this document was decided on, or taken back")]
    ClaimDecided,
    /// Its deadline has come, so its clock cannot be stopped any more.
    #[error("its deadline has come; what was promised until then is decided on")]
    FundingOver,
    /// The caller has a claim against this campaign that is not decided on.
    #[error("you have a claim against this campaign that is not decided on yet")]
    IpClaimUnderWay,
    /// The claim is at another point, or over.
    #[error("a claim that is {0} cannot be dealt with like this")]
    IpClaimMoved(IpClaimState),
    /// A claim keeps the campaign from going on.
    #[error("a third party's claim is looked into; decide on it, and the campaign goes on")]
    IpClaimOpen,
    /// The founder has time to answer.
    #[error("the founder has not answered and may until {until}")]
    FounderNotHeard {
        /// Until when.
        until: DateTime<Utc>,
    },
    /// Somebody chose this reward, so it stays as it was promised.
    #[error("somebody chose this reward; it stays as it was promised")]
    RewardChosen,
    /// Add-ons are offered with this reward and with no other.
    #[error(
        "add-ons are offered with this reward alone: {}; offer them with another one, or take them away first",
        .0.iter().map(|name| name.best(Locale::En).0).collect::<Vec<_>>().join(", ")
    )]
    OfferedWithAlone(Vec<LocalizedText>),
    /// Somebody chose something out of this pool, so it is called what it was.
    #[error("somebody chose something out of this pool; it keeps its name")]
    PoolChosen,
    /// A reward is taken out of this pool.
    #[error("a reward is taken out of this pool, or was; take the reward away first, or let it stand")]
    PoolShared,
    /// These rights have ended, by what is known of them now.
    #[error("a patent of this campaign has ended: {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))]
    RightLost(Vec<PatentId>),
    /// The register tells of other owners than when the reviewer took the case.
    #[error("the register tells of other owners since this case was taken; take it again and compare anew")]
    OwnersChanged,
    /// Another reviewer is at it.
    #[error("another reviewer is working on this campaign")]
    ReviewClaimed,
    /// An update that was published stays published.
    #[error("this update was published; it can be bettered, not published again or thrown away")]
    UpdatePublished,
    /// Nobody can read an update of a campaign that is not public.
    #[error("this campaign is not public yet; its updates can be drafted, not published")]
    CampaignHidden,
    /// So much in an hour is enough.
    #[error("at most {max} an hour; try again at {again_at}")]
    TooOften {
        /// How many an hour.
        max: u64,
        /// When there is room for the next.
        again_at: DateTime<Utc>,
    },
    /// The page cannot be continued from this cursor.
    #[error(transparent)]
    Cursor(#[from] CursorError),
    /// The database.
    #[error(transparent)]
    Store(#[from] db::Error),
}

impl Error {
    /// What kind of trouble this is for a caller.
    pub fn problem(&self) -> ProblemKind {
        match self {
            Error::NotFound | Error::PatentNotFound(_) => ProblemKind::NotFound,
            Error::Forbidden(Forbidden::SignInFirst) => ProblemKind::Unauthenticated,
            Error::Forbidden(_) => ProblemKind::Forbidden,
            Error::Invalid(_) | Error::Incomplete(_) | Error::Cursor(_) => ProblemKind::Invalid,
            Error::Store(error) => error.problem(),
            Error::Conflict { .. }
            | Error::WrongState(_)
            | Error::NotEditable(_)
            | Error::CampaignUnderWay
            | Error::PatentAlreadyAttached(_)
            | Error::PatentInAnotherCampaign(_)
            | Error::FamilyInAnotherCampaign { .. }
            | Error::RewardChosen
            | Error::OfferedWithAlone(_)
            | Error::PoolChosen
            | Error::PoolShared
            | Error::UpdatePublished
            | Error::CampaignHidden
            | Error::TooOften { .. }
            | Error::OwnerUnproven(_)
            | Error::ClaimUnderWay(_)
            | Error::ClaimDecided
            | Error::FundingOver
            | Error::IpClaimUnderWay
            | Error::IpClaimMoved(_)
            | Error::IpClaimOpen
            | Error::FounderNotHeard { .. }
            | Error::OwnersChanged
            | Error::RightLost(_)
            | Error::ReviewClaimed => ProblemKind::Conflict,
        }
    }

    /// Nothing is said when there is nothing wrong.
    pub(crate) fn unless_valid(violations: Vec<Violation>) -> Result<(), Self> {
        if violations.is_empty() {
            Ok(())
        } else {
            Err(Error::Invalid(violations))
        }
    }
}

impl From<Denied> for Error {
    fn from(denied: Denied) -> Self {
        denied.or_missing(Error::NotFound)
    }
}

impl From<sea_orm::DbErr> for Error {
    fn from(error: sea_orm::DbErr) -> Self {
        Error::Store(error.into())
    }
}
