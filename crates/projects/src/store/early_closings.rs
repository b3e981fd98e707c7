use chrono::{DateTime, Utc};
use db::{Result, Tx, sql};
use kernel::{CampaignId, UserId};
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

/// An early end that those who pledged were told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct EarlyClosing {
    /// The campaign.
    pub(crate) campaign_id: CampaignId,
    /// Counts up from 1.
    pub(crate) number: i32,
    /// Its deadline without.
    pub(crate) deadline_before: DateTime<Utc>,
    /// When it closes, if its goal is reached then.
    pub(crate) closes_at: DateTime<Utc>,
    /// Who told.
    pub(crate) told_by: UserId,
    /// When.
    pub(crate) told_at: DateTime<Utc>,
}

#[derive(Debug, FromQueryResult)]
struct Row {
    campaign_id: Uuid,
    number: i32,
    deadline_before: DateTime<Utc>,
    closes_at: DateTime<Utc>,
    told_by: Uuid,
    told_at: DateTime<Utc>,
}

impl From<Row> for EarlyClosing {
    fn from(row: Row) -> Self {
        Self {
            campaign_id: row.campaign_id.into(),
            number: row.number,
            deadline_before: row.deadline_before,
            closes_at: row.closes_at,
            told_by: row.told_by.into(),
            told_at: row.told_at,
        }
    }
}

/// The early end a campaign goes towards, if it does.
pub(crate) async fn find_open(
    conn: &impl ConnectionTrait,
    campaign: CampaignId,
) -> Result<Option<EarlyClosing>> {
    let select = "SELECT campaign_id, number, deadline_before, closes_at, told_by, told_at
                  FROM campaign_early_closings WHERE campaign_id = $1 AND outcome IS NULL";
    let row = Row::find_by_statement(sql(conn, select, [campaign.uuid().into()]))
        .one(conn)
        .await?;
    Ok(row.map(Into::into))
}

/// How many early ends of a campaign were told of.
pub(crate) async fn count(conn: &impl ConnectionTrait, campaign: CampaignId) -> Result<i32> {
    let select = "SELECT count(*) AS n FROM campaign_early_closings WHERE campaign_id = $1";
    let row = conn
        .query_one_raw(sql(conn, select, [campaign.uuid().into()]))
        .await?;
    let n: i64 = row.map_or(Ok(0), |row| row.try_get("", "n"))?;
    Ok(i32::try_from(n).unwrap_or(i32::MAX))
}

pub(crate) async fn insert(tx: &Tx, closing: &EarlyClosing) -> Result<()> {
    let insert = "INSERT INTO campaign_early_closings (campaign_id, number, deadline_before, closes_at, told_by, told_at)
                  VALUES ($1, $2, $3, $4, $5, $6)";
    let values = [
        closing.campaign_id.uuid().into(),
        closing.number.into(),
        closing.deadline_before.into(),
        closing.closes_at.into(),
        closing.told_by.uuid().into(),
        closing.told_at.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

/// Writes down what became of an early end.
pub(crate) async fn end(tx: &Tx, closing: &EarlyClosing, outcome: &str, at: DateTime<Utc>) -> Result<()> {
    let update = "UPDATE campaign_early_closings SET outcome = $1, ended_at = $2
                  WHERE campaign_id = $3 AND number = $4";
    let values = [
        outcome.into(),
        at.into(),
        closing.campaign_id.uuid().into(),
        closing.number.into(),
    ];
    tx.execute_raw(sql(&**tx, update, values)).await?;
    Ok(())
}
