//! What waits for finance, in four queues.

use axum::{extract::RawQuery, response::Response};
use chrono::{DateTime, Utc};

use super::{address, answer, officer, placed, repayment::OpenRefund};
use crate::{
    failure::Failure,
    form::{Fields, Problems},
    graphql::{Money, Profile, Uuid, schema},
    pages::founder::{at, campaign_id},
    parts::{payment::Dispute, payout::Payout, user_errors::PledgeUserError},
    routes,
    shell::Shell,
    visit::Visit,
};

/// What the page says was done.
const DONE: [&str; 11] = [
    "ordered",
    "approved",
    "held",
    "rejected",
    "recorded",
    "given-up",
    "contested",
    "refunded",
    "repaid",
    "confirmed",
    "unconfirmed",
];

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query")]
struct FinanceQuery {
    finance: Queues,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "FinanceQueues")]
struct Queues {
    due_campaigns: Vec<Due>,
    settled_without_payout: Vec<Unpaid>,
    payouts: Vec<OpenPayout>,
    refunds: Vec<OpenRefund>,
    disputes: Vec<Dispute>,
    reconciliation: Option<Reconciliation>,
}

/// The newest comparison of the books with the payment provider.
#[derive(cynic::QueryFragment, Debug)]
struct Reconciliation {
    reconciled_at: DateTime<Utc>,
    compared: i32,
    under_way: i32,
    differences: Vec<ReconciliationDifference>,
}

/// Something about which they do not agree.
#[derive(cynic::QueryFragment, Debug)]
struct ReconciliationDifference {
    source: String,
    books: Money,
    provider: Money,
}

/// A campaign of which something may be paid out now.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Campaign")]
struct Due {
    id: cynic::Id,
    slug: String,
    title: String,
    founder: Profile,
    collection: Option<Collected>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "CampaignCollection")]
struct Collected {
    collected: Money,
    closed_at: DateTime<Utc>,
}

/// A campaign whose first payout came to nothing.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Campaign")]
struct Unpaid {
    id: cynic::Id,
    slug: String,
    title: String,
    founder: Profile,
    money: Option<Settled>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "CampaignMoney")]
struct Settled {
    reserve: Money,
    settled_without_payout_at: Option<DateTime<Utc>>,
}

/// A payout under way.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Payout")]
pub(super) struct OpenPayout {
    #[cynic(spread)]
    pub(super) payout: Payout,
    pub(super) campaign: Option<PaidCampaign>,
    pub(super) viewer_requested: bool,
}

/// What was funded.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Campaign")]
pub(super) struct PaidCampaign {
    pub(super) slug: String,
    pub(super) title: String,
    pub(super) founder: Profile,
}

#[derive(cynic::InputObject, Debug)]
struct PayoutRequestInput {
    campaign_id: cynic::Id,
    idempotency_key: Uuid,
}

#[derive(cynic::QueryVariables, Debug)]
struct OrderVariables {
    input: PayoutRequestInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "OrderVariables")]
struct OrderPayout {
    #[arguments(input: $input)]
    payout_request: Option<PayoutRequestPayload>,
}

#[derive(cynic::QueryFragment, Debug)]
struct PayoutRequestPayload {
    user_errors: Vec<PledgeUserError>,
}

#[derive(askama::Template)]
#[template(path = "finance.html")]
struct QueuePage {
    shell: Shell,
    /// Each with a key that makes a repeated order do nothing twice.
    due: Vec<(Due, String)>,
    unpaid: Vec<Unpaid>,
    payouts: Vec<OpenPayout>,
    refunds: Vec<OpenRefund>,
    disputes: Vec<Dispute>,
    reconciliation: Option<Reconciliation>,
    now: DateTime<Utc>,
    problems: Problems,
    done: Option<&'static str>,
}

/// `GET /finance`
pub(crate) async fn queue(visit: Visit, RawQuery(query): RawQuery) -> Response {
    let query = Fields::read(query.unwrap_or_default().as_bytes());
    let done = DONE.into_iter().find(|done| query.get("done") == Some(done));
    match shown(&visit, Problems::default(), done).await {
        Ok(response) => response,
        Err(failure) => failure.respond(&visit),
    }
}

async fn shown(visit: &Visit, problems: Problems, done: Option<&'static str>) -> Result<Response, Failure> {
    officer(visit)?;
    let found: FinanceQuery = visit.query(()).await?;
    let queues = found.finance;
    let page = QueuePage {
        shell: Shell::new(visit, "finance-title"),
        due: queues
            .due_campaigns
            .into_iter()
            .map(|campaign| (campaign, visit.new_key()))
            .collect(),
        unpaid: queues.settled_without_payout,
        payouts: queues.payouts,
        refunds: queues.refunds,
        disputes: queues.disputes,
        reconciliation: queues.reconciliation,
        now: visit.site.clock.now(),
        problems,
        done,
    };
    Ok(answer(&page, &page.problems))
}

/// `POST /finance/payouts`: what is due of a campaign is ordered.
pub(crate) async fn order(visit: Visit, fields: Fields) -> Response {
    let visit = at(visit, "/finance".to_owned());
    match ordered(&visit, &fields).await {
        Ok(response) => response,
        Err(failure) => failure.respond(&visit),
    }
}

async fn ordered(visit: &Visit, fields: &Fields) -> Result<Response, Failure> {
    officer(visit)?;
    let input = PayoutRequestInput {
        campaign_id: campaign_id(fields.shown("campaignId"))?,
        idempotency_key: visit.key_of(fields),
    };
    let answer: OrderPayout = visit.act(OrderVariables { input }).await?;
    let errors = answer.payout_request.ok_or(Failure::Fault)?.user_errors;
    if errors.is_empty() {
        return Ok(routes::done(&address(visit, "ordered")));
    }
    shown(visit, placed(errors, &[]), None).await
}
