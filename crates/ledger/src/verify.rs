//! The proof of the books.

use db::{Db, sql};
use kernel::Money;
use sea_orm::ConnectionTrait;

use crate::{
    Ledger, LedgerError,
    invariants::{self, Fault},
};

/// What stands in the books in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Totals {
    /// How many postings.
    pub postings: u64,
    /// The sum of all debits.
    pub debits: Money,
    /// The sum of all credits, below zero.
    pub credits: Money,
}

/// What a look at the whole books found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// How many entries were checked.
    pub entries: u64,
    /// What stands in the books, by currency.
    pub totals: Vec<Totals>,
    /// How many invariants were checked.
    pub checked: usize,
    /// How many entries are sealed into the journal, and how many wait for that.
    pub sealed: (u64, u64),
    /// The hash of the last sealed entry. Keep it elsewhere to notice a cut tail.
    pub head: String,
    /// What is wrong; empty if the books are proved.
    pub faults: Vec<Fault>,
}

impl Report {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.faults.is_empty()
    }
}

impl Ledger {
    /// Reckons everything again: each entry, each balance, and that campaigns, rewards and
    /// pledges agree with the books.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn verify(db: &Db) -> Result<Report, LedgerError> {
        // One moment for all of it: entries that others post meanwhile are in none of the sums.
        let snapshot = db.snapshot().await?;
        let (conn, now) = (&*snapshot, db.clock().now());
        let count = sql(conn, "SELECT count(*) AS n FROM ledger_entries", []);
        let entries: i64 = conn
            .query_one_raw(count)
            .await?
            .map_or(Ok(0), |row| row.try_get("", "n"))?;
        let sums = "SELECT currency, count(*) AS n,
                CAST(COALESCE(sum(CASE WHEN amount_minor > 0 THEN amount_minor END), 0) AS bigint) AS debits,
                CAST(COALESCE(sum(CASE WHEN amount_minor < 0 THEN amount_minor END), 0) AS bigint) AS credits
            FROM ledger_postings GROUP BY currency ORDER BY currency";
        let mut totals = Vec::new();
        for row in conn.query_all_raw(sql(conn, sums, [])).await? {
            let currency = row
                .try_get::<String>("", "currency")?
                .parse()
                .map_err(db::Error::corrupt)?;
            totals.push(Totals {
                postings: u64::try_from(row.try_get::<i64>("", "n")?).unwrap_or(0),
                debits: Money::new(row.try_get("", "debits")?, currency),
                credits: Money::new(row.try_get("", "credits")?, currency),
            });
        }
        let mut faults = invariants::check(&snapshot, now, invariants::LEDGER).await?;
        faults.extend(invariants::check(&snapshot, now, invariants::PLATFORM).await?);
        faults.extend(invariants::check(&snapshot, now, invariants::MONEY).await?);
        faults.extend(invariants::check(&snapshot, now, invariants::STOCK).await?);
        let journal = Self::verify_journal(&snapshot).await?;
        faults.extend(journal.faults.iter().cloned());
        Ok(Report {
            entries: u64::try_from(entries).unwrap_or(0),
            totals,
            checked: [
                invariants::LEDGER,
                invariants::PLATFORM,
                invariants::MONEY,
                invariants::STOCK,
            ]
            .iter()
            .map(|list| list.len())
            .sum::<usize>()
                + 1,
            sealed: (journal.sealed, journal.unsealed),
            head: journal.head,
            faults,
        })
    }
}
