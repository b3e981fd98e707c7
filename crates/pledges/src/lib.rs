#![doc = include_str!("../README.md")]

mod acknowledgement;
mod adjust;
mod adjustment;
mod apply;
mod backings;
mod cancel;
mod collect;
mod dispute;
mod error;
mod escrow;
pub mod events;
mod expire;
mod funding;
mod items;
pub mod jobs;
mod limits;
mod material_change;
mod messages;
mod obligations;
mod payout;
mod place;
mod pledge;
mod portfolio;
pub mod ports;
mod read;
mod reconcile;
mod refund;
pub mod regime;
mod release;
mod service;
mod settle;
mod setup;
mod store;
mod sweep;

pub use acknowledgement::{Acknowledgement, GraveRisk, GraveRisks};
pub use adjust::{AdjustPledge, AdjustPledgeError};
pub use adjustment::Adjustment;
pub use backings::Backing;
pub use cancel::{CancelPledge, CancelPledgeError};
pub use collect::{AttemptCause, AttemptState, PaymentAttempt, SavedCard};
pub use dispute::{ContestDispute, ContestDisputeError, Dispute, DisputeState};
pub use error::{PledgeError, PledgeErrorCode};
pub use escrow::{EscrowMovement, EscrowMovementKind};
pub use funding::{Forecast, Funding, FundingDay, FundingShare, FundingWanted, forecast};
pub use items::{Item, ItemWish, ItemsError, PledgeItem, RefundedAlready};
pub use limits::PledgeLimits;
pub use material_change::{
    AnswerChange, AnswerChangeError, Answers, ChangeAnswer, ChangeCause, ChangeOutcome, ChangeScope,
    ChangeSeverity, ChangeState, DossierChange, MaterialChange, ReclassifyChange, ReclassifyChangeError,
    Reconfirmation, Unasked, dossier_changes,
};
pub use obligations::OpenMoney;
pub use payout::{
    CampaignMoney, DecidePayout, DecidePayoutError, GiveUpBankPayout, HoldReason, IllegalPayoutStep,
    MONEY_ACCOUNTS, OpenPayee, Payee, PayeeError, PayeeMethod, Payout, PayoutPart, PayoutPartKind,
    PayoutPurpose, PayoutState, PayoutStatement, RecordBankPayout, RequestPayout, RequestPayoutError, Shares,
};
pub use place::{PlacePledge, PlacePledgeError};
pub use pledge::{EndReason, IllegalTransition, NewItems, NewPledge, NewPromise, Pledge, PledgeState};
pub use portfolio::PledgeTotal;
pub use ports::{
    CampaignStep, Correspondence, Dossier, Founders, FundingTerms, IpDossier, ItemKind, Offer, SentMail,
    Terms,
};
pub use read::{ListPledgesError, PledgeFilter, Transition};
pub use reconcile::{Difference, Reconciliation};
pub use refund::{
    DecideRepayment, FeeBearer, RecordRepayment, Refund, RefundReason, RefundState, Repayment,
    RepaymentError, RequestRefund, RequestRefundError,
};
pub use regime::{CancelRule, RegimeRules, RewardsOnly};
pub use service::{Parts, Pledges};
pub use settle::{
    DecideShortfall, DecideShortfallError, SettleRules, Settlement, ShortfallDecision, ShortfallRule,
    Stage as SettlementStage,
};
pub use setup::{PaymentSetup, SetupState};
