use chrono::{DateTime, Utc};
use db::{Result, Tx, sql};
use kernel::CampaignId;
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

use super::Builder;
use crate::review::Review;

const COLUMNS: &str =
    "v.id, v.campaign_id, v.opened_at, v.reviewer_id, v.claimed_at, v.decided_at, v.decision, v.note";

#[derive(Debug, FromQueryResult)]
struct Row {
    id: Uuid,
    campaign_id: Uuid,
    opened_at: DateTime<Utc>,
    reviewer_id: Option<Uuid>,
    claimed_at: Option<DateTime<Utc>>,
    decided_at: Option<DateTime<Utc>>,
    decision: Option<String>,
    note: Option<String>,
}

impl TryFrom<Row> for Review {
    type Error = db::Error;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: row.id,
            campaign_id: row.campaign_id.into(),
            opened_at: row.opened_at,
            reviewer_id: row.reviewer_id.map(Into::into),
            claimed_at: row.claimed_at,
            decided_at: row.decided_at,
            decision: row
                .decision
                .filter(|word| word != "withdrawn")
                .map(|word| word.parse())
                .transpose()?,
            note: row.note,
        })
    }
}

pub(crate) async fn open(tx: &Tx, campaign: CampaignId, at: DateTime<Utc>) -> Result<()> {
    let insert = "INSERT INTO campaign_reviews (id, campaign_id, opened_at) VALUES ($1, $2, $3)";
    let id = tx.db().ids().uuid(at);
    tx.execute_raw(sql(&**tx, insert, [id.into(), campaign.uuid().into(), at.into()]))
        .await?;
    Ok(())
}

/// The open review of a campaign whose row is locked.
pub(crate) async fn find_open(tx: &Tx, campaign: CampaignId) -> Result<Option<Review>> {
    let select =
        format!("SELECT {COLUMNS} FROM campaign_reviews v WHERE v.campaign_id = $1 AND v.decided_at IS NULL");
    let row = Row::find_by_statement(sql(&**tx, select, [campaign.uuid().into()]))
        .one(&**tx)
        .await?;
    row.map(Review::try_from).transpose()
}

pub(crate) async fn update(tx: &Tx, review: &Review) -> Result<()> {
    let decision = match (review.decided_at, review.decision) {
        (Some(_), None) => Some("withdrawn"),
        (_, decision) => decision.map(|decision| decision.as_str()),
    };
    let update = "UPDATE campaign_reviews SET reviewer_id = $1, claimed_at = $2, decided_at = $3, decision = $4, note = $5
                  WHERE id = $6";
    let values = [
        review.reviewer_id.map(|id| id.uuid()).into(),
        review.claimed_at.into(),
        review.decided_at.into(),
        decision.into(),
        review.note.clone().into(),
        review.id.into(),
    ];
    tx.execute_raw(sql(&**tx, update, values)).await?;
    Ok(())
}

/// The latest review of each campaign.
pub(crate) async fn latest_of(conn: &impl ConnectionTrait, ids: &[CampaignId]) -> Result<Vec<Review>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut b = Builder::default();
    let list = b.list(ids.iter().map(|id| id.uuid()));
    let select = format!(
        "SELECT {COLUMNS} FROM campaign_reviews v WHERE v.campaign_id IN {list} AND NOT EXISTS (
            SELECT 1 FROM campaign_reviews later WHERE later.campaign_id = v.campaign_id AND later.id > v.id)"
    );
    let rows = Row::find_by_statement(sql(conn, select, b.values))
        .all(conn)
        .await?;
    rows.into_iter().map(Review::try_from).collect()
}
