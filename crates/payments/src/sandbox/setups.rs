//! Saving cards: the sandbox's set-ups and customers as rows.

use chrono::{DateTime, Utc};
use db::{Tx, sql};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde_json::{Value, json};

use super::{new_id, refused, unknown};
use crate::{Card, Failure, NextAction, ProviderError, Setup, SetupStatus};

/// A set-up to be made.
#[derive(Debug)]
pub(super) struct NewSetup {
    /// Ours if it came with one, else the set-up's own id.
    pub(super) idem_key: Option<String>,
    pub(super) metadata: Value,
    pub(super) reference: String,
    pub(super) investor: String,
    pub(super) customer: String,
}

/// A set-up and what only the sandbox itself wants to know of it.
#[derive(Debug, Clone)]
pub(super) struct Stored {
    pub(super) setup: Setup,
    pub(super) metadata: Value,
    pub(super) created_at: DateTime<Utc>,
}

#[derive(FromQueryResult)]
struct Row {
    id: String,
    idem_key: String,
    customer_id: Option<String>,
    payment_method_id: Option<String>,
    metadata: Option<Value>,
    created_at: DateTime<Utc>,
    client_secret: String,
    status: String,
    card_brand: Option<String>,
    card_last4: Option<String>,
    card_exp_month: Option<i32>,
    card_exp_year: Option<i32>,
    failure_code: Option<String>,
    failure_text: Option<String>,
}

const COLUMNS: &str =
    "id, idem_key, customer_id, payment_method_id, metadata, created_at, client_secret, status, card_brand,
    card_last4, card_exp_month, card_exp_year, failure_code, failure_text";

fn text_of(status: SetupStatus) -> &'static str {
    match status {
        // The sandbox's bank answers at once, so nothing is ever stored as processing.
        SetupStatus::RequiresCard | SetupStatus::Processing => "requires_payment_method",
        SetupStatus::RequiresAction => "requires_action",
        SetupStatus::Succeeded => "succeeded",
        SetupStatus::Canceled => "canceled",
    }
}

impl TryFrom<Row> for Stored {
    type Error = db::Error;

    fn try_from(row: Row) -> Result<Self, db::Error> {
        let status = match row.status.as_str() {
            "requires_payment_method" => SetupStatus::RequiresCard,
            "requires_action" => SetupStatus::RequiresAction,
            "succeeded" => SetupStatus::Succeeded,
            "canceled" => SetupStatus::Canceled,
            other => return Err(db::Error::corrupt(format_args!("sandbox status {other}"))),
        };
        let card = match (
            row.card_brand,
            row.card_last4,
            row.card_exp_month,
            row.card_exp_year,
        ) {
            (Some(brand), Some(last4), Some(exp_month), Some(exp_year)) => Some(Card {
                brand,
                last4,
                exp_month,
                exp_year,
            }),
            _ => None,
        };
        let failure = row.failure_code.map(|code| Failure {
            code,
            message: row.failure_text.unwrap_or_default(),
        });
        // Set-ups of before had no metadata but their key.
        let metadata = row.metadata.unwrap_or_else(|| json!({"key": row.idem_key}));
        let setup = Setup {
            provider_id: row.id,
            key: metadata["key"].as_str().map(str::to_owned),
            client_secret: Some(row.client_secret),
            status,
            next_action: next_action(status),
            card,
            failure,
            customer: row.customer_id,
            payment_method: row.payment_method_id,
        };
        Ok(Stored {
            setup,
            metadata,
            created_at: row.created_at,
        })
    }
}

/// What the investor has to do in this status.
fn next_action(status: SetupStatus) -> Option<NextAction> {
    (status == SetupStatus::RequiresAction).then(|| NextAction {
        kind: "sandbox_authenticate".to_owned(),
        url: None,
    })
}

async fn one(conn: &impl ConnectionTrait, id: &str, lock: &str) -> Result<Stored, ProviderError> {
    let select = format!("SELECT {COLUMNS} FROM sandbox_setups WHERE id = $1{lock}");
    let row = Row::find_by_statement(sql(conn, select, [id.into()]))
        .one(conn)
        .await?;
    Ok(row.ok_or_else(|| unknown(id))?.try_into()?)
}

/// The set-up, as last committed.
pub(super) async fn find(conn: &impl ConnectionTrait, id: &str) -> Result<Stored, ProviderError> {
    one(conn, id, "").await
}

/// The set-up, its row locked.
pub(super) async fn lock(tx: &Tx, id: &str) -> Result<Stored, ProviderError> {
    one(&**tx, id, tx.for_update()).await
}

/// A new set-up that waits for a card.
pub(super) async fn insert(tx: &Tx, new: NewSetup) -> Result<Stored, ProviderError> {
    let (now, ids) = (tx.db().clock().now(), tx.db().ids());
    let id = new_id(tx, "seti_sandbox_");
    let client_secret = format!("{id}_secret_{}", hex::encode(&ids.secret()[..16]));
    let insert =
        "INSERT INTO sandbox_setups (id, idem_key, request_hash, reference, customer, client_secret, status,
            customer_id, metadata, created_at, updated_at)
        VALUES ($1, $2, '', $3, $4, $5, 'requires_payment_method', $6, $7, $8, $8)";
    let values = [
        id.clone().into(),
        new.idem_key.unwrap_or_else(|| id.clone()).into(),
        new.reference.into(),
        new.investor.into(),
        client_secret.clone().into(),
        new.customer.clone().into(),
        new.metadata.clone().into(),
        now.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    let setup = Setup {
        provider_id: id,
        key: new.metadata["key"].as_str().map(str::to_owned),
        client_secret: Some(client_secret),
        status: SetupStatus::RequiresCard,
        next_action: None,
        card: None,
        failure: None,
        customer: Some(new.customer),
        payment_method: None,
    };
    Ok(Stored {
        setup,
        metadata: new.metadata,
        created_at: now,
    })
}

