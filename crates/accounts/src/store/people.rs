//! Rows in, people out.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use db::{Error, Result, Tx, sql};
use kernel::{Locale, Role, SessionId, UserId};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use uuid::Uuid;

use super::locks::unlocked;
use crate::user::User;

#[derive(FromQueryResult)]
struct UserRow {
    id: Uuid,
    email: String,
    display_name: String,
    locale: String,
    email_confirmed_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    version: i32,
    role: Option<String>,
}

const USER: &str =
    "SELECT u.id, u.email, u.display_name, u.locale, u.email_confirmed_at, u.created_at, u.version, r.role
    FROM users u LEFT JOIN user_roles r ON r.user_id = u.id WHERE";

/// Whose password has which hash.
#[derive(Debug)]
pub(crate) struct Credentials {
    pub(crate) user_id: UserId,
    pub(crate) password_hash: String,
}

/// A new row of `users`.
pub(crate) struct NewUser<'a> {
    pub(crate) user: &'a User,
    pub(crate) email_canonical: &'a str,
    pub(crate) password_hash: &'a str,
}

pub(super) fn role(text: &str) -> Result<Role> {
    text.parse()
        .map_err(|()| Error::corrupt(format!("user_roles.role is {text:?}")))
}

pub(super) fn locale(text: &str) -> Result<Locale> {
    text.parse()
        .map_err(|()| Error::corrupt(format!("users.locale is {text:?}")))
}

/// One row per role becomes one person with roles.
fn people(rows: Vec<UserRow>) -> Result<Vec<User>> {
    let mut people: BTreeMap<Uuid, User> = BTreeMap::new();
    for row in rows {
        let role = row.role.as_deref().map(role).transpose()?;
        let locale = locale(&row.locale)?;
        let user = people.entry(row.id).or_insert(User {
            id: row.id.into(),
            email: row.email,
            display_name: row.display_name,
            locale,
            roles: Vec::new(),
            email_confirmed_at: row.email_confirmed_at,
            created_at: row.created_at,
            version: row.version,
        });
        user.roles.extend(role);
        user.roles.sort();
    }
    Ok(people.into_values().collect())
}

async fn find_user_by(conn: &impl ConnectionTrait, condition: &str, value: Value) -> Result<Option<User>> {
    let rows = UserRow::find_by_statement(sql(conn, format!("{USER} {condition}"), [value]))
        .all(conn)
        .await?;
    Ok(people(rows)?.pop())
}

pub(crate) async fn find_user(conn: &impl ConnectionTrait, id: UserId) -> Result<Option<User>> {
    find_user_by(conn, "u.id = $1", id.uuid().into()).await
}

pub(crate) async fn find_user_by_email(conn: &impl ConnectionTrait, canonical: &str) -> Result<Option<User>> {
    find_user_by(conn, "u.email_canonical = $1", canonical.into()).await
}

/// People by id, in one statement.
pub(crate) async fn users_by_ids(conn: &impl ConnectionTrait, ids: &[UserId]) -> Result<Vec<User>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let uuids = ids.iter().map(|id| id.uuid());
    let statement = if conn.get_database_backend() == sea_orm::DatabaseBackend::Postgres {
        sql(
            conn,
            format!("{USER} u.id = ANY($1)"),
            [uuids.collect::<Vec<_>>().into()],
        )
    } else {
        let places = (1..=ids.len())
            .map(|n| format!("${n}"))
            .collect::<Vec<_>>()
            .join(", ");
        sql(conn, format!("{USER} u.id IN ({places})"), uuids.map(Value::from))
    };
    people(UserRow::find_by_statement(statement).all(conn).await?)
}

/// Who has a role, at most two hundred.
pub(crate) async fn holders_of(conn: &impl ConnectionTrait, role: Role) -> Result<Vec<UserId>> {
    let select = concat!(
        "SELECT r.user_id FROM user_roles r WHERE r.role = $1 AND ",
        unlocked!("r.user_id"),
        " ORDER BY r.user_id LIMIT 200"
    );
    let rows = conn
        .query_all_raw(sql(conn, select, [role.as_str().into()]))
        .await?;
    let id = |row: &sea_orm::QueryResult| Ok(row.try_get::<Uuid>("", "user_id")?.into());
    rows.iter().map(id).collect()
}

