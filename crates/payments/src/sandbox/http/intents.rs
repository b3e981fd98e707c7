//! Customers, setup intents and payment intents.

use db::{Tx, sql};
use sea_orm::FromQueryResult;
use serde_json::{Value, json};

use super::{error::ApiError, params::Params};
use crate::{
    PaymentProvider, SetupStatus,
    sandbox::{
        CardInput, Sandbox,
        charges::{self, ChargeRow, NewCharge},
        enter_card, provider,
        setups::{self, Stored},
        shape, unknown,
    },
};

/// What Stripe takes with both kinds of intents, and the sandbox has no use for.
const OF_NO_USE: [&str; 9] = [
    "automatic_payment_methods",
    "allowed_payment_method_types",
    "client_secret",
    "description",
    "mandate_data",
    "payment_method_options",
    "payment_method_types",
    "return_url",
    "use_stripe_sdk",
];

pub(super) async fn create_customer(tx: &Tx, mut params: Params) -> Result<Value, ApiError> {
    let metadata = params.metadata()?;
    params.ignore(&["description", "email", "expand", "name"]);
    params.finish()?;
    let investor = metadata["investor"].as_str().unwrap_or_default().to_owned();
    let id = setups::insert_customer(tx, &investor, metadata).await?;
    Ok(customer_of(&setups::find_customer(&**tx, &id).await?))
}

pub(super) async fn customer(sandbox: &Sandbox, id: &str) -> Result<Value, ApiError> {
    Ok(customer_of(
        &setups::find_customer(sandbox.db.primary(), id).await?,
    ))
}

/// A customer that was deleted, or never was, is not there.
pub(super) async fn delete_customer(sandbox: &Sandbox, id: &str) -> Result<Value, ApiError> {
    let row = setups::find_customer(sandbox.db.primary(), id).await?;
    sandbox.delete_customer(&row.id).await?;
    Ok(json!({ "id": id, "object": "customer", "deleted": true }))
}

fn customer_of(row: &setups::CustomerRow) -> Value {
    json!({
        "id": row.id, "object": "customer", "created": row.created_at.timestamp(), "livemode": false,
        "metadata": row.metadata,
    })
}

/// The saved card of a set-up.
fn card_of(stored: &Stored) -> Value {
    let setup = &stored.setup;
    json!({
        "id": setup.payment_method, "object": "payment_method", "type": "card", "customer": setup.customer,
        "created": stored.created_at.timestamp(), "livemode": false, "card": setup.card, "metadata": {},
    })
}

#[derive(FromQueryResult)]
struct SetupId {
    id: String,
}

pub(super) async fn payment_method(sandbox: &Sandbox, id: &str) -> Result<Value, ApiError> {
    let conn = sandbox.db.primary();
    let select = "SELECT id FROM sandbox_setups WHERE payment_method_id = $1";
    let found = SetupId::find_by_statement(sql(conn, select, [id.into()]))
        .one(conn)
        .await?;
    let setup = found.ok_or_else(|| unknown(id))?.id;
    Ok(card_of(&setups::find(conn, &setup).await?))
}

fn show_setup(stored: &Stored, expand: &[String]) -> Result<Value, ApiError> {
    let mut object = shape::setup_intent(stored);
    for path in expand {
        match path.as_str() {
            "payment_method" if stored.setup.payment_method.is_some() => {
                object["payment_method"] = card_of(stored)
            }
            "payment_method" | "latest_attempt" => {}
            other => return Err(cannot_expand(other)),
        }
    }
    Ok(object)
}

fn cannot_expand(path: &str) -> ApiError {
    ApiError::invalid(
        "parameter_invalid",
        format!("This property cannot be expanded ({path})."),
    )
    .param("expand")
}

pub(super) async fn setup(
    sandbox: &Sandbox,
    id: &str,
    expand: &[String],
    params: &mut Params,
) -> Result<Value, ApiError> {
    params.ignore(&["client_secret"]);
    show_setup(&setups::find(sandbox.db.primary(), id).await?, expand)
}

pub(super) async fn create_setup(tx: &Tx, mut params: Params) -> Result<Value, ApiError> {
    let metadata = params.metadata()?;
    let customer = params.required("customer")?;
    let expand = params.list("expand");
    let card = params.text("payment_method");
    let confirm = params.flag("confirm", false)?;
    let usage = params.text("usage").unwrap_or_else(|| "off_session".to_owned());
    params.ignore(&OF_NO_USE);
    params.finish()?;
    if usage != "off_session" {
        return Err(
            ApiError::invalid("parameter_invalid", "The sandbox saves cards off_session.").param("usage"),
        );
    }
    let customer = setups::find_customer(&**tx, &customer)
        .await
        .map_err(|error| ApiError::from(error).param("customer"))?;
    let new = setups::NewSetup {
        idem_key: None,
        reference: metadata["reference"].as_str().unwrap_or_default().to_owned(),
        metadata,
        investor: customer.investor,
        customer: customer.id,
    };
    let stored = setups::insert(tx, new).await?;
    if confirm {
        return enter(tx, &stored.setup.provider_id, card, &expand).await;
    }
    show_setup(&stored, &expand)
}

pub(super) async fn confirm_setup(tx: &Tx, id: &str, mut params: Params) -> Result<Value, ApiError> {
    let card = params.text("payment_method");
    let expand = params.list("expand");
    params.ignore(&OF_NO_USE);
    params.finish()?;
    enter(tx, id, card, &expand).await
}

