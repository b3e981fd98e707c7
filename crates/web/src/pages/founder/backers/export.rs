//! All of a campaign's pledges to take away, page after page as they are read: however many there are, none is held back and few
//! are held at once.

use axum::{extract::Path, response::Response};
use chrono::SecondsFormat;
use serde::Serialize;

use super::{Backing, Backings, find};
use crate::{
    graphql::Named,
    parts::{
        csv::Csv,
        download::{self, Kind},
        items::PledgeItem,
    },
    visit::Visit,
};

/// Pledges read at once.
const AT_ONCE: i32 = 100;

/// The version of the lines of JSON; it rises when a field changes or goes.
const VERSION: u32 = 1;

/// A pledge as a line of JSON. Amounts are decimal numbers in the currency named, moments are UTC (RFC 3339).
#[derive(Serialize)]
struct Line<'a> {
    version: u32,
    placed_at: String,
    pledge: &'a str,
    backer: &'a str,
    items: Vec<Chosen<'a>>,
    state: String,
    currency: String,
    amount: String,
    collected: String,
    refunded: String,
    contested: String,
}

/// Something a pledge has, and of how many the money went back.
#[derive(Serialize)]
struct Chosen<'a> {
    reward: &'a str,
    quantity: i32,
    refunded_quantity: i32,
}

impl Chosen<'_> {
    /// As a cell of a spreadsheet, in no language: `3 × Cable (-1)`, of which the money of one went back.
    fn cell(&self) -> String {
        let back = match self.refunded_quantity {
            0 => String::new(),
            back => format!(" (-{back})"),
        };
        format!("{} × {}{back}", self.quantity, self.reward)
    }
}

impl<'a> From<&'a PledgeItem> for Chosen<'a> {
    fn from(item: &'a PledgeItem) -> Self {
        Self {
            reward: item.name(),
            quantity: item.quantity,
            refunded_quantity: item.refunded_quantity,
        }
    }
}

impl<'a> From<&'a Backing> for Line<'a> {
    fn from(backing: &'a Backing) -> Self {
        Self {
            version: VERSION,
            placed_at: backing.placed_at.to_rfc3339_opts(SecondsFormat::Secs, true),
            pledge: backing.pledge_id.inner(),
            backer: &backing.backer.display_name,
            items: backing.items.iter().map(Chosen::from).collect(),
            state: backing.state.name(),
            currency: backing.amount.currency.to_string(),
            amount: backing.amount.amount.to_string(),
            collected: backing.collected.amount.to_string(),
            refunded: backing.refunded.amount.to_string(),
            contested: backing.contested.amount.to_string(),
        }
    }
}

impl Line<'_> {
    const HEADS: [&'static str; 10] = [
        "placed",
        "pledge",
        "backer",
        "items",
        "state",
        "currency",
        "amount",
        "collected",
        "refunded",
        "contested",
    ];

    /// The cells of a spreadsheet; the state in the reader's words.
    fn cells(&self, state: String) -> [String; 10] {
        [
            self.placed_at.clone(),
            self.pledge.to_owned(),
            self.backer.to_owned(),
            self.items.iter().map(Chosen::cell).collect::<Vec<_>>().join("; "),
            state,
            self.currency.clone(),
            self.amount.clone(),
            self.collected.clone(),
            self.refunded.clone(),
            self.contested.clone(),
        ]
    }
}

/// `GET /founder/{id}/backers.csv`
pub(crate) async fn as_csv(visit: Visit, Path(id): Path<String>) -> Response {
    let w = visit.words();
    let head = Csv::new(&Line::HEADS.map(|head| w.label_of("backers-head", head)));
    let rows = move |backings: &Backings| {
        let mut rows = Csv::default();
        for backing in &backings.nodes {
            let state = w.label("pledge-state", &backing.state);
            rows.row(&Line::from(backing).cells(state));
        }
        rows.into_text()
    };
    whole(visit, id, Kind::Csv, head.into_text(), rows).await
}

/// `GET /founder/{id}/backers.jsonl`
pub(crate) async fn as_json_lines(visit: Visit, Path(id): Path<String>) -> Response {
    let lines = |backings: &Backings| download::json_lines(backings.nodes.iter().map(Line::from));
    whole(visit, id, Kind::JsonLines, String::new(), lines).await
}

async fn whole(
    visit: Visit,
    id: String,
    kind: Kind,
    head: String,
    write: impl Fn(&Backings) -> String + Send + 'static,
) -> Response {
    let find = move |visit: Visit, after: Option<String>| {
        let id = id.clone();
        async move {
            let (campaign, page) = find(&visit, &id, (AT_ONCE, after)).await?;
            Ok((campaign.slug, page))
        }
    };
    let list = ("backers", kind);
    download::of_campaign(visit, list, head, write, find, |page| page.page_info.next()).await
}
