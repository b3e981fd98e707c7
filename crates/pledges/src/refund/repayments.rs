//! Repayments as rows.

use chrono::{DateTime, NaiveDate, Utc};
use db::{Result, Tx, sql};
use kernel::RefundId;
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use uuid::Uuid;

use super::Repayment;

#[derive(FromQueryResult)]
struct Row {
    refund_id: Uuid,
    repays_id: Uuid,
    investor_id: Uuid,
    founder_id: Uuid,
    bank_reference: String,
    paid_on: NaiveDate,
    evidence: String,
    recorded_by: Uuid,
    recorded_at: DateTime<Utc>,
    decided_by: Option<Uuid>,
    decided_at: Option<DateTime<Utc>>,
    rejected_because: Option<String>,
}

const COLUMNS: &str = "refund_id, repays_id, investor_id, founder_id, bank_reference, paid_on, evidence, recorded_by, recorded_at,
    decided_by, decided_at, rejected_because";

impl From<Row> for Repayment {
    fn from(row: Row) -> Self {
        Self {
            refund_id: row.refund_id.into(),
            repays_id: row.repays_id.into(),
            investor_id: row.investor_id.into(),
            founder_id: row.founder_id.into(),
            bank_reference: row.bank_reference,
            paid_on: row.paid_on,
            evidence: row.evidence,
            recorded_by: row.recorded_by.into(),
            recorded_at: row.recorded_at,
            decided_by: row.decided_by.map(Into::into),
            decided_at: row.decided_at,
            rejected_because: row.rejected_because,
        }
    }
}

async fn select(conn: &impl ConnectionTrait, rest: &str, values: Vec<Value>) -> Result<Vec<Repayment>> {
    let select = format!("SELECT {COLUMNS} FROM repayments WHERE {rest}");
    let rows = Row::find_by_statement(sql(conn, select, values))
        .all(conn)
        .await?;
    Ok(rows.into_iter().map(Repayment::from).collect())
}

pub(crate) async fn find(conn: &impl ConnectionTrait, refund: RefundId) -> Result<Option<Repayment>> {
    Ok(select(conn, "refund_id = $1", vec![refund.uuid().into()])
        .await?
        .pop())
}

/// How these refunds were paid by hand; those that were not are left out.
pub(crate) async fn of_refunds(conn: &impl ConnectionTrait, refunds: &[RefundId]) -> Result<Vec<Repayment>> {
    if refunds.is_empty() {
        return Ok(Vec::new());
    }
    let marks: Vec<_> = (1..=refunds.len()).map(|n| format!("${n}")).collect();
    let rest = format!("refund_id IN ({})", marks.join(", "));
    let values = refunds.iter().map(|id| id.uuid().into()).collect();
    select(conn, &rest, values).await
}

/// The repayment of a refund that failed, unless it was rejected.
pub(crate) async fn standing(conn: &impl ConnectionTrait, repays: RefundId) -> Result<Option<Repayment>> {
    let rest = "repays_id = $1 AND rejected_because IS NULL";
    Ok(select(conn, rest, vec![repays.uuid().into()]).await?.pop())
}

pub(crate) async fn insert(tx: &Tx, repayment: &Repayment) -> Result<()> {
    let insert = "INSERT INTO repayments (refund_id, repays_id, investor_id, founder_id, bank_reference, paid_on, evidence,
            recorded_by, recorded_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let values = [
        repayment.refund_id.uuid().into(),
        repayment.repays_id.uuid().into(),
        repayment.investor_id.uuid().into(),
        repayment.founder_id.uuid().into(),
        repayment.bank_reference.clone().into(),
        repayment.paid_on.into(),
        repayment.evidence.clone().into(),
        repayment.recorded_by.uuid().into(),
        repayment.recorded_at.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

/// Writes what somebody else found.
pub(crate) async fn decide(tx: &Tx, repayment: &Repayment) -> Result<()> {
    let update = "UPDATE repayments SET decided_by = $2, decided_at = $3, rejected_because = $4
                  WHERE refund_id = $1 AND decided_at IS NULL";
    let values = [
        repayment.refund_id.uuid().into(),
        repayment.decided_by.map(|by| by.uuid()).into(),
        repayment.decided_at.into(),
        repayment.rejected_because.clone().into(),
    ];
    tx.execute_raw(sql(&**tx, update, values)).await?;
    Ok(())
}
