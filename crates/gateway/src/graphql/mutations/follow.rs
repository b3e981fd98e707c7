//! Following, and no longer following.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use investors::{FollowError, Followee};

use super::super::{
    context::{Resolving, database, forbidden},
    types::follow::{Followed, followee},
    user_errors::{FollowingUserError, FollowingUserErrorCode as Code},
};

/// What is to be followed.
#[derive(InputObject)]
struct FollowingStartInput {
    /// The id of a campaign, a founder or a patent right.
    id: ID,
}

/// What is no longer to be followed.
#[derive(InputObject)]
struct FollowingEndInput {
    /// The id of a campaign, a founder or a patent right.
    id: ID,
}

/// What a mail was about that is no longer wanted.
#[derive(InputObject)]
struct FollowingEndByMailInput {
    /// What stands in the mail's link.
    secret: String,
}

/// What became of following something.
#[derive(SimpleObject)]
struct FollowingStartPayload {
    /// What is followed now; null if it is not.
    followed: Option<Followed>,
    /// What the caller can put right.
    user_errors: Vec<FollowingUserError>,
}

/// What became of no longer following something.
#[derive(SimpleObject)]
struct FollowingEndPayload {
    /// What is no longer followed.
    followed: Option<Followed>,
    /// What the caller can put right.
    user_errors: Vec<FollowingUserError>,
}

/// What became of ending something by a mail's link.
#[derive(SimpleObject)]
struct FollowingEndByMailPayload {
    /// What is no longer followed by the mail's reader.
    followed: Option<Followed>,
    /// What the caller can put right.
    user_errors: Vec<FollowingUserError>,
}

/// What people can do to be told, or no longer.
#[derive(Default)]
pub struct FollowMutation;

/// What people can do to be told, or no longer.
#[Object]
impl FollowMutation {
    /// Follows a campaign, a founder or a patent right: the caller is told of what happens. Done twice it changes nothing.
    async fn following_start(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What.")] input: FollowingStartInput,
    ) -> Result<Option<FollowingStartPayload>> {
        let what = followee(&input.id)?;
        let done = ctx.app()?.investors.follow(ctx.caller()?, what).await;
        let (followed, user_errors) = answered(ctx, done.map(|()| what))?;
        Ok(Some(FollowingStartPayload {
            followed,
            user_errors,
        }))
    }

    /// No longer follows something. Done twice it changes nothing.
    async fn following_end(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What.")] input: FollowingEndInput,
    ) -> Result<Option<FollowingEndPayload>> {
        let what = followee(&input.id)?;
        let done = ctx.app()?.investors.unfollow(ctx.caller()?, what).await;
        let (followed, user_errors) = answered(ctx, done.map(|()| what))?;
        Ok(Some(FollowingEndPayload {
            followed,
            user_errors,
        }))
    }

    /// No longer follows what a mail was about, for its reader. Whoever has the mail may do it.
    async fn following_end_by_mail(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What stands in the mail's link.")] input: FollowingEndByMailInput,
    ) -> Result<Option<FollowingEndByMailPayload>> {
        let done = ctx.app()?.investors.unfollow_by_secret(&input.secret).await;
        let done = done.and_then(|found| found.ok_or(FollowError::NotFound));
        let (followed, user_errors) = answered(ctx, done)?;
        Ok(Some(FollowingEndByMailPayload {
            followed,
            user_errors,
        }))
    }
}

fn answered(
    ctx: &Context<'_>,
    done: Result<Followee, FollowError>,
) -> Result<(Option<Followed>, Vec<FollowingUserError>)> {
    let code = match done {
        Ok(followee) => return Ok((Some(Followed(followee)), Vec::new())),
        Err(FollowError::NotFound) => Code::NotFound,
        Err(FollowError::Oneself) => Code::Oneself,
        Err(FollowError::TooMany) => Code::TooMany,
        Err(FollowError::Forbidden(error)) => return Err(forbidden(error)),
        Err(FollowError::Store(error)) => return Err(database(error)),
    };
    let error = FollowingUserError {
        message: code.message(ctx.locale(None), &[]),
        field: None,
        code,
    };
    Ok((None, vec![error]))
}
