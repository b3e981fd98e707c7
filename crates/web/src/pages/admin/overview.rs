//! What needs an administrator's attention.

use axum::response::Response;
use chrono::{DateTime, Utc};
use http::StatusCode;

use super::administrator;
use crate::{
    failure::Failure,
    graphql::schema,
    shell::{self, Shell},
    visit::Visit,
};

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query")]
struct AdminOverviewQuery {
    administration: Overview,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Administration")]
struct Overview {
    #[arguments(first: 1)]
    users: UserCount,
    #[arguments(waitingOnly: true, first: 1)]
    role_requests: RequestCount,
    workload: Workload,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "UserAccountConnection")]
struct UserCount {
    total_count: i32,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "RoleRequestConnection")]
struct RequestCount {
    total_count: i32,
}

/// How much work there is.
#[derive(cynic::QueryFragment, Debug)]
pub(super) struct Workload {
    pub(super) jobs_later: i32,
    pub(super) jobs_due: i32,
    pub(super) jobs_running: i32,
    pub(super) jobs_dead: i32,
    pub(super) oldest_job_due_at: Option<DateTime<Utc>>,
    pub(super) messages_waiting: i32,
    pub(super) messages_quarantined: i32,
    pub(super) oldest_message_at: Option<DateTime<Utc>>,
    pub(super) events_waiting: i32,
    pub(super) oldest_event_at: Option<DateTime<Utc>>,
    pub(super) mails_queued: i32,
    pub(super) mails_failed: i32,
    pub(super) oldest_mail_queued_at: Option<DateTime<Utc>>,
}

#[derive(askama::Template)]
#[template(path = "admin.html")]
struct OverviewPage {
    shell: Shell,
    it: Overview,
}

/// `GET /admin`
pub(crate) async fn overview(visit: Visit) -> Response {
    let found = async {
        administrator(&visit)?;
        let query = <AdminOverviewQuery as cynic::QueryBuilder<()>>::build(());
        let found: AdminOverviewQuery = visit.ask(query).await?;
        Ok::<_, Failure>(OverviewPage {
            shell: Shell::new(&visit, "admin-title"),
            it: found.administration,
        })
    };
    match found.await {
        Ok(page) => shell::page(&page, StatusCode::OK),
        Err(failure) => failure.respond(&visit),
    }
}
