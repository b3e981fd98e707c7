use chrono::{DateTime, Utc};
use db::{Error, Result, Tx, sql};
use kernel::PatentId;
use sea_orm::ConnectionTrait;

use crate::{facts::NumberKey, lookup::LookupState, number::PatentNumber};

/// What became of a number that was asked for.
pub(crate) struct Stored {
    pub(crate) state: LookupState,
    pub(crate) patent_id: Option<PatentId>,
    pub(crate) answered_at: Option<DateTime<Utc>>,
    pub(crate) trouble: Option<String>,
}

/// What became of a number, if it was asked for.
pub(crate) async fn find(conn: &impl ConnectionTrait, number: &PatentNumber) -> Result<Option<Stored>> {
    let key = NumberKey::from(number);
    let select = "SELECT state, patent_id, answered_at, trouble FROM patent_lookups
                  WHERE number_key = $1 AND is_application = $2";
    let row = conn
        .query_one_raw(sql(conn, select, [key.key.into(), key.is_application.into()]))
        .await?;
    row.map(|row| {
        let state: String = row.try_get("", "state")?;
        Ok(Stored {
            state: state
                .parse()
                .map_err(|()| Error::corrupt(format!("{state} is no state of a lookup")))?,
            patent_id: row
                .try_get::<Option<uuid::Uuid>>("", "patent_id")?
                .map(PatentId::from),
            answered_at: row.try_get("", "answered_at")?,
            trouble: row.try_get("", "trouble")?,
        })
    })
    .transpose()
}

/// Notes that a number is asked for. Returns whether it is to be looked up: not if it was asked for after `settled_before`
/// and registers that cover it were asked, or are being asked.
pub(crate) async fn request(
    tx: &Tx,
    number: &PatentNumber,
    state: LookupState,
    settled_before: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<bool> {
    let key = NumberKey::from(number);
    let upsert = "INSERT INTO patent_lookups (number_key, is_application, state, asked_at)
                  VALUES ($1, $2, $3, $4)
                  ON CONFLICT (number_key, is_application) DO UPDATE
                  SET state = excluded.state, asked_at = excluded.asked_at, trouble = NULL
                  WHERE patent_lookups.state NOT IN ('pending', 'unavailable', 'not_found')
                     OR patent_lookups.asked_at <= $5";
    let values = [
        key.key.into(),
        key.is_application.into(),
        state.as_str().into(),
        now.into(),
        settled_before.into(),
    ];
    Ok(tx.execute_raw(sql(&**tx, upsert, values)).await?.rows_affected() > 0)
}

/// Notes what became of a number.
pub(crate) async fn settle(
    tx: &Tx,
    number: &PatentNumber,
    stored: &Stored,
    now: DateTime<Utc>,
) -> Result<()> {
    let key = NumberKey::from(number);
    let upsert = "INSERT INTO patent_lookups
                  (number_key, is_application, state, patent_id, asked_at, answered_at, trouble)
                  VALUES ($1, $2, $3, $4, $5, $6, $7)
                  ON CONFLICT (number_key, is_application) DO UPDATE
                  SET state = excluded.state, patent_id = excluded.patent_id, answered_at = excluded.answered_at,
                      trouble = excluded.trouble";
    let values = [
        key.key.into(),
        key.is_application.into(),
        stored.state.as_str().into(),
        stored.patent_id.map(PatentId::uuid).into(),
        now.into(),
        stored.answered_at.into(),
        stored.trouble.clone().into(),
    ];
    tx.execute_raw(sql(&**tx, upsert, values)).await?;
    Ok(())
}
