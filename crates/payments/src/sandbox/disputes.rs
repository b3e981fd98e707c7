//! Charges that their payers contest.

use chrono::{DateTime, TimeDelta, Utc};
use db::{Tx, sql};
use kernel::Money;
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde_json::Value;

use super::{
    Sandbox,
    charges::{self, ChargeRow},
    events, money, movements,
    movements::NewMovement,
    new_id, refused, shape, unknown,
};
use crate::{Dispute, DisputeEvidence, DisputeStatus, ProviderError};

/// How long evidence may be handed in. Stripe gives 7 to 21 days, by network.
const EVIDENCE_WITHIN: TimeDelta = TimeDelta::days(9);
/// The longest text of one piece of evidence, and of all: Stripe's.
/// <https://docs.stripe.com/api/disputes/update>
const LONGEST_PIECE: usize = 20_000;
const LONGEST_EVIDENCE: usize = 150_000;

#[derive(Debug, Clone, FromQueryResult)]
pub(super) struct DisputeRow {
    pub(super) id: String,
    pub(super) charge_id: String,
    pub(super) amount_minor: i64,
    pub(super) currency: String,
    pub(super) reason: String,
    pub(super) status: String,
    pub(super) evidence: Option<Value>,
    pub(super) submitted_at: Option<DateTime<Utc>>,
    pub(super) evidence_due_at: DateTime<Utc>,
    pub(super) is_withdrawn: bool,
    pub(super) fee_minor: i64,
    pub(super) created_at: DateTime<Utc>,
}

impl DisputeRow {
    fn is_inquiry(&self) -> bool {
        self.status.starts_with("warning_")
    }

    fn moves(&self, amount: i64, fee: i64) -> NewMovement<'_> {
        NewMovement {
            id: None,
            kind: "adjustment",
            source: &self.id,
            amount,
            fee,
            currency: &self.currency,
        }
    }

    fn is_final(&self) -> bool {
        matches!(self.status.as_str(), "warning_closed" | "won" | "lost")
    }
}

impl TryFrom<DisputeRow> for Dispute {
    type Error = ProviderError;

    fn try_from(row: DisputeRow) -> Result<Self, ProviderError> {
        let amount = money(row.amount_minor, &row.currency)?;
        let status = match row.status.as_str() {
            "warning_needs_response" => DisputeStatus::WarningNeedsResponse,
            "warning_under_review" => DisputeStatus::WarningUnderReview,
            "warning_closed" => DisputeStatus::WarningClosed,
            "needs_response" => DisputeStatus::NeedsResponse,
            "under_review" => DisputeStatus::UnderReview,
            "won" => DisputeStatus::Won,
            "lost" => DisputeStatus::Lost,
            other => return Err(db::Error::corrupt(format_args!("dispute status {other}")).into()),
        };
        Ok(Dispute {
            provider_id: row.id,
            charge: row.charge_id,
            amount,
            reason: row.reason,
            status,
            evidence_due_at: Some(row.evidence_due_at),
            is_withdrawn: row.is_withdrawn,
            fee: (row.fee_minor > 0).then_some(Money::new(row.fee_minor, amount.currency)),
        })
    }
}

/// What a dispute costs, won or lost.
fn fee(currency: &str) -> Result<i64, ProviderError> {
    let exponent = money(0, currency)?.currency.exponent();
    Ok(if exponent == 3 { 15_000 } else { 1_500 })
}

/// The dispute, as last committed.
pub(super) async fn find(conn: &impl ConnectionTrait, id: &str) -> Result<DisputeRow, ProviderError> {
    let select = "SELECT * FROM sandbox_disputes WHERE id = $1";
    let row = DisputeRow::find_by_statement(sql(conn, select, [id.into()]));
    row.one(conn).await?.ok_or_else(|| unknown(id))
}

/// The dispute of a charge that is not closed. Its charge must be locked.
pub(super) async fn open_of(tx: &Tx, charge: &str) -> Result<Option<DisputeRow>, ProviderError> {
    let select = "SELECT * FROM sandbox_disputes WHERE charge_id = $1 AND status NOT IN ('warning_closed', 'won', 'lost')";
    let row = DisputeRow::find_by_statement(sql(&**tx, select, [charge.into()]));
    Ok(row.one(&**tx).await?)
}

/// The dispute and its charge. Only the charge's row is locked, which every change of a dispute does first.
async fn lock(tx: &Tx, id: &str) -> Result<(ChargeRow, DisputeRow), ProviderError> {
    let charge = charges::lock(tx, &find(&**tx, id).await?.charge_id).await?;
    Ok((charge, find(&**tx, id).await?))
}

