//! Collecting: after the deadline of a campaign that reached its goal, each pledge's saved card is
//! charged, one job and one row for each try.

mod apply;
mod attempt;
mod charge;
mod pace;
mod plan;
mod repair;
pub(crate) mod store;

pub(crate) use apply::Told;
pub use attempt::{AttemptCause, AttemptState, PaymentAttempt, SavedCard};
pub(crate) use pace::Pace;
