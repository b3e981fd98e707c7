//! Why an operation on regimes was not done.

use kernel::{CursorError, Explain, Forbidden, ProblemKind, Refusal, policy::Denied};

use kernel::words;

words! {
    /// Why a field is refused.
    pub enum ViolationCode {
        /// It must be given.
        Required = "required",
        /// More characters than `max`.
        TooLong = "too_long",
        /// Not from `min` to `max`.
        OutOfRange = "out_of_range",
        /// Not a known code.
        Unknown = "unknown",
        /// Not the amount that was to be read off: `expected`.
        NotRead = "not_read",
        /// Not with this `method`.
        NotWithMethod = "not_with_method",
        /// More than `max` of them.
        TooMany = "too_many",
        /// It ends before it begins.
        Order = "order",
        /// No upload of theirs that waits to be used.
        NoUpload = "no_upload",
        /// In another currency than the campaign.
        Currency = "currency",
    }
}

/// One thing wrong with one field.
pub type Violation = kernel::Violation<ViolationCode>;

impl Explain for ViolationCode {
    fn explain(&self, _: &dyn Fn(&str) -> String) -> String {
        self.to_string()
    }
}

/// Why an operation on regimes was not done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such thing, or the caller may not know of it.
    #[error("there is no such thing, or it is not yours")]
    NotFound,
    /// The caller may not do this.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The input breaks rules: all of them are listed.
    #[error("{}", Violation::join(.0))]
    Invalid(Vec<Violation>),
    /// A rule of the regime says no.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// It was confirmed, withdrawn or decided on before.
    #[error("this was decided on before")]
    Decided,
    /// What is stated of an offering is frozen once the campaign is handed in.
    #[error("the terms of an offering are frozen once its campaign is handed in")]
    Frozen,
    /// The campaign raises money under no regime that asks for this.
    #[error("the campaign's regime does not ask for this")]
    NotOfRegime,
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
            Error::Invalid(_) | Error::Cursor(_) => ProblemKind::Invalid,
            Error::Store(error) => error.problem(),
            Error::Refused(_) | Error::Decided | Error::Frozen | Error::NotOfRegime => ProblemKind::Conflict,
        }
    }

    /// Nothing is said when there is nothing wrong.
    pub(crate) fn unless_valid(violations: Vec<Violation>) -> Result<(), Self> {
        if violations.is_empty() {
            Ok(())
        } else {
            Err(Error::Invalid(violations))
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

/// A text that must be there and not be longer than `max` characters; trimmed.
pub(crate) fn text(field: &'static str, text: &str, max: usize, wrong: &mut Vec<Violation>) -> String {
    let text = text.trim();
    if text.is_empty() {
        wrong.push(Violation::new(field, ViolationCode::Required));
    } else if text.chars().count() > max {
        wrong.push(Violation::new(field, ViolationCode::TooLong).with("max", max));
    }
    text.to_owned()
}
