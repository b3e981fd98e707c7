//! What moved on our balance at Stripe.

use chrono::{DateTime, Utc};
use payments::{Movement, MovementKind, MovementPage, ProviderError};
use serde::{Deserialize, Serialize};
use stripe_client_core::{RequestBuilder, StripeMethod};

use crate::{
    Stripe,
    objects::{List, instant, money, or_default},
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
    amount: i64,
    #[serde(default, deserialize_with = "or_default")]
    fee: i64,
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
    amount: Option<i64>,
    currency: Option<String>,
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
        let mut movements = Vec::new();
        for transaction in page.data {
            movements.extend(transaction.movements()?);
        }
        Ok(MovementPage {
            movements,
            has_more: page.has_more,
        })
    }
}

impl Transaction {
    /// What it moved. The kinds that a call of ours causes are told apart; all others stay out of the comparison.
    /// <https://docs.stripe.com/reports/balance-transaction-types>
    ///
    /// Of what was paid in another currency than Stripe settles in, what moved is told in the currency it was paid in, and the
    /// fee in that of the balance: as the books have it.
    fn movements(self) -> Result<Vec<Movement>, ProviderError> {
        let of = self.source.as_ref().map(|source| source.object.as_str());
        let kind = match (self.kind.as_str(), of) {
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
        let moved_at = instant(self.created)?;
        let named = self.source.as_ref().map(|source| match kind {
            MovementKind::Charge => source.payment_intent.as_ref().unwrap_or(&source.id),
            MovementKind::Transfer => source.transfer.as_ref().unwrap_or(&source.id),
            _ => &source.id,
        });
        let source = named.unwrap_or(&self.id).clone();
        let movement = |id: String, net| Movement {
            id,
            kind,
            source: source.clone(),
            net,
            moved_at,
        };
        let paid = self
            .source
            .as_ref()
            .and_then(|source| source.amount.zip(source.currency.as_deref()));
        match paid {
            Some((amount, currency)) if kind != MovementKind::Other && currency != self.currency => {
                let signed = amount.saturating_mul(self.amount.signum());
                let mut movements = Vec::new();
                if self.fee != 0 {
                    let fee = money(-self.fee, &self.currency)?;
                    movements.push(movement(format!("{}:fee", self.id), fee));
                }
                // Last, since a list goes on after the id of its last.
                movements.push(movement(self.id.clone(), money(signed, currency)?));
                Ok(movements)
            }
            _ => Ok(vec![movement(self.id.clone(), money(self.net, &self.currency)?)]),
        }
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
                "id": "txn_1", "type": kind, "amount": -250, "fee": 0, "net": -250, "currency": "usd", "created": 1_780_000_000, "source": source
            });
            let read: Transaction = serde_json::from_value(body).unwrap();
            let movement = read.movements().unwrap().remove(0);
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

    #[test]
    fn what_was_paid_in_another_currency_is_told_in_it_and_the_fee_in_that_of_the_balance() {
        let body = json!({
            "id": "txn_1", "type": "charge", "amount": 4_650, "fee": 162, "net": 4_488, "currency": "eur",
            "created": 1_780_000_000,
            "source": {"id": "ch_1", "object": "charge", "payment_intent": "pi_1", "amount": 5_000, "currency": "usd"}
        });
        let read: Transaction = serde_json::from_value(body).unwrap();
        let moved: Vec<_> = read
            .movements()
            .unwrap()
            .into_iter()
            .map(|movement| {
                (
                    movement.id,
                    movement.source,
                    movement.net.minor,
                    movement.net.currency.code(),
                )
            })
            .collect();
        let pi = || "pi_1".to_owned();
        assert_eq!(
            moved,
            [
                ("txn_1:fee".to_owned(), pi(), -162, "EUR"),
                ("txn_1".to_owned(), pi(), 5_000, "USD")
            ]
        );
    }
}
