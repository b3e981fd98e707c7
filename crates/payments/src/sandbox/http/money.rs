//! Refunds, disputes, accounts, transfers and the balance.

use db::{Tx, sql};
use sea_orm::FromQueryResult;
use serde_json::{Value, json};

use super::{error::ApiError, intents, params::Params};
use crate::sandbox::{Sandbox, charges, disputes, payees, refunds, shape, transfers};

pub(super) async fn charge(sandbox: &Sandbox, id: &str, expand: &[String]) -> Result<Value, ApiError> {
    let row = charges::find(sandbox.db.primary(), &shape::intent_id(id)).await?;
    let mut object = shape::charge(&row);
    for path in expand {
        match path.as_str() {
            "balance_transaction" => object["balance_transaction"] = shape::balance_transaction(&row),
            "payment_intent" => object["payment_intent"] = intents::show_payment(&row, &[])?,
            other => {
                let message = format!("This property cannot be expanded ({other}).");
                return Err(ApiError::invalid("parameter_invalid", message).param("expand"));
            }
        }
    }
    Ok(object)
}

pub(super) async fn balance_transaction(sandbox: &Sandbox, id: &str) -> Result<Value, ApiError> {
    let row = charges::find(sandbox.db.primary(), &id.replacen("txn_", "pi_", 1)).await?;
    Ok(shape::balance_transaction(&row))
}

/// The charge that the parameters name, by its intent or by its own id; both name one only.
pub(super) fn charge_named(params: &mut Params) -> Result<Option<String>, ApiError> {
    match (params.text("payment_intent"), params.text("charge")) {
        (Some(_), Some(_)) => {
            let message = "You may only give one of charge and payment_intent.";
            Err(ApiError::invalid("parameter_invalid", message).param("charge"))
        }
        (Some(intent), None) => Ok(Some(intent)),
        (None, charge) => Ok(charge.map(|charge| shape::intent_id(&charge))),
    }
}

pub(super) async fn create_refund(tx: &Tx, mut params: Params) -> Result<Value, ApiError> {
    let missing = || {
        ApiError::invalid(
            "parameter_missing",
            "One of charge and payment_intent is required.",
        )
    };
    let new = refunds::NewRefund {
        charge: charge_named(&mut params)?.ok_or_else(missing)?,
        amount: params.integer("amount")?,
        metadata: params.metadata()?,
    };
    let reason = params.text("reason");
    params.ignore(&["expand"]);
    params.finish()?;
    if reason.is_some_and(|reason| {
        !matches!(
            reason.as_str(),
            "duplicate" | "fraudulent" | "requested_by_customer"
        )
    }) {
        return Err(ApiError::invalid("parameter_invalid", "Invalid reason.").param("reason"));
    }
    Ok(shape::refund(&refunds::create(tx, new, None).await?))
}

pub(super) async fn refund(sandbox: &Sandbox, id: &str) -> Result<Value, ApiError> {
    Ok(shape::refund(&sandbox.answer_refund(id).await?))
}

pub(super) async fn dispute(sandbox: &Sandbox, id: &str) -> Result<Value, ApiError> {
    Ok(shape::dispute(&disputes::find(sandbox.db.primary(), id).await?))
}

pub(super) async fn contest(tx: &Tx, id: &str, mut params: Params) -> Result<Value, ApiError> {
    let evidence = params.object("evidence");
    let submit = params.flag("submit", true)?;
    params.metadata()?;
    params.ignore(&["expand"]);
    params.finish()?;
    for name in evidence.keys() {
        if !matches!(
            name.as_str(),
            "product_description"
                | "service_date"
                | "uncategorized_text"
                | "customer_name"
                | "customer_communication"
                | "receipt"
                | "refund_policy_disclosure"
                | "service_documentation"
        ) {
            let message = format!("Received unknown parameter: evidence[{name}]");
            return Err(ApiError::invalid("parameter_unknown", message).param(&format!("evidence[{name}]")));
        }
    }
    Ok(shape::dispute(
        &disputes::contest(tx, id, Value::Object(evidence), submit).await?,
    ))
}

pub(super) async fn create_account(tx: &Tx, mut params: Params) -> Result<Value, ApiError> {
    let metadata = params.metadata()?;
    let country = params.required("country")?;
    let wanted = params.text("capabilities[transfers][requested]");
    params.ignore(&[
        "business_profile",
        "business_type",
        "capabilities",
        "controller",
        "default_currency",
        "email",
        "expand",
        "settings",
        "tos_acceptance",
        "type",
    ]);
    params.finish()?;
    if wanted.as_deref() != Some("true") {
        let message = "An account that is to be paid asks for the capability transfers.";
        return Err(ApiError::invalid("parameter_missing", message).param("capabilities"));
    }
    Ok(shape::account(&payees::create(tx, &country, metadata).await?))
}

pub(super) async fn account(sandbox: &Sandbox, id: &str) -> Result<Value, ApiError> {
    Ok(shape::account(&payees::find(sandbox.db.primary(), id).await?))
}

pub(super) async fn create_link(tx: &Tx, sandbox: &Sandbox, mut params: Params) -> Result<Value, ApiError> {
    let (account, kind) = (params.required("account")?, params.required("type")?);
    let (return_url, _) = (params.required("return_url")?, params.required("refresh_url")?);
    params.ignore(&["collect", "collection_options", "expand"]);
    params.finish()?;
    if !matches!(kind.as_str(), "account_onboarding" | "account_update") {
        return Err(ApiError::invalid("parameter_invalid", "Invalid type.").param("type"));
    }
    let link = sandbox.link_of(&**tx, &account, &return_url).await?;
    Ok(json!({
        "object": "account_link", "created": tx.db().clock().now().timestamp(),
        "expires_at": link.expires_at.timestamp(), "url": link.url,
    }))
}

pub(super) async fn create_transfer(tx: &Tx, mut params: Params) -> Result<Value, ApiError> {
    let new = transfers::NewTransfer {
        metadata: params.metadata()?,
        group: params.text("transfer_group"),
        payee: params.required("destination")?,
        amount: params.money()?,
    };
    params.ignore(&["description", "expand"]);
    params.finish()?;
    Ok(shape::transfer(&transfers::create(tx, new).await?))
}

pub(super) async fn transfer(sandbox: &Sandbox, id: &str) -> Result<Value, ApiError> {
    Ok(shape::transfer(&transfers::find(sandbox.db.primary(), id).await?))
}

pub(super) async fn reverse(tx: &Tx, id: &str, mut params: Params) -> Result<Value, ApiError> {
    let (amount, metadata) = (params.integer("amount")?, params.metadata()?);
    params.ignore(&["description", "expand"]);
    params.finish()?;
    Ok(shape::reversal(
        &transfers::reverse(tx, id, amount, None, metadata).await?,
    ))
}

#[derive(FromQueryResult)]
struct Code {
    currency: String,
}

pub(super) async fn balance(sandbox: &Sandbox) -> Result<Value, ApiError> {
    let conn = sandbox.db.primary();
    let select = "SELECT DISTINCT currency FROM sandbox_charges ORDER BY currency";
    let codes = Code::find_by_statement(sql(conn, select, [])).all(conn).await?;
    let mut available = Vec::new();
    for code in codes {
        let amount = transfers::balance(conn, &code.currency).await?;
        available.push(json!({"amount": amount, "currency": code.currency.to_lowercase()}));
    }
    Ok(json!({"object": "balance", "livemode": false, "available": available, "pending": []}))
}
