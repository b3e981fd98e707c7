use std::collections::HashSet;

use chrono::{DateTime, Utc};
use db::{Result, Tx, sql};
use kernel::{PatentId, kind};
use sea_orm::{ConnectionTrait, Value};

use super::places;
use crate::{
    facts::{NumberKey, RightFacts},
    number::{NumberForm, Office, PatentNumber, RightType},
    standing::Filed,
};

/// The right that has one of these numbers. An application number decides over a publication's; of
/// several rights with the same document, the one of the document's own office comes first. With
/// `own_office`, documents find only rights of that office.
pub(crate) async fn find(
    conn: &impl ConnectionTrait,
    keys: &[NumberKey],
    own_office: Option<Office>,
) -> Result<Option<PatentId>> {
    for is_application in [true, false] {
        let mut values: Vec<Value> = keys
            .iter()
            .filter(|key| key.is_application == is_application)
            .map(|key| key.key.clone().into())
            .collect();
        if values.is_empty() {
            continue;
        }
        let wanted = places(1, values.len());
        let forms = if is_application { "=" } else { "<>" };
        let mut select = format!(
            "SELECT n.patent_id FROM patent_numbers n JOIN patents p ON p.id = n.patent_id
             WHERE n.number_key IN ({wanted}) AND n.form {forms} 'application'"
        );
        if let Some(office) = own_office.filter(|_| !is_application) {
            values.push(office.code().into());
            select.push_str(&format!(" AND p.office = ${}", values.len()));
        }
        select.push_str(
            " ORDER BY CASE WHEN p.office = substr(n.number_key, 1, 2) THEN 0 ELSE 1 END, n.patent_id LIMIT 1",
        );
        if let Some(row) = conn.query_one_raw(sql(conn, select, values)).await? {
            return Ok(Some(row.try_get::<uuid::Uuid>("", "patent_id")?.into()));
        }
    }
    Ok(None)
}

/// Which of these numbers are of rights of an office that are kept here; samples are none.
pub(crate) async fn kept(
    conn: &impl ConnectionTrait,
    keys: &[NumberKey],
    office: Office,
) -> Result<HashSet<NumberKey>> {
    if keys.is_empty() {
        return Ok(HashSet::new());
    }
    let mut values: Vec<Value> = keys.iter().map(|key| key.key.clone().into()).collect();
    values.push(office.code().into());
    let select = format!(
        "SELECT DISTINCT n.number_key, CASE WHEN n.form = 'application' THEN 1 ELSE 0 END AS of_application
         FROM patent_numbers n JOIN patents p ON p.id = n.patent_id
         WHERE n.number_key IN ({}) AND p.office = ${} AND NOT p.is_sample",
        places(1, keys.len()),
        values.len()
    );
    let rows = conn.query_all_raw(sql(conn, select, values)).await?;
    rows.iter()
        .map(|row| {
            let of_application: i32 = row.try_get("", "of_application")?;
            Ok(NumberKey {
                key: row.try_get("", "number_key")?,
                is_application: of_application == 1,
            })
        })
        .collect()
}

