//! Tokens by which programs act for a person.

use accounts::MakeApiToken;
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};

use super::{
    super::{
        context::Resolving,
        ids::typed,
        types::{
            api_token::{ApiToken, ApiTokenScope},
            viewer::Viewer,
        },
        user_errors::AccountUserError,
    },
    account::{account_errors, viewer},
};

/// A token to be made.
#[derive(InputObject)]
struct ApiTokenCreateInput {
    /// The owner's own name for it: what it is for.
    name: String,
    /// What it may be used for; reading is always among it.
    scopes: Vec<ApiTokenScope>,
    /// When it ends: in the future, within a year.
    expires_at: DateTime<Utc>,
}

/// A token to be ended.
#[derive(InputObject)]
struct ApiTokenRevokeInput {
    /// The token.
    id: ID,
}

/// What became of the wish for a token.
#[derive(SimpleObject, Default)]
struct ApiTokenCreatePayload {
    /// The token itself, for `Authorization: Bearer …`. This is the only time it is shown.
    secret: Option<String>,
    /// What is known of it later.
    token: Option<ApiToken>,
    /// What the caller can put right.
    user_errors: Vec<AccountUserError>,
}

/// What became of ending a token.
#[derive(SimpleObject, Default)]
struct ApiTokenRevokePayload {
    /// The person as they are now.
    viewer: Option<Viewer>,
    /// What the caller can put right.
    user_errors: Vec<AccountUserError>,
}

/// What can be done about tokens.
#[derive(Default)]
pub struct ApiTokenMutation;

/// What can be done about tokens.
#[Object]
impl ApiTokenMutation {
    /// Makes a token by which a program acts for the caller: as investor and founder, and for what its scopes say; never for
    /// what needs a proof, nor for making tokens. Needs a proof of the last fifteen minutes.
    async fn api_token_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The token.")] input: ApiTokenCreateInput,
    ) -> Result<Option<ApiTokenCreatePayload>> {
        let (caller, locale) = (ctx.caller()?, ctx.locale(None));
        let request = MakeApiToken {
            name: input.name,
            scopes: input.scopes.into_iter().map(Into::into).collect(),
            expires_at: input.expires_at,
        };
        let mut payload = ApiTokenCreatePayload::default();
        match ctx.app()?.accounts.make_api_token(caller, request).await {
            Ok(made) => {
                payload.secret = Some(made.secret.expose().to_owned());
                payload.token = Some(ApiToken(made.token));
            }
            Err(error) => payload.user_errors = account_errors((&error).into(), locale)?,
        }
        Ok(Some(payload))
    }

    /// Ends one of the caller's tokens, at once.
    async fn api_token_revoke(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The token.")] input: ApiTokenRevokeInput,
    ) -> Result<Option<ApiTokenRevokePayload>> {
        let (caller, locale, id) = (ctx.caller()?, ctx.locale(None), typed(&input.id)?);
        let mut payload = ApiTokenRevokePayload::default();
        match ctx.app()?.accounts.revoke_api_token(caller, id).await {
            Ok(()) => payload.viewer = viewer(ctx, caller).await?,
            Err(error) => payload.user_errors = account_errors((&error).into(), locale)?,
        }
        Ok(Some(payload))
    }
}
