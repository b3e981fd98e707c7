use chrono::{DateTime, Utc};
use db::{Error, Result, Tx, sql};
use kernel::{Cursor, Page, PageRequest, PatentId, kind};
use sea_orm::{ConnectionTrait, QueryResult};
use uuid::Uuid;

use super::{events::PageError, json, places};
use crate::{
    assess::Assessment,
    panel::Panel,
    standing::{Cause, Relied, StoredAssessment},
};

const COLUMNS: &str = "id, patent_id, seq, rule_version, parser_version, as_of, cause, evidence, assessment, panel, computed_at";

fn read(row: &QueryResult) -> Result<StoredAssessment> {
    let cause: String = row.try_get("", "cause")?;
    Ok(StoredAssessment {
        id: row.try_get("", "id")?,
        patent_id: row.try_get::<Uuid>("", "patent_id")?.into(),
        seq: row.try_get("", "seq")?,
        parser_version: row.try_get("", "parser_version")?,
        cause: cause
            .parse()
            .map_err(|()| Error::corrupt(format!("{cause} is no cause")))?,
        evidence: serde_json::from_value(row.try_get("", "evidence")?).map_err(Error::corrupt)?,
        assessment: serde_json::from_value(row.try_get("", "assessment")?).map_err(Error::corrupt)?,
        panel: serde_json::from_value(row.try_get("", "panel")?).map_err(Error::corrupt)?,
        computed_at: row.try_get("", "computed_at")?,
    })
}

/// What is to be stored.
pub(crate) struct New<'a> {
    pub(crate) patent_id: PatentId,
    pub(crate) seq: i32,
    pub(crate) parser_version: i32,
    pub(crate) cause: Cause,
    pub(crate) evidence: &'a [Relied],
    pub(crate) assessment: &'a Assessment,
    pub(crate) panel: &'a Panel,
}

/// Adds an assessment. Returns its id.
pub(crate) async fn add(tx: &Tx, new: &New<'_>, now: DateTime<Utc>) -> Result<Uuid> {
    let id = tx.new_id::<kind::Event>(now).uuid();
    let insert = format!(
        "INSERT INTO patent_assessments ({COLUMNS}, status)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
    );
    let values = [
        id.into(),
        new.patent_id.uuid().into(),
        new.seq.into(),
        new.assessment.rule_version.into(),
        new.parser_version.into(),
        new.assessment.as_of.into(),
        new.cause.as_str().into(),
        json(&new.evidence)?,
        json(new.assessment)?,
        json(new.panel)?,
        now.into(),
        new.panel.status.value.as_str().into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(id)
}

/// The newest assessment of a right.
pub(crate) async fn newest(
    conn: &impl ConnectionTrait,
    patent: PatentId,
) -> Result<Option<StoredAssessment>> {
    let select =
        format!("SELECT {COLUMNS} FROM patent_assessments WHERE patent_id = $1 ORDER BY seq DESC LIMIT 1");
    let row = conn
        .query_one_raw(sql(conn, select, [patent.uuid().into()]))
        .await?;
    row.as_ref().map(read).transpose()
}

/// The newest assessments of these rights that were known by a moment; of now if none is said.
pub(crate) async fn known(
    conn: &impl ConnectionTrait,
    ids: &[PatentId],
    by: Option<DateTime<Utc>>,
) -> Result<Vec<StoredAssessment>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut values: Vec<_> = ids.iter().map(|id| id.uuid().into()).collect();
    let wanted = places(1, ids.len());
    let mut known = String::new();
    if let Some(by) = by {
        values.push(by.into());
        known = format!(" AND computed_at <= ${}", values.len());
    }
    let select = format!(
        "SELECT {COLUMNS} FROM (SELECT {COLUMNS}, row_number() OVER (PARTITION BY patent_id ORDER BY seq DESC) AS nth
         FROM patent_assessments WHERE patent_id IN ({wanted}){known}) known WHERE nth = 1"
    );
    let rows = conn.query_all_raw(sql(conn, select, values)).await?;
    rows.iter().map(read).collect()
}

/// All assessments of a right, oldest first.
pub(crate) async fn all(conn: &impl ConnectionTrait, patent: PatentId) -> Result<Vec<StoredAssessment>> {
    let select = format!("SELECT {COLUMNS} FROM patent_assessments WHERE patent_id = $1 ORDER BY seq");
    let rows = conn
        .query_all_raw(sql(conn, select, [patent.uuid().into()]))
        .await?;
    rows.iter().map(read).collect()
}

/// How a right stood over time, newest first.
pub(crate) async fn page(
    conn: &impl ConnectionTrait,
    patent: PatentId,
    request: &PageRequest,
) -> Result<Page<StoredAssessment>, PageError> {
    let scope = ("patent-assessments", patent);
    let mut values = vec![patent.uuid().into()];
    let mut after = "";
    if let Some(cursor) = &request.after {
        let seq: i32 = cursor.open(&scope)?;
        values.push(seq.into());
        after = "AND seq < $2";
    }
    // The oldest has number one and no number is left out: the newest number is how many there are.
    let select = format!(
        "SELECT {COLUMNS}, (SELECT max(seq) FROM patent_assessments WHERE patent_id = $1) AS total
         FROM patent_assessments WHERE patent_id = $1 {after} ORDER BY seq DESC LIMIT {}",
        request.first + 1
    );
    let rows = conn
        .query_all_raw(sql(conn, select, values))
        .await
        .map_err(db::Error::from)?;
    let total = rows
        .first()
        .map_or(Ok(0), |row| row.try_get::<i32>("", "total"))
        .map_err(db::Error::from)?;
    let items = rows.iter().map(read).collect::<Result<Vec<_>>>()?;
    let page = Page::from_surplus(items, request.first, |item| Cursor::new(&item.seq, &scope));
    Ok(page.with_total(u64::try_from(total).unwrap_or_default()))
}
