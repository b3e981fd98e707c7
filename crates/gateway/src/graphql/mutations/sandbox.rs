//! The sandbox's own forms: entering a test card, and the bank's page.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use kernel::{Locale, PledgeId};
use payments::sandbox::{CardInput, SandboxError};

use super::{
    super::{
        context::{Resolving, fault, forbidden},
        ids::typed,
        types::{campaign::Campaign, payout::Payee, pledge::Pledge},
        user_errors::{PledgeUserError, PledgeUserErrorCode as Code},
    },
    money::answered,
    payment::payment_problem,
    pledge::{Outcome, card_problem, pledge_error, pledge_errors, pledge_payloads},
};
use crate::http::{ErrorCode, problem};

/// A test card.
#[derive(InputObject)]
struct SandboxCardEnterInput {
    /// The pledge it is saved for.
    pledge_id: ID,
    /// Its number: one of the test cards of `platform.sandboxCards`.
    number: String,
    /// Its expiry, as on the card: `12/34`.
    expiry: String,
    /// Its security code.
    cvc: String,
}

/// The investor's answer to the bank.
#[derive(InputObject)]
struct SandboxAuthenticateInput {
    /// The pledge.
    pledge_id: ID,
    /// Whether the bank is convinced.
    succeed: bool,
}

pledge_payloads!(
    /// What became of the card.
    SandboxCardEnterPayload,
    /// What became of the bank's question.
    SandboxAuthenticatePayload,
);

/// The sandbox's own forms.
#[derive(Default)]
pub struct SandboxMutation;

/// The sandbox's own forms.
#[Object]
impl SandboxMutation {
    /// Enters a test card, as the provider's own form would. Refused where payments are real.
    async fn sandbox_card_enter(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The card.")] input: SandboxCardEnterInput,
    ) -> Result<Option<SandboxCardEnterPayload>> {
        let (id, locale) = (typed(&input.pledge_id)?, ctx.locale(None));
        let provider_id = match provider_id(ctx, id).await? {
            Ok(provider_id) => provider_id,
            Err(errors) => return Ok(Some(Outcome::show(ctx, id, errors).await?.into())),
        };
        let Some((exp_month, exp_year)) = expiry(&input.expiry) else {
            let errors = vec![card_error("expiry", "card-expiry-invalid", locale)];
            return Ok(Some(Outcome::show(ctx, id, errors).await?.into()));
        };
        let card = CardInput {
            number: input.number,
            exp_month,
            exp_year,
            cvc: input.cvc,
        };
        let Some(sandbox) = ctx.app()?.sandbox() else {
            return Err(not_pretended());
        };
        let entered = sandbox.enter_card(&provider_id, &card).await;
        Ok(Some(finish(ctx, id, entered.map(|_| ())).await?.into()))
    }

    /// Answers the bank's question, as the bank's page would. Refused where payments are real.
    async fn sandbox_authenticate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The answer.")] input: SandboxAuthenticateInput,
    ) -> Result<Option<SandboxAuthenticatePayload>> {
        let id = typed(&input.pledge_id)?;
        ctx.caller()?.user_id().map_err(forbidden)?;
        let Some(sandbox) = ctx.app()?.sandbox() else {
            return Err(not_pretended());
        };
        if let Some(charge) = charge_to_confirm(ctx, id).await? {
            let answered = sandbox.authenticate_charge(&charge, input.succeed).await;
            return Ok(Some(finish_charge(ctx, id, answered.map(|_| ())).await?.into()));
        }
        let provider_id = match provider_id(ctx, id).await? {
            Ok(provider_id) => provider_id,
            Err(errors) => return Ok(Some(Outcome::show(ctx, id, errors).await?.into())),
        };
        let answered = sandbox.authenticate(&provider_id, input.succeed).await;
        Ok(Some(finish(ctx, id, answered.map(|_| ())).await?.into()))
    }

    /// Completes the caller's account to be paid through, as the provider's own page would. Refused where
    /// payments are real.
    async fn sandbox_payee_complete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The account.")] input: SandboxPayeeCompleteInput,
    ) -> Result<Option<SandboxPayeeCompletePayload>> {
        let (app, caller) = (ctx.app()?, ctx.caller()?);
        let id = typed(&input.payee_id)?;
        let Some(sandbox) = app.sandbox() else {
            return Err(not_pretended());
        };
        // Asked for first: only the one who is paid through it can.
        let known = answered(ctx, app.pledges.refresh_payee(caller, id).await)?;
        let completed = match known {
            Err(errors) => Err(errors),
            Ok(payee) => {
                if let Some(provider_id) = &payee.provider_id {
                    sandbox.complete_payee(provider_id).await.map_err(fault)?;
                }
                answered(ctx, app.pledges.refresh_payee(caller, id).await)?
            }
        };
        let (payee, user_errors) = match completed {
            Ok(payee) => (Some(Payee(payee)), Vec::new()),
            Err(errors) => (None, errors),
        };
        Ok(Some(SandboxPayeeCompletePayload { payee, user_errors }))
    }
}

/// An account to be completed.
#[derive(InputObject)]
struct SandboxPayeeCompleteInput {
    /// The account.
    payee_id: ID,
}

