//! One refund that failed: how it was paid back by hand is recorded, and confirmed by somebody else.

use axum::{extract::Path, response::Response};
use chrono::{DateTime, NaiveDate, Utc};

use super::{address, answer, officer, placed};
use crate::{
    failure::Failure,
    form::{Fields, Problems},
    graphql::{PledgeUserErrorCode, Profile, RefundState, Uuid, schema},
    pages::founder::at,
    parts::{payment::Refund, user_errors::PledgeUserError},
    routes::done,
    shell::Shell,
    visit::Visit,
};

/// The fields of the form.
const FIELDS: [&str; 3] = ["bankReference", "paidOn", "evidence"];

#[derive(cynic::QueryVariables, Debug)]
struct RefundVariables {
    id: cynic::Id,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "RefundVariables")]
struct RefundQuery {
    finance: Waiting,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "FinanceQueues", variables = "RefundVariables")]
struct Waiting {
    #[arguments(id: $id)]
    refund: Option<OpenRefund>,
}

/// A refund that waits for somebody.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Refund")]
pub(super) struct OpenRefund {
    pub(super) id: cynic::Id,
    #[cynic(spread)]
    pub(super) refund: Refund,
    pub(super) repayment: Option<Repayment>,
}

/// How it was paid by hand.
#[derive(cynic::QueryFragment, Debug)]
pub(super) struct Repayment {
    pub(super) bank_reference: String,
    pub(super) paid_on: NaiveDate,
    pub(super) evidence: String,
    pub(super) recorded_by: Profile,
    pub(super) recorded_at: DateTime<Utc>,
    pub(super) viewer_recorded: bool,
}

impl OpenRefund {
    /// Whether an officer has something to do about it.
    pub(super) fn waits(&self) -> bool {
        self.repayment.is_some() || self.refund.state == RefundState::Failed
    }
}

#[derive(askama::Template)]
#[template(path = "finance_repayment.html")]
struct RepaymentPage {
    shell: Shell,
    open: OpenRefund,
    fields: Fields,
    problems: Problems,
    today: NaiveDate,
    /// Of recording or confirming, and of rejecting: different wishes need different keys.
    keys: [String; 2],
}

impl RepaymentPage {
    /// Nothing is paid tomorrow.
    fn day_attributes(&self) -> String {
        format!("required max=\"{}\"", self.today)
    }
}

/// The page. A refund about which nothing is to be done by hand is not there.
async fn shown(visit: &Visit, id: &str, fields: Fields, problems: Problems) -> Result<Response, Failure> {
    officer(visit)?;
    let id: kernel::RefundId = id.parse().map_err(|_| Failure::NotFound)?;
    let id = cynic::Id::new(id.to_string());
    let found: RefundQuery = visit.query(RefundVariables { id }).await?;
    let open = found.finance.refund.filter(OpenRefund::waits);
    let page = RepaymentPage {
        shell: Shell::new(visit, "repayment-title"),
        open: open.ok_or(Failure::NotFound)?,
        fields,
        problems,
        today: visit.site.clock.now().date_naive(),
        keys: [visit.new_key(), visit.new_key()],
    };
    Ok(answer(&page, &page.problems))
}

/// `GET /finance/refunds/{id}`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match shown(&visit, &id, Fields::default(), Problems::default()).await {
        Ok(response) => response,
        Err(failure) => failure.respond(&visit),
    }
}

#[derive(cynic::InputObject, Debug)]
struct RepaymentRecordInput {
    refund_id: cynic::Id,
    bank_reference: String,
    paid_on: NaiveDate,
    evidence: String,
    idempotency_key: Uuid,
}

#[derive(cynic::QueryVariables, Debug)]
struct RecordVariables {
    input: RepaymentRecordInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "RecordVariables")]
struct RecordRepayment {
    #[arguments(input: $input)]
    repayment_record: Option<RepaymentRecordPayload>,
}

#[derive(cynic::QueryFragment, Debug)]
struct RepaymentRecordPayload {
    user_errors: Vec<PledgeUserError>,
}

