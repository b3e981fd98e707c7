//! Giving money of a charge back.

use chrono::{DateTime, TimeDelta, Utc};
use db::{NewJob, Tx, sql};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde_json::Value;

use super::{
    DELIVER_JOB, Sandbox,
    cards::{self, Charging},
    charges::{self, ChargeRow},
    disputes, events, money, movements,
    movements::NewMovement,
    new_id, refused, shape, unknown,
};
use crate::{Failure, ProviderError, Refund, RefundStatus};

/// How long the bank thinks about a refund to the cards whose refund is not done at once.
const BANK_THINKS: TimeDelta = TimeDelta::seconds(30);

/// A refund to be made.
#[derive(Debug)]
pub(super) struct NewRefund {
    pub(super) charge: String,
    /// All that is left, if absent.
    pub(super) amount: Option<i64>,
    pub(super) metadata: Value,
}

#[derive(Debug, Clone, FromQueryResult)]
pub(super) struct RefundRow {
    pub(super) id: String,
    pub(super) charge_id: String,
    pub(super) metadata_key: Option<String>,
    pub(super) metadata: Value,
    pub(super) amount_minor: i64,
    pub(super) currency: String,
    pub(super) status: String,
    pub(super) failure_code: Option<String>,
    pub(super) failure_text: Option<String>,
    pub(super) answer_at: Option<DateTime<Utc>>,
    pub(super) answer: Option<String>,
    pub(super) created_at: DateTime<Utc>,
}

impl RefundRow {
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

impl TryFrom<RefundRow> for Refund {
    type Error = ProviderError;

    fn try_from(row: RefundRow) -> Result<Self, ProviderError> {
        let status = match row.status.as_str() {
            "pending" => RefundStatus::Pending,
            "succeeded" => RefundStatus::Succeeded,
            "failed" => RefundStatus::Failed,
            "canceled" => RefundStatus::Canceled,
            other => return Err(db::Error::corrupt(format_args!("refund status {other}")).into()),
        };
        let message = row.failure_text.unwrap_or_default();
        Ok(Refund {
            provider_id: row.id,
            key: row.metadata_key,
            charge: row.charge_id,
            amount: money(row.amount_minor, &row.currency)?,
            status,
            failure: row.failure_code.map(|code| Failure { code, message }),
        })
    }
}

/// The refund, as last committed.
pub(super) async fn find(conn: &impl ConnectionTrait, id: &str) -> Result<RefundRow, ProviderError> {
    let select = "SELECT * FROM sandbox_refunds WHERE id = $1";
    let row = RefundRow::find_by_statement(sql(conn, select, [id.into()]));
    row.one(conn).await?.ok_or_else(|| unknown(id))
}

/// All refunds of a charge, oldest first.
pub(super) async fn of_charge(
    conn: &impl ConnectionTrait,
    charge: &str,
) -> Result<Vec<RefundRow>, ProviderError> {
    let select = "SELECT * FROM sandbox_refunds WHERE charge_id = $1 ORDER BY created_at, id";
    let rows = RefundRow::find_by_statement(sql(conn, select, [charge.into()]));
    Ok(rows.all(conn).await?)
}

/// Refuses what cannot be refunded; else how much is to be.
async fn check(tx: &Tx, charge: &ChargeRow, amount: Option<i64>) -> Result<i64, ProviderError> {
    if charge.status != "succeeded" {
        let message = "the charge has not succeeded, so there is nothing to give back";
        return Err(refused("payment_intent_unexpected_state", message));
    }
    let left = charge.left();
    let open = disputes::open_of(tx, &charge.id).await?;
    if open.is_some_and(|dispute| dispute.is_withdrawn) || (left == 0 && charge.disputed_minor > 0) {
        return Err(refused("charge_disputed", "the charge is disputed"));
    }
    if left == 0 {
        return Err(refused("charge_already_refunded", "the charge was refunded"));
    }
    let amount = amount.unwrap_or(left);
    if amount > left {
        let message = format!("of the charge {left} minor units are left, {amount} were asked");
        return Err(refused("amount_exceeds_rest", message));
    }
    Ok(amount)
}

/// Makes a refund, under the lock of the charge's row.
pub(super) async fn create(
    tx: &Tx,
    new: NewRefund,
    currency: Option<&str>,
) -> Result<RefundRow, ProviderError> {
    if new.amount.is_some_and(|amount| amount <= 0) {
        return Err(refused(
            "parameter_invalid_integer",
            "the amount must be positive",
        ));
    }
    let mut charge = charges::lock(tx, &new.charge).await?;
    if currency.is_some_and(|currency| currency != charge.currency) {
        return Err(refused(
            "currency_mismatch",
            "a refund is in the currency of its charge",
        ));
    }
    let amount = check(tx, &charge, new.amount).await?;
    let now = tx.db().clock().now();
    let (status, answer) = match cards::charging(charge.card_last4.as_deref()) {
        Charging::RefundPends => ("pending", Some("succeeded")),
        Charging::RefundFails => ("succeeded", Some("failed")),
        _ => ("succeeded", None),
    };
    let row = RefundRow {
        id: new_id(tx, "re_sandbox_"),
        charge_id: charge.id.clone(),
        metadata_key: new.metadata["key"].as_str().map(str::to_owned),
        metadata: new.metadata,
        amount_minor: amount,
        currency: charge.currency.clone(),
        status: status.to_owned(),
        failure_code: None,
        failure_text: None,
        answer_at: answer.map(|_| now + BANK_THINKS),
        answer: answer.map(str::to_owned),
        created_at: now,
    };
    insert(tx, &row).await?;
    charge.refunded_minor += amount;
    charges::save(tx, &charge).await?;
    movements::note(tx, row.moves("refund", -amount)).await?;
    if let Some(at) = row.answer_at {
        tx.enqueue(NewJob::new(DELIVER_JOB, &row.id).run_at(at)).await?;
    }
    events::make(tx, "refund.created", shape::refund(&row)).await?;
    events::make(tx, "charge.refunded", shape::charge(&charge)).await?;
    if charge.left() == 0 {
        disputes::close_inquiry(tx, &charge).await?;
    }
    Ok(row)
}

async fn insert(tx: &Tx, row: &RefundRow) -> Result<(), ProviderError> {
    let insert =
        "INSERT INTO sandbox_refunds (id, charge_id, metadata_key, metadata, amount_minor, currency, status,
            answer_at, answer, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)";
    let values = [
        row.id.clone().into(),
        row.charge_id.clone().into(),
        row.metadata_key.clone().into(),
        row.metadata.clone().into(),
        row.amount_minor.into(),
        row.currency.clone().into(),
        row.status.clone().into(),
        row.answer_at.into(),
        row.answer.clone().into(),
        row.created_at.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

impl Sandbox {
    /// Makes the bank's late answers to refunds that are due by now; returns how many.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn answer_refunds(&self) -> Result<usize, ProviderError> {
        let conn = self.db.primary();
        let select = "SELECT * FROM sandbox_refunds WHERE answer_at IS NOT NULL AND answer_at <= $1
            ORDER BY answer_at, id LIMIT 1000";
        let due = RefundRow::find_by_statement(sql(conn, select, [self.db.clock().now().into()]));
        let due = due.all(conn).await?;
        for row in &due {
            self.answer_refund(&row.id).await?;
        }
        Ok(due.len())
    }

    /// Makes all late answers at once, for whoever cannot wait; returns how many.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn hurry_refunds(&self) -> Result<usize, ProviderError> {
        let conn = self.db.primary();
        let update = "UPDATE sandbox_refunds SET answer_at = $1 WHERE answer_at > $2";
        let now = self.db.clock().now();
        conn.execute_raw(sql(conn, update, [now.into(), now.into()]))
            .await?;
        self.answer_refunds().await
    }

