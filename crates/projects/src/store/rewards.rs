use chrono::{DateTime, NaiveDate, Utc};
use db::{Result, Tx, sql};
use kernel::{CampaignId, Currency, Money, RewardId};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use uuid::Uuid;

use super::{Builder, json, localized};
use crate::reward::Reward;

const SELECT: &str =
    "SELECT r.id, r.campaign_id, r.kind, r.title, r.description, r.amount_minor, c.currency, r.limit_quantity,
    r.claimed, r.pool_id, p.limit_quantity - p.claimed AS pool_remaining, r.per_pledge_limit, r.offered_with,
    r.deliver_on, r.position, r.retired_at, r.version
    FROM rewards r JOIN campaigns c ON c.id = r.campaign_id LEFT JOIN reward_pools p ON p.id = r.pool_id";

#[derive(Debug, FromQueryResult)]
struct Row {
    id: Uuid,
    campaign_id: Uuid,
    kind: String,
    title: serde_json::Value,
    description: serde_json::Value,
    amount_minor: i64,
    currency: String,
    limit_quantity: Option<i32>,
    claimed: i32,
    pool_id: Option<Uuid>,
    pool_remaining: Option<i32>,
    per_pledge_limit: i32,
    offered_with: Option<serde_json::Value>,
    deliver_on: Option<NaiveDate>,
    position: i32,
    retired_at: Option<DateTime<Utc>>,
    version: i64,
}

impl TryFrom<Row> for Reward {
    type Error = db::Error;

    fn try_from(row: Row) -> Result<Self> {
        let currency: Currency = row.currency.parse().map_err(db::Error::corrupt)?;
        Ok(Self {
            id: row.id.into(),
            campaign_id: row.campaign_id.into(),
            kind: row.kind.parse()?,
            title: localized(row.title)?,
            description: localized(row.description)?,
            amount: Money::new(row.amount_minor, currency),
            limit: row.limit_quantity,
            claimed: row.claimed,
            pool_id: row.pool_id.map(Into::into),
            pool_remaining: row.pool_remaining.map(|left| left.max(0)),
            per_pledge_limit: row.per_pledge_limit,
            offered_with: row
                .offered_with
                .map(serde_json::from_value)
                .transpose()
                .map_err(db::Error::corrupt)?,
            deliver_on: row.deliver_on,
            position: row.position,
            retired: row.retired_at.is_some(),
            version: row.version,
        })
    }
}

pub(crate) async fn insert(tx: &Tx, reward: &Reward) -> Result<()> {
    let insert =
        "INSERT INTO rewards (id, campaign_id, title, description, amount_minor, limit_quantity, deliver_on,
            position, version, kind, pool_id, per_pledge_limit, offered_with)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    let values = [
        reward.id.uuid().into(),
        reward.campaign_id.uuid().into(),
        json(&reward.title)?,
        json(&reward.description)?,
        reward.amount.minor.into(),
        reward.limit.into(),
        reward.deliver_on.into(),
        reward.position.into(),
        reward.version.into(),
        reward.kind.as_str().into(),
        reward.pool_id.map(|id| id.uuid()).into(),
        reward.per_pledge_limit.into(),
        offered_with(reward)?,
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

/// The rewards it is offered with, as a value; NULL is all of them.
fn offered_with(reward: &Reward) -> Result<Value> {
    match &reward.offered_with {
        Some(ids) => json(ids),
        None => Ok(Value::Json(None)),
    }
}

/// Writes what its founder may change; never how many are taken.
pub(crate) async fn update(tx: &Tx, reward: &Reward) -> Result<()> {
    let update = "UPDATE rewards SET title = $1, description = $2, amount_minor = $3, limit_quantity = $4,
                  deliver_on = $5, version = $6, pool_id = $7, per_pledge_limit = $8, offered_with = $9 WHERE id = $10";
    let values = [
        json(&reward.title)?,
        json(&reward.description)?,
        reward.amount.minor.into(),
        reward.limit.into(),
        reward.deliver_on.into(),
        reward.version.into(),
        reward.pool_id.map(|id| id.uuid()).into(),
        reward.per_pledge_limit.into(),
        offered_with(reward)?,
        reward.id.uuid().into(),
    ];
    tx.execute_raw(sql(&**tx, update, values)).await?;
    Ok(())
}

pub(crate) async fn delete(tx: &Tx, id: RewardId) -> Result<()> {
    tx.execute_raw(sql(
        &**tx,
        "DELETE FROM rewards WHERE id = $1",
        [id.uuid().into()],
    ))
    .await?;
    Ok(())
}

/// No longer offered; kept for those who once chose it.
pub(crate) async fn retire(tx: &Tx, id: RewardId, at: DateTime<Utc>) -> Result<()> {
    let update = "UPDATE rewards SET retired_at = $1, version = version + 1 WHERE id = $2";
    tx.execute_raw(sql(&**tx, update, [at.into(), id.uuid().into()]))
        .await?;
    Ok(())
}

/// The reward, its row read after its campaign's row was locked.
pub(crate) async fn find(conn: &impl ConnectionTrait, id: RewardId) -> Result<Option<Reward>> {
    let row = Row::find_by_statement(sql(conn, format!("{SELECT} WHERE r.id = $1"), [id.uuid().into()]))
        .one(conn)
        .await?;
    row.map(Reward::try_from).transpose()
}

pub(crate) async fn by_ids(conn: &impl ConnectionTrait, ids: &[RewardId]) -> Result<Vec<Reward>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut b = Builder::default();
    let list = b.list(ids.iter().map(|id| id.uuid()));
    let rows = Row::find_by_statement(sql(conn, format!("{SELECT} WHERE r.id IN {list}"), b.values))
        .all(conn)
        .await?;
    rows.into_iter().map(Reward::try_from).collect()
}

/// The rewards these campaigns offer, in order; with `retired`, those they no longer offer too.
pub(crate) async fn of_campaigns(
    conn: &impl ConnectionTrait,
    ids: &[CampaignId],
    retired: bool,
) -> Result<Vec<Reward>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut b = Builder::default();
    let list = b.list(ids.iter().map(|id| id.uuid()));
    let offered = if retired { "" } else { " AND r.retired_at IS NULL" };
    let select =
        format!("{SELECT} WHERE r.campaign_id IN {list}{offered} ORDER BY r.campaign_id, r.position, r.id");
    let rows = Row::find_by_statement(sql(conn, select, b.values))
        .all(conn)
        .await?;
    rows.into_iter().map(Reward::try_from).collect()
}
