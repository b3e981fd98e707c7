//! Queries: rows in, domain values out. SQL that both engines read.

pub(crate) mod campaigns;
pub(crate) mod claims;
pub(crate) mod early_closings;
pub(crate) mod ip_claims;
pub(crate) mod launch_waits;
pub(crate) mod patents;
pub(crate) mod pauses;
pub(crate) mod pools;
pub(crate) mod projects;
pub(crate) mod questions;
pub(crate) mod reviews;
pub(crate) mod rewards;
pub(crate) mod updates;

use db::sql;
use kernel::LocalizedText;
use sea_orm::{ConnectionTrait, Value};

/// How many of what belongs to a campaign are read at once, for each campaign.
pub(crate) const OF_EACH: usize = 100;

/// A statement being written: its text, and the values bound so far.
#[derive(Debug, Default)]
pub(crate) struct Builder {
    pub(crate) values: Vec<Value>,
}

impl Builder {
    /// Binds a value and returns its place, `$n`.
    pub(crate) fn bind(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }

    /// Binds a list: `($1, $2)`.
    pub(crate) fn list<V: Into<Value>>(&mut self, values: impl IntoIterator<Item = V>) -> String {
        let places: Vec<_> = values.into_iter().map(|value| self.bind(value)).collect();
        format!("({})", places.join(", "))
    }
}

pub(crate) fn json<T: serde::Serialize>(value: &T) -> db::Result<Value> {
    serde_json::to_value(value)
        .map(Into::into)
        .map_err(db::Error::corrupt)
}

pub(crate) fn localized(value: serde_json::Value) -> db::Result<LocalizedText> {
    serde_json::from_value(value).map_err(db::Error::corrupt)
}

/// The `n` of a statement that counts.
pub(crate) async fn count(conn: &impl ConnectionTrait, select: &str, values: Vec<Value>) -> db::Result<u64> {
    let row = conn.query_one_raw(sql(conn, select, values)).await?;
    let n: i64 = row.map_or(Ok(0), |row| row.try_get("", "n"))?;
    Ok(u64::try_from(n).unwrap_or(0))
}
