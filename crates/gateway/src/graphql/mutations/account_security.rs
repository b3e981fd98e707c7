//! How an account is entered: the second factor, and proving again to be there.

use accounts::{AnswerChallenge, ProveIdentity};
use async_graphql::{Context, InputObject, Object, Result, SimpleObject};

use super::{
    super::{
        context::Resolving,
        types::{
            security::{SecondFactorEnrolment, SecondFactorKind},
            viewer::Viewer,
        },
        user_errors::{AccountUserError, AccountUserErrorCode as Code},
    },
    account::{AccountIdentityConfirmPayload, AccountSignInCodePayload, account_errors, viewer},
};

/// The second step of a sign-in.
#[derive(InputObject)]
struct AccountSignInCodeInput {
    /// What the first step gave.
    challenge: String,
    /// Six digits of the authenticator, or a recovery code.
    code: String,
}

/// A proof that it is still the same person.
#[derive(InputObject)]
struct AccountIdentityConfirmInput {
    /// The password: of those without a second factor.
    password: Option<String>,
    /// Six digits of the authenticator, or a recovery code: of those with a second factor.
    code: Option<String>,
}

/// The wish for a second factor.
#[derive(InputObject)]
struct SecondFactorBeginInput {
    /// What it is to be.
    kind: SecondFactorKind,
}

/// A first code.
#[derive(InputObject)]
struct SecondFactorConfirmInput {
    /// Six digits of the authenticator.
    code: String,
}

/// The wish to have no second factor any more.
#[derive(InputObject)]
struct SecondFactorRemoveInput {
    /// Which.
    kind: SecondFactorKind,
}

/// The wish for other recovery codes.
#[derive(InputObject)]
struct RecoveryCodesRenewInput {
    /// Whether those until now may be thrown away; must be true.
    discard_old: bool,
}

/// What became of the wish for a second factor.
#[derive(SimpleObject, Default)]
struct SecondFactorBeginPayload {
    /// What the authenticator needs. Nothing asks for it until a first code was given.
    enrolment: Option<SecondFactorEnrolment>,
    /// What the caller can put right.
    user_errors: Vec<AccountUserError>,
}

/// What became of a first code.
#[derive(SimpleObject, Default)]
struct SecondFactorConfirmPayload {
    /// Ten recovery codes, each good once, for when the authenticator is lost. This is the only time they are shown.
    recovery_codes: Vec<String>,
    /// The person as they are now.
    viewer: Option<Viewer>,
    /// What the caller can put right.
    user_errors: Vec<AccountUserError>,
}

/// What became of the wish to have no second factor any more.
#[derive(SimpleObject, Default)]
struct SecondFactorRemovePayload {
    /// The person as they are now.
    viewer: Option<Viewer>,
    /// What the caller can put right.
    user_errors: Vec<AccountUserError>,
}

/// What became of the wish for other recovery codes.
#[derive(SimpleObject, Default)]
struct RecoveryCodesRenewPayload {
    /// Ten recovery codes, each good once. This is the only time they are shown.
    recovery_codes: Vec<String>,
    /// What the caller can put right.
    user_errors: Vec<AccountUserError>,
}

/// What can be done about how an account is entered.
#[derive(Default)]
pub struct AccountSecurityMutation;

/// What can be done about how an account is entered.
#[Object]
impl AccountSecurityMutation {
    /// Ends a sign-in whose password was right with a code. The first step is good for five minutes and five codes.
    async fn account_sign_in_code(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The code.")] input: AccountSignInCodeInput,
    ) -> Result<Option<AccountSignInCodePayload>> {
        let (caller, locale) = (ctx.caller()?, ctx.locale(None));
        let request = AnswerChallenge {
            challenge: input.challenge,
            code: input.code,
        };
        Ok(Some(
            match ctx.app()?.accounts.answer_challenge(caller, request).await {
                Ok(signed_in) => signed_in.into(),
                Err(error) => AccountSignInCodePayload {
                    user_errors: account_errors((&error).into(), locale)?,
                    ..Default::default()
                },
            },
        ))
    }