/// Adds a right.
pub(crate) async fn insert(
    tx: &Tx,
    facts: &RightFacts,
    office: &str,
    is_sample: bool,
    now: DateTime<Utc>,
) -> Result<PatentId> {
    let id = tx.new_id::<kind::Patent>(now);
    let shown = facts
        .numbers()
        .next()
        .map(PatentNumber::display)
        .unwrap_or_default();
    let insert = "INSERT INTO patents (id, office, application_key, application, right_type, is_sample, created_at, checked_at)
                  VALUES ($1, $2, $3, $4, $5, $6, $7, $7)";
    let values = [
        id.uuid().into(),
        office.into(),
        facts.application.as_ref().map(PatentNumber::key).into(),
        shown.into(),
        facts.right_type.unwrap_or(RightType::Invention).as_str().into(),
        is_sample.into(),
        now.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(id)
}

/// Notes that a right was looked at, and what was learned of its application number and kind.
pub(crate) async fn touch(tx: &Tx, id: PatentId, facts: &RightFacts, now: DateTime<Utc>) -> Result<()> {
    let update = "UPDATE patents SET checked_at = $1, application_key = COALESCE(application_key, $2),
                  application = CASE WHEN application_key IS NULL THEN COALESCE($3, application) ELSE application END,
                  right_type = COALESCE($4, right_type) WHERE id = $5";
    let values = [
        now.into(),
        facts.application.as_ref().map(PatentNumber::key).into(),
        facts.application.as_ref().map(PatentNumber::display).into(),
        facts.right_type.map(|kind| kind.as_str().to_owned()).into(),
        id.uuid().into(),
    ];
    tx.execute_raw(sql(&**tx, update, values)).await?;
    Ok(())
}

/// Adds the numbers of a right that are not known yet.
pub(crate) async fn add_numbers(tx: &Tx, id: PatentId, facts: &RightFacts) -> Result<()> {
    let published = |number: &PatentNumber| {
        facts
            .publications
            .iter()
            .find(|publication| &publication.number == number)
            .and_then(|p| p.published_on)
    };
    for number in facts.numbers() {
        let insert = "INSERT INTO patent_numbers (number_key, form, patent_id, display, kind, published_on)
                      VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (patent_id, form, number_key, kind) DO NOTHING";
        let on = if number.form() == NumberForm::Grant {
            facts.granted_on
        } else {
            published(number)
        };
        let values = [
            number.key().into(),
            number.form().as_str().into(),
            id.uuid().into(),
            number.display().into(),
            number.kind().unwrap_or_default().into(),
            on.into(),
        ];
        tx.execute_raw(sql(&**tx, insert, values)).await?;
    }
    Ok(())
}

/// Locks a right's row for the rest of the transaction.
pub(crate) async fn lock(tx: &Tx, id: PatentId) -> Result<()> {
    let select = format!("SELECT id FROM patents WHERE id = $1{}", tx.for_update());
    tx.query_one_raw(sql(&**tx, select, [id.uuid().into()])).await?;
    Ok(())
}

/// A right as it is filed here.
pub(crate) async fn filed(conn: &impl ConnectionTrait, id: PatentId) -> Result<Option<Filed>> {
    let select = "SELECT office, is_sample FROM patents WHERE id = $1";
    let row = conn.query_one_raw(sql(conn, select, [id.uuid().into()])).await?;
    row.map(|row| {
        Ok(Filed {
            id,
            office: row.try_get("", "office")?,
            is_sample: row.try_get("", "is_sample")?,
        })
    })
    .transpose()
}

/// Rights after `after`, in the order of their ids.
pub(crate) async fn after(
    conn: &impl ConnectionTrait,
    after: Option<PatentId>,
    limit: u64,
) -> Result<Vec<Filed>> {
    let from = after.map_or(uuid::Uuid::nil(), PatentId::uuid);
    let select = format!("SELECT id, office, is_sample FROM patents WHERE id > $1 ORDER BY id LIMIT {limit}");
    let rows = conn.query_all_raw(sql(conn, select, [from.into()])).await?;
    rows.iter()
        .map(|row| {
            Ok(Filed {
                id: row.try_get::<uuid::Uuid>("", "id")?.into(),
                office: row.try_get("", "office")?,
                is_sample: row.try_get("", "is_sample")?,
            })
        })
        .collect()
}

/// How many rights there are.
pub(crate) async fn count(conn: &impl ConnectionTrait) -> Result<u64> {
    let row = conn
        .query_one_raw(sql(conn, "SELECT count(*) AS n FROM patents", []))
        .await?;
    let count: i64 = row.map_or(Ok(0), |row| row.try_get("", "n"))?;
    Ok(u64::try_from(count).unwrap_or(0))
}
