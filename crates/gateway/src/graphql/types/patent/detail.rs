//! What is told of a right on its own page: state by state, step by step, fee by fee.

use async_graphql::SimpleObject;
use chrono::NaiveDate;
use kernel::Locale;
use patents::{Detail, assess, facts, fees, title};

use super::{
    super::super::money::Money,
    parts::{Annuity, PatentParty, parties},
    reason, status,
    words::{ConveyanceClass, PatentStatusValue},
};

/// Something that spoke for a status.
#[derive(SimpleObject)]
pub struct PatentReason {
    /// What, as a code.
    code: String,
    /// What, in the caller's language.
    message: String,
    /// Since when, or as of when.
    on: Option<NaiveDate>,
}

/// How a European patent stands in one state.
#[derive(SimpleObject)]
pub struct PatentTerritory {
    /// The state: ISO 3166-1 alpha-2.
    state: String,
    /// How it stands there.
    status: PatentStatusValue,
    /// The same in one or two words of the caller's language.
    label: String,
    /// Whether a payment or an entry shows it. That no lapse is on record shows nothing.
    is_confirmed: bool,
    /// Why, in the caller's language.
    reason: Option<String>,
    /// Since when it is over there.
    ended_on: Option<NaiveDate>,
    /// The year of the last renewal fee paid there.
    last_paid_year: Option<i32>,
    /// The next renewal fee there.
    annuity: Option<Annuity>,
}

/// One step by which a right came to its owners.
#[derive(SimpleObject)]
pub struct OwnershipStep {
    /// What the conveyance did.
    class: ConveyanceClass,
    /// Who owned it after this step.
    owners: Vec<PatentParty>,
    /// When it was executed.
    executed_on: Option<NaiveDate>,
    /// When it was recorded.
    recorded_on: Option<NaiveDate>,
    /// Where it is recorded.
    reel_frame: Option<String>,
    /// Whether those who conveyed are those who had it: where not, a step is not on record.
    follows: bool,
}

/// A trial or another attack on a right.
#[derive(SimpleObject)]
pub struct PatentChallenge {
    /// Its number.
    reference: String,
    /// The kind, as the office names it: `IPR`, `PGR`, ….
    kind: String,
    /// When it was filed.
    filed_on: Option<NaiveDate>,
    /// Whether it goes on.
    open: bool,
    /// When it ended.
    ended_on: Option<NaiveDate>,
    /// How it stands or ended, in the office's words.
    outcome: Option<String>,
}

/// One renewal fee of a right's life.
#[derive(SimpleObject)]
pub struct FeeYear {
    /// The year it is for, as the office counts.
    year: i32,
    /// The last day without a surcharge.
    due_on: NaiveDate,
    /// The last day with one.
    grace_ends_on: Option<NaiveDate>,
    /// What it costs by the schedule in force today.
    amount: Option<Money>,
    /// What is added when it is paid late.
    surcharge: Option<Money>,
    /// Whether a payment for it or for a later year is on record.
    is_paid: bool,
    /// When it was paid, where that is told.
    paid_on: Option<NaiveDate>,
}

/// All that spoke for the status, the one that decided first.
pub(super) fn reasons(detail: &Detail, locale: Locale) -> Vec<PatentReason> {
    let told = |found: &assess::Reason| PatentReason {
        message: reason(&found.code, locale),
        code: found.code.clone(),
        on: found.on,
    };
    detail.stored.assessment.reasons.iter().map(told).collect()
}

/// The states of a European patent.
pub(super) fn territories(detail: &Detail, locale: Locale) -> Vec<PatentTerritory> {
    let told = |(state, standing): (&String, &assess::StateStanding)| PatentTerritory {
        state: state.clone(),
        status: standing.status.into(),
        label: status::label(standing.status, locale),
        is_confirmed: standing.is_confirmed,
        reason: standing.reason.as_deref().map(|code| reason(code, locale)),
        ended_on: standing.ended_on,
        last_paid_year: standing
            .last_paid
            .as_ref()
            .and_then(|paid| i32::try_from(paid.year).ok()),
        annuity: standing.fee.as_ref().map(Annuity::from),
    };
    detail.stored.assessment.states.iter().map(told).collect()
}

/// How it came to its owners.
pub(super) fn owner_chain(detail: &Detail, locale: Locale) -> Vec<OwnershipStep> {
    let told = |link: &title::Link| OwnershipStep {
        class: link.class.into(),
        owners: parties(&link.owners, locale),
        executed_on: link.executed_on,
        recorded_on: link.recorded_on,
        reel_frame: link.reel_frame.clone(),
        follows: link.follows,
    };
    detail.stored.assessment.title.chain.iter().map(told).collect()
}

/// Trials and other attacks.
pub(super) fn challenges(detail: &Detail) -> Vec<PatentChallenge> {
    let told = |challenge: &facts::Challenge| PatentChallenge {
        reference: challenge.reference.clone(),
        kind: challenge.kind.clone(),
        filed_on: challenge.filed_on,
        open: challenge.open,
        ended_on: challenge.ended_on,
        outcome: challenge.outcome.clone(),
    };
    detail.stored.assessment.challenges.iter().map(told).collect()
}

/// Every renewal fee of its life.
pub(super) fn fee_years(detail: &Detail) -> Vec<FeeYear> {
    let told = |fee: fees::FeeYear| {
        Some(FeeYear {
            year: i32::try_from(fee.year).ok()?,
            due_on: fee.due_on,
            grace_ends_on: fee.grace_ends_on,
            amount: fee.amount.map(Money::from),
            surcharge: fee.surcharge.map(Money::from),
            is_paid: fee.is_paid,
            paid_on: fee.paid_on,
        })
    };
    fees::years(&detail.facts, &detail.stored.assessment)
        .into_iter()
        .filter_map(told)
        .collect()
}
