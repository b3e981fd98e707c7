//! The sandbox's balance, movement by movement.

use chrono::{DateTime, Utc};
use db::{Tx, sql};
use sea_orm::{ConnectionTrait, FromQueryResult};

use super::{Sandbox, money, new_id, unknown};
use crate::{Movement, MovementKind, MovementPage, ProviderError};

/// How many movements a page of the list has.
const PAGE: usize = 100;

/// A movement to be noted.
#[derive(Debug, Clone, Copy)]
pub(super) struct NewMovement<'a> {
    /// Its id, where something names it already.
    pub(super) id: Option<&'a str>,
    /// Stripe's word for it.
    pub(super) kind: &'static str,
    /// The object it belongs to.
    pub(super) source: &'a str,
    pub(super) amount: i64,
    pub(super) fee: i64,
    pub(super) currency: &'a str,
}

#[derive(Debug, Clone, FromQueryResult)]
pub(super) struct MovementRow {
    pub(super) id: String,
    pub(super) kind: String,
    pub(super) source: String,
    pub(super) amount_minor: i64,
    pub(super) fee_minor: i64,
    pub(super) currency: String,
    pub(super) moved_at: DateTime<Utc>,
}

impl TryFrom<MovementRow> for Movement {
    type Error = ProviderError;

    fn try_from(row: MovementRow) -> Result<Self, ProviderError> {
        let kind = match row.kind.as_str() {
            "charge" => MovementKind::Charge,
            "refund" | "refund_failure" => MovementKind::Refund,
            "adjustment" => MovementKind::Dispute,
            "transfer" | "transfer_refund" => MovementKind::Transfer,
            other => return Err(db::Error::corrupt(format_args!("movement {other}")).into()),
        };
        Ok(Self {
            kind,
            net: money(row.amount_minor - row.fee_minor, &row.currency)?,
            id: row.id,
            source: row.source,
            moved_at: row.moved_at,
        })
    }
}

/// Notes that money moved, in the transaction that moved it.
pub(super) async fn note(tx: &Tx, new: NewMovement<'_>) -> Result<(), ProviderError> {
    let insert =
        "INSERT INTO sandbox_movements (id, kind, source, amount_minor, fee_minor, currency, moved_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let values = [
        new.id
            .map_or_else(|| new_id(tx, "txn_sandbox_"), str::to_owned)
            .into(),
        new.kind.into(),
        new.source.into(),
        new.amount.into(),
        new.fee.into(),
        new.currency.into(),
        tx.db().clock().now().into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

/// Movements from `since` on, the newest first, one more than `limit` if more follow.
pub(super) async fn list(
    conn: &impl ConnectionTrait,
    since: DateTime<Utc>,
    after: Option<&str>,
    limit: usize,
) -> Result<Vec<MovementRow>, ProviderError> {
    let mut filter = "moved_at >= $1".to_owned();
    let mut values: Vec<sea_orm::Value> = vec![since.into()];
    if let Some(after) = after {
        let select = "SELECT * FROM sandbox_movements WHERE id = $1";
        let row = MovementRow::find_by_statement(sql(conn, select, [after.into()]));
        let last = row.one(conn).await?.ok_or_else(|| unknown(after))?;
        filter += " AND (moved_at < $2 OR (moved_at = $2 AND id < $3))";
        values.extend([last.moved_at.into(), last.id.into()]);
    }
    let select = format!(
        "SELECT * FROM sandbox_movements WHERE {filter} ORDER BY moved_at DESC, id DESC LIMIT {}",
        limit + 1
    );
    let rows = MovementRow::find_by_statement(sql(conn, select, values));
    Ok(rows.all(conn).await?)
}

impl Sandbox {
    pub(super) async fn list_movements(
        &self,
        since: DateTime<Utc>,
        after: Option<&str>,
    ) -> Result<MovementPage, ProviderError> {
        let mut rows = list(self.db.primary(), since, after, PAGE).await?;
        let has_more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let movements = rows.into_iter().map(Movement::try_from);
        Ok(MovementPage {
            movements: movements.collect::<Result<_, _>>()?,
            has_more,
        })
    }
}
