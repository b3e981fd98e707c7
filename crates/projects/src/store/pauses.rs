use chrono::{DateTime, TimeDelta, Utc};
use db::{FirstOfEach, Result, Tx, sql};
use kernel::CampaignId;
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

use super::{Builder, OF_EACH};
use crate::pause::Pause;

#[derive(Debug, FromQueryResult)]
struct Row {
    id: Uuid,
    campaign_id: Uuid,
    reason: String,
    claim_id: Option<Uuid>,
    claim_state: Option<String>,
    started_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
}

impl TryFrom<Row> for Pause {
    type Error = db::Error;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: row.id,
            campaign_id: row.campaign_id.into(),
            reason: row.reason.parse()?,
            claim_id: row.claim_id.map(Into::into),
            claim_state: row.claim_state.map(|state| state.parse()).transpose()?,
            started_at: row.started_at,
            ended_at: row.ended_at,
        })
    }
}

/// The newest pauses of each of these campaigns, the oldest of them first.
pub(crate) async fn of_campaigns(conn: &impl ConnectionTrait, ids: &[CampaignId]) -> Result<Vec<Pause>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut b = Builder::default();
    let list = b.list(ids.iter().map(|id| id.uuid()));
    let newest = FirstOfEach {
        table: "campaign_pauses",
        parent: "campaign_id",
        condition: &format!("campaign_id IN {list}"),
        order: "started_at DESC, id DESC",
        most: OF_EACH,
    };
    let select = format!(
        "SELECT p.id, p.campaign_id, p.reason, p.claim_id, o.state AS claim_state, p.started_at, p.ended_at
         FROM campaign_pauses p LEFT JOIN ip_claims o ON o.id = p.claim_id
         WHERE p.id IN {} ORDER BY p.started_at, p.id",
        newest.ids()
    );
    let rows = Row::find_by_statement(sql(conn, select, b.values))
        .all(conn)
        .await?;
    rows.into_iter().map(Pause::try_from).collect()
}

pub(crate) async fn insert(tx: &Tx, pause: &Pause) -> Result<()> {
    let insert = "INSERT INTO campaign_pauses (id, campaign_id, reason, claim_id, started_at) VALUES ($1, $2, $3, $4, $5)";
    let values = [
        pause.id.into(),
        pause.campaign_id.uuid().into(),
        pause.reason.as_str().into(),
        pause.claim_id.map(|id| id.uuid()).into(),
        pause.started_at.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

/// How long a campaign has stood still since a moment, by the pauses that are over.
pub(crate) async fn paused_since(tx: &Tx, campaign: CampaignId, since: DateTime<Utc>) -> Result<TimeDelta> {
    let select = "SELECT started_at, ended_at FROM campaign_pauses
                  WHERE campaign_id = $1 AND ended_at > $2";
    let rows = tx
        .query_all_raw(sql(&**tx, select, [campaign.uuid().into(), since.into()]))
        .await?;
    let mut paused = TimeDelta::zero();
    for row in rows {
        let (from, until): (DateTime<Utc>, DateTime<Utc>) =
            (row.try_get("", "started_at")?, row.try_get("", "ended_at")?);
        paused += until - from.max(since);
    }
    Ok(paused)
}

/// Ends the pause a campaign is in; its row is locked.
///
/// # Errors
/// [`db::Error::Corrupt`] if it is in none.
pub(crate) async fn end(tx: &Tx, campaign: CampaignId, at: DateTime<Utc>) -> Result<()> {
    let update = "UPDATE campaign_pauses SET ended_at = $1 WHERE campaign_id = $2 AND ended_at IS NULL";
    let done = tx
        .execute_raw(sql(&**tx, update, [at.into(), campaign.uuid().into()]))
        .await?;
    if done.rows_affected() == 1 {
        Ok(())
    } else {
        Err(db::Error::corrupt(format_args!(
            "the campaign {campaign} is paused without a pause"
        )))
    }
}
