//! Giving money back to the card it came from; by hand, where that fails.

mod by_hand;
mod refunded;
mod repayment;
mod repayments;
mod request;
mod send;
pub(crate) mod source;
pub(crate) mod store;

pub use by_hand::{DecideRepayment, RecordRepayment, RepaymentError};
pub use refunded::{FeeBearer, Refund, RefundReason, RefundState};
pub use repayment::Repayment;
pub use request::{RequestRefund, RequestRefundError};
