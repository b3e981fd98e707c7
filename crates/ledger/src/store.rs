//! Posting to the books and reading them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use db::{Tx, sql};
use kernel::{Currency, LedgerEntryId, Money, kind};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use uuid::Uuid;

use crate::{Account, AccountKind, Entry, EntryError, Owner, Posting, Reference};

/// The books. All its functions work in the transaction they are given.
#[derive(Debug, Clone, Copy, Default)]
pub struct Ledger;

/// Why an entry was not posted or read.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// It is not a proper entry.
    #[error(transparent)]
    Entry(#[from] EntryError),
    /// This thing already has an entry of this kind.
    #[error("this was posted before, as {0}")]
    AlreadyPosted(LedgerEntryId),
    /// An account would stand on its wrong side.
    #[error("an account would be overdrawn")]
    Overdrawn,
    /// There is no such entry to take back.
    #[error("there is no entry {0}")]
    NotFound(LedgerEntryId),
    /// The database refused or does not answer.
    #[error(transparent)]
    Store(db::Error),
}

impl From<db::Error> for LedgerError {
    fn from(error: db::Error) -> Self {
        if error.is_constraint("ledger_balances_not_overdrawn") {
            Self::Overdrawn
        } else {
            Self::Store(error)
        }
    }
}

impl From<sea_orm::DbErr> for LedgerError {
    fn from(error: sea_orm::DbErr) -> Self {
        db::Error::from(error).into()
    }
}

/// An entry as it stands in the books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostedEntry {
    /// Its id.
    pub id: LedgerEntryId,
    /// What happened.
    pub kind: String,
    /// What it happened to.
    pub reference: Reference,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// The entry it takes back, if it does.
    pub reverses: Option<LedgerEntryId>,
    /// Its lines in order.
    pub postings: Vec<Posting>,
}

impl Ledger {
    /// Posts an entry. The accounts it names are opened if they are new; the cached balances
    /// change with it.
    ///
    /// # Errors
    /// [`LedgerError::AlreadyPosted`] if the thing has an entry of this kind: the transaction
    /// stays usable. After any other error it must be dropped.
    pub async fn post(tx: &Tx, entry: Entry) -> Result<LedgerEntryId, LedgerError> {
        entry.check()?;
        if let Some(earlier) = find(&**tx, entry.kind, &entry.reference).await? {
            return Err(LedgerError::AlreadyPosted(earlier));
        }
        let wanted: BTreeSet<_> = entry
            .postings
            .iter()
            .map(|p| (p.account, p.amount.currency))
            .collect();
        let accounts = open_accounts(tx, &wanted, entry.at).await?;

        let id = tx.new_id::<kind::LedgerEntry>(entry.at);
        let mut rows = Vec::new();
        let mut values: Vec<Value> = vec![id.uuid().into()];
        for (line, posting) in (1i32..).zip(&entry.postings) {
            let n = values.len();
            rows.push(format!("($1, ${}, ${}, ${}, ${})", n + 1, n + 2, n + 3, n + 4));
            let account = accounts.get(&(posting.account, posting.amount.currency)).copied();
            let account =
                account.ok_or_else(|| db::Error::corrupt("an account vanished while it was posted to"))?;
            values.extend([line.into(), account.into(), posting.amount.minor.into()]);
            values.push(posting.amount.currency.code().into());
        }
        let insert = format!(
            "INSERT INTO ledger_postings (entry_id, line, account_id, amount_minor, currency) VALUES {}",
            rows.join(", ")
        );
        tx.execute_raw(sql(&**tx, insert, values)).await?;
        // The header comes last: its trigger checks the postings and closes the entry.
        let insert =
            "INSERT INTO ledger_entries (id, kind, ref_type, ref_id, idem_key, reverses_entry_id, at)
                      VALUES ($1, $2, $3, $4, $5, $6, $7)";
        let key = entry.key();
        let values = [
            id.uuid().into(),
            entry.kind.into(),
            entry.reference.kind.into(),
            entry.reference.id.into(),
            key.into(),
            entry.reverses.map(LedgerEntryId::uuid).into(),
            entry.at.into(),
        ];
        tx.execute_raw(sql(&**tx, insert, values)).await?;
        Ok(id)
    }

