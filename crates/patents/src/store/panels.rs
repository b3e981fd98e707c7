use chrono::{DateTime, Utc};
use db::{Error, Result, Tx, sql};
use kernel::PatentId;
use sea_orm::ConnectionTrait;

use super::{json, places, word_or};
use crate::{panel::Panel, watch::Tier};

/// The panels of these rights as closely as each is watched, in any order, in one statement.
pub(crate) async fn by_ids(conn: &impl ConnectionTrait, ids: &[PatentId]) -> Result<Vec<Panel>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let select = format!(
        "SELECT p.panel, w.tier FROM patent_panels p LEFT JOIN patent_watch w ON w.patent_id = p.patent_id
         WHERE p.patent_id IN ({})",
        places(1, ids.len())
    );
    let values: Vec<_> = ids.iter().map(|id| id.uuid().into()).collect();
    let rows = conn.query_all_raw(sql(conn, select, values)).await?;
    rows.iter()
        .map(|row| {
            let panel: serde_json::Value = row.try_get("", "panel")?;
            let panel: Panel = serde_json::from_value(panel).map_err(Error::corrupt)?;
            let tier = word_or(row, "tier", Tier::Cold)?;
            Ok(panel.watched(tier))
        })
        .collect()
}

/// Every right's panel after `after`, by id, for rebuilding what is derived from them.
pub(crate) async fn after(
    conn: &impl ConnectionTrait,
    after: Option<PatentId>,
    limit: u64,
) -> Result<Vec<PatentId>> {
    let from = after.map_or(uuid::Uuid::nil(), PatentId::uuid);
    let select =
        format!("SELECT patent_id FROM patent_panels WHERE patent_id > $1 ORDER BY patent_id LIMIT {limit}");
    let rows = conn.query_all_raw(sql(conn, select, [from.into()])).await?;
    rows.iter()
        .map(|row| Ok(row.try_get::<uuid::Uuid>("", "patent_id")?.into()))
        .collect()
}

/// Writes a right's panel.
pub(crate) async fn save(tx: &Tx, panel: &Panel, now: DateTime<Utc>) -> Result<()> {
    let upsert = "INSERT INTO patent_panels (patent_id, panel, updated_at) VALUES ($1, $2, $3)
                  ON CONFLICT (patent_id) DO UPDATE SET panel = excluded.panel, updated_at = excluded.updated_at";
    tx.execute_raw(sql(
        &**tx,
        upsert,
        [panel.id.uuid().into(), json(panel)?, now.into()],
    ))
    .await?;
    Ok(())
}
