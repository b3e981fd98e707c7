//! The map of personal data against both databases.

#![allow(clippy::unwrap_used, reason = "a test that meets nothing fails")]

mod erasing;
mod map;
mod retention;
mod world;