async fn enter(tx: &Tx, id: &str, card: Option<String>, expand: &[String]) -> Result<Value, ApiError> {
    let missing = || {
        ApiError::invalid("parameter_missing", "Missing required param: payment_method.")
            .param("payment_method")
    };
    let card = card.ok_or_else(missing)?;
    let no_such = || {
        ApiError::invalid("resource_missing", format!("No such PaymentMethod: '{card}'"))
            .param("payment_method")
    };
    let input = CardInput::by_id(&card, tx.db().clock().today()).ok_or_else(no_such)?;
    let stored = enter_card(tx, id, &input).await?;
    match (&stored.setup.failure, stored.setup.status) {
        (Some(failure), SetupStatus::RequiresCard) => Err(ApiError::card(
            failure,
            "setup_intent",
            show_setup(&stored, expand)?,
        )),
        _ => show_setup(&stored, expand),
    }
}

pub(super) async fn cancel_setup(tx: &Tx, id: &str, mut params: Params) -> Result<Value, ApiError> {
    params.ignore(&["cancellation_reason", "expand"]);
    params.finish()?;
    let before = setups::lock(tx, id).await?;
    if matches!(
        before.setup.status,
        SetupStatus::Succeeded | SetupStatus::Canceled
    ) {
        let message = "You cannot cancel this SetupIntent because it has succeeded or was canceled.";
        let error = ApiError::invalid("setup_intent_unexpected_state", message);
        return Err(error.with("setup_intent", shape::setup_intent(&before)));
    }
    Ok(shape::setup_intent(&provider::cancel_setup(tx, id).await?))
}

/// The payment intent, with what was asked to be shown whole.
pub(super) fn show_payment(row: &ChargeRow, expand: &[String]) -> Result<Value, ApiError> {
    let mut object = shape::payment_intent(row);
    for path in expand {
        let has_charge = object["latest_charge"] != Value::Null;
        match path.as_str() {
            "latest_charge" | "latest_charge.balance_transaction" if !has_charge => {}
            "latest_charge" if object["latest_charge"].is_string() => {
                object["latest_charge"] = shape::charge(row)
            }
            "latest_charge" => {}
            "latest_charge.balance_transaction" => {
                object["latest_charge"] = shape::charge(row);
                object["latest_charge"]["balance_transaction"] = shape::balance_transaction(row);
            }
            other => return Err(cannot_expand(other)),
        }
    }
    Ok(object)
}

pub(super) async fn payment(
    sandbox: &Sandbox,
    id: &str,
    expand: &[String],
    params: &mut Params,
) -> Result<Value, ApiError> {
    params.ignore(&["client_secret"]);
    show_payment(&charges::find(sandbox.db.primary(), id).await?, expand)
}

pub(super) async fn create_payment(tx: &Tx, mut params: Params) -> Result<Value, ApiError> {
    let new = NewCharge {
        metadata: params.metadata()?,
        group: params.text("transfer_group"),
        customer: params.required("customer")?,
        payment_method: params.required("payment_method")?,
        amount: params.money()?,
    };
    let (confirm, off_session) = (params.flag("confirm", false)?, params.flag("off_session", false)?);
    let error_on_action = params.flag("error_on_requires_action", false)?;
    let expand = params.list("expand");
    params.ignore(&OF_NO_USE);
    params.ignore(&[
        "statement_descriptor",
        "statement_descriptor_suffix",
        "confirmation_method",
        "capture_method",
    ]);
    params.finish()?;
    if !confirm && (off_session || error_on_action) {
        let message = "off_session and error_on_requires_action may only be given with confirm.";
        return Err(ApiError::invalid("parameter_invalid", message).param("confirm"));
    }
    let row = charges::insert(tx, new).await?;
    if confirm {
        return ask(tx, row, off_session, &expand).await;
    }
    show_payment(&row, &expand)
}

pub(super) async fn confirm_payment(tx: &Tx, id: &str, mut params: Params) -> Result<Value, ApiError> {
    let card = params.text("payment_method");
    let off_session = params.flag("off_session", false)?;
    let expand = params.list("expand");
    params.ignore(&OF_NO_USE);
    params.finish()?;
    let mut row = charges::lock(tx, id).await?;
    if matches!(row.status.as_str(), "succeeded" | "canceled") {
        let message = "You cannot confirm this PaymentIntent because it has succeeded or was canceled.";
        let error = ApiError::invalid("payment_intent_unexpected_state", message);
        return Err(error.with("payment_intent", shape::payment_intent(&row)));
    }
    if let Some(card) = card {
        row.card_last4 = Some(setups::saved_card(tx, &row.customer_id, &card).await?);
        row.payment_method_id = card;
    }
    ask(tx, row, off_session, &expand).await
}

/// Asks the bank; a card that is declined, or wants its absent holder, is answered 402.
async fn ask(tx: &Tx, mut row: ChargeRow, off_session: bool, expand: &[String]) -> Result<Value, ApiError> {
    // Before anything is done, so that a wrong path changes nothing.
    show_payment(&row, expand)?;
    charges::confirm(tx, &mut row, !off_session).await?;
    match row.failure() {
        Some(failure) => Err(ApiError::card(
            &failure,
            "payment_intent",
            show_payment(&row, expand)?,
        )),
        None => show_payment(&row, expand),
    }
}

pub(super) async fn cancel_payment(tx: &Tx, id: &str, mut params: Params) -> Result<Value, ApiError> {
    params.ignore(&["cancellation_reason", "expand"]);
    params.finish()?;
    let mut row = charges::lock(tx, id).await?;
    if matches!(row.status.as_str(), "succeeded" | "canceled") {
        let message = "You cannot cancel this PaymentIntent because it has succeeded or was canceled.";
        let error = ApiError::invalid("payment_intent_unexpected_state", message);
        return Err(error.with("payment_intent", shape::payment_intent(&row)));
    }
    charges::cancel(tx, &mut row).await?;
    Ok(shape::payment_intent(&row))
}
