//! Pledges and set-ups as rows.

use chrono::{DateTime, Utc};
use db::{Error, Result, Tx, sql};
use kernel::{CampaignId, Money, PaymentSetupId, PledgeId, Regime, UserId};
use payments::{Card, Failure};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use uuid::Uuid;

use crate::{Dossier, PaymentSetup, Pledge};

#[derive(FromQueryResult)]
struct PledgeRow {
    id: Uuid,
    campaign_id: Uuid,
    investor_id: Uuid,
    reward_id: Option<Uuid>,
    items_version: Option<i64>,
    amount_minor: i64,
    currency: String,
    state: String,
    end_reason: Option<String>,
    placed_at: DateTime<Utc>,
    reserved_until: DateTime<Utc>,
    committed_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
    dossier_hash: String,
    version: i64,
}

impl TryFrom<PledgeRow> for Pledge {
    type Error = Error;

    fn try_from(row: PledgeRow) -> Result<Self> {
        Ok(Self {
            id: row.id.into(),
            campaign_id: row.campaign_id.into(),
            investor_id: row.investor_id.into(),
            reward_id: row.reward_id.map(Into::into),
            items_version: row.items_version,
            amount: Money::new(row.amount_minor, row.currency.parse().map_err(Error::corrupt)?),
            state: row.state.parse()?,
            end_reason: row.end_reason.map(|reason| reason.parse()).transpose()?,
            placed_at: row.placed_at,
            reserved_until: row.reserved_until,
            committed_at: row.committed_at,
            ended_at: row.ended_at,
            dossier_hash: row.dossier_hash,
            version: row.version,
        })
    }
}

