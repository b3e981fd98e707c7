//! The books of a campaign's money, line by line, to read and to take away.

#[cfg(test)]
mod tests;

use axum::{extract::Path, response::Response};
use chrono::{DateTime, SecondsFormat, Utc};
use http::StatusCode;
use serde::Serialize;

use crate::{
    failure::Failure,
    graphql::{CampaignAccount, CampaignEntryKind, Money, Named, schema},
    pages::{founder::campaign_id, voices::PageInfo},
    parts::{
        csv::Csv,
        download::{self, Kind},
    },
    shell::{self, Shell},
    visit::Visit,
    words::Words,
};

/// Lines on a page.
const PAGE: i32 = 50;

/// Lines read at once to be taken away.
const AT_ONCE: i32 = 100;

/// The version of the lines of JSON; it rises when a field changes or goes.
const VERSION: u32 = 1;

#[derive(cynic::QueryVariables, Debug)]
struct StatementVariables {
    id: cynic::Id,
    account: Option<CampaignAccount>,
    first: i32,
    after: Option<String>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "StatementVariables")]
struct StatementQuery {
    #[arguments(id: $id)]
    campaign: Option<StatementCampaign>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Campaign", variables = "StatementVariables")]
struct StatementCampaign {
    id: cynic::Id,
    slug: String,
    title: String,
    zone: String,
    viewer_can_edit: bool,
    money: Option<StatementMoney>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "CampaignMoney", variables = "StatementVariables")]
struct StatementMoney {
    #[arguments(first: $first, after: $after, account: $account)]
    statement: Option<StatementLines>,
}

#[derive(cynic::QueryFragment, Debug, Default)]
#[cynic(graphql_type = "StatementLineConnection")]
struct StatementLines {
    total_count: i32,
    page_info: PageInfo,
    nodes: Vec<StatementLine>,
}

#[derive(cynic::QueryFragment, Debug)]
struct StatementLine {
    entry: String,
    at: DateTime<Utc>,
    kind: CampaignEntryKind,
    reverses: bool,
    account: CampaignAccount,
    amount: Money,
    balance: Money,
}

impl StatementLine {
    /// What happened, in words.
    fn what(&self, w: Words) -> String {
        let what = w.label("money-entry", &self.kind);
        if self.reverses {
            w.t1("statement-reversed", "what", what)
        } else {
            what
        }
    }
}

/// An account that lines are chosen by.
struct Choice {
    name: String,
    label: String,
    chosen: bool,
}

#[derive(askama::Template)]
#[template(path = "founder_statement.html")]
struct StatementPage {
    shell: Shell,
    c: StatementCampaign,
    lines: StatementLines,
    account: Option<CampaignAccount>,
}

impl StatementPage {
    fn choices(&self) -> Vec<Choice> {
        let choice = |account: &CampaignAccount| Choice {
            name: account.name(),
            label: self.shell.w.label("money-account", account),
            chosen: self.account == Some(*account),
        };
        ACCOUNTS.iter().map(choice).collect()
    }

    /// The address of something about these lines, with the account they were chosen by.
    fn address(&self, rest: &str, after: Option<&str>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if let Some(account) = self.account {
            query.append_pair("account", &account.name());
        }
        if let Some(after) = after {
            query.append_pair("after", after);
        }
        let path = format!("/founder/{}/money/statement{rest}", self.c.id.inner());
        match query.finish() {
            query if query.is_empty() => self.shell.w.url(&path),
            query => self.shell.w.url(&format!("{path}?{query}")),
        }
    }

    fn what(&self, line: &StatementLine) -> String {
        line.what(self.shell.w)
    }

    fn csv(&self) -> String {
        self.address(".csv", None)
    }

    fn json_lines(&self) -> String {
        self.address(".jsonl", None)
    }

    fn next(&self) -> Option<String> {
        let after = self.lines.page_info.next()?;
        Some(self.address("", Some(after)))
    }
}

/// In the order in which money goes through them.
const ACCOUNTS: [CampaignAccount; 4] = [
    CampaignAccount::Held,
    CampaignAccount::Reserve,
    CampaignAccount::Payable,
    CampaignAccount::InTransit,
];

