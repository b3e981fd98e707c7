use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use db::{Result, Tx, sql};
use kernel::{Currency, HistoricalCampaignId, ImportId, Money, kind};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use serde::Serialize;
use uuid::Uuid;

use super::{record::HistoricalCampaign, report::ImportReport, row::Kept};
use crate::store::{Builder, json};

pub(super) const COLUMNS: &str = "h.id, h.source, h.source_id, h.name, h.category, h.main_category, h.currency,
    h.goal_minor, h.pledged_minor, h.state, h.backers, h.country, h.launched_at, h.deadline_on, h.usd_goal_minor,
    h.usd_pledged_minor";

#[derive(Debug, FromQueryResult)]
struct Row {
    id: Uuid,
    source: String,
    source_id: String,
    name: String,
    category: String,
    main_category: String,
    currency: String,
    goal_minor: i64,
    pledged_minor: i64,
    state: String,
    backers: i64,
    country: String,
    launched_at: DateTime<Utc>,
    deadline_on: NaiveDate,
    usd_goal_minor: Option<i64>,
    usd_pledged_minor: Option<i64>,
}

impl TryFrom<Row> for HistoricalCampaign {
    type Error = db::Error;

    fn try_from(row: Row) -> Result<Self> {
        let currency: Currency = row.currency.parse().map_err(db::Error::corrupt)?;
        Ok(Self {
            id: row.id.into(),
            source: row.source,
            source_id: row.source_id,
            name: row.name,
            category: row.category,
            main_category: row.main_category,
            goal: Money::new(row.goal_minor, currency),
            pledged: Money::new(row.pledged_minor, currency),
            state: row.state.parse()?,
            backers: row.backers,
            country: row.country,
            launched_at: row.launched_at,
            deadline_on: row.deadline_on,
            usd_goal_minor: row.usd_goal_minor,
            usd_pledged_minor: row.usd_pledged_minor,
        })
    }
}

pub(super) async fn select(
    conn: &impl ConnectionTrait,
    text: String,
    values: Vec<Value>,
) -> Result<Vec<HistoricalCampaign>> {
    let rows = Row::find_by_statement(sql(conn, text, values)).all(conn).await?;
    rows.into_iter().map(HistoricalCampaign::try_from).collect()
}

/// The ids and hashes already kept of these rows.
pub(super) async fn known(tx: &Tx, source: &str, ids: &[&str]) -> Result<HashMap<String, (Uuid, String)>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let mut b = Builder::default();
    let source = b.bind(source);
    let list = b.list(ids.iter().copied());
    let select = format!(
        "SELECT id, source_id, row_hash FROM historical_campaigns WHERE source = {source} AND source_id IN {list}"
    );
    let rows = tx.query_all_raw(sql(&**tx, select, b.values)).await?;
    rows.iter()
        .map(|row| {
            Ok((
                row.try_get("", "source_id")?,
                (row.try_get("", "id")?, row.try_get("", "row_hash")?),
            ))
        })
        .collect()
}

/// The values of a row after its id, in the order of [`WRITTEN`].
fn values(kept: &Kept, import: ImportId) -> [Value; 17] {
    let campaign = &kept.campaign;
    [
        campaign.source.clone().into(),
        campaign.source_id.clone().into(),
        campaign.name.clone().into(),
        campaign.category.clone().into(),
        campaign.main_category.clone().into(),
        campaign.goal.currency.code().into(),
        campaign.goal.minor.into(),
        campaign.pledged.minor.into(),
        campaign.state.as_str().into(),
        campaign.backers.into(),
        campaign.country.clone().into(),
        campaign.launched_at.into(),
        campaign.deadline_on.into(),
        campaign.usd_goal_minor.into(),
        campaign.usd_pledged_minor.into(),
        kept.hash.clone().into(),
        import.uuid().into(),
    ]
}

const WRITTEN: [&str; 17] = [
    "source",
    "source_id",
    "name",
    "category",
    "main_category",
    "currency",
    "goal_minor",
    "pledged_minor",
    "state",
    "backers",
    "country",
    "launched_at",
    "deadline_on",
    "usd_goal_minor",
    "usd_pledged_minor",
    "row_hash",
    "import_id",
];

pub(super) async fn insert(tx: &Tx, rows: &[&Kept], import: ImportId, now: DateTime<Utc>) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut b = Builder::default();
    let lists: Vec<_> = rows
        .iter()
        .map(|kept| {
            let id: Value = tx.new_id::<kind::HistoricalCampaign>(now).uuid().into();
            b.list(std::iter::once(id).chain(values(kept, import)))
        })
        .collect();
    let insert = format!(
        "INSERT INTO historical_campaigns (id, {}) VALUES {}",
        WRITTEN.join(", "),
        lists.join(", ")
    );
    tx.execute_raw(sql(&**tx, insert, b.values)).await?;
    Ok(())
}

