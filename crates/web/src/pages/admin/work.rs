//! The platform's work: how much there is, and what was set aside.

use axum::{extract::Path, response::Response};
use chrono::{DateTime, Utc};
use http::StatusCode;
use kernel::kind;

use super::{PageInfo, administrator, id_of, overview::Workload, refused};
use crate::{
    failure::Failure,
    form::Problems,
    graphql::schema,
    pages::founder::at,
    parts::calls::calls,
    routes,
    shell::{self, Shell},
    visit::Visit,
};

#[derive(cynic::QueryVariables, Debug)]
struct WorkVariables {
    jobs_after: Option<String>,
    messages_after: Option<String>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "WorkVariables")]
struct WorkQuery {
    administration: Work,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Administration", variables = "WorkVariables")]
struct Work {
    workload: Workload,
    #[arguments(first: 25, after: $jobs_after)]
    dead_jobs: DeadJobs,
    #[arguments(first: 25, after: $messages_after)]
    quarantined_messages: Messages,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "DeadJobConnection")]
struct DeadJobs {
    page_info: PageInfo,
    nodes: Vec<DeadJob>,
}

#[derive(cynic::QueryFragment, Debug)]
struct DeadJob {
    id: cynic::Id,
    kind: String,
    attempts: i32,
    last_error: Option<String>,
    dead_at: DateTime<Utc>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "QuarantinedMessageConnection")]
struct Messages {
    page_info: PageInfo,
    nodes: Vec<QuarantinedMessage>,
}

#[derive(cynic::QueryFragment, Debug)]
struct QuarantinedMessage {
    id: cynic::Id,
    provider: String,
    event_id: String,
    kind: String,
    attempts: i32,
    last_error: Option<String>,
    quarantined_at: DateTime<Utc>,
}

#[derive(askama::Template)]
#[template(path = "admin_work.html")]
struct WorkPage {
    shell: Shell,
    it: Work,
    problems: Problems,
    done: Option<&'static str>,
}

impl WorkPage {
    fn next_jobs(&self) -> Option<String> {
        let info = &self.it.dead_jobs.page_info;
        let next = info.next(self.shell.w, "/admin/work", &[("list", "jobs")])?;
        Some(next)
    }

    fn next_messages(&self) -> Option<String> {
        let info = &self.it.quarantined_messages.page_info;
        info.next(self.shell.w, "/admin/work", &[("list", "messages")])
    }
}

async fn page(visit: &Visit, problems: Problems) -> Result<WorkPage, Failure> {
    administrator(visit)?;
    let asked = visit.asked();
    let after = |list: &str| {
        let after = asked.get("after").filter(|_| asked.get("list") == Some(list));
        after.map(str::to_owned)
    };
    let variables = WorkVariables {
        jobs_after: after("jobs"),
        messages_after: after("messages"),
    };
    let found: WorkQuery = visit.query(variables).await?;
    let done = ["job", "message"];
    Ok(WorkPage {
        shell: Shell::new(visit, "admin-work-title"),
        it: found.administration,
        problems,
        done: done.into_iter().find(|done| asked.get("done") == Some(done)),
    })
}

/// `GET /admin/work`
pub(crate) async fn work(visit: Visit) -> Response {
    match page(&visit, Problems::default()).await {
        Ok(page) => shell::page(&page, StatusCode::OK),
        Err(failure) => failure.respond(&visit),
    }
}

/// A job to be run again.
#[derive(cynic::InputObject, Debug)]
struct JobReplayInput {
    id: cynic::Id,
}

/// A message to be worked on again.
#[derive(cynic::InputObject, Debug)]
struct MessageReplayInput {
    id: cynic::Id,
}

calls! {
    WorkUserError:
    /// Runs a job again.
    run_again, ReplayJob: JobReplayInput => job_replay, "JobReplayPayload";
    /// Has a message worked on again.
    work_again, ReplayMessage: MessageReplayInput => message_replay, "MessageReplayPayload";
}

async fn settled(visit: &Visit, done: &str, problems: Problems) -> Result<Response, Failure> {
    if problems.is_empty() {
        return Ok(routes::done(&visit.url(&format!("/admin/work?done={done}"))));
    }
    let page = page(visit, problems).await?;
    Ok(shell::page(&page, StatusCode::UNPROCESSABLE_ENTITY))
}

/// `POST /admin/work/jobs/{id}/replay`
pub(crate) async fn replay_job(visit: Visit, Path(id): Path<String>) -> Response {
    let visit = at(visit, "/admin/work".to_owned());
    let outcome = async {
        administrator(&visit)?;
        let input = JobReplayInput {
            id: id_of::<kind::Job>(&id)?,
        };
        let errors = run_again(&visit, input).await?;
        settled(&visit, "job", refused(errors)).await
    };
    let outcome = outcome.await;
    outcome.unwrap_or_else(|failure: Failure| failure.respond(&visit))
}

/// `POST /admin/work/messages/{id}/replay`
pub(crate) async fn replay_message(visit: Visit, Path(id): Path<String>) -> Response {
    let visit = at(visit, "/admin/work".to_owned());
    let outcome = async {
        administrator(&visit)?;
        let input = MessageReplayInput {
            id: id_of::<kind::Event>(&id)?,
        };
        let errors = work_again(&visit, input).await?;
        settled(&visit, "message", refused(errors)).await
    };
    let outcome = outcome.await;
    outcome.unwrap_or_else(|failure: Failure| failure.respond(&visit))
}
