//! What can be followed.

use std::time::Duration;

use async_graphql::{Context, ID, Result, Subscription as GraphqlSubscription};
use futures_util::{Stream, StreamExt, stream};
use kernel::CampaignId;

use super::{context::Resolving, ids::typed, refusals::refused, types::campaign::Campaign};
use crate::http::{ErrorCode, problem};

/// The shortest time between two states of one campaign that are sent.
const PACE: Duration = Duration::from_millis(500);

/// What can be followed.
#[derive(Default)]
pub struct Subscription;

/// What can be followed.
#[GraphqlSubscription]
impl Subscription {
    /// A campaign at once and after each change of what is promised to it, at most twice a second.
    async fn campaign_funding(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The campaign.")] id: ID,
    ) -> Result<impl Stream<Item = Campaign> + use<>> {
        let id: CampaignId = typed(&id)?;
        let (app, caller) = (ctx.app()?.clone(), ctx.caller()?.clone());
        // Listen first, then read: a change between the two is heard.
        let changes = app.funding_changes(id);
        let first = app.projects.find(&caller, id).await.map_err(refused)?;
        let Some(first) = first else {
            return Err(problem(ErrorCode::BadUserInput, "there is no such campaign"));
        };
        let later = stream::unfold(
            (changes, app, caller),
            move |(mut changes, app, caller)| async move {
                loop {
                    changes.next().await?;
                    tokio::time::sleep(PACE).await;
                    // What came meanwhile is told by the same state.
                    while futures_util::FutureExt::now_or_never(changes.next())
                        .flatten()
                        .is_some()
                    {}
                    match app.projects.find(&caller, id).await {
                        Ok(Some(campaign)) => return Some((campaign, (changes, app, caller))),
                        Ok(None) => return None,
                        Err(error) => {
                            tracing::warn!(error = %error, campaign.id = %id, "a followed campaign could not be read");
                        }
                    }
                }
            },
        );
        Ok(stream::once(async move { first }).chain(later).map(Campaign))
    }
}
