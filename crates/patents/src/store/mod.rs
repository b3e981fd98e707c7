//! Queries: rows in, domain values out.

pub(crate) mod assessments;
pub(crate) mod changes;
pub(crate) mod documents;
pub(crate) mod events;
pub(crate) mod evidence;
pub(crate) mod facts;
pub(crate) mod families;
pub(crate) mod lookups;
pub(crate) mod panels;
pub(crate) mod rights;
pub(crate) mod watch;

use std::str::FromStr;

use db::{Error, Result};
use sea_orm::{QueryResult, Value};

pub(crate) fn json<T: serde::Serialize>(value: &T) -> db::Result<Value> {
    serde_json::to_value(value)
        .map(Into::into)
        .map_err(db::Error::corrupt)
}

/// A column's word as one of an enum's.
pub(crate) fn word<T: FromStr<Err = ()>>(row: &QueryResult, column: &str) -> Result<T> {
    let word: String = row.try_get("", column)?;
    read(&word, column)
}

/// The same of a column that may be empty.
pub(crate) fn word_or<T: FromStr<Err = ()>>(row: &QueryResult, column: &str, absent: T) -> Result<T> {
    let word: Option<String> = row.try_get("", column)?;
    word.map_or(Ok(absent), |word| read(&word, column))
}

fn read<T: FromStr<Err = ()>>(word: &str, column: &str) -> Result<T> {
    word.parse()
        .map_err(|()| Error::corrupt(format!("{word} is no {column}")))
}

/// `$from, $from+1, …` for `count` values.
pub(crate) fn places(from: usize, count: usize) -> String {
    (from..from + count)
        .map(|n| format!("${n}"))
        .collect::<Vec<_>>()
        .join(", ")
}
