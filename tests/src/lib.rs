#![doc = include_str!("../README.md")]

mod actors;
mod platform;

pub use actors::{Founder, PASSWORD, Person};
pub use platform::{Platform, errors, user_errors};
