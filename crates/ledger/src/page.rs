//! A page of the books, the newest lines first.

use std::collections::BTreeMap;

use db::{Db, sql};
use kernel::LedgerEntryId;
use sea_orm::{ConnectionTrait, DatabaseTransaction, FromQueryResult};
use uuid::Uuid;

use crate::{
    Ledger, Scope, StatementLine,
    statement::{LINES, Row, one_moment},
};

/// Where a line stands in the books: its entry, and its number in it.
pub type Place = (LedgerEntryId, i32);

impl Ledger {
    /// At most `first` lines of `scope`, the newest first, beginning before a place in the books if one is given. Each line carries
    /// the balance of its account after it. As the books stand in one moment.
    ///
    /// # Errors
    /// If the database does not answer or a row is broken.
    pub async fn newest(
        db: &Db,
        scope: &Scope,
        before: Option<Place>,
        first: u32,
    ) -> db::Result<Vec<StatementLine>> {
        let tx = one_moment(db).await?;
        let mut values = Vec::new();
        let mut condition = scope.condition(&mut values);
        if let Some((entry, line)) = before {
            values.extend([entry.uuid().into(), line.into()]);
            let (entry, line) = (values.len() - 1, values.len());
            condition += &format!(" AND (p.entry_id, p.line) < (${entry}, ${line})");
        }
        let select = format!("{LINES} WHERE {condition} ORDER BY p.entry_id DESC, p.line DESC LIMIT {first}");
        let rows = Row::find_by_statement(sql(&tx, select, values)).all(&tx).await?;
        // What stood on each account before the line that was read last.
        let mut stood: BTreeMap<Uuid, i64> = BTreeMap::new();
        let mut lines = Vec::with_capacity(rows.len());
        for row in rows {
            let balance = match (stood.get(&row.account_id), scope) {
                // Between two entries about one thing, others may have moved the account.
                (Some(balance), Scope::Of(_) | Scope::OfKinds(..)) => *balance,
                _ => balance_after(&tx, &row).await?,
            };
            let before = balance.checked_sub(row.amount_minor);
            let before =
                before.ok_or_else(|| db::Error::corrupt("a balance of more than 2^63 minor units"))?;
            stood.insert(row.account_id, before);
            lines.push(row.with_balance(balance)?);
        }
        Ok(lines)
    }

    /// How many lines there are.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn count_lines(db: &Db, scope: &Scope) -> db::Result<u64> {
        let conn = db.reader();
        let mut values = Vec::new();
        let select = format!(
            "SELECT count(*) AS n FROM ledger_postings p JOIN ledger_entries e ON e.id = p.entry_id
             JOIN ledger_accounts a ON a.id = p.account_id WHERE {}",
            scope.condition(&mut values)
        );
        let row = conn.query_one_raw(sql(conn, select, values)).await?;
        let n: i64 = row.map_or(Ok(0), |row| row.try_get("", "n"))?;
        Ok(u64::try_from(n).unwrap_or(0))
    }
}

/// What stood on the account of a line after it.
async fn balance_after(tx: &DatabaseTransaction, row: &Row) -> db::Result<i64> {
    let select = "SELECT CAST(COALESCE(sum(amount_minor), 0) AS bigint) AS minor FROM ledger_postings
                  WHERE account_id = $1 AND (entry_id, line) <= ($2, $3)";
    let values = [row.account_id.into(), row.id.into(), row.line.into()];
    let found = tx.query_one_raw(sql(tx, select, values)).await?;
    Ok(found.map_or(Ok(0), |row| row.try_get("", "minor"))?)
}
