//! Settling: what becomes of a campaign's money from its deadline until it is accepted or given back.
//!
//! ```text
//! planning → collecting → grace → last_tries → settled        the money is accepted
//!                           │         │      → deciding → …    less than the goal: the founder decides
//!                           └─────────┴──────→ failed          everything goes back
//! ```

mod advance;
mod decide;
mod settlement;
pub(crate) mod store;

pub use decide::{DecideShortfall, DecideShortfallError, ShortfallDecision};
pub use settlement::{SettleRules, Settlement, ShortfallRule, Stage};
