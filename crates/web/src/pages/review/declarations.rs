//! Investors who state to be of a class, and the documents by which they show it.

use axum::{extract::Path, response::Response};
use chrono::{DateTime, Utc};
use http::StatusCode;

use super::{
    reviewer,
    waiting::{PageInfo, days_since},
};
use crate::{
    failure::Failure,
    form::{Fields, Problems},
    graphql::{Money, Regime, schema},
    pages::{founder::at, verification::StoredFile},
    parts::{calls::calls, user_errors::RegimeUserError},
    routes,
    shell::{self, Shell},
    visit::Visit,
};

#[derive(cynic::QueryVariables, Debug)]
struct QueueVariables {
    after: Option<String>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "QueueVariables")]
struct DeclarationsQuery {
    #[arguments(first: 25, after: $after)]
    declaration_queue: Waiting,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "InvestorDeclarationConnection")]
struct Waiting {
    total_count: i32,
    page_info: PageInfo,
    nodes: Vec<Row>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "InvestorDeclaration")]
struct Row {
    id: cynic::Id,
    regime: Regime,
    declared_at: DateTime<Utc>,
}

#[derive(askama::Template)]
#[template(path = "review_declarations.html")]
struct QueuePage {
    shell: Shell,
    waiting: Waiting,
    now: DateTime<Utc>,
    problems: Problems,
    done: Option<&'static str>,
}

impl QueuePage {
    fn next(&self) -> Option<String> {
        self.waiting.page_info.next(self.shell.w, "/review/declarations")
    }

    fn waited(&self, row: &Row) -> i64 {
        days_since(row.declared_at, self.now)
    }
}

async fn page(visit: &Visit, problems: Problems) -> Result<QueuePage, Failure> {
    reviewer(visit)?;
    let asked = visit.asked();
    let after = asked.get("after").map(str::to_owned);
    let found: DeclarationsQuery = visit.query(QueueVariables { after }).await?;
    let done = ["accepted", "refused"];
    Ok(QueuePage {
        shell: Shell::new(visit, "declarations-title"),
        waiting: found.declaration_queue,
        now: visit.site.clock.now(),
        problems,
        done: done.into_iter().find(|done| asked.get("done") == Some(done)),
    })
}

/// `GET /review/declarations`
pub(crate) async fn queue(visit: Visit) -> Response {
    match page(&visit, Problems::default()).await {
        Ok(page) => shell::page(&page, StatusCode::OK),
        Err(failure) => failure.respond(&visit),
    }
}

#[derive(cynic::InputObject, Debug)]
struct InvestorDeclarationTakeInput {
    id: cynic::Id,
}

#[derive(cynic::QueryVariables, Debug)]
struct TakeVariables {
    input: InvestorDeclarationTakeInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "TakeVariables")]
struct TakeDeclaration {
    #[arguments(input: $input)]
    investor_declaration_take: Option<InvestorDeclarationTakePayload>,
}

#[derive(cynic::QueryFragment, Debug)]
struct InvestorDeclarationTakePayload {
    declaration: Option<Case>,
    user_errors: Vec<RegimeUserError>,
}

/// A declaration with what proves it.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "InvestorDeclaration")]
struct Case {
    id: cynic::Id,
    regime: Regime,
    declared_at: DateTime<Utc>,
    class: Option<DeclaredClass>,
    documents: Vec<StoredFile>,
}

#[derive(cynic::QueryFragment, Debug)]
struct DeclaredClass {
    grounds: Option<String>,
    income: Option<Money>,
    assets: Option<Money>,
    finance_months: Option<i32>,
    executive_months: Option<i32>,
    trades_a_quarter: Option<i32>,
    trade_quarters: Option<i32>,
    own_funds: Option<Money>,
    turnover: Option<Money>,
    balance_sheet: Option<Money>,
}

#[derive(askama::Template)]
#[template(path = "review_declaration.html")]
struct CasePage {
    shell: Shell,
    c: Case,
    fields: Fields,
    problems: Problems,
}

