//! The database layer, on both engines.

#![allow(clippy::unwrap_used, reason = "a test that meets nothing fails")]

mod audit;
mod idempotency;
mod inbox;
mod jobs;
mod master_key;
mod transactions;
