//! The cache on both engines, and Redis in trouble.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod engines;
mod server;
mod trouble;
