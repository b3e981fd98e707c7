//! Accounts, by mail: confirming the address, choosing a new password.

use accounts::ResetPassword;
use async_graphql::{Context, InputObject, Object, Result, SimpleObject};

use super::{
    super::{
        context::Resolving, scalars::EmailAddress, text::Locale, types::viewer::Viewer,
        user_errors::AccountUserError,
    },
    account::account_errors,
};

/// The wish to have the mail with the link sent again.
#[derive(InputObject)]
struct AccountEmailConfirmationSendInput {
    /// The language of the mail; the person's own if absent.
    locale: Option<Locale>,
}

/// A link that was mailed to confirm an address.
#[derive(InputObject)]
struct AccountEmailConfirmInput {
    /// The secret of the link: what stands behind `token=`.
    token: String,
}

/// Whose password is forgotten.
#[derive(InputObject)]
struct AccountPasswordResetRequestInput {
    /// The e-mail address of the account.
    email: EmailAddress,
    /// The language of the mail; the person's own if absent.
    locale: Option<Locale>,
}

/// A new password, by a link that was mailed.
#[derive(InputObject)]
struct AccountPasswordResetInput {
    /// The secret of the link: what stands behind `token=`.
    token: String,
    /// The password from now on.
    new_password: String,
}

/// What became of the wish for another mail.
#[derive(SimpleObject, Default)]
struct AccountEmailConfirmationSendPayload {
    /// The person as they are now. A mail is on its way unless `emailConfirmedAt` is set.
    viewer: Option<Viewer>,
    /// What the caller can put right.
    user_errors: Vec<AccountUserError>,
}

/// What became of confirming an address.
#[derive(SimpleObject, Default)]
struct AccountEmailConfirmPayload {
    /// Whether the address is confirmed now.
    confirmed: bool,
    /// What the caller can put right.
    user_errors: Vec<AccountUserError>,
}

/// What became of the wish for a new password: the same, whether or not there is such an account.
#[derive(SimpleObject, Default)]
struct AccountPasswordResetRequestPayload {
    /// Whether the wish was taken. If there is an account of that address, a mail is on its way to it.
    taken: bool,
    /// What the caller can put right.
    user_errors: Vec<AccountUserError>,
}

/// What became of choosing a new password.
#[derive(SimpleObject, Default)]
struct AccountPasswordResetPayload {
    /// Whether the password is the new one now. Nobody is signed in by it.
    changed: bool,
    /// What the caller can put right.
    user_errors: Vec<AccountUserError>,
}

/// What can be done by mail.
#[derive(Default)]
pub struct AccountLinkMutation;

/// What can be done by mail.
#[Object]
impl AccountLinkMutation {
    /// Sends the mail with the link that confirms the caller's e-mail address again; the link works once, for an hour.
    async fn account_email_confirmation_send(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language.")] input: AccountEmailConfirmationSendInput,
    ) -> Result<Option<AccountEmailConfirmationSendPayload>> {
        let (caller, locale) = (ctx.caller()?, ctx.locale(None));
        let wanted = input.locale.map(kernel::Locale::from);
        let mut payload = AccountEmailConfirmationSendPayload::default();
        match ctx.app()?.accounts.send_confirmation(caller, wanted).await {
            Ok(user) => payload.viewer = Some(Viewer(user)),
            Err(error) => payload.user_errors = account_errors((&error).into(), locale)?,
        }
        Ok(Some(payload))
    }

    /// Confirms an e-mail address by the link that was mailed to it. The caller need not have signed in.
    async fn account_email_confirm(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The link.")] input: AccountEmailConfirmInput,
    ) -> Result<Option<AccountEmailConfirmPayload>> {
        let (caller, locale) = (ctx.caller()?, ctx.locale(None));
        let mut payload = AccountEmailConfirmPayload::default();
        match ctx.app()?.accounts.confirm_email(caller, &input.token).await {
            Ok(_) => payload.confirmed = true,
            Err(error) => payload.user_errors = account_errors((&error).into(), locale)?,
        }
        Ok(Some(payload))
    }

    /// Has a link mailed by which a new password can be chosen; it works once, for an hour. The answer is the same
    /// whether or not there is such an account.
    async fn account_password_reset_request(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The account.")] input: AccountPasswordResetRequestInput,
    ) -> Result<Option<AccountPasswordResetRequestPayload>> {
        let (caller, locale) = (ctx.caller()?, ctx.locale(None));
        let accounts = &ctx.app()?.accounts;
        let wanted = input.locale.map(kernel::Locale::from);
        let mut payload = AccountPasswordResetRequestPayload::default();
        match accounts.ask_password_reset(caller, &input.email.0, wanted).await {
            Ok(()) => payload.taken = true,
            Err(error) => payload.user_errors = account_errors((&error).into(), locale)?,
        }
        Ok(Some(payload))
    }

    /// Sets a new password by the link that was mailed, and ends all sign-ins of the account.
    async fn account_password_reset(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The link and the password.")] input: AccountPasswordResetInput,
    ) -> Result<Option<AccountPasswordResetPayload>> {
        let (caller, locale) = (ctx.caller()?, ctx.locale(None));
        let request = ResetPassword {
            link: input.token,
            new: input.new_password,
        };
        let mut payload = AccountPasswordResetPayload::default();
        match ctx.app()?.accounts.reset_password(caller, request).await {
            Ok(_) => payload.changed = true,
            Err(error) => payload.user_errors = account_errors((&error).into(), locale)?,
        }
        Ok(Some(payload))
    }
}