/// Opens a dispute, or the inquiry that may become one. The charge is locked and is written here.
pub(super) async fn open(
    tx: &Tx,
    charge: &mut ChargeRow,
    amount: Option<i64>,
    reason: &str,
    inquiry: bool,
) -> Result<DisputeRow, ProviderError> {
    let amount = amount.unwrap_or(charge.left());
    if charge.status != "succeeded" || amount <= 0 || amount > charge.left() {
        let message = format!("of this charge {} minor units can be disputed", charge.left());
        return Err(refused("amount_exceeds_rest", message));
    }
    if open_of(tx, &charge.id).await?.is_some() {
        return Err(refused("charge_disputed", "the charge is disputed already"));
    }
    let now = tx.db().clock().now();
    let mut row = DisputeRow {
        id: new_id(tx, "dp_sandbox_"),
        charge_id: charge.id.clone(),
        amount_minor: amount,
        currency: charge.currency.clone(),
        reason: reason.to_owned(),
        status: "warning_needs_response".to_owned(),
        evidence: None,
        submitted_at: None,
        evidence_due_at: now + EVIDENCE_WITHIN,
        is_withdrawn: false,
        fee_minor: 0,
        created_at: now,
    };
    let insert = "INSERT INTO sandbox_disputes (id, charge_id, amount_minor, currency, reason, status, evidence_due_at,
            is_withdrawn, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)";
    let values = [
        row.id.clone().into(),
        row.charge_id.clone().into(),
        row.amount_minor.into(),
        row.currency.clone().into(),
        row.reason.clone().into(),
        row.status.clone().into(),
        row.evidence_due_at.into(),
        false.into(),
        now.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    charge.was_disputed = true;
    if !inquiry {
        withdraw(tx, charge, &mut row).await?;
        save(tx, &row).await?;
    }
    charges::save(tx, charge).await?;
    events::make(tx, "charge.dispute.created", shape::dispute(&row)).await?;
    if row.is_withdrawn {
        events::make(tx, "charge.dispute.funds_withdrawn", shape::dispute(&row)).await?;
    }
    Ok(row)
}

/// Takes the contested money and the fee.
async fn withdraw(tx: &Tx, charge: &mut ChargeRow, row: &mut DisputeRow) -> Result<(), ProviderError> {
    "needs_response".clone_into(&mut row.status);
    row.is_withdrawn = true;
    row.fee_minor = fee(&row.currency)?;
    charge.disputed_minor += row.amount_minor;
    movements::note(tx, row.moves(-row.amount_minor, row.fee_minor)).await
}

async fn save(tx: &Tx, row: &DisputeRow) -> Result<(), ProviderError> {
    let update =
        "UPDATE sandbox_disputes SET amount_minor = $2, status = $3, evidence = $4, submitted_at = $5,
            evidence_due_at = $6, is_withdrawn = $7, fee_minor = $8, updated_at = $9 WHERE id = $1";
    let values = [
        row.id.clone().into(),
        row.amount_minor.into(),
        row.status.clone().into(),
        row.evidence.clone().into(),
        row.submitted_at.into(),
        row.evidence_due_at.into(),
        row.is_withdrawn.into(),
        row.fee_minor.into(),
        tx.db().clock().now().into(),
    ];
    tx.execute_raw(sql(&**tx, update, values)).await?;
    Ok(())
}

/// A charge that was given back whole leaves nothing to ask about.
pub(super) async fn close_inquiry(tx: &Tx, charge: &ChargeRow) -> Result<(), ProviderError> {
    let Some(mut row) = open_of(tx, &charge.id).await?.filter(DisputeRow::is_inquiry) else {
        return Ok(());
    };
    "warning_closed".clone_into(&mut row.status);
    save(tx, &row).await?;
    events::make(tx, "charge.dispute.closed", shape::dispute(&row)).await
}

/// The bank decides. An inquiry that goes against us becomes a dispute.
async fn decide(
    tx: &Tx,
    charge: &mut ChargeRow,
    row: &mut DisputeRow,
    is_won: bool,
) -> Result<(), ProviderError> {
    if row.is_final() {
        return Err(refused("dispute_closed", "the dispute is decided"));
    }
    if row.is_inquiry() && !is_won {
        row.amount_minor = row.amount_minor.min(charge.left());
        (row.evidence, row.submitted_at) = (None, None);
        row.evidence_due_at = tx.db().clock().now() + EVIDENCE_WITHIN;
        withdraw(tx, charge, row).await?;
        save(tx, row).await?;
        charges::save(tx, charge).await?;
        events::make(tx, "charge.dispute.updated", shape::dispute(row)).await?;
        return events::make(tx, "charge.dispute.funds_withdrawn", shape::dispute(row)).await;
    }
    let came_back = row.is_withdrawn && is_won;
    let status = match (row.is_inquiry(), is_won) {
        (true, _) => "warning_closed",
        (false, true) => "won",
        (false, false) => "lost",
    };
    status.clone_into(&mut row.status);
    if came_back {
        row.is_withdrawn = false;
        charge.disputed_minor -= row.amount_minor;
        charges::save(tx, charge).await?;
        movements::note(tx, row.moves(row.amount_minor, 0)).await?;
    }
    save(tx, row).await?;
    events::make(tx, "charge.dispute.closed", shape::dispute(row)).await?;
    if came_back {
        events::make(tx, "charge.dispute.funds_reinstated", shape::dispute(row)).await?;
    }
    Ok(())
}

