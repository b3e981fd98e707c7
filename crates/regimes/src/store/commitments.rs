use chrono::{DateTime, Utc};
use db::{Result, Tx, sql};
use kernel::{PledgeId, Regime};
use sea_orm::ConnectionTrait;
use serde_json::Value;

use crate::rules::disclosure::Confirmation;

/// What a commitment was judged by.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Judged {
    pub(crate) pledge_id: PledgeId,
    pub(crate) pledge_version: i64,
    pub(crate) regime: Regime,
    pub(crate) grounds: Value,
    pub(crate) cancel_until: DateTime<Utc>,
    pub(crate) judged_at: DateTime<Utc>,
}

pub(crate) async fn insert(tx: &Tx, judged: &Judged) -> Result<()> {
    let insert =
        "INSERT INTO regime_commitments (pledge_id, pledge_version, regime, grounds, cancel_until, judged_at)
                  VALUES ($1, $2, $3, $4, $5, $6)";
    let values = [
        judged.pledge_id.uuid().into(),
        judged.pledge_version.into(),
        judged.regime.as_str().into(),
        judged.grounds.clone().into(),
        judged.cancel_until.into(),
        judged.judged_at.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

/// Until when the newest commitment of a pledge may be taken back, and the version of the pledge it was judged for.
pub(crate) async fn newest(
    conn: &impl ConnectionTrait,
    pledge: PledgeId,
) -> Result<Option<(i64, DateTime<Utc>)>> {
    let select = "SELECT pledge_version, cancel_until FROM regime_commitments WHERE pledge_id = $1
                  ORDER BY pledge_version DESC LIMIT 1";
    let row = conn
        .query_one_raw(sql(conn, select, [pledge.uuid().into()]))
        .await?;
    row.map(|row| {
        Ok((
            row.try_get("", "pledge_version")?,
            row.try_get("", "cancel_until")?,
        ))
    })
    .transpose()
}

/// Keeps a confirmation; the same one twice is kept once.
pub(crate) async fn confirm(
    tx: &Tx,
    pledge: PledgeId,
    pledge_version: i64,
    moment: &'static str,
    confirmation: &Confirmation,
    at: DateTime<Utc>,
) -> Result<()> {
    let insert = "INSERT INTO regime_confirmations (pledge_id, moment, pledge_version, body, confirmed_at)
                  VALUES ($1, $2, $3, $4, $5) ON CONFLICT (pledge_id, moment, pledge_version) DO NOTHING";
    let body = serde_json::to_value(confirmation).map_err(db::Error::corrupt)?;
    let values = [
        pledge.uuid().into(),
        moment.into(),
        pledge_version.into(),
        body.into(),
        at.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

/// What a pledge's investor was confirmed at one moment, as last confirmed.
pub(crate) async fn confirmation(
    conn: &impl ConnectionTrait,
    pledge: PledgeId,
    moment: &str,
) -> Result<Option<Confirmation>> {
    let select = "SELECT body FROM regime_confirmations WHERE pledge_id = $1 AND moment = $2
                  ORDER BY pledge_version DESC LIMIT 1";
    let values = [pledge.uuid().into(), moment.into()];
    let row = conn.query_one_raw(sql(conn, select, values)).await?;
    row.map(|row| serde_json::from_value(row.try_get("", "body")?).map_err(db::Error::corrupt))
        .transpose()
}
