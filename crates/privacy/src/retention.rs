//! What may not be kept any longer is removed, as the map says.

use chrono::{DateTime, TimeDelta, Utc};
use db::sql;
use sea_orm::ConnectionTrait;

use crate::{
    Error, Privacy,
    map::{Kept, Table, tables},
};

/// The kind of job that removes what may not be kept any longer.
pub const RETAIN_JOB: &str = "privacy.retain";

/// Rows removed in one statement: a batch locks little and is over soon.
const BATCH: u64 = 500;
/// Batches of one table in one run; what is left waits for the next.
const BATCHES: usize = 200;

/// Rows of a table whose time is over.
#[derive(Debug, Clone, Copy)]
pub struct Due {
    /// The table.
    pub table: &'static Table,
    /// How many rows are due, or were removed.
    pub rows: u64,
}

/// A table whose rows are removed after a time: for how long they are kept, and which are due.
fn timed(table: &'static Table) -> Option<(u32, &'static str)> {
    match table.kept {
        Kept::Days { days, due, .. } => Some((days, due)),
        Kept::WithItsOwner | Kept::Years(..) => None,
    }
}

impl Privacy {
    fn before(&self, days: u32) -> DateTime<Utc> {
        self.db.clock().now() - TimeDelta::days(days.into())
    }

    /// How many rows of each table are due to be removed; tables without a time are left out.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn overdue(&self) -> Result<Vec<Due>, Error> {
        let conn = self.db.snapshot().await?;
        let mut found = Vec::new();
        for table in tables() {
            let Some((days, due)) = timed(table) else { continue };
            let select = format!("SELECT count(*) AS n FROM {} WHERE {due}", table.name);
            let row = conn
                .query_one_raw(sql(&*conn, select, [self.before(days).into()]))
                .await
                .map_err(db::Error::from)?;
            let n: i64 = row
                .map_or(Ok(0), |row| row.try_get("", "n"))
                .map_err(db::Error::from)?;
            found.push(Due {
                table,
                rows: u64::try_from(n).unwrap_or(0),
            });
        }
        Ok(found)
    }

    /// Removes what is due, in batches, and the bytes of exports that are over. Returns what was removed from which table.
    ///
    /// # Errors
    /// [`Error`]; what was removed so far stays removed.
    #[tracing::instrument(name = "privacy.retain", skip_all)]
    pub async fn retain(&self) -> Result<Vec<Due>, Error> {
        self.end_exports().await?;
        let row = if self.db.is_postgres() { "ctid" } else { "rowid" };
        let mut removed = Vec::new();
        for table in tables() {
            let Some((days, due)) = timed(table) else { continue };
            let name = table.name;
            let delete = format!(
                "DELETE FROM {name} WHERE {row} IN (SELECT {row} FROM {name} WHERE {due} LIMIT {BATCH})"
            );
            let mut rows = 0;
            for _ in 0..BATCHES {
                let tx = self.db.begin().await?;
                let done = tx
                    .execute_raw(sql(&*tx, &delete, [self.before(days).into()]))
                    .await
                    .map_err(db::Error::from)?;
                tx.commit().await?;
                rows += done.rows_affected();
                if done.rows_affected() < BATCH {
                    break;
                }
            }
            if rows > 0 {
                tracing::info!(table = name, rows, "rows whose time is over were removed");
                removed.push(Due { table, rows });
            }
        }
        Ok(removed)
    }
}
