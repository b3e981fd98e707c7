use chrono::{DateTime, Utc};
use db::{Before, FirstOfEach, Result, Tx, sql};
use kernel::{CampaignId, CampaignUpdateId};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use uuid::Uuid;

use super::{Builder, json, localized};
use crate::update::{CampaignUpdate, UpdateVersion};

const COLUMNS: &str =
    "u.id, u.campaign_id, u.author_id, u.number, u.state, u.audience, u.title, u.body, u.created_at,
    u.publish_at, u.published_at, u.edited_at, u.version";

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    campaign_id: Uuid,
    author_id: Uuid,
    number: Option<i32>,
    state: String,
    audience: String,
    title: serde_json::Value,
    body: serde_json::Value,
    created_at: DateTime<Utc>,
    publish_at: Option<DateTime<Utc>>,
    published_at: Option<DateTime<Utc>>,
    edited_at: Option<DateTime<Utc>>,
    version: i64,
}

impl TryFrom<Row> for CampaignUpdate {
    type Error = db::Error;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: row.id.into(),
            campaign_id: row.campaign_id.into(),
            author_id: row.author_id.into(),
            number: row.number,
            state: row.state.parse()?,
            audience: row.audience.parse()?,
            title: localized(row.title)?,
            body: localized(row.body)?,
            created_at: row.created_at,
            publish_at: row.publish_at,
            published_at: row.published_at,
            edited_at: row.edited_at,
            version: row.version,
        })
    }
}

async fn select(conn: &impl ConnectionTrait, rest: &str, values: Vec<Value>) -> Result<Vec<CampaignUpdate>> {
    let select = format!("SELECT {COLUMNS} FROM campaign_updates u {rest}");
    let rows = Row::find_by_statement(sql(conn, select, values))
        .all(conn)
        .await?;
    rows.into_iter().map(CampaignUpdate::try_from).collect()
}