/// What became of completing an account to be paid through.
#[derive(SimpleObject)]
struct SandboxPayeeCompletePayload {
    /// The account.
    payee: Option<Payee>,
    /// What the caller can put right.
    user_errors: Vec<PledgeUserError>,
}

/// The provider's id of the charge that waits for the bank, if the pledge is the caller's and has one.
async fn charge_to_confirm(ctx: &Context<'_>, id: PledgeId) -> Result<Option<String>> {
    let pledges = &ctx.app()?.pledges;
    match pledges.payment_to_confirm(ctx.caller()?, id).await {
        Ok(waiting) => Ok(waiting.and_then(|attempt| attempt.provider_id)),
        Err(pledges::PledgeError::NotFound(_)) => Ok(None),
        Err(other) => Err(super::super::types::finance::refused(other)),
    }
}

/// Records what the bank made of it, and shows the pledge.
async fn finish_charge(ctx: &Context<'_>, id: PledgeId, done: Result<(), SandboxError>) -> Result<Outcome> {
    match done {
        Ok(()) | Err(SandboxError::ChargeNotExpected(_)) => {}
        Err(other) => return Err(fault(other)),
    }
    let errors = match ctx.app()?.pledges.refresh_payment(ctx.caller()?, id).await {
        Ok(_) => payment_problem(ctx, id).await?,
        Err(error) => pledge_errors(error, ctx.locale(None))?,
    };
    Outcome::show(ctx, id, errors).await
}

fn not_pretended() -> async_graphql::Error {
    problem(
        ErrorCode::Forbidden,
        "payments are real here; the sandbox's forms are not served",
    )
}

/// The provider's id of the card being saved, if the pledge is the caller's and waits for one.
async fn provider_id(ctx: &Context<'_>, id: PledgeId) -> Result<Result<String, Vec<PledgeUserError>>> {
    ctx.caller()?.user_id().map_err(forbidden)?;
    if ctx.app()?.sandbox().is_none() {
        return Err(not_pretended());
    }
    let locale = ctx.locale(None);
    Ok(match ctx.app()?.pledges.setup_to_fill(ctx.caller()?, id).await {
        Ok(setup) => setup
            .provider_id
            .ok_or_else(|| vec![pledge_error(Code::ProviderUnavailable, None, locale)]),
        Err(error) => Err(pledge_errors(error, locale)?),
    })
}

/// Records what the sandbox made of it, and shows the pledge.
async fn finish(ctx: &Context<'_>, id: PledgeId, done: Result<(), SandboxError>) -> Result<Outcome> {
    let locale = ctx.locale(None);
    if let Err(error) = done {
        let errors = match error {
            SandboxError::Card(error) => {
                use payments::sandbox::CardInputError as E;
                let (field, key) = match error {
                    E::NotATestCard => ("number", "card-not-a-test-card"),
                    E::ExpiryMonth => ("expiry", "card-expiry-invalid"),
                    E::Expired => ("expiry", "card-expired"),
                    E::SecurityCode => ("cvc", "card-cvc-invalid"),
                };
                vec![card_error(field, key, locale)]
            }
            SandboxError::NotExpected(_) | SandboxError::ChargeNotExpected(_) => {
                card_problem(ctx, id).await?
            }
            SandboxError::Provider(payments::ProviderError::Unavailable(_)) => {
                vec![pledge_error(Code::ProviderUnavailable, None, locale)]
            }
            SandboxError::Provider(error) => return Err(fault(error)),
        };
        return Outcome::show(ctx, id, errors).await;
    }
    let errors = match ctx.app()?.pledges.refresh_setup(ctx.caller()?, id).await {
        // A card that repairs a payment was charged at once, which may have failed as well.
        Ok(pledge) if pledge.state.takes_card() && pledge.committed_at.is_some() => {
            let card = card_problem(ctx, id).await?;
            if card.is_empty() {
                payment_problem(ctx, id).await?
            } else {
                card
            }
        }
        Ok(_) => card_problem(ctx, id).await?,
        Err(error) => pledge_errors(error, locale)?,
    };
    Outcome::show(ctx, id, errors).await
}

fn card_error(field: &str, key: &str, locale: Locale) -> PledgeUserError {
    let error = pledge_error(Code::CardNotAccepted, Some(field), locale);
    PledgeUserError {
        message: i18n::text(locale, key, &[]),
        ..error
    }
}

/// Month and year of `12/34` or `12/2034`.
fn expiry(text: &str) -> Option<(i32, i32)> {
    let (month, year) = text.split_once('/')?;
    let (month, year): (i32, i32) = (month.trim().parse().ok()?, year.trim().parse().ok()?);
    let year = if (0..100).contains(&year) {
        2000 + year
    } else {
        year
    };
    Some((month, year))
}

#[cfg(test)]
mod tests {
    use super::expiry;

    #[test]
    fn an_expiry_is_read_as_on_the_card() {
        assert_eq!(expiry("12/34"), Some((12, 2034)));
        assert_eq!(expiry(" 1 / 2034 "), Some((1, 2034)));
        assert_eq!(expiry("1234"), None);
        assert_eq!(expiry("a/b"), None);
    }
}
