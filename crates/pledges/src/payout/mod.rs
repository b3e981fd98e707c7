//! Paying founders: their accounts, and payouts that two people let go.

mod decide;
mod money;
mod payee;
mod payout;
mod request;
mod send;
pub(crate) mod store;

pub use decide::{DecidePayout, DecidePayoutError, RecordBankPayout};
pub use money::{CampaignMoney, Shares};
pub use payee::{OpenPayee, Payee, PayeeError, PayeeMethod};
pub use payout::{HoldReason, IllegalPayoutStep, Payout, PayoutPurpose, PayoutState};
pub use request::{RequestPayout, RequestPayoutError};
