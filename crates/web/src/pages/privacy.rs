//! What is kept about oneself: a file with all of it, and the erasure of one's account.

#[cfg(test)]
mod tests;

use axum::response::Response;
use chrono::{DateTime, Utc};
use http::StatusCode;

use crate::{
    failure::Failure,
    form::{Fields, Problems},
    graphql::{DataExportFormat, DataExportState, EmailAddress, schema},
    parts::calls::calls,
    routes::done,
    shell::{self, Shell},
    visit::Visit,
};

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query")]
struct PrivacyQuery {
    viewer: Option<Person>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Viewer")]
struct Person {
    email: EmailAddress,
    data_exports: Vec<DataExport>,
    erasure: Option<AccountErasure>,
    erasure_obligations: Vec<ErasureObligation>,
}

#[derive(cynic::QueryFragment, Debug)]
struct DataExport {
    state: DataExportState,
    asked_at: DateTime<Utc>,
    expires_at: Option<DateTime<Utc>>,
    byte_size: Option<i32>,
    url: Option<String>,
}

impl DataExport {
    fn is_waiting(&self) -> bool {
        self.state == DataExportState::Waiting
    }

    /// Whether it could be fetched, had the person lately proved to be there.
    fn needs_proof(&self, now: &DateTime<Utc>) -> bool {
        self.state == DataExportState::Ready
            && self.url.is_none()
            && self.expires_at.is_some_and(|ends| *now < ends)
    }

    /// Its size in kilobytes, at least one.
    fn kilobytes(&self) -> i32 {
        self.byte_size.unwrap_or(0) / 1_000 + 1
    }
}

#[derive(cynic::QueryFragment, Debug)]
struct AccountErasure {
    due_at: DateTime<Utc>,
    held_at: Option<DateTime<Utc>>,
}

#[derive(cynic::QueryFragment, Debug)]
struct ErasureObligation {
    message: String,
}

#[derive(cynic::InputObject, Debug)]
struct AccountExportRequestInput {
    format: DataExportFormat,
}

#[derive(cynic::InputObject, Debug)]
struct AccountErasureRequestInput {
    confirmation: String,
}

#[derive(cynic::InputObject, Debug)]
struct AccountErasureWithdrawInput {
    keep_account: bool,
}

calls! {
    AccountUserError:
    /// Asks for an export.
    ask_export, ExportAskMutation: AccountExportRequestInput => account_export_request, "AccountExportRequestPayload";
    /// Asks that the account be erased.
    ask_erasure, ErasureAskMutation: AccountErasureRequestInput => account_erasure_request, "AccountErasureRequestPayload";
    /// Keeps the account.
    keep_account, ErasureWithdrawMutation: AccountErasureWithdrawInput => account_erasure_withdraw, "AccountErasureWithdrawPayload";
}

#[derive(askama::Template)]
#[template(path = "privacy.html")]
struct PrivacyPage {
    shell: Shell,
    person: Person,
    problems: Problems,
    /// What was just done: `export`, `erasure`, `kept`.
    done: String,
    /// Where the person proves to be there, and comes back from.
    proof: String,
    now: DateTime<Utc>,
}

impl PrivacyPage {
    /// Whether an export is being made: another is not asked for meanwhile.
    fn is_exporting(&self) -> bool {
        self.person.data_exports.iter().any(DataExport::is_waiting)
    }

    /// What the field for the address demands.
    fn demands(&self) -> &'static str {
        "autocomplete=\"off\" required maxlength=\"254\""
    }
}

async fn page(visit: &Visit, problems: Problems) -> Response {
    let found = visit
        .ask(<PrivacyQuery as cynic::QueryBuilder<()>>::build(()))
        .await;
    let person = match found.and_then(|found| found.viewer.ok_or(Failure::SignIn)) {
        Ok(person) => person,
        Err(failure) => return failure.respond(visit),
    };
    let status = if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let page = PrivacyPage {
        shell: Shell::new(visit, "privacy-title"),
        person,
        problems,
        done: visit.asked().shown("done").to_owned(),
        proof: format!(
            "{}?next={}",
            visit.url("/confirm-identity"),
            visit.url("/account/privacy")
        ),
        now: visit.site.clock.now(),
    };
    shell::page(&page, status)
}

/// `GET /account/privacy`
pub(crate) async fn show(visit: Visit) -> Response {
    match visit.signed_in() {
        Ok(()) => page(&visit, Problems::default()).await,
        Err(failure) => failure.respond(&visit),
    }
}

/// `POST /account/privacy/export`
pub(crate) async fn export(visit: Visit) -> Response {
    let input = AccountExportRequestInput {
        format: DataExportFormat::Zip,
    };
    match ask_export(&visit, input).await {
        Ok(errors) if errors.is_empty() => done(&visit.url("/account/privacy?done=export")),
        Ok(errors) => page(&visit, Problems::of(errors)).await,
        Err(failure) => failure.respond(&visit),
    }
}

/// `POST /account/privacy/erase`
pub(crate) async fn erase(visit: Visit, fields: Fields) -> Response {
    let input = AccountErasureRequestInput {
        confirmation: fields.shown("confirmation").to_owned(),
    };
    match ask_erasure(&visit, input).await {
        Ok(errors) if errors.is_empty() => done(&visit.url("/account/privacy?done=erasure")),
        Ok(errors) => page(&visit, Problems::of(errors)).await,
        Err(failure) => failure.respond(&visit),
    }
}

/// `POST /account/privacy/keep`
pub(crate) async fn keep(visit: Visit) -> Response {
    let input = AccountErasureWithdrawInput { keep_account: true };
    match keep_account(&visit, input).await {
        Ok(errors) if errors.is_empty() => done(&visit.url("/account/privacy?done=kept")),
        Ok(errors) => page(&visit, Problems::of(errors)).await,
        Err(failure) => failure.respond(&visit),
    }
}
