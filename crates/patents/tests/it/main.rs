//! The crate against recorded answers and databases: one test binary.

#![allow(clippy::unwrap_used, reason = "a test that meets nothing fails")]

mod documents;
mod expected;
mod family;
mod maintenance;
mod numbers;
mod register;
mod sources;
mod standing;
mod store;
mod synthetic;
mod watch;
