//! What administrators do to accounts and to work that was set aside.

use accounts::{LockAccount, LockError, SessionError};
use app::AdministrationError;
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use kernel::UserId;

use super::{
    super::{
        context::{Resolving, forbidden},
        ids::typed,
        types::{
            account::{UserAccount, account},
            administration::{Administration, unshown},
        },
        user_errors::{AccountUserError, WorkUserError, WorkUserErrorCode},
    },
    account::{Refused, account_errors},
    payload::payloads,
};

/// An account to be locked.
#[derive(InputObject)]
struct UserLockInput {
    /// The person.
    user_id: ID,
    /// Why, for the audit trail.
    reason: String,
}

/// An account to be unlocked.
#[derive(InputObject)]
struct UserUnlockInput {
    /// The person.
    user_id: ID,
    /// Why, for the audit trail.
    reason: String,
}

/// Whose sign-ins and tokens are to end.
#[derive(InputObject)]
struct UserSessionsRevokeInput {
    /// The person.
    user_id: ID,
}

/// A job to be run again.
#[derive(InputObject)]
struct JobReplayInput {
    /// The job.
    id: ID,
}

/// A message to be worked on again.
#[derive(InputObject)]
struct MessageReplayInput {
    /// The message.
    id: ID,
}

payloads!(
    "The account as it is now; null if there is none."
    user: UserAccount, AccountUserError;
    /// What became of locking an account.
    UserLockPayload,
    /// What became of unlocking an account.
    UserUnlockPayload,
    /// What became of ending somebody's sign-ins.
    UserSessionsRevokePayload
);

macro_rules! replay_payloads {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(SimpleObject)]
        struct $name {
            /// Whether it is due again.
            is_due: bool,
            /// What the caller can put right.
            user_errors: Vec<WorkUserError>,
        }

        impl From<Vec<WorkUserError>> for $name {
            fn from(user_errors: Vec<WorkUserError>) -> Self {
                Self { is_due: user_errors.is_empty(), user_errors }
            }
        }
    )*};
}

replay_payloads!(
    /// What became of a job to be run again.
    JobReplayPayload,
    /// What became of a message to be worked on again.
    MessageReplayPayload,
);

type Outcome = (Option<UserAccount>, Vec<AccountUserError>);

/// The account as it is after an operation, or what was refused.
async fn outcome(ctx: &Context<'_>, id: UserId, errors: Vec<AccountUserError>) -> Result<Outcome> {
    if errors.is_empty() {
        Ok((account(ctx, id).await?, errors))
    } else {
        Ok((None, errors))
    }
}

fn lock_errors(ctx: &Context<'_>, refused: Option<&LockError>) -> Result<Vec<AccountUserError>> {
    match refused {
        None => Ok(Vec::new()),
        Some(LockError::Forbidden(error)) => Err(forbidden(*error)),
        Some(error) => {
            let refused = Refused {
                code: error.code(),
                field: error.field(),
                retry_after: None,
                kind: error.problem(),
                error,
            };
            account_errors(refused, ctx.locale(None))
        }
    }
}

fn session_errors(ctx: &Context<'_>, refused: Option<&SessionError>) -> Result<Vec<AccountUserError>> {
    let Some(error) = refused else {
        return Ok(Vec::new());
    };
    let refused = Refused {
        code: error.code(),
        field: error.field(),
        retry_after: None,
        kind: error.problem(),
        error,
    };
    account_errors(refused, ctx.locale(None))
}

/// What became of work that was to be done again.
fn worked(ctx: &Context<'_>, done: Result<(), AdministrationError>) -> Result<Vec<WorkUserError>> {
    match done {
        Ok(()) => Ok(Vec::new()),
        Err(AdministrationError::JobNotFound(_) | AdministrationError::MessageNotFound(_)) => {
            let code = WorkUserErrorCode::NotFound;
            let error = WorkUserError {
                message: code.message(ctx.locale(None), &[]),
                field: Some(vec!["id".to_owned()]),
                code,
            };
            Ok(vec![error])
        }
        Err(other) => Err(unshown(other)),
    }
}

/// What administrators do to accounts and to work that was set aside.
#[derive(Default)]
pub struct AdministrationMutation;

/// What administrators do to accounts and to work that was set aside.
#[Object]
impl AdministrationMutation {
    /// Locks an account: all its sign-ins and tokens end, nobody signs in with it, and its owner is told by mail. For
    /// administrators, not their own; needs a proof of the last fifteen minutes.
    async fn user_lock(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose account, and why.")] input: UserLockInput,
    ) -> Result<Option<UserLockPayload>> {
        let user = typed(&input.user_id)?;
        let request = LockAccount {
            user,
            reason: input.reason,
        };
        let done = ctx.app()?.accounts.lock_account(ctx.caller()?, request).await;
        let errors = lock_errors(ctx, done.as_ref().err())?;
        Ok(Some(outcome(ctx, user, errors).await?.into()))
    }

    /// Unlocks an account; its owner is told by mail. For administrators, not their own; needs a proof of the last fifteen
    /// minutes.
    async fn user_unlock(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose account, and why.")] input: UserUnlockInput,
    ) -> Result<Option<UserUnlockPayload>> {
        let user = typed(&input.user_id)?;
        let request = LockAccount {
            user,
            reason: input.reason,
        };
        let done = ctx.app()?.accounts.unlock_account(ctx.caller()?, request).await;
        let errors = lock_errors(ctx, done.as_ref().err())?;
        Ok(Some(outcome(ctx, user, errors).await?.into()))
    }

    /// Ends all sign-ins of a person, and their tokens. For administrators.
    async fn user_sessions_revoke(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose.")] input: UserSessionsRevokeInput,
    ) -> Result<Option<UserSessionsRevokePayload>> {
        Administration::of_caller(ctx)?;
        let user = typed(&input.user_id)?;
        let done = ctx.app()?.accounts.revoke_all(ctx.caller()?, user).await;
        let errors = session_errors(ctx, done.as_ref().err())?;
        Ok(Some(outcome(ctx, user, errors).await?.into()))
    }

    /// Runs a job again that was set aside. For administrators; needs a proof of the last fifteen minutes.
    async fn job_replay(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The job.")] input: JobReplayInput,
    ) -> Result<Option<JobReplayPayload>> {
        let done = ctx.app()?.replay_job(ctx.caller()?, typed(&input.id)?).await;
        Ok(Some(worked(ctx, done)?.into()))
    }

    /// Has a message of the payment provider worked on again that was set aside. For administrators; needs a proof of the
    /// last fifteen minutes.
    async fn message_replay(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The message.")] input: MessageReplayInput,
    ) -> Result<Option<MessageReplayPayload>> {
        let done = ctx.app()?.replay_message(ctx.caller()?, typed(&input.id)?).await;
        Ok(Some(worked(ctx, done)?.into()))
    }
}
