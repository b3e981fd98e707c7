//! Store and operations of projects, on both engines.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod discovery;
mod funding;
mod history;
mod ip_claims;
mod lifecycle;
mod ownership;
mod pauses;
mod questions;
mod rights;
mod support;
mod updates;
mod writing;
mod zone;
