use db::{Result, Tx, sql};
use kernel::{CampaignId, RewardPoolId};
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

use super::{Builder, json, localized};
use crate::pool::RewardPool;

const SELECT: &str =
    "SELECT id, campaign_id, name, limit_quantity, claimed, position, version FROM reward_pools";

#[derive(Debug, FromQueryResult)]
struct Row {
    id: Uuid,
    campaign_id: Uuid,
    name: serde_json::Value,
    limit_quantity: Option<i32>,
    claimed: i32,
    position: i32,
    version: i64,
}

impl TryFrom<Row> for RewardPool {
    type Error = db::Error;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: row.id.into(),
            campaign_id: row.campaign_id.into(),
            name: localized(row.name)?,
            limit: row.limit_quantity,
            claimed: row.claimed,
            position: row.position,
            version: row.version,
        })
    }
}

pub(crate) async fn insert(tx: &Tx, pool: &RewardPool) -> Result<()> {
    let insert = "INSERT INTO reward_pools (id, campaign_id, name, limit_quantity, position, version)
                  VALUES ($1, $2, $3, $4, $5, $6)";
    let values = [
        pool.id.uuid().into(),
        pool.campaign_id.uuid().into(),
        json(&pool.name)?,
        pool.limit.into(),
        pool.position.into(),
        pool.version.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

/// Writes what its founder may change; never how many are taken.
pub(crate) async fn update(tx: &Tx, pool: &RewardPool) -> Result<()> {
    let update = "UPDATE reward_pools SET name = $1, limit_quantity = $2, version = $3 WHERE id = $4";
    let values = [
        json(&pool.name)?,
        pool.limit.into(),
        pool.version.into(),
        pool.id.uuid().into(),
    ];
    tx.execute_raw(sql(&**tx, update, values)).await?;
    Ok(())
}

pub(crate) async fn delete(tx: &Tx, id: RewardPoolId) -> Result<()> {
    let delete = "DELETE FROM reward_pools WHERE id = $1";
    tx.execute_raw(sql(&**tx, delete, [id.uuid().into()])).await?;
    Ok(())
}

/// Whether a reward shares it, or shared it until it was no longer offered.
pub(crate) async fn is_shared(tx: &Tx, id: RewardPoolId) -> Result<bool> {
    let select = "SELECT 1 AS x FROM rewards WHERE pool_id = $1 LIMIT 1";
    let found = tx.query_one_raw(sql(&**tx, select, [id.uuid().into()])).await?;
    Ok(found.is_some())
}

pub(crate) async fn by_ids(conn: &impl ConnectionTrait, ids: &[RewardPoolId]) -> Result<Vec<RewardPool>> {
    listed(conn, "id", ids.iter().map(|id| id.uuid())).await
}

/// The pools of these campaigns, in order.
pub(crate) async fn of_campaigns(conn: &impl ConnectionTrait, ids: &[CampaignId]) -> Result<Vec<RewardPool>> {
    listed(conn, "campaign_id", ids.iter().map(|id| id.uuid())).await
}

async fn listed(
    conn: &impl ConnectionTrait,
    column: &'static str,
    ids: impl Iterator<Item = Uuid>,
) -> Result<Vec<RewardPool>> {
    let mut b = Builder::default();
    let list = b.list(ids);
    if b.values.is_empty() {
        return Ok(Vec::new());
    }
    let select = format!("{SELECT} WHERE {column} IN {list} ORDER BY campaign_id, position, id");
    let rows = Row::find_by_statement(sql(conn, select, b.values))
        .all(conn)
        .await?;
    rows.into_iter().map(RewardPool::try_from).collect()
}
