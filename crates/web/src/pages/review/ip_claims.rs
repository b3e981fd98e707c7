//! What third parties claim against campaigns: the queue, and one case at a time, both sides beside each other.

use axum::{
    extract::{Path, RawQuery},
    response::Response,
};
use chrono::{DateTime, Utc};
use http::StatusCode;

use super::{
    Me, Person, reviewer,
    waiting::{Hold, PageInfo, Reason, days_since, reasons},
};
use crate::{
    failure::Failure,
    form::{Fields, Problems},
    graphql::{IpClaimDecision, IpClaimKind, IpClaimReason, IpClaimState, Named, PatentNumber, schema},
    pages::{
        founder::at,
        ip_claims::{act, claim_id},
        verification::StoredFile,
    },
    parts::{mark::Mark, patent::slug},
    routes,
    shell::{self, Shell},
    visit::Visit,
};

#[derive(cynic::QueryVariables, Debug)]
struct QueueVariables {
    after: Option<String>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "QueueVariables")]
struct IpClaimsQuery {
    viewer: Option<Me>,
    #[arguments(first: 25, after: $after)]
    ip_claim_queue: Waiting,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "IpClaimConnection")]
struct Waiting {
    total_count: i32,
    page_info: PageInfo,
    nodes: Vec<Row>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "IpClaim")]
struct Row {
    id: cynic::Id,
    kind: IpClaimKind,
    right: String,
    holder: String,
    state: IpClaimState,
    campaign: Option<Titled>,
    filed_at: DateTime<Utc>,
    reviewer: Option<Person>,
    claimed_at: Option<DateTime<Utc>>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Campaign")]
struct Titled {
    slug: String,
    title: String,
    viewer_can_edit: bool,
}

impl Row {
    fn hold(&self, me: &cynic::Id, now: &DateTime<Utc>) -> Hold {
        Hold::of(self.reviewer.as_ref(), self.claimed_at, me, *now)
    }

    fn waited(&self, now: &DateTime<Utc>) -> i64 {
        days_since(self.filed_at, *now)
    }
}

#[derive(askama::Template)]
#[template(path = "review_ip_claims.html")]
struct QueuePage {
    shell: Shell,
    me: cynic::Id,
    waiting: Waiting,
    now: DateTime<Utc>,
    done: Option<&'static str>,
}

impl QueuePage {
    fn next(&self) -> Option<String> {
        self.waiting.page_info.next(self.shell.w, "/review/claims")
    }
}

/// `GET /review/claims`
pub(crate) async fn queue(visit: Visit, RawQuery(query): RawQuery) -> Response {
    let query = Fields::read(query.unwrap_or_default().as_bytes());
    let found = async {
        reviewer(&visit)?;
        let after = query.get("after").map(str::to_owned);
        let found: IpClaimsQuery = visit.query(QueueVariables { after }).await?;
        let done = ["inquire", "dismiss", "reject", "uphold", "released"];
        Ok::<_, Failure>(QueuePage {
            shell: Shell::new(&visit, "ip-claims-title"),
            me: found.viewer.ok_or(Failure::SignIn)?.id,
            waiting: found.ip_claim_queue,
            now: visit.site.clock.now(),
            done: done.into_iter().find(|done| query.get("done") == Some(done)),
        })
    };
    let found = found.await;
    match found {
        Ok(page) => shell::page(&page, StatusCode::OK),
        Err(failure) => failure.respond(&visit),
    }
}

#[derive(cynic::QueryVariables, Debug)]
struct CaseVariables {
    id: cynic::Id,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "CaseVariables")]
struct IpClaimQuery {
    viewer: Option<Me>,
    #[arguments(id: $id)]
    ip_claim: Option<Case>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "IpClaim")]
struct Case {
    id: cynic::Id,
    kind: IpClaimKind,
    right: String,
    holder: String,
    statement: String,
    evidence: Option<String>,
    contact: Option<String>,
    document: Option<StoredFile>,
    patent: Option<Right>,
    claimant: Person,
    campaign: Option<Titled>,
    state: IpClaimState,
    filed_at: DateTime<Utc>,
    answer_until: Option<DateTime<Utc>>,
    answer: Option<String>,
    answer_document: Option<StoredFile>,
    answered_at: Option<DateTime<Utc>>,
    reviewer: Option<Person>,
    claimed_at: Option<DateTime<Utc>>,
    reason: Option<IpClaimReason>,
    note: Option<String>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Patent")]
struct Right {
    number: PatentNumber,
    title: Option<String>,
    owners: Vec<Owner>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "PatentParty")]
struct Owner {
    name: String,
}

impl Right {
    fn slug(&self) -> String {
        slug(&self.number.0)
    }
}

struct Choice {
    value: String,
    label: String,
    chosen: bool,
}

#[derive(askama::Template)]
#[template(path = "review_ip_claim.html")]
struct CasePage {
    shell: Shell,
    c: Case,
    hold: Hold,
    is_party: bool,
    now: DateTime<Utc>,
    fields: Fields,
    problems: Problems,
}

impl CasePage {
    fn is_open(&self) -> bool {
        self.c.state.is_open()
    }

    /// Whether the founder was heard, or had the time to be.
    fn is_heard(&self) -> bool {
        let over = self.c.answer_until.is_some_and(|until| until <= self.now);
        self.c.answered_at.is_some() || over
    }

    /// What can be decided now.
    fn decisions(&self) -> Vec<Choice> {
        use IpClaimDecision as D;
        let open: &[D] = match self.c.state {
            IpClaimState::Submitted => &[D::Inquire, D::Dismiss],
            _ if self.is_heard() => &[D::Reject, D::Uphold],
            _ => &[D::Reject],
        };
        let now = self.fields.shown("decision");
        let choice = |decision: &D| Choice {
            value: decision.name(),
            label: self.shell.w.label("ip-claim-decision", decision),
            chosen: decision.name() == now,
        };
        open.iter().map(choice).collect()
    }

