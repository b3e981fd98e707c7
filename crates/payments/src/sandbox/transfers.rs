//! Money on its way to founders, and back.

use chrono::{DateTime, Utc};
use db::{Tx, sql};
use kernel::{Currency, Money};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde_json::Value;

use super::{
    Sandbox, events, money, movements, movements::NewMovement, new_id, payees, refused, shape, unknown,
};
use crate::{ProviderError, Reversal, Transfer};

/// A transfer to be made.
#[derive(Debug)]
pub(super) struct NewTransfer {
    pub(super) metadata: Value,
    pub(super) group: Option<String>,
    pub(super) payee: String,
    pub(super) amount: Money,
}

#[derive(Debug, Clone, FromQueryResult)]
pub(super) struct TransferRow {
    pub(super) id: String,
    pub(super) payee_id: String,
    pub(super) metadata_key: Option<String>,
    pub(super) metadata: Value,
    pub(super) transfer_group: Option<String>,
    pub(super) amount_minor: i64,
    pub(super) currency: String,
    pub(super) reversed_minor: i64,
    pub(super) created_at: DateTime<Utc>,
}

impl TransferRow {
    fn moves(&self, kind: &'static str, amount: i64) -> NewMovement<'_> {
        NewMovement {
            id: None,
            kind,
            source: &self.id,
            amount,
            fee: 0,
            currency: &self.currency,
        }
    }
}

impl TryFrom<TransferRow> for Transfer {
    type Error = ProviderError;

    fn try_from(row: TransferRow) -> Result<Self, ProviderError> {
        Ok(Transfer {
            amount: money(row.amount_minor, &row.currency)?,
            provider_id: row.id,
            key: row.metadata_key,
            payee: row.payee_id,
            reversed_minor: row.reversed_minor,
        })
    }
}

#[derive(Debug, Clone, FromQueryResult)]
pub(super) struct ReversalRow {
    pub(super) id: String,
    pub(super) transfer_id: String,
    pub(super) metadata: Value,
    pub(super) amount_minor: i64,
    pub(super) currency: String,
    pub(super) created_at: DateTime<Utc>,
}

impl TryFrom<ReversalRow> for Reversal {
    type Error = ProviderError;

    fn try_from(row: ReversalRow) -> Result<Self, ProviderError> {
        Ok(Reversal {
            amount: money(row.amount_minor, &row.currency)?,
            provider_id: row.id,
            transfer: row.transfer_id,
        })
    }
}

/// Transfers by a filter, oldest first.
pub(super) async fn all(
    conn: &impl ConnectionTrait,
    filter: &str,
    values: impl IntoIterator<Item = sea_orm::Value>,
) -> Result<Vec<TransferRow>, ProviderError> {
    let select = format!("SELECT * FROM sandbox_transfers WHERE {filter}");
    Ok(TransferRow::find_by_statement(sql(conn, select, values))
        .all(conn)
        .await?)
}

/// The transfer, as last committed.
pub(super) async fn find(conn: &impl ConnectionTrait, id: &str) -> Result<TransferRow, ProviderError> {
    let row = all(conn, "id = $1", [id.into()]).await?.pop();
    row.ok_or_else(|| unknown(id))
}

/// What was taken back of a transfer before.
pub(super) async fn find_reversal(
    conn: &impl ConnectionTrait,
    id: &str,
) -> Result<ReversalRow, ProviderError> {
    let select = "SELECT * FROM sandbox_reversals WHERE id = $1";
    let row = ReversalRow::find_by_statement(sql(conn, select, [id.into()]));
    row.one(conn).await?.ok_or_else(|| unknown(id))
}

/// What is ours at the sandbox: received − fees − given back − withdrawn − sent + taken back.
pub(super) async fn balance(conn: &impl ConnectionTrait, currency: &str) -> Result<i64, ProviderError> {
    let select = "SELECT CAST(
            (SELECT COALESCE(SUM(received_minor - COALESCE(fee_minor, 0) - refunded_minor - disputed_minor), 0)
                FROM sandbox_charges WHERE currency = $1)
            - (SELECT COALESCE(SUM(fee_minor), 0) FROM sandbox_disputes WHERE currency = $2)
            - (SELECT COALESCE(SUM(amount_minor - reversed_minor), 0) FROM sandbox_transfers WHERE currency = $3)
        AS bigint) AS minor";
    let values = [currency.into(), currency.into(), currency.into()];
    let row = conn.query_one_raw(sql(conn, select, values)).await?;
    let row = row.ok_or_else(|| db::Error::corrupt("there is no balance"))?;
    Ok(row.try_get("", "minor")?)
}

