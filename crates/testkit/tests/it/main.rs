//! The two migrated schemas are one schema.

#![allow(clippy::unwrap_used, reason = "a test that meets nothing fails")]

mod parity;
