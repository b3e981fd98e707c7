//! The crate against recorded answers and databases: one test binary.

#![allow(clippy::unwrap_used, reason = "a test that meets nothing fails")]

mod expected;
mod maintenance;
mod numbers;
mod register;
mod sources;
mod standing;
mod store;
mod synthetic;
mod watch;
