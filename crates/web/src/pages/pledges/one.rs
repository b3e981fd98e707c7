//! One pledge: what happened to it and its money, what happens next, its receipt.

use axum::{extract::Path, response::Response};
use chrono::{DateTime, Utc};
use http::StatusCode;

use super::timeline::{Entry, timeline};
use crate::{
    failure::Failure,
    form::Problems,
    graphql::{ById, ByIdFields, Money, PaymentAttemptState, PledgeState, ReconfirmationAnswer, schema},
    parts::{
        grave_risks::GraveRisk,
        items::PledgeItem,
        material_change::Reconfirmation,
        payment::{Dispute, Payment, Refund},
        pledge::{PledgeRow, RewardTitle},
        user_errors::PledgeUserError,
    },
    shell::{self, Shell},
    visit::Visit,
};

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "ById")]
struct PledgeQuery {
    #[arguments(id: $id)]
    pledge: Option<Pledge>,
}

/// A pledge with its history.
#[derive(cynic::QueryFragment, Debug)]
pub(super) struct Pledge {
    #[cynic(spread)]
    pub(super) row: PledgeRow,
    pub(super) items: Vec<PledgeItem>,
    pub(super) dossier_hash: String,
    pub(super) dossier: Vec<DossierRight>,
    pub(super) saved_card: Option<SavedCard>,
    pub(super) adjustable: bool,
    pub(super) adjustments: Vec<Adjustment>,
    pub(super) acknowledgement: Option<Acknowledgement>,
    pub(super) history: Vec<PledgeTransition>,
    pub(super) payments: Vec<Payment>,
    pub(super) refunds: Vec<Refund>,
    pub(super) disputes: Vec<Dispute>,
    pub(super) reconfirmations: Vec<Reconfirmation>,
    pub(super) repairable_until: Option<DateTime<Utc>>,
}

/// The card it is charged by.
#[derive(cynic::QueryFragment, Debug)]
pub(super) struct SavedCard {
    pub(super) brand: String,
    pub(super) last4: String,
}

/// A change of what it promises or earns.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "PledgeAdjustment")]
pub(super) struct Adjustment {
    pub(super) adjusted_at: DateTime<Utc>,
    pub(super) amount_before: Money,
    pub(super) amount_after: Money,
    pub(super) reward_before: Option<RewardTitle>,
    pub(super) items_before: Vec<AdjustedItem>,
    pub(super) reward_after: Option<RewardTitle>,
    pub(super) items_after: Vec<AdjustedItem>,
}

/// Something it had, or has since.
#[derive(cynic::QueryFragment, Debug)]
pub(super) struct AdjustedItem {
    pub(super) reward: Option<RewardTitle>,
    pub(super) quantity: i32,
}

/// What the investor said to know of before pledging.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "RiskAcknowledgement")]
pub(super) struct Acknowledgement {
    pub(super) acknowledged_at: DateTime<Utc>,
    pub(super) risks: Vec<GraveRisk>,
}

/// A right as the investor was shown it when pledging.
#[derive(cynic::QueryFragment, Debug)]
pub(super) struct DossierRight {
    pub(super) number: String,
    pub(super) facts: Vec<DossierFact>,
}

/// One fact about it.
#[derive(cynic::QueryFragment, Debug)]
pub(super) struct DossierFact {
    pub(super) label: String,
    pub(super) value: String,
}

#[derive(cynic::QueryFragment, Debug)]
pub(super) struct PledgeTransition {
    pub(super) from: Option<PledgeState>,
    pub(super) to: PledgeState,
    pub(super) at: DateTime<Utc>,
}

#[derive(askama::Template)]
#[template(path = "pledge.html")]
struct PledgePage {
    shell: Shell,
    p: Pledge,
    now: DateTime<Utc>,
    problems: Problems,
    /// Makes a repeated form do nothing twice. Each of the page's forms is of another operation.
    key: String,
}

