//! What the database itself says it holds, and how the map differs from that.

use std::collections::{BTreeMap, BTreeSet};

use db::{Db, Result, sql};
use sea_orm::ConnectionTrait;

use crate::map::{Table, tables};

/// Something that stands in the database and not in the map, or the other way round.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Gap {
    /// Nobody has said what the table holds of people.
    #[error(
        "the table {0} is not in the map of personal data; say in crates/privacy/src/map what it holds of people"
    )]
    UnknownTable(String),
    /// The map speaks of a table that is not there.
    #[error("the map of personal data names a table {0}, which is not there")]
    MissingTable(String),
    /// Nobody has said whose a column is.
    #[error(
        "the column {0}.{1} is not in the map of personal data; say in crates/privacy/src/map whether it is about people"
    )]
    UnknownColumn(String, String),
    /// The map speaks of a column that is not there.
    #[error("the map of personal data names a column {0}.{1}, which is not there")]
    MissingColumn(String, String),
    /// The map says two things of a column.
    #[error(
        "the map of personal data names the column {0}.{1} twice; it is one of plain, people, secret or somebody's own"
    )]
    Twice(String, String),
}

/// The columns of every table, with their types as the engine calls them.
pub(crate) type Columns = BTreeMap<String, BTreeMap<String, String>>;

/// What the database says it holds. What an engine makes for itself (migrations, indexes for searching) is left out.
///
/// # Errors
/// If the database does not answer.
pub(crate) async fn columns(db: &Db) -> Result<Columns> {
    let conn = db.primary();
    let select = if db.is_postgres() {
        "SELECT table_name::text AS t, column_name::text AS c, data_type::text AS k FROM information_schema.columns
         WHERE table_schema = current_schema() AND data_type <> 'tsvector' AND table_name IN (
            SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename NOT LIKE 'seaql!_%' ESCAPE '!')"
    } else {
        "SELECT m.name AS t, p.name AS c, lower(p.type) AS k FROM sqlite_master m JOIN pragma_table_info(m.name) p
         WHERE m.type = 'table' AND m.name NOT LIKE 'seaql!_%' ESCAPE '!' AND m.name NOT LIKE 'sqlite!_%' ESCAPE '!'
            AND m.name NOT LIKE '%!_fts%' ESCAPE '!'"
    };
    let mut found = Columns::new();
    for row in conn.query_all_raw(sql(conn, select, [])).await? {
        let table: String = row.try_get("", "t")?;
        let columns = found.entry(table).or_default();
        columns.insert(row.try_get("", "c")?, row.try_get("", "k")?);
    }
    Ok(found)
}

/// Where the map and the database differ; nothing if the map is whole.
///
/// # Errors
/// If the database does not answer.
pub async fn gaps(db: &Db) -> Result<Vec<Gap>> {
    let there = columns(db).await?;
    let mut gaps = Vec::new();
    let mapped: BTreeMap<&str, &Table> = tables().map(|table| (table.name, table)).collect();
    for (name, columns) in &there {
        match mapped.get(name.as_str()) {
            None => gaps.push(Gap::UnknownTable(name.clone())),
            Some(table) => gaps.extend(of_table(table, columns)),
        }
    }
    let gone = mapped.keys().filter(|name| !there.contains_key(**name));
    gaps.extend(gone.map(|name| Gap::MissingTable((*name).to_owned())));
    Ok(gaps)
}

fn of_table(table: &Table, columns: &BTreeMap<String, String>) -> Vec<Gap> {
    let name = || table.name.to_owned();
    let mut gaps = Vec::new();
    let mut said = BTreeSet::new();
    for column in table.columns() {
        if !said.insert(column) {
            gaps.push(Gap::Twice(name(), column.to_owned()));
        }
        if !columns.contains_key(column) {
            gaps.push(Gap::MissingColumn(name(), column.to_owned()));
        }
    }
    let unknown = columns.keys().filter(|column| !said.contains(column.as_str()));
    gaps.extend(unknown.map(|column| Gap::UnknownColumn(name(), column.clone())));
    gaps
}
