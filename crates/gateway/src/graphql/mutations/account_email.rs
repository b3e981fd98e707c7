//! Another e-mail address for an account.

use accounts::{AskEmailChange, EmailChangeError};
use async_graphql::{Context, InputObject, Object, Result, SimpleObject};

use super::{
    super::{
        context::Resolving,
        scalars::EmailAddress,
        text::Locale,
        types::{email_change::EmailChange, viewer::Viewer},
        user_errors::AccountUserError,
    },
    account::{account_errors, viewer},
};

/// The wish for another e-mail address.
#[derive(InputObject)]
struct AccountEmailChangeInput {
    /// The address from then on.
    email: EmailAddress,
    /// The language of the mails; the person's own if absent.
    locale: Option<Locale>,
}

/// A link that was mailed to the new address.
#[derive(InputObject)]
struct AccountEmailChangeConfirmInput {
    /// The secret of the link: what stands behind `token=`.
    token: String,
}

/// A link that was mailed to the old address.
#[derive(InputObject)]
struct AccountEmailChangeCancelInput {
    /// The secret of the link: what stands behind `token=`.
    token: String,
}

/// The wish to keep the address.
#[derive(InputObject)]
struct AccountEmailChangeWithdrawInput {
    /// The address that is not wanted any more; whichever waits if absent.
    email: Option<EmailAddress>,
}

/// What became of the wish for another address.
#[derive(SimpleObject, Default)]
struct AccountEmailChangePayload {
    /// The change, which waits now. A link is on its way to the new address, and a notice to the old one.
    change: Option<EmailChange>,
    /// What the caller can put right.
    user_errors: Vec<AccountUserError>,
}

/// What the new address's answer led to.
#[derive(SimpleObject, Default)]
struct AccountEmailChangeConfirmPayload {
    /// The change; it has taken effect if `heldUntil` has passed.
    change: Option<EmailChange>,
    /// What the caller can put right.
    user_errors: Vec<AccountUserError>,
}

/// What the old address's answer led to.
#[derive(SimpleObject, Default)]
struct AccountEmailChangeCancelPayload {
    /// Whether the address stays as it was. All sign-ins of the account have ended then.
    cancelled: bool,
    /// What the caller can put right.
    user_errors: Vec<AccountUserError>,
}

/// What became of the wish to keep the address.
#[derive(SimpleObject, Default)]
struct AccountEmailChangeWithdrawPayload {
    /// The person as they are now.
    viewer: Option<Viewer>,
    /// What the caller can put right.
    user_errors: Vec<AccountUserError>,
}

/// What can be done about the address of an account.
#[derive(Default)]
pub struct AccountEmailMutation;

/// What can be done about the address of an account.
#[Object]
impl AccountEmailMutation {
    /// Asks for another e-mail address. The new one is sent a link to confirm it, the old one a notice with a link that
    /// takes the change back. It takes effect when it is confirmed and the hold (72 hours, unless the operator set
    /// another) is over; the caller's other sign-ins end then. Needs a proof of the last fifteen minutes.
    async fn account_email_change(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The address.")] input: AccountEmailChangeInput,
    ) -> Result<Option<AccountEmailChangePayload>> {
        let (caller, locale) = (ctx.caller()?, ctx.locale(None));
        let request = AskEmailChange {
            email: input.email.0,
            locale: input.locale.map(kernel::Locale::from),
        };
        let mut payload = AccountEmailChangePayload::default();
        match ctx.app()?.accounts.ask_email_change(caller, request).await {
            Ok(change) => payload.change = Some(change.into()),
            Err(error) => payload.user_errors = account_errors((&error).into(), locale)?,
        }
        Ok(Some(payload))
    }

    /// Confirms a change by the link that was mailed to the new address. The caller need not have signed in.
    async fn account_email_change_confirm(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The link.")] input: AccountEmailChangeConfirmInput,
    ) -> Result<Option<AccountEmailChangeConfirmPayload>> {
        let (caller, locale) = (ctx.caller()?, ctx.locale(None));
        let mut payload = AccountEmailChangeConfirmPayload::default();
        match ctx
            .app()?
            .accounts
            .confirm_email_change(caller, &input.token)
            .await
        {
            Ok(change) => payload.change = Some(change.into()),
            Err(error) => payload.user_errors = account_errors((&error).into(), locale)?,
        }
        Ok(Some(payload))
    }

    /// Takes a change back by the link that was mailed to the old address, and ends all sign-ins of the account. The caller
    /// need not have signed in.
    async fn account_email_change_cancel(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The link.")] input: AccountEmailChangeCancelInput,
    ) -> Result<Option<AccountEmailChangeCancelPayload>> {
        let (caller, locale) = (ctx.caller()?, ctx.locale(None));
        let mut payload = AccountEmailChangeCancelPayload::default();
        match ctx
            .app()?
            .accounts
            .cancel_email_change(caller, &input.token)
            .await
        {
            Ok(()) => payload.cancelled = true,
            Err(error) => payload.user_errors = account_errors((&error).into(), locale)?,
        }
        Ok(Some(payload))
    }

    /// Keeps the address: a change the caller asked for, and which waits, is dropped.
    async fn account_email_change_withdraw(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: AccountEmailChangeWithdrawInput,
    ) -> Result<Option<AccountEmailChangeWithdrawPayload>> {
        let (caller, locale) = (ctx.caller()?, ctx.locale(None));
        let mut payload = AccountEmailChangeWithdrawPayload::default();
        let email = input.email.map(|email| email.0);
        let done: Result<(), EmailChangeError> = ctx
            .app()?
            .accounts
            .withdraw_email_change(caller, email.as_deref())
            .await;
        match done {
            Ok(()) => payload.viewer = viewer(ctx, caller).await?,
            Err(error) => payload.user_errors = account_errors((&error).into(), locale)?,
        }
        Ok(Some(payload))
    }
}
