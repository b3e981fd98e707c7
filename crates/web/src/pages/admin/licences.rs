//! The platform's licences for regulated campaigns: entered by one administrator, confirmed by another.

use axum::{extract::Path, response::Response};
use chrono::{DateTime, NaiveDate, Utc};
use http::StatusCode;
use kernel::kind;

use super::{Choice, PageInfo, administrator, id_of, refused};
use crate::{
    failure::Failure,
    form::{Fields, Problems, Sent},
    graphql::{LicenceState, Named, Profile, Regime, schema},
    pages::{
        founder::at,
        ip_claims::{max_megabytes, uploaded},
        verification::StoredFile,
    },
    parts::calls::calls,
    routes,
    shell::{self, Shell},
    visit::Visit,
};

#[derive(cynic::QueryVariables, Debug)]
struct LicencesVariables {
    after: Option<String>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "LicencesVariables")]
struct LicencesQuery {
    administration: LicencesOf,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Administration", variables = "LicencesVariables")]
struct LicencesOf {
    #[arguments(first: 25, after: $after)]
    licences: Licences,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "LicenceConnection")]
struct Licences {
    page_info: PageInfo,
    nodes: Vec<Licence>,
}

#[derive(cynic::QueryFragment, Debug)]
struct Licence {
    id: cynic::Id,
    regime: Regime,
    state: LicenceState,
    holder: String,
    authority: String,
    number: String,
    valid_from: NaiveDate,
    valid_until: Option<NaiveDate>,
    reference: String,
    entered_by: Profile,
    entered_at: DateTime<Utc>,
    withdrawn_because: Option<String>,
    can_confirm: bool,
    document: Option<Document>,
}

/// That there is a document.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "StoredFile")]
struct Document {
    name: String,
}

impl Licence {
    /// Whether it can be withdrawn: it counts, or would.
    fn is_withdrawable(&self) -> bool {
        !matches!(self.state, LicenceState::Withdrawn | LicenceState::Expired)
    }

    fn waits_for_another(&self) -> bool {
        self.state == LicenceState::Entered && !self.can_confirm
    }
}

#[derive(askama::Template)]
#[template(path = "admin_licences.html")]
struct LicencesPage {
    shell: Shell,
    licences: Licences,
    fields: Fields,
    problems: Problems,
    done: Option<&'static str>,
    max_megabytes: String,
}

impl LicencesPage {
    fn next(&self) -> Option<String> {
        self.licences.page_info.next(self.shell.w, "/admin/licences", &[])
    }

    /// The regimes that need a licence.
    fn regimes(&self) -> Vec<Choice> {
        let chosen = self.fields.shown("regime");
        let regulated = Regime::ALL.iter().filter(|regime| **regime != Regime::Reward);
        regulated
            .map(|regime| Choice {
                value: regime.name(),
                label: self.shell.w.label("regime", regime),
                is_chosen: regime.name() == chosen,
            })
            .collect()
    }
}

async fn page(visit: &Visit, fields: Fields, problems: Problems) -> Result<LicencesPage, Failure> {
    administrator(visit)?;
    let asked = visit.asked();
    let after = asked.get("after").map(str::to_owned);
    let found: LicencesQuery = visit.query(LicencesVariables { after }).await?;
    let done = ["entered", "confirmed", "withdrawn"];
    Ok(LicencesPage {
        shell: Shell::new(visit, "licences-title"),
        licences: found.administration.licences,
        fields,
        problems,
        done: done.into_iter().find(|done| asked.get("done") == Some(done)),
        max_megabytes: max_megabytes(visit),
    })
}

/// `GET /admin/licences`
pub(crate) async fn licences(visit: Visit) -> Response {
    match page(&visit, Fields::default(), Problems::default()).await {
        Ok(page) => shell::page(&page, StatusCode::OK),
        Err(failure) => failure.respond(&visit),
    }
}

/// A licence to be entered.
#[derive(cynic::InputObject, Debug)]
struct LicenceEnterInput {
    regime: Regime,
    holder: String,
    authority: String,
    number: String,
    valid_from: NaiveDate,
    valid_until: Option<NaiveDate>,
    upload_id: Option<cynic::Id>,
    reference: String,
}

/// A licence to be confirmed.
#[derive(cynic::InputObject, Debug)]
struct LicenceConfirmInput {
    id: cynic::Id,
}

/// A licence to be withdrawn.
#[derive(cynic::InputObject, Debug)]
struct LicenceWithdrawInput {
    id: cynic::Id,
    reason: String,
}

calls! {
    RegimeUserError:
    /// Enters a licence.
    enter_licence, EnterLicence: LicenceEnterInput => licence_enter, "LicenceEnterPayload";
    /// Confirms it.
    confirm_licence, ConfirmLicence: LicenceConfirmInput => licence_confirm, "LicenceConfirmPayload";
    /// Withdraws it.
    withdraw_licence, WithdrawLicence: LicenceWithdrawInput => licence_withdraw, "LicenceWithdrawPayload";
}

