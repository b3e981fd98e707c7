//! Refunds as rows.

use chrono::{DateTime, Utc};
use db::{Error, Result, Tx, sql};
use kernel::{Currency, Money, PaymentAttemptId, PledgeId, RefundId};
use payments::Failure;
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use uuid::Uuid;

use super::Refund;

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    attempt_id: Uuid,
    pledge_id: Uuid,
    campaign_id: Uuid,
    amount_minor: i64,
    currency: String,
    reason: String,
    bearer: String,
    note: Option<String>,
    requested_by: String,
    requested_at: DateTime<Utc>,
    state: String,
    provider: String,
    provider_id: Option<String>,
    idem_key: String,
    asked_at: Option<DateTime<Utc>>,
    failure_code: Option<String>,
    failure_text: Option<String>,
    finished_at: Option<DateTime<Utc>>,
}

const COLUMNS: &str =
    "id, attempt_id, pledge_id, campaign_id, amount_minor, currency, reason, bearer, note, requested_by,
    requested_at, state, provider, provider_id, idem_key, asked_at, failure_code, failure_text, finished_at";

impl TryFrom<Row> for Refund {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        let currency: Currency = row.currency.parse().map_err(Error::corrupt)?;
        Ok(Self {
            id: row.id.into(),
            attempt_id: row.attempt_id.into(),
            pledge_id: row.pledge_id.into(),
            campaign_id: row.campaign_id.into(),
            amount: Money::new(row.amount_minor, currency),
            reason: row.reason.parse()?,
            bearer: row.bearer.parse()?,
            note: row.note,
            requested_by: row.requested_by,
            requested_at: row.requested_at,
            state: row.state.parse()?,
            provider: row.provider,
            provider_id: row.provider_id,
            key: row.idem_key,
            asked_at: row.asked_at,
            failure: row.failure_code.map(|code| Failure {
                code,
                message: row.failure_text.unwrap_or_default(),
            }),
            finished_at: row.finished_at,
        })
    }
}

/// Refunds by a condition, which may order and limit them.
pub(crate) async fn select(
    conn: &impl ConnectionTrait,
    rest: &str,
    values: Vec<Value>,
) -> Result<Vec<Refund>> {
    let select = format!("SELECT {COLUMNS} FROM refunds WHERE {rest}");
    let rows = Row::find_by_statement(sql(conn, select, values))
        .all(conn)
        .await?;
    rows.into_iter().map(Refund::try_from).collect()
}

pub(crate) async fn find(conn: &impl ConnectionTrait, id: RefundId) -> Result<Option<Refund>> {
    Ok(select(conn, "id = $1", vec![id.uuid().into()]).await?.pop())
}

/// The refund, its row locked. The rows of its pledge and its charge must be locked first.
pub(crate) async fn lock(tx: &Tx, id: RefundId) -> Result<Refund> {
    let rest = format!("id = $1{}", tx.for_update());
    let found = select(&**tx, &rest, vec![id.uuid().into()]).await?.pop();
    found.ok_or_else(|| Error::corrupt(format_args!("refund {id} vanished")))
}

pub(crate) async fn of_pledge(conn: &impl ConnectionTrait, pledge: PledgeId) -> Result<Vec<Refund>> {
    let rest = "pledge_id = $1 ORDER BY requested_at, id";
    select(conn, rest, vec![pledge.uuid().into()]).await
}

pub(crate) async fn of_attempt(
    conn: &impl ConnectionTrait,
    attempt: PaymentAttemptId,
) -> Result<Vec<Refund>> {
    select(
        conn,
        "attempt_id = $1 ORDER BY requested_at, id",
        vec![attempt.uuid().into()],
    )
    .await
}

pub(crate) async fn insert(tx: &Tx, refund: &Refund) -> Result<()> {
    let insert = format!(
        "INSERT INTO refunds ({COLUMNS})
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)"
    );
    let failure = refund.failure.as_ref();
    let values = [
        refund.id.uuid().into(),
        refund.attempt_id.uuid().into(),
        refund.pledge_id.uuid().into(),
        refund.campaign_id.uuid().into(),
        refund.amount.minor.into(),
        refund.amount.currency.code().into(),
        refund.reason.as_str().into(),
        refund.bearer.as_str().into(),
        refund.note.clone().into(),
        refund.requested_by.clone().into(),
        refund.requested_at.into(),
        refund.state.as_str().into(),
        refund.provider.clone().into(),
        refund.provider_id.clone().into(),
        refund.key.clone().into(),
        refund.asked_at.into(),
        failure.map(|failure| failure.code.clone()).into(),
        failure.map(|failure| failure.message.clone()).into(),
        refund.finished_at.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

/// Writes what became of a refund.
pub(crate) async fn update(tx: &Tx, refund: &Refund) -> Result<()> {
    let update = "UPDATE refunds SET state = $2, provider_id = $3, asked_at = $4, failure_code = $5, failure_text = $6,
            finished_at = $7, note = $8 WHERE id = $1";
    let failure = refund.failure.as_ref();
    let values = [
        refund.id.uuid().into(),
        refund.state.as_str().into(),
        refund.provider_id.clone().into(),
        refund.asked_at.into(),
        failure.map(|failure| failure.code.clone()).into(),
        failure.map(|failure| failure.message.clone()).into(),
        refund.finished_at.into(),
        refund.note.clone().into(),
    ];
    tx.execute_raw(sql(&**tx, update, values)).await?;
    Ok(())
}

/// Notes, before the provider is asked, that it is.
pub(crate) async fn mark_asked(conn: &impl ConnectionTrait, id: RefundId, now: DateTime<Utc>) -> Result<()> {
    let update = "UPDATE refunds SET asked_at = $2 WHERE id = $1 AND asked_at IS NULL";
    conn.execute_raw(sql(conn, update, [id.uuid().into(), now.into()]))
        .await?;
    Ok(())
}
