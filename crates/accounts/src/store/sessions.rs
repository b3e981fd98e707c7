//! Rows in, sessions out.

use chrono::{DateTime, Utc};
use db::{Error, Result, Tx, sql};
use kernel::{SessionId, UserId};
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

use super::{
    locks::unlocked,
    people::{locale, role},
};
use crate::{
    session::{Authenticated, Session, SessionKind},
    token::TokenHash,
};

#[derive(FromQueryResult)]
struct SessionRow {
    id: Uuid,
    user_id: Uuid,
    kind: String,
    label: Option<String>,
    user_agent: Option<String>,
    network: Option<String>,
    created_at: DateTime<Utc>,
    last_seen_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
}

pub(super) fn session_kind(text: &str) -> Result<SessionKind> {
    SessionKind::parse(text).ok_or_else(|| Error::corrupt(format!("sessions.kind is {text:?}")))
}

impl TryFrom<SessionRow> for Session {
    type Error = Error;

    fn try_from(row: SessionRow) -> Result<Self> {
        Ok(Self {
            id: row.id.into(),
            user_id: row.user_id.into(),
            kind: session_kind(&row.kind)?,
            label: row.label,
            user_agent: row.user_agent,
            network: row.network,
            created_at: row.created_at,
            last_seen_at: row.last_seen_at,
            expires_at: row.expires_at,
        })
    }
}