pub(super) async fn update(tx: &Tx, id: Uuid, kept: &Kept, import: ImportId) -> Result<()> {
    let mut b = Builder::default();
    let sets: Vec<_> = WRITTEN
        .iter()
        .zip(values(kept, import))
        .map(|(name, value)| format!("{name} = {}", b.bind(value)))
        .collect();
    let id = b.bind(id);
    let update = format!(
        "UPDATE historical_campaigns SET {} WHERE id = {id}",
        sets.join(", ")
    );
    tx.execute_raw(sql(&**tx, update, b.values)).await?;
    Ok(())
}

/// A run as stored: where it stands and what it found so far.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) id: ImportId,
    pub(super) is_done: bool,
    pub(super) next_line: u64,
    pub(super) report: ImportReport,
}

pub(super) async fn find_run(tx: &Tx, file_sha256: &str, mapping: &str) -> Result<Option<Run>> {
    let select = format!(
        "SELECT id, state, next_line, report FROM import_runs WHERE file_sha256 = $1 AND mapping = $2{}",
        tx.for_update()
    );
    let Some(row) = tx
        .query_one_raw(sql(&**tx, select, [file_sha256.into(), mapping.into()]))
        .await?
    else {
        return Ok(None);
    };
    let report: serde_json::Value = row.try_get("", "report")?;
    Ok(Some(Run {
        id: row.try_get::<Uuid>("", "id")?.into(),
        is_done: row.try_get::<String>("", "state")? == "done",
        next_line: u64::try_from(row.try_get::<i64>("", "next_line")?).unwrap_or(0),
        report: serde_json::from_value(report).map_err(db::Error::corrupt)?,
    }))
}

pub(super) async fn insert_run(tx: &Tx, id: ImportId, mapping: &str, report: &ImportReport) -> Result<()> {
    let now = tx.db().clock().now();
    let insert =
        "INSERT INTO import_runs (id, file_sha256, mapping, state, next_line, report, started_at, updated_at)
                  VALUES ($1, $2, $3, 'running', 0, $4, $5, $5)";
    let values = [
        id.uuid().into(),
        report.file_sha256.clone().into(),
        mapping.into(),
        json(report)?,
        now.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

pub(super) async fn save_run(
    tx: &Tx,
    id: ImportId,
    state: &str,
    next_line: u64,
    report: &ImportReport,
) -> Result<()> {
    let update =
        "UPDATE import_runs SET state = $1, next_line = $2, report = $3, updated_at = $4 WHERE id = $5";
    let line = i64::try_from(next_line).unwrap_or(i64::MAX);
    let values = [
        state.into(),
        line.into(),
        json(report)?,
        tx.db().clock().now().into(),
        id.uuid().into(),
    ];
    tx.execute_raw(sql(&**tx, update, values)).await?;
    Ok(())
}

/// A row that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// Its line in the file.
    pub line: u64,
    /// Why.
    pub reason: String,
    /// The row as it stood, shortened.
    pub raw: String,
}

pub(super) async fn insert_refusals(tx: &Tx, import: ImportId, refusals: &[Refusal]) -> Result<()> {
    if refusals.is_empty() {
        return Ok(());
    }
    let mut b = Builder::default();
    let import = b.bind(import.uuid());
    let lists: Vec<_> = refusals
        .iter()
        .map(|refusal| {
            let line = i64::try_from(refusal.line).unwrap_or(i64::MAX);
            let (line, reason) = (b.bind(line), b.bind(refusal.reason.clone()));
            format!("({import}, {line}, {reason}, {})", b.bind(refusal.raw.clone()))
        })
        .collect();
    let insert = format!(
        "INSERT INTO import_refusals (import_id, line, reason, raw) VALUES {} ON CONFLICT (import_id, line) DO NOTHING",
        lists.join(", ")
    );
    tx.execute_raw(sql(&**tx, insert, b.values)).await?;
    Ok(())
}

/// The rows an import did not take, by line.
///
/// # Errors
/// If the database does not answer.
pub async fn refusals(db: &db::Db, import: ImportId, after_line: u64, limit: u64) -> Result<Vec<Refusal>> {
    let conn = db.reader();
    let select = format!(
        "SELECT line, reason, raw FROM import_refusals WHERE import_id = $1 AND line > $2 ORDER BY line LIMIT {limit}"
    );
    let after = i64::try_from(after_line).unwrap_or(i64::MAX);
    let rows = conn
        .query_all_raw(sql(conn, select, [import.uuid().into(), after.into()]))
        .await?;
    rows.iter()
        .map(|row| {
            let line: i64 = row.try_get("", "line")?;
            Ok(Refusal {
                line: u64::try_from(line).unwrap_or(0),
                reason: row.try_get("", "reason")?,
                raw: row.try_get("", "raw")?,
            })
        })
        .collect()
}

pub(super) async fn by_ids(
    conn: &impl ConnectionTrait,
    ids: &[HistoricalCampaignId],
) -> Result<Vec<HistoricalCampaign>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut b = Builder::default();
    let list = b.list(ids.iter().map(|id| id.uuid()));
    select(
        conn,
        format!("SELECT {COLUMNS} FROM historical_campaigns h WHERE h.id IN {list}"),
        b.values,
    )
    .await
}
