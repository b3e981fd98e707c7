//! Charges that their payers contest at the bank.

mod apply;
mod contest;
mod dispute;
pub(crate) mod store;

pub use contest::{ContestDispute, ContestDisputeError};
pub use dispute::{Dispute, DisputeState};
