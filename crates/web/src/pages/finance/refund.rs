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
    parts::{
        items::{self, ItemInput, PledgeItem},
        user_errors::PledgeUserError,
    },
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
const FIELDS: [&str; 6] = ["pledgeId", "items", "amount", "reason", "bearer", "note"];

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "ById")]
struct PledgedQuery {
    #[arguments(id: $id)]
    pledge: Option<Pledged>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Pledge")]
struct Pledged {
    amount: Money,
    items: Vec<PledgeItem>,
}

#[derive(cynic::InputObject, Debug)]
struct PledgeRefundRequestInput {
    pledge_id: cynic::Id,
    amount: Option<MoneyInput>,
    items: Vec<ItemInput>,
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
    /// What the pledge has, once it is named.
    items: Vec<PledgeItem>,
    fields: Fields,
    problems: Problems,
    key: String,
}

impl RefundPage {
    /// Of how many of a thing the money is to go back.
    fn quantity(&self, item: &PledgeItem) -> &str {
        self.fields.get(&item.field()).unwrap_or("0")
    }

    /// The address that shows the form with what the pledge has.
    fn address(&self) -> String {
        self.shell.w.url("/finance/refunds")
    }

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

async fn page(visit: &Visit, fields: Fields, problems: Problems) -> Result<Response, Failure> {
    let pledged = match pledge_of(&fields) {
        Some(id) => pledged(visit, id).await?,
        None => None,
    };
    let page = RefundPage {
        shell: Shell::new(visit, "finance-refund-title"),
        items: pledged.map(|pledged| pledged.items).unwrap_or_default(),
        fields,
        problems,
        key: visit.new_key(),
    };
    Ok(answer(&page, &page.problems))
}

/// The pledge that is named.
fn pledge_of(fields: &Fields) -> Option<cynic::Id> {
    let id = PledgeId::from_str(fields.get("pledgeId")?).ok()?;
    Some(cynic::Id::new(id.to_string()))
}

async fn pledged(visit: &Visit, id: cynic::Id) -> Result<Option<Pledged>, Failure> {
    let found: PledgedQuery = visit.query(ById { id }).await?;
    Ok(found.pledge)
}

/// `GET /finance/refunds`: the pledge may be named by the address; then what it has can be chosen.
pub(crate) async fn ask(visit: Visit, RawQuery(query): RawQuery) -> Response {
    let query = Fields::read(query.unwrap_or_default().as_bytes());
    let asked = async {
        officer(&visit)?;
        let named = query.shown("pledge").to_owned();
        page(&visit, query.or("pledgeId", named), Problems::default()).await
    };
    match asked.await {
        Ok(response) => response,
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
        Err(problems) => return page(visit, fields, Problems::of(problems)).await,
    };
    let answer: OrderRefund = visit.act(RefundVariables { input }).await?;
    let errors = answer.pledge_refund_request.ok_or(Failure::Fault)?.user_errors;
    if errors.is_empty() {
        return Ok(done(&address(visit, "refunded")));
    }
    page(visit, fields, placed(errors, &FIELDS)).await
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
    let pledge = pledge_of(fields);
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
            items: items::wished(fields),
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
    let Some(pledge) = pledged(visit, id).await? else {
        return Ok(Err(("pledgeId", "error-pledge-pledge-not-found")));
    };
    let amount = typed::money(typed, &pledge.amount.currency);
    Ok(amount.ok_or(("amount", "money-not-a-number")))
}
