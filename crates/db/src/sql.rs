//! Plain SQL that both engines read: parameters are `$1`, `$2`, ….

use sea_orm::{ConnectionTrait, Statement, Value};

/// A statement with its parameters bound, for the engine behind `conn`.
pub fn sql(
    conn: &impl ConnectionTrait,
    text: impl Into<String>,
    values: impl IntoIterator<Item = Value>,
) -> Statement {
    Statement::from_sql_and_values(conn.get_database_backend(), text, values)
}
