//! Those of whom something was asked and is asked no more.

use kernel::{Currency, MaterialChangeId, Money, PledgeId, UserId};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use crate::Pledges;

/// A pledge that stands though a change was asked about: the question was withdrawn, or answered before that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unasked {
    /// The pledge.
    pub pledge_id: PledgeId,
    /// Whose it is.
    pub investor_id: UserId,
    /// How much it promises.
    pub amount: Money,
    /// Whether the card had been charged when it was asked about.
    pub charged: bool,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    investor_id: Uuid,
    amount_minor: i64,
    currency: String,
    charged: bool,
}

impl Pledges {
    /// The pledges that were asked about because of a change, and stand: the next after one, by id.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn unasked_of(
        &self,
        change: MaterialChangeId,
        after: Option<PledgeId>,
        limit: usize,
    ) -> db::Result<Vec<Unasked>> {
        // Of the primary: it is told right after the change was closed.
        let conn = self.db.primary();
        let mut values: Vec<Value> = vec![change.uuid().into()];
        let mut beyond = "";
        if let Some(after) = after {
            values.push(after.uuid().into());
            beyond = " AND p.id > $2";
        }
        let select = format!(
            "SELECT p.id, p.investor_id, p.amount_minor, p.currency, r.charged
             FROM reconfirmations r JOIN pledges p ON p.id = r.pledge_id
             WHERE r.change_id = $1 AND r.answer IN ('kept', 'withdrawn'){beyond}
               AND p.state NOT IN ('cancelled', 'released', 'dropped', 'refunded')
             ORDER BY p.id LIMIT {limit}"
        );
        let rows = Row::find_by_statement(db::sql(conn, select, values))
            .all(conn)
            .await?;
        rows.into_iter()
            .map(|row| {
                let currency: Currency = row.currency.parse().map_err(db::Error::corrupt)?;
                Ok(Unasked {
                    pledge_id: row.id.into(),
                    investor_id: row.investor_id.into(),
                    amount: Money::new(row.amount_minor, currency),
                    charged: row.charged,
                })
            })
            .collect()
    }
}
