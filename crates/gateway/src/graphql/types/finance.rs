//! The queues of finance.

use async_graphql::{Context, Error, ID, Object, Result};

use super::{
    super::{
        context::{Resolving, database, fault, forbidden},
        ids::typed,
    },
    campaign::Campaign,
    payment::{Dispute, Refund},
    payout::Payout,
    reconciliation::Reconciliation,
};

/// What waits for finance. Each queue shows two hundred at most, the most urgent first.
pub struct FinanceQueues;

/// What waits for finance. Each queue shows two hundred at most, the most urgent first.
#[Object]
impl FinanceQueues {
    /// Campaigns of which something may be paid out now, the oldest first.
    async fn due_campaigns(&self, ctx: &Context<'_>) -> Result<Vec<Campaign>> {
        let (app, caller) = (ctx.app()?, ctx.caller()?);
        let due = app.pledges.due_payouts(caller).await.map_err(refused)?;
        campaigns(ctx, &due).await
    }

    /// Campaigns whose first payout was taken up by losses and the founder's debts, and of which nothing was paid out since,
    /// the newest first.
    async fn settled_without_payout(&self, ctx: &Context<'_>) -> Result<Vec<Campaign>> {
        let (app, caller) = (ctx.app()?, ctx.caller()?);
        let settled = app.pledges.settled_without_payout(caller).await;
        campaigns(ctx, &settled.map_err(refused)?).await
    }

    /// Payouts that are under way, the oldest first.
    async fn payouts(&self, ctx: &Context<'_>) -> Result<Vec<Payout>> {
        let open = ctx.app()?.pledges.open_payouts(ctx.caller()?).await;
        Ok(open.map_err(refused)?.into_iter().map(Payout).collect())
    }

    /// A refund that failed or is on its way, however many wait; null if it is done with.
    async fn refund(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The refund.")] id: ID,
    ) -> Result<Option<Refund>> {
        let found = ctx.app()?.pledges.open_refund(ctx.caller()?, typed(&id)?).await;
        Ok(found.map_err(refused)?.map(Refund))
    }

    /// Refunds that failed, then those on their way, the oldest first.
    async fn refunds(&self, ctx: &Context<'_>) -> Result<Vec<Refund>> {
        let open = ctx.app()?.pledges.open_refunds(ctx.caller()?).await;
        Ok(open.map_err(refused)?.into_iter().map(Refund).collect())
    }

    /// The newest comparison of the books with the payment provider. Null before the first.
    async fn reconciliation(&self, ctx: &Context<'_>) -> Result<Option<Reconciliation>> {
        let found = ctx.app()?.pledges.newest_reconciliation(ctx.caller()?).await;
        Ok(found.map_err(refused)?.map(Reconciliation::from))
    }

    /// Disputes that are not decided, the next due first.
    async fn disputes(&self, ctx: &Context<'_>) -> Result<Vec<Dispute>> {
        let open = ctx.app()?.pledges.open_disputes(ctx.caller()?).await;
        Ok(open.map_err(refused)?.into_iter().map(Dispute).collect())
    }
}

/// The campaigns of these settlements.
async fn campaigns(ctx: &Context<'_>, of: &[pledges::Settlement]) -> Result<Vec<Campaign>> {
    let ids: Vec<_> = of.iter().map(|settlement| settlement.campaign_id).collect();
    let mut found = Vec::new();
    ctx.loaders()?.prepare(ids.clone()).await?;
    for id in ids {
        found.extend(ctx.loaders()?.one(id).await?.map(Campaign));
    }
    Ok(found)
}

/// An error of a read of money that no form can fix.
pub(in super::super) fn refused(error: pledges::PledgeError) -> Error {
    match error {
        pledges::PledgeError::Store(error) => database(error),
        pledges::PledgeError::Forbidden(error) => forbidden(error),
        other => fault(other),
    }
}