pub(crate) async fn insert_session(tx: &Tx, session: &Session, token: &TokenHash) -> Result<()> {
    let insert = "INSERT INTO sessions (id, user_id, token_hash, kind, label, user_agent, created_at, last_seen_at, expires_at, proved_at, network)
                  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $7, $10)";
    let values = [
        session.id.uuid().into(),
        session.user_id.uuid().into(),
        token.as_str().into(),
        session.kind.as_str().into(),
        session.label.clone().into(),
        session.user_agent.clone().into(),
        session.created_at.into(),
        session.last_seen_at.into(),
        session.expires_at.into(),
        session.network.clone().into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

/// The sessions of a person that have not ended, the last used first; at most 100.
pub(crate) async fn list_sessions(
    conn: &impl ConnectionTrait,
    user: UserId,
    now: DateTime<Utc>,
    used_after: DateTime<Utc>,
) -> Result<Vec<Session>> {
    let select =
        "SELECT id, user_id, kind, label, user_agent, network, created_at, last_seen_at, expires_at FROM sessions
                  WHERE user_id = $1 AND revoked_at IS NULL AND expires_at > $2 AND last_seen_at > $3
                  ORDER BY last_seen_at DESC, id DESC LIMIT 100";
    let values = [user.uuid().into(), now.into(), used_after.into()];
    let rows = SessionRow::find_by_statement(sql(conn, select, values))
        .all(conn)
        .await?;
    rows.into_iter().map(Session::try_from).collect()
}

/// A session that has not been ended.
pub(crate) async fn find_session(conn: &impl ConnectionTrait, id: SessionId) -> Result<Option<Session>> {
    let select =
        "SELECT id, user_id, kind, label, user_agent, network, created_at, last_seen_at, expires_at FROM sessions
                  WHERE id = $1 AND revoked_at IS NULL";
    let row = SessionRow::find_by_statement(sql(conn, select, [id.uuid().into()]))
        .one(conn)
        .await?;
    row.map(Session::try_from).transpose()
}

/// Notes a proof, and gives the session another token. Whether it had not been ended.
pub(crate) async fn prove_session(
    tx: &Tx,
    id: SessionId,
    token: &TokenHash,
    at: DateTime<Utc>,
) -> Result<bool> {
    let update = "UPDATE sessions SET proved_at = $1, token_hash = $2 WHERE id = $3 AND revoked_at IS NULL";
    let values = [at.into(), token.as_str().into(), id.uuid().into()];
    Ok(tx.execute_raw(sql(&**tx, update, values)).await?.rows_affected() == 1)
}

/// Whose session this is, if it has not been ended.
pub(crate) async fn session_owner(conn: &impl ConnectionTrait, id: SessionId) -> Result<Option<UserId>> {
    let select = "SELECT user_id FROM sessions WHERE id = $1 AND revoked_at IS NULL";
    let row = conn.query_one_raw(sql(conn, select, [id.uuid().into()])).await?;
    row.map(|row| {
        row.try_get::<Uuid>("", "user_id")
            .map(UserId::from)
            .map_err(Error::from)
    })
    .transpose()
}

/// Whether this ended it.
pub(crate) async fn revoke_session(tx: &Tx, id: SessionId, at: DateTime<Utc>) -> Result<bool> {
    let update = "UPDATE sessions SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL";
    Ok(tx
        .execute_raw(sql(&**tx, update, [at.into(), id.uuid().into()]))
        .await?
        .rows_affected()
        == 1)
}

/// Ends the sessions of a person, but for one. Returns how many.
pub(crate) async fn revoke_sessions(
    tx: &Tx,
    user: UserId,
    except: Option<SessionId>,
    at: DateTime<Utc>,
) -> Result<u64> {
    let update = "UPDATE sessions SET revoked_at = $1 WHERE user_id = $2 AND revoked_at IS NULL AND id <> $3";
    let except = except.map_or(Uuid::nil(), SessionId::uuid);
    let values = [at.into(), user.uuid().into(), except.into()];
    Ok(tx.execute_raw(sql(&**tx, update, values)).await?.rows_affected())
}

/// Ends all but the `keep` last used sessions of a person. Returns how many.
pub(crate) async fn revoke_surplus(tx: &Tx, user: UserId, keep: u32, at: DateTime<Utc>) -> Result<u64> {
    let update = format!(
        "UPDATE sessions SET revoked_at = $1 WHERE user_id = $2 AND revoked_at IS NULL AND id NOT IN
         (SELECT id FROM sessions WHERE user_id = $2 AND revoked_at IS NULL
          ORDER BY last_seen_at DESC, id DESC LIMIT {keep})"
    );
    Ok(tx
        .execute_raw(sql(&**tx, update, [at.into(), user.uuid().into()]))
        .await?
        .rows_affected())
}

/// Notes that a session was used.
pub(crate) async fn touch_session(tx: &Tx, id: SessionId, at: DateTime<Utc>) -> Result<()> {
    let update =
        "UPDATE sessions SET last_seen_at = $1 WHERE id = $2 AND revoked_at IS NULL AND last_seen_at < $1";
    tx.execute_raw(sql(&**tx, update, [at.into(), id.uuid().into()]))
        .await?;
    Ok(())
}

/// Deletes up to 1,000 sessions that ended before `before`. Returns how many.
pub(crate) async fn delete_ended(tx: &Tx, before: DateTime<Utc>) -> Result<u64> {
    let delete = "DELETE FROM sessions WHERE id IN
        (SELECT id FROM sessions WHERE expires_at < $1 OR revoked_at < $1 ORDER BY expires_at LIMIT 1000)";
    Ok(tx
        .execute_raw(sql(&**tx, delete, [before.into()]))
        .await?
        .rows_affected())
}

#[derive(FromQueryResult)]
struct AuthenticatedRow {
    id: Uuid,
    user_id: Uuid,
    kind: String,
    created_at: DateTime<Utc>,
    last_seen_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    locale: String,
    email_confirmed_at: Option<DateTime<Utc>>,
    proved_at: Option<DateTime<Utc>>,
    role: Option<String>,
}

/// Who holds this token, if its session was not ended and the account is not locked. One statement.
pub(crate) async fn find_authenticated(
    conn: &impl ConnectionTrait,
    token: &TokenHash,
) -> Result<Option<Authenticated>> {
    let select = concat!(
        "SELECT s.id, s.user_id, s.kind, s.created_at, s.last_seen_at, s.expires_at, u.locale, u.email_confirmed_at, s.proved_at, r.role
         FROM sessions s JOIN users u ON u.id = s.user_id LEFT JOIN user_roles r ON r.user_id = s.user_id
         WHERE s.token_hash = $1 AND s.revoked_at IS NULL AND ",
        unlocked!("s.user_id")
    );
    let rows = AuthenticatedRow::find_by_statement(sql(conn, select, [token.as_str().into()]))
        .all(conn)
        .await?;
    let mut roles = rows
        .iter()
        .filter_map(|row| row.role.as_deref())
        .map(role)
        .collect::<Result<Vec<_>>>()?;
    roles.sort();
    let Some(row) = rows.into_iter().next() else {
        return Ok(None);
    };
    Ok(Some(Authenticated {
        user_id: row.user_id.into(),
        session_id: row.id.into(),
        kind: session_kind(&row.kind)?,
        roles,
        locale: locale(&row.locale)?,
        email_confirmed: row.email_confirmed_at.is_some(),
        proved_at: row.proved_at.unwrap_or(row.created_at),
        proved: false,
        created_at: row.created_at,
        last_seen_at: row.last_seen_at,
        expires_at: row.expires_at,
        scopes: None,
    }))
}
