use chrono::{DateTime, Utc};
use db::{Result, Tx, sql};
use sea_orm::ConnectionTrait;

use crate::{campaign::Campaign, events::LaunchWait};

/// Notes why a scheduled campaign waits. Returns whether that is news: for each moment of launch and each reason once.
pub(crate) async fn note(
    tx: &Tx,
    campaign: &Campaign,
    reason: LaunchWait,
    now: DateTime<Utc>,
) -> Result<bool> {
    let insert =
        "INSERT INTO campaign_launch_waits (campaign_id, starts_at, reason, told_at) VALUES ($1, $2, $3, $4)
                  ON CONFLICT DO NOTHING";
    let values = [
        campaign.id.uuid().into(),
        campaign.starts_at.unwrap_or(now).into(),
        reason.as_str().into(),
        now.into(),
    ];
    Ok(tx.execute_raw(sql(&**tx, insert, values)).await?.rows_affected() == 1)
}
