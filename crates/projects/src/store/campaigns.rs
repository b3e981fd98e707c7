use chrono::{DateTime, NaiveDate, Utc};
use db::{Result, Tx, sql};
use kernel::{CampaignId, Currency, Money, ProjectId, UserId};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use uuid::Uuid;

use super::{Builder, json, localized};
use crate::{
    campaign::{Campaign, CampaignTexts, DeadlineTerm, Protection},
    level::WatchLevel,
};

/// What a [`Campaign`] is read from, of the table named `c`.
pub(crate) const COLUMNS: &str = "c.id, c.project_id, c.founder_id, c.slug, c.state, c.pause_reason, c.paused_at, c.regime, c.field, c.country,
    c.currency, c.goal_minor, c.shortfall_rule, c.title, c.blurb, c.cover, c.zone, c.starts_at, c.duration_days, c.deadline_local,
    c.deadline_at, c.created_at, c.submitted_at, c.listed_at, c.launched_at, c.ended_at, c.held_at, c.pledged_minor,
    c.investor_count, c.dossier_hash, c.patent_count, c.in_force_count, c.patent_standing, c.earliest_expiry,
    c.standing_rank, c.level_rank, c.is_sample, c.version";

#[derive(Debug, FromQueryResult)]
pub(crate) struct Row {
    id: Uuid,
    project_id: Uuid,
    founder_id: Uuid,
    slug: String,
    state: String,
    pause_reason: Option<String>,
    paused_at: Option<DateTime<Utc>>,
    regime: String,
    field: String,
    country: Option<String>,
    currency: String,
    goal_minor: Option<i64>,
    shortfall_rule: String,
    title: serde_json::Value,
    blurb: serde_json::Value,
    cover: String,
    zone: String,
    starts_at: Option<DateTime<Utc>>,
    duration_days: Option<i32>,
    deadline_local: Option<String>,
    deadline_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    submitted_at: Option<DateTime<Utc>>,
    listed_at: DateTime<Utc>,
    launched_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
    held_at: Option<DateTime<Utc>>,
    pledged_minor: i64,
    investor_count: i64,
    dossier_hash: Option<String>,
    patent_count: i32,
    in_force_count: i32,
    patent_standing: String,
    earliest_expiry: Option<NaiveDate>,
    standing_rank: i64,
    level_rank: Option<i64>,
    is_sample: bool,
    version: i64,
}

impl TryFrom<Row> for Campaign {
    type Error = db::Error;

    fn try_from(row: Row) -> Result<Self> {
        let currency: Currency = row.currency.parse().map_err(db::Error::corrupt)?;
        let deadline = match (row.duration_days, row.deadline_local) {
            (Some(days), _) => Some(DeadlineTerm::Days(
                u16::try_from(days).map_err(db::Error::corrupt)?,
            )),
            (None, Some(local)) => Some(DeadlineTerm::At(local.parse().map_err(db::Error::corrupt)?)),
            (None, None) => None,
        };
        let count = |n: i32| u32::try_from(n).map_err(db::Error::corrupt);
        Ok(Self {
            id: row.id.into(),
            project_id: row.project_id.into(),
            founder_id: row.founder_id.into(),
            slug: row.slug,
            state: row.state.parse()?,
            pause_reason: row.pause_reason.map(|reason| reason.parse()).transpose()?,
            paused_at: row.paused_at,
            regime: row.regime.parse().map_err(db::Error::corrupt)?,
            field: row.field.parse()?,
            country: row.country,
            currency,
            goal: row.goal_minor.map(|minor| Money::new(minor, currency)),
            shortfall_rule: row.shortfall_rule.parse()?,
            title: localized(row.title)?,
            blurb: localized(row.blurb)?,
            cover: row.cover,
            zone: row.zone,
            starts_at: row.starts_at,
            deadline,
            deadline_at: row.deadline_at,
            created_at: row.created_at,
            submitted_at: row.submitted_at,
            listed_at: row.listed_at,
            launched_at: row.launched_at,
            ended_at: row.ended_at,
            held_at: row.held_at,
            pledged: Money::new(row.pledged_minor, currency),
            investor_count: row.investor_count,
            dossier_hash: row.dossier_hash,
            protection: Protection {
                patent_count: count(row.patent_count)?,
                in_force_count: count(row.in_force_count)?,
                standing: row.patent_standing.parse()?,
                earliest_expiry: row.earliest_expiry,
                rank: row.standing_rank,
                level: row.level_rank.map(WatchLevel::at_rank).transpose()?,
            },
            is_sample: row.is_sample,
            version: row.version,
        })
    }
}

