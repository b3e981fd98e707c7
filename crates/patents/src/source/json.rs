//! JSON with the same limits as XML, and small ways into it.

use serde_json::{Value, error::Category};

use super::ParseError;

/// Reads a text. `serde_json` itself refuses more than 128 levels.
pub(super) fn read(text: &str) -> Result<Value, ParseError> {
    serde_json::from_str(text).map_err(|error| match error.classify() {
        Category::Eof => ParseError::Truncated,
        _ if error.to_string().contains("recursion limit") => ParseError::TooDeep { max: 128 },
        _ => {
            let before: usize = text
                .lines()
                .take(error.line().saturating_sub(1))
                .map(|line| line.len() + 1)
                .sum();
            ParseError::Malformed {
                at: before + error.column(),
                why: error.to_string(),
            }
        }
    })
}

/// A text or number under a key, as text, if it is not blank.
pub(super) fn text(value: &Value, key: &str) -> Option<String> {
    let text = match value.get(key)? {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    Some(text).filter(|text| !text.is_empty() && text != "--")
}

/// The list under a key; nothing if it is absent or no list.
pub(super) fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value
        .get(key)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}