/// Whose mail address this is, and the hash of their password. One statement either way: the time
/// does not tell whether there is such a person.
pub(crate) async fn find_credentials(
    conn: &impl ConnectionTrait,
    canonical: &str,
) -> Result<Option<Credentials>> {
    let select = "SELECT id, password_hash FROM users WHERE email_canonical = $1";
    let Some(row) = conn.query_one_raw(sql(conn, select, [canonical.into()])).await? else {
        return Ok(None);
    };
    let user_id: Uuid = row.try_get("", "id")?;
    Ok(Some(Credentials {
        user_id: user_id.into(),
        password_hash: row.try_get("", "password_hash")?,
    }))
}

/// Locks the person's row and reads the hash of their password.
pub(crate) async fn lock_password_hash(tx: &Tx, id: UserId) -> Result<Option<String>> {
    let select = format!("SELECT password_hash FROM users WHERE id = $1{}", tx.for_update());
    let row = tx.query_one_raw(sql(&**tx, select, [id.uuid().into()])).await?;
    row.map(|row| row.try_get("", "password_hash").map_err(Error::from))
        .transpose()
}

/// Locks the person's row and reads it.
pub(crate) async fn lock_user(tx: &Tx, id: UserId) -> Result<Option<User>> {
    if lock_password_hash(tx, id).await?.is_none() {
        return Ok(None);
    }
    find_user(&**tx, id).await
}

/// Locks the row of a signed-in person and reads it, if the sign-in they ask by is still good then: what an
/// administrator or the person ended meanwhile must not leave anything behind.
pub(crate) async fn lock_signed_in(tx: &Tx, id: UserId, session: SessionId) -> Result<Option<User>> {
    let user = lock_user(tx, id).await?;
    let owner = super::session_owner(&**tx, session).await?;
    Ok(user.filter(|user| owner == Some(user.id)))
}

pub(crate) async fn insert_user(tx: &Tx, new: NewUser<'_>) -> Result<()> {
    let insert = "INSERT INTO users (id, email, email_canonical, display_name, password_hash, locale, email_confirmed_at, created_at, version)
                  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let values = [
        new.user.id.uuid().into(),
        new.user.email.clone().into(),
        new.email_canonical.into(),
        new.user.display_name.clone().into(),
        new.password_hash.into(),
        new.user.locale.tag().into(),
        new.user.email_confirmed_at.into(),
        new.user.created_at.into(),
        new.user.version.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

pub(crate) async fn update_password(tx: &Tx, id: UserId, hash: &str) -> Result<()> {
    let update = "UPDATE users SET password_hash = $1, version = version + 1 WHERE id = $2";
    tx.execute_raw(sql(&**tx, update, [hash.into(), id.uuid().into()]))
        .await?;
    Ok(())
}

/// The same password, hashed anew: no change of the account.
pub(crate) async fn replace_hash(tx: &Tx, id: UserId, hash: &str) -> Result<()> {
    let update = "UPDATE users SET password_hash = $1 WHERE id = $2";
    tx.execute_raw(sql(&**tx, update, [hash.into(), id.uuid().into()]))
        .await?;
    Ok(())
}

/// Whether the role was new to the person.
pub(crate) async fn add_role(tx: &Tx, id: UserId, role: Role, by: &str, at: DateTime<Utc>) -> Result<bool> {
    let insert = "INSERT INTO user_roles (user_id, role, granted_by, granted_at) VALUES ($1, $2, $3, $4)
                  ON CONFLICT (user_id, role) DO NOTHING";
    let values = [id.uuid().into(), role.as_str().into(), by.into(), at.into()];
    Ok(tx.execute_raw(sql(&**tx, insert, values)).await?.rows_affected() == 1)
}

/// Whether the person had the role.
pub(crate) async fn remove_role(tx: &Tx, id: UserId, role: Role) -> Result<bool> {
    let delete = "DELETE FROM user_roles WHERE user_id = $1 AND role = $2";
    let values = [id.uuid().into(), role.as_str().into()];
    Ok(tx.execute_raw(sql(&**tx, delete, values)).await?.rows_affected() == 1)
}

/// Notes that mail to the person's address reaches them. Whether that was new.
pub(crate) async fn confirm_email(tx: &Tx, id: UserId, at: DateTime<Utc>) -> Result<bool> {
    let update = "UPDATE users SET email_confirmed_at = $1, version = version + 1
                  WHERE id = $2 AND email_confirmed_at IS NULL";
    let values = [at.into(), id.uuid().into()];
    Ok(tx.execute_raw(sql(&**tx, update, values)).await?.rows_affected() == 1)
}

/// Counts a change of the account.
pub(crate) async fn touch_user(tx: &Tx, id: UserId) -> Result<()> {
    let update = "UPDATE users SET version = version + 1 WHERE id = $1";
    tx.execute_raw(sql(&**tx, update, [id.uuid().into()])).await?;
    Ok(())
}
