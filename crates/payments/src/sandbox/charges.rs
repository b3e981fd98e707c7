//! Charging saved cards.

use chrono::{DateTime, Utc};
use db::{Tx, sql};
use kernel::Money;
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde_json::Value;

use super::{
    Sandbox, SandboxError,
    cards::{self, Charging},
    disputes, events, money, movements,
    movements::NewMovement,
    new_id, refused, setups, shape, unknown,
};
use crate::{Charge, ChargeStatus, Failure, NextAction, ProviderError};

/// The largest charge in minor units: Stripe reads eight digits.
/// <https://docs.stripe.com/api/payment_intents/create#create_payment_intent-amount>
const LARGEST: i64 = 99_999_999;

/// A charge to be made. The trait's request and the one that comes by HTTP both become this.
#[derive(Debug)]
pub(super) struct NewCharge {
    pub(super) metadata: Value,
    pub(super) group: Option<String>,
    pub(super) customer: String,
    pub(super) payment_method: String,
    pub(super) amount: Money,
}

#[derive(Debug, Clone, FromQueryResult)]
pub(super) struct ChargeRow {
    pub(super) id: String,
    pub(super) client_secret: String,
    pub(super) metadata_key: Option<String>,
    pub(super) metadata: Value,
    pub(super) transfer_group: Option<String>,
    pub(super) customer_id: String,
    pub(super) payment_method_id: String,
    pub(super) amount_minor: i64,
    pub(super) currency: String,
    pub(super) status: String,
    pub(super) failure_code: Option<String>,
    pub(super) failure_text: Option<String>,
    pub(super) received_minor: i64,
    pub(super) fee_minor: Option<i64>,
    pub(super) refunded_minor: i64,
    pub(super) disputed_minor: i64,
    pub(super) was_disputed: bool,
    pub(super) created_at: DateTime<Utc>,
    /// Of the card, by which the sandbox knows what happens to it.
    pub(super) card_last4: Option<String>,
}

impl ChargeRow {
    /// What was neither given back nor taken by a dispute.
    pub(super) fn left(&self) -> i64 {
        self.received_minor - self.refunded_minor - self.disputed_minor
    }

    pub(super) fn failure(&self) -> Option<Failure> {
        let message = self.failure_text.clone().unwrap_or_default();
        self.failure_code.clone().map(|code| Failure { code, message })
    }

    fn fail(&mut self, status: &str, code: &str) {
        let failure = cards::failure(code);
        status.clone_into(&mut self.status);
        (self.failure_code, self.failure_text) = (Some(failure.code), Some(failure.message));
    }
}

impl TryFrom<ChargeRow> for Charge {
    type Error = ProviderError;

    fn try_from(row: ChargeRow) -> Result<Self, ProviderError> {
        let status = match row.status.as_str() {
            "declined" => ChargeStatus::Declined,
            "requires_action" | "requires_confirmation" => ChargeStatus::RequiresAction,
            "succeeded" => ChargeStatus::Succeeded,
            "canceled" => ChargeStatus::Canceled,
            other => return Err(db::Error::corrupt(format_args!("charge status {other}")).into()),
        };
        let amount = money(row.amount_minor, &row.currency)?;
        let asks = row.status == "requires_action" && row.failure_code.is_none();
        Ok(Charge {
            failure: row.failure(),
            provider_id: row.id,
            key: row.metadata_key,
            amount,
            status,
            client_secret: Some(row.client_secret),
            next_action: asks.then(|| NextAction {
                kind: "sandbox_authenticate".to_owned(),
                url: None,
            }),
            received: Money::new(row.received_minor, amount.currency),
            fee: row.fee_minor.map(|minor| Money::new(minor, amount.currency)),
            refunded_minor: row.refunded_minor,
            disputed: row.was_disputed,
        })
    }
}

/// What the sandbox keeps of a charge: 2.9 %, half a minor unit rounded up, and a fixed part.
fn fee(amount: Money) -> i64 {
    let share = (i128::from(amount.minor) * 29 + 500) / 1_000;
    let fixed = match amount.currency.exponent() {
        0 => 40,
        3 => 300,
        _ => 30,
    };
    i64::try_from(share).unwrap_or(i64::MAX).saturating_add(fixed)
}

