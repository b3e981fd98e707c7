//! Looking through people.

use chrono::{DateTime, Utc};
use db::{Result, sql};
use kernel::UserId;
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use uuid::Uuid;

use super::{locks::unlocked, places};
use crate::directory::{AccountFacts, UserFilter};

/// How far a total is counted.
const COUNTED: u32 = 10_000;

/// The conditions of a filter on `users u`, and their values from `$2` on.
fn conditions(filter: &UserFilter) -> (String, Vec<Value>) {
    let (mut text, mut values) = (String::new(), Vec::new());
    let mut place = |value: Value| {
        values.push(value);
        format!("${}", values.len() + 1)
    };
    if let Some(wanted) = filter
        .text
        .as_deref()
        .map(str::trim)
        .filter(|text| !text.is_empty())
    {
        if let Ok(id) = wanted.parse::<UserId>() {
            text += &format!(" AND u.id = {}", place(id.uuid().into()));
        } else {
            let part = place(format!("%{}%", escaped(&wanted.to_lowercase())).into());
            text += &format!(
                " AND (lower(u.email) LIKE {part} ESCAPE '!' OR lower(u.display_name) LIKE {part} ESCAPE '!')"
            );
        }
    }
    if let Some(role) = filter.role {
        let role = place(role.as_str().into());
        text +=
            &format!(" AND EXISTS (SELECT 1 FROM user_roles r WHERE r.user_id = u.id AND r.role = {role})");
    }
    match filter.locked {
        Some(true) => text += concat!(" AND NOT (", unlocked!("u.id"), ")"),
        Some(false) => text += concat!(" AND ", unlocked!("u.id")),
        None => {}
    }
    (text, values)
}

/// The text with what LIKE takes for a sign of its own made plain.
fn escaped(text: &str) -> String {
    text.chars()
        .flat_map(|c| matches!(c, '%' | '_' | '!').then_some('!').into_iter().chain([c]))
        .collect()
}

/// Ids of people, the newest first: ids are in the order of their making.
pub(crate) async fn list_ids(
    conn: &impl ConnectionTrait,
    filter: &UserFilter,
    after: Option<UserId>,
    limit: u32,
) -> Result<Vec<UserId>> {
    let (conditions, values) = conditions(filter);
    let select =
        format!("SELECT u.id FROM users u WHERE u.id < $1{conditions} ORDER BY u.id DESC LIMIT {limit}");
    let after: Value = after.map_or(Uuid::max(), UserId::uuid).into();
    let values: Vec<Value> = [after].into_iter().chain(values).collect();
    let rows = conn.query_all_raw(sql(conn, select, values)).await?;
    let id = |row: &sea_orm::QueryResult| Ok(row.try_get::<Uuid>("", "id")?.into());
    rows.iter().map(id).collect()
}

/// How many people the filter finds, counted up to ten thousand.
pub(crate) async fn count_ids(conn: &impl ConnectionTrait, filter: &UserFilter) -> Result<u64> {
    let (conditions, values) = conditions(filter);
    let count = format!(
        "SELECT count(*) AS n FROM (SELECT u.id FROM users u WHERE u.id <= $1{conditions} LIMIT {COUNTED}) found"
    );
    let values: Vec<Value> = [Value::from(Uuid::max())].into_iter().chain(values).collect();
    let row = conn.query_one_raw(sql(conn, count, values)).await?;
    let count: i64 = row.map_or(Ok(0), |row| row.try_get("", "n"))?;
    Ok(u64::try_from(count).unwrap_or(0))
}

#[derive(FromQueryResult)]
struct FactsRow {
    id: Uuid,
    factors: i64,
    sessions: i64,
    tokens: i64,
    last_seen_at: Option<DateTime<Utc>>,
}

/// How these accounts are entered. One statement.
pub(crate) async fn facts_of(
    conn: &impl ConnectionTrait,
    ids: &[UserId],
    now: DateTime<Utc>,
    used_after: DateTime<Utc>,
) -> Result<Vec<(UserId, AccountFacts)>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let select = format!(
        "SELECT u.id,
            (SELECT count(*) FROM second_factors f WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL) AS factors,
            (SELECT count(*) FROM sessions s WHERE s.user_id = u.id AND s.revoked_at IS NULL
                AND s.expires_at > $1 AND s.last_seen_at > $2) AS sessions,
            (SELECT count(*) FROM api_tokens t WHERE t.user_id = u.id AND t.revoked_at IS NULL AND t.expires_at > $1) AS tokens,
            (SELECT s.last_seen_at FROM sessions s WHERE s.user_id = u.id ORDER BY s.last_seen_at DESC LIMIT 1) AS last_seen_at
         FROM users u WHERE u.id IN ({})",
        places(3, ids.len())
    );
    let times: [Value; 2] = [now.into(), used_after.into()];
    let values = times.into_iter().chain(ids.iter().map(|id| id.uuid().into()));
    let rows = FactsRow::find_by_statement(sql(conn, select, values))
        .all(conn)
        .await?;
    let number = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
    Ok(rows
        .into_iter()
        .map(|row| {
            let facts = AccountFacts {
                has_second_factor: row.factors > 0,
                sessions: number(row.sessions),
                api_tokens: number(row.tokens),
                last_seen_at: row.last_seen_at,
                lock: None,
            };
            (row.id.into(), facts)
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_of_like_is_looked_for_as_it_is() {
        assert_eq!(escaped("50%_off!"), "50!%!_off!!");
        assert_eq!(escaped("林"), "林");
    }
}
