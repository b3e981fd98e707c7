//! A campaign under review: its patents first, then what it says, then the decision.

use axum::{
    extract::{Path, RawQuery},
    response::Response,
};
use chrono::{DateTime, Utc};
use http::StatusCode;

use super::{Me, decision::REASONS, queue::Review, reviewer, waiting::Hold};
use crate::{
    failure::Failure,
    form::{Fields, Problems},
    graphql::{
        CampaignPauseReason, CampaignState, CountryCode, Money, OwnerMatch, Profile, Regime, Role,
        TechnologyField, WatchLevel, schema,
    },
    markdown,
    pages::founder::{
        campaign_id,
        draft::{Reward, Texts},
        owner_mark,
    },
    parts::{mark::Mark, offering::is_regulated, patent::Patent, pause::CampaignPause},
    shell::{self, Shell},
    visit::Visit,
};

#[derive(cynic::QueryVariables, Debug)]
struct CaseVariables {
    id: cynic::Id,
    audit: bool,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "CaseVariables")]
struct CaseQuery {
    viewer: Option<Me>,
    #[arguments(id: $id)]
    campaign: Option<Case>,
    #[arguments(subject: $id, first: 50)]
    #[directives(include(if: $audit))]
    audit_trail: Option<Vec<AuditRecord>>,
}

/// Everything that matters to decide.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Campaign")]
struct Case {
    id: cynic::Id,
    slug: String,
    title: String,
    state: CampaignState,
    field: TechnologyField,
    country: Option<CountryCode>,
    goal: Option<Money>,
    duration_days: Option<i32>,
    zone: String,
    submitted_at: Option<DateTime<Utc>>,
    viewer_can_edit: bool,
    is_sample: bool,
    founder: Profile,
    texts: Texts,
    rewards: Vec<Reward>,
    add_ons: Vec<Reward>,
    ip_panel: Panel,
    review: Option<Review>,
    pause: Option<CampaignPause>,
    regime: Regime,
}

impl Case {
    fn is_regulated(&self) -> bool {
        is_regulated(self.regime)
    }
}

/// Its patents, with what they were told by.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "IpPanel")]
struct Panel {
    level: Option<WatchLevel>,
    summary: String,
    coverage: i32,
    as_of: Option<DateTime<Utc>>,
    patents: Vec<CasePatent>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Patent")]
struct CasePatent {
    #[cynic(spread)]
    glance: Patent,
    #[arguments(first: 3)]
    evidence: Vec<Evidence>,
}

/// A body fetched from a register.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "EvidenceSnapshot")]
struct Evidence {
    source: String,
    call: String,
    fetched_at: DateTime<Utc>,
    sha256: String,
}

/// What was done to the campaign. Only administrators see it.
#[derive(cynic::QueryFragment, Debug)]
struct AuditRecord {
    at: DateTime<Utc>,
    actor: String,
    action: String,
    cause: Option<String>,
}

#[derive(askama::Template)]
#[template(path = "review_case.html")]
struct CasePage {
    shell: Shell,
    c: Case,
    hold: Hold,
    audit: Vec<AuditRecord>,
    fields: Fields,
    problems: Problems,
    is_claimed_now: bool,
    /// Whether its clock was just stopped, or started.
    done: Option<&'static str>,
}

/// A reason that can be given with a decision.
struct Reason {
    value: &'static str,
    label: String,
    chosen: bool,
}

/// `GET /review/{id}`
pub(crate) async fn case(visit: Visit, Path(id): Path<String>, RawQuery(query): RawQuery) -> Response {
    let query = Fields::read(query.unwrap_or_default().as_bytes());
    let is_claimed_now = query.get("done") == Some("claimed");
    let done = ["paused", "resumed"]
        .into_iter()
        .find(|done| query.get("done") == Some(done));
    match page(&visit, &id, Fields::default(), Problems::default()).await {
        Ok(page) => shell::page(
            &CasePage {
                is_claimed_now,
                done,
                ..page
            },
            StatusCode::OK,
        ),
        Err(failure) => failure.respond(&visit),
    }
}

/// Shows the case with what was refused.
pub(super) async fn refused(
    visit: &Visit,
    id: &str,
    fields: Fields,
    problems: Problems,
) -> Result<Response, Failure> {
    let page = page(visit, id, fields, problems).await?;
    Ok(shell::page(&page, StatusCode::UNPROCESSABLE_ENTITY))
}

async fn page(visit: &Visit, id: &str, fields: Fields, problems: Problems) -> Result<CasePage, Failure> {
    reviewer(visit)?;
    let variables = CaseVariables {
        id: campaign_id(id)?,
        audit: visit.is(Role::Administrator),
    };
    let found: CaseQuery = visit.query(variables).await?;
    let me = found.viewer.ok_or(Failure::SignIn)?.id;
    // Before it is first handed in, a draft is its founder's alone.
    let case = found.campaign.filter(|case| case.submitted_at.is_some());
    let c = case.ok_or(Failure::NotFound)?;
    let now = visit.site.clock.now();
    let title = visit.words().t1("review-case-title", "title", &c.title);
    Ok(CasePage {
        shell: Shell::titled(visit, title),
        hold: c
            .review
            .as_ref()
            .map_or(Hold::Free, |review| review.hold(&me, now)),
        c,
        audit: found.audit_trail.unwrap_or_default(),
        fields,
        problems,
        is_claimed_now: false,
        done: None,
    })
}

impl CasePage {
    /// Whether the visitor may decide on it now.
    fn is_open(&self) -> bool {
        self.c.state == CampaignState::InReview && !self.c.viewer_can_edit
    }

    /// Whether its clock can be stopped here.
    fn may_stop(&self) -> bool {
        self.c.state == CampaignState::Live && !self.c.viewer_can_edit
    }

    /// Whether its clock can be started here: not while a claim is looked into.
    fn may_start(&self) -> bool {
        let pause = self.c.pause.as_ref();
        let by_staff = pause.is_some_and(|pause| pause.reason == CampaignPauseReason::Staff);
        by_staff && !self.c.viewer_can_edit
    }

    /// Whether no other reviewer holds it.
    fn may_decide(&self) -> bool {
        !matches!(self.hold, Hold::Of(..))
    }

    /// The decision, once there is one.
    fn decided(&self) -> Option<&Review> {
        let review = self.c.review.as_ref();
        review.filter(|review| review.decision.is_some())
    }

    fn owner_mark(&self, owner: &OwnerMatch) -> Mark {
        owner_mark(*owner)
    }

    fn label(&self, name: &str) -> String {
        self.shell.w.label_of("review-label", name)
    }

    fn reasons(&self) -> Vec<Reason> {
        let now = self.fields.shown("reason");
        REASONS
            .iter()
            .map(|value| Reason {
                value,
                label: self.shell.w.label_of("review-reason", value),
                chosen: *value == now,
            })
            .collect()
    }

    fn paragraphs<'a>(&self, text: &'a str) -> Vec<&'a str> {
        markdown::paragraphs(text)
    }
}
