//! Rows in, requests for roles out.

use chrono::{DateTime, Utc};
use db::{Error, Result, Tx, sql};
use kernel::{Role, RoleRequestId, UserId};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use uuid::Uuid;

use super::people::role;
use crate::role_request::{RoleRequest, RoleRequestState};

#[derive(FromQueryResult)]
struct RequestRow {
    id: Uuid,
    user_id: Uuid,
    role: String,
    reason: String,
    requested_by: Uuid,
    requested_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    state: String,
    decided_by: Option<Uuid>,
    decided_at: Option<DateTime<Utc>>,
}

impl TryFrom<RequestRow> for RoleRequest {
    type Error = Error;

    fn try_from(row: RequestRow) -> Result<Self> {
        let state = RoleRequestState::ALL
            .into_iter()
            .find(|state| state.as_str() == row.state)
            .ok_or_else(|| Error::corrupt(format!("role_requests.state is {:?}", row.state)))?;
        Ok(Self {
            id: row.id.into(),
            user_id: row.user_id.into(),
            role: role(&row.role)?,
            reason: row.reason,
            requested_by: row.requested_by.into(),
            requested_at: row.requested_at,
            expires_at: row.expires_at,
            state,
            decided_by: row.decided_by.map(UserId::from),
            decided_at: row.decided_at,
        })
    }
}

const REQUEST: &str =
    "SELECT id, user_id, role, reason, requested_by, requested_at, expires_at, state, decided_by, decided_at
    FROM role_requests WHERE";

async fn select(
    conn: &impl ConnectionTrait,
    condition: &str,
    values: Vec<Value>,
) -> Result<Vec<RoleRequest>> {
    let statement = sql(conn, format!("{REQUEST} {condition}"), values);
    let rows = RequestRow::find_by_statement(statement).all(conn).await?;
    rows.into_iter().map(RoleRequest::try_from).collect()
}

pub(crate) async fn find_request(
    conn: &impl ConnectionTrait,
    id: RoleRequestId,
) -> Result<Option<RoleRequest>> {
    Ok(select(conn, "id = $1", vec![id.uuid().into()]).await?.pop())
}

/// The request that is not ended, for this role of this person.
pub(crate) async fn waiting_request(tx: &Tx, user: UserId, role: Role) -> Result<Option<RoleRequest>> {
    let condition = "user_id = $1 AND role = $2 AND state = 'waiting'";
    let values = vec![user.uuid().into(), role.as_str().into()];
    Ok(select(&**tx, condition, values).await?.pop())
}

/// Requests that wait though their time is over, at most a hundred.
pub(crate) async fn expired_requests(tx: &Tx, now: DateTime<Utc>) -> Result<Vec<RoleRequest>> {
    let condition = "state = 'waiting' AND expires_at <= $1 ORDER BY id LIMIT 100";
    select(&**tx, condition, vec![now.into()]).await
}

/// Requests of somebody that wait.
pub(crate) async fn requests_by(tx: &Tx, asker: UserId) -> Result<Vec<RoleRequest>> {
    let condition = "state = 'waiting' AND requested_by = $1 ORDER BY id";
    select(&**tx, condition, vec![asker.uuid().into()]).await
}

/// Requests, the newest first; those only that wait at a moment, if one is given.
pub(crate) async fn list_requests(
    conn: &impl ConnectionTrait,
    waiting_at: Option<DateTime<Utc>>,
    after: Option<RoleRequestId>,
    limit: u32,
) -> Result<Vec<RoleRequest>> {
    let mut values: Vec<Value> = vec![after.map_or(Uuid::max(), RoleRequestId::uuid).into()];
    let mut condition = "id < $1".to_owned();
    if let Some(now) = waiting_at {
        values.push(now.into());
        condition += " AND state = 'waiting' AND expires_at > $2";
    }
    select(
        conn,
        &format!("{condition} ORDER BY id DESC LIMIT {limit}"),
        values,
    )
    .await
}

pub(crate) async fn count_requests(
    conn: &impl ConnectionTrait,
    waiting_at: Option<DateTime<Utc>>,
) -> Result<u64> {
    let (condition, values) = match waiting_at {
        Some(now) => (" WHERE state = 'waiting' AND expires_at > $1", vec![now.into()]),
        None => ("", Vec::new()),
    };
    let count = format!("SELECT count(*) AS n FROM role_requests{condition}");
    let row = conn.query_one_raw(sql(conn, count, values)).await?;
    let count: i64 = row.map_or(Ok(0), |row| row.try_get("", "n"))?;
    Ok(u64::try_from(count).unwrap_or(0))
}

/// Requests for roles of one person, the newest first, at most fifty.
pub(crate) async fn requests_of(conn: &impl ConnectionTrait, user: UserId) -> Result<Vec<RoleRequest>> {
    let condition = "user_id = $1 ORDER BY id DESC LIMIT 50";
    select(conn, condition, vec![user.uuid().into()]).await
}

pub(crate) async fn insert_request(tx: &Tx, request: &RoleRequest) -> Result<()> {
    let insert =
        "INSERT INTO role_requests (id, user_id, role, reason, requested_by, requested_at, expires_at, state)
                  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let values = [
        request.id.uuid().into(),
        request.user_id.uuid().into(),
        request.role.as_str().into(),
        request.reason.clone().into(),
        request.requested_by.uuid().into(),
        request.requested_at.into(),
        request.expires_at.into(),
        request.state.as_str().into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

/// Writes down how a request ended.
pub(crate) async fn end_request(tx: &Tx, request: &RoleRequest) -> Result<()> {
    let update = "UPDATE role_requests SET state = $1, decided_by = $2, decided_at = $3 WHERE id = $4 AND state = 'waiting'";
    let values = [
        request.state.as_str().into(),
        request.decided_by.map(UserId::uuid).into(),
        request.decided_at.into(),
        request.id.uuid().into(),
    ];
    tx.execute_raw(sql(&**tx, update, values)).await?;
    Ok(())
}