impl CasePage {
    /// What is stated: each with its label.
    fn stated(&self) -> Vec<(String, String)> {
        let w = self.shell.w;
        let Some(class) = &self.c.class else {
            return Vec::new();
        };
        let money = |amount: &Option<Money>| amount.as_ref().map(|amount| w.money(amount));
        let count = |number: Option<i32>| number.map(|number| w.number(number));
        let all = [
            ("grounds", class.grounds.clone()),
            ("income", money(&class.income)),
            ("assets", money(&class.assets)),
            ("finance-months", count(class.finance_months)),
            ("executive-months", count(class.executive_months)),
            ("trades-a-quarter", count(class.trades_a_quarter)),
            ("trade-quarters", count(class.trade_quarters)),
            ("own-funds", money(&class.own_funds)),
            ("turnover", money(&class.turnover)),
            ("balance-sheet", money(&class.balance_sheet)),
        ];
        all.into_iter()
            .filter_map(|(name, value)| Some((w.label_of("investing-field", name), value?)))
            .collect()
    }
}

/// Takes the case: its documents may be read for a day, and what was declared is opened.
async fn taken(visit: &Visit, id: &str, fields: Fields, problems: Problems) -> Result<Response, Failure> {
    reviewer(visit)?;
    let id: kernel::RegimeDeclarationId = id.parse().map_err(|_| Failure::NotFound)?;
    let input = InvestorDeclarationTakeInput {
        id: cynic::Id::new(id.to_string()),
    };
    let taken: TakeDeclaration = visit.act(TakeVariables { input }).await?;
    let payload = taken.investor_declaration_take.ok_or(Failure::Fault)?;
    let Some(c) = payload.declaration else {
        let page = page(visit, Problems::of(payload.user_errors)).await?;
        return Ok(shell::page(&page, StatusCode::UNPROCESSABLE_ENTITY));
    };
    let status = if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let page = CasePage {
        shell: Shell::new(visit, "declaration-title"),
        c,
        fields,
        problems,
    };
    Ok(shell::secret_page(&page, status))
}

/// `POST /review/declarations/{id}`: takes it, and shows it.
pub(crate) async fn take(visit: Visit, Path(id): Path<String>) -> Response {
    let visit = at(visit, "/review/declarations".to_owned());
    let outcome = taken(&visit, &id, Fields::default(), Problems::default()).await;
    outcome.unwrap_or_else(|failure| failure.respond(&visit))
}

#[derive(cynic::InputObject, Debug)]
struct InvestorDeclarationDecideInput {
    id: cynic::Id,
    refused_because: Option<String>,
}

calls! {
    RegimeUserError:
    /// Decides on a declaration.
    decide_declaration, DecideDeclaration: InvestorDeclarationDecideInput => investor_declaration_decide, "InvestorDeclarationDecidePayload";
}

/// `POST /review/declarations/{id}/decide`
pub(crate) async fn decide(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let visit = at(visit, "/review/declarations".to_owned());
    let outcome = decided(&visit, &id, fields).await;
    outcome.unwrap_or_else(|failure| failure.respond(&visit))
}

async fn decided(visit: &Visit, id: &str, fields: Fields) -> Result<Response, Failure> {
    reviewer(visit)?;
    let accepts = fields.get("decision") == Some("accept");
    let reason = fields.get("reason").map(str::to_owned);
    if !accepts && reason.is_none() {
        let problem = Problems::one("reason", visit.words().t("violation-required"));
        return taken(visit, id, fields, problem).await;
    }
    let named: kernel::RegimeDeclarationId = id.parse().map_err(|_| Failure::NotFound)?;
    let input = InvestorDeclarationDecideInput {
        id: cynic::Id::new(named.to_string()),
        refused_because: reason.filter(|_| !accepts),
    };
    let errors = decide_declaration(visit, input).await?;
    if errors.is_empty() {
        let done = if accepts { "accepted" } else { "refused" };
        return Ok(routes::done(
            &visit.url(&format!("/review/declarations?done={done}")),
        ));
    }
    let page = page(visit, Problems::of(errors)).await?;
    Ok(shell::page(&page, StatusCode::UNPROCESSABLE_ENTITY))
}
