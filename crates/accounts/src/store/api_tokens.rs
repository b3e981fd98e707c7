//! Tokens by which programs act for people.

use chrono::{DateTime, Utc};
use db::{Error, Result, Tx, sql};
use kernel::{ApiTokenId, Role, Scope, Scopes, UserId};
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

use super::{
    locks::unlocked,
    people::{locale, role},
};
use crate::{
    api_token::{ApiToken, session_of},
    session::{Authenticated, SessionKind},
    token::TokenHash,
};

#[derive(FromQueryResult)]
struct TokenRow {
    id: Uuid,
    user_id: Uuid,
    name: String,
    beginning: String,
    scopes: String,
    created_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    last_used_at: Option<DateTime<Utc>>,
}

/// Stored as words with blanks between them.
fn scopes(text: &str) -> Result<Scopes> {
    let read = |word: &str| {
        word.parse::<Scope>()
            .map_err(|()| Error::corrupt(format!("api_tokens.scopes is {text:?}")))
    };
    text.split(' ').map(read).collect()
}

impl TryFrom<TokenRow> for ApiToken {
    type Error = Error;

    fn try_from(row: TokenRow) -> Result<Self> {
        Ok(Self {
            id: row.id.into(),
            user_id: row.user_id.into(),
            name: row.name,
            beginning: row.beginning,
            scopes: scopes(&row.scopes)?,
            created_at: row.created_at,
            expires_at: row.expires_at,
            last_used_at: row.last_used_at,
        })
    }
}

pub(crate) async fn insert_token(tx: &Tx, token: &ApiToken, hash: &TokenHash) -> Result<()> {
    let insert =
        "INSERT INTO api_tokens (id, user_id, token_hash, beginning, name, scopes, created_at, expires_at)
                  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let scopes: Vec<_> = token.scopes.iter().map(Scope::as_str).collect();
    let values = [
        token.id.uuid().into(),
        token.user_id.uuid().into(),
        hash.as_str().into(),
        token.beginning.clone().into(),
        token.name.clone().into(),
        scopes.join(" ").into(),
        token.created_at.into(),
        token.expires_at.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

/// The tokens of a person that have not ended, the newest first.
pub(crate) async fn list_tokens(
    conn: &impl ConnectionTrait,
    user: UserId,
    now: DateTime<Utc>,
) -> Result<Vec<ApiToken>> {
    let select = "SELECT id, user_id, name, beginning, scopes, created_at, expires_at, last_used_at FROM api_tokens
                  WHERE user_id = $1 AND revoked_at IS NULL AND expires_at > $2 ORDER BY created_at DESC, id DESC";
    let rows = TokenRow::find_by_statement(sql(conn, select, [user.uuid().into(), now.into()]))
        .all(conn)
        .await?;
    rows.into_iter().map(ApiToken::try_from).collect()
}

/// Whether this ended it.
pub(crate) async fn revoke_token(tx: &Tx, user: UserId, id: ApiTokenId, at: DateTime<Utc>) -> Result<bool> {
    let update = "UPDATE api_tokens SET revoked_at = $1 WHERE id = $2 AND user_id = $3 AND revoked_at IS NULL AND expires_at > $1";
    let values = [at.into(), id.uuid().into(), user.uuid().into()];
    Ok(tx.execute_raw(sql(&**tx, update, values)).await?.rows_affected() == 1)
}

/// Ends all tokens of a person. Returns how many.
pub(crate) async fn revoke_tokens(tx: &Tx, user: UserId, at: DateTime<Utc>) -> Result<u64> {
    let update = "UPDATE api_tokens SET revoked_at = $1 WHERE user_id = $2 AND revoked_at IS NULL";
    let values = [at.into(), user.uuid().into()];
    Ok(tx.execute_raw(sql(&**tx, update, values)).await?.rows_affected())
}

/// Notes that a token was used.
pub(crate) async fn touch_token(tx: &Tx, id: Uuid, at: DateTime<Utc>) -> Result<()> {
    let update = "UPDATE api_tokens SET last_used_at = $1 WHERE id = $2 AND revoked_at IS NULL";
    tx.execute_raw(sql(&**tx, update, [at.into(), id.into()])).await?;
    Ok(())
}

/// Deletes up to 1,000 tokens that ended before `before`. Returns how many.
pub(crate) async fn delete_tokens(tx: &Tx, before: DateTime<Utc>) -> Result<u64> {
    let delete = "DELETE FROM api_tokens WHERE id IN
        (SELECT id FROM api_tokens WHERE expires_at < $1 OR revoked_at < $1 ORDER BY expires_at LIMIT 1000)";
    Ok(tx
        .execute_raw(sql(&**tx, delete, [before.into()]))
        .await?
        .rows_affected())
}

#[derive(FromQueryResult)]
struct AuthenticatedRow {
    id: Uuid,
    user_id: Uuid,
    scopes: String,
    created_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    last_used_at: Option<DateTime<Utc>>,
    locale: String,
    email_confirmed_at: Option<DateTime<Utc>>,
    role: Option<String>,
}

/// For whom this token acts, if it was not revoked and the account is not locked: as investor and founder alone, whatever else they are. One statement.
pub(crate) async fn find_by_api_token(
    conn: &impl ConnectionTrait,
    token: &TokenHash,
) -> Result<Option<Authenticated>> {
    let select = concat!(
        "SELECT t.id, t.user_id, t.scopes, t.created_at, t.expires_at, t.last_used_at, u.locale, u.email_confirmed_at, r.role
         FROM api_tokens t JOIN users u ON u.id = t.user_id LEFT JOIN user_roles r ON r.user_id = t.user_id
         WHERE t.token_hash = $1 AND t.revoked_at IS NULL AND ",
        unlocked!("t.user_id")
    );
    let rows = AuthenticatedRow::find_by_statement(sql(conn, select, [token.as_str().into()]))
        .all(conn)
        .await?;
    let mut roles = rows
        .iter()
        .filter_map(|row| row.role.as_deref())
        .map(role)
        .collect::<Result<Vec<_>>>()?;
    roles.retain(|role| matches!(role, Role::Investor | Role::Founder));
    roles.sort();
    let Some(row) = rows.into_iter().next() else {
        return Ok(None);
    };
    Ok(Some(Authenticated {
        user_id: row.user_id.into(),
        session_id: session_of(row.id.into()),
        kind: SessionKind::Bearer,
        roles,
        locale: locale(&row.locale)?,
        email_confirmed: row.email_confirmed_at.is_some(),
        proved_at: row.created_at,
        proved: false,
        created_at: row.created_at,
        last_seen_at: row.last_used_at.unwrap_or(DateTime::UNIX_EPOCH),
        expires_at: row.expires_at,
        scopes: Some(scopes(&row.scopes)?),
    }))
}
