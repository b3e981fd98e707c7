//! The sandbox's things as Stripe writes them: what its messages and its HTTP answers carry.
//! <https://docs.stripe.com/api>, read 2026-11.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

#[cfg(feature = "sandbox-http")]
use super::movements::MovementRow;
use super::{
    charges::ChargeRow,
    disputes::DisputeRow,
    payees::PayeeRow,
    refunds::RefundRow,
    setups::Stored,
    transfers::{ReversalRow, TransferRow},
};
use crate::{Failure, SetupStatus};

/// Stripe's id of the charge inside a payment intent.
pub(super) fn charge_id(intent: &str) -> String {
    intent.replacen("pi_", "ch_", 1)
}

/// The payment intent of a charge; an intent's own id stays.
#[cfg(feature = "sandbox-http")]
pub(super) fn intent_id(charge: &str) -> String {
    charge.replacen("ch_", "pi_", 1)
}

fn seconds(at: DateTime<Utc>) -> i64 {
    at.timestamp()
}

/// A failure as Stripe's error object: what the card's bank says is the decline code of `card_declined`.
pub(super) fn card_error(failure: &Failure) -> Value {
    let code = failure.code.as_str();
    let (code, decline_code) = match code {
        "generic_decline" | "insufficient_funds" | "lost_card" => ("card_declined", Some(code)),
        "expired_card" | "incorrect_cvc" | "processing_error" | "authentication_required" => {
            (code, Some(code))
        }
        _ => (code, None),
    };
    let mut error = json!({"type": "card_error", "code": code, "message": failure.message});
    if let Some(decline_code) = decline_code {
        error["decline_code"] = decline_code.into();
    }
    error
}

pub(super) fn setup_intent(stored: &Stored) -> Value {
    let setup = &stored.setup;
    let status = match setup.status {
        SetupStatus::RequiresCard => "requires_payment_method",
        SetupStatus::RequiresAction => "requires_action",
        SetupStatus::Processing => "processing",
        SetupStatus::Succeeded => "succeeded",
        SetupStatus::Canceled => "canceled",
    };
    let error = setup.failure.as_ref().map(|failure| {
        let mut error = card_error(failure);
        error["payment_method"] = json!({"object": "payment_method", "type": "card", "card": setup.card});
        error
    });
    json!({
        "id": setup.provider_id, "object": "setup_intent", "created": seconds(stored.created_at), "livemode": false,
        "status": status, "usage": "off_session", "payment_method_types": ["card"],
        "client_secret": setup.client_secret, "customer": setup.customer, "payment_method": setup.payment_method,
        "next_action": setup.next_action.as_ref().map(|_| json!({"type": "use_stripe_sdk", "use_stripe_sdk": {}})),
        "last_setup_error": error, "metadata": stored.metadata,
    })
}

pub(super) fn payment_intent(row: &ChargeRow) -> Value {
    // A card whose bank wants its absent holder is to Stripe one more intent that wants a card.
    let is_absent = row.status == "requires_action" && row.failure_code.is_some();
    let status = match row.status.as_str() {
        "declined" => "requires_payment_method",
        _ if is_absent => "requires_payment_method",
        other => other,
    };
    let asks = status == "requires_action";
    let succeeded = status == "succeeded";
    json!({
        "id": row.id, "object": "payment_intent", "created": seconds(row.created_at), "livemode": false,
        "status": status, "amount": row.amount_minor, "amount_received": row.received_minor,
        "currency": row.currency.to_lowercase(), "customer": row.customer_id,
        "payment_method": (status != "requires_payment_method").then_some(&row.payment_method_id),
        "payment_method_types": ["card"], "client_secret": row.client_secret,
        "confirmation_method": "automatic", "capture_method": "automatic",
        "latest_charge": succeeded.then(|| charge_id(&row.id)), "transfer_group": row.transfer_group,
        "next_action": asks.then(|| json!({"type": "use_stripe_sdk", "use_stripe_sdk": {}})),
        "last_payment_error": row.failure().as_ref().map(card_error), "metadata": row.metadata,
    })
}

pub(super) fn charge(row: &ChargeRow) -> Value {
    json!({
        "id": charge_id(&row.id), "object": "charge", "created": seconds(row.created_at), "livemode": false,
        "payment_intent": row.id, "amount": row.amount_minor, "amount_captured": row.received_minor,
        "amount_refunded": row.refunded_minor, "currency": row.currency.to_lowercase(), "customer": row.customer_id,
        "payment_method": row.payment_method_id, "paid": row.status == "succeeded", "captured": row.status == "succeeded",
        "status": if row.status == "succeeded" { "succeeded" } else { "failed" },
        "refunded": row.refunded_minor == row.amount_minor, "disputed": row.was_disputed,
        "transfer_group": row.transfer_group, "metadata": row.metadata,
        "balance_transaction": row.fee_minor.map(|_| row.id.replacen("pi_", "txn_", 1)),
    })
}

/// What came of a charge in the balance. Stripe: a BalanceTransaction.
#[cfg(feature = "sandbox-http")]
pub(super) fn balance_transaction(row: &ChargeRow) -> Value {
    let fee = row.fee_minor.unwrap_or(0);
    json!({
        "id": row.id.replacen("pi_", "txn_", 1), "object": "balance_transaction", "type": "charge", "status": "available",
        "amount": row.received_minor, "fee": fee, "net": row.received_minor - fee,
        "currency": row.currency.to_lowercase(), "source": charge_id(&row.id), "created": seconds(row.created_at),
    })
}

