//! Queries: rows in, domain values out.

mod api_tokens;
mod devices;
mod directory;
mod email_changes;
mod factors;
mod links;
mod locks;
mod people;
mod role_requests;
mod sessions;

pub(crate) use api_tokens::*;
pub(crate) use devices::*;
pub(crate) use directory::*;
pub(crate) use email_changes::*;
pub(crate) use factors::*;
pub(crate) use links::*;
pub(crate) use locks::{end_lock, find_lock, has_other_administrator, insert_lock, locks_of};
pub(crate) use people::*;
pub(crate) use role_requests::*;
pub(crate) use sessions::*;

/// `count` placeholders from `$from` on, for a list of values.
fn places(from: usize, count: usize) -> String {
    let places: Vec<_> = (from..from + count).map(|n| format!("${n}")).collect();
    places.join(", ")
}