/// The smallest charge Stripe takes, for the currencies of which it says so.
/// <https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts>
fn smallest(amount: Money) -> i64 {
    match amount.currency.code() {
        "USD" | "EUR" | "CAD" | "AUD" | "SGD" | "CHF" | "JPY" => 50,
        "GBP" => 30,
        "HKD" => 400,
        _ => 1,
    }
}

const SELECT: &str = "SELECT c.*, s.card_last4 FROM sandbox_charges c
    JOIN sandbox_setups s ON s.payment_method_id = c.payment_method_id";

pub(super) async fn all(
    conn: &impl ConnectionTrait,
    filter: &str,
    values: impl IntoIterator<Item = sea_orm::Value>,
) -> Result<Vec<ChargeRow>, ProviderError> {
    let select = format!("{SELECT} WHERE {filter} ORDER BY c.created_at, c.id LIMIT 100");
    Ok(ChargeRow::find_by_statement(sql(conn, select, values))
        .all(conn)
        .await?)
}

/// The charge, as last committed.
pub(super) async fn find(conn: &impl ConnectionTrait, id: &str) -> Result<ChargeRow, ProviderError> {
    let row = ChargeRow::find_by_statement(sql(conn, format!("{SELECT} WHERE c.id = $1"), [id.into()]));
    row.one(conn).await?.ok_or_else(|| unknown(id))
}

/// The charge, its row locked.
pub(super) async fn lock(tx: &Tx, id: &str) -> Result<ChargeRow, ProviderError> {
    let lock = if tx.db().is_postgres() {
        " FOR UPDATE OF c"
    } else {
        ""
    };
    let select = format!("{SELECT} WHERE c.id = $1{lock}");
    let row = ChargeRow::find_by_statement(sql(&**tx, select, [id.into()]));
    row.one(&**tx).await?.ok_or_else(|| unknown(id))
}

/// Keeps a charge that nobody confirmed yet.
pub(super) async fn insert(tx: &Tx, new: NewCharge) -> Result<ChargeRow, ProviderError> {
    if new.amount.minor < smallest(new.amount) {
        return Err(refused(
            "amount_too_small",
            "the amount is below the smallest charge",
        ));
    }
    if new.amount.minor > LARGEST {
        return Err(refused(
            "amount_too_large",
            "the amount has more than eight digits",
        ));
    }
    let card_last4 = setups::saved_card(tx, &new.customer, &new.payment_method).await?;
    let now = tx.db().clock().now();
    let id = new_id(tx, "pi_sandbox_");
    let row = ChargeRow {
        client_secret: format!("{id}_secret_{}", hex::encode(&tx.db().ids().secret()[..16])),
        id,
        metadata_key: new.metadata["key"].as_str().map(str::to_owned),
        metadata: new.metadata,
        transfer_group: new.group,
        customer_id: new.customer,
        payment_method_id: new.payment_method,
        amount_minor: new.amount.minor,
        currency: new.amount.currency.code().to_owned(),
        status: "requires_confirmation".to_owned(),
        failure_code: None,
        failure_text: None,
        received_minor: 0,
        fee_minor: None,
        refunded_minor: 0,
        disputed_minor: 0,
        was_disputed: false,
        created_at: now,
        card_last4: Some(card_last4),
    };
    let insert =
        "INSERT INTO sandbox_charges (id, client_secret, metadata_key, metadata, transfer_group, customer_id,
            payment_method_id, amount_minor, currency, status, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)";
    let values = [
        row.id.clone().into(),
        row.client_secret.clone().into(),
        row.metadata_key.clone().into(),
        row.metadata.clone().into(),
        row.transfer_group.clone().into(),
        row.customer_id.clone().into(),
        row.payment_method_id.clone().into(),
        row.amount_minor.into(),
        row.currency.clone().into(),
        row.status.clone().into(),
        now.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(row)
}

/// Writes where a charge stands.
pub(super) async fn save(tx: &Tx, row: &ChargeRow) -> Result<(), ProviderError> {
    let update = "UPDATE sandbox_charges SET payment_method_id = $2, status = $3, failure_code = $4, failure_text = $5,
            received_minor = $6, fee_minor = $7, refunded_minor = $8, disputed_minor = $9, was_disputed = $10,
            updated_at = $11 WHERE id = $1";
    let values = [
        row.id.clone().into(),
        row.payment_method_id.clone().into(),
        row.status.clone().into(),
        row.failure_code.clone().into(),
        row.failure_text.clone().into(),
        row.received_minor.into(),
        row.fee_minor.into(),
        row.refunded_minor.into(),
        row.disputed_minor.into(),
        row.was_disputed.into(),
        tx.db().clock().now().into(),
    ];
    tx.execute_raw(sql(&**tx, update, values)).await?;
    Ok(())
}

