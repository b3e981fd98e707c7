//! Queries: rows in, domain values out.

mod people;
mod sessions;

pub(crate) use people::*;
pub(crate) use sessions::*;
