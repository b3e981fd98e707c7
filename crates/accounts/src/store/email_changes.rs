//! Changes of mail addresses that wait, and those that ended.

use chrono::{DateTime, Utc};
use db::{Error, Result, Tx, sql};
use kernel::{EmailChangeId, SessionId, UserId};
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

use crate::email_change::{EmailChange, Outcome};

#[derive(FromQueryResult)]
struct ChangeRow {
    id: Uuid,
    user_id: Uuid,
    email: String,
    email_canonical: String,
    old_email: String,
    session_id: Uuid,
    asked_at: DateTime<Utc>,
    held_until: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    confirmed_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
}

impl From<ChangeRow> for EmailChange {
    fn from(row: ChangeRow) -> Self {
        Self {
            id: row.id.into(),
            user_id: row.user_id.into(),
            email: row.email,
            email_canonical: row.email_canonical,
            old_email: row.old_email,
            session_id: row.session_id.into(),
            asked_at: row.asked_at,
            held_until: row.held_until,
            expires_at: row.expires_at,
            confirmed_at: row.confirmed_at,
            ended_at: row.ended_at,
        }
    }
}

const CHANGE: &str =
    "SELECT id, user_id, email, email_canonical, old_email, session_id, asked_at, held_until, expires_at,
    confirmed_at, ended_at FROM email_changes WHERE";

async fn find_by(conn: &impl ConnectionTrait, condition: &str, value: Uuid) -> Result<Option<EmailChange>> {
    let row = ChangeRow::find_by_statement(sql(conn, format!("{CHANGE} {condition}"), [value.into()]))
        .one(conn)
        .await;
    Ok(row.map_err(Error::from)?.map(EmailChange::from))
}

/// The change of a person that has not ended.
pub(crate) async fn find_open_change(
    conn: &impl ConnectionTrait,
    user: UserId,
) -> Result<Option<EmailChange>> {
    find_by(conn, "user_id = $1 AND ended_at IS NULL", user.uuid()).await
}

pub(crate) async fn find_change(
    conn: &impl ConnectionTrait,
    id: EmailChangeId,
) -> Result<Option<EmailChange>> {
    find_by(conn, "id = $1", id.uuid()).await
}

pub(crate) async fn insert_change(tx: &Tx, change: &EmailChange) -> Result<()> {
    let insert = "INSERT INTO email_changes (id, user_id, email, email_canonical, old_email, session_id, asked_at, held_until, expires_at)
                  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let values = [
        change.id.uuid().into(),
        change.user_id.uuid().into(),
        change.email.clone().into(),
        change.email_canonical.clone().into(),
        change.old_email.clone().into(),
        SessionId::uuid(change.session_id).into(),
        change.asked_at.into(),
        change.held_until.into(),
        change.expires_at.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

pub(crate) async fn confirm_change(tx: &Tx, id: EmailChangeId, at: DateTime<Utc>) -> Result<()> {
    let update = "UPDATE email_changes SET confirmed_at = $1 WHERE id = $2 AND confirmed_at IS NULL";
    tx.execute_raw(sql(&**tx, update, [at.into(), id.uuid().into()]))
        .await?;
    Ok(())
}

pub(crate) async fn end_change(
    tx: &Tx,
    id: EmailChangeId,
    outcome: Outcome,
    at: DateTime<Utc>,
) -> Result<()> {
    let update = "UPDATE email_changes SET ended_at = $1, outcome = $2 WHERE id = $3 AND ended_at IS NULL";
    let values = [at.into(), outcome.as_str().into(), id.uuid().into()];
    tx.execute_raw(sql(&**tx, update, values)).await?;
    Ok(())
}

/// Gives a person the address of a change, which was shown to reach them.
pub(crate) async fn take_email(tx: &Tx, change: &EmailChange, confirmed_at: DateTime<Utc>) -> Result<()> {
    let update = "UPDATE users SET email = $1, email_canonical = $2, email_confirmed_at = $3, version = version + 1 WHERE id = $4";
    let values = [
        change.email.clone().into(),
        change.email_canonical.clone().into(),
        confirmed_at.into(),
        change.user_id.uuid().into(),
    ];
    tx.execute_raw(sql(&**tx, update, values)).await?;
    Ok(())
}
