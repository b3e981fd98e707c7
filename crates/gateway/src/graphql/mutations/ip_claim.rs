//! Third parties' claims against campaigns, and the pauses of campaigns.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use kernel::{IpClaimId, PatentId};

use super::{
    super::{
        context::{Resolving, database},
        ids::typed,
        numbers::explain,
        refusals::campaign_errors,
        types::{
            campaign::Campaign,
            ip_claim::{IpClaim, IpClaimKind, IpClaimReason},
        },
        user_errors::{CampaignUserError, CampaignUserErrorCode as Code},
    },
    campaign::outcome as campaign_outcome,
    payload::payloads,
};

/// What a third party says a campaign takes from it.
#[derive(InputObject)]
struct IpClaimFileInput {
    /// The campaign.
    campaign_id: ID,
    /// What kind of right is claimed.
    kind: IpClaimKind,
    /// The right's number in any usual spelling, or what the work is.
    right: String,
    /// Whose right it is: a company's or a person's name.
    holder: String,
    /// What the campaign takes from it; at least 40 characters.
    statement: String,
    /// Where that can be seen: addresses, places in the campaign's texts.
    evidence: Option<String>,
    /// How the claimant can be reached; shown to nobody but the reviewer who takes the case.
    contact: String,
    /// That all this is true to the best of the claimant's knowledge, and that the claimant may speak for the holder.
    in_good_faith: bool,
    /// The id that `POST /uploads` answered, for a document that shows it.
    upload_id: Option<ID>,
}

/// A claim to be taken back.
#[derive(InputObject)]
struct IpClaimWithdrawInput {
    /// The claim.
    id: ID,
}

/// What a founder says to a claim.
#[derive(InputObject)]
struct IpClaimAnswerInput {
    /// The claim.
    id: ID,
    /// The answer; at least 40 characters.
    answer: String,
    /// The id that `POST /uploads` answered, for a document that shows it.
    upload_id: Option<ID>,
}

/// A claim to be taken by the caller.
#[derive(InputObject)]
struct IpClaimTakeInput {
    /// The claim.
    id: ID,
}

/// A claim to be given back to the queue.
#[derive(InputObject)]
struct IpClaimReleaseInput {
    /// The claim.
    id: ID,
}

/// What a reviewer decides on a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum IpClaimDecision {
    /// The campaign is stopped, and its founder asked.
    Inquire,
    /// There is nothing to look into.
    Dismiss,
    /// It is wrong: the campaign goes on.
    Reject,
    /// It is right: the campaign is ended, and nothing is charged. Only once its founder was heard, or had the time to be.
    Uphold,
}

/// A decision on a claim.
#[derive(InputObject)]
struct IpClaimDecideInput {
    /// The claim.
    id: ID,
    /// What is decided.
    decision: IpClaimDecision,
    /// Why; needed to dismiss and to reject.
    reason: Option<IpClaimReason>,
    /// What claimant and founder are told beside that; needed with the reason OTHER, and to uphold.
    note: Option<String>,
}

/// A campaign to be stopped.
#[derive(InputObject)]
struct CampaignPauseInput {
    /// The campaign.
    id: ID,
    /// Why, for the audit trail.
    reason: String,
}

/// A campaign that goes on.
#[derive(InputObject)]
struct CampaignResumeInput {
    /// The campaign.
    id: ID,
    /// Why, for the audit trail.
    reason: String,
}

payloads!(
    "The claim as it is now; null where the caller may not see it."
    claim: IpClaim, CampaignUserError;
    /// What became of a claim that was filed.
    IpClaimFilePayload,
    /// What became of a claim to be taken back.
    IpClaimWithdrawPayload,
    /// What became of an answer.
    IpClaimAnswerPayload,
    /// What became of a claim to be taken.
    IpClaimTakePayload,
    /// What became of a claim to be given back.
    IpClaimReleasePayload,
    /// What became of a decision.
    IpClaimDecidePayload
);

