//! The database layer, on both engines.

mod audit;
mod idempotency;
mod inbox;
mod jobs;
mod transactions;
