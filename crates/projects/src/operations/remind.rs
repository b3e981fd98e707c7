use chrono::{DateTime, TimeDelta, Utc};
use db::sql;
use kernel::{Caller, CampaignId, Role};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::Projects;
use crate::{Result, events::CampaignEnding};

/// How long before its deadline it is told that a campaign ends.
const BEFORE: TimeDelta = TimeDelta::hours(48);

impl Projects {
    /// Tells of live campaigns whose deadline is less than 48 hours away, up to `limit`: once for each deadline, so that one
    /// that was extended is told of again. Not of such as are launched so late that hardly more is left. Returns how many.
    ///
    /// # Errors
    /// [`crate::Error::Forbidden`] unless the platform or an administrator asks; or if the database does not answer.
    #[tracing::instrument(name = "projects.remind_due", skip_all)]
    pub async fn remind_due(&self, caller: &Caller, limit: u64) -> Result<usize> {
        caller.require(Role::Administrator)?;
        let tx = self.db.begin().await?;
        let now = tx.now().await?;
        let select = format!(
            "SELECT c.id, c.deadline_at FROM campaigns c
             WHERE c.state = 'live' AND c.deadline_at > $1 AND c.deadline_at <= $2 AND c.launched_at < $3
               AND NOT EXISTS (SELECT 1 FROM campaign_reminders r
                               WHERE r.campaign_id = c.id AND r.deadline_at = c.deadline_at)
             ORDER BY c.deadline_at LIMIT {limit}"
        );
        let values = [
            now.into(),
            (now + BEFORE).into(),
            (now - TimeDelta::hours(24)).into(),
        ];
        let rows = tx.query_all_raw(sql(&*tx, select, values)).await?;
        let mut told = 0;
        for row in rows {
            let id: Uuid = row.try_get("", "id")?;
            let deadline_at: DateTime<Utc> = row.try_get("", "deadline_at")?;
            let insert =
                "INSERT INTO campaign_reminders (campaign_id, deadline_at, told_at) VALUES ($1, $2, $3)
                          ON CONFLICT DO NOTHING";
            let values = [id.into(), deadline_at.into(), now.into()];
            // Another process may have told of it meanwhile.
            if tx.execute_raw(sql(&*tx, insert, values)).await?.rows_affected() == 0 {
                continue;
            }
            let campaign_id = CampaignId::from(id);
            tx.publish(&CampaignEnding {
                campaign_id,
                deadline_at,
            })
            .await?;
            told += 1;
        }
        tx.commit().await?;
        Ok(told)
    }
}
