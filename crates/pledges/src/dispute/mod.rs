//! Charges that their payers contest at the bank.

mod apply;
mod contest;
mod state;
pub(crate) mod store;

pub use contest::{ContestDispute, ContestDisputeError};
pub use state::{Dispute, DisputeState};
