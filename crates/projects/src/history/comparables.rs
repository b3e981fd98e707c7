//! Past campaigns that resemble one: of the same kind and of a similar goal.

use db::{Db, sql};
use kernel::{Cursor, HistoricalCampaignId, Money, Page, PageRequest};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    mapping::FieldCategory,
    record::{HistoricalCampaign, HistoricalState},
    store,
};
use crate::{Result, store::Builder, weight};

/// How many times larger or smaller a similar goal may be.
const SPAN: i64 = 4;
/// Most past campaigns the figures are reckoned from.
const SAMPLE: u64 = 2_000;

/// Past campaigns that resemble one, with what became of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparables {
    /// How many of similar kind and goal ended in success or failure; counted up to 2,000.
    pub count: u32,
    /// The share of them that reached the goal, in percent.
    pub success_percent: Option<u32>,
    /// What half of them raised at least, in percent of their goal.
    pub median_raised_percent: Option<u32>,
    /// How many backers half of them had at least.
    pub median_backers: Option<u32>,
    /// Those with the nearest goals, nearest first.
    pub nearest: Vec<HistoricalCampaign>,
}

#[derive(Debug, FromQueryResult)]
struct Outcome {
    state: String,
    goal_minor: i64,
    pledged_minor: i64,
    backers: i64,
}

/// Past campaigns of a category with a goal like this one, and the `limit` nearest. Two statements.
///
/// # Errors
/// If the database does not answer.
pub async fn comparables(db: &Db, category: &FieldCategory, goal: Money, limit: u32) -> Result<Comparables> {
    let conn = db.reader();
    // Goals in other currencies are brought to the right size by rough weight: similar is all that is asked.
    let usd = weight::weight(goal).max(1);
    let mut b = Builder::default();
    let mut of_kind = format!("h.main_category = {}", b.bind(category.main_category.clone()));
    if !category.categories.is_empty() {
        of_kind.push_str(&format!(
            " AND h.category IN {}",
            b.list(category.categories.iter().cloned())
        ));
    }
    of_kind.push_str(" AND h.state IN ('successful', 'failed')");
    let mut near = Builder {
        values: b.values.clone(),
    };
    let (low, high) = (b.bind(usd / SPAN), b.bind(usd.saturating_mul(SPAN)));
    let select = format!(
        "SELECT h.state, h.goal_minor, h.pledged_minor, h.backers FROM historical_campaigns h
         WHERE {of_kind} AND h.usd_goal_minor BETWEEN {low} AND {high} LIMIT {SAMPLE}"
    );
    let outcomes = Outcome::find_by_statement(sql(conn, select, b.values))
        .all(conn)
        .await?;
    let mut found = figures(&outcomes);

    // The nearest from below and from above: two short walks of one index.
    let at = near.bind(usd);
    let columns = store::COLUMNS;
    let nearest = format!(
        "SELECT * FROM (SELECT {columns} FROM historical_campaigns h
            WHERE {of_kind} AND h.usd_goal_minor >= {at} ORDER BY h.usd_goal_minor, h.id LIMIT {limit}) AS above
         UNION ALL
         SELECT * FROM (SELECT {columns} FROM historical_campaigns h
            WHERE {of_kind} AND h.usd_goal_minor < {at} ORDER BY h.usd_goal_minor DESC, h.id LIMIT {limit}) AS below"
    );
    let mut nearest = store::select(conn, nearest, near.values).await?;
    nearest.sort_by_key(|campaign| {
        (
            campaign.usd_goal_minor.map(|minor| minor.abs_diff(usd)),
            campaign.id,
        )
    });
    nearest.truncate(limit as usize);
    found.nearest = nearest;
    Ok(found)
}

