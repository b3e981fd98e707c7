//! Movements, sums and comparisons as rows.

use chrono::{DateTime, Utc};
use db::{Error, Result, Tx, sql};
use kernel::ReconciliationId;
use payments::Movement;
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

use super::{Difference, Reconciliation};

/// Keeps a movement, once. How many rows that made.
pub(super) async fn keep_movement(
    tx: &Tx,
    provider: &str,
    movement: &Movement,
    now: DateTime<Utc>,
) -> Result<u64> {
    let insert =
        "INSERT INTO provider_movements (provider, id, kind, source, net_minor, currency, moved_at, read_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (provider, id) DO NOTHING";
    let values = [
        provider.into(),
        movement.id.clone().into(),
        movement.kind.as_str().into(),
        movement.source.clone().into(),
        movement.net.minor.into(),
        movement.net.currency.code().into(),
        movement.moved_at.into(),
        now.into(),
    ];
    Ok(tx.execute_raw(sql(&**tx, insert, values)).await?.rows_affected())
}

/// What both sides say of one thing.
#[derive(Debug, Clone, FromQueryResult)]
pub(super) struct Sums {
    source: String,
    currency: String,
    pub(super) books_minor: i64,
    pub(super) provider_minor: i64,
    pub(super) under_way: bool,
}

impl Sums {
    pub(super) fn difference(&self) -> Result<Difference> {
        Ok(Difference {
            source: self.source.clone(),
            currency: self.currency.parse().map_err(Error::corrupt)?,
            books_minor: self.books_minor,
            provider_minor: self.provider_minor,
        })
    }
}

/// The sums of everything that last moved before a moment, on either side. A refund that its bank has not answered is
/// under way: the provider has taken it from the balance, the books have not.
pub(super) async fn sums(
    conn: &impl ConnectionTrait,
    provider: &str,
    until: DateTime<Utc>,
) -> Result<Vec<Sums>> {
    let select = "SELECT source, currency, CAST(SUM(books) AS bigint) AS books_minor,
            CAST(SUM(moved) AS bigint) AS provider_minor, MAX(under_way) = 1 AS under_way
        FROM (
            SELECT COALESCE(o.provider_id, e.kind) AS source, p.currency AS currency, p.amount_minor AS books, 0 AS moved,
                e.at AS at, COALESCE(o.under_way, 0) AS under_way
            FROM ledger_postings p
            JOIN ledger_accounts a ON a.id = p.account_id AND a.kind = 'platform_clearing'
            JOIN ledger_entries e ON e.id = p.entry_id
            LEFT JOIN (
                SELECT id, provider, provider_id, 0 AS under_way FROM payment_attempts
                UNION ALL SELECT id, provider, provider_id,
                    CASE WHEN state IN ('requested', 'sent') THEN 1 ELSE 0 END FROM refunds
                UNION ALL SELECT id, provider, provider_id, 0 FROM disputes
                UNION ALL SELECT r.id, d.provider, d.provider_id, 0
                    FROM dispute_recounts r JOIN disputes d ON d.id = r.dispute_id
                UNION ALL SELECT id, provider, provider_id, 0 FROM payouts
            ) o ON o.id = e.ref_id
            WHERE o.provider = $1 OR o.provider IS NULL
            UNION ALL
            SELECT m.source, m.currency, 0, m.net_minor, m.moved_at,
                CASE WHEN EXISTS (SELECT 1 FROM refunds f WHERE f.provider = m.provider AND f.provider_id = m.source
                    AND f.state IN ('requested', 'sent')) THEN 1 ELSE 0 END
            FROM provider_movements m WHERE m.provider = $2 AND m.kind <> 'other'
        ) both_sides
        GROUP BY source, currency HAVING MAX(at) <= $3 ORDER BY source, currency";
    let values = [provider.into(), provider.into(), until.into()];
    Ok(Sums::find_by_statement(sql(conn, select, values))
        .all(conn)
        .await?)
}

pub(super) async fn insert(tx: &Tx, made: &Reconciliation) -> Result<()> {
    let count = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    let insert = "INSERT INTO reconciliations (id, provider, reconciled_at, moved_until, new_movements, compared, under_way)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let values = [
        made.id.uuid().into(),
        made.provider.clone().into(),
        made.reconciled_at.into(),
        made.moved_until.into(),
        count(made.new_movements).into(),
        count(made.compared).into(),
        count(made.under_way).into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    for difference in &made.differences {
        let insert = "INSERT INTO reconciliation_differences (reconciliation_id, source, currency, books_minor, provider_minor)
            VALUES ($1, $2, $3, $4, $5)";
        let values = [
            made.id.uuid().into(),
            difference.source.clone().into(),
            difference.currency.code().into(),
            difference.books_minor.into(),
            difference.provider_minor.into(),
        ];
        tx.execute_raw(sql(&**tx, insert, values)).await?;
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    provider: String,
    reconciled_at: DateTime<Utc>,
    moved_until: DateTime<Utc>,
    new_movements: i64,
    compared: i64,
    under_way: i64,
}

#[derive(FromQueryResult)]
struct DifferenceRow {
    source: String,
    currency: String,
    books_minor: i64,
    provider_minor: i64,
}

/// The newest comparison with a provider.
pub(super) async fn newest(conn: &impl ConnectionTrait, provider: &str) -> Result<Option<Reconciliation>> {
    let select = "SELECT * FROM reconciliations WHERE provider = $1 ORDER BY reconciled_at DESC LIMIT 1";
    let row = Row::find_by_statement(sql(conn, select, [provider.into()]));
    let Some(row) = row.one(conn).await? else {
        return Ok(None);
    };
    let id: ReconciliationId = row.id.into();
    let select = "SELECT source, currency, books_minor, provider_minor FROM reconciliation_differences
        WHERE reconciliation_id = $1 ORDER BY source, currency LIMIT 1000";
    let rows = DifferenceRow::find_by_statement(sql(conn, select, [id.uuid().into()]));
    let differences = rows.all(conn).await?.into_iter().map(|row| {
        Ok(Difference {
            currency: row.currency.parse().map_err(Error::corrupt)?,
            source: row.source,
            books_minor: row.books_minor,
            provider_minor: row.provider_minor,
        })
    });
    let count = |count: i64| u64::try_from(count).unwrap_or_default();
    Ok(Some(Reconciliation {
        id,
        provider: row.provider,
        reconciled_at: row.reconciled_at,
        moved_until: row.moved_until,
        new_movements: count(row.new_movements),
        compared: count(row.compared),
        under_way: count(row.under_way),
        differences: differences.collect::<Result<_>>()?,
    }))
}
