//! What an answer says beside single rights.

use std::collections::BTreeSet;

use kernel::Money;
use serde_json::{Map, Value, json};

use super::{legal_events, title::conveyance};
use crate::{assess::office_of, facts::Facts};

fn put(answer: &mut Map<String, Value>, key: &str, value: Value) {
    answer.insert(key.to_owned(), value);
}

pub(super) fn add(answer: &mut Map<String, Value>, kind: &str, facts: &Facts) {
    let extra = &facts.extra;
    if kind == "family" {
        if let Some(members) = extra.members {
            put(answer, "members", json!(members));
        }
        let of_rights = facts
            .rights
            .iter()
            .map(|right| office_of(right).code().to_owned());
        let of_documents = extra
            .documents
            .iter()
            .filter_map(|document| document.get(..2))
            .map(str::to_owned);
        let offices: BTreeSet<String> = of_rights.chain(of_documents).collect();
        put(answer, "offices", json!(offices));
        let events: usize = facts.rights.iter().map(legal_events).sum();
        if events > 0 {
            put(answer, "legal_events", json!(events));
        }
    }
    if let Some(total) = extra.total {
        put(answer, "total", json!(total));
    }
    if !extra.documents.is_empty() {
        put(answer, "publications", json!(extra.documents));
    }
    if !extra.numbers.is_empty() {
        let pairs: Vec<Value> = extra
            .numbers
            .iter()
            .map(|(input, output)| json!({"input": input, "output": output}))
            .collect();
        put(answer, "numbers", json!(pairs));
    }
    if !extra.conveyances.is_empty() {
        put(
            answer,
            "conveyances",
            extra.conveyances.iter().map(conveyance).collect(),
        );
    }
    if kind == "fees" {
        fees(answer, facts);
    }
}

fn fees(answer: &mut Map<String, Value>, facts: &Facts) {
    let extra = &facts.extra;
    let unpaid: Vec<Value> = extra
        .unpaid
        .iter()
        .map(|fee| {
            let mut line = line(&fee.fee, fee.amount);
            if let Some(on) = fee.due_on {
                put(&mut line, "due_on", json!(on.to_string()));
            }
            Value::Object(line)
        })
        .collect();
    let paid: Vec<Value> = extra
        .paid
        .iter()
        .map(|fee| {
            let mut line = line(&fee.fee, fee.amount);
            if let Some(on) = fee.on {
                put(&mut line, "paid_on", json!(on.to_string()));
            }
            Value::Object(line)
        })
        .collect();
    let windows: Vec<Value> = extra
        .surcharge_windows
        .iter()
        .map(|window| {
            json!({
                "from": window.from.to_string(),
                "to": window.to.to_string(),
                "annuity_minor": window.annuity.minor,
                "surcharge_minor": window.surcharge.minor,
                "total_minor": window.total.minor,
                "currency": window.total.currency.code(),
            })
        })
        .collect();
    put(answer, "unpaid", json!(unpaid));
    put(answer, "surcharge_windows", json!(windows));
    put(answer, "paid", json!(paid));
}

fn line(fee: &str, amount: Money) -> Map<String, Value> {
    let mut line = Map::new();
    put(&mut line, "fee", json!(fee));
    put(&mut line, "amount_minor", json!(amount.minor));
    put(&mut line, "currency", json!(amount.currency.code()));
    line
}
