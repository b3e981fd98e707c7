//! What can go wrong with a database, in words an operation can act on.

use kernel::ProblemKind;
use sea_orm::{DbErr, RuntimeErr};

/// The result of database work.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong with a database.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A named rule of the schema was broken, such as `pledges_amount_minor_positive`.
    #[error("the rule {0} of the database was broken")]
    Constraint(String),
    /// The same idempotency key came with another request.
    #[error("this idempotency key was used for another request; use a new key")]
    IdempotencyKeyReused,
    /// The same request is being worked on at this moment.
    #[error("this request is still being worked on; ask again with the same key")]
    IdempotencyInProgress,
    /// The account of whoever does this was erased meanwhile.
    #[error("this account was erased; sign in with another")]
    ActorErased,
    /// Another transaction was in the way for too long; trying again may work.
    #[error("the database is busy")]
    Busy,
    /// The database does not answer; trying again may work.
    #[error("the database does not answer")]
    Unavailable(#[source] DbErr),
    /// A stored row breaks a rule of the program that reads it.
    #[error("a stored row is broken: {0}")]
    Corrupt(String),
    /// Any other fault of the database or of our SQL.
    #[error("a statement failed")]
    Sql(#[source] DbErr),
}

impl Error {
    /// What kind of trouble this is for a caller.
    pub fn problem(&self) -> ProblemKind {
        match self {
            Error::IdempotencyKeyReused | Error::IdempotencyInProgress => ProblemKind::Conflict,
            Error::ActorErased => ProblemKind::Unauthenticated,
            Error::Busy | Error::Unavailable(_) => ProblemKind::Unavailable,
            Error::Constraint(_) | Error::Corrupt(_) | Error::Sql(_) => ProblemKind::Internal,
        }
    }

    /// Whether the named rule of the schema was broken.
    pub fn is_constraint(&self, name: &str) -> bool {
        matches!(self, Error::Constraint(broken) if broken == name)
    }

    /// A stored row that cannot be read: says which and why.
    pub fn corrupt(what: impl std::fmt::Display) -> Self {
        Error::Corrupt(what.to_string())
    }
}

impl From<kernel::UnknownWord> for Error {
    fn from(unknown: kernel::UnknownWord) -> Self {
        Self::corrupt(unknown)
    }
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        match database_error(&error) {
            Some(Verdict::Constraint(name)) => Error::Constraint(name),
            Some(Verdict::Busy) => Error::Busy,
            Some(Verdict::Unavailable) => Error::Unavailable(error),
            None if matches!(error, DbErr::ConnectionAcquire(_) | DbErr::Conn(_)) => {
                Error::Unavailable(error)
            }
            None => Error::Sql(error),
        }
    }
}

enum Verdict {
    Constraint(String),
    Busy,
    Unavailable,
}

fn database_error(error: &DbErr) -> Option<Verdict> {
    let (DbErr::Exec(RuntimeErr::SqlxError(error))
    | DbErr::Query(RuntimeErr::SqlxError(error))
    | DbErr::Conn(RuntimeErr::SqlxError(error))) = error
    else {
        return None;
    };
    match error.as_ref() {
        sqlx::Error::Io(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => Some(Verdict::Unavailable),
        sqlx::Error::Database(error) => {
            if let Some(name) = error.constraint() {
                return Some(Verdict::Constraint(name.to_owned()));
            }
            let code = error.code().unwrap_or_default();
            match code.as_ref() {
                // PostgreSQL: serialization failure, deadlock, lock timeout, statement timeout.
                "40001" | "40P01" | "55P03" | "57014" => Some(Verdict::Busy),
                // PostgreSQL: shutting down, starting up, too many connections, disk full, input or output failed.
                "57P01" | "57P02" | "57P03" | "53300" | "53100" | "58030" => Some(Verdict::Unavailable),
                // SQLite: disk full, and what it says of the log of a disk that is full.
                "13" | "778" | "1546" | "4874" => Some(Verdict::Unavailable),
                // SQLite: busy, locked, busy with a stale snapshot.
                "5" | "6" | "261" | "517" => Some(Verdict::Busy),
                _ => sqlite_constraint(error.message()).map(Verdict::Constraint),
            }
        }
        _ => None,
    }
}

/// SQLite names the CHECK that failed, but of a UNIQUE only its columns. Unique constraints are
/// named `table_columns_key` throughout the schema (a test holds us to it), so the name follows.
fn sqlite_constraint(message: &str) -> Option<String> {
    if let Some(name) = message.strip_prefix("CHECK constraint failed: ") {
        return Some(name.trim().to_owned());
    }
    let columns = message.strip_prefix("UNIQUE constraint failed: ")?;
    let mut columns = columns
        .split(", ")
        .filter_map(|column| column.split_once('.'))
        .peekable();
    let (table, _) = columns.peek().copied()?;
    let joined = columns.map(|(_, column)| column).collect::<Vec<_>>().join("_");
    Some(format!("{table}_{joined}_key"))
}

#[cfg(test)]
mod tests {
    use super::sqlite_constraint;

    #[test]
    fn the_columns_sqlite_names_become_the_name_of_the_constraint() {
        let name = sqlite_constraint("UNIQUE constraint failed: inbox.provider, inbox.event_id");
        assert_eq!(name.as_deref(), Some("inbox_provider_event_id_key"));
        let name = sqlite_constraint("CHECK constraint failed: pledges_amount_minor_positive");
        assert_eq!(name.as_deref(), Some("pledges_amount_minor_positive"));
        assert_eq!(sqlite_constraint("FOREIGN KEY constraint failed"), None);
    }
}
