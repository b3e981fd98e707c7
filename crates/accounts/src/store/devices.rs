//! Devices from which people signed in before.

use chrono::{DateTime, Utc};
use db::{Result, Tx, sql};
use kernel::UserId;
use sea_orm::ConnectionTrait;

/// Notes a sign-in from a device. Whether it was not seen before.
pub(crate) async fn note_device(tx: &Tx, user: UserId, hash: &str, at: DateTime<Utc>) -> Result<bool> {
    let update = "UPDATE known_devices SET last_seen_at = $1 WHERE user_id = $2 AND device_hash = $3";
    let values = [at.into(), user.uuid().into(), hash.into()];
    if tx.execute_raw(sql(&**tx, update, values)).await?.rows_affected() > 0 {
        return Ok(false);
    }
    let insert = "INSERT INTO known_devices (user_id, device_hash, first_seen_at, last_seen_at) VALUES ($1, $2, $3, $3)
                  ON CONFLICT (user_id, device_hash) DO NOTHING";
    let values = [user.uuid().into(), hash.into(), at.into()];
    Ok(tx.execute_raw(sql(&**tx, insert, values)).await?.rows_affected() > 0)
}

/// Deletes up to 1,000 that were last used before `before`. Returns how many.
pub(crate) async fn delete_devices(tx: &Tx, before: DateTime<Utc>) -> Result<u64> {
    let delete = "DELETE FROM known_devices WHERE (user_id, device_hash) IN
        (SELECT user_id, device_hash FROM known_devices WHERE last_seen_at < $1 ORDER BY last_seen_at LIMIT 1000)";
    Ok(tx
        .execute_raw(sql(&**tx, delete, [before.into()]))
        .await?
        .rows_affected())
}
