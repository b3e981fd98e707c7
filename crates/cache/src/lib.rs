#![doc = include_str!("../README.md")]

mod cache;
mod channels;
mod flight;
mod limit;
mod local;
mod remote;

pub use crate::cache::Cache;
pub use channels::{Signal, Subscription};
pub use limit::{AttemptLimit, Decision, Quota};
pub use remote::{Error, Options};
