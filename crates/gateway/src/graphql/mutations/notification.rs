//! Notifications, marked as read.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use notifications::{MarkReadError, Which};

use super::super::{
    context::{Resolving, database, forbidden},
    ids::typed,
    types::viewer::Viewer,
    user_errors::{NotificationUserError, NotificationUserErrorCode as Code},
};

/// Which of one's notifications were read: either `ids` or `all`.
#[derive(InputObject)]
struct NotificationsMarkReadInput {
    /// These, at most a hundred.
    ids: Option<Vec<ID>>,
    /// All there are at this moment.
    all: Option<bool>,
}

/// What became of marking notifications as read.
#[derive(SimpleObject)]
struct NotificationsMarkReadPayload {
    /// The person, with what is unread now.
    viewer: Option<Viewer>,
    /// What the caller can put right; then none was marked.
    user_errors: Vec<NotificationUserError>,
}

/// What people can do with what they are told.
#[derive(Default)]
pub struct NotificationMutation;

/// What people can do with what they are told.
#[Object]
impl NotificationMutation {
    /// Marks the caller's notifications as read.
    async fn notifications_mark_read(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which of them.")] input: NotificationsMarkReadInput,
    ) -> Result<Option<NotificationsMarkReadPayload>> {
        let refused = |code: Code, field: Option<&str>| {
            vec![NotificationUserError {
                message: code.message(ctx.locale(None), &[]),
                field: field.map(|field| vec![field.to_owned()]),
                code,
            }]
        };
        let caller = ctx.caller()?;
        caller.user_id().map_err(forbidden)?;
        let which = match (input.ids, input.all.unwrap_or(false)) {
            (Some(ids), false) => Some(Which::These(ids.iter().map(typed).collect::<Result<_>>()?)),
            (None, true) => Some(Which::All),
            (None, false) | (Some(_), true) => None,
        };
        let user_errors = match which {
            None => refused(Code::WhichUnclear, None),
            Some(which) => match ctx.app()?.mark_notifications_read(caller, which).await {
                Ok(_) => Vec::new(),
                Err(MarkReadError::NotFound) => refused(Code::NotFound, Some("ids")),
                Err(MarkReadError::TooMany) => refused(Code::TooMany, Some("ids")),
                Err(MarkReadError::Forbidden(error)) => return Err(forbidden(error)),
                Err(MarkReadError::Store(error)) => return Err(database(error)),
            },
        };
        let viewer = Viewer::of_caller(ctx).await?;
        Ok(Some(NotificationsMarkReadPayload { viewer, user_errors }))
    }
}
