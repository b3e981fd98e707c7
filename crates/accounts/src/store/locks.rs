//! Rows in, locks of accounts out.

use chrono::{DateTime, Utc};
use db::{Result, Tx, sql};
use kernel::{UserId, kind};
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

use crate::lock::AccountLock;

/// True of a person who is not locked; `{}` is the column that names the person.
macro_rules! unlocked {
    ($user:literal) => {
        concat!(
            "NOT EXISTS (SELECT 1 FROM account_locks k WHERE k.user_id = ",
            $user,
            " AND k.ended_at IS NULL)"
        )
    };
}
pub(super) use unlocked;

#[derive(FromQueryResult)]
struct LockRow {
    user_id: Uuid,
    reason: String,
    locked_by: String,
    locked_at: DateTime<Utc>,
}

impl From<LockRow> for AccountLock {
    fn from(row: LockRow) -> Self {
        Self {
            user_id: row.user_id.into(),
            reason: row.reason,
            locked_by: row.locked_by,
            locked_at: row.locked_at,
        }
    }
}

/// The lock of an account, if it is locked now.
pub(crate) async fn find_lock(conn: &impl ConnectionTrait, user: UserId) -> Result<Option<AccountLock>> {
    Ok(locks_of(conn, &[user]).await?.pop())
}

/// The locks of these accounts that are locked now. One statement.
pub(crate) async fn locks_of(conn: &impl ConnectionTrait, users: &[UserId]) -> Result<Vec<AccountLock>> {
    if users.is_empty() {
        return Ok(Vec::new());
    }
    let places = super::places(1, users.len());
    let select = format!(
        "SELECT user_id, reason, locked_by, locked_at FROM account_locks
         WHERE ended_at IS NULL AND user_id IN ({places})"
    );
    let values = users.iter().map(|id| id.uuid().into());
    let rows = LockRow::find_by_statement(sql(conn, select, values))
        .all(conn)
        .await?;
    Ok(rows.into_iter().map(AccountLock::from).collect())
}

pub(crate) async fn insert_lock(tx: &Tx, lock: &AccountLock) -> Result<()> {
    let insert =
        "INSERT INTO account_locks (id, user_id, reason, locked_by, locked_at) VALUES ($1, $2, $3, $4, $5)";
    let values = [
        tx.new_id::<kind::AccountLock>(lock.locked_at).uuid().into(),
        lock.user_id.uuid().into(),
        lock.reason.clone().into(),
        lock.locked_by.clone().into(),
        lock.locked_at.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

/// Ends the lock of an account. Whether there was one.
pub(crate) async fn end_lock(tx: &Tx, user: UserId, by: &str, at: DateTime<Utc>) -> Result<bool> {
    let update =
        "UPDATE account_locks SET ended_at = $1, ended_by = $2 WHERE user_id = $3 AND ended_at IS NULL";
    let values = [at.into(), by.into(), user.uuid().into()];
    Ok(tx.execute_raw(sql(&**tx, update, values)).await?.rows_affected() == 1)
}

/// Whether there is an administrator beside this person who can sign in.
pub(crate) async fn has_other_administrator(tx: &Tx, user: UserId) -> Result<bool> {
    let select = concat!(
        "SELECT 1 AS found FROM user_roles r WHERE r.role = 'administrator' AND r.user_id <> $1 AND ",
        unlocked!("r.user_id"),
        " LIMIT 1"
    );
    let row = tx.query_one_raw(sql(&**tx, select, [user.uuid().into()])).await?;
    Ok(row.is_some())
}
