//! Lists, newest first, page by page. <https://docs.stripe.com/api/pagination>

use chrono::{DateTime, TimeDelta};
use db::sql;
use sea_orm::FromQueryResult;
use serde_json::{Value, json};

use super::{error::ApiError, intents::show_payment, money::charge_named, params::Params};
use crate::sandbox::{
    Sandbox, charges,
    disputes::DisputeRow,
    movements, refunds, shape,
    transfers::{self, ReversalRow},
    unknown,
};

/// Which part of a list is wanted.
struct Window {
    limit: usize,
    after: Option<String>,
    before: Option<String>,
}

impl Window {
    fn read(params: &mut Params) -> Result<Self, ApiError> {
        let limit = params.integer("limit")?.unwrap_or(10);
        let invalid = || ApiError::invalid("parameter_invalid_integer", "limit is 1 to 100.").param("limit");
        let limit = usize::try_from(limit)
            .ok()
            .filter(|limit| (1..=100).contains(limit))
            .ok_or_else(invalid)?;
        let (after, before) = (params.text("starting_after"), params.text("ending_before"));
        if after.is_some() && before.is_some() {
            let message = "Give one of starting_after and ending_before.";
            return Err(ApiError::invalid("parameter_invalid", message).param("ending_before"));
        }
        Ok(Self { limit, after, before })
    }

    /// The page of things that come oldest first.
    fn page(&self, mut things: Vec<Value>, url: &str) -> Result<Value, ApiError> {
        things.reverse();
        let place = |id: &str| {
            things
                .iter()
                .position(|thing| thing["id"] == id)
                .ok_or_else(|| unknown(id))
        };
        let (from, until) = match (&self.after, &self.before) {
            (Some(id), _) => (place(id)? + 1, things.len()),
            (None, Some(id)) => (0, place(id)?),
            (None, None) => (0, things.len()),
        };
        let has_more = until - from > self.limit;
        // Before an id come those next to it.
        let from = if self.before.is_some() {
            until.saturating_sub(self.limit)
        } else {
            from
        };
        let data: Vec<Value> = things.drain(from..until).take(self.limit).collect();
        Ok(json!({"object": "list", "url": url, "has_more": has_more, "data": data}))
    }
}

fn inner(expand: &[String]) -> Vec<String> {
    expand
        .iter()
        .map(|path| path.strip_prefix("data.").unwrap_or(path).to_owned())
        .collect()
}

pub(super) async fn payment_intents(
    sandbox: &Sandbox,
    expand: &[String],
    params: &mut Params,
) -> Result<Value, ApiError> {
    let window = Window::read(params)?;
    let customer = params.required("customer")?;
    let rows = charges::all(sandbox.db.primary(), "c.customer_id = $1", [customer.into()]).await?;
    let expand = inner(expand);
    let things: Result<_, _> = rows.iter().map(|row| show_payment(row, &expand)).collect();
    window.page(things?, "/v1/payment_intents")
}

/// The one search the platform makes: `metadata['key']:'…'`, quotes in it escaped by a backslash.
fn key_sought(query: &str) -> Option<String> {
    let quoted = query.trim().strip_prefix("metadata")?;
    let quoted = quoted
        .strip_prefix("['key']")
        .or_else(|| quoted.strip_prefix("[\"key\"]"))?;
    let quoted = quoted.trim_start().strip_prefix(':')?.trim();
    let mark = quoted.chars().next().filter(|mark| matches!(mark, '\'' | '"'))?;
    let text = quoted.strip_prefix(mark)?.strip_suffix(mark)?;
    Some(text.replace(&format!("\\{mark}"), &mark.to_string()))
}

pub(super) async fn search(
    sandbox: &Sandbox,
    expand: &[String],
    params: &mut Params,
    lag: TimeDelta,
) -> Result<Value, ApiError> {
    let query = params.required("query")?;
    params.ignore(&["limit"]);
    let other = || {
        ApiError::invalid(
            "parameter_invalid",
            "The sandbox searches by metadata['key']:'…' only.",
        )
        .param("query")
    };
    let key = key_sought(&query).ok_or_else(other)?;
    let until = sandbox.db.clock().now() - lag;
    let filter = "c.metadata_key = $1 AND c.created_at <= $2";
    let rows = charges::all(sandbox.db.primary(), filter, [key.into(), until.into()]).await?;
    let expand = inner(expand);
    let data: Result<Vec<_>, _> = rows.iter().rev().map(|row| show_payment(row, &expand)).collect();
    Ok(
        json!({"object": "search_result", "url": "/v1/payment_intents/search", "has_more": false, "next_page": null,
        "data": data?}),
    )
}

