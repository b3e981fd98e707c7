//! A founder's campaigns, with the forms to begin another and to become a founder.

use axum::{extract::RawQuery, response::Response};
use chrono::{DateTime, NaiveDate, Utc};
use http::StatusCode;

use super::{
    begin::CURRENCIES,
    choices::{Choice, choices},
    places,
};
use crate::{
    failure::Failure,
    form::{Fields, Problems},
    graphql::{CampaignState, Money, Role, TechnologyField, schema},
    shell::{self, Shell},
    visit::Visit,
};

#[derive(cynic::QueryVariables, Debug)]
struct ListVariables {
    after: Option<String>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "ListVariables")]
struct ListQuery {
    viewer: Option<Founder>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Viewer", variables = "ListVariables")]
struct Founder {
    #[arguments(first: 20, after: $after)]
    campaigns: Campaigns,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "CampaignConnection")]
struct Campaigns {
    total_count: i32,
    page_info: PageInfo,
    nodes: Vec<Row>,
}

#[derive(cynic::QueryFragment, Debug)]
struct PageInfo {
    has_next_page: bool,
    end_cursor: Option<String>,
}

/// A campaign of the founder's.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Campaign")]
struct Row {
    id: cynic::Id,
    slug: String,
    title: String,
    state: CampaignState,
    created_at: DateTime<Utc>,
    goal: Option<Money>,
    raised: Money,
    raised_percent: i32,
    investor_count: i32,
    ends_at: Option<DateTime<Utc>>,
    zone: String,
    missing: Vec<RowGap>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "CampaignGap")]
struct RowGap {
    #[allow(dead_code, reason = "only their number is shown")]
    field: String,
}

impl Row {
    fn is_open(&self) -> bool {
        matches!(self.state, CampaignState::Draft | CampaignState::ChangesRequested)
    }

    /// How much is missing before it can be handed in.
    fn missing_count(&self) -> i32 {
        i32::try_from(self.missing.len()).unwrap_or(i32::MAX)
    }

    /// The day its draft was begun.
    fn begun_on(&self) -> NaiveDate {
        self.created_at.date_naive()
    }

    /// Whether it has been open for pledges.
    fn was_live(&self) -> bool {
        self.ends_at.is_some()
    }
}

#[derive(askama::Template)]
#[template(path = "founder.html")]
struct ListPage {
    shell: Shell,
    campaigns: Option<Campaigns>,
    fields: Fields,
    problems: Problems,
    has_joined: bool,
}

/// `GET /founder`
pub(crate) async fn list(visit: Visit, RawQuery(query): RawQuery) -> Response {
    let query = Fields::read(query.unwrap_or_default().as_bytes());
    answer(&visit, &query, Fields::default(), Problems::default()).await
}

/// The page, with what was refused.
pub(super) async fn answer(visit: &Visit, query: &Fields, fields: Fields, problems: Problems) -> Response {
    let status = if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    match page(visit, query, fields, problems).await {
        Ok(page) => shell::page(&page, status),
        Err(failure) => failure.respond(visit),
    }
}

async fn page(
    visit: &Visit,
    query: &Fields,
    fields: Fields,
    problems: Problems,
) -> Result<ListPage, Failure> {
    visit.signed_in()?;
    let campaigns = if visit.is(Role::Founder) {
        let after = query.get("after").map(str::to_owned);
        let found: ListQuery = visit.query(ListVariables { after }).await?;
        Some(found.viewer.ok_or(Failure::SignIn)?.campaigns)
    } else {
        None
    };
    let title = if campaigns.is_some() {
        "founder-title"
    } else {
        "founder-title-join"
    };
    Ok(ListPage {
        shell: Shell::new(visit, title),
        campaigns,
        fields,
        problems,
        has_joined: query.get("done") == Some("joined"),
    })
}

impl ListPage {
    fn label(&self, name: &str) -> String {
        places::label(name, self.shell.w)
    }

    fn technology_fields(&self) -> Vec<Choice> {
        let w = self.shell.w;
        choices(TechnologyField::ALL, self.fields.shown("field"), |field| {
            w.label("field", field)
        })
    }

    fn currencies(&self) -> Vec<Choice> {
        let now = self.fields.get("currency");
        let usual = if self.shell.w.is_chinese() { "CNY" } else { "USD" };
        CURRENCIES
            .iter()
            .map(|code| Choice {
                value: (*code).to_owned(),
                label: self.shell.w.label_of("founder-currency", code),
                chosen: now.unwrap_or(usual) == *code,
            })
            .collect()
    }

    /// The address of the next page of the list.
    fn next(&self) -> Option<String> {
        let info = &self.campaigns.as_ref()?.page_info;
        let after = info.end_cursor.as_ref().filter(|_| info.has_next_page)?;
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("after", after)
            .finish();
        Some(self.shell.w.url(&format!("/founder?{query}")))
    }
}
