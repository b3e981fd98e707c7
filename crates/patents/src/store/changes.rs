use db::{Result, Tx, sql};
use kernel::{PatentId, kind};
use sea_orm::ConnectionTrait;

use crate::{standing::StoredAssessment, watch::Change};

/// Keeps the changes an assessment found, and returns them. A change is found between one assessment and the next, so one of a
/// kind and cause that was told before has come about once more: it lapsed, was restored, and lapsed. The right must be locked.
pub(crate) async fn add(tx: &Tx, found_by: &StoredAssessment, changes: &[Change]) -> Result<Vec<Change>> {
    let now = found_by.computed_at;
    let mut new = Vec::new();
    for change in changes {
        let cause = occurrence(tx, found_by.patent_id, change).await?;
        let insert = "INSERT INTO patent_changes
            (id, patent_id, assessment_id, kind, sub, cause, severity, changed_on, detected_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (patent_id, kind, cause) DO NOTHING";
        let values = [
            tx.new_id::<kind::Event>(now).uuid().into(),
            found_by.patent_id.uuid().into(),
            found_by.id.into(),
            change.kind.as_str().into(),
            change.sub.into(),
            cause.into(),
            change.severity.as_str().into(),
            change.on.into(),
            now.into(),
        ];
        if tx.execute_raw(sql(&**tx, insert, values)).await?.rows_affected() > 0 {
            new.push(change.clone());
        }
    }
    Ok(new)
}

/// The cause of a change, and for the how manyth time it came about, from the second on.
async fn occurrence(tx: &Tx, patent: PatentId, change: &Change) -> Result<String> {
    let cause = &change.cause;
    let select = "SELECT count(*) AS n FROM patent_changes WHERE patent_id = $1 AND kind = $2
                  AND (cause = $3 OR substr(cause, 1, length($4)) = $4)";
    let values = [
        patent.uuid().into(),
        change.kind.as_str().into(),
        cause.clone().into(),
        format!("{cause}#").into(),
    ];
    let row = tx.query_one_raw(sql(&**tx, select, values)).await?;
    let times: i64 = row.map_or(Ok(0), |row| row.try_get("", "n"))?;
    Ok(match times {
        0 => cause.clone(),
        times => format!("{cause}#{}", times + 1),
    })
}
