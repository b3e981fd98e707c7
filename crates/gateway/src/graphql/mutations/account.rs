//! Accounts: signing up, in and out; the password; sign-ins.

use std::time::Duration;

use accounts::{
    ChangePassword, Device, ErrorCode as DomainCode, SessionKind, SignIn, SignInStep, SignUp, SignedIn,
};
use async_graphql::{Context, Error, ID, InputObject, Object, Result, SimpleObject};
use kernel::{Caller, Locale as KernelLocale, ProblemKind, Who};

use super::super::{
    context::{Resolving, database, fault, forbidden},
    ids::typed,
    scalars::EmailAddress,
    text::Locale,
    types::{
        security::SignInChallenge,
        viewer::{AuthSession, Viewer},
    },
    user_errors::{AccountUserError, AccountUserErrorCode as Code},
};
use crate::http::{FromPage, problem};

/// What is needed for an account.
#[derive(InputObject)]
struct AccountSignUpInput {
    /// The e-mail address.
    email: EmailAddress,
    /// The password: at least 10 characters, not easily guessed.
    password: String,
    /// The name others see: a person's or a company's.
    display_name: String,
    /// The language to write to them in; the request's if absent.
    locale: Option<Locale>,
    /// Whether they come to list a project.
    as_founder: Option<bool>,
}

/// What is needed to sign in.
#[derive(InputObject)]
struct AccountSignInInput {
    /// The e-mail address.
    email: EmailAddress,
    /// The password.
    password: String,
}

/// Which sign-ins are to end.
#[derive(InputObject)]
struct AccountSignOutInput {
    /// All of them, on every device; otherwise the one the request came with.
    everywhere: Option<bool>,
}

/// The wish to list projects.
#[derive(InputObject)]
struct AccountBecomeFounderInput {
    /// Whether the terms for founders are accepted; must be true.
    accept_terms: bool,
}

/// A new password.
#[derive(InputObject)]
struct AccountPasswordChangeInput {
    /// The password until now.
    current_password: String,
    /// The password from now on.
    new_password: String,
}

/// A sign-in to be ended.
#[derive(InputObject)]
struct SessionRevokeInput {
    /// The sign-in.
    id: ID,
}

/// Which sign-ins are to end: all but one.
#[derive(InputObject)]
struct SessionOthersRevokeInput {
    /// Whether the tokens of programs end, too; they stay if absent.
    tokens_too: Option<bool>,
}

macro_rules! signed_in_payloads {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $kind:ty),* }),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(SimpleObject, Default)]
        pub(super) struct $name {
            /// The person who is now signed in; null if nobody is.
            pub(super) viewer: Option<Viewer>,
            /// The token: a bearer token, or the value of the web client's cookie. This is the only time it is shown.
            pub(super) token: Option<String>,
            /// The sign-in.
            pub(super) session: Option<AuthSession>,
            $($(#[$field_doc])* pub(super) $field: $kind,)*
            /// What the caller can put right.
            pub(super) user_errors: Vec<AccountUserError>,
        }

        impl From<SignedIn> for $name {
            fn from(signed_in: SignedIn) -> Self {
                let session = AuthSession { current: true, session: signed_in.session };
                Self {
                    token: Some(signed_in.token.expose().to_owned()),
                    viewer: Some(Viewer(signed_in.user)),
                    session: Some(session),
                    ..Self::default()
                }
            }
        }
    )*};
}

signed_in_payloads!(
    /// What became of signing up.
    AccountSignUpPayload {},
    /// What became of signing in.
    AccountSignInPayload {
        /// What a code is to be sent with, if the account has a second factor; nobody is signed in yet then.
        challenge: Option<SignInChallenge>
    },
    /// What became of the second step of a sign-in.
    AccountSignInCodePayload {},
    /// What became of a proof.
    AccountIdentityConfirmPayload {},
);

impl From<SignInStep> for AccountSignInPayload {
    fn from(step: SignInStep) -> Self {
        match step {
            SignInStep::Done(signed_in) => (*signed_in).into(),
            SignInStep::CodeAsked(challenge) => Self {
                challenge: Some(challenge.into()),
                ..Self::default()
            },
        }
    }
}

