//! Money of regulated campaigns, kept by a third party until it may be released (17 CFR 227.303(e)(3)).
//!
//! What the third party keeps follows the books: all that arrived for a campaign, less what went back or is contested. A job
//! looks every few seconds where the two differ and moves the difference, so that no charge, refund or dispute has to think
//! of it, and none is forgotten. Each movement is written down before the third party is asked, under a key of its own, and its
//! answer beside it; a crash in between is repaired by asking again.

mod follow;
mod movement;
mod read;
mod release;
pub(crate) mod store;

pub use movement::{EscrowMovement, EscrowMovementKind};
pub(crate) use release::{Released, release_job};