fn check_length(evidence: &Value) -> Result<(), ProviderError> {
    let lengths = evidence
        .as_object()
        .into_iter()
        .flat_map(|pieces| pieces.values());
    let lengths: Vec<usize> = lengths
        .map(|text| text.as_str().map_or(0, |text| text.chars().count()))
        .collect();
    if lengths.iter().any(|length| *length > LONGEST_PIECE)
        || lengths.iter().sum::<usize>() > LONGEST_EVIDENCE
    {
        let message = "a piece of evidence has at most 20,000 characters, all together 150,000";
        return Err(refused("parameter_invalid_string", message));
    }
    Ok(())
}

/// Keeps evidence as a draft, or hands it in. Some texts are decided at once, as in Stripe's test mode.
/// <https://docs.stripe.com/testing#evidence>
pub(super) async fn contest(
    tx: &Tx,
    id: &str,
    evidence: Value,
    submit: bool,
) -> Result<DisputeRow, ProviderError> {
    check_length(&evidence)?;
    let (mut charge, mut row) = lock(tx, id).await?;
    if row.submitted_at.is_some() || row.is_final() {
        return Err(refused(
            "dispute_evidence_submitted",
            "evidence was handed in, or the dispute is decided",
        ));
    }
    let now = tx.now().await?;
    if now >= row.evidence_due_at {
        return Err(refused("dispute_evidence_late", "the time for evidence is over"));
    }
    let decision = match evidence["uncategorized_text"].as_str() {
        Some("winning_evidence") => Some(true),
        Some("losing_evidence") => Some(false),
        _ => None,
    };
    row.evidence = Some(evidence);
    if submit {
        row.submitted_at = Some(now);
        let review = if row.is_inquiry() {
            "warning_under_review"
        } else {
            "under_review"
        };
        review.clone_into(&mut row.status);
    }
    save(tx, &row).await?;
    events::make(tx, "charge.dispute.updated", shape::dispute(&row)).await?;
    if let Some(is_won) = decision.filter(|_| submit) {
        decide(tx, &mut charge, &mut row, is_won).await?;
    }
    Ok(row)
}

/// The evidence as Stripe's object has it.
pub(super) fn evidence(evidence: &DisputeEvidence) -> Value {
    let mut pieces = serde_json::Map::new();
    for (name, text) in [
        ("product_description", Some(&evidence.product_description)),
        ("service_date", evidence.service_date.as_ref()),
        ("uncategorized_text", Some(&evidence.uncategorized_text)),
    ] {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            pieces.insert(name.to_owned(), text.clone().into());
        }
    }
    Value::Object(pieces)
}

impl Sandbox {
    /// What the payer's bank does: contests a charge, wholly if no amount is given, or asks about it first.
    ///
    /// # Errors
    /// [`ProviderError::Refused`] if so much is not left of the charge, or a dispute of it is open.
    pub async fn dispute(
        &self,
        charge: &str,
        amount: Option<Money>,
        reason: &str,
        inquiry: bool,
    ) -> Result<Dispute, ProviderError> {
        let tx = self.db.begin().await?;
        let mut charge = charges::lock(&tx, charge).await?;
        if amount.is_some_and(|amount| amount.currency.code() != charge.currency) {
            return Err(refused(
                "currency_mismatch",
                "a dispute is in the currency of its charge",
            ));
        }
        let row = open(
            &tx,
            &mut charge,
            amount.map(|amount| amount.minor),
            reason,
            inquiry,
        )
        .await?;
        tx.commit().await?;
        row.try_into()
    }

    /// What the payer's bank does at last: decides for us or for the payer. An inquiry decided for
    /// the payer becomes a dispute.
    ///
    /// # Errors
    /// [`ProviderError::Refused`] if it is decided.
    pub async fn decide_dispute(&self, provider_id: &str, won: bool) -> Result<Dispute, ProviderError> {
        let tx = self.db.begin().await?;
        let (mut charge, mut row) = lock(&tx, provider_id).await?;
        decide(&tx, &mut charge, &mut row, won).await?;
        tx.commit().await?;
        row.try_into()
    }
}