/// The columns an operation writes: everything but the totals (`add_committed` alone changes them)
/// and the projection.
fn written(campaign: &Campaign) -> Result<Vec<(&'static str, Value)>> {
    let (days, local) = match campaign.deadline {
        Some(DeadlineTerm::Days(days)) => (Some(i32::from(days)), None),
        Some(DeadlineTerm::At(local)) => (None, Some(local.format("%Y-%m-%dT%H:%M:%S").to_string())),
        None => (None, None),
    };
    Ok(vec![
        ("slug", campaign.slug.clone().into()),
        ("state", campaign.state.as_str().into()),
        ("stage", campaign.stage().as_str().into()),
        (
            "pause_reason",
            campaign.pause_reason.map(|reason| reason.as_str()).into(),
        ),
        ("paused_at", campaign.paused_at.into()),
        ("regime", campaign.regime.as_str().into()),
        ("field", campaign.field.as_str().into()),
        ("country", campaign.country.clone().into()),
        ("currency", campaign.currency.code().into()),
        ("goal_minor", campaign.goal.map(|goal| goal.minor).into()),
        ("shortfall_rule", campaign.shortfall_rule.as_str().into()),
        ("title", json(&campaign.title)?),
        ("blurb", json(&campaign.blurb)?),
        ("cover", campaign.cover.clone().into()),
        ("zone", campaign.zone.clone().into()),
        ("starts_at", campaign.starts_at.into()),
        ("duration_days", days.into()),
        ("deadline_local", local.into()),
        ("deadline_at", campaign.deadline_at.into()),
        ("submitted_at", campaign.submitted_at.into()),
        ("listed_at", campaign.listed_at.into()),
        ("launched_at", campaign.launched_at.into()),
        ("ended_at", campaign.ended_at.into()),
        ("held_at", campaign.held_at.into()),
        ("dossier_hash", campaign.dossier_hash.clone().into()),
        ("version", campaign.version.into()),
    ])
}