    /// Proves that it is still the same person, for fifteen minutes: acts on money and rights answer
    /// `STEP_UP_REQUIRED` without it. The sign-in gets another token; the one before is worth nothing.
    async fn account_identity_confirm(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The proof.")] input: AccountIdentityConfirmInput,
    ) -> Result<Option<AccountIdentityConfirmPayload>> {
        let (caller, locale) = (ctx.caller()?, ctx.locale(None));
        let request = ProveIdentity {
            password: input.password,
            code: input.code,
        };
        Ok(Some(
            match ctx.app()?.accounts.prove_identity(caller, request).await {
                Ok(signed_in) => signed_in.into(),
                Err(error) => AccountIdentityConfirmPayload {
                    user_errors: account_errors((&error).into(), locale)?,
                    ..Default::default()
                },
            },
        ))
    }

    /// Begins to set a second factor up. Needs a proof of the last fifteen minutes.
    async fn second_factor_begin(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The second factor.")] input: SecondFactorBeginInput,
    ) -> Result<Option<SecondFactorBeginPayload>> {
        let SecondFactorKind::Authenticator = input.kind;
        let (caller, locale) = (ctx.caller()?, ctx.locale(None));
        let mut payload = SecondFactorBeginPayload::default();
        match ctx.app()?.accounts.begin_second_factor(caller).await {
            Ok(enrolment) => payload.enrolment = Some(enrolment.into()),
            Err(error) => payload.user_errors = account_errors((&error).into(), locale)?,
        }
        Ok(Some(payload))
    }

    /// Ends setting a second factor up by a first code; sign-ins ask for one from now on, and the caller's other
    /// sign-ins end. Needs a proof of the last fifteen minutes.
    async fn second_factor_confirm(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The code.")] input: SecondFactorConfirmInput,
    ) -> Result<Option<SecondFactorConfirmPayload>> {
        let (caller, locale) = (ctx.caller()?, ctx.locale(None));
        let mut payload = SecondFactorConfirmPayload::default();
        match ctx
            .app()?
            .accounts
            .confirm_second_factor(caller, &input.code)
            .await
        {
            Ok(codes) => {
                payload.recovery_codes = codes;
                payload.viewer = viewer(ctx, caller).await?;
            }
            Err(error) => payload.user_errors = account_errors((&error).into(), locale)?,
        }
        Ok(Some(payload))
    }

    /// Gives the second factor up. Needs a proof of the last fifteen minutes.
    async fn second_factor_remove(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: SecondFactorRemoveInput,
    ) -> Result<Option<SecondFactorRemovePayload>> {
        let SecondFactorKind::Authenticator = input.kind;
        let (caller, locale) = (ctx.caller()?, ctx.locale(None));
        let mut payload = SecondFactorRemovePayload::default();
        match ctx.app()?.accounts.remove_second_factor(caller).await {
            Ok(()) => payload.viewer = viewer(ctx, caller).await?,
            Err(error) => payload.user_errors = account_errors((&error).into(), locale)?,
        }
        Ok(Some(payload))
    }

    /// Makes other recovery codes; those until now are worth nothing. Needs a proof of the last fifteen minutes.
    async fn recovery_codes_renew(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The consent.")] input: RecoveryCodesRenewInput,
    ) -> Result<Option<RecoveryCodesRenewPayload>> {
        let (caller, locale) = (ctx.caller()?, ctx.locale(None));
        caller.user_id().map_err(super::super::context::forbidden)?;
        let mut payload = RecoveryCodesRenewPayload::default();
        if !input.discard_old {
            payload.user_errors = vec![AccountUserError {
                message: i18n::text(locale, "error-account-codes-kept", &[]),
                field: Some(vec!["discardOld".to_owned()]),
                code: Code::CodesKept,
                retry_after_seconds: None,
            }];
            return Ok(Some(payload));
        }
        match ctx.app()?.accounts.renew_recovery_codes(caller).await {
            Ok(codes) => payload.recovery_codes = codes,
            Err(error) => payload.user_errors = account_errors((&error).into(), locale)?,
        }
        Ok(Some(payload))
    }
}
