//! What can go wrong with a pledge, in codes a form can act on.

use kernel::{Forbidden, PledgeId, policy::Denied};
use ledger::LedgerError;
use payments::ProviderError;

use crate::{IllegalPayoutStep, IllegalTransition};

/// What an investor can put right, or must be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PledgeErrorCode {
    /// There is no such campaign, or it is not public.
    CampaignNotFound,
    /// The campaign takes no pledges, or no longer.
    CampaignClosed,
    /// The campaign does not offer this reward.
    RewardNotFound,
    /// None of the reward is left.
    RewardSoldOut,
    /// So many of the add-on are not left.
    AddOnSoldOut,
    /// The add-on is not offered with what was chosen.
    AddOnNotOffered,
    /// More of something than one pledge may have, nothing of it, or too many different things.
    QuantityInvalid,
    /// The amount is too small or too great.
    AmountInvalid,
    /// The amount is less than what was chosen comes to.
    AmountBelowReward,
    /// The campaign is funded in another currency.
    CurrencyMismatch,
    /// One may not pledge to one's own campaign.
    OwnCampaign,
    /// There is no such pledge, or it is not the caller's.
    PledgeNotFound,
    /// The card was declined; another may be entered.
    CardDeclined,
    /// The investor's bank asks them to confirm.
    AuthenticationRequired,
    /// The investor did not pass their bank's check.
    AuthenticationFailed,
    /// No card was saved in time; the pledge must be placed again.
    ReservationExpired,
    /// The pledge cannot be taken back.
    NotCancellable,
    /// The pledge cannot be changed.
    NotAdjustable,
    /// Nothing failed, or the time to repair it is over.
    NotRepairable,
    /// The campaign's patents changed: it takes no new pledges while those who pledged are asked.
    CampaignHeld,
    /// The patents bear grave risks that the investor has to acknowledge first.
    RisksNotAcknowledged,
    /// Nothing is to be confirmed about the pledge or classed about the change, or no longer.
    NothingToConfirm,
    /// The patents changed again since the investor looked.
    DossierChanged,
    /// There is no such material change.
    ChangeNotFound,
    /// Nothing is to be decided about the campaign's money.
    NothingToDecide,
    /// Nothing of the pledge can be given back.
    NothingToRefund,
    /// A refund names something the pledge has not, or more than was not refunded yet.
    ItemsInvalid,
    /// The note is too long.
    NoteTooLong,
    /// The founder has no account to be paid through.
    PayeeNotFound,
    /// The founder has not confirmed their mail address.
    EmailNotConfirmed,
    /// The provider does not pay out in that country, or it is no country.
    CountryUnsupported,
    /// The bank account is not named as it may be shown.
    DestinationInvalid,
    /// It is too early to pay out.
    NotDue,
    /// Nothing is to be paid out.
    NothingToPay,
    /// The first payout comes to nothing, and that is booked.
    SettledWithoutPayout,
    /// There is no such payout.
    PayoutNotFound,
    /// The payout does not wait for this.
    PayoutState,
    /// Somebody else must approve it.
    FourEyes,
    /// Less is due now than was ordered.
    AmountChanged,
    /// A text is missing or too long.
    TextInvalid,
    /// There is no such refund.
    RefundNotFound,
    /// The refund does not wait for this.
    RefundState,
    /// The bank's reference stands for another repayment.
    ReferenceUsed,
    /// The day has not come, or lies too far back.
    DayInvalid,
    /// There is no such dispute.
    DisputeNotFound,
    /// Evidence was handed in, or the time to do so is over.
    EvidenceTooLate,
    /// Too many pledges wait for a card, or too many cards were tried.
    LimitExceeded,
    /// The key stood for another request.
    IdempotencyKeyReused,
    /// The same request is being worked on.
    IdempotencyInProgress,
    /// The payment provider does not answer; trying again may work.
    ProviderUnavailable,
}

impl PledgeErrorCode {
    /// The code of a store's error, if the caller can act on it.
    pub(crate) fn of_store(error: &db::Error) -> Option<Self> {
        match error {
            db::Error::IdempotencyKeyReused => Some(Self::IdempotencyKeyReused),
            db::Error::IdempotencyInProgress => Some(Self::IdempotencyInProgress),
            _ => None,
        }
    }
}

/// Why something could not be done with a pledge that was placed.
#[derive(Debug, thiserror::Error)]
pub enum PledgeError {
    /// There is none, or it is not the caller's.
    #[error("there is no pledge {0}")]
    NotFound(PledgeId),
    /// No card was saved in time.
    #[error("the pledge was not completed in time; place it again")]
    ReservationExpired,
    /// Too many cards were tried.
    #[error("{attempts} cards were tried for this pledge; place it again")]
    LimitExceeded {
        /// How many.
        attempts: i32,
    },
    /// The queue is not the caller's to see.
    #[error("there is no such queue")]
    NoQueue,
    /// Nothing failed, or the time to repair it is over.
    #[error("no payment of this pledge can be repaired now")]
    NotRepairable,
    /// The provider was asked so long ago that it may have forgotten the key, and it cannot be found
    /// there: nobody may guess whether it acted.
    #[error("what became of {0} at the payment provider must be looked up by a person")]
    Unsure(String),
    /// It does not stand where this can be done.
    #[error(transparent)]
    State(#[from] IllegalTransition),
    /// A payout does not stand where this can be done.
    #[error(transparent)]
    Payout(#[from] IllegalPayoutStep),
    /// The caller may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The payment provider refused or does not answer.
    #[error(transparent)]
    Provider(#[from] ProviderError),
    /// The books refused.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The database refused or does not answer.
    #[error(transparent)]
    Store(#[from] db::Error),
}

impl PledgeError {
    /// The code for a form, if the caller can act on it.
    pub fn code(&self) -> Option<PledgeErrorCode> {
        match self {
            Self::NotFound(_) => Some(PledgeErrorCode::PledgeNotFound),
            Self::ReservationExpired => Some(PledgeErrorCode::ReservationExpired),
            Self::NotRepairable => Some(PledgeErrorCode::NotRepairable),
            Self::LimitExceeded { .. } => Some(PledgeErrorCode::LimitExceeded),
            Self::Provider(ProviderError::Unavailable(_)) => Some(PledgeErrorCode::ProviderUnavailable),
            Self::Store(error) => PledgeErrorCode::of_store(error),
            Self::NoQueue
            | Self::Unsure(_)
            | Self::State(_)
            | Self::Payout(_)
            | Self::Forbidden(_)
            | Self::Provider(_)
            | Self::Ledger(_) => None,
        }
    }

    /// What to say of a pledge the caller may not touch.
    pub(crate) fn denied(denied: Denied, id: PledgeId) -> Self {
        denied.or_missing(Self::NotFound(id))
    }
}

impl From<sea_orm::DbErr> for PledgeError {
    fn from(error: sea_orm::DbErr) -> Self {
        db::Error::from(error).into()
    }
}