pub(crate) async fn insert(tx: &Tx, campaign: &Campaign, texts: &CampaignTexts) -> Result<()> {
    let mut columns = vec![
        ("id", campaign.id.uuid().into()),
        ("project_id", campaign.project_id.uuid().into()),
        ("founder_id", campaign.founder_id.uuid().into()),
        ("created_at", campaign.created_at.into()),
    ];
    columns.extend(written(campaign)?);
    let (names, values): (Vec<_>, Vec<Value>) = columns.into_iter().unzip();
    let mut b = Builder::default();
    let places = b.list(values);
    let insert = format!("INSERT INTO campaigns ({}) VALUES {places}", names.join(", "));
    tx.execute_raw(sql(&**tx, insert, b.values)).await?;
    let insert = "INSERT INTO campaign_texts (campaign_id, story, risks, team) VALUES ($1, $2, $3, $4)";
    let values = [
        campaign.id.uuid().into(),
        json(&texts.story)?,
        json(&texts.risks)?,
        json(&texts.team)?,
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

/// Writes a campaign whose row is locked.
pub(crate) async fn update(tx: &Tx, campaign: &Campaign) -> Result<()> {
    let mut b = Builder::default();
    let sets: Vec<_> = written(campaign)?
        .into_iter()
        .map(|(name, value)| format!("{name} = {}", b.bind(value)))
        .collect();
    let id = b.bind(campaign.id.uuid());
    let update = format!("UPDATE campaigns SET {} WHERE id = {id}", sets.join(", "));
    tx.execute_raw(sql(&**tx, update, b.values)).await?;
    Ok(())
}

pub(crate) async fn update_texts(tx: &Tx, id: CampaignId, texts: &CampaignTexts) -> Result<()> {
    let update = "UPDATE campaign_texts SET story = $1, risks = $2, team = $3 WHERE campaign_id = $4";
    let values = [
        json(&texts.story)?,
        json(&texts.risks)?,
        json(&texts.team)?,
        id.uuid().into(),
    ];
    tx.execute_raw(sql(&**tx, update, values)).await?;
    Ok(())
}

pub(crate) async fn update_protection(
    tx: &Tx,
    id: CampaignId,
    protection: &Protection,
    is_sample: bool,
) -> Result<()> {
    let update = "UPDATE campaigns SET patent_count = $1, in_force_count = $2, patent_standing = $3,
                  earliest_expiry = $4, standing_rank = $5, level_rank = $6, is_sample = $7 WHERE id = $8";
    let count = |n: u32| i32::try_from(n).unwrap_or(i32::MAX);
    let values = [
        count(protection.patent_count).into(),
        count(protection.in_force_count).into(),
        protection.standing.as_str().into(),
        protection.earliest_expiry.into(),
        protection.rank.into(),
        protection.level.map(WatchLevel::rank).into(),
        is_sample.into(),
        id.uuid().into(),
    ];
    tx.execute_raw(sql(&**tx, update, values)).await?;
    Ok(())
}

pub(crate) async fn update_search(tx: &Tx, id: CampaignId, text: &str) -> Result<()> {
    // The campaign's row is locked, so nobody else inserts meanwhile; an upsert would use up a row
    // number each time.
    let update = "UPDATE campaign_search SET search_text = $2 WHERE campaign_id = $1";
    let done = tx
        .execute_raw(sql(&**tx, update, [id.uuid().into(), text.into()]))
        .await?;
    if done.rows_affected() == 0 {
        let insert = "INSERT INTO campaign_search (campaign_id, search_text) VALUES ($1, $2)";
        tx.execute_raw(sql(&**tx, insert, [id.uuid().into(), text.into()]))
            .await?;
    }
    Ok(())
}

pub(crate) async fn lock(tx: &Tx, id: CampaignId) -> Result<Option<Campaign>> {
    let select = format!(
        "SELECT {COLUMNS} FROM campaigns c WHERE c.id = $1{}",
        tx.for_update()
    );
    let row = Row::find_by_statement(sql(&**tx, select, [id.uuid().into()]))
        .one(&**tx)
        .await?;
    row.map(Campaign::try_from).transpose()
}

/// The campaigns that a condition on `c` picks.
pub(crate) async fn select(
    conn: &impl ConnectionTrait,
    rest: &str,
    values: Vec<Value>,
) -> Result<Vec<Campaign>> {
    let select = format!("SELECT {COLUMNS} FROM campaigns c {rest}");
    let rows = Row::find_by_statement(sql(conn, select, values))
        .all(conn)
        .await?;
    rows.into_iter().map(Campaign::try_from).collect()
}

pub(crate) async fn by_ids(conn: &impl ConnectionTrait, ids: &[CampaignId]) -> Result<Vec<Campaign>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut b = Builder::default();
    let list = b.list(ids.iter().map(|id| id.uuid()));
    select(conn, &format!("WHERE c.id IN {list}"), b.values).await
}

#[derive(Debug, FromQueryResult)]
struct TextsRow {
    campaign_id: Uuid,
    story: serde_json::Value,
    risks: serde_json::Value,
    team: serde_json::Value,
}

pub(crate) async fn texts_of(
    conn: &impl ConnectionTrait,
    ids: &[CampaignId],
) -> Result<Vec<(CampaignId, CampaignTexts)>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut b = Builder::default();
    let list = b.list(ids.iter().map(|id| id.uuid()));
    let select = format!(
        "SELECT t.campaign_id, t.story, t.risks, t.team FROM campaign_texts t WHERE t.campaign_id IN {list}"
    );
    let rows = TextsRow::find_by_statement(sql(conn, select, b.values))
        .all(conn)
        .await?;
    rows.into_iter()
        .map(|row| {
            let texts = CampaignTexts {
                story: localized(row.story)?,
                risks: localized(row.risks)?,
                team: localized(row.team)?,
            };
            Ok((row.campaign_id.into(), texts))
        })
        .collect()
}

/// Which of these slugs are taken by other campaigns.
pub(crate) async fn taken_slugs(tx: &Tx, slugs: &[String], except: CampaignId) -> Result<Vec<String>> {
    let mut b = Builder::default();
    let list = b.list(slugs.iter().cloned());
    let except = b.bind(except.uuid());
    let select = format!("SELECT slug FROM campaigns WHERE slug IN {list} AND id <> {except}");
    let rows = tx.query_all_raw(sql(&**tx, select, b.values)).await?;
    rows.iter()
        .map(|row| row.try_get("", "slug").map_err(db::Error::from))
        .collect()
}

/// The campaigns of a founder that have not ended, in the order of their ids.
pub(crate) async fn unfinished_of(conn: &impl ConnectionTrait, founder: UserId) -> Result<Vec<CampaignId>> {
    let select = "SELECT id FROM campaigns WHERE founder_id = $1 AND ended_at IS NULL ORDER BY id";
    let rows = conn
        .query_all_raw(sql(conn, select, [founder.uuid().into()]))
        .await?;
    rows.iter()
        .map(|row| Ok(row.try_get::<Uuid>("", "id")?.into()))
        .collect()
}

/// Whether the project has a campaign that has not ended.
pub(crate) async fn is_under_way(tx: &Tx, project: ProjectId) -> Result<bool> {
    let select = "SELECT 1 AS x FROM campaigns WHERE project_id = $1
                  AND state NOT IN ('completed', 'failed', 'cancelled', 'suspended') LIMIT 1";
    Ok(tx
        .query_one_raw(sql(&**tx, select, [project.uuid().into()]))
        .await?
        .is_some())
}