macro_rules! viewer_payloads {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(SimpleObject, Default)]
        struct $name {
            /// The person as they are now.
            viewer: Option<Viewer>,
            /// What the caller can put right.
            user_errors: Vec<AccountUserError>,
        }
    )*};
}

viewer_payloads!(
    /// What became of the wish to list projects.
    AccountBecomeFounderPayload,
    /// What became of a change of the password.
    AccountPasswordChangePayload,
    /// What became of ending a sign-in.
    SessionRevokePayload,
    /// What became of ending all sign-ins but one.
    SessionOthersRevokePayload,
);

/// What became of signing out.
#[derive(SimpleObject)]
struct AccountSignOutPayload {
    /// Whether nobody is signed in by this sign-in any more.
    signed_out: bool,
    /// What the caller can put right.
    user_errors: Vec<AccountUserError>,
}

/// An error of an account operation, as user error or as top-level error.
pub(super) struct Refused<'a> {
    pub code: Option<DomainCode>,
    pub field: Option<&'static str>,
    pub retry_after: Option<Duration>,
    pub kind: ProblemKind,
    pub error: &'a (dyn std::error::Error + 'a),
}

/// An error of an account operation, with what the gateway asks of it.
macro_rules! refusals {
    ($($name:ident),* $(,)?) => {$(
        impl<'a> From<&'a accounts::$name> for Refused<'a> {
            fn from(error: &'a accounts::$name) -> Self {
                Self {
                    code: error.code(),
                    field: error.field(),
                    retry_after: error.retry_after(),
                    kind: error.problem(),
                    error,
                }
            }
        }
    )*};
}

refusals!(
    ApiTokenError,
    ConfirmEmailError,
    EmailChangeError,
    ProveIdentityError,
    ResetPasswordError,
    SecondFactorError,
    SignInError,
);

/// What the caller can put right of it.
///
/// # Errors
/// What no form can fix.
pub(super) fn account_errors(refused: Refused<'_>, locale: KernelLocale) -> Result<Vec<AccountUserError>> {
    let Some(code) = refused.code else {
        return Err(match refused.kind {
            ProblemKind::Internal => fault(refused.error),
            kind => problem(kind, refused.error.to_string()),
        });
    };
    let code = Code::from(code);
    Ok(vec![AccountUserError {
        message: code.message(locale, &bounds()),
        field: refused.field.map(|field| vec![field.to_owned()]),
        code,
        retry_after_seconds: refused
            .retry_after
            .and_then(|wait| i32::try_from(wait.as_secs().max(1)).ok()),
    }])
}