macro_rules! campaign_payloads {
    ($($(#[$doc:meta])* $name:ident),*) => {$(
        $(#[$doc])*
        #[derive(SimpleObject)]
        struct $name {
            /// The campaign as it is now; null if there is none to show.
            campaign: Option<Campaign>,
            /// What the caller can put right.
            user_errors: Vec<CampaignUserError>,
        }
    )*};
}

campaign_payloads!(
    /// What became of stopping a campaign.
    CampaignPausePayload,
    /// What became of letting a campaign go on.
    CampaignResumePayload
);

type Outcome = (Option<IpClaim>, Vec<CampaignUserError>);

/// The outcome of an operation: the claim as the caller sees it now, also when it was refused.
async fn outcome(
    ctx: &Context<'_>,
    id: Option<IpClaimId>,
    result: projects::Result<projects::IpClaim>,
) -> Result<Outcome> {
    let (id, errors) = match result {
        Ok(claim) => (Some(claim.id), Vec::new()),
        Err(error) => (id, campaign_errors(error, ctx.locale(None))?),
    };
    let found = match id {
        Some(id) => {
            let found = ctx.app()?.projects.find_ip_claim(ctx.caller()?, id).await;
            found.ok().flatten()
        }
        None => None,
    };
    Ok((found.map(IpClaim), errors))
}

fn at(field: &str, code: Code, message: String) -> Outcome {
    let error = CampaignUserError {
        message,
        field: Some(vec![field.to_owned()]),
        code,
        refusal: None,
    };
    (None, vec![error])
}

/// The patent right of a number, if it is known here; the registers are asked for one that is not.
async fn patent_of(ctx: &Context<'_>, number: &str) -> Result<Result<Option<PatentId>, Outcome>> {
    let app = ctx.app()?;
    let number = match app.parse_number(number, None) {
        Ok(number) => number,
        Err(error) => {
            let message = explain(&error, ctx.locale(None));
            return Ok(Err(at("right", Code::PatentNumberInvalid, message)));
        }
    };
    let lookup = app.patents.request_lookup(&number).await.map_err(database)?;
    Ok(Ok(lookup.patent_id))
}

/// Third parties' claims against campaigns, and the pauses of campaigns.
#[derive(Default)]
pub struct IpClaimMutation;

/// Third parties' claims against campaigns, and the pauses of campaigns.
#[Object]
impl IpClaimMutation {
    /// Says that a live campaign takes something that is somebody else's. A reviewer looks at it before anything happens. Not
    /// for the campaign's founder; with a confirmed address.
    async fn ip_claim_file(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The claim.")] input: IpClaimFileInput,
    ) -> Result<Option<IpClaimFilePayload>> {
        // Whoever may not file one has no register asked.
        ctx.caller()?
            .user_id()
            .map_err(super::super::context::forbidden)?;
        let is_patent = input.kind == IpClaimKind::Patent && !input.right.trim().is_empty();
        let patent_id = match is_patent {
            true => match patent_of(ctx, &input.right).await? {
                Ok(patent) => patent,
                Err(refused) => return Ok(Some(refused.into())),
            },
            false => None,
        };
        let request = projects::FileIpClaim {
            campaign_id: typed(&input.campaign_id)?,
            kind: input.kind.into(),
            patent_id,
            right: input.right,
            holder: input.holder,
            statement: input.statement,
            evidence: input.evidence,
            contact: input.contact,
            in_good_faith: input.in_good_faith,
            upload: input.upload_id.as_ref().map(typed).transpose()?,
        };
        let result = ctx.app()?.projects.file_ip_claim(ctx.caller()?, request).await;
        Ok(Some(outcome(ctx, None, result).await?.into()))
    }

    /// Takes a claim back; a campaign that stood still for it alone goes on. For its claimant.
    async fn ip_claim_withdraw(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The claim.")] input: IpClaimWithdrawInput,
    ) -> Result<Option<IpClaimWithdrawPayload>> {
        let id = typed(&input.id)?;
        let result = ctx.app()?.projects.withdraw_ip_claim(ctx.caller()?, id).await;
        Ok(Some(outcome(ctx, Some(id), result).await?.into()))
    }

    /// Answers a claim, once, while there is time. For the founder who was asked.
    async fn ip_claim_answer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The answer.")] input: IpClaimAnswerInput,
    ) -> Result<Option<IpClaimAnswerPayload>> {
        let id = typed(&input.id)?;
        let request = projects::AnswerIpClaim {
            id,
            answer: input.answer,
            upload: input.upload_id.as_ref().map(typed).transpose()?,
        };
        let result = ctx.app()?.projects.answer_ip_claim(ctx.caller()?, request).await;
        Ok(Some(outcome(ctx, Some(id), result).await?.into()))
    }

    /// Takes a claim off the queue: its documents and how its claimant can be reached are shown to the caller from here on, for
    /// a day at the most. For reviewers, never on their own.
    async fn ip_claim_take(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The claim.")] input: IpClaimTakeInput,
    ) -> Result<Option<IpClaimTakePayload>> {
        let id = typed(&input.id)?;
        let result = ctx.app()?.projects.take_ip_claim(ctx.caller()?, id).await;
        Ok(Some(outcome(ctx, Some(id), result).await?.into()))
    }

    /// Gives a claim back to the queue. For the reviewer who has taken it.
    async fn ip_claim_release(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The claim.")] input: IpClaimReleaseInput,
    ) -> Result<Option<IpClaimReleasePayload>> {
        let id = typed(&input.id)?;
        let result = ctx.app()?.projects.release_ip_claim(ctx.caller()?, id).await;
        Ok(Some(outcome(ctx, Some(id), result).await?.into()))
    }

    /// Decides on a claim the caller has taken. For reviewers, never on their own.
    async fn ip_claim_decide(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The decision.")] input: IpClaimDecideInput,
    ) -> Result<Option<IpClaimDecidePayload>> {
        use projects::IpClaimVerdict as V;
        let id = typed(&input.id)?;
        let reason = input.reason.map(Into::into);
        let verdict = match (input.decision, reason) {
            (IpClaimDecision::Inquire, _) => V::Inquire,
            (IpClaimDecision::Uphold, _) => V::Uphold,
            (IpClaimDecision::Dismiss, Some(reason)) => V::Dismiss(reason),
            (IpClaimDecision::Reject, Some(reason)) => V::Reject(reason),
            (IpClaimDecision::Dismiss | IpClaimDecision::Reject, None) => {
                ctx.caller()?
                    .require(kernel::Role::Reviewer)
                    .map_err(super::super::context::forbidden)?;
                let message = Code::Required.message(ctx.locale(None), &[]);
                return Ok(Some(at("reason", Code::Required, message).into()));
            }
        };
        let request = projects::DecideIpClaim {
            id,
            verdict,
            note: input.note,
        };
        let result = ctx.app()?.projects.decide_ip_claim(ctx.caller()?, request).await;
        Ok(Some(outcome(ctx, Some(id), result).await?.into()))
    }

    /// Stops a live campaign while staff look into something: no pledges are taken, and its deadline moves by the time it
    /// stands still. For reviewers and administrators, never on their own.
    async fn campaign_pause(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The campaign.")] input: CampaignPauseInput,
    ) -> Result<Option<CampaignPausePayload>> {
        let id = typed(&input.id)?;
        let result = ctx.app()?.projects.pause(ctx.caller()?, id, &input.reason).await;
        let (campaign, user_errors) = campaign_outcome(ctx, id, result).await?;
        Ok(Some(CampaignPausePayload {
            campaign,
            user_errors,
        }))
    }

    /// Lets a campaign go on that staff had stopped. For reviewers and administrators, never on their own.
    async fn campaign_resume(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The campaign.")] input: CampaignResumeInput,
    ) -> Result<Option<CampaignResumePayload>> {
        let id = typed(&input.id)?;
        let result = ctx.app()?.projects.resume(ctx.caller()?, id, &input.reason).await;
        let (campaign, user_errors) = campaign_outcome(ctx, id, result).await?;
        Ok(Some(CampaignResumePayload {
            campaign,
            user_errors,
        }))
    }
}