    fn reasons(&self) -> Vec<Reason> {
        reasons(
            IpClaimReason::ALL,
            self.shell.w,
            "ip-claim-reason",
            self.fields.shown("reason"),
        )
    }

    /// Where an act on the case is sent.
    fn at(&self, act: &str) -> String {
        let path = format!("/review/claims/{}/{act}", self.c.id.inner());
        self.shell.w.url(&path)
    }

    fn label(&self, field: &str) -> String {
        self.shell.w.label_of("review-label", field)
    }

    fn owners(&self, right: &Right) -> String {
        let names: Vec<_> = right.owners.iter().map(|owner| owner.name.as_str()).collect();
        self.shell.w.list(&names)
    }

    fn mark(&self) -> Mark {
        self.c.state.mark()
    }
}

async fn page(visit: &Visit, id: &str, fields: Fields, problems: Problems) -> Result<CasePage, Failure> {
    reviewer(visit)?;
    let found: IpClaimQuery = visit.query(CaseVariables { id: claim_id(id)? }).await?;
    let me = found.viewer.ok_or(Failure::SignIn)?.id;
    let c = found.ip_claim.ok_or(Failure::NotFound)?;
    let now = visit.site.clock.now();
    let w = visit.words();
    Ok(CasePage {
        shell: Shell::titled(
            visit,
            w.t1("ip-claim-case-title", "name", &c.claimant.display_name),
        ),
        hold: Hold::of(c.reviewer.as_ref(), c.claimed_at, &me, now),
        is_party: c.claimant.id == me || c.campaign.as_ref().is_some_and(|it| it.viewer_can_edit),
        c,
        now,
        fields,
        problems,
    })
}

/// `GET /review/claims/{id}`
pub(crate) async fn case(visit: Visit, Path(id): Path<String>) -> Response {
    match page(&visit, &id, Fields::default(), Problems::default()).await {
        Ok(page) => shell::page(&page, StatusCode::OK),
        Err(failure) => failure.respond(&visit),
    }
}

/// A claim to be taken.
#[derive(cynic::InputObject, Debug, Clone)]
struct IpClaimTakeInput {
    id: cynic::Id,
}

/// A claim to be given back.
#[derive(cynic::InputObject, Debug, Clone)]
struct IpClaimReleaseInput {
    id: cynic::Id,
}

/// A decision on a claim.
#[derive(cynic::InputObject, Debug, Clone)]
struct IpClaimDecideInput {
    id: cynic::Id,
    decision: IpClaimDecision,
    reason: Option<IpClaimReason>,
    note: Option<String>,
}

act! {
    /// Takes a case.
    take_claim, TakeIpClaim: IpClaimTakeInput => ip_claim_take, "IpClaimTakePayload";
    /// Gives a case back.
    release_claim, ReleaseIpClaim: IpClaimReleaseInput => ip_claim_release, "IpClaimReleasePayload";
    /// Decides on a case.
    decide_claim, DecideIpClaim: IpClaimDecideInput => ip_claim_decide, "IpClaimDecidePayload";
}

async fn settled(
    visit: &Visit,
    id: &str,
    to: &str,
    fields: Fields,
    problems: Problems,
) -> Result<Response, Failure> {
    if problems.is_empty() {
        return Ok(routes::done(&visit.url(to)));
    }
    let page = page(visit, id, fields, problems).await?;
    Ok(shell::page(&page, StatusCode::UNPROCESSABLE_ENTITY))
}

/// `POST /review/claims/{id}/take`
pub(crate) async fn take(visit: Visit, Path(id): Path<String>) -> Response {
    let visit = at(visit, format!("/review/claims/{id}"));
    let outcome = async {
        reviewer(&visit)?;
        let problems = take_claim(&visit, IpClaimTakeInput { id: claim_id(&id)? }).await?;
        let to = format!("/review/claims/{id}");
        settled(&visit, &id, &to, Fields::default(), problems).await
    };
    let outcome = outcome.await;
    outcome.unwrap_or_else(|failure: Failure| failure.respond(&visit))
}

/// `POST /review/claims/{id}/release`
pub(crate) async fn release(visit: Visit, Path(id): Path<String>) -> Response {
    let visit = at(visit, format!("/review/claims/{id}"));
    let outcome = async {
        reviewer(&visit)?;
        let problems = release_claim(&visit, IpClaimReleaseInput { id: claim_id(&id)? }).await?;
        let to = "/review/claims?done=released";
        settled(&visit, &id, to, Fields::default(), problems).await
    };
    let outcome = outcome.await;
    outcome.unwrap_or_else(|failure: Failure| failure.respond(&visit))
}

/// `POST /review/claims/{id}/decide`
pub(crate) async fn decide(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let visit = at(visit, format!("/review/claims/{id}"));
    let outcome = async {
        reviewer(&visit)?;
        let Some(decision) = fields.get("decision").and_then(IpClaimDecision::of) else {
            let problem = Problems::one("decision", visit.words().t("review-decision-needed"));
            return settled(&visit, &id, "", fields, problem).await;
        };
        let input = IpClaimDecideInput {
            id: claim_id(&id)?,
            decision,
            reason: fields.get("reason").and_then(IpClaimReason::of),
            note: fields.get("note").map(str::to_owned),
        };
        let problems = decide_claim(&visit, input).await?;
        let to = format!("/review/claims?done={}", decision.name().to_lowercase());
        settled(&visit, &id, &to, fields, problems).await
    };
    let outcome = outcome.await;
    outcome.unwrap_or_else(|failure: Failure| failure.respond(&visit))
}
