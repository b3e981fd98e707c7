//! What the visitor was told.

#[cfg(test)]
mod tests;

use axum::response::Response;
use chrono::{DateTime, Utc};
use http::StatusCode;

use crate::{
    failure::Failure,
    form::Fields,
    graphql::schema,
    routes::done,
    shell::{self, Shell},
    visit::Visit,
};

/// Notifications on a page.
const PAGE: i32 = 20;

#[derive(cynic::QueryVariables, Debug)]
struct ListVariables {
    first: i32,
    after: Option<String>,
    unread_only: bool,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "ListVariables")]
struct NotificationsQuery {
    viewer: Option<ListViewer>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Viewer", variables = "ListVariables")]
struct ListViewer {
    #[arguments(first: $first, after: $after, unreadOnly: $unread_only)]
    notifications: Notifications,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "NotificationConnection")]
struct Notifications {
    total_count: i32,
    page_info: PageInfo,
    nodes: Vec<Notification>,
}

#[derive(cynic::QueryFragment, Debug)]
struct PageInfo {
    has_next_page: bool,
    end_cursor: Option<String>,
}

#[derive(cynic::QueryFragment, Debug)]
struct Notification {
    id: cynic::Id,
    subject: String,
    what_happened: String,
    what_next: String,
    link_label: String,
    path: String,
    made_at: DateTime<Utc>,
    read_at: Option<DateTime<Utc>>,
}

#[derive(askama::Template)]
#[template(path = "notifications.html")]
struct NotificationsPage {
    shell: Shell,
    list: Notifications,
    unread_only: bool,
}

#[derive(cynic::InputObject, Debug)]
struct NotificationsMarkReadInput {
    #[cynic(skip_serializing_if = "Option::is_none")]
    ids: Option<Vec<cynic::Id>>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    all: Option<bool>,
}

#[derive(cynic::QueryVariables, Debug)]
struct MarkVariables {
    input: NotificationsMarkReadInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "MarkVariables")]
struct MarkNotifications {
    #[arguments(input: $input)]
    notifications_mark_read: Option<NotificationsMarkReadPayload>,
}

#[derive(cynic::QueryFragment, Debug)]
struct NotificationsMarkReadPayload {
    user_errors: Vec<NotificationUserError>,
}

#[derive(cynic::QueryFragment, Debug)]
struct NotificationUserError {
    #[allow(dead_code, reason = "that there is one is all a page needs to know")]
    message: String,
}

/// `GET /notifications`
pub(crate) async fn list(visit: Visit) -> Response {
    match list_page(&visit).await {
        Ok(page) => shell::page(&page, StatusCode::OK),
        Err(failure) => failure.respond(&visit),
    }
}

async fn list_page(visit: &Visit) -> Result<NotificationsPage, Failure> {
    visit.signed_in()?;
    let query = visit.path.split_once('?').map_or("", |(_, query)| query);
    let fields = Fields::read(query.as_bytes());
    let unread_only = fields.get("unread").is_some();
    let after = fields.get("after").map(str::to_owned);
    let variables = ListVariables {
        first: PAGE,
        after,
        unread_only,
    };
    let found: NotificationsQuery = visit.query(variables).await?;
    Ok(NotificationsPage {
        shell: Shell::new(visit, "notifications-title"),
        list: found.viewer.ok_or(Failure::SignIn)?.notifications,
        unread_only,
    })
}

/// `POST /notifications/read`: the one named by `id`, else all.
pub(crate) async fn mark(visit: Visit, fields: Fields) -> Response {
    match marked(&visit, &fields).await {
        Ok(response) => response,
        Err(failure) => failure.respond(&visit),
    }
}

async fn marked(visit: &Visit, fields: &Fields) -> Result<Response, Failure> {
    visit.signed_in()?;
    let ids = fields.get("id").map(|id| vec![cynic::Id::new(id)]);
    let all = ids.is_none().then_some(true);
    let input = NotificationsMarkReadInput { ids, all };
    let answer: MarkNotifications = visit.act(MarkVariables { input }).await?;
    let errors = answer.notifications_mark_read.ok_or(Failure::Fault)?.user_errors;
    if !errors.is_empty() {
        return Err(Failure::NotFound);
    }
    let list = visit.url("/notifications");
    Ok(done(&if fields.has("unread") {
        format!("{list}?unread=1")
    } else {
        list
    }))
}
