//! The card of a pledge: the sandbox's own form, and its pretended bank.

use axum::{extract::Path, response::Response};
use http::StatusCode;

use crate::{
    failure::Failure,
    form::{Fields, Problems},
    graphql::{ById, ByIdFields, PaymentSetupStatus, PledgeState, PledgeUserErrorCode, Uuid, schema},
    pages::pledges::begin_repair,
    parts::{pledge::PledgeRow, user_errors::PledgeUserError},
    routes::done,
    shell::{self, Shell},
    visit::Visit,
};

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "ById")]
struct CardQuery {
    #[arguments(id: $id)]
    pledge: Option<PledgeRow>,
    platform: Platform,
}

#[derive(cynic::QueryFragment, Debug)]
struct Platform {
    payment_provider: String,
    sandbox_cards: Vec<SandboxCard>,
}

#[derive(cynic::QueryFragment, Debug)]
struct SandboxCard {
    number: String,
    outcome: String,
}

impl SandboxCard {
    /// In groups of four, as on a card.
    fn grouped(&self) -> String {
        let digits: Vec<char> = self.number.chars().collect();
        let groups: Vec<String> = digits.chunks(4).map(|group| group.iter().collect()).collect();
        groups.join(" ")
    }
}

#[derive(cynic::InputObject, Debug)]
struct SandboxCardEnterInput {
    pledge_id: cynic::Id,
    number: String,
    expiry: String,
    cvc: String,
}

#[derive(cynic::QueryVariables, Debug)]
struct EnterVariables {
    input: SandboxCardEnterInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "EnterVariables")]
struct EnterMutation {
    #[arguments(input: $input)]
    sandbox_card_enter: Option<SandboxCardEnterPayload>,
}

#[derive(cynic::InputObject, Debug)]
struct SandboxAuthenticateInput {
    pledge_id: cynic::Id,
    succeed: bool,
}

#[derive(cynic::QueryVariables, Debug)]
struct AuthenticateVariables {
    input: SandboxAuthenticateInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "AuthenticateVariables")]
struct AuthenticateMutation {
    #[arguments(input: $input)]
    sandbox_authenticate: Option<SandboxAuthenticatePayload>,
}

#[derive(cynic::InputObject, Debug)]
struct PledgeCardRetryInput {
    pledge_id: cynic::Id,
    idempotency_key: Uuid,
}

#[derive(cynic::QueryVariables, Debug)]
struct RetryVariables {
    input: PledgeCardRetryInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "RetryVariables")]
struct RetryMutation {
    #[arguments(input: $input)]
    pledge_card_retry: Option<PledgeCardRetryPayload>,
}

#[derive(cynic::QueryFragment, Debug)]
struct PledgeCardRetryPayload {
    user_errors: Vec<PledgeUserError>,
}

#[derive(cynic::QueryFragment, Debug)]
struct SandboxCardEnterPayload {
    pledge: Option<PledgeRow>,
    user_errors: Vec<PledgeUserError>,
}

#[derive(cynic::QueryFragment, Debug)]
struct SandboxAuthenticatePayload {
    pledge: Option<PledgeRow>,
    user_errors: Vec<PledgeUserError>,
}

#[derive(askama::Template)]
#[template(path = "card.html")]
struct CardPage {
    shell: Shell,
    p: PledgeRow,
    platform: Platform,
    fields: Fields,
    problems: Problems,
    key: String,
}

impl CardPage {
    /// Whether the card is for a payment that failed, and so is charged at once.
    fn is_repair(&self) -> bool {
        self.p.needs_repair()
    }

    /// Whether it takes the place of one that is saved.
    fn is_replacement(&self) -> bool {
        self.p.may_replace_card()
    }
}

#[derive(askama::Template)]
#[template(path = "confirm.html")]
struct ConfirmPage {
    shell: Shell,
    p: PledgeRow,
    platform: Platform,
    problems: Problems,
}

impl ConfirmPage {
    /// Whether the bank asks about a charge, not about saving a card.
    fn is_payment(&self) -> bool {
        self.p.state == PledgeState::ActionRequired
    }
}

/// Where a pledge's next step is done.
fn step(visit: &Visit, pledge: &PledgeRow) -> String {
    let id = pledge.id.inner();
    match pledge.card_step() {
        Some(step) => visit.url(&format!("/pledges/{id}/{step}")),
        None => visit.url(&format!("/pledges/{id}")),
    }
}

async fn find(visit: &Visit, id: &str) -> Result<(PledgeRow, Platform), Failure> {
    visit.signed_in()?;
    let found: CardQuery = visit
        .query(ById {
            id: cynic::Id::new(id),
        })
        .await?;
    Ok((found.pledge.ok_or(Failure::NotFound)?, found.platform))
}

/// `GET /pledges/{id}/card`
pub(crate) async fn card(visit: Visit, Path(id): Path<String>) -> Response {
    match find(&visit, &id).await {
        Ok((pledge, platform)) if pledge.card_step() == Some("card") => {
            card_page(&visit, pledge, platform, Fields::default(), Problems::default())
        }
        Ok((pledge, _)) => done(&step(&visit, &pledge)),
        Err(failure) => failure.respond(&visit),
    }
}

