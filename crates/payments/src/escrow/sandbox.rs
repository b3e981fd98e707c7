//! A pretended third party: it keeps its own append-only journal, in the database of the platform.

use async_trait::async_trait;
use db::{Db, Tx, sql};
use kernel::{Currency, Money};
use sea_orm::ConnectionTrait;

use super::{Escrow, EscrowError, EscrowMove, EscrowRelease};
use crate::ProviderError;

/// The third party of embedded mode.
#[derive(Debug, Clone)]
pub struct SandboxEscrow {
    db: Db,
}

impl From<db::Error> for EscrowError {
    fn from(error: db::Error) -> Self {
        Self::Unavailable(ProviderError::from(error))
    }
}

impl From<sea_orm::DbErr> for EscrowError {
    fn from(error: sea_orm::DbErr) -> Self {
        db::Error::from(error).into()
    }
}

impl SandboxEscrow {
    /// Its name.
    pub const NAME: &'static str = "sandbox";

    /// The third party over a database.
    pub fn new(db: Db) -> Self {
        Self { db }
    }

    /// What it keeps for a campaign.
    ///
    /// # Errors
    /// [`EscrowError::Unavailable`].
    pub async fn kept(&self, account: &str, currency: Currency) -> Result<Money, EscrowError> {
        kept(self.db.primary(), account, currency).await
    }

    /// One movement, once, under the account's lock.
    async fn move_once(&self, kind: &'static str, movement: &EscrowMove) -> Result<(), EscrowError> {
        let tx = self.db.begin().await?;
        tx.lock_name(&format!("sandbox-escrow:{}", movement.account))
            .await?;
        if let Some(earlier) = find(&tx, &movement.key).await? {
            let same = earlier == (kind.to_owned(), movement.account.clone(), movement.amount.minor);
            return if same {
                Ok(())
            } else {
                Err(EscrowError::Refused(
                    "the key stands for another movement".to_owned(),
                ))
            };
        }
        let there = kept(&*tx, &movement.account, movement.amount.currency).await?;
        if movement.amount.minor <= 0 || (kind != "hold" && there.minor < movement.amount.minor) {
            return Err(EscrowError::Refused(format!("{there} is kept")));
        }
        insert(&tx, kind, movement).await?;
        tx.commit().await?;
        Ok(())
    }
}

async fn find(tx: &Tx, key: &str) -> Result<Option<(String, String, i64)>, EscrowError> {
    let select = "SELECT kind, account, amount_minor FROM sandbox_escrow_movements WHERE movement_key = $1";
    let row = tx.query_one_raw(sql(&**tx, select, [key.into()])).await?;
    row.map(|row| {
        Ok((
            row.try_get("", "kind")?,
            row.try_get("", "account")?,
            row.try_get("", "amount_minor")?,
        ))
    })
    .transpose()
}

async fn kept(conn: &impl ConnectionTrait, account: &str, currency: Currency) -> Result<Money, EscrowError> {
    let select = "SELECT CAST(COALESCE(sum(CASE kind WHEN 'hold' THEN amount_minor ELSE -amount_minor END), 0) AS bigint) AS minor
                  FROM sandbox_escrow_movements WHERE account = $1 AND currency = $2";
    let row = conn
        .query_one_raw(sql(conn, select, [account.into(), currency.code().into()]))
        .await?;
    let minor = row.map_or(Ok(0), |row| row.try_get("", "minor"))?;
    Ok(Money::new(minor, currency))
}

async fn insert(tx: &Tx, kind: &str, movement: &EscrowMove) -> Result<(), EscrowError> {
    let insert =
        "INSERT INTO sandbox_escrow_movements (movement_key, account, kind, amount_minor, currency, moved_at)
                  VALUES ($1, $2, $3, $4, $5, $6)";
    let values = [
        movement.key.clone().into(),
        movement.account.clone().into(),
        kind.into(),
        movement.amount.minor.into(),
        movement.amount.currency.code().into(),
        tx.now().await?.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

#[async_trait]
impl Escrow for SandboxEscrow {
    fn name(&self) -> &'static str {
        Self::NAME
    }

    fn is_there(&self) -> bool {
        true
    }

    async fn hold(&self, movement: &EscrowMove) -> Result<(), EscrowError> {
        self.move_once("hold", movement).await
    }

    async fn give_back(&self, movement: &EscrowMove) -> Result<(), EscrowError> {
        self.move_once("return", movement).await
    }

    async fn release(&self, release: &EscrowRelease) -> Result<Money, EscrowError> {
        let tx = self.db.begin().await?;
        tx.lock_name(&format!("sandbox-escrow:{}", release.account))
            .await?;
        let currency = release.expected.currency;
        if let Some((_, _, minor)) = find(&tx, &release.key).await? {
            return Ok(Money::new(minor, currency));
        }
        let there = kept(&*tx, &release.account, currency).await?;
        if there != release.expected || there.minor <= 0 {
            let why = format!("{there} is kept, {} was expected", release.expected);
            return Err(EscrowError::Refused(why));
        }
        let movement = EscrowMove {
            key: release.key.clone(),
            account: release.account.clone(),
            amount: there,
        };
        insert(&tx, "release", &movement).await?;
        tx.commit().await?;
        Ok(there)
    }
}
