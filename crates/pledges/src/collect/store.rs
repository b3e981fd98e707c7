//! Tries at collecting as rows.

use chrono::{DateTime, Utc};
use db::{Error, Result, Tx, sql};
use kernel::{CampaignId, Currency, Money, PaymentAttemptId, PledgeId};
use payments::Failure;
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use uuid::Uuid;

use super::{PaymentAttempt, SavedCard};

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    pledge_id: Uuid,
    campaign_id: Uuid,
    attempt: i32,
    cause: String,
    setup_id: Uuid,
    provider: String,
    provider_id: Option<String>,
    idem_key: String,
    amount_minor: i64,
    currency: String,
    state: String,
    failure_code: Option<String>,
    failure_text: Option<String>,
    client_secret: Option<String>,
    next_action: Option<serde_json::Value>,
    fee_minor: Option<i64>,
    fee_currency: Option<String>,
    refunded_minor: i64,
    disputed_minor: i64,
    created_at: DateTime<Utc>,
    asked_at: Option<DateTime<Utc>>,
    finished_at: Option<DateTime<Utc>>,
}

const COLUMNS: &str = "id, pledge_id, campaign_id, attempt, cause, setup_id, provider, provider_id, idem_key, amount_minor,
    currency, state, failure_code, failure_text, client_secret, next_action, fee_minor, fee_currency, refunded_minor,
    disputed_minor, created_at, asked_at, finished_at";

impl TryFrom<Row> for PaymentAttempt {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        let currency: Currency = row.currency.parse().map_err(Error::corrupt)?;
        let fee = match (row.fee_minor, row.fee_currency) {
            (Some(minor), Some(code)) => Some(Money::new(minor, code.parse().map_err(Error::corrupt)?)),
            _ => None,
        };
        Ok(Self {
            id: row.id.into(),
            pledge_id: row.pledge_id.into(),
            campaign_id: row.campaign_id.into(),
            attempt: row.attempt,
            cause: row.cause.parse()?,
            setup_id: row.setup_id.into(),
            provider: row.provider,
            provider_id: row.provider_id,
            key: row.idem_key,
            amount: Money::new(row.amount_minor, currency),
            state: row.state.parse()?,
            failure: row.failure_code.map(|code| Failure {
                code,
                message: row.failure_text.unwrap_or_default(),
            }),
            client_secret: row.client_secret,
            next_action: row
                .next_action
                .map(serde_json::from_value)
                .transpose()
                .map_err(Error::corrupt)?,
            fee,
            refunded_minor: row.refunded_minor,
            disputed_minor: row.disputed_minor,
            created_at: row.created_at,
            asked_at: row.asked_at,
            finished_at: row.finished_at,
        })
    }
}

/// Tries by a condition, which may order and limit them.
pub(crate) async fn select(
    conn: &impl ConnectionTrait,
    rest: &str,
    values: Vec<Value>,
) -> Result<Vec<PaymentAttempt>> {
    let select = format!("SELECT {COLUMNS} FROM payment_attempts WHERE {rest}");
    let rows = Row::find_by_statement(sql(conn, select, values))
        .all(conn)
        .await?;
    rows.into_iter().map(PaymentAttempt::try_from).collect()
}

pub(crate) async fn find(
    conn: &impl ConnectionTrait,
    id: PaymentAttemptId,
) -> Result<Option<PaymentAttempt>> {
    Ok(select(conn, "id = $1", vec![id.uuid().into()]).await?.pop())
}

/// The try, its row locked. Its pledge's row must be locked first.
pub(crate) async fn lock(tx: &Tx, id: PaymentAttemptId) -> Result<PaymentAttempt> {
    let rest = format!("id = $1{}", tx.for_update());
    let found = select(&**tx, &rest, vec![id.uuid().into()]).await?.pop();
    found.ok_or_else(|| Error::corrupt(format_args!("payment attempt {id} vanished")))
}

/// All tries at a pledge, first one first.
pub(crate) async fn of_pledge(conn: &impl ConnectionTrait, pledge: PledgeId) -> Result<Vec<PaymentAttempt>> {
    select(
        conn,
        "pledge_id = $1 ORDER BY attempt",
        vec![pledge.uuid().into()],
    )
    .await
}

/// The try at a pledge that is neither declined nor given up, if there is one.
pub(crate) async fn standing(
    conn: &impl ConnectionTrait,
    pledge: PledgeId,
) -> Result<Option<PaymentAttempt>> {
    let rest = "pledge_id = $1 AND state NOT IN ('failed', 'canceled')";
    Ok(select(conn, rest, vec![pledge.uuid().into()]).await?.pop())
}

