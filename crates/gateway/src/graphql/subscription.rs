//! What can be followed.

use std::time::Duration;

use async_graphql::{Context, Error, ID, Result, Subscription as GraphqlSubscription};
use futures_util::{FutureExt, Stream, StreamExt, stream, stream::BoxStream};
use kernel::{Caller, CampaignId, PageRequest};
use notifications::ListError;

use super::{
    context::{Resolving, forbidden},
    ids::typed,
    refusals::refused,
    types::{
        campaign::Campaign,
        notification::{Notification, NotificationNews, unlisted},
    },
};
use crate::http::{ErrorCode, problem};

/// The shortest time between two states of one thing that are sent.
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
        let later = states(changes, move || {
            let (app, caller) = (app.clone(), caller.clone());
            async move { app.projects.find(&caller, id).await.map_err(refused) }
        });
        Ok(stream::once(async move { first }).chain(later).map(Campaign))
    }

    /// How the caller's notifications stand, at once and after each change, at most twice a second.
    async fn viewer_notifications(
        &self,
        ctx: &Context<'_>,
    ) -> Result<impl Stream<Item = NotificationNews> + use<>> {
        let (app, caller) = (ctx.app()?.clone(), ctx.caller()?.clone());
        let user = caller.user_id().map_err(forbidden)?;
        let changes = app.viewer_changes(user);
        let first = news(&app, &caller).await.map_err(unlisted)?;
        let later = states(changes, move || {
            let (app, caller) = (app.clone(), caller.clone());
            async move { news(&app, &caller).await.map(Some).map_err(unlisted) }
        });
        Ok(stream::once(async move { first }).chain(later))
    }
}

async fn news(app: &app::App, caller: &Caller) -> Result<NotificationNews, ListError> {
    let unread = app.notifications.count_unread(caller).await?;
    let newest = app
        .notifications
        .list_own(caller, false, &PageRequest::first(1))
        .await?;
    Ok(NotificationNews {
        unread_count: i32::try_from(unread).unwrap_or(i32::MAX),
        latest: newest
            .items
            .into_iter()
            .next()
            .map(|(_, latest)| Notification(latest)),
    })
}

/// What `read` finds after each change, until it finds nothing. A read that fails is made up for by the next change.
fn states<T, F, Fut>(changes: BoxStream<'static, ()>, read: F) -> impl Stream<Item = T>
where
    F: Fn() -> Fut,
    Fut: Future<Output = Result<Option<T>, Error>>,
{
    stream::unfold((changes, read), |(mut changes, read)| async move {
        loop {
            changes.next().await?;
            tokio::time::sleep(PACE).await;
            // What came meanwhile is told by the same state.
            while changes.next().now_or_never().flatten().is_some() {}
            match read().await {
                Ok(Some(state)) => return Some((state, (changes, read))),
                Ok(None) => return None,
                Err(error) => tracing::warn!(error = error.message, "what is followed could not be read"),
            }
        }
    })
}