/// A line as it is taken away. Amounts are decimal numbers in the currency named, moments are UTC (RFC 3339).
#[derive(Serialize)]
struct Line<'a> {
    version: u32,
    at: String,
    entry: &'a str,
    kind: String,
    reverses: bool,
    account: String,
    currency: String,
    amount: String,
    balance: String,
}

impl<'a> From<&'a StatementLine> for Line<'a> {
    fn from(line: &'a StatementLine) -> Self {
        Self {
            version: VERSION,
            at: line.at.to_rfc3339_opts(SecondsFormat::Millis, true),
            entry: &line.entry,
            kind: line.kind.name(),
            reverses: line.reverses,
            account: line.account.name(),
            currency: line.amount.currency.to_string(),
            amount: line.amount.amount.to_string(),
            balance: line.balance.amount.to_string(),
        }
    }
}

fn asked_account(visit: &Visit) -> Option<CampaignAccount> {
    visit.asked().get("account").and_then(CampaignAccount::of)
}

/// A page of the lines. Whoever may not see them is told as little as of a campaign that is none; its founder is told that nothing was
/// booked yet.
async fn find(
    visit: &Visit,
    id: &str,
    (first, after): (i32, Option<String>),
) -> Result<(StatementCampaign, StatementLines), Failure> {
    visit.signed_in()?;
    let variables = StatementVariables {
        id: campaign_id(id)?,
        account: asked_account(visit),
        first,
        after,
    };
    let found: StatementQuery = visit.query(variables).await?;
    let mut campaign = found.campaign.ok_or(Failure::NotFound)?;
    let lines = campaign.money.take().and_then(|money| money.statement);
    match lines {
        Some(lines) => Ok((campaign, lines)),
        None if campaign.viewer_can_edit => Ok((campaign, StatementLines::default())),
        None => Err(Failure::NotFound),
    }
}

/// `GET /founder/{id}/money/statement`
pub(crate) async fn statement(visit: Visit, Path(id): Path<String>) -> Response {
    let after = visit.asked().get("after").map(str::to_owned);
    match find(&visit, &id, (PAGE, after)).await {
        Ok((c, lines)) => {
            let title = visit.words().t1("statement-title", "title", &c.title);
            let page = StatementPage {
                shell: Shell::titled(&visit, title),
                account: asked_account(&visit),
                c,
                lines,
            };
            shell::page(&page, StatusCode::OK)
        }
        Err(failure) => failure.respond(&visit),
    }
}

/// `GET /founder/{id}/money/statement.csv`
pub(crate) async fn as_csv(visit: Visit, Path(id): Path<String>) -> Response {
    let w = visit.words();
    let heads = ["at", "entry", "kind", "account", "currency", "amount", "balance"];
    let head = Csv::new(&heads.map(|head| w.label_of("statement-head", head)));
    let rows = move |lines: &StatementLines| {
        let mut rows = Csv::default();
        for line in &lines.nodes {
            let cells = Line::from(line);
            rows.row(&[
                cells.at.as_str(),
                cells.entry,
                &line.what(w),
                &w.label("money-account", &line.account),
                &cells.currency,
                &cells.amount,
                &cells.balance,
            ]);
        }
        rows.into_text()
    };
    whole(visit, id, Kind::Csv, head.into_text(), rows).await
}

/// `GET /founder/{id}/money/statement.jsonl`
pub(crate) async fn as_json_lines(visit: Visit, Path(id): Path<String>) -> Response {
    let lines = |lines: &StatementLines| download::json_lines(lines.nodes.iter().map(Line::from));
    whole(visit, id, Kind::JsonLines, String::new(), lines).await
}

async fn whole(
    visit: Visit,
    id: String,
    kind: Kind,
    head: String,
    write: impl Fn(&StatementLines) -> String + Send + 'static,
) -> Response {
    let find = move |visit: Visit, after: Option<String>| {
        let id = id.clone();
        async move {
            let (campaign, page) = find(&visit, &id, (AT_ONCE, after)).await?;
            Ok((campaign.slug, page))
        }
    };
    let list = ("statement", kind);
    download::of_campaign(visit, list, head, write, find, |page| page.page_info.next()).await
}
