//! What moved on our balance at Stripe.

use chrono::{DateTime, Utc};
use payments::{Movement, MovementKind, MovementPage, ProviderError};
use serde::{Deserialize, Serialize};
use stripe_client_core::{RequestBuilder, StripeMethod};

use crate::{
    Stripe,
    objects::{List, instant, money},
    transport::proper_id,
};

/// The list's parameters. The builder of the client's own crate is not used: it is a large module for one call.
#[derive(Serialize)]
struct Asked<'a> {
    #[serde(rename = "created[gte]")]
    since: i64,
    limit: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    starting_after: Option<&'a str>,
    /// With what they belong to in full: a payment is known by its intent, a reversal by its transfer.
    #[serde(rename = "expand[]")]
    expand: &'static str,
}

/// A balance transaction. <https://docs.stripe.com/api/balance_transactions/object>
#[derive(Debug, Deserialize)]
struct Transaction {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    net: i64,
    currency: String,
    created: i64,
    source: Option<Source>,
}

/// What it belongs to, as far as it is read.
#[derive(Debug, Deserialize)]
struct Source {
    id: String,
    object: String,
    payment_intent: Option<String>,
    transfer: Option<String>,
}

impl Stripe {
    pub(crate) async fn list_movements(
        &self,
        since: DateTime<Utc>,
        after: Option<&str>,
    ) -> Result<MovementPage, ProviderError> {
        let asked = Asked {
            since: since.timestamp(),
            limit: 100,
            starting_after: after.map(proper_id).transpose()?,
            expand: "data.source",
        };
        let request = RequestBuilder::new(StripeMethod::Get, "/balance_transactions").query(&asked);
        let page: List<Transaction> = self.transport.get(request).await?;
        Ok(MovementPage {
            movements: page
                .data
                .into_iter()
                .map(Movement::try_from)
                .collect::<Result<_, _>>()?,
            has_more: page.has_more,
        })
    }
}

impl TryFrom<Transaction> for Movement {
    type Error = ProviderError;

    /// The kinds that a call of ours causes; all others are told apart, and stay out of the comparison.
    /// <https://docs.stripe.com/reports/balance-transaction-types>
    fn try_from(read: Transaction) -> Result<Self, ProviderError> {
        let of = read.source.as_ref().map(|source| source.object.as_str());
        let kind = match (read.kind.as_str(), of) {
            ("charge" | "payment", Some("charge")) => MovementKind::Charge,
            ("refund" | "payment_refund" | "refund_failure" | "payment_failure_refund", Some("refund")) => {
                MovementKind::Refund
            }
            ("adjustment", Some("dispute")) => MovementKind::Dispute,
            ("transfer" | "transfer_refund" | "transfer_cancel" | "transfer_failure", Some(_)) => {
                MovementKind::Transfer
            }
            _ => MovementKind::Other,
        };
        let source = read.source.map(|source| {
            source
                .payment_intent
                .filter(|_| kind == MovementKind::Charge)
                .or(source.transfer.filter(|_| kind == MovementKind::Transfer))
                .unwrap_or(source.id)
        });
        Ok(Self {
            kind,
            net: money(read.net, &read.currency)?,
            moved_at: instant(read.created)?,
            source: source.unwrap_or_else(|| read.id.clone()),
            id: read.id,
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_movement_is_named_as_the_calls_about_it_name_it() {
        let read = |kind: &str, source: serde_json::Value| {
            let body = json!({
                "id": "txn_1", "type": kind, "net": -250, "currency": "usd", "created": 1_780_000_000, "source": source
            });
            let read: Transaction = serde_json::from_value(body).unwrap();
            let movement = Movement::try_from(read).unwrap();
            (movement.kind, movement.source)
        };
        let charge = json!({"id": "ch_1", "object": "charge", "payment_intent": "pi_1"});
        assert_eq!(read("charge", charge), (MovementKind::Charge, "pi_1".into()));
        let back = json!({"id": "re_1", "object": "refund", "payment_intent": "pi_1"});
        assert_eq!(
            read("refund", back.clone()),
            (MovementKind::Refund, "re_1".into())
        );
        assert_eq!(
            read("refund_failure", back),
            (MovementKind::Refund, "re_1".into())
        );
        let contested = json!({"id": "dp_1", "object": "dispute", "payment_intent": "pi_1"});
        assert_eq!(
            read("adjustment", contested),
            (MovementKind::Dispute, "dp_1".into())
        );
        let reversal = json!({"id": "trr_1", "object": "transfer_reversal", "transfer": "tr_1"});
        assert_eq!(
            read("transfer_refund", reversal),
            (MovementKind::Transfer, "tr_1".into())
        );
        let out = json!({"id": "po_1", "object": "payout"});
        assert_eq!(read("payout", out), (MovementKind::Other, "po_1".into()));
        assert_eq!(
            read("stripe_fee", json!(null)),
            (MovementKind::Other, "txn_1".into())
        );
    }
}
