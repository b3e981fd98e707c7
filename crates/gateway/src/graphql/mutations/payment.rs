//! A failed payment, repaired by its investor.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use kernel::PledgeId;
use uuid::Uuid;

use super::{
    super::{
        context::{Resolving, forbidden},
        ids::typed,
        types::{campaign::Campaign, pledge::Pledge},
        user_errors::PledgeUserError,
    },
    pledge::{Outcome, pledge_error, pledge_errors, pledge_payloads},
};

/// The wish to pay with another card after a payment failed.
#[derive(InputObject)]
struct PledgePaymentRepairInput {
    /// The pledge.
    pledge_id: ID,
    /// The client's key for this wish.
    idempotency_key: Uuid,
}

/// The wish to know how a payment stands.
#[derive(InputObject)]
struct PledgePaymentRefreshInput {
    /// The pledge.
    pledge_id: ID,
}

pledge_payloads!(
    /// What became of the wish to pay with another card.
    PledgePaymentRepairPayload,
    /// How the payment stands.
    PledgePaymentRefreshPayload,
);

/// What investors can do about payments that failed.
#[derive(Default)]
pub struct PaymentMutation;

/// What investors can do about payments that failed.
#[Object]
impl PaymentMutation {
    /// Begins to save another card for a pledge whose payment failed. It is charged as soon as it is saved.
    async fn pledge_payment_repair(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The pledge.")] input: PledgePaymentRepairInput,
    ) -> Result<Option<PledgePaymentRepairPayload>> {
        let id = typed(&input.pledge_id)?;
        let pledges = &ctx.app()?.pledges;
        let errors = match pledges.repair(ctx.caller()?, id, input.idempotency_key).await {
            Ok(_) => Vec::new(),
            Err(error) => pledge_errors(error, ctx.locale(None))?,
        };
        Ok(Some(Outcome::show(ctx, id, errors).await?.into()))
    }

    /// Asks the payment provider how a payment stands that waited for the investor's bank, and records it.
    async fn pledge_payment_refresh(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The pledge.")] input: PledgePaymentRefreshInput,
    ) -> Result<Option<PledgePaymentRefreshPayload>> {
        let id = typed(&input.pledge_id)?;
        ctx.caller()?.user_id().map_err(forbidden)?;
        let errors = match ctx.app()?.pledges.refresh_payment(ctx.caller()?, id).await {
            Ok(_) => payment_problem(ctx, id).await?,
            Err(error) => pledge_errors(error, ctx.locale(None))?,
        };
        Ok(Some(Outcome::show(ctx, id, errors).await?.into()))
    }
}

/// What stands between the pledge and its money, if something does.
pub(super) async fn payment_problem(ctx: &Context<'_>, id: PledgeId) -> Result<Vec<PledgeUserError>> {
    let tries = ctx.app()?.pledges.payments_of(ctx.caller()?, id).await;
    let tries = tries.map_err(super::super::types::finance::refused)?;
    let code = tries.last().and_then(|attempt| attempt.problem());
    Ok(code
        .map(|code| pledge_error(code.into(), None, ctx.locale(None)))
        .into_iter()
        .collect())
}
