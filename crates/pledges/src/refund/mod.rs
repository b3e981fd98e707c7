//! Giving money back to the card it came from.

mod refunded;
mod request;
mod send;
pub(crate) mod source;
pub(crate) mod store;

pub use refunded::{FeeBearer, Refund, RefundReason, RefundState};
pub use request::{RequestRefund, RequestRefundError};
