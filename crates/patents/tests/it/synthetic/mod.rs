//! Synthetic answers in the documented shapes, for what no recording covers. Every body says that it is synthetic.

mod build;
mod china;
mod europe;
mod maintenance;
mod offices;
mod ownership;
mod united_states;

use chrono::NaiveDate;
use patents::answer;
use serde_json::Value;

/// The first right of a body, assessed on a day.
fn right(body: &str, as_of: &str) -> Value {
    let as_of: NaiveDate = as_of.parse().unwrap();
    let answer = answer::assess(body.as_bytes(), None, as_of);
    answer["rights"]
        .as_array()
        .and_then(|rights| rights.first())
        .unwrap_or_else(|| panic!("{answer}"))
        .clone()
}

/// Asserts that a right says what is wanted; `null` is absent.
#[track_caller]
fn says(right: &Value, wanted: Value) {
    for (key, wanted) in wanted.as_object().unwrap() {
        assert_eq!(&right[key], wanted, "{key} of {right:#}");
    }
}
