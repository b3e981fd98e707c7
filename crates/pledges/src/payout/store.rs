//! Founders' accounts and payouts as rows.

use chrono::{DateTime, Utc};
use db::{Error, Result, Tx, sql};
use kernel::{CampaignId, Currency, Money, PayeeId, PayoutId, UserId};
use payments::Failure;
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use uuid::Uuid;

use super::{Payee, Payout};

#[derive(FromQueryResult)]
struct PayeeRow {
    id: Uuid,
    founder_id: Uuid,
    method: String,
    provider: String,
    provider_id: Option<String>,
    idem_key: String,
    country: String,
    payouts_enabled: bool,
    requirements: serde_json::Value,
    disabled_reason: Option<String>,
    destination: Option<String>,
    destination_since: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    version: i64,
}

const PAYEE: &str =
    "id, founder_id, method, provider, provider_id, idem_key, country, payouts_enabled, requirements,
    disabled_reason, destination, destination_since, created_at, version";

impl TryFrom<PayeeRow> for Payee {
    type Error = Error;

    fn try_from(row: PayeeRow) -> Result<Self> {
        Ok(Self {
            id: row.id.into(),
            founder_id: row.founder_id.into(),
            method: row.method.parse()?,
            provider: row.provider,
            provider_id: row.provider_id,
            key: row.idem_key,
            country: row.country,
            payouts_enabled: row.payouts_enabled,
            requirements: serde_json::from_value(row.requirements).map_err(Error::corrupt)?,
            disabled_reason: row.disabled_reason,
            destination: row.destination,
            destination_since: row.destination_since,
            created_at: row.created_at,
            version: row.version,
        })
    }
}

async fn select_payees(conn: &impl ConnectionTrait, rest: &str, values: Vec<Value>) -> Result<Option<Payee>> {
    let select = format!("SELECT {PAYEE} FROM payees WHERE {rest}");
    let row = PayeeRow::find_by_statement(sql(conn, select, values))
        .one(conn)
        .await?;
    row.map(Payee::try_from).transpose()
}

/// The account through which a founder is paid now.
pub(crate) async fn payee_of(conn: &impl ConnectionTrait, founder: UserId) -> Result<Option<Payee>> {
    let rest = "founder_id = $1 AND retired_at IS NULL";
    select_payees(conn, rest, vec![founder.uuid().into()]).await
}

pub(crate) async fn find_payee(conn: &impl ConnectionTrait, id: PayeeId) -> Result<Option<Payee>> {
    select_payees(conn, "id = $1", vec![id.uuid().into()]).await
}

/// The account a provider's message is about.
pub(crate) async fn payee_by_provider_id(
    conn: &impl ConnectionTrait,
    provider: &str,
    provider_id: &str,
) -> Result<Option<Payee>> {
    let rest = "provider = $1 AND provider_id = $2";
    select_payees(conn, rest, vec![provider.into(), provider_id.into()]).await
}

/// The account, its row locked.
pub(crate) async fn lock_payee(tx: &Tx, id: PayeeId) -> Result<Payee> {
    let rest = format!("id = $1{}", tx.for_update());
    let found = select_payees(&**tx, &rest, vec![id.uuid().into()]).await?;
    found.ok_or_else(|| Error::corrupt(format_args!("payee {id} vanished")))
}

