//! Second factors, recovery codes, and sign-ins that wait for one.

use chrono::{DateTime, Utc};
use db::{Error, Result, Tx, sql};
use kernel::{Id, UserId, kind};
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

use super::sessions::session_kind;
use crate::{session::Device, token::TokenHash};

/// A person's authenticator, as stored.
#[derive(Debug, FromQueryResult)]
pub(crate) struct Factor {
    pub(crate) sealed_seed: Vec<u8>,
    pub(crate) confirmed_at: Option<DateTime<Utc>>,
    pub(crate) last_step: Option<i64>,
}

pub(crate) async fn find_factor(conn: &impl ConnectionTrait, user: UserId) -> Result<Option<Factor>> {
    let select = "SELECT sealed_seed, confirmed_at, last_step FROM second_factors WHERE user_id = $1";
    let found = Factor::find_by_statement(sql(conn, select, [user.uuid().into()]))
        .one(conn)
        .await;
    found.map_err(Error::from)
}

/// Keeps a seed that no code was given of yet, in place of an earlier one.
pub(crate) async fn put_factor(tx: &Tx, user: UserId, sealed: Vec<u8>, at: DateTime<Utc>) -> Result<()> {
    let insert = "INSERT INTO second_factors (user_id, sealed_seed, made_at) VALUES ($1, $2, $3)
                  ON CONFLICT (user_id) DO UPDATE SET sealed_seed = excluded.sealed_seed, made_at = excluded.made_at,
                      confirmed_at = NULL, last_step = NULL";
    let values = [user.uuid().into(), sealed.into(), at.into()];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

/// The sealed seeds of people after this one, in the order of their ids.
pub(crate) async fn list_seeds(tx: &Tx, after: Option<UserId>, limit: u32) -> Result<Vec<(UserId, Vec<u8>)>> {
    let select = format!(
        "SELECT user_id, sealed_seed FROM second_factors WHERE user_id > $1 ORDER BY user_id LIMIT {limit}"
    );
    let after = after.map_or(Uuid::nil(), UserId::uuid);
    let rows = tx.query_all_raw(sql(&**tx, select, [after.into()])).await?;
    rows.iter()
        .map(|row| {
            let user: Uuid = row.try_get("", "user_id")?;
            Ok((user.into(), row.try_get("", "sealed_seed")?))
        })
        .collect()
}

/// Puts the same seed, sealed anew, in place of `sealed`; not if another was set up meanwhile. Returns how many.
pub(crate) async fn replace_seed(tx: &Tx, user: UserId, sealed: Vec<u8>, anew: Vec<u8>) -> Result<u64> {
    let update = "UPDATE second_factors SET sealed_seed = $1 WHERE user_id = $2 AND sealed_seed = $3";
    let values = [anew.into(), user.uuid().into(), sealed.into()];
    Ok(tx.execute_raw(sql(&**tx, update, values)).await?.rows_affected())
}

pub(crate) async fn confirm_factor(tx: &Tx, user: UserId, step: i64, at: DateTime<Utc>) -> Result<()> {
    let update = "UPDATE second_factors SET confirmed_at = $1, last_step = $2 WHERE user_id = $3";
    let values = [at.into(), step.into(), user.uuid().into()];
    tx.execute_raw(sql(&**tx, update, values)).await?;
    Ok(())
}

pub(crate) async fn set_last_step(tx: &Tx, user: UserId, step: i64) -> Result<()> {
    let update = "UPDATE second_factors SET last_step = $1 WHERE user_id = $2";
    tx.execute_raw(sql(&**tx, update, [step.into(), user.uuid().into()]))
        .await?;
    Ok(())
}

/// Forgets the authenticator and the recovery codes.
pub(crate) async fn delete_factor(tx: &Tx, user: UserId) -> Result<()> {
    for delete in [
        "DELETE FROM recovery_codes WHERE user_id = $1",
        "DELETE FROM second_factors WHERE user_id = $1",
    ] {
        tx.execute_raw(sql(&**tx, delete, [user.uuid().into()])).await?;
    }
    Ok(())
}

pub(crate) async fn replace_recovery_codes(
    tx: &Tx,
    user: UserId,
    hashes: &[&str],
    at: DateTime<Utc>,
) -> Result<()> {
    let delete = "DELETE FROM recovery_codes WHERE user_id = $1";
    tx.execute_raw(sql(&**tx, delete, [user.uuid().into()])).await?;
    let insert = "INSERT INTO recovery_codes (id, user_id, code_hash, made_at) VALUES ($1, $2, $3, $4)";
    for hash in hashes {
        let id: Id<kind::RecoveryCode> = tx.new_id(at);
        let values = [id.uuid().into(), user.uuid().into(), (*hash).into(), at.into()];
        tx.execute_raw(sql(&**tx, insert, values)).await?;
    }
    Ok(())
}

/// Whether the code was good; it is used up by this.
pub(crate) async fn use_recovery_code(tx: &Tx, user: UserId, hash: &str, at: DateTime<Utc>) -> Result<bool> {
    let update =
        "UPDATE recovery_codes SET used_at = $1 WHERE user_id = $2 AND code_hash = $3 AND used_at IS NULL";
    let values = [at.into(), user.uuid().into(), hash.into()];
    Ok(tx.execute_raw(sql(&**tx, update, values)).await?.rows_affected() == 1)
}

pub(crate) async fn count_recovery_codes(conn: &impl ConnectionTrait, user: UserId) -> Result<u32> {
    let select = "SELECT count(*) AS n FROM recovery_codes WHERE user_id = $1 AND used_at IS NULL";
    let row = conn
        .query_one_raw(sql(conn, select, [user.uuid().into()]))
        .await?;
    let n: i64 = row.map_or(Ok(0), |row| row.try_get("", "n"))?;
    u32::try_from(n).map_err(Error::corrupt)
}

/// A sign-in whose password was right and which waits for a code.
#[derive(Debug)]
pub(crate) struct Challenge {
    pub(crate) id: Uuid,
    pub(crate) user_id: UserId,
    pub(crate) device: Device,
    pub(crate) tries: i32,
    pub(crate) expires_at: DateTime<Utc>,
    pub(crate) ended_at: Option<DateTime<Utc>>,
}

#[derive(FromQueryResult)]
struct ChallengeRow {
    id: Uuid,
    user_id: Uuid,
    kind: String,
    label: Option<String>,
    user_agent: Option<String>,
    tries: i32,
    expires_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
}

pub(crate) async fn insert_challenge(
    tx: &Tx,
    user: UserId,
    token: &TokenHash,
    device: &Device,
    at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<()> {
    let insert = "INSERT INTO sign_in_challenges (id, user_id, token_hash, kind, label, user_agent, made_at, expires_at)
                  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let id: Id<kind::SignInChallenge> = tx.new_id(at);
    let values = [
        id.uuid().into(),
        user.uuid().into(),
        token.as_str().into(),
        device.kind.as_str().into(),
        device.label.clone().into(),
        device.user_agent.clone().into(),
        at.into(),
        expires_at.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

pub(crate) async fn find_challenge(
    conn: &impl ConnectionTrait,
    token: &TokenHash,
) -> Result<Option<Challenge>> {
    let select =
        "SELECT id, user_id, kind, label, user_agent, tries, expires_at, ended_at FROM sign_in_challenges
                  WHERE token_hash = $1";
    let row = ChallengeRow::find_by_statement(sql(conn, select, [token.as_str().into()]))
        .one(conn)
        .await?;
    row.map(|row| {
        Ok(Challenge {
            id: row.id,
            user_id: row.user_id.into(),
            device: Device {
                kind: session_kind(&row.kind)?,
                label: row.label,
                user_agent: row.user_agent,
            },
            tries: row.tries,
            expires_at: row.expires_at,
            ended_at: row.ended_at,
        })
    })
    .transpose()
}

/// Counts a wrong code.
pub(crate) async fn count_try(tx: &Tx, challenge: Uuid) -> Result<()> {
    let update = "UPDATE sign_in_challenges SET tries = tries + 1 WHERE id = $1";
    tx.execute_raw(sql(&**tx, update, [challenge.into()])).await?;
    Ok(())
}

/// Ends whatever sign-ins of a person wait for a code.
pub(crate) async fn end_challenges(tx: &Tx, user: UserId, at: DateTime<Utc>) -> Result<()> {
    let update = "UPDATE sign_in_challenges SET ended_at = $1 WHERE user_id = $2 AND ended_at IS NULL";
    tx.execute_raw(sql(&**tx, update, [at.into(), user.uuid().into()]))
        .await?;
    Ok(())
}

/// Ends one sign-in that waits for a code.
pub(crate) async fn end_challenge(tx: &Tx, challenge: Uuid, at: DateTime<Utc>) -> Result<()> {
    let update = "UPDATE sign_in_challenges SET ended_at = $1 WHERE id = $2 AND ended_at IS NULL";
    tx.execute_raw(sql(&**tx, update, [at.into(), challenge.into()]))
        .await?;
    Ok(())
}

/// Deletes up to 1,000 that expired before `before`. Returns how many.
pub(crate) async fn delete_challenges(tx: &Tx, before: DateTime<Utc>) -> Result<u64> {
    let delete = "DELETE FROM sign_in_challenges WHERE id IN
        (SELECT id FROM sign_in_challenges WHERE expires_at < $1 ORDER BY expires_at LIMIT 1000)";
    Ok(tx
        .execute_raw(sql(&**tx, delete, [before.into()]))
        .await?
        .rows_affected())
}
