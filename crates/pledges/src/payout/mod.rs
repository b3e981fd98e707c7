//! Paying founders: their accounts, and payouts that two people let go.

mod complete;
mod decide;
mod made_of;
mod money;
mod payee;
mod request;
mod send;
mod share;
mod state;
mod statement;
pub(crate) mod store;

pub use decide::{DecidePayout, DecidePayoutError, GiveUpBankPayout, RecordBankPayout};
pub use made_of::{PayoutPart, PayoutPartKind, PayoutStatement};
pub use money::{CampaignMoney, Shares};
pub use payee::{OpenPayee, Payee, PayeeError, PayeeMethod};
pub use request::{RequestPayout, RequestPayoutError};
pub use state::{HoldReason, IllegalPayoutStep, Payout, PayoutPurpose, PayoutState};
pub use statement::MONEY_ACCOUNTS;
