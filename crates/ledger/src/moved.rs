//! What moved on an account between two entries, added up.

use db::sql;
use kernel::{Currency, LedgerEntryId, Money};
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

use crate::{Account, AccountKind, Ledger, LedgerError};

/// The sum of the postings of one kind of entry on one kind of account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// What happened, such as `campaign_settled`.
    pub kind: String,
    /// On which kind of account.
    pub account: AccountKind,
    /// How much in minor units, debits positive.
    pub minor: i64,
}

#[derive(FromQueryResult)]
struct Row {
    kind: String,
    account_kind: String,
    minor: i64,
}

impl TryFrom<Row> for Moved {
    type Error = db::Error;

    fn try_from(row: Row) -> Result<Self, db::Error> {
        let known = AccountKind::ALL.iter().copied();
        let account = known.clone().find(|known| known.as_str() == row.account_kind);
        let account =
            account.ok_or_else(|| db::Error::corrupt(format_args!("account kind {}", row.account_kind)))?;
        Ok(Self {
            kind: row.kind,
            account,
            minor: row.minor,
        })
    }
}

impl Ledger {
    /// All postings of the entries that moved an account, after one entry and before another, added up by kind of entry and kind of
    /// account. Entries come in the order of their ids.
    ///
    /// # Errors
    /// If the database does not answer or a row is broken.
    pub async fn moved(
        conn: &impl ConnectionTrait,
        account: Account,
        currency: Currency,
        (after, before): (Option<LedgerEntryId>, Option<LedgerEntryId>),
    ) -> Result<Vec<Moved>, LedgerError> {
        let select = "SELECT e.kind, a.kind AS account_kind, CAST(sum(p.amount_minor) AS bigint) AS minor
            FROM ledger_entries e
            JOIN ledger_postings p ON p.entry_id = e.id AND p.currency = $4
            JOIN ledger_accounts a ON a.id = p.account_id
            WHERE e.id IN (SELECT own.entry_id FROM ledger_accounts mine JOIN ledger_postings own ON own.account_id = mine.id
                           WHERE mine.kind = $1 AND mine.owner_type = $2 AND mine.owner_id = $3 AND mine.currency = $4
                               AND own.entry_id > $5 AND own.entry_id < $6)
            GROUP BY e.kind, a.kind ORDER BY e.kind, a.kind";
        let after = after.map_or(Uuid::nil(), LedgerEntryId::uuid);
        let before = before.map_or(Uuid::max(), LedgerEntryId::uuid);
        let values = [
            account.kind.as_str().into(),
            account.owner.kind().into(),
            account.owner.uuid().into(),
            currency.code().into(),
            after.into(),
            before.into(),
        ];
        let rows = Row::find_by_statement(sql(conn, select, values))
            .all(conn)
            .await?;
        rows.into_iter()
            .map(|row| Moved::try_from(row).map_err(Into::into))
            .collect()
    }

    /// What stood on an account after an entry, debits positive.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn balance_after(
        conn: &impl ConnectionTrait,
        account: Account,
        currency: Currency,
        entry: LedgerEntryId,
    ) -> Result<Money, LedgerError> {
        let select = "SELECT CAST(COALESCE(sum(p.amount_minor), 0) AS bigint) AS minor
            FROM ledger_accounts a JOIN ledger_postings p ON p.account_id = a.id
            WHERE a.kind = $1 AND a.owner_type = $2 AND a.owner_id = $3 AND a.currency = $4 AND p.entry_id <= $5";
        let values = [
            account.kind.as_str().into(),
            account.owner.kind().into(),
            account.owner.uuid().into(),
            currency.code().into(),
            entry.uuid().into(),
        ];
        let row = conn.query_one_raw(sql(conn, select, values)).await?;
        let minor = row.map_or(Ok(0), |row| row.try_get("", "minor"))?;
        Ok(Money::new(minor, currency))
    }
}