/// Sends money, if there is so much and the account can be paid.
pub(super) async fn create(tx: &Tx, new: NewTransfer) -> Result<TransferRow, ProviderError> {
    if new.amount.minor <= 0 {
        return Err(refused(
            "parameter_invalid_integer",
            "the amount must be positive",
        ));
    }
    // Two transfers must not spend the same money.
    tx.lock_name("sandbox:balance").await?;
    let payee = payees::lock(tx, &new.payee).await?;
    if !payee.payouts_enabled {
        let message = "the account cannot be paid; something is still wanted of it";
        return Err(refused("insufficient_capabilities_for_transfer", message));
    }
    let currency = new.amount.currency.code();
    if new.amount.minor > balance(&**tx, currency).await? {
        return Err(refused(
            "balance_insufficient",
            "there is not so much in the balance",
        ));
    }
    let now = tx.db().clock().now();
    let row = TransferRow {
        id: new_id(tx, "tr_sandbox_"),
        payee_id: payee.id,
        metadata_key: new.metadata["key"].as_str().map(str::to_owned),
        metadata: new.metadata,
        transfer_group: new.group,
        amount_minor: new.amount.minor,
        currency: currency.to_owned(),
        reversed_minor: 0,
        created_at: now,
    };
    let insert =
        "INSERT INTO sandbox_transfers (id, payee_id, metadata_key, metadata, transfer_group, amount_minor,
            currency, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)";
    let values = [
        row.id.clone().into(),
        row.payee_id.clone().into(),
        row.metadata_key.clone().into(),
        row.metadata.clone().into(),
        row.transfer_group.clone().into(),
        row.amount_minor.into(),
        row.currency.clone().into(),
        now.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    movements::note(tx, row.moves("transfer", -row.amount_minor)).await?;
    events::make(tx, "transfer.created", shape::transfer(&row)).await?;
    Ok(row)
}

/// Takes money of a transfer back, all that is left if no amount is given.
pub(super) async fn reverse(
    tx: &Tx,
    transfer: &str,
    amount: Option<i64>,
    currency: Option<&str>,
    metadata: Value,
) -> Result<ReversalRow, ProviderError> {
    if amount.is_some_and(|amount| amount <= 0) {
        return Err(refused(
            "parameter_invalid_integer",
            "the amount must be positive",
        ));
    }
    let filter = format!("id = $1{}", tx.for_update());
    let found = all(&**tx, &filter, [transfer.into()]).await?.pop();
    let mut row = found.ok_or_else(|| unknown(transfer))?;
    if currency.is_some_and(|currency| currency != row.currency) {
        return Err(refused(
            "currency_mismatch",
            "a reversal is in the currency of its transfer",
        ));
    }
    let left = row.amount_minor - row.reversed_minor;
    let amount = amount.unwrap_or(left);
    if left == 0 || amount > left {
        let message = format!("of the transfer {left} minor units are left, {amount} were asked");
        return Err(refused("amount_exceeds_rest", message));
    }
    row.reversed_minor += amount;
    let now = tx.db().clock().now();
    let update = "UPDATE sandbox_transfers SET reversed_minor = $2, updated_at = $3 WHERE id = $1";
    let values = [row.id.clone().into(), row.reversed_minor.into(), now.into()];
    tx.execute_raw(sql(&**tx, update, values)).await?;
    let reversal = ReversalRow {
        id: new_id(tx, "trr_sandbox_"),
        transfer_id: row.id.clone(),
        metadata,
        amount_minor: amount,
        currency: row.currency.clone(),
        created_at: now,
    };
    let insert = "INSERT INTO sandbox_reversals (id, transfer_id, metadata_key, metadata, amount_minor, currency, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let values = [
        reversal.id.clone().into(),
        reversal.transfer_id.clone().into(),
        reversal.metadata["key"].as_str().map(str::to_owned).into(),
        reversal.metadata.clone().into(),
        amount.into(),
        reversal.currency.clone().into(),
        now.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    movements::note(tx, row.moves("transfer_refund", amount)).await?;
    events::make(tx, "transfer.reversed", shape::transfer(&row)).await?;
    Ok(reversal)
}

impl Sandbox {
    /// What is ours at the sandbox in this currency: what transfers may spend. Below zero if more was
    /// given back than was there.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn balance(&self, currency: Currency) -> Result<Money, ProviderError> {
        let minor = balance(self.db.primary(), currency.code()).await?;
        Ok(Money::new(minor, currency))
    }
}