/// A movement on the balance; what it belongs to by its id, or as an object.
#[cfg(feature = "sandbox-http")]
pub(super) fn movement(row: &MovementRow, in_full: bool) -> Value {
    let (source, object) = match row.kind.as_str() {
        "charge" => {
            let id = charge_id(&row.source);
            (
                id.clone(),
                json!({"id": id, "object": "charge", "payment_intent": row.source}),
            )
        }
        "adjustment" => (row.source.clone(), json!({"id": row.source, "object": "dispute"})),
        "transfer_refund" => {
            let id = row.id.replacen("txn_", "trr_", 1);
            (
                id.clone(),
                json!({"id": id, "object": "transfer_reversal", "transfer": row.source}),
            )
        }
        "transfer" => (
            row.source.clone(),
            json!({"id": row.source, "object": "transfer"}),
        ),
        _ => (row.source.clone(), json!({"id": row.source, "object": "refund"})),
    };
    json!({
        "id": row.id, "object": "balance_transaction", "type": row.kind, "status": "available",
        "amount": row.amount_minor, "fee": row.fee_minor, "net": row.amount_minor - row.fee_minor,
        "currency": row.currency.to_lowercase(), "created": seconds(row.moved_at),
        "source": if in_full { object } else { source.into() },
    })
}

pub(super) fn refund(row: &RefundRow) -> Value {
    json!({
        "id": row.id, "object": "refund", "created": seconds(row.created_at), "amount": row.amount_minor,
        "currency": row.currency.to_lowercase(), "charge": charge_id(&row.charge_id),
        "payment_intent": row.charge_id, "status": row.status, "failure_reason": row.failure_code,
        "metadata": row.metadata,
    })
}

pub(super) fn dispute(row: &DisputeRow) -> Value {
    let entry = |amount: i64, fee: i64, category: &str| {
        json!({
            "id": row.id.replacen("dp_", "txn_", 1), "object": "balance_transaction", "type": "adjustment",
            "reporting_category": category, "amount": amount, "fee": fee, "net": amount - fee,
            "currency": row.currency.to_lowercase(), "source": row.id,
        })
    };
    let mut entries = Vec::new();
    // Whoever paid the fee was withdrawn from, even if the money came back.
    if row.fee_minor > 0 {
        entries.push(entry(-row.amount_minor, row.fee_minor, "dispute"));
        if !row.is_withdrawn {
            entries.push(entry(row.amount_minor, 0, "dispute_reversal"));
        }
    }
    json!({
        "id": row.id, "object": "dispute", "created": seconds(row.created_at), "livemode": false,
        "amount": row.amount_minor, "currency": row.currency.to_lowercase(), "charge": charge_id(&row.charge_id),
        "payment_intent": row.charge_id, "reason": row.reason, "status": row.status,
        "is_charge_refundable": row.status.starts_with("warning_") && row.status != "warning_closed",
        "evidence": row.evidence.clone().unwrap_or_else(|| json!({})),
        "evidence_details": {
            "due_by": seconds(row.evidence_due_at), "has_evidence": row.evidence.is_some(),
            "submission_count": i32::from(row.submitted_at.is_some()), "past_due": false,
        },
        "balance_transactions": entries, "metadata": {},
    })
}

pub(super) fn account(row: &PayeeRow) -> Value {
    let banks = row.destination.as_ref().map(|destination| {
        let last4: String = destination.chars().rev().take(4).collect::<Vec<_>>().into_iter().rev().collect();
        json!({
            "id": row.id.replacen("acct_", "ba_", 1), "object": "bank_account", "country": row.country, "last4": last4,
            "default_for_currency": true,
        })
    });
    let transfers = if row.payouts_enabled { "active" } else { "inactive" };
    json!({
        "id": row.id, "object": "account", "created": seconds(row.created_at), "country": row.country,
        "details_submitted": row.details_submitted, "payouts_enabled": row.payouts_enabled, "charges_enabled": false,
        "capabilities": {"transfers": transfers},
        "requirements": {
            "currently_due": row.requirements, "past_due": [], "eventually_due": row.requirements,
            "pending_verification": [], "disabled_reason": row.disabled_reason,
        },
        "external_accounts": {"object": "list", "has_more": false, "data": banks.into_iter().collect::<Vec<_>>()},
        "metadata": row.metadata,
    })
}

pub(super) fn transfer(row: &TransferRow) -> Value {
    json!({
        "id": row.id, "object": "transfer", "created": seconds(row.created_at), "livemode": false,
        "amount": row.amount_minor, "amount_reversed": row.reversed_minor,
        "reversed": row.reversed_minor == row.amount_minor, "currency": row.currency.to_lowercase(),
        "destination": row.payee_id, "transfer_group": row.transfer_group, "metadata": row.metadata,
    })
}

#[cfg_attr(
    not(feature = "sandbox-http"),
    allow(dead_code, reason = "no message carries one")
)]
pub(super) fn reversal(row: &ReversalRow) -> Value {
    json!({
        "id": row.id, "object": "transfer_reversal", "created": seconds(row.created_at), "amount": row.amount_minor,
        "currency": row.currency.to_lowercase(), "transfer": row.transfer_id, "metadata": row.metadata,
    })
}
