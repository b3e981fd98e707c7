//! Refunds that failed and are paid back by hand.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::NaiveDate;
use uuid::Uuid;

use super::{
    super::{context::Resolving, ids::typed, types::payment::Refund, user_errors::PledgeUserError},
    money::answered,
};

/// A transfer that was made in place of a refund that failed.
#[derive(InputObject)]
struct RepaymentRecordInput {
    /// The refund that failed.
    refund_id: ID,
    /// The bank's reference of the transfer; the investor is told it once the transfer is confirmed.
    bank_reference: String,
    /// The day of the transfer: not before the refund was ordered, not in the future.
    paid_on: NaiveDate,
    /// What proves it: where the bank's confirmation is kept.
    evidence: String,
    /// The client's key for this wish.
    idempotency_key: Uuid,
}

/// What a second officer finds of such a transfer.
#[derive(InputObject)]
struct RepaymentDecideInput {
    /// The refund that the bank carries: `refund` of recording it.
    refund_id: ID,
    /// Whether the evidence shows it.
    confirm: bool,
    /// Why it does not; needed then.
    reason: Option<String>,
    /// The client's key for this wish.
    idempotency_key: Uuid,
}

macro_rules! payloads {
    ($($(#[$doc:meta])* $name:ident),*) => {$(
        $(#[$doc])*
        #[derive(SimpleObject)]
        struct $name {
            /// The refund that the bank carries. Null if nothing was done.
            refund: Option<Refund>,
            /// What the caller can put right.
            user_errors: Vec<PledgeUserError>,
        }

        impl From<Result<pledges::Refund, Vec<PledgeUserError>>> for $name {
            fn from(done: Result<pledges::Refund, Vec<PledgeUserError>>) -> Self {
                match done {
                    Ok(refund) => Self { refund: Some(Refund(refund)), user_errors: Vec::new() },
                    Err(user_errors) => Self { refund: None, user_errors },
                }
            }
        }
    )*};
}

payloads!(
    /// What became of recording a transfer.
    RepaymentRecordPayload,
    /// What became of confirming one.
    RepaymentDecidePayload
);

/// Refunds that failed and are paid back by hand.
#[derive(Default)]
pub struct RepaymentMutation;

/// Refunds that failed and are paid back by hand.
#[Object]
impl RepaymentMutation {
    /// Records a transfer that was made in place of a refund that failed. The money is set aside; it counts as given back once
    /// somebody else has confirmed it. For finance, after a new proof; not for those who are paid.
    async fn repayment_record(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The transfer.")] input: RepaymentRecordInput,
    ) -> Result<Option<RepaymentRecordPayload>> {
        let request = pledges::RecordRepayment {
            refund_id: typed(&input.refund_id)?,
            bank_reference: input.bank_reference,
            paid_on: input.paid_on,
            evidence: input.evidence,
            idempotency_key: input.idempotency_key,
        };
        let done = ctx.app()?.pledges.record_repayment(ctx.caller()?, request).await;
        Ok(Some(answered(ctx, done)?.into()))
    }

    /// Confirms a transfer that somebody else recorded, or does not: then the refund still failed. For finance, after a new
    /// proof; not for whoever recorded it, nor for those who are paid.
    async fn repayment_decide(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The finding.")] input: RepaymentDecideInput,
    ) -> Result<Option<RepaymentDecidePayload>> {
        let request = pledges::DecideRepayment {
            refund_id: typed(&input.refund_id)?,
            confirm: input.confirm,
            reason: input.reason,
            idempotency_key: input.idempotency_key,
        };
        let done = ctx.app()?.pledges.decide_repayment(ctx.caller()?, request).await;
        Ok(Some(answered(ctx, done)?.into()))
    }
}
