//! One payout: a second person lets it go or does not; a bank transfer is recorded, or given up.

use axum::{extract::Path, response::Response};

use super::{address, answer, officer, placed, queue::OpenPayout};
use crate::{
    failure::Failure,
    form::{Fields, Problems},
    graphql::{PayoutState, PledgeUserErrorCode, Uuid, schema},
    pages::founder::at,
    parts::user_errors::PledgeUserError,
    routes::done,
    shell::Shell,
    visit::Visit,
};

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query")]
struct PayoutQuery {
    finance: Payouts,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "FinanceQueues")]
struct Payouts {
    payouts: Vec<OpenPayout>,
}

#[derive(cynic::InputObject, Debug)]
struct PayoutDecideInput {
    payout_id: cynic::Id,
    approve: bool,
    reason: Option<String>,
    idempotency_key: Uuid,
}

#[derive(cynic::QueryVariables, Debug)]
struct DecideVariables {
    input: PayoutDecideInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "DecideVariables")]
struct DecidePayout {
    #[arguments(input: $input)]
    payout_decide: Option<PayoutDecidePayload>,
}

#[derive(cynic::QueryFragment, Debug)]
struct PayoutDecidePayload {
    payout: Option<Decided>,
    user_errors: Vec<PledgeUserError>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Payout")]
struct Decided {
    state: PayoutState,
}

#[derive(cynic::InputObject, Debug)]
struct PayoutRecordInput {
    payout_id: cynic::Id,
    bank_reference: String,
    evidence: String,
    idempotency_key: Uuid,
}

#[derive(cynic::QueryVariables, Debug)]
struct RecordVariables {
    input: PayoutRecordInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "RecordVariables")]
struct RecordPayout {
    #[arguments(input: $input)]
    payout_record: Option<PayoutRecordPayload>,
}

#[derive(cynic::QueryFragment, Debug)]
struct PayoutRecordPayload {
    user_errors: Vec<PledgeUserError>,
}

#[derive(cynic::InputObject, Debug)]
struct PayoutGiveUpInput {
    payout_id: cynic::Id,
    reason: String,
    idempotency_key: Uuid,
}

#[derive(cynic::QueryVariables, Debug)]
struct GiveUpVariables {
    input: PayoutGiveUpInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "GiveUpVariables")]
struct GiveUpPayout {
    #[arguments(input: $input)]
    payout_give_up: Option<PayoutGiveUpPayload>,
}

#[derive(cynic::QueryFragment, Debug)]
struct PayoutGiveUpPayload {
    user_errors: Vec<PledgeUserError>,
}

#[derive(askama::Template)]
#[template(path = "finance_payout.html")]
struct PayoutPage {
    shell: Shell,
    open: OpenPayout,
    fields: Fields,
    problems: Problems,
    /// Of approving, of rejecting, of recording and of giving up: different wishes need different keys.
    keys: [String; 4],
}

/// The page. A payout that is not under way is not there.
async fn shown(visit: &Visit, id: &str, fields: Fields, problems: Problems) -> Result<Response, Failure> {
    officer(visit)?;
    let found: PayoutQuery = visit.query(()).await?;
    let mut open = found.finance.payouts.into_iter();
    let open = open.find(|open| open.payout.id.inner() == id);
    let page = PayoutPage {
        shell: Shell::new(visit, "finance-payout-title"),
        open: open.ok_or(Failure::NotFound)?,
        fields,
        problems,
        keys: std::array::from_fn(|_| visit.new_key()),
    };
    Ok(answer(&page, &page.problems))
}

/// `GET /finance/payouts/{id}`
pub(crate) async fn payout(visit: Visit, Path(id): Path<String>) -> Response {
    match shown(&visit, &id, Fields::default(), Problems::default()).await {
        Ok(response) => response,
        Err(failure) => failure.respond(&visit),
    }
}

/// `POST /finance/payouts/{id}/approve`
pub(crate) async fn approve(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let visit = at(visit, format!("/finance/payouts/{id}"));
    match decided(&visit, &id, fields, true).await {
        Ok(response) => response,
        Err(failure) => failure.respond(&visit),
    }
}

/// `POST /finance/payouts/{id}/reject`
pub(crate) async fn reject(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let visit = at(visit, format!("/finance/payouts/{id}"));
    match decided(&visit, &id, fields, false).await {
        Ok(response) => response,
        Err(failure) => failure.respond(&visit),
    }
}

