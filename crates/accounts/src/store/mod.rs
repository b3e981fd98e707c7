//! Queries: rows in, domain values out.

mod factors;
mod links;
mod people;
mod sessions;

pub(crate) use factors::*;
pub(crate) use links::*;
pub(crate) use people::*;
pub(crate) use sessions::*;