pub(super) async fn refunds(sandbox: &Sandbox, params: &mut Params) -> Result<Value, ApiError> {
    let window = Window::read(params)?;
    let missing = || {
        ApiError::invalid(
            "parameter_missing",
            "The sandbox lists refunds by charge or payment_intent.",
        )
    };
    let charge = charge_named(params)?.ok_or_else(missing)?;
    sandbox.answer_refunds().await?;
    charges::find(sandbox.db.primary(), &charge).await?;
    let rows = refunds::of_charge(sandbox.db.primary(), &charge).await?;
    window.page(rows.iter().map(shape::refund).collect(), "/v1/refunds")
}

pub(super) async fn disputes(sandbox: &Sandbox, params: &mut Params) -> Result<Value, ApiError> {
    let window = Window::read(params)?;
    let missing = || {
        ApiError::invalid(
            "parameter_missing",
            "The sandbox lists disputes by charge or payment_intent.",
        )
    };
    let charge = charge_named(params)?.ok_or_else(missing)?;
    let conn = sandbox.db.primary();
    let select = "SELECT * FROM sandbox_disputes WHERE charge_id = $1 ORDER BY created_at, id";
    let rows = DisputeRow::find_by_statement(sql(conn, select, [charge.into()]))
        .all(conn)
        .await?;
    window.page(rows.iter().map(shape::dispute).collect(), "/v1/disputes")
}

pub(super) async fn transfers(sandbox: &Sandbox, params: &mut Params) -> Result<Value, ApiError> {
    let window = Window::read(params)?;
    let group = params.required("transfer_group")?;
    let filter = "transfer_group = $1 ORDER BY created_at, id";
    let rows = transfers::all(sandbox.db.primary(), filter, [group.into()]).await?;
    window.page(rows.iter().map(shape::transfer).collect(), "/v1/transfers")
}

pub(super) async fn reversals(sandbox: &Sandbox, id: &str, params: &mut Params) -> Result<Value, ApiError> {
    let window = Window::read(params)?;
    let conn = sandbox.db.primary();
    transfers::find(conn, id).await?;
    let select = "SELECT * FROM sandbox_reversals WHERE transfer_id = $1 ORDER BY created_at, id";
    let rows = ReversalRow::find_by_statement(sql(conn, select, [id.into()]))
        .all(conn)
        .await?;
    window.page(
        rows.iter().map(shape::reversal).collect(),
        &format!("/v1/transfers/{id}/reversals"),
    )
}

/// What moved on the balance, with what it belongs to in full if that is asked for.
pub(super) async fn movements(
    sandbox: &Sandbox,
    expand: &[String],
    params: &mut Params,
) -> Result<Value, ApiError> {
    let window = Window::read(params)?;
    if window.before.is_some() {
        let message = "The sandbox lists balance transactions forward only.";
        return Err(ApiError::invalid("parameter_unknown", message).param("ending_before"));
    }
    let since = params.integer("created[gte]")?.unwrap_or_default();
    let since = DateTime::from_timestamp(since, 0).unwrap_or_default();
    let after = window.after.as_deref();
    let mut rows = movements::list(sandbox.db.primary(), since, after, window.limit).await?;
    let has_more = rows.len() > window.limit;
    rows.truncate(window.limit);
    let in_full = inner(expand).iter().any(|path| path == "source");
    let data: Vec<Value> = rows.iter().map(|row| shape::movement(row, in_full)).collect();
    Ok(json!({"object": "list", "url": "/v1/balance_transactions", "has_more": has_more, "data": data}))
}

#[derive(FromQueryResult)]
struct EventRow {
    body: String,
}

fn read(row: &EventRow) -> Result<Value, ApiError> {
    Ok(serde_json::from_str(&row.body).map_err(db::Error::corrupt)?)
}