pub(crate) async fn insert(tx: &Tx, update: &CampaignUpdate) -> Result<()> {
    let insert = "INSERT INTO campaign_updates (id, campaign_id, author_id, state, audience, title, body, created_at, version)
                  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let values = [
        update.id.uuid().into(),
        update.campaign_id.uuid().into(),
        update.author_id.uuid().into(),
        update.state.as_str().into(),
        update.audience.as_str().into(),
        json(&update.title)?,
        json(&update.body)?,
        update.created_at.into(),
        update.version.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

pub(crate) async fn update(tx: &Tx, update: &CampaignUpdate) -> Result<()> {
    let statement = "UPDATE campaign_updates SET number = $1, state = $2, audience = $3, title = $4, body = $5, publish_at = $6,
                     published_at = $7, edited_at = $8, version = $9 WHERE id = $10";
    let values = [
        update.number.into(),
        update.state.as_str().into(),
        update.audience.as_str().into(),
        json(&update.title)?,
        json(&update.body)?,
        update.publish_at.into(),
        update.published_at.into(),
        update.edited_at.into(),
        update.version.into(),
        update.id.uuid().into(),
    ];
    tx.execute_raw(sql(&**tx, statement, values)).await?;
    Ok(())
}

pub(crate) async fn delete(tx: &Tx, id: CampaignUpdateId) -> Result<()> {
    let delete = "DELETE FROM campaign_updates WHERE id = $1";
    tx.execute_raw(sql(&**tx, delete, [id.uuid().into()])).await?;
    Ok(())
}

/// Keeps what a published update says, before it is changed.
pub(crate) async fn keep_version(tx: &Tx, update: &CampaignUpdate, now: DateTime<Utc>) -> Result<()> {
    let insert = "INSERT INTO campaign_update_versions (update_id, version, title, body, replaced_at)
                  VALUES ($1, $2, $3, $4, $5)";
    let values = [
        update.id.uuid().into(),
        update.version.into(),
        json(&update.title)?,
        json(&update.body)?,
        now.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

pub(crate) async fn versions(
    conn: &impl ConnectionTrait,
    update: CampaignUpdateId,
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<UpdateVersion>> {
    #[derive(FromQueryResult)]
    struct Kept {
        version: i64,
        title: serde_json::Value,
        body: serde_json::Value,
        replaced_at: DateTime<Utc>,
    }
    let select = format!(
        "SELECT version, title, body, replaced_at FROM campaign_update_versions WHERE update_id = $1 AND version < $2
         ORDER BY version DESC LIMIT {limit}"
    );
    let values = [update.uuid().into(), before.unwrap_or(i64::MAX).into()];
    let rows = Kept::find_by_statement(sql(conn, select, values))
        .all(conn)
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(UpdateVersion {
                update_id: update,
                version: row.version,
                title: localized(row.title)?,
                body: localized(row.body)?,
                replaced_at: row.replaced_at,
            })
        })
        .collect()
}

pub(crate) async fn find(
    conn: &impl ConnectionTrait,
    id: CampaignUpdateId,
) -> Result<Option<CampaignUpdate>> {
    Ok(select(conn, "WHERE u.id = $1", vec![id.uuid().into()])
        .await?
        .pop())
}

pub(crate) async fn numbered(
    conn: &impl ConnectionTrait,
    campaign: CampaignId,
    number: i32,
) -> Result<Option<CampaignUpdate>> {
    let values = vec![campaign.uuid().into(), number.into()];
    Ok(select(conn, "WHERE u.campaign_id = $1 AND u.number = $2", values)
        .await?
        .pop())
}

pub(crate) async fn published(
    conn: &impl ConnectionTrait,
    campaign: CampaignId,
    before: Option<i32>,
    limit: u32,
) -> Result<Vec<CampaignUpdate>> {
    let mut b = Builder::default();
    let campaign = b.bind(campaign.uuid());
    let mut rest = format!("WHERE u.campaign_id = {campaign} AND u.number IS NOT NULL");
    if let Some(before) = before {
        rest.push_str(&format!(" AND u.number < {}", b.bind(before)));
    }
    rest.push_str(&format!(" ORDER BY u.number DESC LIMIT {limit}"));
    select(conn, &rest, b.values).await
}

/// The newest published updates of each of these campaigns, newest first.
pub(crate) async fn newest_published(
    conn: &impl ConnectionTrait,
    campaigns: &[CampaignId],
    before: Option<&Before>,
    most: usize,
) -> Result<Vec<CampaignUpdate>> {
    if campaigns.is_empty() {
        return Ok(Vec::new());
    }
    let mut b = Builder::default();
    let list = b.list(campaigns.iter().map(|id| id.uuid()));
    let mut condition = format!("campaign_id IN {list} AND number IS NOT NULL");
    if let Some(before) = before {
        condition.push_str(" AND ");
        condition.push_str(&before.condition("published_at", "id", &mut b.values));
    }
    let newest = FirstOfEach {
        table: "campaign_updates",
        parent: "campaign_id",
        condition: &condition,
        order: "number DESC",
        most,
    };
    let rest = format!("WHERE u.id IN {} ORDER BY u.number DESC", newest.ids());
    select(conn, &rest, b.values).await
}

pub(crate) async fn count_versions(conn: &impl ConnectionTrait, update: CampaignUpdateId) -> Result<u64> {
    let select = "SELECT count(*) AS n FROM campaign_update_versions WHERE update_id = $1";
    super::count(conn, select, vec![update.uuid().into()]).await
}

pub(crate) async fn unpublished(
    conn: &impl ConnectionTrait,
    campaign: CampaignId,
) -> Result<Vec<CampaignUpdate>> {
    let rest = "WHERE u.campaign_id = $1 AND u.state <> 'published' ORDER BY u.id DESC LIMIT 100";
    select(conn, rest, vec![campaign.uuid().into()]).await
}

/// The scheduled updates whose moment has come, with their campaigns.
pub(crate) async fn due(
    conn: &impl ConnectionTrait,
    now: DateTime<Utc>,
    limit: u64,
) -> Result<Vec<(CampaignId, CampaignUpdateId)>> {
    let select = format!(
        "SELECT id, campaign_id FROM campaign_updates WHERE state = 'scheduled' AND publish_at <= $1
         ORDER BY publish_at LIMIT {limit}"
    );
    let rows = conn.query_all_raw(sql(conn, select, [now.into()])).await?;
    rows.iter()
        .map(|row| {
            let campaign = row.try_get::<Uuid>("", "campaign_id")?.into();
            Ok((campaign, row.try_get::<Uuid>("", "id")?.into()))
        })
        .collect()
}

pub(crate) async fn last_number(tx: &Tx, campaign: CampaignId) -> Result<i32> {
    let select = "SELECT max(number) AS n FROM campaign_updates WHERE campaign_id = $1";
    let row = tx
        .query_one_raw(sql(&**tx, select, [campaign.uuid().into()]))
        .await?;
    let last: Option<i32> = row.map_or(Ok(None), |row| row.try_get("", "n"))?;
    Ok(last.unwrap_or(0))
}

pub(crate) async fn count(tx: &Tx, campaign: CampaignId) -> Result<u64> {
    let select = "SELECT count(*) AS n FROM campaign_updates WHERE campaign_id = $1";
    super::count(&**tx, select, vec![campaign.uuid().into()]).await
}

pub(crate) async fn count_published(conn: &impl ConnectionTrait, campaign: CampaignId) -> Result<u64> {
    let select = "SELECT count(*) AS n FROM campaign_updates WHERE campaign_id = $1 AND number IS NOT NULL";
    super::count(conn, select, vec![campaign.uuid().into()]).await
}

pub(crate) async fn counts(
    conn: &impl ConnectionTrait,
    campaigns: &[CampaignId],
) -> Result<Vec<(CampaignId, u64)>> {
    if campaigns.is_empty() {
        return Ok(Vec::new());
    }
    let mut b = Builder::default();
    let list = b.list(campaigns.iter().map(|id| id.uuid()));
    let select = format!(
        "SELECT campaign_id, count(*) AS n FROM campaign_updates WHERE campaign_id IN {list} AND number IS NOT NULL
         GROUP BY campaign_id"
    );
    let rows = conn.query_all_raw(sql(conn, select, b.values)).await?;
    rows.iter()
        .map(|row| {
            let n: i64 = row.try_get("", "n")?;
            let campaign = row.try_get::<Uuid>("", "campaign_id")?.into();
            Ok((campaign, u64::try_from(n).unwrap_or(0)))
        })
        .collect()
}
