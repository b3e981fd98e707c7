//! Why an operation on verifications was not done.

use kernel::{CursorError, Explain, Forbidden, ProblemKind, policy::Denied};

use crate::IllegalTransition;
use kernel::words;

words! {
    /// Why a field is refused.
    pub enum ViolationCode {
        /// It must be given.
        Required = "required",
        /// More characters than `max`.
        TooLong = "too_long",
        /// More of them than `max`.
        TooMany = "too_many",
        /// A character that may not be used.
        BadCharacter = "bad_character",
        /// Not from `min` to `max`.
        OutOfRange = "out_of_range",
        /// Not a known code.
        Unknown = "unknown",
        /// A day that has passed.
        InThePast = "in_the_past",
        /// It says the opposite of another field.
        Contradiction = "contradiction",
        /// No upload of theirs that waits to be used.
        NoUpload = "no_upload",
    }
}

/// One thing wrong with one field.
pub type Violation = kernel::Violation<ViolationCode>;

impl Explain for ViolationCode {
    fn explain(&self, _: &dyn Fn(&str) -> String) -> String {
        self.to_string()
    }
}

/// Why an operation on verifications was not done. One type for all of them, as the public interface has one set of
/// codes for all of them.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such round, or the caller may not know of it.
    #[error("there is no such verification, or it is not yours")]
    NotFound,
    /// The caller may not do this.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The input breaks rules: all of them are listed.
    #[error("{}", Violation::join(.0))]
    Invalid(Vec<Violation>),
    /// It is not ready to be handed in: everything missing is listed.
    #[error("{}", Violation::join(.0))]
    Incomplete(Vec<Violation>),
    /// Somebody changed it meanwhile.
    #[error("this was changed meanwhile; it is now version {current}")]
    Conflict {
        /// The version it has now.
        current: i64,
    },
    /// Its state does not allow this.
    #[error(transparent)]
    WrongState(#[from] IllegalTransition),
    /// It can be changed only before it is handed in.
    #[error("what was handed in is not changed; begin a new round after the decision")]
    NotEditable,
    /// Another reviewer is at it.
    #[error("another reviewer is working on this case")]
    Held,
    /// The reviewer did not take it first.
    #[error("take the case first, then decide")]
    NotTaken,
    /// The page cannot be continued from this cursor.
    #[error(transparent)]
    Cursor(#[from] CursorError),
    /// The database.
    #[error(transparent)]
    Store(#[from] db::Error),
}

impl Error {
    /// What kind of trouble this is for a caller.
    pub fn problem(&self) -> ProblemKind {
        match self {
            Error::NotFound => ProblemKind::NotFound,
            Error::Forbidden(Forbidden::SignInFirst) => ProblemKind::Unauthenticated,
            Error::Forbidden(_) => ProblemKind::Forbidden,
            Error::Invalid(_) | Error::Incomplete(_) | Error::Cursor(_) => ProblemKind::Invalid,
            Error::Store(error) => error.problem(),
            Error::Conflict { .. }
            | Error::WrongState(_)
            | Error::NotEditable
            | Error::Held
            | Error::NotTaken => ProblemKind::Conflict,
        }
    }
}

impl From<Denied> for Error {
    fn from(denied: Denied) -> Self {
        denied.or_missing(Error::NotFound)
    }
}

impl From<sea_orm::DbErr> for Error {
    fn from(error: sea_orm::DbErr) -> Self {
        Error::Store(error.into())
    }
}