pub(super) async fn event(sandbox: &Sandbox, id: &str) -> Result<Value, ApiError> {
    let conn = sandbox.db.primary();
    let select = "SELECT body FROM sandbox_events WHERE id = $1";
    let row = EventRow::find_by_statement(sql(conn, select, [id.into()]))
        .one(conn)
        .await?;
    read(&row.ok_or_else(|| unknown(id))?)
}

/// The events of the last thirty days, by their number, so that a page costs no more than a page.
pub(super) async fn events(sandbox: &Sandbox, params: &mut Params) -> Result<Value, ApiError> {
    let window = Window::read(params)?;
    let now = sandbox.db.clock().now();
    // Stripe's times are whole seconds, and so is what an event says of itself.
    let instant = |seconds: Option<i64>| seconds.and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    let from = instant(params.integer("created[gte]")?);
    let until = instant(
        params
            .integer("created[lte]")?
            .map(|seconds| seconds.saturating_add(1)),
    )
    .unwrap_or(now + TimeDelta::days(1));
    let from = from.unwrap_or_default().max(now - TimeDelta::days(30));
    let mut kinds = params.list("types");
    kinds.extend(params.text("type"));
    let undelivered = params.text("delivery_success").map(|text| text == "false");
    let mut filter = "created_at >= $1 AND created_at < $2".to_owned();
    let mut values: Vec<sea_orm::Value> = vec![from.into(), until.into()];
    let mut bind = |value: sea_orm::Value| {
        values.push(value);
        format!("${}", values.len())
    };
    if !kinds.is_empty() {
        let marks: Vec<String> = kinds.into_iter().map(|kind| bind(kind.into())).collect();
        filter += &format!(" AND kind IN ({})", marks.join(", "));
    }
    if let Some(undelivered) = undelivered {
        filter += if undelivered {
            " AND delivered_at IS NULL"
        } else {
            " AND delivered_at IS NOT NULL"
        };
    }
    // Before an id come those next to it: read from there on, then turned round.
    let mut order = "DESC";
    if let Some(id) = &window.after {
        filter += &format!(" AND seq < {}", bind(sandbox.seq_of(id).await?.into()));
    } else if let Some(id) = &window.before {
        filter += &format!(" AND seq > {}", bind(sandbox.seq_of(id).await?.into()));
        order = "ASC";
    }
    let conn = sandbox.db.primary();
    let select = format!(
        "SELECT body FROM sandbox_events WHERE {filter} ORDER BY seq {order} LIMIT {}",
        window.limit + 1
    );
    let mut rows = EventRow::find_by_statement(sql(conn, select, values))
        .all(conn)
        .await?;
    let has_more = rows.len() > window.limit;
    rows.truncate(window.limit);
    if order == "ASC" {
        rows.reverse();
    }
    let data: Result<Vec<_>, _> = rows.iter().map(read).collect();
    Ok(json!({"object": "list", "url": "/v1/events", "has_more": has_more, "data": data?}))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_names_one_key() {
        assert_eq!(
            key_sought("metadata['key']:'collect:1'").as_deref(),
            Some("collect:1")
        );
        assert_eq!(key_sought(r#"metadata["key"]:"a\"b""#).as_deref(), Some("a\"b"));
        for other in [
            "",
            "status:'succeeded'",
            "metadata['key']:'a",
            "metadata['order']:'a'",
        ] {
            assert_eq!(key_sought(other), None, "{other}");
        }
    }

    #[test]
    fn pages_go_both_ways() {
        let things = || {
            (1..=5)
                .map(|n| json!({"id": format!("t{n}")}))
                .collect::<Vec<_>>()
        };
        let ids = |page: Value| {
            page["data"]
                .as_array()
                .unwrap()
                .iter()
                .map(|t| t["id"].as_str().unwrap().to_owned())
                .collect::<Vec<_>>()
        };
        let window = |after: Option<&str>, before: Option<&str>| Window {
            limit: 2,
            after: after.map(str::to_owned),
            before: before.map(str::to_owned),
        };
        assert_eq!(ids(window(None, None).page(things(), "").unwrap()), ["t5", "t4"]);
        assert_eq!(
            ids(window(Some("t4"), None).page(things(), "").unwrap()),
            ["t3", "t2"]
        );
        assert_eq!(
            ids(window(None, Some("t1")).page(things(), "").unwrap()),
            ["t3", "t2"]
        );
        assert!(window(Some("t9"), None).page(things(), "").is_err());
    }
}