/// Asks the bank. What it says depends on the card, and on whether its holder is there to answer.
pub(super) async fn confirm(tx: &Tx, row: &mut ChargeRow, on_session: bool) -> Result<(), ProviderError> {
    (row.failure_code, row.failure_text) = (None, None);
    let kind = match cards::charging(row.card_last4.as_deref()) {
        Charging::Declined => {
            row.fail("declined", "generic_decline");
            "payment_intent.payment_failed"
        }
        Charging::Asks if on_session => {
            "requires_action".clone_into(&mut row.status);
            "payment_intent.requires_action"
        }
        Charging::Asks => {
            row.fail("requires_action", "authentication_required");
            "payment_intent.payment_failed"
        }
        _ => return succeed(tx, row).await,
    };
    save(tx, row).await?;
    events::make(tx, kind, shape::payment_intent(row)).await
}

async fn succeed(tx: &Tx, row: &mut ChargeRow) -> Result<(), ProviderError> {
    let amount = money(row.amount_minor, &row.currency)?;
    "succeeded".clone_into(&mut row.status);
    (row.failure_code, row.failure_text) = (None, None);
    (row.received_minor, row.fee_minor) = (amount.minor, Some(fee(amount)));
    save(tx, row).await?;
    let id = row.id.replacen("pi_", "txn_", 1);
    let came = NewMovement {
        id: Some(&id),
        kind: "charge",
        source: &row.id,
        amount: row.received_minor,
        fee: row.fee_minor.unwrap_or(0),
        currency: &row.currency,
    };
    movements::note(tx, came).await?;
    events::make(tx, "payment_intent.succeeded", shape::payment_intent(row)).await?;
    if let Charging::Disputed { reason, inquiry } = cards::charging(row.card_last4.as_deref()) {
        disputes::open(tx, row, None, reason, inquiry).await?;
    }
    Ok(())
}

/// Gives a charge up unless it succeeded.
pub(super) async fn cancel(tx: &Tx, row: &mut ChargeRow) -> Result<(), ProviderError> {
    if matches!(row.status.as_str(), "succeeded" | "canceled") {
        return Ok(());
    }
    "canceled".clone_into(&mut row.status);
    save(tx, row).await?;
    events::make(tx, "payment_intent.canceled", shape::payment_intent(row)).await
}

impl Sandbox {
    /// What the bank's page does for a charge: the card's holder confirms, or fails to.
    ///
    /// # Errors
    /// [`SandboxError::ChargeNotExpected`] if the charge does not wait for that.
    pub async fn authenticate_charge(
        &self,
        provider_id: &str,
        succeeds: bool,
    ) -> Result<Charge, SandboxError> {
        let tx = self.db.begin().await?;
        let mut row = lock(&tx, provider_id).await?;
        if row.status != "requires_action" {
            let charge = Charge::try_from(row)?;
            return Err(SandboxError::ChargeNotExpected(charge.status));
        }
        if succeeds {
            succeed(&tx, &mut row).await?;
        } else {
            row.fail("declined", "payment_intent_authentication_failure");
            save(&tx, &row).await?;
            events::make(&tx, "payment_intent.payment_failed", shape::payment_intent(&row)).await?;
        }
        tx.commit().await?;
        Ok(row.try_into()?)
    }
}

#[cfg(test)]
mod tests {
    use kernel::Currency;

    use super::*;

    #[test]
    fn the_fee_is_a_share_rounded_half_up_and_a_fixed_part() {
        for (minor, currency, expected) in [
            (10_000, Currency::USD, 320),
            (50, Currency::USD, 31),  // 1.45 → 1
            (500, Currency::USD, 45), // 14.5 → 15
            (1_000, Currency::JPY, 69),
            (10_000, Currency::KWD, 590),
        ] {
            assert_eq!(fee(Money::new(minor, currency)), expected, "{minor} {currency}");
        }
        assert!(fee(Money::new(i64::MAX, Currency::USD)) > 0);
    }
}
