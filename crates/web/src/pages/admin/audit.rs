//! The audit trail, looked through.

use axum::response::Response;
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use http::StatusCode;

use super::{Account, PageInfo, administrator};
use crate::{
    failure::Failure,
    form::{Fields, Problems},
    graphql::schema,
    shell::{self, Shell},
    visit::Visit,
};

/// The fields of the search.
const FIELDS: [&str; 5] = ["actor", "subject", "action", "from", "until"];

/// Which rows are looked for.
#[derive(cynic::InputObject, Debug, Default)]
struct AuditRecordFilter {
    actor: Option<String>,
    subject: Option<String>,
    action: Option<String>,
    from: Option<DateTime<Utc>>,
    until: Option<DateTime<Utc>>,
}

#[derive(cynic::QueryVariables, Debug)]
struct AuditVariables {
    filter: AuditRecordFilter,
    after: Option<String>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "AuditVariables")]
struct AuditQuery {
    administration: TrailOf,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Administration", variables = "AuditVariables")]
struct TrailOf {
    #[arguments(filter: $filter, first: 25, after: $after)]
    audit_records: Trail,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "AuditRecordConnection")]
struct Trail {
    page_info: PageInfo,
    nodes: Vec<AuditRecord>,
}

#[derive(cynic::QueryFragment, Debug)]
struct AuditRecord {
    actor: String,
    actor_account: Option<Account>,
    action: String,
    subject: String,
    cause: Option<String>,
    before: Option<String>,
    after: Option<String>,
    at: DateTime<Utc>,
}

impl AuditRecord {
    /// The account it was done to, if it was one.
    fn user(&self) -> Option<&str> {
        self.subject.starts_with("user_").then_some(self.subject.as_str())
    }
}

#[derive(askama::Template)]
#[template(path = "admin_audit.html")]
struct AuditPage {
    shell: Shell,
    trail: Trail,
    fields: Fields,
    problems: Problems,
}

impl AuditPage {
    fn next(&self) -> Option<String> {
        let asked = FIELDS.map(|name| (name, self.fields.shown(name)));
        self.trail.page_info.next(self.shell.w, "/admin/audit", &asked)
    }
}

/// A day of the search, by UTC.
fn day(visit: &Visit, fields: &Fields, name: &str) -> Result<Option<NaiveDate>, Problems> {
    match fields.get(name).map(str::parse) {
        None => Ok(None),
        Some(Ok(day)) => Ok(Some(day)),
        Some(Err(_)) => Err(Problems::one(name, visit.words().t("admin-audit-day-wrong"))),
    }
}

/// What is looked for; a day that is none is told at its field.
fn filter(visit: &Visit, fields: &Fields) -> Result<AuditRecordFilter, Problems> {
    let begins = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc();
    let text = |name: &str| fields.get(name).map(str::to_owned);
    Ok(AuditRecordFilter {
        actor: text("actor"),
        subject: text("subject"),
        action: text("action"),
        from: day(visit, fields, "from")?.map(begins),
        // The last day belongs to it.
        until: day(visit, fields, "until")?
            .and_then(|day| day.checked_add_signed(TimeDelta::days(1)))
            .map(begins),
    })
}

/// `GET /admin/audit`
pub(crate) async fn audit(visit: Visit) -> Response {
    let found = async {
        administrator(&visit)?;
        let fields = visit.asked();
        let (filter, problems) = match filter(&visit, &fields) {
            Ok(filter) => (filter, Problems::default()),
            Err(problems) => (AuditRecordFilter::default(), problems),
        };
        let after = fields.get("after").map(str::to_owned);
        let found: AuditQuery = visit.query(AuditVariables { filter, after }).await?;
        Ok::<_, Failure>(AuditPage {
            shell: Shell::new(&visit, "admin-audit-title"),
            trail: found.administration.audit_records,
            fields,
            problems,
        })
    };
    match found.await {
        Ok(page) if page.problems.is_empty() => shell::page(&page, StatusCode::OK),
        Ok(page) => shell::page(&page, StatusCode::UNPROCESSABLE_ENTITY),
        Err(failure) => failure.respond(&visit),
    }
}
