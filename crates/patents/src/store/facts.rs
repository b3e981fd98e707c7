use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use db::{Error, Result, Tx, sql};
use kernel::{PatentId, SnapshotId};
use sea_orm::{ConnectionTrait, QueryResult};
use uuid::Uuid;

use super::{json, places};
use crate::{facts::RightFacts, sample, source::PARSER_VERSION, standing::Told};

/// Keeps what a snapshot says of a right, as the parsers of today read it.
pub(crate) async fn add(
    tx: &Tx,
    patent: PatentId,
    snapshot: SnapshotId,
    stated_on: NaiveDate,
    facts: &RightFacts,
    now: DateTime<Utc>,
) -> Result<()> {
    let insert = "INSERT INTO patent_facts (patent_id, snapshot_id, parser_version, stated_on, facts, recorded_at)
                  VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (patent_id, snapshot_id, parser_version) DO NOTHING";
    let values = [
        patent.uuid().into(),
        snapshot.uuid().into(),
        PARSER_VERSION.into(),
        stated_on.into(),
        json(facts)?,
        now.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

/// What every answer says of a right, as parsers up to a version read it: of each snapshot the newest such reading.
pub(crate) async fn of(
    conn: &impl ConnectionTrait,
    patent: PatentId,
    parser_version: i32,
) -> Result<Vec<Told>> {
    let mut all = of_many(conn, &[patent]).await?;
    Ok(read_by(all.remove(&patent).unwrap_or_default(), parser_version))
}

/// Readings by parsers up to a version, of each snapshot the newest.
pub(crate) fn read_by(readings: Vec<Reading>, parser_version: i32) -> Vec<Told> {
    let mut told: BTreeMap<SnapshotId, Told> = BTreeMap::new();
    for reading in readings {
        if reading.parser_version <= parser_version {
            told.insert(reading.told.snapshot_id, reading.told);
        }
    }
    told.into_values().collect()
}

/// What a version of the parsers read from a snapshot.
pub(crate) struct Reading {
    pub(crate) parser_version: i32,
    pub(crate) told: Told,
}

/// Every reading of every answer about these rights, in one statement; older versions first.
pub(crate) async fn of_many(
    conn: &impl ConnectionTrait,
    patents: &[PatentId],
) -> Result<HashMap<PatentId, Vec<Reading>>> {
    if patents.is_empty() {
        return Ok(HashMap::new());
    }
    let select = format!(
        "SELECT f.patent_id, f.snapshot_id, f.parser_version, f.facts,
            COALESCE((SELECT max(c.confirmed_on) FROM patent_confirmations c
                      WHERE c.patent_id = f.patent_id AND c.snapshot_id = f.snapshot_id), f.stated_on) AS stated_on,
            (SELECT max(c.recorded_at) FROM patent_confirmations c
             WHERE c.patent_id = f.patent_id AND c.snapshot_id = f.snapshot_id) AS confirmed_at, s.source, s.call, s.fetched_at, s.is_recording
         FROM patent_facts f JOIN patent_snapshots s ON s.id = f.snapshot_id
         WHERE f.patent_id IN ({}) ORDER BY f.patent_id, f.snapshot_id, f.parser_version",
        places(1, patents.len())
    );
    let values: Vec<_> = patents.iter().map(|id| id.uuid().into()).collect();
    let mut readings: HashMap<PatentId, Vec<Reading>> = HashMap::new();
    for row in conn.query_all_raw(sql(conn, select, values)).await? {
        let facts: serde_json::Value = row.try_get("", "facts")?;
        let reading = Reading {
            parser_version: row.try_get("", "parser_version")?,
            told: Told {
                snapshot_id: row.try_get::<Uuid>("", "snapshot_id")?.into(),
                source: row.try_get("", "source")?,
                call: row.try_get("", "call")?,
                told_at: told_at(&row)?,
                // The sample register is asked like any other: what it says later is newer.
                is_recording: row.try_get("", "is_recording")?
                    && row.try_get::<String>("", "source")? != sample::SOURCE,
                stated_on: row.try_get("", "stated_on")?,
                facts: serde_json::from_value(facts).map_err(Error::corrupt)?,
            },
        };
        let patent = row.try_get::<Uuid>("", "patent_id")?.into();
        readings.entry(patent).or_default().push(reading);
    }
    Ok(readings)
}

/// When an answer was last given: fetched, or given again.
fn told_at(row: &QueryResult) -> Result<DateTime<Utc>> {
    let fetched_at: DateTime<Utc> = row.try_get("", "fetched_at")?;
    let confirmed_at: Option<DateTime<Utc>> = row.try_get("", "confirmed_at")?;
    Ok(confirmed_at.map_or(fetched_at, |at| at.max(fetched_at)))
}

/// Snapshots of a right that the parsers of today have not read yet: their ids, sources, bodies and days of fetching.
pub(crate) async fn unread(tx: &Tx, patent: PatentId) -> Result<Vec<Unread>> {
    let select = "SELECT s.id, s.source, s.fetched_at, s.is_recording, s.body FROM patent_evidence e
                  JOIN patent_snapshots s ON s.id = e.snapshot_id
                  LEFT JOIN patent_facts f
                    ON f.patent_id = e.patent_id AND f.snapshot_id = e.snapshot_id AND f.parser_version = $2
                  WHERE e.patent_id = $1 AND f.snapshot_id IS NULL ORDER BY s.id";
    let rows = tx
        .query_all_raw(sql(&**tx, select, [patent.uuid().into(), PARSER_VERSION.into()]))
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Unread {
                id: row.try_get::<Uuid>("", "id")?.into(),
                source: row.try_get("", "source")?,
                fetched_at: row.try_get("", "fetched_at")?,
                is_recording: row.try_get("", "is_recording")?,
                body: row.try_get("", "body")?,
            })
        })
        .collect()
}

/// A snapshot to be read again.
pub(crate) struct Unread {
    pub(crate) id: SnapshotId,
    pub(crate) source: String,
    pub(crate) fetched_at: DateTime<Utc>,
    pub(crate) is_recording: bool,
    pub(crate) body: String,
}

/// Notes that the register of a snapshot gave the same answer again. Returns whether it had not on that day.
pub(crate) async fn confirm(
    tx: &Tx,
    patent: PatentId,
    snapshot: SnapshotId,
    on: NaiveDate,
    now: DateTime<Utc>,
) -> Result<bool> {
    let insert = "INSERT INTO patent_confirmations (patent_id, snapshot_id, confirmed_on, recorded_at)
                  VALUES ($1, $2, $3, $4) ON CONFLICT (patent_id, snapshot_id, confirmed_on) DO NOTHING";
    let values = [
        patent.uuid().into(),
        snapshot.uuid().into(),
        on.into(),
        now.into(),
    ];
    Ok(tx.execute_raw(sql(&**tx, insert, values)).await?.rows_affected() > 0)
}

/// The rights a snapshot is evidence for.
pub(crate) async fn rights_of(tx: &Tx, snapshot: SnapshotId) -> Result<Vec<PatentId>> {
    let select = "SELECT patent_id FROM patent_evidence WHERE snapshot_id = $1 ORDER BY patent_id";
    let rows = tx
        .query_all_raw(sql(&**tx, select, [snapshot.uuid().into()]))
        .await?;
    rows.iter()
        .map(|row| Ok(row.try_get::<Uuid>("", "patent_id")?.into()))
        .collect()
}
