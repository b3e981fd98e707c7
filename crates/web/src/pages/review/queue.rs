//! What waits for review, longest waiting first.

use axum::{extract::RawQuery, response::Response};
use chrono::{DateTime, TimeDelta, Utc};
use http::StatusCode;

use super::{Me, Person, reviewer};
use crate::{
    failure::Failure,
    form::Fields,
    graphql::{Money, Profile, TechnologyField, WatchLevel, schema},
    shell::{self, Shell},
    visit::Visit,
};

/// How long a claim keeps other reviewers off.
const CLAIM: TimeDelta = TimeDelta::hours(24);

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

#[derive(cynic::QueryFragment, Debug)]
struct PageInfo {
    has_next_page: bool,
    end_cursor: Option<String>,
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

/// Whose a case is at this moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Hold {
    /// Nobody's, or nobody's any more.
    Free,
    /// The visitor's.
    Mine,
    /// Another reviewer's, until then.
    Of(String, DateTime<Utc>),
}

impl Review {
    /// Whose the case is, as one of its reviewers sees it.
    pub(super) fn hold(&self, me: &cynic::Id, now: DateTime<Utc>) -> Hold {
        let fresh = self.claimed_at.filter(|at| now - *at < CLAIM);
        match (&self.reviewer, fresh) {
            (Some(reviewer), Some(_)) if reviewer.id == *me => Hold::Mine,
            (Some(reviewer), Some(at)) => Hold::Of(reviewer.display_name.clone(), at + CLAIM),
            _ => Hold::Free,
        }
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
        self.submitted_at.map(|at| (*now - at).num_days().max(0))
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
        let info = &self.waiting.page_info;
        let after = info.end_cursor.as_ref().filter(|_| info.has_next_page)?;
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("after", after)
            .finish();
        Some(self.shell.w.url(&format!("/review?{query}")))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn claimed(by: &str, at: &str) -> Review {
        Review {
            reviewer: Some(Person {
                id: cynic::Id::new(by),
                display_name: by.to_owned(),
            }),
            claimed_at: at.parse().ok(),
            decided_at: None,
            decision: None,
            note: None,
        }
    }

    #[test]
    fn a_claim_keeps_others_off_for_a_day() {
        let me = cynic::Id::new("me");
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let (begun, later) = ("2026-05-01T08:00:00Z", at("2026-05-02T07:59:59Z"));
        assert_eq!(claimed("me", begun).hold(&me, later), Hold::Mine);
        let until = at("2026-05-02T08:00:00Z");
        assert_eq!(
            claimed("other", begun).hold(&me, later),
            Hold::Of("other".to_owned(), until)
        );
        assert_eq!(claimed("other", begun).hold(&me, until), Hold::Free);
    }
}
