//! Renewal fees: when they fall due, how they stand on a day, what they cost, and what may come of it.

mod calendar;
mod risk;
mod schedule;
mod standing;
mod years;

pub use calendar::{Calendar, Subject};
pub use risk::{Deadline, LapseRisk, deadlines_between, lapse_risk};
pub use schedule::{Price, Question, price};
pub(crate) use standing::SOON;
pub use standing::{FeeStanding, Known, standing};
pub use years::{FeeYear, years};
