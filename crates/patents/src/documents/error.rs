use kernel::{CursorError, Explain, Forbidden, PatentId, ProblemKind, Violation, policy::Denied};

use crate::words::words;

words! {
    /// Why a field is refused.
    pub enum DocumentViolationCode {
        /// It must be given.
        Required = "required",
        /// More characters than `max`.
        TooLong = "too_long",
        /// More of them than `max`.
        TooMany = "too_many",
        /// Not from `min` to `max`.
        OutOfRange = "out_of_range",
        /// Not a word the office uses.
        Unknown = "unknown",
        /// A day after the one on the document, or to come.
        TooLate = "too_late",
        /// Such a document does not tell this.
        NotTold = "not_told",
        /// No upload of theirs that waits to be used.
        NoUpload = "no_upload",
    }
}

/// One thing wrong with one field.
pub type DocumentViolation = Violation<DocumentViolationCode>;

impl Explain for DocumentViolationCode {
    fn explain(&self, param: &dyn Fn(&str) -> String) -> String {
        match self {
            Self::Required => "this is needed".to_owned(),
            Self::TooLong => format!("write at most {} characters", param("max")),
            Self::TooMany => format!("there can be at most {}", param("max")),
            Self::OutOfRange => format!("choose a value from {} to {}", param("min"), param("max")),
            Self::Unknown => "the office uses no such words".to_owned(),
            Self::TooLate => format!("it cannot be after {}", param("max")),
            Self::NotTold => "such a document does not tell this".to_owned(),
            Self::NoUpload => "there is no such upload of yours that waits to be used".to_owned(),
        }
    }
}

/// Why an operation on documents was not done.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// There is no such document, or the caller may not know of it.
    #[error("there is no such document, or it is not yours")]
    NotFound,
    /// The caller may not do this.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The input breaks rules: all of them are listed.
    #[error("{}", Violation::join(.0))]
    Invalid(Vec<DocumentViolation>),
    /// No such right is known.
    #[error("there is no patent {0}; look it up first")]
    PatentNotFound(PatentId),
    /// The office's register is asked directly.
    #[error("the register of {office} is asked directly; documents are taken for rights of CNIPA only")]
    RegisterIsAsked {
        /// The office: WIPO ST.3.
        office: String,
    },
    /// A document names the application, and the number of this one is not known here.
    #[error("the application number of this patent is not known yet; look it up by that number first")]
    ApplicationUnknown,
    /// As many documents of this person wait as may.
    #[error("{max} documents of yours wait already; wait until they have been looked at")]
    TooManyWaiting {
        /// How many may.
        max: u32,
    },
    /// It was decided on or taken back.
    #[error("this document was decided on or taken back already")]
    Decided,
    /// Another reviewer is working on it.
    #[error("another reviewer is working on this document")]
    Held,
    /// The caller has not taken the case.
    #[error("take the document before you decide on it")]
    NotTaken,
    /// The cursor is of another list.
    #[error(transparent)]
    Cursor(#[from] CursorError),
    /// The database.
    #[error(transparent)]
    Store(#[from] db::Error),
}

impl From<Denied> for DocumentError {
    fn from(denied: Denied) -> Self {
        denied.or_missing(DocumentError::NotFound)
    }
}

impl DocumentError {
    /// What kind of problem it is.
    pub fn problem(&self) -> ProblemKind {
        match self {
            Self::NotFound | Self::PatentNotFound(_) => ProblemKind::NotFound,
            Self::Forbidden(Forbidden::SignInFirst) => ProblemKind::Unauthenticated,
            Self::Forbidden(_) => ProblemKind::Forbidden,
            Self::Invalid(_) | Self::Cursor(_) | Self::RegisterIsAsked { .. } | Self::ApplicationUnknown => {
                ProblemKind::Invalid
            }
            Self::TooManyWaiting { .. } | Self::Decided | Self::Held | Self::NotTaken => {
                ProblemKind::Conflict
            }
            Self::Store(error) => error.problem(),
        }
    }
}
