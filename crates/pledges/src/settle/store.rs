//! Settlements as rows.

use chrono::{DateTime, Utc};
use db::{Error, Result, Tx, sql};
use kernel::{CampaignId, Currency, Money};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use uuid::Uuid;

use super::Settlement;

#[derive(FromQueryResult)]
struct Row {
    campaign_id: Uuid,
    founder_id: Uuid,
    stage: String,
    currency: String,
    goal_minor: i64,
    shortfall_rule: String,
    closed_at: DateTime<Utc>,
    pledged_minor: i64,
    planned_through: Option<Uuid>,
    pledge_count: i64,
    collected_minor: i64,
    collected_count: i64,
    dropped_minor: i64,
    dropped_count: i64,
    refunded_minor: i64,
    disputed_minor: i64,
    grace_until: Option<DateTime<Utc>>,
    remind_at: Option<DateTime<Utc>>,
    reminders_sent: i32,
    decide_until: Option<DateTime<Utc>>,
    settled_at: Option<DateTime<Utc>>,
    without_payout_at: Option<DateTime<Utc>>,
    version: i64,
}

const COLUMNS: &str = "campaign_id, founder_id, stage, currency, goal_minor, shortfall_rule, closed_at, pledged_minor,
    planned_through, pledge_count, collected_minor, collected_count, dropped_minor, dropped_count, refunded_minor,
    disputed_minor,
    grace_until, remind_at, reminders_sent, decide_until, settled_at, without_payout_at, version";

impl TryFrom<Row> for Settlement {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        let currency: Currency = row.currency.parse().map_err(Error::corrupt)?;
        let money = |minor| Money::new(minor, currency);
        Ok(Self {
            campaign_id: row.campaign_id.into(),
            founder_id: row.founder_id.into(),
            stage: row.stage.parse()?,
            goal: money(row.goal_minor),
            shortfall_rule: row.shortfall_rule.parse()?,
            closed_at: row.closed_at,
            pledged: money(row.pledged_minor),
            pledge_count: row.pledge_count,
            planned_through: row.planned_through.map(Into::into),
            collected: money(row.collected_minor),
            collected_count: row.collected_count,
            dropped: money(row.dropped_minor),
            dropped_count: row.dropped_count,
            refunded: money(row.refunded_minor),
            disputed: money(row.disputed_minor),
            grace_until: row.grace_until,
            remind_at: row.remind_at,
            reminders_sent: row.reminders_sent,
            decide_until: row.decide_until,
            settled_at: row.settled_at,
            without_payout_at: row.without_payout_at,
            version: row.version,
        })
    }
}

/// Settlements by a condition, which may order and limit them.
pub(crate) async fn select(
    conn: &impl ConnectionTrait,
    rest: &str,
    values: Vec<Value>,
) -> Result<Vec<Settlement>> {
    let select = format!("SELECT {COLUMNS} FROM settlements WHERE {rest}");
    let rows = Row::find_by_statement(sql(conn, select, values))
        .all(conn)
        .await?;
    rows.into_iter().map(Settlement::try_from).collect()
}

pub(crate) async fn find(conn: &impl ConnectionTrait, campaign: CampaignId) -> Result<Option<Settlement>> {
    Ok(select(conn, "campaign_id = $1", vec![campaign.uuid().into()])
        .await?
        .pop())
}

/// The settlement, its row locked. Its campaign's row comes before it, its pledges' rows after.
pub(crate) async fn lock(tx: &Tx, campaign: CampaignId) -> Result<Settlement> {
    let rest = format!("campaign_id = $1{}", tx.for_update());
    let found = select(&**tx, &rest, vec![campaign.uuid().into()]).await?.pop();
    found.ok_or_else(|| Error::corrupt(format_args!("campaign {campaign} has no settlement")))
}

