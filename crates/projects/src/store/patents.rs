use chrono::{DateTime, NaiveDate, Utc};
use db::{Result, Tx, sql};
use kernel::{CampaignId, PatentId};
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

use super::Builder;
use crate::{
    campaign::CampaignPatent,
    level::WatchLevel,
    ownership::Ownership,
    standing::{PatentFacts, ipc_key},
};

const COLUMNS: &str = "p.campaign_id, p.patent_id, p.position, p.added_at, p.office, p.legal_status, p.right_type, p.expires_on, p.level,
    p.owner_match, p.owner_proof";

#[derive(Debug, FromQueryResult)]
struct Row {
    campaign_id: Uuid,
    patent_id: Uuid,
    position: i32,
    added_at: DateTime<Utc>,
    office: String,
    legal_status: String,
    right_type: String,
    expires_on: Option<NaiveDate>,
    level: Option<String>,
    owner_match: Option<String>,
    owner_proof: Option<String>,
}

impl TryFrom<Row> for CampaignPatent {
    type Error = db::Error;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            campaign_id: row.campaign_id.into(),
            patent_id: row.patent_id.into(),
            position: row.position,
            added_at: row.added_at,
            office: row.office,
            legal_status: row.legal_status.parse()?,
            right_type: row.right_type,
            expires_on: row.expires_on,
            level: row.level.map(|level| level.parse()).transpose()?,
            ownership: Ownership {
                matches: row.owner_match.map(|word| word.parse()).transpose()?,
                proof: row.owner_proof.map(|word| word.parse()).transpose()?,
            },
        })
    }
}

pub(crate) async fn of_campaigns(
    conn: &impl ConnectionTrait,
    ids: &[CampaignId],
) -> Result<Vec<CampaignPatent>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut b = Builder::default();
    let list = b.list(ids.iter().map(|id| id.uuid()));
    let select = format!(
        "SELECT {COLUMNS} FROM campaign_patents p WHERE p.campaign_id IN {list} ORDER BY p.campaign_id, p.position"
    );
    let rows = Row::find_by_statement(sql(conn, select, b.values))
        .all(conn)
        .await?;
    rows.into_iter().map(CampaignPatent::try_from).collect()
}

pub(crate) async fn insert(
    tx: &Tx,
    campaign: CampaignId,
    facts: &PatentFacts,
    position: i32,
    at: DateTime<Utc>,
) -> Result<()> {
    let insert = "INSERT INTO campaign_patents
                  (campaign_id, patent_id, position, added_at, active, office, legal_status, right_type, expires_on)
                  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let values = [
        campaign.uuid().into(),
        facts.patent_id.uuid().into(),
        position.into(),
        at.into(),
        false.into(),
        facts.office.clone().into(),
        facts.legal_status.as_str().into(),
        facts.right_type.clone().into(),
        facts.expires_on.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

pub(crate) async fn remove(tx: &Tx, campaign: CampaignId, patent: PatentId) -> Result<bool> {
    let delete = "DELETE FROM campaign_patents WHERE campaign_id = $1 AND patent_id = $2";
    let done = tx
        .execute_raw(sql(&**tx, delete, [campaign.uuid().into(), patent.uuid().into()]))
        .await?;
    Ok(done.rows_affected() > 0)
}

pub(crate) async fn update_facts(
    tx: &Tx,
    campaign: CampaignId,
    facts: &PatentFacts,
    level: Option<WatchLevel>,
    ownership: Ownership,
) -> Result<()> {
    let update =
        "UPDATE campaign_patents SET office = $1, legal_status = $2, right_type = $3, expires_on = $4, level = $5,
                  owner_match = $6, owner_proof = $7 WHERE campaign_id = $8 AND patent_id = $9";
    let values = [
        facts.office.clone().into(),
        facts.legal_status.as_str().into(),
        facts.right_type.clone().into(),
        facts.expires_on.into(),
        level.map(WatchLevel::as_str).into(),
        ownership.matches.map(|word| word.as_str()).into(),
        ownership.proof.map(|word| word.as_str()).into(),
        campaign.uuid().into(),
        facts.patent_id.uuid().into(),
    ];
    tx.execute_raw(sql(&**tx, update, values)).await?;
    Ok(())
}

/// Replaces the IPC symbols of a campaign by those of its patents.
pub(crate) async fn replace_ipc(tx: &Tx, campaign: CampaignId, facts: &[PatentFacts]) -> Result<()> {
    let delete = "DELETE FROM campaign_ipc WHERE campaign_id = $1";
    tx.execute_raw(sql(&**tx, delete, [campaign.uuid().into()]))
        .await?;
    let mut keys: Vec<_> = facts
        .iter()
        .flat_map(|f| &f.ipc)
        .filter_map(|symbol| ipc_key(symbol))
        .collect();
    keys.sort();
    keys.dedup();
    keys.truncate(200);
    if keys.is_empty() {
        return Ok(());
    }
    let mut b = Builder::default();
    let rows: Vec<_> = keys
        .into_iter()
        .map(|key| {
            let subclass = key.chars().take(4).collect::<String>();
            format!(
                "({}, {}, {})",
                b.bind(campaign.uuid()),
                b.bind(key),
                b.bind(subclass)
            )
        })
        .collect();
    let insert = format!(
        "INSERT INTO campaign_ipc (campaign_id, symbol, subclass) VALUES {}",
        rows.join(", ")
    );
    tx.execute_raw(sql(&**tx, insert, b.values)).await?;
    Ok(())
}

/// Says whether the campaign holds its patents, so that no other may.
pub(crate) async fn set_active(tx: &Tx, campaign: CampaignId, active: bool) -> Result<()> {
    let update = "UPDATE campaign_patents SET active = $1 WHERE campaign_id = $2 AND active <> $1";
    tx.execute_raw(sql(&**tx, update, [active.into(), campaign.uuid().into()]))
        .await?;
    Ok(())
}

/// The first of these rights that another campaign holds.
pub(crate) async fn held_by_another(
    tx: &Tx,
    campaign: CampaignId,
    ids: &[PatentId],
) -> Result<Option<PatentId>> {
    if ids.is_empty() {
        return Ok(None);
    }
    let mut b = Builder::default();
    let list = b.list(ids.iter().map(|id| id.uuid()));
    let own = b.bind(campaign.uuid());
    let select = format!(
        "SELECT patent_id FROM campaign_patents WHERE patent_id IN {list} AND active AND campaign_id <> {own} LIMIT 1"
    );
    let row = tx.query_one_raw(sql(&**tx, select, b.values)).await?;
    row.map(|row| {
        row.try_get::<Uuid>("", "patent_id")
            .map(PatentId::from)
            .map_err(db::Error::from)
    })
    .transpose()
}

/// Campaigns that stand on one of these rights, after `after`, in the order of their ids.
pub(crate) async fn campaigns_with(
    conn: &impl ConnectionTrait,
    ids: &[PatentId],
    after: Option<CampaignId>,
    limit: u64,
) -> Result<Vec<CampaignId>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut b = Builder::default();
    let list = b.list(ids.iter().map(|id| id.uuid()));
    let after = b.bind(after.map_or(Uuid::nil(), CampaignId::uuid));
    let select = format!(
        "SELECT DISTINCT campaign_id FROM campaign_patents WHERE patent_id IN {list} AND campaign_id > {after}
         ORDER BY campaign_id LIMIT {limit}"
    );
    let rows = conn.query_all_raw(sql(conn, select, b.values)).await?;
    rows.iter()
        .map(|row| Ok(row.try_get::<Uuid>("", "campaign_id")?.into()))
        .collect()
}
