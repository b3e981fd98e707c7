//! What a person and the platform still owe one another, and whom the provider knows them as.

use db::{Result, Tx, sql};
use kernel::UserId;
use payments::ProviderError;
use sea_orm::{ConnectionTrait, FromQueryResult};

use crate::Pledges;

/// What is not settled yet between a person and the platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromQueryResult)]
pub struct OpenMoney {
    /// Pledges that may still be charged.
    pub pledges: i64,
    /// Payouts to the person that have not arrived.
    pub payouts: i64,
    /// Refunds to the person that have not arrived.
    pub refunds: i64,
    /// Charges of the person that are contested at the bank, before its answer.
    pub disputes: i64,
}

impl Pledges {
    /// What is not settled between a person and the platform, inside the transaction.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn open_money(tx: &Tx, person: UserId) -> Result<OpenMoney> {
        let select = "SELECT
            (SELECT count(*) FROM pledges p WHERE p.investor_id = $1 AND p.state IN ('reserved', 'authorised', 'committed',
                'reconfirm_due', 'collecting', 'errored', 'action_required')) AS pledges,
            (SELECT count(*) FROM payouts o WHERE o.founder_id = $1 AND o.state NOT IN ('paid', 'failed', 'rejected')) AS payouts,
            (SELECT count(*) FROM refunds r JOIN pledges p ON p.id = r.pledge_id
                WHERE p.investor_id = $1 AND r.state NOT IN ('succeeded', 'failed')) AS refunds,
            (SELECT count(*) FROM disputes d JOIN pledges p ON p.id = d.pledge_id WHERE p.investor_id = $1
                AND d.state IN ('warning_needs_response', 'warning_under_review', 'needs_response', 'under_review')) AS disputes";
        let found = OpenMoney::find_by_statement(sql(&**tx, select, [person.uuid().into()]))
            .one(&**tx)
            .await?;
        found.ok_or_else(|| db::Error::corrupt("what is open was not counted"))
    }

    /// Has the payment provider delete what it keeps of a person as a customer: saved cards go with it, charges stay. Not to
    /// be called while a transaction is open; safe to run twice.
    ///
    /// # Errors
    /// [`ProviderError`] says whether trying again may work.
    #[tracing::instrument(name = "pledges.forget_customer", skip_all, fields(user.id = %person))]
    pub async fn forget_customer(&self, person: UserId) -> Result<(), ProviderError> {
        let select = "SELECT DISTINCT s.customer_id FROM payment_setups s JOIN pledges p ON p.id = s.pledge_id
                      WHERE p.investor_id = $1 AND s.provider = $2 AND s.customer_id IS NOT NULL ORDER BY s.customer_id";
        let conn = self.db.primary();
        let values = [person.uuid().into(), self.provider.name().into()];
        let rows = conn.query_all_raw(sql(conn, select, values)).await?;
        for row in rows {
            let customer: String = row.try_get("", "customer_id")?;
            self.provider.delete_customer(&customer).await?;
        }
        Ok(())
    }
}
