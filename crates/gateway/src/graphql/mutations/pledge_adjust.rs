//! Changing what a pledge promises or earns.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use kernel::Locale;
use pledges::{AdjustPledge, AdjustPledgeError};
use uuid::Uuid;

use super::{
    super::{
        context::{Resolving, database, fault, forbidden},
        ids::typed,
        money::MoneyInput,
        types::{
            campaign::Campaign,
            item::{ItemInput, wished},
            pledge::Pledge,
        },
        user_errors::{PledgeUserError, PledgeUserErrorCode as Code},
    },
    pledge::{Outcome, amount_of, place_errors, pledge_error, pledge_errors, pledge_payloads},
};

/// What a pledge is to promise and earn from now on.
#[derive(InputObject)]
struct PledgeAdjustInput {
    /// The pledge.
    pledge_id: ID,
    /// What it is to earn, if something. The reward it has stays only if it is named again.
    reward_id: Option<ID>,
    /// The add-ons it is to have, at most 20 different ones; absent or null are those it has.
    #[graphql(validator(max_items = 50))]
    items: Option<Vec<ItemInput>>,
    /// How much is to be promised, in the campaign's currency.
    amount: MoneyInput,
    /// The hash of the campaign's `ipPanel.graveRisks`, where there are any: the investor has read them and pledges all the same.
    acknowledged_risks: Option<String>,
    /// The client's key for this wish.
    idempotency_key: Uuid,
}

pledge_payloads!(
    /// What became of the wish to change a pledge.
    PledgeAdjustPayload,
);

fn adjust_errors(error: AdjustPledgeError, locale: Locale) -> Result<Vec<PledgeUserError>> {
    match error {
        AdjustPledgeError::NotTaken(error) => place_errors(error, locale),
        AdjustPledgeError::Failed(error) => pledge_errors(error, locale),
        AdjustPledgeError::Forbidden(error) => Err(forbidden(error)),
        other => match other.code().map(Code::from) {
            Some(code) => {
                let field = match code {
                    Code::PledgeNotFound => Some("pledgeId"),
                    Code::IdempotencyKeyReused | Code::IdempotencyInProgress => Some("idempotencyKey"),
                    _ => None,
                };
                Ok(vec![pledge_error(code, field, locale)])
            }
            None => Err(match other {
                AdjustPledgeError::Store(error) => database(error),
                other => fault(other),
            }),
        },
    }
}

/// What investors can change.
#[derive(Default)]
pub struct PledgeAdjustMutation;

/// What investors can change.
#[Object]
impl PledgeAdjustMutation {
    /// Changes the amount, the reward or the add-ons of a pledge that counts, while its campaign takes pledges. In the last 24 hours it may
    /// not be lowered if the campaign would fall below its goal.
    async fn pledge_adjust(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The change.")] input: PledgeAdjustInput,
    ) -> Result<Option<PledgeAdjustPayload>> {
        let locale = ctx.locale(None);
        ctx.caller()?.user_id().map_err(forbidden)?;
        let amount = match amount_of(&input.amount, locale) {
            Ok(amount) => amount,
            Err(wrong) => return Ok(Some(Outcome::refused(*wrong).into())),
        };
        let pledge_id = typed(&input.pledge_id)?;
        let request = AdjustPledge {
            pledge_id,
            reward_id: input.reward_id.as_ref().map(typed).transpose()?,
            items: input.items.as_deref().map(wished).transpose()?,
            amount,
            acknowledged_risks: input.acknowledged_risks,
            idempotency_key: input.idempotency_key,
        };
        let errors = match ctx.app()?.pledges.adjust(ctx.caller()?, request).await {
            Ok(_) => Vec::new(),
            Err(error) => adjust_errors(error, locale)?,
        };
        Ok(Some(Outcome::show(ctx, pledge_id, errors).await?.into()))
    }
}