/// The try a provider's message is about, by the provider's id of it or by our key.
pub(crate) async fn of_message(
    conn: &impl ConnectionTrait,
    provider: &str,
    provider_id: &str,
    key: Option<&str>,
) -> Result<Option<PaymentAttempt>> {
    let values = vec![provider.into(), provider_id.into()];
    let found = select(conn, "provider = $1 AND provider_id = $2", values)
        .await?
        .pop();
    if found.is_some() {
        return Ok(found);
    }
    let Some(key) = key else { return Ok(None) };
    let values = vec![provider.into(), key.into()];
    Ok(select(conn, "provider = $1 AND idem_key = $2", values)
        .await?
        .pop())
}

pub(crate) async fn insert(tx: &Tx, attempt: &PaymentAttempt) -> Result<()> {
    let insert = "INSERT INTO payment_attempts (id, pledge_id, campaign_id, attempt, cause, setup_id, provider, idem_key,
            amount_minor, currency, state, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    let values = [
        attempt.id.uuid().into(),
        attempt.pledge_id.uuid().into(),
        attempt.campaign_id.uuid().into(),
        attempt.attempt.into(),
        attempt.cause.as_str().into(),
        attempt.setup_id.uuid().into(),
        attempt.provider.clone().into(),
        attempt.key.clone().into(),
        attempt.amount.minor.into(),
        attempt.amount.currency.code().into(),
        attempt.state.as_str().into(),
        attempt.created_at.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

/// Writes what became of a try.
pub(crate) async fn update(tx: &Tx, attempt: &PaymentAttempt) -> Result<()> {
    let update =
        "UPDATE payment_attempts SET provider_id = $2, state = $3, failure_code = $4, failure_text = $5,
            client_secret = $6, next_action = $7, fee_minor = $8, fee_currency = $9, refunded_minor = $10,
            disputed_minor = $11, asked_at = $12, finished_at = $13 WHERE id = $1";
    let failure = attempt.failure.as_ref();
    let next_action = attempt
        .next_action
        .as_ref()
        .and_then(|action| serde_json::to_value(action).ok());
    let values = [
        attempt.id.uuid().into(),
        attempt.provider_id.clone().into(),
        attempt.state.as_str().into(),
        failure.map(|failure| failure.code.clone()).into(),
        failure.map(|failure| failure.message.clone()).into(),
        attempt.client_secret.clone().into(),
        next_action.into(),
        attempt.fee.map(|fee| fee.minor).into(),
        attempt.fee.map(|fee| fee.currency.code()).into(),
        attempt.refunded_minor.into(),
        attempt.disputed_minor.into(),
        attempt.asked_at.into(),
        attempt.finished_at.into(),
    ];
    tx.execute_raw(sql(&**tx, update, values)).await?;
    Ok(())
}

/// Notes, before the provider is asked, that it is: from now on it may have acted. Returns whether it
/// may be asked; it may not if the try was given up meanwhile.
pub(crate) async fn mark_asked(
    conn: &impl ConnectionTrait,
    id: PaymentAttemptId,
    now: DateTime<Utc>,
) -> Result<bool> {
    let update = "UPDATE payment_attempts SET state = 'unknown', asked_at = COALESCE(asked_at, $2)
                  WHERE id = $1 AND state IN ('created', 'unknown')";
    let done = conn
        .execute_raw(sql(conn, update, [id.uuid().into(), now.into()]))
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Gives up every try of a campaign for which the provider was not asked yet.
pub(crate) async fn give_up_unasked(tx: &Tx, campaign: CampaignId, now: DateTime<Utc>) -> Result<()> {
    let update = "UPDATE payment_attempts SET state = 'canceled', finished_at = $2 WHERE campaign_id = $1 AND state = 'created'";
    tx.execute_raw(sql(&**tx, update, [campaign.uuid().into(), now.into()]))
        .await?;
    Ok(())
}

/// The card saved last for a pledge; nothing if none was.
pub(crate) async fn saved_card(
    conn: &impl ConnectionTrait,
    attempt: &PaymentAttempt,
) -> Result<Option<SavedCard>> {
    let select = "SELECT provider, customer_id, payment_method_id FROM payment_setups WHERE id = $1";
    let Some(row) = conn
        .query_one_raw(sql(conn, select, [attempt.setup_id.uuid().into()]))
        .await?
    else {
        return Ok(None);
    };
    let provider = row.try_get("", "provider")?;
    let customer: Option<String> = row.try_get("", "customer_id")?;
    let payment_method: Option<String> = row.try_get("", "payment_method_id")?;
    Ok(customer
        .zip(payment_method)
        .map(|(customer, payment_method)| SavedCard {
            setup_id: attempt.setup_id,
            provider,
            customer,
            payment_method,
        }))
}