impl Pledge {
    /// The charge that brought the money.
    fn charged(&self) -> Option<&Payment> {
        let mut latest = self.payments.iter().rev();
        latest.find(|payment| payment.state == PaymentAttemptState::Succeeded)
    }

    /// Whether it has more than its reward, or other things than are told beside it.
    fn has_add_ons(&self) -> bool {
        let refunded = self.items.iter().any(|item| item.refunded_quantity > 0);
        refunded || self.items.len() > usize::from(self.row.reward.is_some())
    }

    /// Why the money is not there: the last try, if it failed.
    fn failed(&self) -> Option<&Payment> {
        let last = self.payments.last()?;
        (last.state == PaymentAttemptState::Failed).then_some(last)
    }

    /// What its investor is asked now.
    fn question(&self) -> Option<&Reconfirmation> {
        self.reconfirmations.iter().find(|asked| asked.answerable)
    }

    /// What its investor confirmed, newest first.
    fn confirmed(&self) -> impl Iterator<Item = &Reconfirmation> {
        let kept = Some(ReconfirmationAnswer::Kept);
        self.reconfirmations
            .iter()
            .filter(move |asked| asked.answer == kept)
    }

    /// Whether it counts and nothing was charged yet.
    fn counts(&self) -> bool {
        matches!(self.row.state, PledgeState::Authorised | PledgeState::Committed)
    }

    /// Whether its charge is still to come, if the goal is reached.
    fn is_uncharged(&self) -> bool {
        self.counts() || self.row.is_reserved() || self.row.state == PledgeState::ReconfirmDue
    }

    /// Whether it ended before its campaign did, so that another may be placed.
    fn is_over_uncharged(&self) -> bool {
        matches!(self.row.state, PledgeState::Cancelled | PledgeState::Released)
    }

    /// Whether the bank waits for its investor.
    fn waits_for_bank(&self) -> bool {
        self.row.needs_repair() && self.row.state == PledgeState::ActionRequired
    }

    /// Whether its investor may pay with another card now.
    fn is_repairable(&self, now: &DateTime<Utc>) -> bool {
        self.row.needs_repair()
            && self.row.state == PledgeState::Errored
            && self.repairable_until.is_none_or(|until| *now < until)
    }
}

impl PledgePage {
    fn timeline(&self) -> Vec<Entry> {
        timeline(&self.p, self.shell.w)
    }

    /// What failed or waits, for the box that says so.
    fn reason(&self) -> String {
        let w = self.shell.w;
        match self.p.failed() {
            Some(payment) => w.t(payment.failure()),
            None if self.p.waits_for_bank() => w.t("payment-failed-bank"),
            None => w.t("payment-failed-declined"),
        }
    }
}

/// `GET /pledges/{id}`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match page(&visit, id, Problems::default()).await {
        Ok(page) => shell::page(&page, StatusCode::OK),
        Err(failure) => failure.respond(&visit),
    }
}

/// The page again, with what was refused.
pub(super) async fn refused(
    visit: &Visit,
    id: String,
    errors: Vec<PledgeUserError>,
) -> Result<Response, Failure> {
    // The forms of this page have no fields to put a refusal beside.
    let whole = errors
        .into_iter()
        .map(|error| PledgeUserError { field: None, ..error });
    let page = page(visit, id, Problems::of(whole)).await?;
    Ok(shell::page(&page, StatusCode::UNPROCESSABLE_ENTITY))
}

async fn page(visit: &Visit, id: String, problems: Problems) -> Result<PledgePage, Failure> {
    visit.signed_in()?;
    let found: PledgeQuery = visit
        .query(ById {
            id: cynic::Id::new(id),
        })
        .await?;
    Ok(PledgePage {
        shell: Shell::new(visit, "pledge-title"),
        p: found.pledge.ok_or(Failure::NotFound)?,
        now: visit.site.clock.now(),
        problems,
        key: visit.new_key(),
    })
}
