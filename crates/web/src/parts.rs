//! What several pages show alike: each part states the fields it needs, and its template draws them.

pub(crate) mod calls;
pub(crate) mod card;
pub(crate) mod chart;
pub(crate) mod collection;
pub(crate) mod csv;
pub(crate) mod download;
pub(crate) mod follow;
pub(crate) mod funding;
pub(crate) mod grave_risks;
pub(crate) mod items;
pub(crate) mod mark;
pub(crate) mod material_change;
pub(crate) mod offering;
pub(crate) mod patent;
pub(crate) mod pause;
pub(crate) mod payment;
pub(crate) mod payout;
pub(crate) mod pledge;
pub(crate) mod qr;
pub(crate) mod tabs;
pub(crate) mod user_errors;
