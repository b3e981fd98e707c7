//! Pledging against real databases, with the sandbox provider.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod adjusting;
mod cards;
mod choosing;
mod collecting;
mod crash;
mod ends;
mod evidence;
mod inquiries;
mod item_refunds;
mod late_money;
mod material_change;
mod messages;
mod model;
mod payouts;
mod placing;
mod pretend;
mod races;
mod reading;
mod reconciling;
mod refunds;
mod repairs;
mod repayments;
mod stage;
