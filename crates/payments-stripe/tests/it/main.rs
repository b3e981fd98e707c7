//! Stripe's answers, written by hand in its documented shapes, from a small server of our own.
//! Nothing here was recorded from Stripe.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that cannot go on should say where"
)]

mod charges;
mod disputes;
mod events;
mod localstripe;
mod payees;
mod peer;
mod refunds;
mod sandbox;
mod setups;
mod transfers;
mod transport;