#[derive(FromQueryResult)]
struct SetupRow {
    id: Uuid,
    pledge_id: Uuid,
    attempt: i32,
    provider: String,
    provider_id: Option<String>,
    idem_key: String,
    client_secret: Option<String>,
    state: String,
    card_brand: Option<String>,
    card_last4: Option<String>,
    card_exp_month: Option<i32>,
    card_exp_year: Option<i32>,
    failure_code: Option<String>,
    failure_text: Option<String>,
    next_action: Option<serde_json::Value>,
    customer_id: Option<String>,
    payment_method_id: Option<String>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl TryFrom<SetupRow> for PaymentSetup {
    type Error = Error;

    fn try_from(row: SetupRow) -> Result<Self> {
        let card = match (
            row.card_brand,
            row.card_last4,
            row.card_exp_month,
            row.card_exp_year,
        ) {
            (Some(brand), Some(last4), Some(exp_month), Some(exp_year)) => Some(Card {
                brand,
                last4,
                exp_month,
                exp_year,
            }),
            _ => None,
        };
        let next_action = row
            .next_action
            .map(serde_json::from_value)
            .transpose()
            .map_err(Error::corrupt)?;
        Ok(Self {
            id: row.id.into(),
            pledge_id: row.pledge_id.into(),
            attempt: row.attempt,
            provider: row.provider,
            provider_id: row.provider_id,
            key: row.idem_key,
            client_secret: row.client_secret,
            state: row.state.parse()?,
            card,
            failure: row.failure_code.map(|code| Failure {
                code,
                message: row.failure_text.unwrap_or_default(),
            }),
            next_action,
            customer: row.customer_id,
            payment_method: row.payment_method_id,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}

const PLEDGE: &str =
    "id, campaign_id, investor_id, reward_id, items_version, amount_minor, currency, state, end_reason, placed_at,
    reserved_until, committed_at, ended_at, dossier_hash, version";
const SETUP: &str = "id, pledge_id, attempt, provider, provider_id, idem_key, client_secret, state, card_brand,
    card_last4, card_exp_month, card_exp_year, failure_code, failure_text, next_action, customer_id, payment_method_id, created_at, updated_at";

/// `$1, $2`: places for so many values.
pub(crate) fn marks(count: usize) -> String {
    (1..=count)
        .map(|n| format!("${n}"))
        .collect::<Vec<_>>()
        .join(", ")
}

/// Pledges by a condition, which may order and limit them.
pub(crate) async fn select(
    conn: &impl ConnectionTrait,
    rest: &str,
    values: Vec<Value>,
) -> Result<Vec<Pledge>> {
    let select = format!("SELECT {PLEDGE} FROM pledges WHERE {rest}");
    let rows = PledgeRow::find_by_statement(sql(conn, select, values))
        .all(conn)
        .await?;
    rows.into_iter().map(Pledge::try_from).collect()
}

/// Set-ups by a condition, which may order and limit them.
pub(crate) async fn select_setups(
    conn: &impl ConnectionTrait,
    rest: &str,
    values: Vec<Value>,
) -> Result<Vec<PaymentSetup>> {
    let select = format!("SELECT {SETUP} FROM payment_setups s WHERE {rest}");
    let rows = SetupRow::find_by_statement(sql(conn, select, values))
        .all(conn)
        .await?;
    rows.into_iter().map(PaymentSetup::try_from).collect()
}

pub(crate) async fn find(conn: &impl ConnectionTrait, id: PledgeId) -> Result<Option<Pledge>> {
    Ok(select(conn, "id = $1", vec![id.uuid().into()]).await?.pop())
}

/// The pledge, its row locked. Its campaign's row must be locked first.
pub(crate) async fn lock(tx: &Tx, id: PledgeId) -> Result<Pledge> {
    let found = select(
        &**tx,
        &format!("id = $1{}", tx.for_update()),
        vec![id.uuid().into()],
    )
    .await?
    .pop();
    found.ok_or_else(|| Error::corrupt(format_args!("pledge {id} vanished")))
}

pub(crate) async fn insert(tx: &Tx, pledge: &Pledge, regime: Regime, key: Uuid) -> Result<()> {
    let insert = "INSERT INTO pledges (id, campaign_id, investor_id, reward_id, amount_minor, currency, state, placed_at,
            reserved_until, dossier_hash, idem_key, version, items_version, regime)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    let values = [
        pledge.id.uuid().into(),
        pledge.campaign_id.uuid().into(),
        pledge.investor_id.uuid().into(),
        pledge.reward_id.map(|id| id.uuid()).into(),
        pledge.amount.minor.into(),
        pledge.amount.currency.code().into(),
        pledge.state.as_str().into(),
        pledge.placed_at.into(),
        pledge.reserved_until.into(),
        pledge.dossier_hash.clone().into(),
        key.to_string().into(),
        pledge.version.into(),
        pledge.items_version.into(),
        regime.as_str().into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

/// Writes what a pledge became, if it is still what it was.
pub(crate) async fn update(tx: &Tx, before: &Pledge, after: &Pledge) -> Result<()> {
    let update =
        "UPDATE pledges SET state = $1, end_reason = $2, committed_at = $3, ended_at = $4, version = $5
                  WHERE id = $6 AND version = $7";
    let values = [
        after.state.as_str().into(),
        after.end_reason.map(|reason| reason.as_str()).into(),
        after.committed_at.into(),
        after.ended_at.into(),
        after.version.into(),
        before.id.uuid().into(),
        before.version.into(),
    ];
    let done = tx.execute_raw(sql(&**tx, update, values)).await?;
    still_the_same(done.rows_affected(), before)
}

/// Writes what a pledge promises and earns since it was changed, if it is still what it was.
pub(crate) async fn adjust(tx: &Tx, before: &Pledge, after: &Pledge) -> Result<()> {
    let update = "UPDATE pledges SET amount_minor = $1, reward_id = $2, dossier_hash = $3, version = $4, items_version = $7
                  WHERE id = $5 AND version = $6 AND state = 'committed'";
    let values = [
        after.amount.minor.into(),
        after.reward_id.map(|id| id.uuid()).into(),
        after.dossier_hash.clone().into(),
        after.version.into(),
        before.id.uuid().into(),
        before.version.into(),
        after.items_version.into(),
    ];
    let done = tx.execute_raw(sql(&**tx, update, values)).await?;
    still_the_same(done.rows_affected(), before)
}

/// Passes if the one row was written.
fn still_the_same(rows: u64, before: &Pledge) -> Result<()> {
    if rows == 1 {
        Ok(())
    } else {
        Err(Error::corrupt(format_args!(
            "pledge {} changed while it was locked",
            before.id
        )))
    }
}

/// Keeps what an investor was shown, once for all who were shown the same.
pub(crate) async fn keep_dossier(tx: &Tx, dossier: &Dossier, now: DateTime<Utc>) -> Result<()> {
    let insert = "INSERT INTO shown_dossiers (hash, body, first_shown_at) VALUES ($1, $2, $3) ON CONFLICT (hash) DO NOTHING";
    let values = [
        dossier.hash.clone().into(),
        dossier.body.clone().into(),
        now.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

/// The facts with this hash, as they were shown.
pub(crate) async fn find_dossier(
    conn: &impl ConnectionTrait,
    hash: &str,
) -> Result<Option<serde_json::Value>> {
    let row = conn
        .query_one_raw(sql(
            conn,
            "SELECT body FROM shown_dossiers WHERE hash = $1",
            [hash.into()],
        ))
        .await?;
    Ok(row.map(|row| row.try_get("", "body")).transpose()?)
}

/// The set-up whose card was saved last for a pledge that counts.
pub(crate) async fn saved_setup(conn: &impl ConnectionTrait, pledge: PledgeId) -> Result<PaymentSetup> {
    let found = newest_saved_setup(conn, pledge).await?;
    found.ok_or_else(|| Error::corrupt(format_args!("pledge {pledge} counts without a saved card")))
}

/// The set-up whose card was saved last, if one was.
pub(crate) async fn newest_saved_setup(
    conn: &impl ConnectionTrait,
    pledge: PledgeId,
) -> Result<Option<PaymentSetup>> {
    let rest = "pledge_id = $1 AND state = 'succeeded' ORDER BY attempt DESC LIMIT 1";
    Ok(select_setups(conn, rest, vec![pledge.uuid().into()]).await?.pop())
}

pub(crate) async fn find_setup(
    conn: &impl ConnectionTrait,
    id: PaymentSetupId,
) -> Result<Option<PaymentSetup>> {
    Ok(select_setups(conn, "id = $1", vec![id.uuid().into()])
        .await?
        .pop())
}

pub(crate) async fn insert_setup(tx: &Tx, setup: &PaymentSetup) -> Result<()> {
    let insert = "INSERT INTO payment_setups (id, pledge_id, attempt, provider, idem_key, state, customer_id, created_at, updated_at)
                  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let values = [
        setup.id.uuid().into(),
        setup.pledge_id.uuid().into(),
        setup.attempt.into(),
        setup.provider.clone().into(),
        setup.key.clone().into(),
        setup.state.as_str().into(),
        setup.customer.clone().into(),
        setup.created_at.into(),
        setup.updated_at.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

/// The set-up, its row locked. Its pledge's row must be locked first.
pub(crate) async fn lock_setup(tx: &Tx, id: PaymentSetupId) -> Result<PaymentSetup> {
    let found = select_setups(
        &**tx,
        &format!("id = $1{}", tx.for_update()),
        vec![id.uuid().into()],
    )
    .await?
    .pop();
    found.ok_or_else(|| Error::corrupt(format_args!("set-up {id} vanished")))
}

/// The newest try at a card for a pledge. Each has one from the start.
pub(crate) async fn newest_setup(conn: &impl ConnectionTrait, pledge: PledgeId) -> Result<PaymentSetup> {
    let rest = "pledge_id = $1 ORDER BY attempt DESC LIMIT 1";
    let found = select_setups(conn, rest, vec![pledge.uuid().into()]).await?.pop();
    found.ok_or_else(|| Error::corrupt(format_args!("pledge {pledge} has no set-up")))
}

/// The provider's customer under which the investor saved a card last.
pub(crate) async fn customer_of(
    conn: &impl ConnectionTrait,
    investor: UserId,
    provider: &str,
) -> Result<Option<String>> {
    let select = "SELECT s.customer_id FROM payment_setups s JOIN pledges p ON p.id = s.pledge_id
                  WHERE p.investor_id = $1 AND s.provider = $2 AND s.customer_id IS NOT NULL AND s.provider_id IS NOT NULL
                  ORDER BY s.id DESC LIMIT 1";
    let row = conn
        .query_one_raw(sql(conn, select, [investor.uuid().into(), provider.into()]))
        .await?;
    Ok(row.map(|row| row.try_get("", "customer_id")).transpose()?)
}

pub(crate) async fn update_setup(tx: &Tx, setup: &PaymentSetup) -> Result<()> {
    let update =
        "UPDATE payment_setups SET provider_id = $2, client_secret = $3, state = $4, card_brand = $5,
            card_last4 = $6, card_exp_month = $7, card_exp_year = $8, failure_code = $9, failure_text = $10,
            next_action = $11, customer_id = $12, payment_method_id = $13, updated_at = $14 WHERE id = $1";
    let (card, failure) = (setup.card.as_ref(), setup.failure.as_ref());
    let next_action = setup
        .next_action
        .as_ref()
        .and_then(|action| serde_json::to_value(action).ok());
    let values = [
        setup.id.uuid().into(),
        setup.provider_id.clone().into(),
        setup.client_secret.clone().into(),
        setup.state.as_str().into(),
        card.map(|card| card.brand.clone()).into(),
        card.map(|card| card.last4.clone()).into(),
        card.map(|card| card.exp_month).into(),
        card.map(|card| card.exp_year).into(),
        failure.map(|failure| failure.code.clone()).into(),
        failure.map(|failure| failure.message.clone()).into(),
        next_action.into(),
        setup.customer.clone().into(),
        setup.payment_method.clone().into(),
        setup.updated_at.into(),
    ];
    tx.execute_raw(sql(&**tx, update, values)).await?;
    Ok(())
}

/// The states that count in a campaign's total, as an SQL list.
pub(crate) const COUNTING: &str =
    "('committed', 'reconfirm_due', 'collecting', 'collected', 'errored', 'action_required',
    'dropped', 'refunded', 'disputed', 'won', 'lost')";

/// Whether the investor has another pledge to the campaign that counts.
pub(crate) async fn has_another(
    tx: &Tx,
    campaign: CampaignId,
    investor: UserId,
    but: PledgeId,
) -> Result<bool> {
    let select = format!(
        "SELECT 1 AS x FROM pledges WHERE campaign_id = $1 AND investor_id = $2 AND id <> $3 AND state IN {COUNTING} LIMIT 1"
    );
    let values = [campaign.uuid().into(), investor.uuid().into(), but.uuid().into()];
    Ok(tx.query_one_raw(sql(&**tx, select, values)).await?.is_some())
}

/// How many pledges of the investor wait for a card, counted up to `limit`.
pub(crate) async fn waiting_of(tx: &Tx, investor: UserId, limit: i64) -> Result<i64> {
    let select = format!(
        "SELECT count(*) AS n FROM (SELECT 1 AS x FROM pledges WHERE investor_id = $1 AND state = 'reserved' LIMIT {limit}) w"
    );
    let row = tx
        .query_one_raw(sql(&**tx, select, [investor.uuid().into()]))
        .await?;
    Ok(row.map_or(Ok(0), |row| row.try_get("", "n"))?)
}

#[cfg(test)]
mod tests {
    use super::COUNTING;
    use crate::PledgeState;

    #[test]
    fn the_sql_list_of_counting_states_is_that_of_the_rule() {
        for state in PledgeState::ALL {
            assert_eq!(
                COUNTING.contains(&format!("'{}'", state.as_str())),
                state.counts(),
                "{state:?}"
            );
        }
    }
}
