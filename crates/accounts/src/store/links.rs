//! Links that were mailed.

use chrono::{DateTime, Utc};
use db::{Error, Result, Tx, sql};
use kernel::{AccountLinkId, UserId};
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

use crate::{link::Purpose, token::TokenHash};

/// A link, as it stands.
#[derive(Debug, FromQueryResult)]
struct LinkRow {
    id: Uuid,
    user_id: Uuid,
    expires_at: DateTime<Utc>,
    used_at: Option<DateTime<Utc>>,
}

/// A link, as it stands.
#[derive(Debug)]
pub(crate) struct Link {
    pub(crate) id: AccountLinkId,
    pub(crate) user_id: UserId,
    pub(crate) expires_at: DateTime<Utc>,
    pub(crate) used_at: Option<DateTime<Utc>>,
}

/// A new row of `account_links`.
pub(crate) struct NewLink<'a> {
    pub(crate) id: AccountLinkId,
    pub(crate) user_id: UserId,
    pub(crate) purpose: Purpose,
    pub(crate) token: &'a TokenHash,
    pub(crate) made_at: DateTime<Utc>,
    pub(crate) expires_at: DateTime<Utc>,
}

pub(crate) async fn insert_link(tx: &Tx, new: NewLink<'_>) -> Result<()> {
    let insert = "INSERT INTO account_links (id, user_id, purpose, token_hash, made_at, expires_at)
                  VALUES ($1, $2, $3, $4, $5, $6)";
    let values = [
        new.id.uuid().into(),
        new.user_id.uuid().into(),
        new.purpose.as_str().into(),
        new.token.as_str().into(),
        new.made_at.into(),
        new.expires_at.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

/// The link of this secret, used and expired ones too.
pub(crate) async fn find_link(
    conn: &impl ConnectionTrait,
    purpose: Purpose,
    token: &TokenHash,
) -> Result<Option<Link>> {
    let select =
        "SELECT id, user_id, expires_at, used_at FROM account_links WHERE token_hash = $1 AND purpose = $2";
    let values = [token.as_str().into(), purpose.as_str().into()];
    let row = LinkRow::find_by_statement(sql(conn, select, values))
        .one(conn)
        .await;
    let found = row.map_err(Error::from)?;
    Ok(found.map(|row| Link {
        id: row.id.into(),
        user_id: row.user_id.into(),
        expires_at: row.expires_at,
        used_at: row.used_at,
    }))
}

/// Uses a link up. Whether it was good: of two who use it at once, one finds that it was not.
pub(crate) async fn use_link(tx: &Tx, id: AccountLinkId, now: DateTime<Utc>) -> Result<bool> {
    let update =
        "UPDATE account_links SET used_at = $1 WHERE id = $2 AND used_at IS NULL AND expires_at > $1";
    let values = [now.into(), id.uuid().into()];
    Ok(tx.execute_raw(sql(&**tx, update, values)).await?.rows_affected() == 1)
}

/// Uses up what is left of a person's links for a purpose.
pub(crate) async fn void_links(tx: &Tx, user: UserId, purpose: Purpose, now: DateTime<Utc>) -> Result<()> {
    let update =
        "UPDATE account_links SET used_at = $1 WHERE user_id = $2 AND purpose = $3 AND used_at IS NULL";
    let values = [now.into(), user.uuid().into(), purpose.as_str().into()];
    tx.execute_raw(sql(&**tx, update, values)).await?;
    Ok(())
}

/// Deletes up to 1,000 links that expired before `before`. Returns how many.
pub(crate) async fn delete_links(tx: &Tx, before: DateTime<Utc>) -> Result<u64> {
    let delete = "DELETE FROM account_links WHERE id IN
        (SELECT id FROM account_links WHERE expires_at < $1 ORDER BY expires_at LIMIT 1000)";
    Ok(tx
        .execute_raw(sql(&**tx, delete, [before.into()]))
        .await?
        .rows_affected())
}
