//! Refuses documents that would cost too much, before they are validated or executed.
//!
//! async-graphql parses, validates and measures a document only after it has already paid for it:
//! nested input values overflow its parser's stack, thirty fragments that double one another keep
//! a core busy for a quarter of a minute, and a negative page size subtracts from its complexity.
//! So every document passes here first:
//!
//! 1. `lexer` walks the text once: bytes, tokens, nesting of brackets. Only then it is parsed.
//! 2. `structure` walks the parsed document, each fragment once: counts, depth, expansion,
//!    cycles, page sizes and lists written out.
//! 3. `cost` prices the operation that will run, with its variables, by the schema.
//!
//! Steps 1 and 2 do not depend on variables, so a persisted [`Document`] has passed them for good.

mod cost;
mod lexer;
mod limits;
mod model;
mod structure;
mod values;
mod violation;

use async_graphql::Variables;
use async_graphql_parser::{
    parse_query,
    types::{DocumentOperations, ExecutableDocument, OperationDefinition, OperationType},
};

pub use self::{
    limits::Limits,
    model::CostModel,
    violation::{Counted, Nested, Violation},
};

/// A document that has passed every check that does not depend on variables.
#[derive(Debug)]
pub struct Document {
    text: String,
    parsed: ExecutableDocument,
}

impl Document {
    /// Reads a document.
    ///
    /// # Errors
    /// The first [`Violation`] found; none takes longer than the document is long.
    pub fn read(text: impl Into<String>, limits: &Limits) -> Result<Self, Violation> {
        let text = text.into();
        lexer::scan(&text, limits)?;
        let parsed = parse_query(&text).map_err(Violation::from_parser)?;
        structure::check(&parsed, limits)?;
        Ok(Self { text, parsed })
    }

    /// The document as it was sent.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The parsed document.
    pub fn parsed(&self) -> &ExecutableDocument {
        &self.parsed
    }

    /// The operation to run: the one named, or the only one.
    ///
    /// # Errors
    /// [`Violation::NoSuchOperation`] or [`Violation::OperationNameNeeded`].
    pub fn operation(&self, name: Option<&str>) -> Result<&OperationDefinition, Violation> {
        match (&self.parsed.operations, name) {
            (DocumentOperations::Single(operation), None) => Ok(&operation.node),
            (DocumentOperations::Single(_), Some(name)) => Err(Violation::NoSuchOperation(name.to_owned())),
            (DocumentOperations::Multiple(all), Some(name)) => all
                .get(name)
                .map(|o| &o.node)
                .ok_or_else(|| Violation::NoSuchOperation(name.to_owned())),
            (DocumentOperations::Multiple(all), None) => match all.values().next() {
                Some(only) if all.len() == 1 => Ok(&only.node),
                _ => Err(Violation::OperationNameNeeded),
            },
        }
    }

    /// What running this operation with these variables costs, in points.
    ///
    /// # Errors
    /// A [`Violation`] if a page size or a list is out of bounds, or the cost over the limit.
    pub fn cost(
        &self,
        operation: &OperationDefinition,
        variables: &Variables,
        model: &CostModel,
        limits: &Limits,
    ) -> Result<u32, Violation> {
        values::check_variables(operation, variables, limits)?;
        cost::price(&self.parsed, operation, variables, model, limits)
    }
}

/// The word for a kind of operation, for logs and metrics.
pub fn kind_word(kind: OperationType) -> &'static str {
    match kind {
        OperationType::Query => "query",
        OperationType::Mutation => "mutation",
        OperationType::Subscription => "subscription",
    }
}

#[cfg(test)]
mod tests;