/// Those that are neither settled nor failed.
pub(crate) async fn list_open(conn: &impl ConnectionTrait) -> Result<Vec<CampaignId>> {
    let select =
        "SELECT campaign_id FROM settlements WHERE stage NOT IN ('settled', 'failed') ORDER BY campaign_id";
    let rows = conn.query_all_raw(sql(conn, select, [])).await?;
    rows.iter()
        .map(|row| Ok(row.try_get::<Uuid>("", "campaign_id")?.into()))
        .collect()
}

/// Writes a new settlement; returns whether there was none.
pub(crate) async fn insert(tx: &Tx, settlement: &Settlement) -> Result<bool> {
    let insert = "INSERT INTO settlements
            (campaign_id, founder_id, stage, currency, goal_minor, shortfall_rule, closed_at, pledged_minor)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (campaign_id) DO NOTHING";
    let values = [
        settlement.campaign_id.uuid().into(),
        settlement.founder_id.uuid().into(),
        settlement.stage.as_str().into(),
        settlement.goal.currency.code().into(),
        settlement.goal.minor.into(),
        settlement.shortfall_rule.as_str().into(),
        settlement.closed_at.into(),
        settlement.pledged.minor.into(),
    ];
    let done = tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(done.rows_affected() == 1)
}

/// Writes how far a settlement came, but not its sums: they have statements of their own.
pub(crate) async fn update(tx: &Tx, before: &Settlement, after: &Settlement) -> Result<()> {
    let update = "UPDATE settlements SET stage = $2, planned_through = $3, pledge_count = $4, grace_until = $5, remind_at = $6,
            reminders_sent = $7, decide_until = $8, settled_at = $9, without_payout_at = $11, version = version + 1
        WHERE campaign_id = $1 AND version = $10";
    let values = [
        before.campaign_id.uuid().into(),
        after.stage.as_str().into(),
        after.planned_through.map(|id| id.uuid()).into(),
        after.pledge_count.into(),
        after.grace_until.into(),
        after.remind_at.into(),
        after.reminders_sent.into(),
        after.decide_until.into(),
        after.settled_at.into(),
        before.version.into(),
        after.without_payout_at.into(),
    ];
    let done = tx.execute_raw(sql(&**tx, update, values)).await?;
    if done.rows_affected() == 1 {
        Ok(())
    } else {
        let campaign = before.campaign_id;
        Err(Error::corrupt(format_args!(
            "the settlement of {campaign} changed while it was locked"
        )))
    }
}

async fn add(tx: &Tx, campaign: CampaignId, set: &str, minor: i64) -> Result<()> {
    let update = format!("UPDATE settlements SET {set} WHERE campaign_id = $2");
    tx.execute_raw(sql(&**tx, update, [minor.into(), campaign.uuid().into()]))
        .await?;
    Ok(())
}

/// One more pledge was collected.
pub(crate) async fn add_collected(tx: &Tx, settlement: &Settlement, amount: Money) -> Result<()> {
    let set = "collected_minor = collected_minor + $1, collected_count = collected_count + 1";
    add(tx, settlement.campaign_id, set, amount.minor).await
}

/// So many more pledges are to be charged, or fewer if it is below zero.
pub(crate) async fn add_planned(tx: &Tx, campaign: CampaignId, count: i64) -> Result<()> {
    add(tx, campaign, "pledge_count = pledge_count + $1", count).await
}

/// One more pledge was dropped.
pub(crate) async fn add_dropped(tx: &Tx, settlement: &Settlement, amount: Money) -> Result<()> {
    let set = "dropped_minor = dropped_minor + $1, dropped_count = dropped_count + 1";
    add(tx, settlement.campaign_id, set, amount.minor).await
}

/// So much more is contested or was lost, or less if it is below zero.
pub(crate) async fn add_disputed(tx: &Tx, campaign: CampaignId, minor: i64) -> Result<()> {
    add(tx, campaign, "disputed_minor = disputed_minor + $1", minor).await
}

/// So much went back, or came back if it is below zero.
pub(crate) async fn add_refunded(tx: &Tx, campaign: CampaignId, minor: i64) -> Result<()> {
    add(tx, campaign, "refunded_minor = refunded_minor + $1", minor).await
}
