//! Reading everything as it was at one moment.

use std::ops::Deref;

use sea_orm::{AccessMode, ConnectionTrait, DatabaseTransaction, IsolationLevel, TransactionTrait};

use crate::{Db, Result};

/// What was committed at one moment, however long it is read. For reading only.
///
/// For proofs and exports: statement after statement sees the same rows while others go on
/// writing, and none is ended for taking long. The newest commit is in it, so a replica is not
/// asked.
#[derive(Debug)]
pub struct Snapshot(DatabaseTransaction);

impl Db {
    /// Takes hold of the present state of the database.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn snapshot(&self) -> Result<Snapshot> {
        if !self.is_postgres() {
            // A reader of SQLite's log keeps the state it first saw and never waits for the writer.
            return Ok(Snapshot(self.reader().begin().await?));
        }
        let (isolation, access) = (IsolationLevel::RepeatableRead, AccessMode::ReadOnly);
        let tx = self
            .primary()
            .begin_with_config(Some(isolation), Some(access))
            .await?;
        // Reading thousands of rows between two statements, or one statement over all of them, may take minutes.
        tx.execute_unprepared(
            "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0",
        )
        .await?;
        Ok(Snapshot(tx))
    }
}

impl Deref for Snapshot {
    type Target = DatabaseTransaction;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