fn card_page(
    visit: &Visit,
    p: PledgeRow,
    platform: Platform,
    fields: Fields,
    problems: Problems,
) -> Response {
    let status = if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let title = if p.needs_repair() {
        "card-title-repair"
    } else if p.may_replace_card() {
        "card-title-replace"
    } else {
        "card-title"
    };
    let page = CardPage {
        shell: Shell::new(visit, title),
        p,
        platform,
        // The security code is not shown again.
        fields,
        problems,
        key: visit.new_key(),
    };
    shell::page(&page, status)
}

/// `POST /pledges/{id}/card`
pub(crate) async fn card_sent(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    match entered(&visit, &id, fields).await {
        Ok(response) => response,
        Err(failure) => failure.respond(&visit),
    }
}

async fn entered(visit: &Visit, id: &str, fields: Fields) -> Result<Response, Failure> {
    let (pledge, platform) = find(visit, id).await?;
    if !pledge.takes_card() {
        return Ok(done(&step(visit, &pledge)));
    }
    // A declined card leaves the attempt failed; another card is another attempt.
    let setup = pledge.setup.as_ref().map(|setup| setup.status);
    if setup.is_some_and(|status| needs_another(&pledge, status)) {
        let errors = if pledge.needs_repair() {
            begin_repair(visit, id, &fields).await?
        } else {
            another_card(visit, id, &fields).await?
        };
        if !errors.is_empty() {
            return Ok(card_page(visit, pledge, platform, fields, Problems::of(errors)));
        }
    }
    let input = SandboxCardEnterInput {
        pledge_id: cynic::Id::new(id),
        number: fields.shown("number").to_owned(),
        expiry: fields.shown("expiry").to_owned(),
        cvc: fields.shown("cvc").to_owned(),
    };
    let answer: EnterMutation = visit.act(EnterVariables { input }).await?;
    let payload = answer.sandbox_card_enter.ok_or(Failure::Fault)?;
    let pledge = payload.pledge.unwrap_or(pledge);
    let asks_bank = |error: &PledgeUserError| error.code == PledgeUserErrorCode::AuthenticationRequired;
    if payload.user_errors.iter().all(asks_bank) {
        return Ok(done(&step(visit, &pledge)));
    }
    Ok(card_page(
        visit,
        pledge,
        platform,
        fields,
        Problems::of(payload.user_errors),
    ))
}

/// Whether another attempt to save a card must begin before a card can be entered. A card that was saved
/// to repair a payment, and then declined, is followed by another.
fn needs_another(pledge: &PledgeRow, status: PaymentSetupStatus) -> bool {
    match status {
        PaymentSetupStatus::Failed => true,
        PaymentSetupStatus::Succeeded | PaymentSetupStatus::Canceled => !pledge.is_reserved(),
        _ => false,
    }
}

/// Begins another attempt to save a card: after one that was declined, or in place of the one that is saved.
pub(crate) async fn another_card(
    visit: &Visit,
    id: &str,
    fields: &Fields,
) -> Result<Vec<PledgeUserError>, Failure> {
    let input = PledgeCardRetryInput {
        pledge_id: cynic::Id::new(id),
        idempotency_key: visit.key_of(fields),
    };
    let answer: RetryMutation = visit.act(RetryVariables { input }).await?;
    Ok(answer.pledge_card_retry.ok_or(Failure::Fault)?.user_errors)
}

/// `GET /pledges/{id}/confirm`: the pretended bank asks whether it is you.
pub(crate) async fn confirm(visit: Visit, Path(id): Path<String>) -> Response {
    match find(&visit, &id).await {
        Ok((pledge, platform)) if pledge.card_step() == Some("confirm") => {
            let page = ConfirmPage {
                shell: Shell::new(&visit, "confirm-title"),
                p: pledge,
                platform,
                problems: Problems::default(),
            };
            shell::page(&page, StatusCode::OK)
        }
        Ok((pledge, _)) => done(&step(&visit, &pledge)),
        Err(failure) => failure.respond(&visit),
    }
}

/// `POST /pledges/{id}/confirm`
pub(crate) async fn confirm_sent(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    match confirmed(&visit, &id, fields.get("answer") == Some("yes")).await {
        Ok(response) => response,
        Err(failure) => failure.respond(&visit),
    }
}

async fn confirmed(visit: &Visit, id: &str, succeed: bool) -> Result<Response, Failure> {
    let (pledge, platform) = find(visit, id).await?;
    let input = SandboxAuthenticateInput {
        pledge_id: cynic::Id::new(id),
        succeed,
    };
    let answer: AuthenticateMutation = visit.act(AuthenticateVariables { input }).await?;
    let payload = answer.sandbox_authenticate.ok_or(Failure::Fault)?;
    let pledge = payload.pledge.unwrap_or(pledge);
    if payload.user_errors.is_empty() || pledge.needs_repair() {
        return Ok(done(&step(visit, &pledge)));
    }
    Ok(card_page(
        visit,
        pledge,
        platform,
        Fields::default(),
        Problems::of(payload.user_errors),
    ))
}
