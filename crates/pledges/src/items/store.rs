//! What pledges chose, as rows that are never changed: each change of a pledge writes all of them anew.

use db::{Error, Result, Tx, sql};
use kernel::{Money, PledgeId, RefundId, RewardId};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use uuid::Uuid;

use super::{Item, ItemWish, PledgeItem};
use crate::{Pledge, store::marks};

#[derive(FromQueryResult)]
struct Row {
    pledge_id: Uuid,
    version: i64,
    reward_id: Uuid,
    quantity: i32,
    unit_minor: i64,
    currency: String,
    refunded: i64,
}

impl TryFrom<Row> for PledgeItem {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            pledge_id: row.pledge_id.into(),
            item: Item {
                reward_id: row.reward_id.into(),
                quantity: row.quantity,
                unit: Money::new(row.unit_minor, row.currency.parse().map_err(Error::corrupt)?),
            },
            refunded: i32::try_from(row.refunded).map_err(Error::corrupt)?,
        })
    }
}

/// Writes what a pledge has at its version.
pub(crate) async fn insert(tx: &Tx, pledge: PledgeId, version: i64, items: &[Item]) -> Result<()> {
    let insert = "INSERT INTO pledge_items (pledge_id, version, reward_id, quantity, unit_minor, currency)
                  VALUES ($1, $2, $3, $4, $5, $6)";
    for item in items {
        let values = [
            pledge.uuid().into(),
            version.into(),
            item.reward_id.uuid().into(),
            item.quantity.into(),
            item.unit.minor.into(),
            item.unit.currency.code().into(),
        ];
        tx.execute_raw(sql(&**tx, insert, values)).await?;
    }
    Ok(())
}

/// What these pledges ever chose, each with the version at which it was chosen; the reward first, then in the order of ids.
async fn select(conn: &impl ConnectionTrait, pledges: &[PledgeId]) -> Result<Vec<Row>> {
    if pledges.is_empty() {
        return Ok(Vec::new());
    }
    let select = format!(
        "SELECT i.pledge_id, i.version, i.reward_id, i.quantity, i.unit_minor, i.currency,
            (SELECT COALESCE(CAST(sum(ri.quantity) AS bigint), 0) FROM refunds f
             JOIN refund_items ri ON ri.refund_id = f.id
             WHERE f.pledge_id = i.pledge_id AND f.state <> 'failed' AND ri.reward_id = i.reward_id) AS refunded
         FROM pledge_items i JOIN rewards r ON r.id = i.reward_id
         WHERE i.pledge_id IN ({})
         ORDER BY i.pledge_id, i.version, CASE r.kind WHEN 'reward' THEN 0 ELSE 1 END, r.position, i.reward_id",
        marks(pledges.len())
    );
    let values = pledges.iter().map(|id| Value::from(id.uuid()));
    Ok(Row::find_by_statement(sql(conn, select, values))
        .all(conn)
        .await?)
}

/// What one pledge has now.
pub(crate) async fn of(conn: &impl ConnectionTrait, pledge: &Pledge) -> Result<Vec<Item>> {
    let items = of_pledge(conn, pledge).await?;
    Ok(items.into_iter().map(|had| had.item).collect())
}

/// What one pledge has now, and how many of each went back.
pub(crate) async fn of_pledge(conn: &impl ConnectionTrait, pledge: &Pledge) -> Result<Vec<PledgeItem>> {
    let Some(version) = pledge.items_version else {
        return Ok(Vec::new());
    };
    let rows = select(conn, &[pledge.id]).await?;
    let now = rows.into_iter().filter(|row| row.version == version);
    now.map(PledgeItem::try_from).collect()
}

/// What these pledges had at these versions.
pub(crate) async fn at(
    conn: &impl ConnectionTrait,
    versions: &[(PledgeId, i64)],
) -> Result<Vec<(i64, PledgeItem)>> {
    let mut pledges: Vec<_> = versions.iter().map(|(pledge, _)| *pledge).collect();
    pledges.sort_unstable();
    pledges.dedup();
    let rows = select(conn, &pledges).await?;
    let wanted = rows
        .into_iter()
        .filter(|row| versions.contains(&(row.pledge_id.into(), row.version)));
    wanted
        .map(|row| Ok((row.version, PledgeItem::try_from(row)?)))
        .collect()
}

/// Writes for which things a refund is.
pub(crate) async fn insert_refunded(tx: &Tx, refund: RefundId, items: &[ItemWish]) -> Result<()> {
    let insert = "INSERT INTO refund_items (refund_id, reward_id, quantity) VALUES ($1, $2, $3)";
    for item in items {
        let values = [
            refund.uuid().into(),
            item.reward_id.uuid().into(),
            item.quantity.into(),
        ];
        tx.execute_raw(sql(&**tx, insert, values)).await?;
    }
    Ok(())
}

/// For which things these refunds are, in the order of ids.
pub(crate) async fn refunded(
    conn: &impl ConnectionTrait,
    refunds: &[RefundId],
) -> Result<Vec<(RefundId, ItemWish)>> {
    if refunds.is_empty() {
        return Ok(Vec::new());
    }
    let select = format!(
        "SELECT refund_id, reward_id, quantity FROM refund_items WHERE refund_id IN ({}) ORDER BY refund_id, reward_id",
        marks(refunds.len())
    );
    let values = refunds.iter().map(|id| Value::from(id.uuid()));
    let rows = conn.query_all_raw(sql(conn, select, values)).await?;
    let read = rows.iter().map(|row| {
        let reward_id: RewardId = row.try_get::<Uuid>("", "reward_id")?.into();
        let quantity = row.try_get("", "quantity")?;
        let refund: RefundId = row.try_get::<Uuid>("", "refund_id")?.into();
        Ok((refund, ItemWish { reward_id, quantity }))
    });
    read.collect()
}
