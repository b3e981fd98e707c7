//! Why something was not done.

use kernel::{Forbidden, ProblemKind, policy::Denied};

use crate::{Standing, TooLarge, gather::GatherError};

/// What a person can put right, as a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorCode {
    /// An export is being made.
    ExportUnderWay,
    /// As many exports were asked for as one may ask for in a day.
    TooManyExports,
    /// The address that was typed is not the account's.
    ConfirmationWrong,
    /// Something stands in the way.
    ObligationsStand,
    /// An erasure waits already.
    ErasureWaits,
    /// No erasure waits.
    NoErasure,
}

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// One export at a time.
    #[error("an export is being made; it is told by mail when it is ready")]
    ExportUnderWay,
    /// Too many in a day.
    #[error("{limit} exports a day are the most; fetch the one that is ready, or ask again tomorrow")]
    TooManyExports {
        /// How many.
        limit: u64,
    },
    /// What was typed to confirm it is something else.
    #[error("type the e-mail address of your account to confirm that it is to be erased")]
    ConfirmationWrong,
    /// Something stands in the way.
    #[error("the account cannot be erased yet: {}", said(.0))]
    ObligationsStand(Vec<Standing>),
    /// It was asked for before.
    #[error("the erasure of this account waits already")]
    ErasureWaits,
    /// There is nothing to take back.
    #[error("no erasure of this account waits")]
    NoErasure,
    /// There is no such export of the caller, or its address is over.
    #[error("there is no such export, or its address is no longer good")]
    NotFound,
    /// Nobody has signed in, or it is too long ago that they proved to be there.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The archive.
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
    /// Where the bytes are kept.
    #[error(transparent)]
    Objects(#[from] files::ObjectsError),
    /// A document of the person's.
    #[error("a document cannot be read")]
    Document(#[from] files::OpenError),
    /// The database.
    #[error(transparent)]
    Store(#[from] db::Error),
}

fn said(standing: &[Standing]) -> String {
    let all: Vec<_> = standing
        .iter()
        .map(|one| format!("{} ({})", one.what.as_str(), one.count))
        .collect();
    all.join(", ")
}

impl Error {
    /// The field to put right, as the API names it.
    pub fn field(&self) -> Option<&'static str> {
        matches!(self, Error::ConfirmationWrong).then_some("confirmation")
    }

    /// The code, if the person can put it right.
    pub fn code(&self) -> Option<ErrorCode> {
        match self {
            Error::ExportUnderWay => Some(ErrorCode::ExportUnderWay),
            Error::TooManyExports { .. } => Some(ErrorCode::TooManyExports),
            Error::ConfirmationWrong => Some(ErrorCode::ConfirmationWrong),
            Error::ObligationsStand(_) => Some(ErrorCode::ObligationsStand),
            Error::ErasureWaits => Some(ErrorCode::ErasureWaits),
            Error::NoErasure => Some(ErrorCode::NoErasure),
            _ => None,
        }
    }

    /// What kind of trouble this is.
    pub fn problem(&self) -> ProblemKind {
        match self {
            Error::ConfirmationWrong => ProblemKind::Invalid,
            Error::ExportUnderWay | Error::ObligationsStand(_) | Error::ErasureWaits | Error::NoErasure => {
                ProblemKind::Conflict
            }
            Error::TooManyExports { .. } => ProblemKind::RateLimited,
            Error::NotFound => ProblemKind::NotFound,
            Error::Forbidden(forbidden) => forbidden.problem(),
            Error::Objects(_) => ProblemKind::Unavailable,
            Error::Document(error) => error.problem(),
            Error::TooLarge(_) => ProblemKind::Internal,
            Error::Store(error) => error.problem(),
        }
    }
}

impl From<Denied> for Error {
    fn from(denied: Denied) -> Self {
        denied.or_missing(Error::NotFound)
    }
}

impl From<files::PurgeError> for Error {
    fn from(error: files::PurgeError) -> Self {
        match error {
            files::PurgeError::Objects(error) => error.into(),
            files::PurgeError::Store(error) => error.into(),
        }
    }
}

impl From<GatherError> for Error {
    fn from(error: GatherError) -> Self {
        match error {
            GatherError::TooLarge(error) => error.into(),
            GatherError::Document(error) => error.into(),
            GatherError::Store(error) => error.into(),
        }
    }
}
