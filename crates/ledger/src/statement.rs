//! Reading the books line by line, each with the balance of its account after it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use db::{Db, sql};
use kernel::{LedgerEntryId, Money};
use sea_orm::{
    AccessMode, ConnectionTrait, DatabaseTransaction, FromQueryResult, IsolationLevel, TransactionTrait,
    Value,
};
use uuid::Uuid;

use crate::{Account, AccountKind, Ledger, Owner, Reference, store::read_account};

/// How many lines are read at once.
const BATCH: u32 = 1_000;

/// The last millisecond that an id can begin with, in the year 10889.
const LAST_MILLISECOND: u64 = (1 << 48) - 1;

/// Which lines of the books are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Those on the accounts of one owner.
    Of(Owner),
    /// Those on its accounts of these kinds.
    OfKinds(Owner, Vec<AccountKind>),
    /// Those of the entries about one thing, on whatever account.
    About(Reference),
    /// All of them that were posted from one instant on and before another, to the millisecond.
    All {
        /// From when on; from the beginning if absent.
        from: Option<DateTime<Utc>>,
        /// Before when; to the end if absent.
        before: Option<DateTime<Utc>>,
    },
}

/// One line of the books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementLine {
    /// The entry it belongs to.
    pub entry: LedgerEntryId,
    /// Its number in the entry, from 1.
    pub line: i32,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// What happened, such as `pledge_committed`.
    pub kind: String,
    /// What it happened to.
    pub reference: Reference,
    /// The entry that the entry takes back, if it does.
    pub reverses: Option<LedgerEntryId>,
    /// The account.
    pub account: Account,
    /// How much, debits positive.
    pub amount: Money,
    /// What stood on the account in this currency after this line, whatever else is being read.
    pub balance: Money,
}

/// Lines of the books, oldest first, as they stood in one moment. Read in batches: what is held in
/// memory does not grow with the books.
#[derive(Debug)]
pub struct Statement {
    tx: DatabaseTransaction,
    scope: Scope,
    batch: u32,
    /// The last line that was read.
    after: (Uuid, i32),
    /// The balances of the accounts in the last batch.
    balances: BTreeMap<Uuid, i64>,
}

impl Ledger {
    /// Opens the lines of `scope`, as the books stand now.
    ///
    /// Lines come in the order of their entries' ids, which begin with the millisecond in which it
    /// happened (UUIDv7, RFC 9562, section 5.7).
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn statement(db: &Db, scope: Scope) -> db::Result<Statement> {
        Self::statement_in_batches(db, scope, BATCH).await
    }

    /// The same in batches of `batch` lines, at least one.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn statement_in_batches(db: &Db, scope: Scope, batch: u32) -> db::Result<Statement> {
        let tx = one_moment(db).await?;
        if db.is_postgres() {
            // Whoever reads the lines may be slower than a request may be.
            tx.execute_unprepared("SET LOCAL idle_in_transaction_session_timeout = '10min'")
                .await?;
        }
        Ok(Statement {
            tx,
            scope,
            batch: batch.max(1),
            after: (Uuid::nil(), 0),
            balances: BTreeMap::new(),
        })
    }
}

/// A transaction that sees one moment, or a balance could hold a line that is not shown. On SQLite any does; a reader's does not
/// keep writers waiting.
pub(crate) async fn one_moment(db: &Db) -> db::Result<DatabaseTransaction> {
    if db.is_postgres() {
        let (isolation, access) = (IsolationLevel::RepeatableRead, AccessMode::ReadOnly);
        let tx = db.primary().begin_with_config(Some(isolation), Some(access));
        Ok(tx.await?)
    } else {
        Ok(db.reader().begin().await?)
    }
}

/// What stands before all ids of this millisecond and after all earlier ones.
fn before_all_of(at: DateTime<Utc>) -> Uuid {
    let millis = u64::try_from(at.timestamp_millis())
        .unwrap_or(0)
        .min(LAST_MILLISECOND);
    Uuid::from_u128(u128::from(millis) << 80)
}

#[derive(FromQueryResult)]
pub(crate) struct Row {
    pub(crate) id: Uuid,
    pub(crate) line: i32,
    kind: String,
    ref_type: String,
    ref_id: Uuid,
    reverses_entry_id: Option<Uuid>,
    at: DateTime<Utc>,
    pub(crate) account_id: Uuid,
    account_kind: String,
    owner_type: String,
    owner_id: Uuid,
    pub(crate) amount_minor: i64,
    currency: String,
}

