use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use db::{Result, Tx, sql};
use kernel::{PatentId, kind};
use sea_orm::ConnectionTrait;
use serde::Serialize;
use uuid::Uuid;

use super::{places, word};
use crate::watch::{Signal, SignalKind, Tier, WatchLevel};

/// How a right is watched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Watched {
    /// How closely.
    pub tier: Tier,
    /// The worst of its signals.
    pub level: WatchLevel,
    /// When its registers are asked again.
    pub next_check_at: DateTime<Utc>,
    /// When all of them last answered.
    pub last_checked_at: Option<DateTime<Utc>>,
    /// How often in a row one of them did not.
    pub failures: i32,
    /// What went wrong last.
    pub trouble: Option<String>,
}

/// A signal that was raised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Raised {
    /// What it is about.
    pub kind: SignalKind,
    /// Which of its kind; empty where there is one only.
    pub sub: String,
    /// How bad it is.
    pub level: WatchLevel,
    /// When it comes, or since when it is so.
    pub on: Option<NaiveDate>,
    /// When it was raised.
    pub raised_at: DateTime<Utc>,
    /// When it was found to stand no more.
    pub cleared_at: Option<DateTime<Utc>>,
}

/// How a right is watched.
pub(crate) async fn find(conn: &impl ConnectionTrait, patent: PatentId) -> Result<Option<Watched>> {
    let select = "SELECT tier, level, next_check_at, last_checked_at, failures, trouble
                  FROM patent_watch WHERE patent_id = $1";
    let row = conn
        .query_one_raw(sql(conn, select, [patent.uuid().into()]))
        .await?;
    row.map(|row| {
        Ok(Watched {
            tier: word(&row, "tier")?,
            level: word(&row, "level")?,
            next_check_at: row.try_get("", "next_check_at")?,
            last_checked_at: row.try_get("", "last_checked_at")?,
            failures: row.try_get("", "failures")?,
            trouble: row.try_get("", "trouble")?,
        })
    })
    .transpose()
}

/// Writes how a right is watched.
pub(crate) async fn save(tx: &Tx, patent: PatentId, watched: &Watched, now: DateTime<Utc>) -> Result<()> {
    let upsert = "INSERT INTO patent_watch
                  (patent_id, tier, level, next_check_at, last_checked_at, failures, trouble, updated_at)
                  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                  ON CONFLICT (patent_id) DO UPDATE
                  SET tier = excluded.tier, level = excluded.level, next_check_at = excluded.next_check_at,
                      last_checked_at = excluded.last_checked_at, failures = excluded.failures,
                      trouble = excluded.trouble, updated_at = excluded.updated_at";
    let values = [
        patent.uuid().into(),
        watched.tier.as_str().into(),
        watched.level.as_str().into(),
        watched.next_check_at.into(),
        watched.last_checked_at.into(),
        watched.failures.into(),
        watched.trouble.clone().into(),
        now.into(),
    ];
    tx.execute_raw(sql(&**tx, upsert, values)).await?;
    Ok(())
}

/// Notes that a right is watched this closely from now on.
pub(crate) async fn add_tier(tx: &Tx, patent: PatentId, tier: Tier, now: DateTime<Utc>) -> Result<()> {
    let insert = "INSERT INTO patent_tiers (id, patent_id, tier, since) VALUES ($1, $2, $3, $4)";
    let values = [
        tx.new_id::<kind::Event>(now).uuid().into(),
        patent.uuid().into(),
        tier.as_str().into(),
        now.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

/// How closely these rights were watched at a moment. One that was not watched then is left out.
pub(crate) async fn tiers_at(
    conn: &impl ConnectionTrait,
    ids: &[PatentId],
    at: DateTime<Utc>,
) -> Result<HashMap<PatentId, Tier>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let mut values: Vec<_> = ids.iter().map(|id| id.uuid().into()).collect();
    values.push(at.into());
    let select = format!(
        "SELECT patent_id, tier FROM (SELECT patent_id, tier,
            row_number() OVER (PARTITION BY patent_id ORDER BY since DESC, id DESC) AS nth
         FROM patent_tiers WHERE patent_id IN ({}) AND since <= ${}) known WHERE nth = 1",
        places(1, ids.len()),
        values.len()
    );
    let rows = conn.query_all_raw(sql(conn, select, values)).await?;
    rows.iter()
        .map(|row| Ok((row.try_get::<Uuid>("", "patent_id")?.into(), word(row, "tier")?)))
        .collect()
}

/// Rights whose check is due, the hottest first, then those that have waited longest.
pub(crate) async fn due(
    conn: &impl ConnectionTrait,
    now: DateTime<Utc>,
    limit: u64,
) -> Result<Vec<(PatentId, Tier)>> {
    let select = format!(
        "SELECT patent_id, tier FROM patent_watch WHERE next_check_at <= $1
         ORDER BY CASE tier WHEN 'hot' THEN 0 WHEN 'warm' THEN 1 WHEN 'cool' THEN 2 ELSE 3 END,
                  next_check_at, patent_id LIMIT {limit}"
    );
    let rows = conn.query_all_raw(sql(conn, select, [now.into()])).await?;
    rows.iter()
        .map(|row| Ok((row.try_get::<Uuid>("", "patent_id")?.into(), word(row, "tier")?)))
        .collect()
}

/// Raises the signals that stand, each once by its cause, and clears those that stand no more.
pub(crate) async fn raise(tx: &Tx, patent: PatentId, signals: &[Signal], now: DateTime<Utc>) -> Result<()> {
    for signal in signals {
        let upsert = "INSERT INTO patent_signals
                      (id, patent_id, kind, sub, cause, level, signal_on, raised_at)
                      VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                      ON CONFLICT (patent_id, kind, cause) DO UPDATE SET cleared_at = NULL";
        let values = [
            tx.new_id::<kind::Event>(now).uuid().into(),
            patent.uuid().into(),
            signal.kind.as_str().into(),
            signal.sub.into(),
            signal.cause.clone().into(),
            signal.level.as_str().into(),
            signal.on.into(),
            now.into(),
        ];
        tx.execute_raw(sql(&**tx, upsert, values)).await?;
    }
    let mut values = vec![now.into(), patent.uuid().into()];
    let mut still = String::new();
    for signal in signals {
        values.push(signal.kind.as_str().into());
        values.push(signal.cause.clone().into());
        still.push_str(&format!(
            " AND NOT (kind = ${} AND cause = ${})",
            values.len() - 1,
            values.len()
        ));
    }
    let clear = format!(
        "UPDATE patent_signals SET cleared_at = $1 WHERE patent_id = $2 AND cleared_at IS NULL{still}"
    );
    tx.execute_raw(sql(&**tx, clear, values)).await?;
    Ok(())
}

/// Signals that stand and that stood, newest first.
pub(crate) async fn raised(conn: &impl ConnectionTrait, patent: PatentId) -> Result<Vec<Raised>> {
    let select = "SELECT kind, sub, level, signal_on, raised_at, cleared_at FROM patent_signals
                  WHERE patent_id = $1 ORDER BY raised_at DESC, id DESC LIMIT 200";
    let rows = conn
        .query_all_raw(sql(conn, select, [patent.uuid().into()]))
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Raised {
                kind: word(row, "kind")?,
                sub: row.try_get("", "sub")?,
                level: word(row, "level")?,
                on: row.try_get("", "signal_on")?,
                raised_at: row.try_get("", "raised_at")?,
                cleared_at: row.try_get("", "cleared_at")?,
            })
        })
        .collect()
}
