//! Verification against real databases.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod deciding;
mod stating;
mod sweeping;
mod world;
