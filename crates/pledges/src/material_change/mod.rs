//! Material changes: a campaign's patents changed after investors pledged.
//!
//! ```text
//! opened → notified                 minor: told, and over; major after the money was accepted: payouts wait
//!        → notified → reconfirming  major: those who pledged confirm, decline, or are silent
//!        → … → closed               answered, informed, superseded, reclassified, campaign over
//! ```

mod advance;
mod answer;
mod ask;
mod change;
mod diff;
mod open;
mod read;
mod reclassify;
pub(crate) mod store;
mod unasked;

pub use answer::{AnswerChange, AnswerChangeError};
pub use change::{
    ChangeAnswer, ChangeCause, ChangeOutcome, ChangeScope, ChangeSeverity, ChangeState, MaterialChange,
    Reconfirmation,
};
pub use diff::{DossierChange, dossier_changes};
pub use read::Answers;
pub use reclassify::{ReclassifyChange, ReclassifyChangeError};
pub use unasked::Unasked;
