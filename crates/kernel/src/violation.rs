//! What is wrong with an input: field by field, all at once, so that a form can show everything.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};

/// One thing wrong with one field. The codes belong to whoever checks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Violation<C> {
    /// The field's path in the input, such as `title.en` or `owners.0.name`.
    pub field: String,
    /// What is wrong.
    pub code: C,
    /// The values a message about it names: `min`, `max`, `character`.
    pub params: BTreeMap<String, String>,
}

/// Says in English what a code means, for logs and command lines; pages word it by code.
pub trait Explain {
    /// The words; `param` gives a value that the message names.
    fn explain(&self, param: &dyn Fn(&str) -> String) -> String;
}

impl<C> Violation<C> {
    /// A violation without values.
    pub fn new(field: impl Into<String>, code: C) -> Self {
        Self {
            field: field.into(),
            code,
            params: BTreeMap::new(),
        }
    }

    /// The same violation with a value for its message.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.params.insert(name.to_owned(), value.to_string());
        self
    }
}

impl<C: Explain> Violation<C> {
    /// Several violations on one line, for messages.
    pub fn join(violations: &[Self]) -> String {
        let told: Vec<_> = violations.iter().map(ToString::to_string).collect();
        told.join("; ")
    }
}

impl<C: Explain> fmt::Display for Violation<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let param = |name: &str| self.params.get(name).cloned().unwrap_or_else(|| "?".to_owned());
        write!(f, "{}: {}", self.field, self.code.explain(&param))
    }
}
