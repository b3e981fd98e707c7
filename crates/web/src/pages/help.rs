//! Help: texts of our own, with the rules of this platform filled in.

#[cfg(test)]
mod tests;

use axum::{extract::Path, response::Response};
use http::StatusCode;

use crate::{
    failure::Failure,
    graphql::{PatentStatusValue, StatusConfidence, WatchLevel, schema},
    markdown,
    shell::{self, Shell},
    visit::Visit,
    words::Words,
};

/// The pages, in their order.
pub(crate) const PAGES: [&str; 5] = ["how-it-works", "fees", "patents", "risks", "founders"];

/// The text of a page, in English and in Chinese.
fn text(page: &str) -> Option<[&'static str; 2]> {
    macro_rules! texts {
        ($($name:literal),*) => {
            match page {
                $($name => Some([
                    include_str!(concat!("../../help/en/", $name, ".md")),
                    include_str!(concat!("../../help/zh/", $name, ".md")),
                ]),)*
                _ => None,
            }
        };
    }
    texts!("how-it-works", "fees", "patents", "risks", "founders")
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query")]
struct HelpQuery {
    platform: Platform,
}

#[derive(cynic::QueryFragment, Debug)]
struct Platform {
    rules: PlatformRules,
}

/// The rules of money, as the operator set them.
#[derive(cynic::QueryFragment, Debug)]
struct PlatformRules {
    platform_fee_bps: i32,
    reserve_bps: i32,
    reserve_days: i32,
    grace_days: i32,
    reminder_hours: i32,
    payout_days: i32,
    decision_hours: i32,
    reconfirmation_business_days: i32,
}

impl PlatformRules {
    /// The text with the rules filled in.
    fn fill(&self, text: &str, w: Words) -> String {
        // A blank that does not break stands before the sign in English.
        let blank = if w.is_chinese() { "" } else { "\u{a0}" };
        let share = |bps: i32| format!("{}{blank}%", f64::from(bps) / 100.0);
        let number = |n: i32| w.number(n);
        let values = [
            ("{fee}", share(self.platform_fee_bps)),
            ("{reserve}", share(self.reserve_bps)),
            ("{reserve_days}", number(self.reserve_days)),
            ("{grace}", number(self.grace_days)),
            ("{remind}", number(self.reminder_hours)),
            ("{payout}", number(self.payout_days)),
            ("{decide}", number(self.decision_hours)),
            ("{reconfirm}", number(self.reconfirmation_business_days)),
        ];
        let filled = |text: String, (name, value): &(&str, String)| text.replace(name, value);
        values.iter().fold(text.to_owned(), filled)
    }
}

#[derive(askama::Template)]
#[template(path = "help.html")]
struct HelpPage {
    shell: Shell,
    /// The page's name; nothing on the page that lists them.
    page: Option<&'static str>,
    html: String,
}

impl HelpPage {
    fn pages(&self) -> &'static [&'static str] {
        &PAGES
    }

    fn is_page(&self, page: &&str) -> bool {
        self.page == Some(*page)
    }

    /// Whether the words of the registers are explained here.
    fn has_glossary(&self) -> bool {
        self.page == Some("patents")
    }

    fn statuses(&self) -> &'static [PatentStatusValue] {
        PatentStatusValue::ALL
    }

    fn confidences(&self) -> &'static [StatusConfidence] {
        StatusConfidence::ALL
    }

    fn levels(&self) -> &'static [WatchLevel] {
        WatchLevel::ALL
    }
}

/// `GET /help`
pub(crate) async fn index(visit: Visit) -> Response {
    let page = HelpPage {
        shell: Shell::new(&visit, "help-title").public(Some(visit.words().t("help-lead"))),
        page: None,
        html: String::new(),
    };
    shell::page(&page, StatusCode::OK)
}

/// `GET /help/{page}`
pub(crate) async fn show(visit: Visit, Path(name): Path<String>) -> Response {
    match page(&visit, &name).await {
        Ok(page) => shell::page(&page, StatusCode::OK),
        Err(failure) => failure.respond(&visit),
    }
}

async fn page(visit: &Visit, name: &str) -> Result<HelpPage, Failure> {
    let known = PAGES.into_iter().find(|page| *page == name);
    let page = known.ok_or(Failure::NotFound)?;
    let [english, chinese] = text(page).ok_or(Failure::NotFound)?;
    let w = visit.words();
    let found: HelpQuery = visit.query(()).await?;
    let text = found
        .platform
        .rules
        .fill(if w.is_chinese() { chinese } else { english }, w);
    let lead = w.label_of("help-lead", page);
    Ok(HelpPage {
        shell: Shell::titled(visit, w.label_of("help-page", page)).public(Some(lead)),
        page: Some(page),
        html: markdown::page(&text),
    })
}