async fn settled(visit: &Visit, done: &str, fields: Fields, problems: Problems) -> Result<Response, Failure> {
    if problems.is_empty() {
        return Ok(routes::done(&visit.url(&format!("/admin/licences?done={done}"))));
    }
    let page = page(visit, fields, problems).await?;
    Ok(shell::page(&page, StatusCode::UNPROCESSABLE_ENTITY))
}

/// `POST /admin/licences`
pub(crate) async fn enter(visit: Visit, sent: Sent) -> Response {
    let visit = at(visit, "/admin/licences".to_owned());
    let outcome = entered(&visit, sent).await;
    outcome.unwrap_or_else(|failure| failure.respond(&visit))
}

async fn entered(visit: &Visit, mut sent: Sent) -> Result<Response, Failure> {
    administrator(visit)?;
    let upload = uploaded(visit, &mut sent).await?;
    let fields = sent.fields;
    let w = visit.words();
    let day = |name: &str| {
        let typed = fields.get(name).map(str::parse::<NaiveDate>).transpose();
        typed.map_err(|_| Problems::one(name, w.t("verification-not-a-day")))
    };
    let read = || {
        let regime = Regime::of(fields.shown("regime"));
        let from = day("validFrom")?.ok_or_else(|| Problems::one("validFrom", w.t("violation-required")));
        Ok::<_, Problems>(LicenceEnterInput {
            regime: regime.ok_or_else(|| Problems::one("regime", w.t("violation-required")))?,
            holder: fields.shown("holder").to_owned(),
            authority: fields.shown("authority").to_owned(),
            number: fields.shown("number").to_owned(),
            valid_from: from?,
            valid_until: day("validUntil")?,
            upload_id: upload.map_err(|message| Problems::one("file", message))?,
            reference: fields.shown("reference").to_owned(),
        })
    };
    let problems = match read() {
        Ok(input) => Problems::of(enter_licence(visit, input).await?),
        Err(problems) => problems,
    };
    settled(visit, "entered", fields, problems).await
}

/// `POST /admin/licences/{id}/confirm`
pub(crate) async fn confirm(visit: Visit, Path(id): Path<String>) -> Response {
    let visit = at(visit, "/admin/licences".to_owned());
    let outcome = async {
        administrator(&visit)?;
        let id = id_of::<kind::RegimeLicence>(&id)?;
        let errors = confirm_licence(&visit, LicenceConfirmInput { id }).await?;
        settled(&visit, "confirmed", Fields::default(), refused(errors)).await
    };
    let outcome = outcome.await;
    outcome.unwrap_or_else(|failure: Failure| failure.respond(&visit))
}

/// `POST /admin/licences/{id}/withdraw`
pub(crate) async fn withdraw(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let visit = at(visit, "/admin/licences".to_owned());
    let outcome = async {
        administrator(&visit)?;
        let input = LicenceWithdrawInput {
            id: id_of::<kind::RegimeLicence>(&id)?,
            reason: fields.raw("reason"),
        };
        let errors = withdraw_licence(&visit, input).await?;
        settled(&visit, "withdrawn", Fields::default(), refused(errors)).await
    };
    let outcome = outcome.await;
    outcome.unwrap_or_else(|failure: Failure| failure.respond(&visit))
}

#[derive(cynic::InputObject, Debug)]
struct LicenceDocumentOpenInput {
    id: cynic::Id,
}

#[derive(cynic::QueryVariables, Debug)]
struct OpenVariables {
    input: LicenceDocumentOpenInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "OpenVariables")]
struct OpenLicence {
    #[arguments(input: $input)]
    licence_document_open: Option<LicenceDocumentOpenPayload>,
}

#[derive(cynic::QueryFragment, Debug)]
struct LicenceDocumentOpenPayload {
    document: Option<StoredFile>,
}

/// `POST /admin/licences/{id}/document`: leads to the document.
pub(crate) async fn document(visit: Visit, Path(id): Path<String>) -> Response {
    let visit = at(visit, "/admin/licences".to_owned());
    let outcome = async {
        administrator(&visit)?;
        let id = id_of::<kind::RegimeLicence>(&id)?;
        let input = LicenceDocumentOpenInput { id };
        let opened: OpenLicence = visit.act(OpenVariables { input }).await?;
        let document = opened.licence_document_open.and_then(|payload| payload.document);
        let path = document
            .and_then(|document| document.path)
            .ok_or(Failure::NotFound)?;
        Ok(routes::done(&path))
    };
    let outcome = outcome.await;
    outcome.unwrap_or_else(|failure: Failure| failure.respond(&visit))
}