/// The lines of the books, to which a condition is put.
pub(crate) const LINES: &str =
    "SELECT e.id, p.line, e.kind, e.ref_type, e.ref_id, e.reverses_entry_id, e.at, a.id AS account_id,
            a.kind AS account_kind, a.owner_type, a.owner_id, p.amount_minor, p.currency
     FROM ledger_postings p JOIN ledger_entries e ON e.id = p.entry_id JOIN ledger_accounts a ON a.id = p.account_id";

impl Scope {
    /// The condition that a line is in it; what it compares with is put to the values.
    pub(crate) fn condition(&self, values: &mut Vec<Value>) -> String {
        let mut place = |value: Value| {
            values.push(value);
            format!("${}", values.len())
        };
        match self {
            Scope::Of(owner) => {
                let (kind, id) = (place(owner.kind().into()), place(owner.uuid().into()));
                format!("a.owner_type = {kind} AND a.owner_id = {id}")
            }
            Scope::OfKinds(owner, kinds) => {
                let (kind, id) = (place(owner.kind().into()), place(owner.uuid().into()));
                // The words are ours, not the caller's.
                let words: Vec<_> = kinds.iter().map(|kind| format!("'{}'", kind.as_str())).collect();
                let words = words.join(", ");
                format!("a.owner_type = {kind} AND a.owner_id = {id} AND a.kind IN ({words})")
            }
            Scope::About(reference) => {
                let (kind, id) = (place(reference.kind.clone().into()), place(reference.id.into()));
                format!("e.ref_type = {kind} AND e.ref_id = {id}")
            }
            Scope::All { from, before } => {
                let mut condition = "true".to_owned();
                if let Some(from) = from {
                    condition += &format!(" AND p.entry_id > {}", place(before_all_of(*from).into()));
                }
                if let Some(before) = before {
                    condition += &format!(" AND p.entry_id < {}", place(before_all_of(*before).into()));
                }
                condition
            }
        }
    }
}

impl Statement {
    /// The next lines; none when all were read.
    ///
    /// # Errors
    /// If the database does not answer or a row is broken.
    pub async fn next_batch(&mut self) -> db::Result<Vec<StatementLine>> {
        let rows = self.rows().await?;
        let mut carried = std::mem::take(&mut self.balances);
        let mut lines = Vec::with_capacity(rows.len());
        for row in rows {
            // Between two entries about one thing, others may have moved the account.
            let known = match self.scope {
                Scope::About(_) => None,
                _ => self
                    .balances
                    .get(&row.account_id)
                    .copied()
                    .or_else(|| carried.remove(&row.account_id)),
            };
            let before = match known {
                Some(minor) => minor,
                None => self.balance_before(&row).await?,
            };
            let balance = before
                .checked_add(row.amount_minor)
                .ok_or_else(|| db::Error::corrupt("a balance of more than 2^63 minor units"))?;
            self.balances.insert(row.account_id, balance);
            self.after = (row.id, row.line);
            lines.push(row.with_balance(balance)?);
        }
        Ok(lines)
    }

    async fn rows(&self) -> db::Result<Vec<Row>> {
        let (entry, line) = self.after;
        let mut values: Vec<Value> = vec![entry.into(), line.into()];
        let condition = self.scope.condition(&mut values);
        let select = format!(
            "{LINES} WHERE (p.entry_id, p.line) > ($1, $2) AND {condition} ORDER BY p.entry_id, p.line LIMIT {}",
            self.batch
        );
        let rows = Row::find_by_statement(sql(&self.tx, select, values));
        Ok(rows.all(&self.tx).await?)
    }

    /// What stood on the account of a line before it.
    async fn balance_before(&self, row: &Row) -> db::Result<i64> {
        let select = "SELECT CAST(COALESCE(sum(amount_minor), 0) AS bigint) AS minor FROM ledger_postings
                      WHERE account_id = $1 AND (entry_id, line) < ($2, $3)";
        let values = [row.account_id.into(), row.id.into(), row.line.into()];
        let found = self.tx.query_one_raw(sql(&self.tx, select, values)).await?;
        Ok(found.map_or(Ok(0), |row| row.try_get("", "minor"))?)
    }
}

impl Row {
    pub(crate) fn with_balance(self, balance: i64) -> db::Result<StatementLine> {
        let account = read_account(&self.account_kind, &self.owner_type, self.owner_id)?;
        let currency = self.currency.parse().map_err(db::Error::corrupt)?;
        Ok(StatementLine {
            entry: self.id.into(),
            line: self.line,
            at: self.at,
            kind: self.kind,
            reference: Reference {
                kind: self.ref_type,
                id: self.ref_id,
            },
            reverses: self.reverses_entry_id.map(LedgerEntryId::from),
            account,
            amount: Money::new(self.amount_minor, currency),
            balance: Money::new(balance, currency),
        })
    }
}