    /// Takes an entry back by a new one with the opposite postings.
    ///
    /// # Errors
    /// [`LedgerError::NotFound`] if there is no such entry, [`LedgerError::AlreadyPosted`] if it
    /// was taken back before.
    pub async fn reverse(
        tx: &Tx,
        entry: LedgerEntryId,
        kind: &'static str,
        at: DateTime<Utc>,
    ) -> Result<LedgerEntryId, LedgerError> {
        let posted = Self::entry(&**tx, entry)
            .await?
            .ok_or(LedgerError::NotFound(entry))?;
        let opposite = |posting: Posting| {
            let minor = posting.amount.minor.checked_neg().ok_or(EntryError::Overflow)?;
            Ok(Posting {
                amount: Money::new(minor, posting.amount.currency),
                ..posting
            })
        };
        let postings = posted
            .postings
            .into_iter()
            .map(opposite)
            .collect::<Result<_, EntryError>>()?;
        Self::post(
            tx,
            Entry {
                kind,
                reference: posted.reference,
                at,
                reverses: Some(entry),
                postings,
            },
        )
        .await
    }

    /// The balance of an account, debits positive; zero if nothing was ever posted.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn balance(
        conn: &impl ConnectionTrait,
        account: Account,
        currency: Currency,
    ) -> Result<Money, LedgerError> {
        let select =
            "SELECT b.balance_minor FROM ledger_balances b JOIN ledger_accounts a ON a.id = b.account_id
                      WHERE a.kind = $1 AND a.owner_type = $2 AND a.owner_id = $3 AND a.currency = $4";
        let values = [
            account.kind.as_str().into(),
            account.owner.kind().into(),
            account.owner.uuid().into(),
            currency.code().into(),
        ];
        let row = conn.query_one_raw(sql(conn, select, values)).await?;
        let minor = row.map_or(Ok(0), |row| row.try_get("", "balance_minor"))?;
        Ok(Money::new(minor, currency))
    }

    /// The entry with this id.
    ///
    /// # Errors
    /// If the database does not answer or a row is broken.
    pub async fn entry(
        conn: &impl ConnectionTrait,
        id: LedgerEntryId,
    ) -> Result<Option<PostedEntry>, LedgerError> {
        Ok(read(conn, "e.id = $1", vec![id.uuid().into()]).await?.pop())
    }

    /// The entry of this kind about this thing.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn find(
        conn: &impl ConnectionTrait,
        kind: &str,
        reference: &Reference,
    ) -> Result<Option<LedgerEntryId>, LedgerError> {
        find(conn, kind, reference).await
    }

    /// Everything posted about a thing, oldest first.
    ///
    /// # Errors
    /// If the database does not answer or a row is broken.
    pub async fn entries_of(
        conn: &impl ConnectionTrait,
        reference: &Reference,
    ) -> Result<Vec<PostedEntry>, LedgerError> {
        let values = vec![reference.kind.clone().into(), reference.id.into()];
        read(conn, "e.ref_type = $1 AND e.ref_id = $2", values).await
    }
}

async fn find(
    conn: &impl ConnectionTrait,
    kind: &str,
    reference: &Reference,
) -> Result<Option<LedgerEntryId>, LedgerError> {
    let select = "SELECT id FROM ledger_entries WHERE kind = $1 AND ref_type = $2 AND ref_id = $3";
    let values = [kind.into(), reference.kind.clone().into(), reference.id.into()];
    let row = conn.query_one_raw(sql(conn, select, values)).await?;
    Ok(row
        .map(|row| row.try_get::<Uuid>("", "id"))
        .transpose()?
        .map(LedgerEntryId::from))
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    kind: String,
    ref_type: String,
    ref_id: Uuid,
    reverses_entry_id: Option<Uuid>,
    at: DateTime<Utc>,
    account_kind: String,
    owner_type: String,
    owner_id: Uuid,
    amount_minor: i64,
    currency: String,
}

/// Entries by a condition, oldest first, ten thousand postings at most.
pub(crate) async fn read(
    conn: &impl ConnectionTrait,
    filter: &str,
    values: Vec<Value>,
) -> Result<Vec<PostedEntry>, LedgerError> {
    let select = format!(
        "SELECT e.id, e.kind, e.ref_type, e.ref_id, e.reverses_entry_id, e.at,
                a.kind AS account_kind, a.owner_type, a.owner_id, p.amount_minor, p.currency
         FROM ledger_entries e JOIN ledger_postings p ON p.entry_id = e.id
         JOIN ledger_accounts a ON a.id = p.account_id
         WHERE {filter} ORDER BY e.at, e.id, p.line LIMIT 10000"
    );
    let mut entries: Vec<PostedEntry> = Vec::new();
    for row in Row::find_by_statement(sql(conn, select, values))
        .all(conn)
        .await?
    {
        let posting = row.posting()?;
        match entries.last_mut() {
            Some(last) if last.id.uuid() == row.id => last.postings.push(posting),
            _ => entries.push(PostedEntry {
                id: row.id.into(),
                kind: row.kind,
                reference: Reference {
                    kind: row.ref_type,
                    id: row.ref_id,
                },
                at: row.at,
                reverses: row.reverses_entry_id.map(LedgerEntryId::from),
                postings: vec![posting],
            }),
        }
    }
    Ok(entries)
}

