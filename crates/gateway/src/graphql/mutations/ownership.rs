//! Documents by which founders claim rights that the register gives to somebody else.

use async_graphql::{Context, ID, InputObject, Object, Result};
use chrono::NaiveDate;

use super::super::{
    context::Resolving,
    ids::typed,
    refusals::campaign_errors,
    types::ownership::{OwnershipClaim, OwnershipClaimKind, OwnershipClaimReason},
    user_errors::CampaignUserError,
};
use super::payload::payloads;

/// A document to be handed in for a right of a campaign.
#[derive(InputObject)]
struct OwnershipClaimSubmitInput {
    /// The campaign.
    campaign_id: ID,
    /// One of its rights.
    patent_id: ID,
    /// What the document says.
    kind: OwnershipClaimKind,
    /// Who made the right over, or licenses it.
    counterparty: String,
    /// The day on the document.
    dated_on: NaiveDate,
    /// The id that `POST /uploads` answered.
    upload_id: ID,
}

/// A claim to be taken back.
#[derive(InputObject)]
struct OwnershipClaimWithdrawInput {
    /// The claim.
    id: ID,
}

/// A claim to be taken by the caller.
#[derive(InputObject)]
struct OwnershipClaimTakeInput {
    /// The claim.
    id: ID,
}

/// A claim to be given back to the queue.
#[derive(InputObject)]
struct OwnershipClaimReleaseInput {
    /// The claim.
    id: ID,
}

/// A decision on a claim.
#[derive(InputObject)]
struct OwnershipClaimDecideInput {
    /// The claim.
    id: ID,
    /// Whether the document shows it.
    approve: bool,
    /// Why it does not; needed then.
    reason: Option<OwnershipClaimReason>,
    /// What the founder is told beside that; needed with the reason OTHER.
    note: Option<String>,
}

payloads!(
    "The claim as it is now; null where the caller may not see it."
    claim: OwnershipClaim, CampaignUserError;
    /// What became of a document that was handed in.
    OwnershipClaimSubmitPayload,
    /// What became of a claim to be taken back.
    OwnershipClaimWithdrawPayload,
    /// What became of a claim to be taken.
    OwnershipClaimTakePayload,
    /// What became of a claim to be given back.
    OwnershipClaimReleasePayload,
    /// What became of a decision.
    OwnershipClaimDecidePayload
);

type Outcome = (Option<OwnershipClaim>, Vec<CampaignUserError>);

/// The outcome of an operation. When it was refused, the claim is shown as it is.
async fn outcome(
    ctx: &Context<'_>,
    id: Option<kernel::OwnershipClaimId>,
    result: projects::Result<projects::OwnershipClaim>,
) -> Result<Outcome> {
    match result {
        Ok(claim) => Ok((Some(OwnershipClaim(claim)), Vec::new())),
        Err(error) => {
            let errors = campaign_errors(error, ctx.locale(None))?;
            let found = match id {
                Some(id) => ctx
                    .app()?
                    .projects
                    .find_claim(ctx.caller()?, id)
                    .await
                    .ok()
                    .flatten(),
                None => None,
            };
            Ok((found.map(OwnershipClaim), errors))
        }
    }
}

/// Documents by which founders claim rights that the register gives to somebody else.
#[derive(Default)]
pub struct OwnershipMutation;

/// Documents by which founders claim rights that the register gives to somebody else.
#[Object]
impl OwnershipMutation {
    /// Hands in an assignment or a licence for one right of a campaign. For its founder.
    async fn ownership_claim_submit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The document.")] input: OwnershipClaimSubmitInput,
    ) -> Result<Option<OwnershipClaimSubmitPayload>> {
        let request = projects::ClaimOwnership {
            campaign_id: typed(&input.campaign_id)?,
            patent_id: typed(&input.patent_id)?,
            kind: input.kind.into(),
            counterparty: input.counterparty,
            dated_on: input.dated_on,
            upload: typed(&input.upload_id)?,
        };
        let result = ctx.app()?.projects.claim_ownership(ctx.caller()?, request).await;
        Ok(Some(outcome(ctx, None, result).await?.into()))
    }

    /// Takes a claim back; one that investors rely on stays. For its founder.
    async fn ownership_claim_withdraw(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The claim.")] input: OwnershipClaimWithdrawInput,
    ) -> Result<Option<OwnershipClaimWithdrawPayload>> {
        let id = typed(&input.id)?;
        let result = ctx.app()?.projects.withdraw_claim(ctx.caller()?, id).await;
        Ok(Some(outcome(ctx, Some(id), result).await?.into()))
    }

    /// Takes a claim off the queue: its document is shown to the caller from here on. For reviewers, never on their own.
    async fn ownership_claim_take(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The claim.")] input: OwnershipClaimTakeInput,
    ) -> Result<Option<OwnershipClaimTakePayload>> {
        let id = typed(&input.id)?;
        let result = ctx.app()?.projects.take_claim(ctx.caller()?, id).await;
        Ok(Some(outcome(ctx, Some(id), result).await?.into()))
    }

    /// Gives a claim back to the queue. For whoever has taken it.
    async fn ownership_claim_release(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The claim.")] input: OwnershipClaimReleaseInput,
    ) -> Result<Option<OwnershipClaimReleasePayload>> {
        let id = typed(&input.id)?;
        let result = ctx.app()?.projects.release_claim(ctx.caller()?, id).await;
        Ok(Some(outcome(ctx, Some(id), result).await?.into()))
    }

    /// Decides on a claim the caller has taken. For reviewers, never on their own.
    async fn ownership_claim_decide(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The decision.")] input: OwnershipClaimDecideInput,
    ) -> Result<Option<OwnershipClaimDecidePayload>> {
        let id = typed(&input.id)?;
        let request = projects::DecideClaim {
            id,
            approve: input.approve,
            reason: input.reason.map(Into::into),
            note: input.note,
        };
        let result = ctx.app()?.projects.decide_claim(ctx.caller()?, request).await;
        Ok(Some(outcome(ctx, Some(id), result).await?.into()))
    }
}
