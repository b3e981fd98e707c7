use std::collections::BTreeSet;

use db::{Result, Tx, sql};
use kernel::PatentId;
use sea_orm::{ConnectionTrait, Value};
use uuid::Uuid;

use super::places;

/// Keeps what a right shares with its family, in place of what was kept before.
pub(crate) async fn replace(tx: &Tx, patent: PatentId, keys: &BTreeSet<String>) -> Result<()> {
    let id = Value::from(patent.uuid());
    let delete = "DELETE FROM patent_family_keys WHERE patent_id = $1";
    tx.execute_raw(sql(&**tx, delete, [id.clone()])).await?;
    if keys.is_empty() {
        return Ok(());
    }
    let mut values = vec![id];
    let rows: Vec<String> = keys
        .iter()
        .map(|key| {
            values.push(key.clone().into());
            format!("($1, ${})", values.len())
        })
        .collect();
    let insert = format!(
        "INSERT INTO patent_family_keys (patent_id, family_key) VALUES {}",
        rows.join(", ")
    );
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

/// Each of these rights with each other right that shares something of a family with it.
pub(crate) async fn relatives(
    conn: &impl ConnectionTrait,
    ids: &[PatentId],
) -> Result<Vec<(PatentId, PatentId)>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let select = format!(
        "SELECT DISTINCT own.patent_id AS right_id, other.patent_id AS relative_id FROM patent_family_keys own
         JOIN patent_family_keys other ON other.family_key = own.family_key AND other.patent_id <> own.patent_id
         WHERE own.patent_id IN ({}) ORDER BY own.patent_id, other.patent_id LIMIT 10000",
        places(1, ids.len())
    );
    let values: Vec<Value> = ids.iter().map(|id| id.uuid().into()).collect();
    let rows = conn.query_all_raw(sql(conn, select, values)).await?;
    rows.iter()
        .map(|row| {
            let right: Uuid = row.try_get("", "right_id")?;
            let relative: Uuid = row.try_get("", "relative_id")?;
            Ok((right.into(), relative.into()))
        })
        .collect()
}
