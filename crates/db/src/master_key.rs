//! Which master keys the data of a database is sealed with, so that a start with another one is refused instead of
//! ending in data that does not open.

use sea_orm::ConnectionTrait;

use crate::{Db, Error, Result, Tx, Vault, sql};

/// The master key that is held is not the one this database's data is sealed with.
#[derive(Debug, thiserror::Error)]
pub enum MasterKeyError {
    /// Data is sealed with a key that is not held.
    #[error(
        "this database is sealed with another master key: with the one of fingerprint {sealed_with}, and {held} is set. \
         Set master_key to that key again; to change it, set the new one as master_key and that one as master_key_old"
    )]
    Another {
        /// The fingerprint of the key that is missing.
        sealed_with: String,
        /// The fingerprints of those that are held.
        held: String,
    },
    /// The database is in trouble.
    #[error(transparent)]
    Store(#[from] Error),
}

/// Where a held master key stands with a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// It is the one in use.
    InUse,
    /// It is in use, and so is the one before: what that sealed was not sealed anew yet.
    BesideOlder,
    /// Nothing was sealed with it yet.
    New,
}

impl Vault {
    /// Whether all that this database's data is sealed with is held.
    ///
    /// # Errors
    /// [`MasterKeyError::Another`].
    pub async fn check(&self, conn: &impl ConnectionTrait) -> Result<Held, MasterKeyError> {
        let in_use = in_use(conn).await?;
        let held: Vec<String> = self.fingerprints().collect();
        if let Some(missing) = in_use.iter().find(|fingerprint| !held.contains(fingerprint)) {
            return Err(MasterKeyError::Another {
                sealed_with: missing.clone(),
                held: held.join(", "),
            });
        }
        Ok(match (in_use.contains(&self.fingerprint()), in_use.len()) {
            (false, _) => Held::New,
            (true, 1) => Held::InUse,
            (true, _) => Held::BesideOlder,
        })
    }

    /// As [`Vault::check`], and from now on the newest key is one of those that must be held.
    ///
    /// # Errors
    /// [`MasterKeyError::Another`].
    pub async fn admit(&self, db: &Db) -> Result<(), MasterKeyError> {
        if self.check(db.primary()).await? != Held::New {
            return Ok(());
        }
        self.expect_opens(db.primary()).await?;
        let tx = db.begin().await?;
        // Of two processes that start with two new keys, one is refused.
        tx.lock_name("installation_keys").await?;
        if self.check(&*tx).await? == Held::New {
            self.note(&tx).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// What is sealed already, whatever key was noted, must open.
    async fn expect_opens(&self, conn: &impl ConnectionTrait) -> Result<(), MasterKeyError> {
        if self.opens_newest(conn).await? {
            return Ok(());
        }
        Err(MasterKeyError::Another {
            sealed_with: "one that was never noted".to_owned(),
            held: self.fingerprints().collect::<Vec<_>>().join(", "),
        })
    }

    async fn note(&self, tx: &Tx) -> Result<()> {
        let insert = "INSERT INTO installation_keys (fingerprint, since) VALUES ($1, $2)
                      ON CONFLICT (fingerprint) DO UPDATE SET since = excluded.since, retired_at = NULL";
        let values = [self.fingerprint().into(), tx.now().await?.into()];
        tx.execute_raw(sql(&**tx, insert, values)).await?;
        Ok(())
    }

    /// Notes that nothing is sealed with any key but the newest any more.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn retire_older(&self, tx: &Tx) -> Result<u64> {
        let update =
            "UPDATE installation_keys SET retired_at = $1 WHERE fingerprint <> $2 AND retired_at IS NULL";
        let values = [tx.now().await?.into(), self.fingerprint().into()];
        Ok(tx.execute_raw(sql(&**tx, update, values)).await?.rows_affected())
    }
}

/// The fingerprints of the keys in use, the oldest first.
async fn in_use(conn: &impl ConnectionTrait) -> Result<Vec<String>> {
    let select =
        "SELECT fingerprint FROM installation_keys WHERE retired_at IS NULL ORDER BY since, fingerprint";
    let rows = conn.query_all_raw(sql(conn, select, [])).await?;
    rows.iter()
        .map(|row| row.try_get("", "fingerprint").map_err(Error::from))
        .collect()
}
