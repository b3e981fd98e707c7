//! What a resolver finds in its context.

use app::App;
use async_graphql::{Context, Error, Result};
use kernel::{Caller, Forbidden, Locale, PageRequest, ProblemKind};

use super::{loaders::Loaders, text, token_scopes};
use crate::http::{ErrorCode, problem};

/// Shorthands of a resolver.
pub(super) trait Resolving {
    /// The platform's parts, unless the caller's token may not do this.
    ///
    /// # Errors
    /// `FORBIDDEN` to a token that lacks the scope.
    fn app(&self) -> Result<&App>;
    /// Who is asking, if they may ask for this: a token may not do all that its owner may.
    ///
    /// # Errors
    /// `FORBIDDEN` to a token that lacks the scope.
    fn caller(&self) -> Result<&Caller>;
    /// This request's loaders.
    fn loaders(&self) -> Result<&Loaders>;
    /// The language to answer in: the one asked for, else the caller's.
    fn locale(&self, asked: Option<text::Locale>) -> Locale {
        asked.map_or_else(
            || self.caller().map(|caller| caller.locale).unwrap_or_default(),
            Locale::from,
        )
    }
}

impl Resolving for Context<'_> {
    fn app(&self) -> Result<&App> {
        // Not every mutation asks who calls: a secret in its input may do.
        if let Ok(caller) = self.data() {
            token_scopes::admit(self, caller)?;
        }
        self.data()
    }

    fn caller(&self) -> Result<&Caller> {
        let caller = self.data()?;
        token_scopes::admit(self, caller)?;
        Ok(caller)
    }

    fn loaders(&self) -> Result<&Loaders> {
        self.data()
    }
}

/// An error of ours: logged here once, told without its inside.
pub(super) fn fault(error: impl std::error::Error) -> Error {
    let mut chain = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        chain.push_str(": ");
        chain.push_str(&cause.to_string());
        source = cause.source();
    }
    tracing::error!(error = chain, "a resolver failed");
    problem(ErrorCode::Internal, "something went wrong on our side")
}

/// A database error, told as trouble to try again after, or as a fault.
pub(super) fn database(error: db::Error) -> Error {
    match error.problem() {
        ProblemKind::Internal => fault(error),
        kind => {
            tracing::warn!(error = %error, "the database was in the way");
            problem(kind, error.to_string())
        }
    }
}

/// Access refused: sign in, or a role is missing.
pub(super) fn forbidden(error: Forbidden) -> Error {
    problem(error.problem(), error.to_string())
}

/// The page asked for. The transport has already refused pages over the maximum.
///
/// # Errors
/// `BAD_USER_INPUT` for a page of none or of more than 100.
pub(super) fn page(first: Option<i32>, after: Option<String>) -> Result<PageRequest> {
    let first = first.map_or(Ok(PageRequest::DEFAULT), u32::try_from);
    match first {
        Ok(first @ 1..=PageRequest::MAX) => Ok(PageRequest {
            first,
            after: after.map(kernel::Cursor),
        }),
        _ => Err(problem(ErrorCode::BadUserInput, "first must be from 1 to 100")),
    }
}