impl Row {
    fn posting(&self) -> Result<Posting, db::Error> {
        let account = read_account(&self.account_kind, &self.owner_type, self.owner_id)?;
        let currency = self.currency.parse().map_err(db::Error::corrupt)?;
        Ok(Posting {
            account,
            amount: Money::new(self.amount_minor, currency),
        })
    }
}

/// The account that is stored so.
///
/// # Errors
/// If its kind or its owner's kind is not one of ours.
pub(crate) fn read_account(kind: &str, owner_type: &str, owner_id: Uuid) -> Result<Account, db::Error> {
    let known = AccountKind::ALL
        .iter()
        .copied()
        .find(|known| known.as_str() == kind);
    let kind = known.ok_or_else(|| db::Error::corrupt(format_args!("account kind {kind}")))?;
    let owner = match owner_type {
        "platform" => Owner::Platform,
        "campaign" => Owner::Campaign(owner_id.into()),
        "user" => Owner::User(owner_id.into()),
        other => return Err(db::Error::corrupt(format_args!("account owner {other}"))),
    };
    Ok(Account { kind, owner })
}

/// The ids of the accounts, opened where they are new.
async fn open_accounts(
    tx: &Tx,
    wanted: &BTreeSet<(Account, Currency)>,
    at: DateTime<Utc>,
) -> Result<BTreeMap<(Account, Currency), Uuid>, LedgerError> {
    let mut found = find_accounts(tx, wanted).await?;
    let missing: Vec<_> = wanted.iter().filter(|key| !found.contains_key(key)).collect();
    if missing.is_empty() {
        return Ok(found);
    }
    for (account, currency) in missing {
        let insert = "INSERT INTO ledger_accounts
                (id, kind, owner_type, owner_id, currency, normal_side, may_overdraw, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (kind, owner_type, owner_id, currency) DO NOTHING";
        let values = [
            tx.new_id::<kind::LedgerAccount>(at).uuid().into(),
            account.kind.as_str().into(),
            account.owner.kind().into(),
            account.owner.uuid().into(),
            currency.code().into(),
            account.kind.normal_side().as_str().into(),
            account.kind.may_overdraw().into(),
            at.into(),
        ];
        tx.execute_raw(sql(&**tx, insert, values)).await?;
    }
    found.extend(find_accounts(tx, wanted).await?);
    Ok(found)
}

async fn find_accounts(
    tx: &Tx,
    wanted: &BTreeSet<(Account, Currency)>,
) -> Result<BTreeMap<(Account, Currency), Uuid>, LedgerError> {
    let mut filters = Vec::new();
    let mut values: Vec<Value> = Vec::new();
    for (account, currency) in wanted {
        let n = values.len();
        let filter = format!(
            "(kind = ${} AND owner_type = ${} AND owner_id = ${} AND currency = ${})",
            n + 1,
            n + 2,
            n + 3,
            n + 4
        );
        filters.push(filter);
        values.extend([
            account.kind.as_str().into(),
            account.owner.kind().into(),
            account.owner.uuid().into(),
        ]);
        values.push(currency.code().into());
    }
    let select = format!(
        "SELECT id, kind, owner_id, currency FROM ledger_accounts WHERE {}",
        filters.join(" OR ")
    );
    let mut found = BTreeMap::new();
    for row in tx.query_all_raw(sql(&**tx, select, values)).await? {
        let (id, kind): (Uuid, String) = (row.try_get("", "id")?, row.try_get("", "kind")?);
        let (owner, currency): (Uuid, String) = (row.try_get("", "owner_id")?, row.try_get("", "currency")?);
        let key = wanted.iter().find(|(account, c)| {
            account.kind.as_str() == kind && account.owner.uuid() == owner && c.code() == currency
        });
        if let Some(key) = key {
            found.insert(*key, id);
        }
    }
    Ok(found)
}
