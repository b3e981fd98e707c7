//! Disputes as rows.

use chrono::{DateTime, Utc};
use db::{Error, Result, Tx, sql};
use kernel::{Currency, DisputeId, DisputeRecountId, Money, PaymentAttemptId, PledgeId};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use uuid::Uuid;

use super::Dispute;

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    attempt_id: Uuid,
    pledge_id: Uuid,
    campaign_id: Uuid,
    provider: String,
    provider_id: String,
    amount_minor: i64,
    counted_minor: i64,
    currency: String,
    reason: String,
    state: String,
    is_withdrawn: bool,
    fee_minor: Option<i64>,
    fee_currency: Option<String>,
    evidence_due_at: Option<DateTime<Utc>>,
    evidence: Option<serde_json::Value>,
    evidence_by: Option<String>,
    evidence_at: Option<DateTime<Utc>>,
    opened_at: DateTime<Utc>,
    closed_at: Option<DateTime<Utc>>,
    version: i64,
}

const COLUMNS: &str =
    "id, attempt_id, pledge_id, campaign_id, provider, provider_id, amount_minor, counted_minor, currency,
    reason, state, is_withdrawn, fee_minor, fee_currency, evidence_due_at, evidence, evidence_by, evidence_at,
    opened_at, closed_at, version";

impl TryFrom<Row> for Dispute {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        let currency: Currency = row.currency.parse().map_err(Error::corrupt)?;
        let fee = match (row.fee_minor, row.fee_currency) {
            (Some(minor), Some(code)) => Some(Money::new(minor, code.parse().map_err(Error::corrupt)?)),
            _ => None,
        };
        Ok(Self {
            id: row.id.into(),
            attempt_id: row.attempt_id.into(),
            pledge_id: row.pledge_id.into(),
            campaign_id: row.campaign_id.into(),
            provider: row.provider,
            provider_id: row.provider_id,
            amount: Money::new(row.amount_minor, currency),
            counted_minor: row.counted_minor,
            reason: row.reason,
            state: row.state.parse()?,
            is_withdrawn: row.is_withdrawn,
            fee,
            evidence_due_at: row.evidence_due_at,
            evidence: row
                .evidence
                .map(serde_json::from_value)
                .transpose()
                .map_err(Error::corrupt)?,
            evidence_by: row.evidence_by,
            evidence_at: row.evidence_at,
            opened_at: row.opened_at,
            closed_at: row.closed_at,
            version: row.version,
        })
    }
}

/// Disputes by a condition, which may order and limit them.
pub(crate) async fn select(
    conn: &impl ConnectionTrait,
    rest: &str,
    values: Vec<Value>,
) -> Result<Vec<Dispute>> {
    let select = format!("SELECT {COLUMNS} FROM disputes WHERE {rest}");
    let rows = Row::find_by_statement(sql(conn, select, values))
        .all(conn)
        .await?;
    rows.into_iter().map(Dispute::try_from).collect()
}

pub(crate) async fn find(conn: &impl ConnectionTrait, id: DisputeId) -> Result<Option<Dispute>> {
    Ok(select(conn, "id = $1", vec![id.uuid().into()]).await?.pop())
}

pub(crate) async fn of_pledge(conn: &impl ConnectionTrait, pledge: PledgeId) -> Result<Vec<Dispute>> {
    let rest = "pledge_id = $1 ORDER BY opened_at, id";
    select(conn, rest, vec![pledge.uuid().into()]).await
}

/// Those of a charge whose money is taken from us now, oldest first. The row of the charge must be locked.
pub(crate) async fn withdrawn_of(tx: &Tx, attempt: PaymentAttemptId) -> Result<Vec<Dispute>> {
    let rest = format!(
        "attempt_id = $1 AND is_withdrawn ORDER BY opened_at, id{}",
        tx.for_update()
    );
    select(&**tx, &rest, vec![attempt.uuid().into()]).await
}

/// Notes that a dispute counts for so much more, or less if it is below zero.
pub(crate) async fn insert_recount(
    tx: &Tx,
    id: DisputeRecountId,
    dispute: DisputeId,
    minor: i64,
    now: DateTime<Utc>,
) -> Result<()> {
    let insert = "INSERT INTO dispute_recounts (id, dispute_id, minor, recounted_at) VALUES ($1, $2, $3, $4)";
    let values = [id.uuid().into(), dispute.uuid().into(), minor.into(), now.into()];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

/// Each time a dispute came to count otherwise, oldest first.
pub(crate) async fn recounts_of(tx: &Tx, dispute: DisputeId) -> Result<Vec<DisputeRecountId>> {
    let select = "SELECT id FROM dispute_recounts WHERE dispute_id = $1 ORDER BY recounted_at, id";
    let rows = tx
        .query_all_raw(sql(&**tx, select, [dispute.uuid().into()]))
        .await?;
    rows.iter()
        .map(|row| Ok(row.try_get::<Uuid>("", "id")?.into()))
        .collect()
}

/// The dispute with this id at the provider, its row locked. The row of its charge must be locked first.
pub(crate) async fn lock_by_provider_id(
    tx: &Tx,
    provider: &str,
    provider_id: &str,
) -> Result<Option<Dispute>> {
    let rest = format!("provider = $1 AND provider_id = $2{}", tx.for_update());
    Ok(select(&**tx, &rest, vec![provider.into(), provider_id.into()])
        .await?
        .pop())
}

pub(crate) async fn insert(tx: &Tx, dispute: &Dispute) -> Result<()> {
    let insert =
        "INSERT INTO disputes (id, attempt_id, pledge_id, campaign_id, provider, provider_id, amount_minor,
            counted_minor, currency, reason, state, is_withdrawn, evidence_due_at, opened_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    let values = [
        dispute.id.uuid().into(),
        dispute.attempt_id.uuid().into(),
        dispute.pledge_id.uuid().into(),
        dispute.campaign_id.uuid().into(),
        dispute.provider.clone().into(),
        dispute.provider_id.clone().into(),
        dispute.amount.minor.into(),
        dispute.counted_minor.into(),
        dispute.amount.currency.code().into(),
        dispute.reason.clone().into(),
        dispute.state.as_str().into(),
        dispute.is_withdrawn.into(),
        dispute.evidence_due_at.into(),
        dispute.opened_at.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

/// Writes what became of a dispute.
pub(crate) async fn update(tx: &Tx, dispute: &Dispute) -> Result<()> {
    let update = "UPDATE disputes SET state = $2, is_withdrawn = $3, fee_minor = $4, fee_currency = $5, evidence_due_at = $6,
            evidence = $7, evidence_by = $8, evidence_at = $9, closed_at = $10, counted_minor = $11, version = $12
        WHERE id = $1";
    let evidence = dispute
        .evidence
        .as_ref()
        .map(serde_json::to_value)
        .transpose()
        .map_err(Error::corrupt)?;
    let values = [
        dispute.id.uuid().into(),
        dispute.state.as_str().into(),
        dispute.is_withdrawn.into(),
        dispute.fee.map(|fee| fee.minor).into(),
        dispute.fee.map(|fee| fee.currency.code()).into(),
        dispute.evidence_due_at.into(),
        evidence.into(),
        dispute.evidence_by.clone().into(),
        dispute.evidence_at.into(),
        dispute.closed_at.into(),
        dispute.counted_minor.into(),
        dispute.version.into(),
    ];
    tx.execute_raw(sql(&**tx, update, values)).await?;
    Ok(())
}
