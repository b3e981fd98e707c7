//! What became of a pledge's money: tries at charging it, refunds, disputes.

use chrono::{DateTime, Utc};

use super::items::RefundItem;
use crate::graphql::{
    DisputeState, FeeBearer, Money, PaymentAttemptCause, PaymentAttemptState, RefundReason, RefundState,
    schema,
};

/// One try at charging a card.
#[derive(cynic::QueryFragment, Debug, Clone)]
#[cynic(graphql_type = "PaymentAttempt")]
pub(crate) struct Payment {
    pub(crate) id: cynic::Id,
    pub(crate) number: i32,
    pub(crate) cause: PaymentAttemptCause,
    pub(crate) amount: Money,
    pub(crate) state: PaymentAttemptState,
    pub(crate) failure_code: Option<String>,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) finished_at: Option<DateTime<Utc>>,
}

/// Money given back.
#[derive(cynic::QueryFragment, Debug, Clone)]
pub(crate) struct Refund {
    pub(crate) pledge_id: cynic::Id,
    pub(crate) amount: Money,
    pub(crate) items: Vec<RefundItem>,
    pub(crate) reason: RefundReason,
    pub(crate) bearer: FeeBearer,
    pub(crate) note: Option<String>,
    pub(crate) state: RefundState,
    pub(crate) failure_code: Option<String>,
    pub(crate) requested_at: DateTime<Utc>,
    pub(crate) finished_at: Option<DateTime<Utc>>,
}

/// A charge contested at the bank.
#[derive(cynic::QueryFragment, Debug, Clone)]
pub(crate) struct Dispute {
    pub(crate) id: cynic::Id,
    pub(crate) pledge_id: cynic::Id,
    pub(crate) amount: Money,
    pub(crate) reason: String,
    pub(crate) state: DisputeState,
    pub(crate) evidence_due_at: Option<DateTime<Utc>>,
    pub(crate) evidence_at: Option<DateTime<Utc>>,
    pub(crate) opened_at: DateTime<Utc>,
    pub(crate) closed_at: Option<DateTime<Utc>>,
}

impl Payment {
    /// Why it failed, in plain words.
    pub(crate) fn failure(&self) -> &'static str {
        failure(self.failure_code.as_deref())
    }

    /// When it came to its end, or was begun.
    pub(crate) fn at(&self) -> DateTime<Utc> {
        self.finished_at.unwrap_or(self.created_at)
    }
}

impl Refund {
    /// Whether the money is back.
    pub(crate) fn is_done(&self) -> bool {
        matches!(self.state, RefundState::Succeeded | RefundState::Manual)
    }
}

impl Dispute {
    /// Whether evidence can still be handed in.
    pub(crate) fn is_contestable(&self, now: DateTime<Utc>) -> bool {
        let waits = matches!(
            self.state,
            DisputeState::NeedsResponse | DisputeState::WarningNeedsResponse
        );
        waits && self.evidence_at.is_none() && self.evidence_due_at.is_none_or(|due| now < due)
    }
}

/// The message about a failed charge, by the code of Stripe (<https://docs.stripe.com/declines/codes>,
/// read 2026-11). A card reported lost or stolen is told of as declined, as Stripe asks.
fn failure(code: Option<&str>) -> &'static str {
    match code {
        Some("insufficient_funds") => "payment-failed-funds",
        Some("expired_card") => "payment-failed-expired",
        Some("incorrect_cvc" | "invalid_cvc") => "payment-failed-cvc",
        Some("authentication_required" | "payment_intent_authentication_failure") => "payment-failed-bank",
        Some("processing_error") => "payment-failed-processing",
        _ => "payment-failed-declined",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_bank_keeps_to_itself_is_told_as_a_decline() {
        for code in ["lost_card", "stolen_card", "generic_decline", "brand_new_code"] {
            assert_eq!(failure(Some(code)), "payment-failed-declined", "{code}");
        }
        assert_eq!(failure(None), "payment-failed-declined");
        assert_eq!(failure(Some("insufficient_funds")), "payment-failed-funds");
        assert_eq!(failure(Some("authentication_required")), "payment-failed-bank");
    }

    #[test]
    fn evidence_is_taken_once_and_in_time() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let dispute = |state, evidence: Option<&str>| Dispute {
            id: cynic::Id::new("d"),
            pledge_id: cynic::Id::new("p"),
            amount: Money {
                amount: crate::graphql::Decimal("1.00".to_owned()),
                currency: crate::graphql::CurrencyCode("USD".to_owned()),
                minor_units: crate::graphql::BigInt("100".to_owned()),
            },
            reason: "fraudulent".to_owned(),
            state,
            evidence_due_at: Some(at("2026-05-10T00:00:00Z")),
            evidence_at: evidence.map(at),
            opened_at: at("2026-05-01T00:00:00Z"),
            closed_at: None,
        };
        let (early, late) = (at("2026-05-09T23:59:59Z"), at("2026-05-10T00:00:00Z"));
        assert!(dispute(DisputeState::NeedsResponse, None).is_contestable(early));
        assert!(dispute(DisputeState::WarningNeedsResponse, None).is_contestable(early));
        assert!(!dispute(DisputeState::NeedsResponse, None).is_contestable(late));
        assert!(!dispute(DisputeState::NeedsResponse, Some("2026-05-02T00:00:00Z")).is_contestable(early));
        assert!(!dispute(DisputeState::UnderReview, None).is_contestable(early));
    }
}