/// The values that messages about passwords name.
fn bounds() -> [(&'static str, String); 2] {
    [
        ("min", accounts::PASSWORD_MIN.to_string()),
        ("max", accounts::PASSWORD_MAX.to_string()),
    ]
}

impl From<DomainCode> for Code {
    fn from(code: DomainCode) -> Self {
        match code {
            DomainCode::EmailInvalid => Self::EmailInvalid,
            DomainCode::EmailTaken => Self::EmailTaken,
            DomainCode::NameInvalid => Self::NameInvalid,
            DomainCode::PasswordTooShort => Self::PasswordTooShort,
            DomainCode::PasswordTooLong => Self::PasswordTooLong,
            DomainCode::PasswordTooWeak => Self::PasswordTooWeak,
            DomainCode::CredentialsWrong => Self::CredentialsWrong,
            DomainCode::TooManyTries => Self::TooManyTries,
            DomainCode::CodeWrong => Self::CodeWrong,
            DomainCode::ChallengeOver => Self::ChallengeOver,
            DomainCode::FactorAlreadyOn => Self::FactorAlreadyOn,
            DomainCode::FactorNotOn => Self::FactorNotOn,
            DomainCode::LinkInvalid => Self::LinkInvalid,
            DomainCode::SessionNotFound => Self::SessionNotFound,
            DomainCode::UserNotFound => Self::UserNotFound,
            DomainCode::OwnAccount => Self::OwnAccount,
            DomainCode::AccountLocked => Self::AccountLocked,
            DomainCode::ReasonMissing => Self::ReasonMissing,
            DomainCode::LastAdministrator => Self::LastAdministrator,
            DomainCode::AlreadyLocked => Self::AlreadyLocked,
            DomainCode::EmailUnconfirmed => Self::EmailUnconfirmed,
            DomainCode::NotLocked => Self::NotLocked,
            DomainCode::RoleRequestNotFound => Self::RoleRequestNotFound,
            DomainCode::RoleOfNoStaff => Self::RoleOfNoStaff,
            DomainCode::RoleHeld => Self::RoleHeld,
            DomainCode::RoleAsked => Self::RoleAsked,
            DomainCode::OwnRequest => Self::OwnRequest,
            DomainCode::RoleRequestOver => Self::RoleRequestOver,
            DomainCode::RequesterGone => Self::RequesterGone,
            DomainCode::EmailSame => Self::EmailSame,
            DomainCode::EmailChangeNotAsked => Self::EmailChangeNotAsked,
            DomainCode::TokenNameInvalid => Self::TokenNameInvalid,
            DomainCode::TokenEndInvalid => Self::TokenEndInvalid,
            DomainCode::TooManyTokens => Self::TooManyTokens,
            DomainCode::TokenNotFound => Self::TokenNotFound,
        }
    }
}

/// The token of a new sign-in travels in a header, or in the cookie of the browser whose page asked.
fn device(ctx: &Context<'_>) -> Device {
    Device::new(match ctx.data_opt::<FromPage>() {
        Some(FromPage) => SessionKind::Cookie,
        None => SessionKind::Bearer,
    })
}

/// What can be done with accounts.
#[derive(Default)]
pub struct AccountMutation;

/// What can be done with accounts.
#[Object]
impl AccountMutation {
    /// Makes an account and signs it in. Everyone with an account is an investor.
    async fn account_sign_up(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The account.")] input: AccountSignUpInput,
    ) -> Result<Option<AccountSignUpPayload>> {
        let (caller, locale) = (ctx.caller()?, ctx.locale(None));
        let request = SignUp {
            email: input.email.0,
            password: input.password,
            display_name: input.display_name,
            locale: ctx.locale(input.locale),
            as_founder: input.as_founder.unwrap_or(false),
            device: device(ctx),
        };
        Ok(Some(match ctx.app()?.accounts.sign_up(caller, request).await {
            Ok(signed_in) => signed_in.into(),
            Err(error) => {
                let refused = Refused {
                    code: error.code(),
                    field: error.field(),
                    retry_after: error.retry_after(),
                    kind: error.problem(),
                    error: &error,
                };
                AccountSignUpPayload {
                    user_errors: account_errors(refused, locale)?,
                    ..Default::default()
                }
            }
        }))
    }

    /// Signs a person in, or asks those who have a second factor for a code. A wrong address and a wrong password answer alike.
    async fn account_sign_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who signs in.")] input: AccountSignInInput,
    ) -> Result<Option<AccountSignInPayload>> {
        let (caller, locale) = (ctx.caller()?, ctx.locale(None));
        let request = SignIn {
            email: input.email.0,
            password: input.password,
            device: device(ctx),
        };
        Ok(Some(match ctx.app()?.accounts.sign_in(caller, request).await {
            Ok(step) => step.into(),
            Err(error) => {
                let refused = Refused {
                    code: error.code(),
                    field: error.field(),
                    retry_after: error.retry_after(),
                    kind: error.problem(),
                    error: &error,
                };
                AccountSignInPayload {
                    user_errors: account_errors(refused, locale)?,
                    ..Default::default()
                }
            }
        }))
    }

    /// Ends the sign-in the request came with, or all of the caller's.
    async fn account_sign_out(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which sign-ins.")] input: AccountSignOutInput,
    ) -> Result<Option<AccountSignOutPayload>> {
        let (caller, accounts) = (ctx.caller()?, &ctx.app()?.accounts);
        let ended = match (&caller.who, input.everywhere.unwrap_or(false)) {
            (Who::User { id, .. }, true) => accounts.revoke_all(caller, *id).await.map(|_| ()),
            _ => accounts.sign_out(caller).await,
        };
        ended.map_err(|error| match error.problem() {
            ProblemKind::Internal => fault(error),
            kind => problem(kind, error.to_string()),
        })?;
        Ok(Some(AccountSignOutPayload {
            signed_out: true,
            user_errors: Vec::new(),
        }))
    }

    /// Begins to list projects: gives the caller the founder's role.
    async fn account_become_founder(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The consent.")] input: AccountBecomeFounderInput,
    ) -> Result<Option<AccountBecomeFounderPayload>> {
        let (caller, locale) = (ctx.caller()?, ctx.locale(None));
        caller.user_id().map_err(forbidden)?;
        if !input.accept_terms {
            let wrong = AccountUserError {
                message: i18n::text(locale, "error-account-terms-not-accepted", &[]),
                field: Some(vec!["acceptTerms".to_owned()]),
                code: Code::TermsNotAccepted,
                retry_after_seconds: None,
            };
            return Ok(Some(AccountBecomeFounderPayload {
                viewer: None,
                user_errors: vec![wrong],
            }));
        }
        Ok(Some(match ctx.app()?.accounts.become_founder(caller).await {
            Ok(user) => AccountBecomeFounderPayload {
                viewer: Some(Viewer(user)),
                user_errors: Vec::new(),
            },
            Err(error) => {
                let (code, field, kind) = (error.code(), error.field(), error.problem());
                let refused = Refused {
                    code,
                    field,
                    retry_after: None,
                    kind,
                    error: &error,
                };
                AccountBecomeFounderPayload {
                    viewer: None,
                    user_errors: account_errors(refused, locale)?,
                }
            }
        }))
    }

    /// Changes the caller's password and ends all their other sign-ins. Who has a second factor needs a proof of the last
    /// fifteen minutes.
    async fn account_password_change(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The passwords.")] input: AccountPasswordChangeInput,
    ) -> Result<Option<AccountPasswordChangePayload>> {
        let (caller, locale) = (ctx.caller()?, ctx.locale(None));
        let request = ChangePassword {
            current: input.current_password,
            new: input.new_password,
        };
        Ok(Some(
            match ctx.app()?.accounts.change_password(caller, request).await {
                Ok(user) => AccountPasswordChangePayload {
                    viewer: Some(Viewer(user)),
                    user_errors: Vec::new(),
                },
                Err(error) => {
                    let refused = Refused {
                        code: error.code(),
                        field: error.field(),
                        retry_after: error.retry_after(),
                        kind: error.problem(),
                        error: &error,
                    };
                    AccountPasswordChangePayload {
                        viewer: None,
                        user_errors: account_errors(refused, locale)?,
                    }
                }
            },
        ))
    }

    /// Ends all of the caller's sign-ins but the one the request came with.
    async fn session_others_revoke(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What else ends.")] input: SessionOthersRevokeInput,
    ) -> Result<Option<SessionOthersRevokePayload>> {
        let (caller, accounts) = (ctx.caller()?, &ctx.app()?.accounts);
        let tokens_too = input.tokens_too.unwrap_or(false);
        let ended = accounts.revoke_others(caller, tokens_too).await;
        ended.map_err(|error| match error.problem() {
            ProblemKind::Internal => fault(error),
            kind => problem(kind, error.to_string()),
        })?;
        Ok(Some(SessionOthersRevokePayload {
            viewer: viewer(ctx, caller).await?,
            user_errors: Vec::new(),
        }))
    }

    /// Ends one of the caller's sign-ins.
    async fn session_revoke(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The sign-in.")] input: SessionRevokeInput,
    ) -> Result<Option<SessionRevokePayload>> {
        let (caller, locale, id) = (ctx.caller()?, ctx.locale(None), typed(&input.id)?);
        Ok(Some(match ctx.app()?.accounts.revoke_session(caller, id).await {
            Ok(()) => SessionRevokePayload {
                viewer: viewer(ctx, caller).await?,
                user_errors: Vec::new(),
            },
            Err(error) => {
                let (code, field, kind) = (error.code(), error.field(), error.problem());
                let refused = Refused {
                    code,
                    field,
                    retry_after: None,
                    kind,
                    error: &error,
                };
                SessionRevokePayload {
                    viewer: None,
                    user_errors: account_errors(refused, locale)?,
                }
            }
        }))
    }
}

pub(super) async fn viewer(ctx: &Context<'_>, caller: &Caller) -> Result<Option<Viewer>, Error> {
    let Ok(id) = caller.user_id() else { return Ok(None) };
    let user = ctx.app()?.accounts.find_user(id).await.map_err(database)?;
    Ok(user.map(Viewer))
}
