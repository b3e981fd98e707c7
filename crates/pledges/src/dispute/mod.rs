//! Charges that their payers contest at the bank.

mod apply;
mod contest;
mod evidence;
mod recount;
mod state;
pub(crate) mod store;

pub(crate) use recount::recount;

pub use contest::{ContestDispute, ContestDisputeError};
pub use state::{Dispute, DisputeState};
