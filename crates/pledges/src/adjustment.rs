//! What a pledge was before it was changed, and what it became: kept for ever.

use chrono::{DateTime, Utc};
use db::{Error, Result, Tx, sql};
use kernel::{Money, PledgeAdjustmentId, PledgeId, RewardId};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use uuid::Uuid;

use crate::{Pledge, store};

/// One change of a pledge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adjustment {
    /// Its id, by which the books name it.
    pub id: PledgeAdjustmentId,
    /// What was changed.
    pub pledge_id: PledgeId,
    /// What was promised before.
    pub amount_before: Money,
    /// What is promised since.
    pub amount_after: Money,
    /// What it earned before.
    pub reward_before: Option<RewardId>,
    /// What it earns since.
    pub reward_after: Option<RewardId>,
    /// The version at which it had chosen what it had before, if something.
    pub items_before: Option<i64>,
    /// The version at which it chose what it has since, if something.
    pub items_after: Option<i64>,
    /// The hash of the facts about the patents that were shown before.
    pub dossier_before: String,
    /// The hash of those that were shown for the change.
    pub dossier_after: String,
    /// When.
    pub adjusted_at: DateTime<Utc>,
}

impl Adjustment {
    /// What lies between two states of one pledge.
    pub(crate) fn between(
        id: PledgeAdjustmentId,
        before: &Pledge,
        after: &Pledge,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            id,
            pledge_id: before.id,
            amount_before: before.amount,
            amount_after: after.amount,
            reward_before: before.reward_id,
            reward_after: after.reward_id,
            items_before: before.items_version,
            items_after: after.items_version,
            dossier_before: before.dossier_hash.clone(),
            dossier_after: after.dossier_hash.clone(),
            adjusted_at: now,
        }
    }

    /// By how much more the pledge counts; less than nothing if it was lowered.
    pub(crate) fn more(&self) -> Result<Money> {
        self.amount_after
            .checked_sub(self.amount_before)
            .map_err(Error::corrupt)
    }
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    pledge_id: Uuid,
    currency: String,
    before_minor: i64,
    after_minor: i64,
    reward_before: Option<Uuid>,
    reward_after: Option<Uuid>,
    items_before: Option<i64>,
    items_after: Option<i64>,
    dossier_before: String,
    dossier_after: String,
    adjusted_at: DateTime<Utc>,
}

impl TryFrom<Row> for Adjustment {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        let currency = row.currency.parse().map_err(Error::corrupt)?;
        Ok(Self {
            id: row.id.into(),
            pledge_id: row.pledge_id.into(),
            amount_before: Money::new(row.before_minor, currency),
            amount_after: Money::new(row.after_minor, currency),
            reward_before: row.reward_before.map(Into::into),
            reward_after: row.reward_after.map(Into::into),
            items_before: row.items_before,
            items_after: row.items_after,
            dossier_before: row.dossier_before,
            dossier_after: row.dossier_after,
            adjusted_at: row.adjusted_at,
        })
    }
}

pub(crate) async fn insert(tx: &Tx, adjustment: &Adjustment) -> Result<()> {
    let insert =
        "INSERT INTO pledge_adjustments (id, pledge_id, currency, before_minor, after_minor, reward_before,
            reward_after, dossier_before, dossier_after, adjusted_at, items_before, items_after)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    let values = [
        adjustment.id.uuid().into(),
        adjustment.pledge_id.uuid().into(),
        adjustment.amount_before.currency.code().into(),
        adjustment.amount_before.minor.into(),
        adjustment.amount_after.minor.into(),
        adjustment.reward_before.map(|id| id.uuid()).into(),
        adjustment.reward_after.map(|id| id.uuid()).into(),
        adjustment.dossier_before.clone().into(),
        adjustment.dossier_after.clone().into(),
        adjustment.adjusted_at.into(),
        adjustment.items_before.into(),
        adjustment.items_after.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

/// Every change of these pledges, oldest first.
pub(crate) async fn of_pledges(conn: &impl ConnectionTrait, pledges: &[PledgeId]) -> Result<Vec<Adjustment>> {
    if pledges.is_empty() {
        return Ok(Vec::new());
    }
    let select = format!(
        "SELECT id, pledge_id, currency, before_minor, after_minor, reward_before, reward_after, dossier_before,
            dossier_after, adjusted_at, items_before, items_after
         FROM pledge_adjustments WHERE pledge_id IN ({}) ORDER BY id",
        store::marks(pledges.len())
    );
    let values = pledges.iter().map(|id| Value::from(id.uuid()));
    let rows = Row::find_by_statement(sql(conn, select, values))
        .all(conn)
        .await?;
    rows.into_iter().map(Adjustment::try_from).collect()
}