/// Writes where a set-up stands. A card that is saved now gets its id.
pub(super) async fn change(tx: &Tx, setup: &mut Setup) -> Result<(), ProviderError> {
    setup.next_action = next_action(setup.status);
    if setup.status == SetupStatus::Succeeded && setup.payment_method.is_none() {
        setup.payment_method = Some(new_id(tx, "pm_sandbox_"));
    }
    let update =
        "UPDATE sandbox_setups SET status = $2, card_brand = $3, card_last4 = $4, card_exp_month = $5,
            card_exp_year = $6, failure_code = $7, failure_text = $8, updated_at = $9, payment_method_id = $10
            WHERE id = $1";
    let (card, failure) = (setup.card.as_ref(), setup.failure.as_ref());
    let values = [
        setup.provider_id.clone().into(),
        text_of(setup.status).into(),
        card.map(|card| card.brand.clone()).into(),
        card.map(|card| card.last4.clone()).into(),
        card.map(|card| card.exp_month).into(),
        card.map(|card| card.exp_year).into(),
        failure.map(|failure| failure.code.clone()).into(),
        failure.map(|failure| failure.message.clone()).into(),
        tx.db().clock().now().into(),
        setup.payment_method.clone().into(),
    ];
    tx.execute_raw(sql(&**tx, update, values)).await?;
    Ok(())
}

#[derive(FromQueryResult)]
pub(super) struct CustomerRow {
    pub(super) id: String,
    pub(super) investor: String,
    #[cfg_attr(
        not(feature = "sandbox-http"),
        allow(dead_code, reason = "shown by HTTP only")
    )]
    pub(super) metadata: Value,
    #[cfg_attr(
        not(feature = "sandbox-http"),
        allow(dead_code, reason = "shown by HTTP only")
    )]
    pub(super) created_at: DateTime<Utc>,
}

/// The customer with this id; one that was deleted is not there.
pub(super) async fn find_customer(
    conn: &impl ConnectionTrait,
    id: &str,
) -> Result<CustomerRow, ProviderError> {
    let select = "SELECT * FROM sandbox_customers WHERE id = $1 AND investor <> 'deleted'";
    let row = CustomerRow::find_by_statement(sql(conn, select, [id.into()]));
    row.one(conn).await?.ok_or_else(|| unknown(id))
}

/// A new customer.
pub(super) async fn insert_customer(
    tx: &Tx,
    investor: &str,
    metadata: Value,
) -> Result<String, ProviderError> {
    let id = new_id(tx, "cus_sandbox_");
    let insert = "INSERT INTO sandbox_customers (id, investor, metadata, created_at) VALUES ($1, $2, $3, $4)";
    let values = [
        id.clone().into(),
        investor.into(),
        metadata.into(),
        tx.db().clock().now().into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(id)
}

/// Deletes a customer, as far as a provider does: its charges still name it, and nobody stands behind it any more. Cards that
/// were saved under it are charged no more.
pub(super) async fn delete_customer(tx: &Tx, id: &str) -> Result<(), ProviderError> {
    for update in [
        "UPDATE sandbox_setups SET customer = 'deleted', status = 'canceled', card_brand = NULL, card_last4 = NULL,
            card_exp_month = NULL, card_exp_year = NULL WHERE customer_id = $1",
        "UPDATE sandbox_customers SET investor = 'deleted', metadata = '{}' WHERE id = $1",
    ] {
        tx.execute_raw(sql(&**tx, update, [id.into()])).await?;
    }
    Ok(())
}

/// The customer given, if it is this investor's; else the investor's first, made now if there is none.
pub(super) async fn customer_of(
    tx: &Tx,
    investor: &str,
    given: Option<&str>,
) -> Result<String, ProviderError> {
    if let Some(given) = given {
        return match find_customer(&**tx, given).await {
            Ok(customer) if customer.investor == investor => Ok(customer.id),
            Ok(_) => Err(refused("customer_mismatch", "the customer is another investor")),
            Err(ProviderError::NotFound(_)) => Err(refused("resource_missing", "there is no such customer")),
            Err(other) => Err(other),
        };
    }
    // Two set-ups at once must not make two.
    tx.lock_name(&format!("sandbox:investor:{investor}")).await?;
    let select = "SELECT * FROM sandbox_customers WHERE investor = $1 ORDER BY created_at, id LIMIT 1";
    let known = CustomerRow::find_by_statement(sql(&**tx, select, [investor.into()]));
    match known.one(&**tx).await? {
        Some(customer) => Ok(customer.id),
        None => insert_customer(tx, investor, json!({"investor": investor})).await,
    }
}

/// The last four digits of a card that is saved under this customer.
pub(super) async fn saved_card(
    tx: &Tx,
    customer: &str,
    payment_method: &str,
) -> Result<String, ProviderError> {
    let select = "SELECT customer_id, card_last4 FROM sandbox_setups WHERE payment_method_id = $1 AND status = 'succeeded'";
    let row = tx
        .query_one_raw(sql(&**tx, select, [payment_method.into()]))
        .await?;
    let Some(row) = row else {
        return Err(refused("resource_missing", "there is no such saved card"));
    };
    if row.try_get::<Option<String>>("", "customer_id")?.as_deref() != Some(customer) {
        let message = "the card is not saved under this customer";
        return Err(refused("payment_method_customer_mismatch", message));
    }
    Ok(row.try_get("", "card_last4")?)
}
