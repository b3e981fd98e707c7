//! What an investor's pledges come to, all of them together.

use chrono::{DateTime, Utc};
use kernel::{Caller, Money};

use crate::{ListPledgesError, PledgeState, Pledges};

/// An investor's pledges that stand alike and are in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PledgeTotal {
    /// How they stand.
    pub state: PledgeState,
    /// What they promise together.
    pub amount: Money,
    /// How many there are.
    pub count: u64,
    /// When the first of them was placed.
    pub first_placed_at: DateTime<Utc>,
}

impl Pledges {
    /// What the caller's own pledges come to, by currency and by how they stand. Currencies are never added up.
    ///
    /// # Errors
    /// [`ListPledgesError::Forbidden`] if nobody has signed in.
    pub async fn totals_own(&self, caller: &Caller) -> Result<Vec<PledgeTotal>, ListPledgesError> {
        let investor = caller.user_id()?;
        Ok(self.totals(investor.uuid()).await?)
    }

    async fn totals(&self, investor: uuid::Uuid) -> db::Result<Vec<PledgeTotal>> {
        use sea_orm::ConnectionTrait;

        let conn = self.db.reader();
        let select = "SELECT state, currency, count(*) AS n, CAST(sum(amount_minor) AS bigint) AS minor, min(placed_at) AS first_at
             FROM pledges WHERE investor_id = $1 GROUP BY currency, state ORDER BY currency, state";
        let rows = conn
            .query_all_raw(db::sql(conn, select, [investor.into()]))
            .await?;
        rows.iter()
            .map(|row| {
                let currency: String = row.try_get("", "currency")?;
                let n: i64 = row.try_get("", "n")?;
                Ok(PledgeTotal {
                    state: row.try_get::<String>("", "state")?.parse()?,
                    amount: Money::new(
                        row.try_get("", "minor")?,
                        currency.parse().map_err(db::Error::corrupt)?,
                    ),
                    count: u64::try_from(n).unwrap_or(0),
                    first_placed_at: row.try_get("", "first_at")?,
                })
            })
            .collect()
    }
}
