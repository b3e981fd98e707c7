use db::{Result, Tx, sql};
use kernel::kind;
use sea_orm::ConnectionTrait;

use crate::{standing::StoredAssessment, watch::Change};

/// Keeps the changes an assessment found. Returns those that were not kept before, by right, kind and cause.
pub(crate) async fn add(tx: &Tx, found_by: &StoredAssessment, changes: &[Change]) -> Result<Vec<Change>> {
    let now = found_by.computed_at;
    let mut new = Vec::new();
    for change in changes {
        let insert = "INSERT INTO patent_changes
            (id, patent_id, assessment_id, kind, sub, cause, severity, changed_on, detected_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (patent_id, kind, cause) DO NOTHING";
        let values = [
            tx.new_id::<kind::Event>(now).uuid().into(),
            found_by.patent_id.uuid().into(),
            found_by.id.into(),
            change.kind.as_str().into(),
            change.sub.into(),
            change.cause.clone().into(),
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
