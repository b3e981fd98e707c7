use chrono::{DateTime, NaiveDate, Utc};
use db::{Result, Tx, sql};
use kernel::{Regime, RegimeLicenceId, UserId};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use uuid::Uuid;

use super::regime;
use crate::{Licence, licence::Withdrawal};

#[derive(Debug, FromQueryResult)]
struct Row {
    id: Uuid,
    regime: String,
    holder: String,
    authority: String,
    number: String,
    valid_from: NaiveDate,
    valid_until: Option<NaiveDate>,
    document_id: Option<Uuid>,
    reference: String,
    entered_by: Uuid,
    entered_at: DateTime<Utc>,
    confirmed_by: Option<Uuid>,
    confirmed_at: Option<DateTime<Utc>>,
    withdrawn_by: Option<Uuid>,
    withdrawn_at: Option<DateTime<Utc>>,
    withdrawn_because: Option<String>,
}

impl TryFrom<Row> for Licence {
    type Error = db::Error;

    fn try_from(row: Row) -> Result<Self> {
        let withdrawn = match (row.withdrawn_by, row.withdrawn_at, row.withdrawn_because) {
            (Some(by), Some(at), Some(reason)) => Some(Withdrawal {
                by: by.into(),
                at,
                reason,
            }),
            _ => None,
        };
        Ok(Self {
            id: row.id.into(),
            regime: regime(&row.regime)?,
            holder: row.holder,
            authority: row.authority,
            number: row.number,
            valid_from: row.valid_from,
            valid_until: row.valid_until,
            document_id: row.document_id.map(Into::into),
            reference: row.reference,
            entered_by: row.entered_by.into(),
            entered_at: row.entered_at,
            confirmed: row.confirmed_by.map(UserId::from).zip(row.confirmed_at),
            withdrawn,
        })
    }
}

async fn select(conn: &impl ConnectionTrait, rest: &str, values: Vec<Value>) -> Result<Vec<Licence>> {
    let select = format!(
        "SELECT l.id, l.regime, l.holder, l.authority, l.number, l.valid_from, l.valid_until, l.document_id, l.reference,
            l.entered_by, l.entered_at, c.done_by AS confirmed_by, c.done_at AS confirmed_at, w.done_by AS withdrawn_by,
            w.done_at AS withdrawn_at, w.reason AS withdrawn_because
         FROM regime_licences l
         LEFT JOIN regime_licence_acts c ON c.licence_id = l.id AND c.act = 'confirmed'
         LEFT JOIN regime_licence_acts w ON w.licence_id = l.id AND w.act = 'withdrawn' {rest}"
    );
    let rows = Row::find_by_statement(sql(conn, select, values))
        .all(conn)
        .await?;
    rows.into_iter().map(Licence::try_from).collect()
}

pub(crate) async fn insert(tx: &Tx, licence: &Licence) -> Result<()> {
    let insert = "INSERT INTO regime_licences (id, regime, holder, authority, number, valid_from, valid_until, document_id,
            reference, entered_by, entered_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let values = [
        licence.id.uuid().into(),
        licence.regime.as_str().into(),
        licence.holder.clone().into(),
        licence.authority.clone().into(),
        licence.number.clone().into(),
        licence.valid_from.into(),
        licence.valid_until.into(),
        licence.document_id.map(|id| id.uuid()).into(),
        licence.reference.clone().into(),
        licence.entered_by.uuid().into(),
        licence.entered_at.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

/// Writes down that a licence was confirmed (without a reason) or withdrawn (with one).
pub(crate) async fn act(
    tx: &Tx,
    licence: &Licence,
    by: UserId,
    at: DateTime<Utc>,
    reason: Option<&str>,
) -> Result<()> {
    let insert = "INSERT INTO regime_licence_acts (licence_id, act, entered_by, done_by, done_at, reason)
                  VALUES ($1, $2, $3, $4, $5, $6)";
    let act = if reason.is_some() {
        "withdrawn"
    } else {
        "confirmed"
    };
    let values = [
        licence.id.uuid().into(),
        act.into(),
        licence.entered_by.uuid().into(),
        by.uuid().into(),
        at.into(),
        reason.map(str::to_owned).into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

/// A licence; acts on it wait for one another under a lock of its name, for its row never changes.
pub(crate) async fn lock(tx: &Tx, id: RegimeLicenceId) -> Result<Option<Licence>> {
    tx.lock_name(&format!("regime-licence:{id}")).await?;
    find(&**tx, id).await
}

pub(crate) async fn find(conn: &impl ConnectionTrait, id: RegimeLicenceId) -> Result<Option<Licence>> {
    Ok(select(conn, "WHERE l.id = $1", vec![id.uuid().into()])
        .await?
        .pop())
}

/// The newest licences before one.
pub(crate) async fn list(
    conn: &impl ConnectionTrait,
    before: Option<RegimeLicenceId>,
    limit: u32,
) -> Result<Vec<Licence>> {
    let mut rest = String::new();
    let mut values = Vec::new();
    if let Some(before) = before {
        rest.push_str("WHERE l.id < $1 ");
        values.push(before.uuid().into());
    }
    rest.push_str(&format!("ORDER BY l.id DESC LIMIT {limit}"));
    select(conn, &rest, values).await
}

/// The licences of a regime that were confirmed and not withdrawn.
pub(crate) async fn confirmed(conn: &impl ConnectionTrait, regime: Regime) -> Result<Vec<Licence>> {
    let rest = "WHERE l.regime = $1 AND c.act IS NOT NULL AND w.act IS NULL ORDER BY l.id";
    select(conn, rest, vec![regime.as_str().into()]).await
}