/// `POST /finance/refunds/{id}/record`
pub(crate) async fn record(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let visit = at(visit, format!("/finance/refunds/{id}"));
    match recorded(&visit, &id, fields).await {
        Ok(response) => response,
        Err(failure) => failure.respond(&visit),
    }
}

async fn recorded(visit: &Visit, id: &str, fields: Fields) -> Result<Response, Failure> {
    officer(visit)?;
    let missing = FIELDS.into_iter().filter(|name| fields.get(name).is_none());
    let mut wrong: Vec<_> = missing
        .map(|name| problem(visit, name, "violation-required"))
        .collect();
    let day = fields.get("paidOn").map(str::parse::<NaiveDate>);
    if let Some(Err(_)) = day {
        wrong.push(problem(visit, "paidOn", "verification-not-a-day"));
    }
    let Some(Ok(paid_on)) = day.filter(|_| wrong.is_empty()) else {
        return shown(visit, id, fields, Problems::of(wrong)).await;
    };
    let input = RepaymentRecordInput {
        refund_id: cynic::Id::new(id),
        bank_reference: fields.shown("bankReference").trim().to_owned(),
        paid_on,
        evidence: fields.shown("evidence").trim().to_owned(),
        idempotency_key: visit.key_of(&fields),
    };
    let answer: RecordRepayment = visit.act(RecordVariables { input }).await?;
    let errors = answer.repayment_record.ok_or(Failure::Fault)?.user_errors;
    if errors.is_empty() {
        return Ok(done(&address(visit, "repaid")));
    }
    shown(visit, id, fields, placed(errors, &FIELDS)).await
}

#[derive(cynic::InputObject, Debug)]
struct RepaymentDecideInput {
    refund_id: cynic::Id,
    confirm: bool,
    reason: Option<String>,
    idempotency_key: Uuid,
}

#[derive(cynic::QueryVariables, Debug)]
struct DecideVariables {
    input: RepaymentDecideInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "DecideVariables")]
struct DecideRepayment {
    #[arguments(input: $input)]
    repayment_decide: Option<RepaymentDecidePayload>,
}

#[derive(cynic::QueryFragment, Debug)]
struct RepaymentDecidePayload {
    user_errors: Vec<PledgeUserError>,
}

/// `POST /finance/refunds/{id}/confirm`
pub(crate) async fn confirm(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    decide(visit, id, fields, true).await
}

/// `POST /finance/refunds/{id}/reject`
pub(crate) async fn reject(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    decide(visit, id, fields, false).await
}

async fn decide(visit: Visit, id: String, fields: Fields, confirm: bool) -> Response {
    let visit = at(visit, format!("/finance/refunds/{id}"));
    match decided(&visit, &id, fields, confirm).await {
        Ok(response) => response,
        Err(failure) => failure.respond(&visit),
    }
}

async fn decided(visit: &Visit, id: &str, fields: Fields, confirm: bool) -> Result<Response, Failure> {
    officer(visit)?;
    let reason = fields.get("reason").filter(|_| !confirm).map(str::to_owned);
    if !confirm && reason.is_none() {
        let problem = Problems::of([problem(visit, "reason", "violation-required")]);
        return shown(visit, id, fields, problem).await;
    }
    let input = RepaymentDecideInput {
        refund_id: cynic::Id::new(id),
        confirm,
        reason,
        idempotency_key: visit.key_of(&fields),
    };
    let answer: DecideRepayment = visit.act(DecideVariables { input }).await?;
    let errors = answer.repayment_decide.ok_or(Failure::Fault)?.user_errors;
    if errors.is_empty() {
        let told = if confirm { "confirmed" } else { "unconfirmed" };
        return Ok(done(&address(visit, told)));
    }
    shown(visit, id, fields, placed(errors, &["reason"])).await
}

fn problem(visit: &Visit, field: &str, key: &str) -> PledgeUserError {
    PledgeUserError {
        code: PledgeUserErrorCode::TextInvalid,
        field: Some(vec![field.to_owned()]),
        message: visit.words().t(key),
    }
}
