//! A refund is ordered.

use std::str::FromStr;

use axum::{extract::RawQuery, response::Response};
use kernel::PledgeId;

use super::{address, answer, officer, placed};
use crate::{
    failure::Failure,
    form::{Fields, Problems},
    graphql::{
        ById, ByIdFields, FeeBearer, Money, MoneyInput, PledgeUserErrorCode, RefundReason, Uuid, schema,
    },
    pages::founder::{
        at,
        choices::{Choice, choices},
        typed,
    },
    parts::user_errors::PledgeUserError,
    routes::done,
    shell::Shell,
    visit::Visit,
};

/// The reasons an officer can give. The others are given by the platform itself.
const REASONS: [RefundReason; 6] = [
    RefundReason::InvestorRequest,
    RefundReason::NotDelivered,
    RefundReason::Duplicate,
    RefundReason::Fraud,
    RefundReason::PatentChanged,
    RefundReason::Goodwill,
];

/// The fields of the form.
const FIELDS: [&str; 5] = ["pledgeId", "amount", "reason", "bearer", "note"];

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "ById")]
struct CurrencyQuery {
    #[arguments(id: $id)]
    pledge: Option<Pledged>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Pledge")]
struct Pledged {
    amount: Money,
}

#[derive(cynic::InputObject, Debug)]
struct PledgeRefundRequestInput {
    pledge_id: cynic::Id,
    amount: Option<MoneyInput>,
    reason: RefundReason,
    bearer: FeeBearer,
    note: Option<String>,
    idempotency_key: Uuid,
}

#[derive(cynic::QueryVariables, Debug)]
struct RefundVariables {
    input: PledgeRefundRequestInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "RefundVariables")]
struct OrderRefund {
    #[arguments(input: $input)]
    pledge_refund_request: Option<PledgeRefundRequestPayload>,
}

#[derive(cynic::QueryFragment, Debug)]
struct PledgeRefundRequestPayload {
    user_errors: Vec<PledgeUserError>,
}

#[derive(askama::Template)]
#[template(path = "finance_refund.html")]
struct RefundPage {
    shell: Shell,
    fields: Fields,
    problems: Problems,
    key: String,
}

impl RefundPage {
    fn reasons(&self) -> Vec<Choice> {
        choices(&REASONS, self.fields.shown("reason"), |reason| {
            self.shell.w.label("refund-reason", reason)
        })
    }

    fn bearers(&self) -> Vec<Choice> {
        choices(FeeBearer::ALL, self.fields.shown("bearer"), |bearer| {
            self.shell.w.label("refund-bearer", bearer)
        })
    }
}

fn page(visit: &Visit, fields: Fields, problems: Problems) -> Response {
    let page = RefundPage {
        shell: Shell::new(visit, "finance-refund-title"),
        fields,
        problems,
        key: visit.new_key(),
    };
    answer(&page, &page.problems)
}

/// `GET /finance/refunds`: the pledge may be named by the address.
pub(crate) async fn ask(visit: Visit, RawQuery(query): RawQuery) -> Response {
    let query = Fields::read(query.unwrap_or_default().as_bytes());
    match officer(&visit) {
        Ok(()) => {
            let fields = Fields::default().or("pledgeId", query.shown("pledge"));
            page(&visit, fields, Problems::default())
        }
        Err(failure) => failure.respond(&visit),
    }
}

/// `POST /finance/refunds`
pub(crate) async fn order(visit: Visit, fields: Fields) -> Response {
    let visit = at(visit, "/finance/refunds".to_owned());
    match ordered(&visit, fields).await {
        Ok(response) => response,
        Err(failure) => failure.respond(&visit),
    }
}

async fn ordered(visit: &Visit, fields: Fields) -> Result<Response, Failure> {
    officer(visit)?;
    let input = match input(visit, &fields).await? {
        Ok(input) => input,
        Err(problems) => return Ok(page(visit, fields, Problems::of(problems))),
    };
    let answer: OrderRefund = visit.act(RefundVariables { input }).await?;
    let errors = answer.pledge_refund_request.ok_or(Failure::Fault)?.user_errors;
    if errors.is_empty() {
        return Ok(done(&address(visit, "refunded")));
    }
    Ok(page(visit, fields, placed(errors, &FIELDS)))
}

/// What the form says, or what is wrong with it.
async fn input(
    visit: &Visit,
    fields: &Fields,
) -> Result<Result<PledgeRefundRequestInput, Vec<PledgeUserError>>, Failure> {
    let w = visit.words();
    let mut wrong = Vec::new();
    let mut refuse = |field: &str, key: &str| {
        wrong.push(PledgeUserError {
            code: PledgeUserErrorCode::TextInvalid,
            field: Some(vec![field.to_owned()]),
            message: w.t(key),
        });
    };
    let pledge = PledgeId::from_str(fields.get("pledgeId").unwrap_or_default()).ok();
    let pledge = pledge.map(|id| cynic::Id::new(id.to_string()));
    if pledge.is_none() {
        refuse("pledgeId", "error-pledge-pledge-not-found");
    }
    let reason = fields
        .get("reason")
        .and_then(RefundReason::of)
        .filter(|reason| REASONS.contains(reason));
    if reason.is_none() {
        refuse("reason", "violation-required");
    }
    let bearer = fields.get("bearer").and_then(FeeBearer::of);
    if bearer.is_none() {
        refuse("bearer", "violation-required");
    }
    let amount = match (fields.get("amount"), &pledge) {
        (Some(typed), Some(id)) => match amount(visit, typed, id.clone()).await? {
            Ok(amount) => Some(amount),
            Err((field, key)) => {
                refuse(field, key);
                None
            }
        },
        _ => None,
    };
    Ok(match (pledge, reason, bearer) {
        (Some(pledge_id), Some(reason), Some(bearer)) if wrong.is_empty() => Ok(PledgeRefundRequestInput {
            pledge_id,
            amount,
            reason,
            bearer,
            note: fields.get("note").map(str::to_owned),
            idempotency_key: visit.key_of(fields),
        }),
        _ => Err(wrong),
    })
}

/// An amount in the pledge's currency; or the field and what to say about it.
async fn amount(
    visit: &Visit,
    typed: &str,
    id: cynic::Id,
) -> Result<Result<MoneyInput, (&'static str, &'static str)>, Failure> {
    let found: CurrencyQuery = visit.query(ById { id }).await?;
    let Some(pledge) = found.pledge else {
        return Ok(Err(("pledgeId", "error-pledge-pledge-not-found")));
    };
    let amount = typed::money(typed, &pledge.amount.currency);
    Ok(amount.ok_or(("amount", "money-not-a-number")))
}
