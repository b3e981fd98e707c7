//! What people follow.

use async_graphql::{ComplexObject, Context, Error, ID, Object, Result};
use chrono::{DateTime, Utc};
use investors::Followee;

use super::{
    super::{
        connection::{Listed, connection, total},
        context::{Resolving, database, forbidden, page},
        ids::{opaque, typed},
        loaders::{FollowedBy, FollowersOf},
        refusals::refused,
    },
    campaign::Campaign,
    found::{CampaignConnection, Found},
    patent::{self, Patent},
    project::{PublicProfile, profile},
};
use crate::http::{ErrorCode, problem};

/// What can be followed: one of a campaign, a founder and a patent right.
pub struct Followed(pub(in super::super) Followee);

/// What can be followed: one of a campaign, a founder and a patent right. All three are null if the caller may not see it any more.
#[Object]
impl Followed {
    /// The campaign.
    async fn campaign(&self, ctx: &Context<'_>) -> Option<Result<Campaign>> {
        let Followee::Campaign(id) = self.0 else {
            return None;
        };
        let found = async { Ok(ctx.loaders()?.one(id).await?.map(Campaign)) };
        found.await.transpose()
    }

    /// The founder.
    async fn founder(&self, ctx: &Context<'_>) -> Option<Result<PublicProfile>> {
        match self.0 {
            Followee::Founder(id) => Some(profile(ctx, id).await),
            Followee::Campaign(_) | Followee::Patent(_) => None,
        }
    }

    /// The patent right.
    async fn patent(&self, ctx: &Context<'_>) -> Option<Result<Patent>> {
        let Followee::Patent(id) = self.0 else {
            return None;
        };
        patent::find(ctx, id).await.transpose()
    }

    /// Whether the caller follows it.
    async fn viewer_follows(&self, ctx: &Context<'_>) -> Result<bool> {
        viewer_follows(ctx, self.0).await
    }

    /// How many people follow it.
    async fn follower_count(&self, ctx: &Context<'_>) -> Result<i32> {
        follower_count(ctx, self.0).await
    }
}

/// Something that the caller follows.
pub struct Following(pub(in super::super) investors::Follow);

/// Something that the caller follows.
#[Object]
impl Following {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        opaque(self.0.id)
    }

    /// The id of what is followed, whether it can still be seen or not.
    async fn followed_id(&self) -> ID {
        match self.0.followee {
            Followee::Campaign(id) => opaque(id),
            Followee::Founder(id) => opaque(id),
            Followee::Patent(id) => opaque(id),
        }
    }

    /// What is followed.
    async fn followed(&self) -> Followed {
        Followed(self.0.followee)
    }

    /// Since when.
    async fn followed_at(&self) -> DateTime<Utc> {
        self.0.followed_at
    }
}

/// What the id names, if that can be followed.
///
/// # Errors
/// `BAD_USER_INPUT` for the id of anything else.
pub(in super::super) fn followee(id: &ID) -> Result<Followee> {
    match kernel::prefix_of(id) {
        Some("campaign") => Ok(Followee::Campaign(typed(id)?)),
        Some("patent") => Ok(Followee::Patent(typed(id)?)),
        Some("user") => Ok(Followee::Founder(typed(id)?)),
        _ => Err(problem(
            ErrorCode::BadUserInput,
            "id: give the id of a campaign, a founder or a patent",
        )),
    }
}

/// Whether the caller follows it.
pub(in super::super) async fn viewer_follows(ctx: &Context<'_>, followee: Followee) -> Result<bool> {
    Ok(ctx.loaders()?.one(FollowedBy(followee)).await?.unwrap_or(false))
}

/// How many people follow it.
pub(in super::super) async fn follower_count(ctx: &Context<'_>, followee: Followee) -> Result<i32> {
    let count = ctx.loaders()?.one(FollowersOf(followee)).await?;
    Ok(i32::try_from(count.unwrap_or(0)).unwrap_or(i32::MAX))
}

/// A page of what the caller follows.
pub(in super::super) async fn following(
    ctx: &Context<'_>,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Listed<Following>> {
    let request = page(first, after)?;
    let found = ctx.app()?.investors.list_own(ctx.caller()?, &request).await;
    let found = found.map_err(unlisted)?;
    let totals = total(found.total);
    Ok(connection(found, request.after.is_some(), totals, Following))
}

fn unlisted(error: investors::ListFollowsError) -> Error {
    match error {
        investors::ListFollowsError::Forbidden(error) => forbidden(error),
        investors::ListFollowsError::Cursor(error) => problem(ErrorCode::BadUserInput, error.to_string()),
        investors::ListFollowsError::Store(error) => database(error),
    }
}

#[ComplexObject]
impl PublicProfile {
    /// Whether the caller follows them.
    async fn viewer_follows(&self, ctx: &Context<'_>) -> Result<bool> {
        viewer_follows(ctx, Followee::Founder(self.user)).await
    }

    /// How many people follow them.
    async fn follower_count(&self, ctx: &Context<'_>) -> Result<i32> {
        follower_count(ctx, Followee::Founder(self.user)).await
    }

    /// Their public campaigns, newest first.
    async fn campaigns(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100; 20 if not said.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
    ) -> Result<CampaignConnection> {
        let request = page(first, after)?;
        let projects = &ctx.app()?.projects;
        // The same for everybody: one's own drafts are in `viewer.campaigns`.
        let public = kernel::Caller::anonymous();
        let found = projects.of_founder(&public, self.user, &request).await;
        let count = projects
            .count_public_of_founder(self.user)
            .await
            .map_err(refused)?;
        let fields = Found {
            filter: None,
            count: Some(count),
        };
        Ok(connection(
            found.map_err(refused)?,
            request.after.is_some(),
            fields,
            Campaign,
        ))
    }
}
