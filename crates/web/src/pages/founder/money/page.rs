//! What was collected, what stands in the books, the payouts, and the account.

use axum::{
    extract::{Path, RawQuery},
    response::Response,
};
use chrono::{DateTime, Utc};
use http::StatusCode;

use crate::{
    failure::Failure,
    form::{Fields, Problems},
    graphql::{
        ById, ByIdFields, CampaignState, Money, PayeeMethod, ShortfallDecision, ShortfallRule, schema,
    },
    pages::founder::{
        at, campaign_id,
        choices::{Choice, choices},
    },
    parts::{
        collection::Collection,
        payout::{Books, Payee},
        user_errors::PledgeUserError,
    },
    shell::{self, Shell},
    visit::Visit,
};

/// What the page says was done.
const DONE: [&str; 4] = ["payee-opened", "payee-refreshed", "accepted", "given-back"];

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "ById")]
struct MoneyQuery {
    viewer: Option<Paid>,
    #[arguments(id: $id)]
    campaign: Option<MoneyCampaign>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Viewer")]
struct Paid {
    payee: Option<Payee>,
}

/// A campaign as far as its money goes.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Campaign")]
pub(super) struct MoneyCampaign {
    pub(super) id: cynic::Id,
    pub(super) title: String,
    pub(super) state: CampaignState,
    pub(super) zone: String,
    pub(super) viewer_can_edit: bool,
    pub(super) goal: Option<Money>,
    pub(super) shortfall_rule: ShortfallRule,
    pub(super) collection: Option<Collection>,
    pub(super) money: Option<Books>,
}

/// A campaign of the visitor's own, and the account they are paid through.
pub(super) struct Own {
    pub(super) campaign: MoneyCampaign,
    pub(super) payee: Option<Payee>,
}

impl Own {
    /// Somebody else's campaign is not there.
    pub(super) async fn find(visit: &Visit, id: &str) -> Result<Self, Failure> {
        visit.signed_in()?;
        let found: MoneyQuery = visit.query(ById { id: campaign_id(id)? }).await?;
        let campaign = found.campaign.filter(|campaign| campaign.viewer_can_edit);
        Ok(Self {
            campaign: campaign.ok_or(Failure::NotFound)?,
            payee: found.viewer.and_then(|viewer| viewer.payee),
        })
    }

    /// What the founder may decide now.
    pub(super) fn is_deciding(&self) -> bool {
        self.campaign
            .collection
            .as_ref()
            .is_some_and(Collection::is_deciding)
    }
}

#[derive(askama::Template)]
#[template(path = "founder_money.html")]
struct MoneyPage {
    shell: Shell,
    own: Own,
    now: DateTime<Utc>,
    fields: Fields,
    problems: Problems,
    done: Option<&'static str>,
}

impl MoneyPage {
    fn methods(&self) -> Vec<Choice> {
        let now = self.fields.shown("method");
        choices(PayeeMethod::ALL, now, |method| {
            self.shell.w.label("payee-method", method)
        })
    }

    fn decisions(&self) -> Vec<Choice> {
        let now = self.fields.shown("decision");
        choices(ShortfallDecision::ALL, now, |decision| {
            self.shell.w.label("shortfall-decision", decision)
        })
    }

    /// Whether the form of the account stands open: there is none yet, or it was refused.
    fn opens_account(&self) -> bool {
        let refused = ["method", "country", "destination"];
        self.own.payee.is_none() || refused.iter().any(|name| self.problems.at(name).is_some())
    }

    /// Whether the next payout may be ordered.
    fn is_due(&self, at: &DateTime<Utc>) -> bool {
        *at <= self.now
    }
}

/// `GET /founder/{id}/money`
pub(crate) async fn money(visit: Visit, Path(id): Path<String>, RawQuery(query): RawQuery) -> Response {
    let query = Fields::read(query.unwrap_or_default().as_bytes());
    let done = DONE.into_iter().find(|done| query.get("done") == Some(done));
    match Own::find(&visit, &id).await {
        Ok(own) => {
            let (fields, problems) = (Fields::default(), Problems::default());
            shell::page(&page(&visit, own, fields, problems, done), StatusCode::OK)
        }
        Err(failure) => failure.respond(&visit),
    }
}

/// The page with what was refused.
pub(super) async fn refused(
    visit: &Visit,
    id: &str,
    fields: Fields,
    errors: Vec<PledgeUserError>,
) -> Result<Response, Failure> {
    let own = Own::find(visit, id).await?;
    let problems = Problems::of(errors.into_iter().map(placed));
    let page = page(visit, own, fields, problems, None);
    Ok(shell::page(&page, StatusCode::UNPROCESSABLE_ENTITY))
}

/// The page with one thing that was wrong before anything was sent.
pub(super) async fn wrong(
    visit: &Visit,
    id: &str,
    fields: Fields,
    (field, message): (&str, String),
) -> Result<Response, Failure> {
    let own = Own::find(visit, id).await?;
    let page = page(visit, own, fields, Problems::one(field, message), None);
    Ok(shell::page(&page, StatusCode::UNPROCESSABLE_ENTITY))
}

fn page(
    visit: &Visit,
    own: Own,
    fields: Fields,
    problems: Problems,
    done: Option<&'static str>,
) -> MoneyPage {
    let title = visit.words().t1("money-title", "title", &own.campaign.title);
    MoneyPage {
        shell: Shell::titled(visit, title),
        own,
        now: visit.site.clock.now(),
        fields,
        problems,
        done,
    }
}

/// Beside the field it is about, if the page has it; else about the whole.
fn placed(error: PledgeUserError) -> PledgeUserError {
    let here = error
        .field
        .as_deref()
        .is_some_and(|path| path == ["country"] || path == ["destination"]);
    PledgeUserError {
        field: error.field.filter(|_| here),
        ..error
    }
}

/// A visit to a form of this page, as one to the page.
pub(super) fn here(visit: Visit, id: &str) -> Visit {
    at(visit, format!("/founder/{id}/money"))
}

/// The page's address after something was done.
pub(super) fn address(visit: &Visit, id: &str, done: &str) -> String {
    visit.url(&format!("/founder/{id}/money?done={done}"))
}
