//! Files against real databases, with a store in memory and one in a folder.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod keeping;
mod reading;
mod staging;
mod world;
