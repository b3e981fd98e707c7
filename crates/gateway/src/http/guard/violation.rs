//! Why a document is refused.

use async_graphql_parser::{Error as ParserError, Pos};

use crate::http::ErrorCode;

/// A limit or rule that a document, its variables or its cost broke.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Violation {
    /// Not GraphQL.
    #[error("{message}")]
    Syntax {
        /// What the parser expected.
        message: String,
        /// Where.
        at: Option<Pos>,
    },
    /// Something countable exceeds its limit.
    #[error("The document has too many {what}: {limit} at most.")]
    TooMany {
        /// What was counted.
        what: Counted,
        /// The limit.
        limit: u64,
    },
    /// The document is longer than allowed.
    #[error("The document is too long: {limit} bytes at most. Send long texts as variables.")]
    TooLong {
        /// The limit in bytes.
        limit: usize,
    },
    /// Brackets, fields or values stand too deep inside one another.
    #[error("The {what} nested too deep: {limit} levels at most.")]
    TooDeep {
        /// What is nested.
        what: Nested,
        /// The limit.
        limit: usize,
    },
    /// A fragment leads back to itself.
    #[error("The fragment \"{0}\" contains itself.")]
    FragmentCycle(String),
    /// `first` or `last` is out of range.
    #[error("\"{argument}\" must be between 1 and {limit}.")]
    PageSize {
        /// `first` or `last`.
        argument: &'static str,
        /// The largest page.
        limit: i64,
    },
    /// `first` and `last` at once.
    #[error("Give \"first\" or \"last\", not both.")]
    FirstAndLast,
    /// A list given as input is too long.
    #[error("A list given as input has too many items: {limit} at most.")]
    LongList {
        /// The limit.
        limit: usize,
    },
    /// A variable that must be given is missing or null.
    #[error("The variable \"${0}\" is required.")]
    VariableMissing(String),
    /// There is no operation of that name in the document.
    #[error("There is no operation named \"{0}\" in the document.")]
    NoSuchOperation(String),
    /// Several operations, and none chosen.
    #[error("The document has several operations: say which with \"operationName\".")]
    OperationNameNeeded,
    /// The operation costs more than one operation may.
    #[error(
        "The operation costs {cost} points, {limit} at most. Ask for smaller pages or fewer lists inside lists."
    )]
    TooCostly {
        /// What it would cost.
        cost: u32,
        /// The limit.
        limit: u32,
    },
}

/// What is counted in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// Words and signs.
    Tokens,
    /// Fragment definitions.
    Fragments,
    /// Operations.
    Operations,
    /// Aliases.
    Aliases,
    /// Directives.
    Directives,
    /// Root fields of a mutation or subscription.
    RootFields,
    /// Selections with every fragment put in place.
    Selections,
}

impl std::fmt::Display for Counted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Counted::Tokens => "tokens",
            Counted::Fragments => "fragments",
            Counted::Operations => "operations",
            Counted::Aliases => "aliases",
            Counted::Directives => "directives",
            Counted::RootFields => "root fields in a mutation or subscription",
            Counted::Selections => "selections once its fragments are put in place",
        })
    }
}

/// What stands inside itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nested {
    /// Brackets of any kind.
    Brackets,
    /// Fields.
    Fields,
    /// Introspection fields.
    Introspection,
    /// Input values.
    Values,
}

impl std::fmt::Display for Nested {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Nested::Brackets => "brackets are",
            Nested::Fields => "fields are",
            Nested::Introspection => "introspection fields are",
            Nested::Values => "input values are",
        })
    }
}

impl Violation {
    /// The code the client is told.
    pub fn code(&self) -> ErrorCode {
        match self {
            Violation::Syntax { .. } => ErrorCode::ParseFailed,
            Violation::FragmentCycle(_) | Violation::VariableMissing(_) => ErrorCode::ValidationFailed,
            Violation::PageSize { .. }
            | Violation::FirstAndLast
            | Violation::LongList { .. }
            | Violation::NoSuchOperation(_)
            | Violation::OperationNameNeeded => ErrorCode::BadUserInput,
            Violation::TooMany { .. }
            | Violation::TooLong { .. }
            | Violation::TooDeep { .. }
            | Violation::TooCostly { .. } => ErrorCode::CostLimitExceeded,
        }
    }

    /// Where in the document, if known.
    pub fn position(&self) -> Option<Pos> {
        match self {
            Violation::Syntax { at, .. } => *at,
            _ => None,
        }
    }

    /// The parser's answer in one line: its own drawing of the line repeats the document.
    pub(super) fn from_parser(error: ParserError) -> Self {
        let at = error.positions().next();
        let message = match &error {
            ParserError::Syntax { message, .. } => {
                let expected = message
                    .lines()
                    .rev()
                    .find_map(|line| line.trim().strip_prefix("= "));
                let expected = expected.unwrap_or("this is not GraphQL").replace('_', " ");
                format!("Syntax error: {expected}.")
            }
            ParserError::MissingOperation => "The document contains no operation.".to_owned(),
            ParserError::RecursionLimitExceeded => {
                return Violation::TooDeep {
                    what: Nested::Fields,
                    limit: 64,
                };
            }
            other => {
                let mut text = other.to_string();
                text.push('.');
                text
            }
        };
        Violation::Syntax { message, at }
    }
}
