use chrono::{DateTime, NaiveDate, Utc};
use db::{FirstOfEach, Result, Tx, sql};
use kernel::{CampaignId, OwnershipClaimId};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use uuid::Uuid;

use super::{Builder, OF_EACH};
use crate::ownership::OwnershipClaim;

const COLUMNS: &str =
    "o.id, o.campaign_id, o.patent_id, o.founder_id, o.kind, o.counterparty, o.dated_on, o.file_id,
    o.state, o.submitted_at, o.reviewer_id, o.claimed_at, o.decided_at, o.outdated_at, o.reason, o.note";

#[derive(Debug, FromQueryResult)]
struct Row {
    id: Uuid,
    campaign_id: Uuid,
    patent_id: Uuid,
    founder_id: Uuid,
    kind: String,
    counterparty: String,
    dated_on: NaiveDate,
    file_id: Uuid,
    state: String,
    submitted_at: DateTime<Utc>,
    reviewer_id: Option<Uuid>,
    claimed_at: Option<DateTime<Utc>>,
    decided_at: Option<DateTime<Utc>>,
    outdated_at: Option<DateTime<Utc>>,
    reason: Option<String>,
    note: Option<String>,
}

impl TryFrom<Row> for OwnershipClaim {
    type Error = db::Error;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: row.id.into(),
            campaign_id: row.campaign_id.into(),
            patent_id: row.patent_id.into(),
            founder_id: row.founder_id.into(),
            kind: row.kind.parse()?,
            counterparty: row.counterparty,
            dated_on: row.dated_on,
            file_id: row.file_id.into(),
            state: row.state.parse()?,
            submitted_at: row.submitted_at,
            reviewer_id: row.reviewer_id.map(Into::into),
            claimed_at: row.claimed_at,
            decided_at: row.decided_at,
            outdated_at: row.outdated_at,
            reason: row.reason.map(|reason| reason.parse()).transpose()?,
            note: row.note,
        })
    }
}

async fn all(conn: &impl ConnectionTrait, rest: &str, values: Vec<Value>) -> Result<Vec<OwnershipClaim>> {
    let select = format!("SELECT {COLUMNS} FROM ownership_claims o {rest}");
    let rows = Row::find_by_statement(sql(conn, select, values))
        .all(conn)
        .await?;
    rows.into_iter().map(OwnershipClaim::try_from).collect()
}

pub(crate) async fn find(
    conn: &impl ConnectionTrait,
    id: OwnershipClaimId,
) -> Result<Option<OwnershipClaim>> {
    Ok(all(conn, "WHERE o.id = $1", vec![id.uuid().into()]).await?.pop())
}

pub(crate) async fn lock(tx: &Tx, id: OwnershipClaimId) -> Result<Option<OwnershipClaim>> {
    let rest = format!("WHERE o.id = $1{}", tx.for_update());
    Ok(all(&**tx, &rest, vec![id.uuid().into()]).await?.pop())
}

/// The claims of these campaigns, the oldest first.
pub(crate) async fn of_campaigns(
    conn: &impl ConnectionTrait,
    ids: &[CampaignId],
) -> Result<Vec<OwnershipClaim>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut b = Builder::default();
    let list = b.list(ids.iter().map(|id| id.uuid()));
    let newest = FirstOfEach {
        table: "ownership_claims",
        parent: "campaign_id",
        condition: &format!("campaign_id IN {list}"),
        order: "id DESC",
        most: OF_EACH,
    };
    let rest = format!("WHERE o.id IN {} ORDER BY o.id", newest.ids());
    all(conn, &rest, b.values).await
}

/// The claims of a campaign whose documents were approved and have not been outdated.
pub(crate) async fn approved(tx: &Tx, campaign: CampaignId) -> Result<Vec<OwnershipClaim>> {
    let rest = "WHERE o.campaign_id = $1 AND o.state = 'approved'";
    all(&**tx, rest, vec![campaign.uuid().into()]).await
}

/// What waits for a reviewer, the longest waiting first.
pub(crate) async fn waiting(
    conn: &impl ConnectionTrait,
    after: Option<(DateTime<Utc>, OwnershipClaimId)>,
    limit: u32,
) -> Result<Vec<OwnershipClaim>> {
    let (at, id) = after.unwrap_or((DateTime::UNIX_EPOCH, OwnershipClaimId::from_uuid(Uuid::nil())));
    let rest = format!(
        "WHERE o.state = 'submitted' AND (o.submitted_at > $1 OR (o.submitted_at = $1 AND o.id > $2))
         ORDER BY o.submitted_at, o.id LIMIT {limit}"
    );
    all(conn, &rest, vec![at.into(), id.uuid().into()]).await
}

pub(crate) async fn count_waiting(conn: &impl ConnectionTrait) -> Result<u64> {
    let select = "SELECT count(*) AS n FROM ownership_claims WHERE state = 'submitted'";
    let row = conn.query_one_raw(sql(conn, select, [])).await?;
    let count: i64 = row.map_or(Ok(0), |row| row.try_get("", "n"))?;
    Ok(u64::try_from(count).unwrap_or(0))
}

pub(crate) async fn insert(tx: &Tx, claim: &OwnershipClaim) -> Result<()> {
    let insert = "INSERT INTO ownership_claims
        (id, campaign_id, patent_id, founder_id, kind, counterparty, dated_on, file_id, state, submitted_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let values = [
        claim.id.uuid().into(),
        claim.campaign_id.uuid().into(),
        claim.patent_id.uuid().into(),
        claim.founder_id.uuid().into(),
        claim.kind.as_str().into(),
        claim.counterparty.clone().into(),
        claim.dated_on.into(),
        claim.file_id.uuid().into(),
        claim.state.as_str().into(),
        claim.submitted_at.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

pub(crate) async fn update(tx: &Tx, claim: &OwnershipClaim) -> Result<()> {
    let update = "UPDATE ownership_claims SET state = $1, reviewer_id = $2, claimed_at = $3, decided_at = $4,
                  outdated_at = $5, reason = $6, note = $7 WHERE id = $8";
    let values = [
        claim.state.as_str().into(),
        claim.reviewer_id.map(|id| id.uuid()).into(),
        claim.claimed_at.into(),
        claim.decided_at.into(),
        claim.outdated_at.into(),
        claim.reason.map(|reason| reason.as_str()).into(),
        claim.note.clone().into(),
        claim.id.uuid().into(),
    ];
    tx.execute_raw(sql(&**tx, update, values)).await?;
    Ok(())
}
