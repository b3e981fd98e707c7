//! Stripe's paths.

use chrono::TimeDelta;
use db::Tx;
use serde_json::Value;

use super::{error::ApiError, intents, lists, money, params::Params};
use crate::sandbox::Sandbox;

/// What is read.
pub(super) async fn get(
    sandbox: &Sandbox,
    path: &str,
    mut params: Params,
    lag: TimeDelta,
) -> Result<Value, ApiError> {
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    let expand = params.list("expand");
    let (found, id) = match parts.as_slice() {
        ["v1", "balance"] => (money::balance(sandbox).await, ""),
        ["v1", "events"] => (lists::events(sandbox, &mut params).await, ""),
        ["v1", "events", id] => (lists::event(sandbox, id).await, *id),
        ["v1", "customers", id] => (intents::customer(sandbox, id).await, *id),
        ["v1", "payment_methods", id] => (intents::payment_method(sandbox, id).await, *id),
        ["v1", "setup_intents", id] => (intents::setup(sandbox, id, &expand, &mut params).await, *id),
        ["v1", "payment_intents"] => (lists::payment_intents(sandbox, &expand, &mut params).await, ""),
        ["v1", "payment_intents", "search"] => (lists::search(sandbox, &expand, &mut params, lag).await, ""),
        ["v1", "payment_intents", id] => (intents::payment(sandbox, id, &expand, &mut params).await, *id),
        ["v1", "charges", id] => (money::charge(sandbox, id, &expand).await, *id),
        ["v1", "balance_transactions"] => (lists::movements(sandbox, &expand, &mut params).await, ""),
        ["v1", "balance_transactions", id] => (money::balance_transaction(sandbox, id).await, *id),
        ["v1", "refunds"] => (lists::refunds(sandbox, &mut params).await, ""),
        ["v1", "refunds", id] => (money::refund(sandbox, id).await, *id),
        ["v1", "disputes"] => (lists::disputes(sandbox, &mut params).await, ""),
        ["v1", "disputes", id] => (money::dispute(sandbox, id).await, *id),
        ["v1", "accounts", id] => (money::account(sandbox, id).await, *id),
        ["v1", "transfers"] => (lists::transfers(sandbox, &mut params).await, ""),
        ["v1", "transfers", id] => (money::transfer(sandbox, id).await, *id),
        ["v1", "transfers", id, "reversals"] => (lists::reversals(sandbox, id, &mut params).await, *id),
        _ => return Err(ApiError::no_such_path("GET", path)),
    };
    let found = found.map_err(|error| error.of_path(id))?;
    params.finish()?;
    Ok(found)
}

/// What is done, in one transaction with its answer. What is not known is refused before anything is done.
pub(super) async fn post(tx: &Tx, sandbox: &Sandbox, path: &str, params: Params) -> Result<Value, ApiError> {
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    let (done, id) = match parts.as_slice() {
        ["v1", "customers"] => (intents::create_customer(tx, params).await, ""),
        ["v1", "setup_intents"] => (intents::create_setup(tx, params).await, ""),
        ["v1", "setup_intents", id, "confirm"] => (intents::confirm_setup(tx, id, params).await, *id),
        ["v1", "setup_intents", id, "cancel"] => (intents::cancel_setup(tx, id, params).await, *id),
        ["v1", "payment_intents"] => (intents::create_payment(tx, params).await, ""),
        ["v1", "payment_intents", id, "confirm"] => (intents::confirm_payment(tx, id, params).await, *id),
        ["v1", "payment_intents", id, "cancel"] => (intents::cancel_payment(tx, id, params).await, *id),
        ["v1", "refunds"] => (money::create_refund(tx, params).await, ""),
        ["v1", "disputes", id] => (money::contest(tx, id, params).await, *id),
        ["v1", "accounts"] => (money::create_account(tx, params).await, ""),
        ["v1", "account_links"] => (money::create_link(tx, sandbox, params).await, ""),
        ["v1", "transfers"] => (money::create_transfer(tx, params).await, ""),
        ["v1", "transfers", id, "reversals"] => (money::reverse(tx, id, params).await, *id),
        _ => return Err(ApiError::no_such_path("POST", path)),
    };
    done.map_err(|error| error.of_path(id))
}

/// What is deleted.
pub(super) async fn delete(sandbox: &Sandbox, path: &str) -> Result<Value, ApiError> {
    match path.split('/').skip(1).collect::<Vec<_>>().as_slice() {
        ["v1", "customers", id] => intents::delete_customer(sandbox, id)
            .await
            .map_err(|error| error.of_path(id)),
        _ => Err(ApiError::no_such_path("DELETE", path)),
    }
}
