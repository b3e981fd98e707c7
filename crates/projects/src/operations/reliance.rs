//! Which campaigns stand on rights, and how much depends on that.

use chrono::{DateTime, Utc};
use db::sql;
use kernel::{CampaignId, PatentId};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::{CampaignState, Projects, Result, pause::deadline_from, store::Builder};

/// A campaign that stands on a right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reliance {
    /// The right.
    pub patent_id: PatentId,
    /// The campaign.
    pub campaign_id: CampaignId,
    /// How the campaign stands.
    pub state: CampaignState,
    /// When its funding ends, if that is set; while its clock stands still, when it would if it went on now.
    pub deadline_at: Option<DateTime<Utc>>,
}

impl Projects {
    /// The campaigns that stand on these rights and are not over, in one statement.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn relying_on(&self, patents: &[PatentId]) -> Result<Vec<Reliance>> {
        if patents.is_empty() {
            return Ok(Vec::new());
        }
        let mut b = Builder::default();
        let list = b.list(patents.iter().map(|id| id.uuid()));
        let select = format!(
            "SELECT p.patent_id, p.campaign_id, c.state, c.deadline_at, c.paused_at FROM campaign_patents p JOIN campaigns c ON c.id = p.campaign_id
             WHERE p.patent_id IN {list} AND c.state NOT IN ('completed', 'failed', 'cancelled', 'suspended')"
        );
        let conn = self.db.primary();
        let rows = conn.query_all_raw(sql(conn, select, b.values)).await?;
        let now = self.db.clock().now();
        rows.iter()
            .map(|row| {
                let state: String = row.try_get("", "state")?;
                Ok(Reliance {
                    patent_id: row.try_get::<Uuid>("", "patent_id")?.into(),
                    campaign_id: row.try_get::<Uuid>("", "campaign_id")?.into(),
                    state: state.parse().map_err(db::Error::from)?,
                    deadline_at: deadline_from(
                        row.try_get("", "deadline_at")?,
                        row.try_get("", "paused_at")?,
                        now,
                    ),
                })
            })
            .collect()
    }
}