async fn decided(visit: &Visit, id: &str, fields: Fields, approve: bool) -> Result<Response, Failure> {
    officer(visit)?;
    let reason = fields.get("reason").filter(|_| !approve).map(str::to_owned);
    if !approve && reason.is_none() {
        let problem = Problems::one("reason", visit.words().t("violation-required"));
        return shown(visit, id, fields, problem).await;
    }
    let input = PayoutDecideInput {
        payout_id: cynic::Id::new(id),
        approve,
        reason,
        idempotency_key: visit.key_of(&fields),
    };
    let answer: DecidePayout = visit.act(DecideVariables { input }).await?;
    let payload = answer.payout_decide.ok_or(Failure::Fault)?;
    if !payload.user_errors.is_empty() {
        let field = if approve { None } else { Some("reason") };
        let errors = texts(payload.user_errors, field);
        return shown(visit, id, fields, placed(errors, &["reason"])).await;
    }
    let held = payload
        .payout
        .is_some_and(|payout| payout.state == PayoutState::Held);
    let told = match (approve, held) {
        (true, true) => "held",
        (true, false) => "approved",
        (false, _) => "rejected",
    };
    Ok(done(&address(visit, told)))
}

/// `POST /finance/payouts/{id}/record`
pub(crate) async fn record(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let visit = at(visit, format!("/finance/payouts/{id}"));
    match recorded(&visit, &id, fields).await {
        Ok(response) => response,
        Err(failure) => failure.respond(&visit),
    }
}

async fn recorded(visit: &Visit, id: &str, fields: Fields) -> Result<Response, Failure> {
    officer(visit)?;
    let missing = ["bankReference", "evidence"]
        .into_iter()
        .filter(|name| fields.get(name).is_none());
    let missing: Vec<_> = missing.map(|name| required(visit, name)).collect();
    if !missing.is_empty() {
        return shown(visit, id, fields, Problems::of(missing)).await;
    }
    let input = PayoutRecordInput {
        payout_id: cynic::Id::new(id),
        bank_reference: fields.shown("bankReference").trim().to_owned(),
        evidence: fields.shown("evidence").trim().to_owned(),
        idempotency_key: visit.key_of(&fields),
    };
    let longer = if input.bank_reference.len() > input.evidence.len() {
        "bankReference"
    } else {
        "evidence"
    };
    let answer: RecordPayout = visit.act(RecordVariables { input }).await?;
    let errors = answer.payout_record.ok_or(Failure::Fault)?.user_errors;
    if errors.is_empty() {
        return Ok(done(&address(visit, "recorded")));
    }
    let errors = texts(errors, Some(longer));
    shown(visit, id, fields, placed(errors, &["bankReference", "evidence"])).await
}

/// `POST /finance/payouts/{id}/give-up`
pub(crate) async fn give_up(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let visit = at(visit, format!("/finance/payouts/{id}"));
    match given_up(&visit, &id, fields).await {
        Ok(response) => response,
        Err(failure) => failure.respond(&visit),
    }
}

async fn given_up(visit: &Visit, id: &str, fields: Fields) -> Result<Response, Failure> {
    officer(visit)?;
    let Some(reason) = fields.get("reason").map(str::to_owned) else {
        let problem = Problems::one("reason", visit.words().t("violation-required"));
        return shown(visit, id, fields, problem).await;
    };
    let input = PayoutGiveUpInput {
        payout_id: cynic::Id::new(id),
        reason,
        idempotency_key: visit.key_of(&fields),
    };
    let answer: GiveUpPayout = visit.act(GiveUpVariables { input }).await?;
    let errors = answer.payout_give_up.ok_or(Failure::Fault)?.user_errors;
    if errors.is_empty() {
        return Ok(done(&address(visit, "given-up")));
    }
    let errors = texts(errors, Some("reason"));
    shown(visit, id, fields, placed(errors, &["reason"])).await
}

fn required(visit: &Visit, field: &str) -> PledgeUserError {
    PledgeUserError {
        code: PledgeUserErrorCode::TextInvalid,
        field: Some(vec![field.to_owned()]),
        message: visit.words().t("violation-required"),
    }
}

/// The gateway does not name the field of a text that is too long: none is missing, so it is this one.
fn texts(errors: Vec<PledgeUserError>, field: Option<&str>) -> Vec<PledgeUserError> {
    let named = errors.into_iter().map(|error| match field {
        Some(field) if error.code == PledgeUserErrorCode::TextInvalid => PledgeUserError {
            field: Some(vec![field.to_owned()]),
            ..error
        },
        _ => error,
    });
    named.collect()
}