    /// The refund, after the bank's late answer if that is due.
    pub(super) async fn answer_refund(&self, id: &str) -> Result<RefundRow, ProviderError> {
        let is_due = |row: &RefundRow| row.answer_at.is_some_and(|at| at <= self.db.clock().now());
        let row = find(self.db.primary(), id).await?;
        if !is_due(&row) {
            return Ok(row);
        }
        let tx = self.db.begin().await?;
        // The charge before the refund, as when one is made.
        let mut charge = charges::lock(&tx, &row.charge_id).await?;
        let mut row = find(&*tx, id).await?;
        let Some(answer) = row.answer.take().filter(|_| is_due(&row)) else {
            return Ok(row);
        };
        row.answer_at = None;
        let kind = if answer == "failed" {
            row.failure_code = Some("expired_or_canceled_card".to_owned());
            row.failure_text =
                Some("The bank sent the money back: the card expired or was canceled.".to_owned());
            charge.refunded_minor -= row.amount_minor;
            charges::save(&tx, &charge).await?;
            movements::note(&tx, row.moves("refund_failure", row.amount_minor)).await?;
            "refund.failed"
        } else {
            "refund.updated"
        };
        row.status = answer;
        let update =
            "UPDATE sandbox_refunds SET status = $2, failure_code = $3, failure_text = $4, answer = NULL,
                answer_at = NULL, updated_at = $5 WHERE id = $1";
        let values = [
            row.id.clone().into(),
            row.status.clone().into(),
            row.failure_code.clone().into(),
            row.failure_text.clone().into(),
            self.db.clock().now().into(),
        ];
        tx.execute_raw(sql(&*tx, update, values)).await?;
        events::make(&tx, kind, shape::refund(&row)).await?;
        tx.commit().await?;
        Ok(row)
    }
}