fn figures(outcomes: &[Outcome]) -> Comparables {
    let count = u32::try_from(outcomes.len()).unwrap_or(u32::MAX);
    if count == 0 {
        return Comparables::default();
    }
    let successful = HistoricalState::Successful.as_str();
    let won = outcomes
        .iter()
        .filter(|outcome| outcome.state == successful)
        .count();
    let whole = |n: i64| u32::try_from(n.max(0)).unwrap_or(u32::MAX);
    let percent = |outcome: &Outcome| {
        let exact = i128::from(outcome.pledged_minor) * 100 / i128::from(outcome.goal_minor.max(1));
        i64::try_from(exact).unwrap_or(i64::MAX)
    };
    Comparables {
        count,
        success_percent: Some(u32::try_from(won * 100 / outcomes.len()).unwrap_or(0)),
        median_raised_percent: Some(whole(median(outcomes.iter().map(percent)))),
        median_backers: Some(whole(median(outcomes.iter().map(|outcome| outcome.backers)))),
        nearest: Vec::new(),
    }
}

/// The middle value; of an even number, the upper of the two in the middle: "half had at least this".
fn median(values: impl Iterator<Item = i64>) -> i64 {
    let mut values: Vec<_> = values.collect();
    values.sort_unstable();
    values.get(values.len() / 2).copied().unwrap_or(0)
}

/// Past campaigns by id.
///
/// # Errors
/// If the database does not answer.
pub async fn by_ids(db: &Db, ids: &[HistoricalCampaignId]) -> Result<Vec<HistoricalCampaign>> {
    Ok(store::by_ids(db.reader(), ids).await?)
}

/// Past campaigns in the order they were read, newest first; with `text`, those whose name holds it.
///
/// # Errors
/// [`crate::Error::Cursor`] if the cursor is not of this list.
pub async fn page(db: &Db, text: Option<&str>, page: &PageRequest) -> Result<Page<HistoricalCampaign>> {
    let text = text
        .map(str::trim)
        .filter(|text| !text.is_empty())
        .map(|text| text.chars().take(100).collect::<String>());
    let scope = ("history", &text);
    let mut b = Builder::default();
    let mut rest = "1 = 1".to_owned();
    if let Some(text) = &text {
        let plain = text
            .to_lowercase()
            .replace('\\', "\\\\")
            .replace('%', "\\%")
            .replace('_', "\\_");
        rest.push_str(&format!(
            " AND lower(h.name) LIKE {} ESCAPE '\\'",
            b.bind(format!("%{plain}%"))
        ));
    }
    if let Some(after) = &page.after {
        let id: Uuid = after.open(&scope)?;
        rest.push_str(&format!(" AND h.id < {}", b.bind(id)));
    }
    let select = format!(
        "SELECT {} FROM historical_campaigns h WHERE {rest} ORDER BY h.id DESC LIMIT {}",
        store::COLUMNS,
        page.first + 1
    );
    let rows = store::select(db.reader(), select, b.values).await?;
    Ok(Page::from_surplus(rows, page.first, |campaign| {
        Cursor::new(&campaign.id.uuid(), &scope)
    }))
}

/// How many past campaigns there are, up to 10,000.
///
/// # Errors
/// If the database does not answer.
pub async fn count(db: &Db) -> Result<u64> {
    let conn = db.reader();
    let count = "SELECT count(*) AS n FROM (SELECT 1 AS x FROM historical_campaigns LIMIT 10000) AS t";
    let row = conn.query_one_raw(sql(conn, count, [])).await?;
    let n: i64 = row.map_or(Ok(0), |row| row.try_get("", "n"))?;
    Ok(u64::try_from(n).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_those_of_the_middle_campaign() {
        let outcome = |state: &str, pledged_minor, backers| Outcome {
            state: state.into(),
            goal_minor: 1_000,
            pledged_minor,
            backers,
        };
        let figures = figures(&[
            outcome("failed", 10, 1),
            outcome("successful", 1_200, 40),
            outcome("successful", 1_000, 30),
            outcome("failed", 500, 12),
        ]);
        assert_eq!(figures.count, 4);
        assert_eq!(figures.success_percent, Some(50));
        assert_eq!(figures.median_raised_percent, Some(100));
        assert_eq!(figures.median_backers, Some(30));
        assert_eq!(super::figures(&[]), Comparables::default());
    }
}
