//! Roles, given and taken by administrators.

use accounts::{GrantRole, RoleError, User};
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};

use super::{
    super::{
        context::{Resolving, forbidden},
        enums::Role,
        ids::typed,
        types::project::PublicProfile,
        user_errors::AccountUserError,
    },
    account::{Refused, account_errors},
};

/// A role for somebody.
#[derive(InputObject)]
struct UserRoleGrantInput {
    /// The person.
    user_id: ID,
    /// The role.
    role: Role,
    /// Why, for the audit trail.
    reason: String,
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

macro_rules! role_payloads {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(SimpleObject, Default)]
        struct $name {
            /// The person.
            user: Option<PublicProfile>,
            /// The roles they have now.
            roles: Option<Vec<Role>>,
            /// What the caller can put right.
            user_errors: Vec<AccountUserError>,
        }

        impl $name {
            fn of(ctx: &Context<'_>, result: Result<User, RoleError>) -> Result<Option<Self>> {
                Ok(Some(match result {
                    Ok(user) => Self {
                        user: Some((&user).into()),
                        roles: Some(user.roles.into_iter().map(Into::into).collect()),
                        user_errors: Vec::new(),
                    },
                    Err(RoleError::Forbidden(error)) => return Err(forbidden(error)),
                    Err(error) => {
                        let (code, field, kind) = (error.code(), error.field(), error.problem());
                        let refused = Refused { code, field, retry_after: None, kind, error: &error };
                        Self { user_errors: account_errors(refused, ctx.locale(None))?, ..Self::default() }
                    }
                }))
            }
        }
    )*};
}

role_payloads!(
    /// What became of giving a role.
    UserRoleGrantPayload,
    /// What became of taking a role.
    UserRoleRevokePayload,
);

/// What administrators can do with roles.
#[derive(Default)]
pub struct RoleMutation;

/// What administrators can do with roles.
#[Object]
impl RoleMutation {
    /// Gives somebody a role. For administrators, not for themselves.
    async fn user_role_grant(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The role.")] input: UserRoleGrantInput,
    ) -> Result<Option<UserRoleGrantPayload>> {
        let request = GrantRole {
            user: typed(&input.user_id)?,
            role: input.role.into(),
            reason: input.reason,
        };
        UserRoleGrantPayload::of(ctx, ctx.app()?.accounts.grant_role(ctx.caller()?, request).await)
    }

    /// Takes a role from somebody. For administrators, not from themselves.
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
        UserRoleRevokePayload::of(ctx, ctx.app()?.accounts.revoke_role(ctx.caller()?, request).await)
    }
}
