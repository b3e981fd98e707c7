//! Queries: rows in, domain values out.

pub(crate) mod assessments;
pub(crate) mod changes;
pub(crate) mod events;
pub(crate) mod evidence;
pub(crate) mod facts;
pub(crate) mod lookups;
pub(crate) mod panels;
pub(crate) mod rights;
pub(crate) mod watch;

use sea_orm::Value;

pub(crate) fn json<T: serde::Serialize>(value: &T) -> db::Result<Value> {
    serde_json::to_value(value)
        .map(Into::into)
        .map_err(db::Error::corrupt)
}

/// `$from, $from+1, …` for `count` values.
pub(crate) fn places(from: usize, count: usize) -> String {
    (from..from + count)
        .map(|n| format!("${n}"))
        .collect::<Vec<_>>()
        .join(", ")
}
