//! Answers to changes of the patents, and what reviewers make of them.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use uuid::Uuid;

use super::{
    super::{
        context::Resolving,
        ids::typed,
        types::{
            material_change::{MaterialChange, MaterialChangeSeverity},
            pledge::Pledge,
        },
        user_errors::PledgeUserError,
    },
    money::answered,
};

/// A pledge that stays though the patents changed.
#[derive(InputObject)]
struct PledgeReconfirmInput {
    /// The pledge.
    pledge_id: ID,
    /// The hash of the facts that were looked at: `dossierHash` of the change.
    dossier_hash: String,
    /// The client's key for this answer.
    idempotency_key: Uuid,
}

/// A pledge that does not stay now that the patents changed.
#[derive(InputObject)]
struct PledgeDeclineInput {
    /// The pledge.
    pledge_id: ID,
    /// The hash of the facts that were looked at: `dossierHash` of the change.
    dossier_hash: String,
    /// The client's key for this answer.
    idempotency_key: Uuid,
}

/// A change to be classed anew.
#[derive(InputObject)]
struct MaterialChangeReclassifyInput {
    /// The change.
    change_id: ID,
    /// What it is to those who pledged.
    severity: MaterialChangeSeverity,
    /// Why, for everybody concerned to read; at most 1,000 characters.
    reason: String,
    /// The client's key for this wish.
    idempotency_key: Uuid,
}

/// What became of an answer that a pledge stays.
#[derive(SimpleObject)]
struct PledgeReconfirmPayload {
    /// The pledge as it is now.
    pledge: Option<Pledge>,
    /// What the caller can put right.
    user_errors: Vec<PledgeUserError>,
}

/// What became of an answer that a pledge does not stay.
#[derive(SimpleObject)]
struct PledgeDeclinePayload {
    /// The pledge as it is now.
    pledge: Option<Pledge>,
    /// What the caller can put right.
    user_errors: Vec<PledgeUserError>,
}

/// What became of classing a change anew.
#[derive(SimpleObject)]
struct MaterialChangeReclassifyPayload {
    /// The change; a new one if a minor change was found to be major.
    change: Option<MaterialChange>,
    /// What the caller can put right.
    user_errors: Vec<PledgeUserError>,
}

/// Answers to changes of the patents, and what reviewers make of them.
#[derive(Default)]
pub struct MaterialChangeMutation;

/// Answers to changes of the patents, and what reviewers make of them.
#[Object]
impl MaterialChangeMutation {
    /// Confirms a pledge after a change of the patents.
    async fn pledge_reconfirm(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The answer.")] input: PledgeReconfirmInput,
    ) -> Result<Option<PledgeReconfirmPayload>> {
        let request = pledges::AnswerChange {
            pledge_id: typed(&input.pledge_id)?,
            keep: true,
            dossier_hash: input.dossier_hash,
            idempotency_key: input.idempotency_key,
        };
        let (pledge, user_errors) = answer(ctx, request).await?;
        Ok(Some(PledgeReconfirmPayload { pledge, user_errors }))
    }

    /// Takes a pledge back after a change of the patents; if it was charged, its money goes back.
    async fn pledge_decline(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The answer.")] input: PledgeDeclineInput,
    ) -> Result<Option<PledgeDeclinePayload>> {
        let request = pledges::AnswerChange {
            pledge_id: typed(&input.pledge_id)?,
            keep: false,
            dossier_hash: input.dossier_hash,
            idempotency_key: input.idempotency_key,
        };
        let (pledge, user_errors) = answer(ctx, request).await?;
        Ok(Some(PledgeDeclinePayload { pledge, user_errors }))
    }

    /// Classes a change anew, with a reason. For reviewers.
    async fn material_change_reclassify(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The class and the reason.")] input: MaterialChangeReclassifyInput,
    ) -> Result<Option<MaterialChangeReclassifyPayload>> {
        let request = pledges::ReclassifyChange {
            change_id: typed(&input.change_id)?,
            severity: input.severity.into(),
            reason: input.reason,
            idempotency_key: input.idempotency_key,
        };
        let done = ctx.app()?.pledges.reclassify_change(ctx.caller()?, request).await;
        Ok(Some(match answered(ctx, done)? {
            Ok(change) => MaterialChangeReclassifyPayload {
                change: Some(MaterialChange(change)),
                user_errors: Vec::new(),
            },
            Err(user_errors) => MaterialChangeReclassifyPayload {
                change: None,
                user_errors,
            },
        }))
    }
}

async fn answer(
    ctx: &Context<'_>,
    request: pledges::AnswerChange,
) -> Result<(Option<Pledge>, Vec<PledgeUserError>)> {
    let done = ctx.app()?.pledges.answer_change(ctx.caller()?, request).await;
    Ok(match answered(ctx, done)? {
        Ok(pledge) => (Some(Pledge(pledge)), Vec::new()),
        Err(user_errors) => (None, user_errors),
    })
}
