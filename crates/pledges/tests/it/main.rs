//! Pledging against real databases, with the sandbox provider.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod cards;
mod ends;
mod messages;
mod placing;
mod races;
mod reading;
mod repairs;
mod stage;