pub(crate) async fn insert_payee(tx: &Tx, payee: &Payee) -> Result<()> {
    let insert = "INSERT INTO payees (id, founder_id, method, provider, idem_key, country, payouts_enabled, requirements,
            destination, destination_since, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let values = [
        payee.id.uuid().into(),
        payee.founder_id.uuid().into(),
        payee.method.as_str().into(),
        payee.provider.clone().into(),
        payee.key.clone().into(),
        payee.country.clone().into(),
        payee.payouts_enabled.into(),
        serde_json::json!(payee.requirements).into(),
        payee.destination.clone().into(),
        payee.destination_since.into(),
        payee.created_at.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

pub(crate) async fn update_payee(tx: &Tx, payee: &Payee) -> Result<()> {
    let update =
        "UPDATE payees SET provider_id = $2, payouts_enabled = $3, requirements = $4, disabled_reason = $5,
            destination = $6, destination_since = $7, version = version + 1 WHERE id = $1";
    let values = [
        payee.id.uuid().into(),
        payee.provider_id.clone().into(),
        payee.payouts_enabled.into(),
        serde_json::json!(payee.requirements).into(),
        payee.disabled_reason.clone().into(),
        payee.destination.clone().into(),
        payee.destination_since.into(),
    ];
    tx.execute_raw(sql(&**tx, update, values)).await?;
    Ok(())
}

/// Puts an account aside; it stays as evidence.
pub(crate) async fn retire_payee(tx: &Tx, id: PayeeId, now: DateTime<Utc>) -> Result<()> {
    let update = "UPDATE payees SET retired_at = $2, version = version + 1 WHERE id = $1";
    tx.execute_raw(sql(&**tx, update, [id.uuid().into(), now.into()]))
        .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct PayoutRow {
    id: Uuid,
    campaign_id: Uuid,
    founder_id: Uuid,
    sequence: i32,
    purpose: String,
    payee_id: Uuid,
    amount_minor: i64,
    currency: String,
    state: String,
    hold_reason: Option<String>,
    requested_by: Uuid,
    requested_at: DateTime<Utc>,
    decided_by: Option<Uuid>,
    decided_at: Option<DateTime<Utc>>,
    provider: String,
    provider_id: Option<String>,
    idem_key: String,
    asked_at: Option<DateTime<Utc>>,
    evidence: Option<String>,
    failure_code: Option<String>,
    failure_text: Option<String>,
    finished_at: Option<DateTime<Utc>>,
    version: i64,
}

const PAYOUT: &str =
    "id, campaign_id, founder_id, sequence, purpose, payee_id, amount_minor, currency, state, hold_reason,
    requested_by, requested_at, decided_by, decided_at, provider, provider_id, idem_key, asked_at, evidence,
    failure_code, failure_text, finished_at, version";

impl TryFrom<PayoutRow> for Payout {
    type Error = Error;

    fn try_from(row: PayoutRow) -> Result<Self> {
        let currency: Currency = row.currency.parse().map_err(Error::corrupt)?;
        Ok(Self {
            id: row.id.into(),
            campaign_id: row.campaign_id.into(),
            founder_id: row.founder_id.into(),
            sequence: row.sequence,
            purpose: row.purpose.parse()?,
            payee_id: row.payee_id.into(),
            amount: Money::new(row.amount_minor, currency),
            state: row.state.parse()?,
            hold_reason: row.hold_reason.map(|reason| reason.parse()).transpose()?,
            requested_by: row.requested_by.into(),
            requested_at: row.requested_at,
            decided_by: row.decided_by.map(Into::into),
            decided_at: row.decided_at,
            provider: row.provider,
            provider_id: row.provider_id,
            key: row.idem_key,
            asked_at: row.asked_at,
            evidence: row.evidence,
            failure: row.failure_code.map(|code| Failure {
                code,
                message: row.failure_text.unwrap_or_default(),
            }),
            finished_at: row.finished_at,
            version: row.version,
        })
    }
}

/// Payouts by a condition, which may order and limit them.
pub(crate) async fn select(
    conn: &impl ConnectionTrait,
    rest: &str,
    values: Vec<Value>,
) -> Result<Vec<Payout>> {
    let select = format!("SELECT {PAYOUT} FROM payouts WHERE {rest}");
    let rows = PayoutRow::find_by_statement(sql(conn, select, values))
        .all(conn)
        .await?;
    rows.into_iter().map(Payout::try_from).collect()
}

pub(crate) async fn find(conn: &impl ConnectionTrait, id: PayoutId) -> Result<Option<Payout>> {
    Ok(select(conn, "id = $1", vec![id.uuid().into()]).await?.pop())
}

/// All payouts of a campaign, first one first.
pub(crate) async fn of_campaign(conn: &impl ConnectionTrait, campaign: CampaignId) -> Result<Vec<Payout>> {
    let rest = "campaign_id = $1 ORDER BY sequence";
    select(conn, rest, vec![campaign.uuid().into()]).await
}

/// The payout, its row locked. Its campaign and settlement come before it.
pub(crate) async fn lock(tx: &Tx, id: PayoutId) -> Result<Payout> {
    let rest = format!("id = $1{}", tx.for_update());
    let found = select(&**tx, &rest, vec![id.uuid().into()]).await?.pop();
    found.ok_or_else(|| Error::corrupt(format_args!("payout {id} vanished")))
}

pub(crate) async fn insert(tx: &Tx, payout: &Payout) -> Result<()> {
    let insert = "INSERT INTO payouts (id, campaign_id, founder_id, sequence, purpose, payee_id, amount_minor, currency, state,
            requested_by, requested_at, provider, idem_key)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    let values = [
        payout.id.uuid().into(),
        payout.campaign_id.uuid().into(),
        payout.founder_id.uuid().into(),
        payout.sequence.into(),
        payout.purpose.as_str().into(),
        payout.payee_id.uuid().into(),
        payout.amount.minor.into(),
        payout.amount.currency.code().into(),
        payout.state.as_str().into(),
        payout.requested_by.uuid().into(),
        payout.requested_at.into(),
        payout.provider.clone().into(),
        payout.key.clone().into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

/// Writes what a payout became, if it is still what it was.
pub(crate) async fn update(tx: &Tx, before: &Payout, after: &Payout) -> Result<()> {
    let update = "UPDATE payouts SET state = $2, hold_reason = $3, decided_by = $4, decided_at = $5, provider_id = $6,
            asked_at = $7, evidence = $8, failure_code = $9, failure_text = $10, finished_at = $11, version = $12
        WHERE id = $1 AND version = $13";
    let failure = after.failure.as_ref();
    let values = [
        before.id.uuid().into(),
        after.state.as_str().into(),
        after.hold_reason.map(|reason| reason.as_str()).into(),
        after.decided_by.map(|id| id.uuid()).into(),
        after.decided_at.into(),
        after.provider_id.clone().into(),
        after.asked_at.into(),
        after.evidence.clone().into(),
        failure.map(|failure| failure.code.clone()).into(),
        failure.map(|failure| failure.message.clone()).into(),
        after.finished_at.into(),
        after.version.into(),
        before.version.into(),
    ];
    let done = tx.execute_raw(sql(&**tx, update, values)).await?;
    if done.rows_affected() == 1 {
        Ok(())
    } else {
        let id = before.id;
        Err(Error::corrupt(format_args!(
            "payout {id} changed while it was locked"
        )))
    }
}
