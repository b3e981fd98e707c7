//! The sandbox's set-ups as rows.

use db::{Tx, sql};
use sea_orm::{ConnectionTrait, FromQueryResult};

use crate::{Card, Failure, NextAction, ProviderError, Setup, SetupRequest, SetupStatus};

#[derive(FromQueryResult)]
struct Row {
    id: String,
    idem_key: String,
    request_hash: String,
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
    "id, idem_key, request_hash, client_secret, status, card_brand, card_last4, card_exp_month,
    card_exp_year, failure_code, failure_text";

fn text_of(status: SetupStatus) -> &'static str {
    match status {
        // The sandbox's bank answers at once, so nothing is ever stored as processing.
        SetupStatus::RequiresCard | SetupStatus::Processing => "requires_payment_method",
        SetupStatus::RequiresAction => "requires_action",
        SetupStatus::Succeeded => "succeeded",
        SetupStatus::Canceled => "canceled",
    }
}

impl TryFrom<Row> for Setup {
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
        let next_action = next_action(status);
        let (key, client_secret) = (Some(row.idem_key), Some(row.client_secret));
        Ok(Setup {
            provider_id: row.id,
            key,
            client_secret,
            status,
            next_action,
            card,
            failure,
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

async fn one(conn: &impl ConnectionTrait, filter: &str, value: &str) -> Result<Option<Row>, ProviderError> {
    let select = format!("SELECT {COLUMNS} FROM sandbox_setups WHERE {filter}");
    Ok(Row::find_by_statement(sql(conn, select, [value.into()]))
        .one(conn)
        .await?)
}

fn known(row: Option<Row>, id: &str) -> Result<Setup, ProviderError> {
    let unknown = || ProviderError::NotFound(id.chars().take(64).collect());
    Ok(row.ok_or_else(unknown)?.try_into()?)
}

/// The set-up, as last committed.
pub(super) async fn find(conn: &impl ConnectionTrait, id: &str) -> Result<Setup, ProviderError> {
    known(one(conn, "id = $1", id).await?, id)
}

/// The set-up, its row locked.
pub(super) async fn lock(tx: &Tx, id: &str) -> Result<Setup, ProviderError> {
    known(one(&**tx, &format!("id = $1{}", tx.for_update()), id).await?, id)
}

/// The set-up made under this key and the hash of its request.
pub(super) async fn by_key(tx: &Tx, key: &str) -> Result<Option<(Setup, String)>, ProviderError> {
    let Some(row) = one(&**tx, "idem_key = $1", key).await? else {
        return Ok(None);
    };
    let hash = row.request_hash.clone();
    Ok(Some((row.try_into()?, hash)))
}

/// A new set-up that waits for a card.
pub(super) async fn insert(tx: &Tx, request: &SetupRequest, hash: &str) -> Result<Setup, ProviderError> {
    let (now, ids) = (tx.db().clock().now(), tx.db().ids());
    let id = format!("seti_sandbox_{}", ids.uuid(now).simple());
    let client_secret = format!("{id}_secret_{}", hex::encode(&ids.secret()[..16]));
    let insert = "INSERT INTO sandbox_setups
            (id, idem_key, request_hash, reference, customer, client_secret, status, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, 'requires_payment_method', $7, $7)";
    let values = [
        id.clone().into(),
        request.key.clone().into(),
        hash.into(),
        request.reference.clone().into(),
        request.customer.clone().into(),
        client_secret.clone().into(),
        now.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(Setup {
        provider_id: id,
        key: Some(request.key.clone()),
        client_secret: Some(client_secret),
        status: SetupStatus::RequiresCard,
        next_action: None,
        card: None,
        failure: None,
    })
}

/// Writes where a set-up stands.
pub(super) async fn change(tx: &Tx, setup: &mut Setup) -> Result<(), ProviderError> {
    setup.next_action = next_action(setup.status);
    let update =
        "UPDATE sandbox_setups SET status = $2, card_brand = $3, card_last4 = $4, card_exp_month = $5,
            card_exp_year = $6, failure_code = $7, failure_text = $8, updated_at = $9 WHERE id = $1";
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
    ];
    tx.execute_raw(sql(&**tx, update, values)).await?;
    Ok(())
}
