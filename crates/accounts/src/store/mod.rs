//! Queries: rows in, domain values out.

mod api_tokens;
mod devices;
mod email_changes;
mod factors;
mod links;
mod people;
mod sessions;

pub(crate) use api_tokens::*;
pub(crate) use devices::*;
pub(crate) use email_changes::*;
pub(crate) use factors::*;
pub(crate) use links::*;
pub(crate) use people::*;
pub(crate) use sessions::*;
