//! What waits for review, longest waiting first.

use axum::{extract::RawQuery, response::Response};
use chrono::{DateTime, Utc};
use http::StatusCode;

use super::{
    Me, Person, reviewer,
    waiting::{Hold, PageInfo, days_since},
};
use crate::{
    failure::Failure,
    form::Fields,
    graphql::{Money, Profile, TechnologyField, WatchLevel, schema},
    shell::{self, Shell},
    visit::Visit,
};

#[derive(cynic::QueryVariables, Debug)]
struct QueueVariables {
    after: Option<String>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "QueueVariables")]
struct QueueQuery {
    viewer: Option<Me>,
    #[arguments(first: 25, after: $after)]
    review_queue: Waiting,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "CampaignConnection")]
struct Waiting {
    total_count: i32,
    page_info: PageInfo,
    nodes: Vec<Row>,
}

/// A campaign that waits.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Campaign")]
struct Row {
    id: cynic::Id,
    title: String,
    field: TechnologyField,
    goal: Option<Money>,
    submitted_at: Option<DateTime<Utc>>,
    founder: Profile,
    ip_panel: Panel,
    review: Option<Review>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "IpPanel")]
struct Panel {
    level: Option<WatchLevel>,
    patents: Vec<PanelPatent>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Patent")]
struct PanelPatent {
    #[allow(dead_code, reason = "only their number is shown")]
    id: cynic::Id,
}

/// Who works on a campaign, since when, and what was decided.
#[derive(cynic::QueryFragment, Debug, Clone)]
#[cynic(graphql_type = "CampaignReview")]
pub(super) struct Review {
    pub(super) reviewer: Option<Person>,
    pub(super) claimed_at: Option<DateTime<Utc>>,
    pub(super) decided_at: Option<DateTime<Utc>>,
    pub(super) decision: Option<crate::graphql::ReviewDecision>,
    pub(super) note: Option<String>,
}

impl Review {
    /// Whose the case is, as one of its reviewers sees it.
    pub(super) fn hold(&self, me: &cynic::Id, now: DateTime<Utc>) -> Hold {
        Hold::of(self.reviewer.as_ref(), self.claimed_at, me, now)
    }
}

impl Row {
    fn hold(&self, me: &cynic::Id, now: &DateTime<Utc>) -> Hold {
        self.review
            .as_ref()
            .map_or(Hold::Free, |review| review.hold(me, *now))
    }

    fn patent_count(&self) -> i32 {
        i32::try_from(self.ip_panel.patents.len()).unwrap_or(i32::MAX)
    }

    /// For how many whole days it has waited.
    fn waited(&self, now: &DateTime<Utc>) -> Option<i64> {
        self.submitted_at.map(|at| days_since(at, *now))
    }
}

#[derive(askama::Template)]
#[template(path = "review.html")]
struct QueuePage {
    shell: Shell,
    me: cynic::Id,
    waiting: Waiting,
    now: DateTime<Utc>,
    /// What was just decided.
    done: Option<&'static str>,
}

impl QueuePage {
    /// The address of the next page of the queue.
    fn next(&self) -> Option<String> {
        self.waiting.page_info.next(self.shell.w, "/review")
    }
}

/// `GET /review`
pub(crate) async fn queue(visit: Visit, RawQuery(query): RawQuery) -> Response {
    let query = Fields::read(query.unwrap_or_default().as_bytes());
    match page(&visit, &query).await {
        Ok(page) => shell::page(&page, StatusCode::OK),
        Err(failure) => failure.respond(&visit),
    }
}

async fn page(visit: &Visit, query: &Fields) -> Result<QueuePage, Failure> {
    reviewer(visit)?;
    let after = query.get("after").map(str::to_owned);
    let found: QueueQuery = visit.query(QueueVariables { after }).await?;
    let done = ["approved", "changes-requested"];
    Ok(QueuePage {
        shell: Shell::new(visit, "review-title"),
        me: found.viewer.ok_or(Failure::SignIn)?.id,
        waiting: found.review_queue,
        now: visit.site.clock.now(),
        done: done.into_iter().find(|done| query.get("done") == Some(done)),
    })
}
