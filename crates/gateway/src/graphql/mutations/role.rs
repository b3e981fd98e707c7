//! Roles of staff: one administrator asks, another decides; taking one away needs nobody else.

use accounts::{DecideRoleRequest, GrantRole, RoleError, RoleRequestError};
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};

use super::{
    super::{
        context::{Resolving, forbidden},
        enums::Role,
        ids::typed,
        types::{
            account::{RoleRequest, unlisted},
            project::PublicProfile,
        },
        user_errors::AccountUserError,
    },
    account::{Refused, account_errors},
    payload::payloads,
};

/// A role that somebody is to be given.
#[derive(InputObject)]
struct UserRoleRequestInput {
    /// The person.
    user_id: ID,
    /// The role: REVIEWER, FINANCE or ADMINISTRATOR.
    role: Role,
    /// Why, for the second administrator and the audit trail.
    reason: String,
}

/// A request to be approved.
#[derive(InputObject)]
struct RoleRequestApproveInput {
    /// The request.
    id: ID,
    /// Why, for the audit trail.
    reason: Option<String>,
}

/// A request to be refused.
#[derive(InputObject)]
struct RoleRequestRefuseInput {
    /// The request.
    id: ID,
    /// Why, for the audit trail.
    reason: String,
}

/// A request to be taken back.
#[derive(InputObject)]
struct RoleRequestWithdrawInput {
    /// The request.
    id: ID,
}

/// A role to be taken from somebody.
#[derive(InputObject)]
struct UserRoleRevokeInput {
    /// The person.
    user_id: ID,
    /// The role.
    role: Role,
    /// Why, for the audit trail.
    reason: String,
}

payloads!(
    "The request as it is now; null if there is none to show."
    request: RoleRequest, AccountUserError;
    /// What became of asking for a role.
    UserRoleRequestPayload,
    /// What became of approving a request.
    RoleRequestApprovePayload,
    /// What became of refusing a request.
    RoleRequestRefusePayload,
    /// What became of taking a request back.
    RoleRequestWithdrawPayload
);

/// What became of taking a role.
#[derive(SimpleObject, Default)]
struct UserRoleRevokePayload {
    /// The person.
    user: Option<PublicProfile>,
    /// The roles they have now.
    roles: Option<Vec<Role>>,
    /// What the caller can put right.
    user_errors: Vec<AccountUserError>,
}

type Outcome = (Option<RoleRequest>, Vec<AccountUserError>);

fn outcome(ctx: &Context<'_>, result: Result<accounts::RoleRequest, RoleRequestError>) -> Result<Outcome> {
    match result {
        Ok(request) => Ok((Some(RoleRequest(request)), Vec::new())),
        Err(error) if error.code().is_none() => Err(unlisted(error)),
        Err(error) => {
            let (code, field, kind) = (error.code(), error.field(), error.problem());
            let refused = Refused {
                code,
                field,
                retry_after: None,
                kind,
                error: &error,
            };
            Ok((None, account_errors(refused, ctx.locale(None))?))
        }
    }
}

/// What administrators can do with roles.
#[derive(Default)]
pub struct RoleMutation;

/// What administrators can do with roles.
#[Object]
impl RoleMutation {
    /// Asks that somebody be given a role of staff. Another administrator must approve it within seven days. For
    /// administrators, not for themselves; needs a proof of the last fifteen minutes.
    async fn user_role_request(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The role.")] input: UserRoleRequestInput,
    ) -> Result<Option<UserRoleRequestPayload>> {
        let request = GrantRole {
            user: typed(&input.user_id)?,
            role: input.role.into(),
            reason: input.reason,
        };
        let result = ctx.app()?.accounts.ask_role(ctx.caller()?, request).await;
        Ok(Some(outcome(ctx, result)?.into()))
    }

    /// Gives the role that another administrator asked for. For administrators, not on their own request or for themselves;
    /// needs a proof of the last fifteen minutes.
    async fn role_request_approve(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The request.")] input: RoleRequestApproveInput,
    ) -> Result<Option<RoleRequestApprovePayload>> {
        let request = DecideRoleRequest {
            id: typed(&input.id)?,
            approve: true,
            reason: input.reason,
        };
        let result = ctx
            .app()?
            .accounts
            .decide_role_request(ctx.caller()?, request)
            .await;
        Ok(Some(outcome(ctx, result)?.into()))
    }

    /// Refuses a role that another administrator asked for. For administrators, not on their own request or for themselves;
    /// needs a proof of the last fifteen minutes.
    async fn role_request_refuse(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The request.")] input: RoleRequestRefuseInput,
    ) -> Result<Option<RoleRequestRefusePayload>> {
        let request = DecideRoleRequest {
            id: typed(&input.id)?,
            approve: false,
            reason: Some(input.reason),
        };
        let result = ctx
            .app()?
            .accounts
            .decide_role_request(ctx.caller()?, request)
            .await;
        Ok(Some(outcome(ctx, result)?.into()))
    }

    /// Takes a request back. For whoever asked.
    async fn role_request_withdraw(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The request.")] input: RoleRequestWithdrawInput,
    ) -> Result<Option<RoleRequestWithdrawPayload>> {
        let id = typed(&input.id)?;
        let result = ctx.app()?.accounts.withdraw_role_request(ctx.caller()?, id).await;
        Ok(Some(outcome(ctx, result)?.into()))
    }

    /// Takes a role from somebody, at once. For administrators, not from themselves; needs a proof of the last fifteen
    /// minutes.
    async fn user_role_revoke(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The role.")] input: UserRoleRevokeInput,
    ) -> Result<Option<UserRoleRevokePayload>> {
        let request = GrantRole {
            user: typed(&input.user_id)?,
            role: input.role.into(),
            reason: input.reason,
        };
        let result = ctx.app()?.accounts.revoke_role(ctx.caller()?, request).await;
        Ok(Some(match result {
            Ok(user) => UserRoleRevokePayload {
                user: Some((&user).into()),
                roles: Some(user.roles.into_iter().map(Into::into).collect()),
                user_errors: Vec::new(),
            },
            Err(RoleError::Forbidden(error)) => return Err(forbidden(error)),
            Err(error) => {
                let (code, field, kind) = (error.code(), error.field(), error.problem());
                let refused = Refused {
                    code,
                    field,
                    retry_after: None,
                    kind,
                    error: &error,
                };
                UserRoleRevokePayload {
                    user_errors: account_errors(refused, ctx.locale(None))?,
                    ..Default::default()
                }
            }
        }))
    }
}
