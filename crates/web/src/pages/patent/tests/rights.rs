//! Rights as the gateway tells them: one with nothing, one with everything.

use serde_json::{Value, json};

use crate::stand_in::patent;

fn fee(year: i32, due: &str, state: &str, amount: Value) -> Value {
    json!({
        "opensOn": null, "nextDueOn": due, "graceEndsOn": null, "state": state, "year": year, "amount": amount,
        "surcharge": null, "paidUntil": null
    })
}

fn state(code: &str, status: &str, confirmed: bool, reason: Option<&str>) -> Value {
    let over = status == "LAPSED";
    json!({
        "state": code, "status": status, "label": if over { "Lapsed" } else { "In force" },
        "isConfirmed": confirmed, "reason": reason, "endedOn": over.then_some("2024-10-31"),
        "lastPaidYear": confirmed.then_some(6),
        "annuity": (!over).then(|| fee(7, "2026-11-30", "PAID", Value::Null))
    })
}

fn event(text: &str, on: Option<&str>, mark: Option<&str>) -> Value {
    json!({ "code": "PG25", "on": on, "territory": "DE", "text": text, "source": "epo-ops", "mark": mark })
}

/// A right of which nothing was told yet.
pub(super) fn bare() -> Value {
    let mut right = patent("UNKNOWN");
    let end = json!({ "hasNextPage": false, "endCursor": null });
    for (name, value) in [
        ("application", json!("EP 20100001.2")),
        ("grantNumber", Value::Null),
        ("viewerFollows", json!(false)),
        ("followerCount", json!(0)),
        ("applicants", json!([])),
        ("inventors", json!([])),
        ("publications", json!([])),
        ("encumbrances", json!([])),
        ("reasons", json!([])),
        ("watch", Value::Null),
        ("score", Value::Null),
        ("territories", json!([])),
        ("feeYears", json!([])),
        ("ownerChain", json!([])),
        ("securityObstacles", json!(null)),
        ("challenges", json!([])),
        ("events", json!({ "totalCount": 0, "pageInfo": end, "nodes": [] })),
        (
            "history",
            json!({ "totalCount": 0, "pageInfo": end, "nodes": [] }),
        ),
        ("evidence", json!([])),
        ("campaigns", json!([])),
        ("annuity", Value::Null),
        ("expiresOn", Value::Null),
    ] {
        right[name] = value;
    }
    right
}

/// A European patent of which registers tell all that they can.
pub(super) fn told() -> Value {
    let mut right = bare();
    let point = |aspect: &str, message: &str, points: Option<f64>| json!({ "aspect": aspect, "message": message, "points": points, "of": 10.0 });
    let step = |class: &str, owner: &str, follows: bool| {
        json!({
            "class": class, "owners": [{ "name": owner }], "executedOn": "2021-01-05",
            "recordedOn": "2021-02-01", "reelFrame": "055001/0123", "follows": follows
        })
    };
    let year = |year: i32, due: &str, paid: bool| {
        json!({
            "year": year, "dueOn": due, "graceEndsOn": null, "amount": null, "surcharge": null, "isPaid": paid,
            "paidOn": paid.then_some("2025-11-02")
        })
    };
    for (name, value) in [
        (
            "states",
            json!({ "inForce": ["DE"], "unconfirmed": ["SE"], "ended": ["FR", "IT"] }),
        ),
        (
            "territories",
            json!([
                state("FR", "LAPSED", true, Some("A renewal fee was not paid.")),
                state("DE", "IN_FORCE", true, None),
                state("SE", "IN_FORCE", false, Some("No payment is on record.")),
                state("IT", "LAPSED", true, None),
            ]),
        ),
        (
            "term",
            json!({
                "baseExpiresOn": "2040-11-04", "expiresOn": "2041-02-04", "basis": "OLDEST_PARENT",
                "mayBeShorter": true
            }),
        ),
        ("expiresOn", json!("2041-02-04")),
        ("annuity", fee(7, "2026-11-30", "DUE_SOON", Value::Null)),
        ("lapseRisk", json!("MEDIUM")),
        ("challenged", json!("opposition")),
        ("partiallyInvalidated", json!(true)),
        (
            "challenges",
            json!([{
                "kind": "IPR", "reference": "IPR2025-00001", "open": true, "filedOn": "2025-02-03",
                "endedOn": null, "outcome": "Instituted"
            }]),
        ),
        (
            "encumbrances",
            json!([
                {
                    "kind": "LICENCE", "holder": "Earlier <Ltd>", "instrument": null, "documented": true,
                    "effectiveOn": "2022-01-01", "endedOn": "2023-01-01", "open": false, "prevails": false
                },
                {
                    "kind": "SECURITY", "holder": "Bank", "instrument": "051234/0567", "documented": false,
                    "effectiveOn": "2025-09-01", "endedOn": null, "open": true, "prevails": false
                },
            ]),
        ),
        (
            "feeYears",
            json!([
                year(6, "2025-11-30", true),
                year(7, "2026-11-30", false),
                year(8, "2027-11-30", false)
            ]),
        ),
        (
            "ownerChain",
            json!([step("ASSIGNMENT", "First", true), step("MERGER", "Second", false)]),
        ),
        (
            "watch",
            json!({
                "level": "ALERT", "label": "Needs attention",
                "signals": [{
                    "level": "ALERT", "message": "The right is under attack", "on": "2025-02-03", "surcharge": null
                }]
            }),
        ),
        (
            "score",
            json!({
                "value": 66, "coverage": 70, "message": "Scored.", "because": null, "asOf": "2026-05-02",
                "disclaimer": "It is no valuation.", "points": [
                    point("STATUS", "It is in force.", Some(7.5)), point("OWNERSHIP", "Not compared.", None)
                ]
            }),
        ),
        (
            "reasons",
            json!([{ "message": "The office says so.", "on": "2025-06-03" }]),
        ),
        (
            "events",
            json!({
                "totalCount": 24, "pageInfo": { "hasNextPage": true, "endCursor": "c/2 0" }, "nodes": [
                    event("Corrected entry", Some("2025-03-02"), Some("CORRECTED")),
                    event("Another of that year", Some("2025-01-02"), None),
                    event("Told again", Some("2023-01-02"), Some("RESTATED")),
                    event("Without a day", None, Some("RETRACTED")),
                ]
            }),
        ),
        (
            "history",
            json!({
                "totalCount": 12, "pageInfo": { "hasNextPage": true, "endCursor": "h10" }, "nodes": [{
                    "computedAt": "2026-04-01T02:00:00Z", "asOf": "2026-04-01", "cause": "RULES",
                    "status": "IN_FORCE", "label": "In force", "confidence": "EVENT_DERIVED",
                    "reason": "It was restored.", "expiresOn": "2041-02-04", "evidenceCount": 2, "ruleVersion": 3
                }]
            }),
        ),
        (
            "evidence",
            json!([{
                "source": "epo-ops", "call": "legal", "fetchedAt": "2026-04-01T00:00:00Z", "sha256": "ab12cd"
            }]),
        ),
        ("campaigns", json!([{ "slug": "battery", "title": "A battery" }])),
        (
            "family",
            json!([
                { "office": "US", "number": "US1" }, { "office": "JP", "number": "JP1" },
                { "office": "US", "number": "US2" }
            ]),
        ),
    ] {
        right[name] = value;
    }
    right
}
